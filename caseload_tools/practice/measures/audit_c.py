"""AUDIT-C: the first three items of the AUDIT. Its cut differs by sex."""

from __future__ import annotations

from caseload_tools.practice.measures import Measure

MEASURE = Measure(
    id="audit-c",
    name="AUDIT-C",
    items=3,
    item_min=0,
    item_max=4,
    cutoff=3,
    cutoff_by_sex=(("male", 4), ("female", 3)),
    licence="free to use with credit",
    sources=(
        "Bush et al. 1998, Arch Intern Med 158:1789",
        "U.S. Department of Veterans Affairs, AUDIT-C frequently asked questions",
    ),
    loinc="75626-2",
    note="From 4 for men, from 3 for women; where sex is unknown, 3 counts.",
)
