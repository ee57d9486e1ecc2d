"""PHQ-9: nine items on depression over the last two weeks. Item 9 asks about death and self-harm."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="phq9",
    name="PHQ-9",
    items=9,
    item_min=0,
    item_max=3,
    bands=(
        Band(0, 4, "minimal"),
        Band(5, 9, "mild"),
        Band(10, 14, "moderate"),
        Band(15, 19, "moderately severe"),
        Band(20, 27, "severe"),
    ),
    cutoff=10,
    reliable_change=5,
    safety_items=(9,),
    licence="Pfizer: no permission needed to reproduce, translate, display or distribute",
    sources=(
        "Kroenke, Spitzer and Williams 2001, J Gen Intern Med 16:606",
        "HL7 structured data capture, PHQ9.fsh",
    ),
    loinc="44261-6",
    note="The tenth question, on difficulty, is not scored.",
)
