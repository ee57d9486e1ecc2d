"""K10: ten items on psychological distress over the last thirty days, scored 1 to 5."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="k10",
    name="K10",
    items=10,
    item_min=1,
    item_max=5,
    bands=(
        Band(10, 19, "likely well"),
        Band(20, 24, "mild"),
        Band(25, 29, "moderate"),
        Band(30, 50, "severe"),
    ),
    licence="free with citation",
    sources=(
        "Kessler et al. 2002, Psychol Med 32:959",
        "Andrews and Slade 2001, Aust N Z J Public Health 25:494",
    ),
)
