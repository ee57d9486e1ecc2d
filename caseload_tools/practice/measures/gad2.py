"""GAD-2: the first two items of the GAD-7, as a screen."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="gad2",
    name="GAD-2",
    items=2,
    item_min=0,
    item_max=3,
    bands=(Band(0, 2, "negative screen"), Band(3, 6, "positive screen")),
    cutoff=3,
    licence="Pfizer: no permission needed to reproduce, translate, display or distribute",
    sources=(
        "Kroenke et al. 2007, Ann Intern Med 146:317",
        "Front Psychol 2024, 15:1259997 (PHQ-2 and GAD-2 against the long forms)",
    ),
)
