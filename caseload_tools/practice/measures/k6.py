"""K6: six items on psychological distress over the last thirty days, scored 0 to 4."""

from __future__ import annotations

from caseload_tools.practice.measures import Band, Measure

MEASURE = Measure(
    id="k6",
    name="K6",
    items=6,
    item_min=0,
    item_max=4,
    bands=(Band(0, 12, "below the cut"), Band(13, 24, "probable serious distress")),
    cutoff=13,
    licence="free with citation",
    sources=("Kessler et al. 2002, Psychol Med 32:959", "Kessler et al. 2003, Arch Gen Psychiatry 60:184"),
)
