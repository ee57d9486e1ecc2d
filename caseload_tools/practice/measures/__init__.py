"""Outcome measures: one small file each, each with a `MEASURE`.

To add one, put a file beside these. Every other module of this folder is found by name, so nothing else
needs to change. A measure file imports only what is re-exported here, and never another measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module

from caseload_tools.practice.measures.measure import (
    Band,
    Change,
    Cluster,
    Direction,
    Measure,
    Number,
    Score,
    ScoreFault,
    score,
)
from caseload_tools.shipped import modules_in

__all__ = [
    "MEASURES",
    "Band",
    "Change",
    "Cluster",
    "Direction",
    "Measure",
    "Number",
    "Score",
    "ScoreFault",
    "of_practice",
    "score",
]

NOT_A_MEASURE = frozenset({"custom", "manual", "measure"})  # the machinery of this folder


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Measure]:
    names = [name for name in modules_in(__path__) if name not in NOT_A_MEASURE]
    found = [import_module(f"{__name__}.{name}").MEASURE for name in names]
    return {measure.id: measure for measure in found}


class _Shipped(Mapping[str, Measure]):
    """The shipped measures by id, read from their files at the first question."""

    def __getitem__(self, key: str) -> Measure:
        return _shipped()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_shipped())

    def __len__(self) -> int:
        return len(_shipped())


MEASURES: Mapping[str, Measure] = _Shipped()


def of_practice(tables: Mapping[str, Mapping[str, object]]) -> Mapping[str, Measure]:
    """All measures a practice may use: the shipped ones, with what `[measures]` of its caseload.toml says."""
    if not tables:
        return MEASURES
    from caseload_tools.practice.measures import custom  # late: most practices have no measure of their own

    return custom.of_practice(tables)
