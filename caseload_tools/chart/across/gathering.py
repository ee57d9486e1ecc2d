"""What a question across the caseload is made of: facts that charts give one by one, and files read again at the end.

Charts stream and are dropped, so that memory follows the largest of them. A rule that compares clients therefore runs
over a `Gathering`: every chart gives it a few small facts while it passes, in whatever process, and once all are in it
names the few files that matter; only those are opened again. Facts must be plain values of some hundred bytes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from caseload_tools.chart.chart import Chart
from caseload_tools.text import Document

Fact = TypeVar("Fact")
Reader = Callable[[str], Document]

# Documents of a comparison that are kept at hand; two would do, but copies come in clusters.
_AT_HAND = 64


class Gathering(ABC, Generic[Fact]):
    """Subclasses say what a chart gives (`facts`) and what can be asked of all facts together (`gathered`)."""

    def __init__(self, facts: Iterable[Fact], read: Reader) -> None:
        self.gathered: list[Fact] = list(facts)
        self.document: Reader = lru_cache(maxsize=_AT_HAND)(read)

    @classmethod
    @abstractmethod
    def facts(cls, chart: Chart) -> Iterable[Any]:
        """What one chart gives: values that can be sent to another process."""
