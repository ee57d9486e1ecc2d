"""WHO-5: five items on well-being. Kept as the index, 0 to 100: four times the sum."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="who5",
    name="WHO-5",
    items=5,
    item_min=0,
    item_max=5,
    factor=4,
    bands=(
        Band(0, 28, "very low well-being"),
        Band(29, 50, "low well-being"),
        Band(51, 100, "fair well-being"),
    ),
    cutoff=50,
    direction="higher is better",
    reliable_change=10,
    licence="CC BY-NC-SA 3.0 IGO (World Health Organization)",
    sources=(
        "Topp et al. 2015, Psychother Psychosom 84:167",
        "inspq.qc.ca, information sheet 14: 50 or less; valant.com, WHO-5: a change of 10",
    ),
    note="A sum below 13 (an index of 50 or less) asks for a closer look. A sum is written as its index.",
    unverified=("bands", "licence"),
)
