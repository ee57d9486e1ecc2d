"""The registry of the shipped measures: each file of this folder but its machinery, read at the first question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from caseload_tools.practice.measures.measure import Measure
from caseload_tools.shipped import modules_in

NOT_A_MEASURE = frozenset({"custom", "measure", "registry"})  # the machinery of this folder


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Measure]:
    names = [name for name in modules_in([str(Path(__file__).parent)]) if name not in NOT_A_MEASURE]
    found = [import_module(f"{__package__}.{name}").MEASURE for name in names]
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
