"""GAD-7: seven items on anxiety over the last two weeks."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="gad7",
    name="GAD-7",
    items=7,
    item_min=0,
    item_max=3,
    bands=(Band(0, 4, "minimal"), Band(5, 9, "mild"), Band(10, 14, "moderate"), Band(15, 21, "severe")),
    cutoff=10,
    reliable_change=4,
    licence="Pfizer: no permission needed to reproduce, translate, display or distribute",
    sources=(
        "Spitzer, Kroenke, Williams and Löwe 2006, Arch Intern Med 166:1092",
        "Toussaint et al. 2020, J Affect Disord 265:395",
    ),
    loinc="70274-6",
)
