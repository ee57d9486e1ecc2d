"""DAST-10: ten yes-or-no items on drugs. Item 3 counts the other way round."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="dast10",
    name="DAST-10",
    items=10,
    item_min=0,
    item_max=1,
    reversed_items=(3,),
    cutoff=3,
    bands=(
        Band(0, 0, "none"),
        Band(1, 2, "low"),
        Band(3, 5, "moderate"),
        Band(6, 8, "substantial"),
        Band(9, 10, "severe"),
    ),
    licence="copyright H. A. Skinner: free for non-commercial clinical use",
    sources=(
        "Skinner 1982, Addict Behav 7:363; terms of use in the documentation of CamCOPS",
        "comorbidityguidelines.org.au, DAST-10 scoring; cut: qxmd.com, DAST-10",
    ),
    loinc="82667-7",
    note="Items are written as answered, yes 1 and no 0; item 3 is turned round in the sum.",
)
