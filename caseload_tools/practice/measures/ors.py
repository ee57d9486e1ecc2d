"""ORS: the outcome rating scale, four lines of 10 cm. Scores only."""

from __future__ import annotations

from caseload_tools.practice.measures import Measure

MEASURE = Measure(
    id="ors",
    name="Outcome Rating Scale",
    items=4,
    item_min=0,
    item_max=10,
    decimals=1,
    cutoff=25,
    direction="higher is better",
    reliable_change=5,
    needs_licence=True,
    licence="licensed: free for a single practitioner, paid for groups",
    sources=(
        "Miller, Duncan, Brown, Sparks and Claud 2003, J Brief Ther 2:91",
        "hiboop.com, ORS: cut 25, reliable change 5",
    ),
    note="The cut is that for adults.",
    unverified=("licence",),
)
