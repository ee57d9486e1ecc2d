"""AUDIT: ten items on alcohol. Items 9 and 10 can only score 0, 2 or 4."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="audit",
    name="AUDIT",
    items=10,
    item_min=0,
    item_max=4,
    item_values=((9, (0, 2, 4)), (10, (0, 2, 4))),
    bands=(
        Band(0, 7, "low risk"),
        Band(8, 15, "hazardous"),
        Band(16, 19, "harmful"),
        Band(20, 40, "possible dependence"),
    ),
    cutoff=8,
    licence="World Health Organization: free with credit",
    sources=(
        "Babor et al. 2001, AUDIT: guidelines for use in primary care, 2nd ed., WHO",
        "comorbidityguidelines.org.au, AUDIT scoring",
    ),
    loinc="75624-7",
    unverified=("licence",),
)
