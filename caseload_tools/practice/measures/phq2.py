"""PHQ-2: the first two items of the PHQ-9, as a screen."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="phq2",
    name="PHQ-2",
    items=2,
    item_min=0,
    item_max=3,
    bands=(Band(0, 2, "negative screen"), Band(3, 6, "positive screen")),
    cutoff=3,
    licence="Pfizer: no permission needed to reproduce, translate, display or distribute",
    sources=("Kroenke, Spitzer and Williams 2003, Med Care 41:1284", "Arroll et al. 2010, Ann Fam Med 8:348"),
    loinc="55758-7",
)
