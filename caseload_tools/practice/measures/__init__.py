"""Outcome measures: one small file each, each with a `MEASURE`.

To add one, put a file beside these. Every other module of this folder is found by name, so nothing else
needs to change. A measure file imports only what is re-exported here, and never another measure.
"""

from __future__ import annotations

from collections.abc import Mapping

from caseload_tools.practice.measures.measure import (
    RISK_LEVELS,
    Band,
    ChangeOfScores,
    Cluster,
    Direction,
    Measure,
    Number,
    Score,
    ScoreChange,
    ScoreFault,
    read_score,
)
from caseload_tools.practice.measures.registry import MEASURES

__all__ = [
    "MEASURES",
    "RISK_LEVELS",
    "Band",
    "ChangeOfScores",
    "Cluster",
    "Direction",
    "Measure",
    "Number",
    "Score",
    "ScoreChange",
    "ScoreFault",
    "measures_of_practice",
    "read_score",
]


def measures_of_practice(tables: Mapping[str, Mapping[str, object]]) -> Mapping[str, Measure]:
    """All measures a practice may use: the shipped ones, with what `[measures]` of its caseload.toml says."""
    if not tables:
        return MEASURES
    from caseload_tools.practice.measures import custom  # late: most practices have no measure of their own

    return custom.with_own_measures(tables)
