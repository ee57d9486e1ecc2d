"""When a rule's word cannot be trusted: what it speaks of failed its schema.

A plan whose `target_date` is no date is told so once, by the schema; it is not told as well that
the objective has no target date. This module only says which problems rest on lost values.
"""

from __future__ import annotations

from collections.abc import Iterable

from caseload_tools.chart.records import KeyPath, Problem
from caseload_tools.chart.records.checking import FaultyDocument
from caseload_tools.lint.rule import Rule


class Doubt:
    """The places of some records whose values were lost, and the problems that touch them."""

    def __init__(self, faulty: Iterable[FaultyDocument]) -> None:
        self._lost: dict[str, frozenset[KeyPath]] = {}
        for each in faulty:
            paths = frozenset(_whole_part(coded.problem.path) for coded in each.problems if coded.loses)
            if paths:
                self._lost[each.document.path] = paths

    def about(self, rule: Rule, problem: Problem) -> bool:
        """True for a problem of a record's content at, in, or around a value that was lost."""
        lost = self._lost.get(problem.document.path)
        if lost is None or rule.as_written or not rule.reads_content or not problem.path:
            return False
        return any(_touch(problem.path, path) for path in lost)


def _whole_part(path: KeyPath) -> KeyPath:
    """An entry of a list with one lost value is in doubt as a whole."""
    for length, step in enumerate(path, start=1):
        if isinstance(step, int):
            return path[:length]
    return path


def _touch(path: KeyPath, lost: KeyPath) -> bool:
    shorter = min(len(path), len(lost))
    return shorter > 0 and path[:shorter] == lost[:shorter]
