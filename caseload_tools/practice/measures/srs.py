"""SRS: the session rating scale, four lines of 10 cm on the alliance. Scores only."""

from __future__ import annotations

from caseload_tools.practice.measures import Measure

MEASURE = Measure(
    id="srs",
    name="Session Rating Scale",
    items=4,
    item_min=0,
    item_max=10,
    decimals=1,
    cutoff=35.9,
    direction="higher is better",
    needs_licence=True,
    licence="licensed: free for a single practitioner, paid for groups",
    sources=(
        "Duncan et al. 2003, J Brief Ther 3:3",
        "OpenFIT support, clinician average change scores: below 36",
    ),
    note="Below 36: talk about the session with the client.",
    unverified=("licence",),
)
