"""When a rule's word cannot be trusted: what it speaks of failed its schema.

A plan whose `target_date` is no date is told so once, by the schema; it is not told as well that
the objective has no target date. Nor is a record with `therapist:` told that it has no clinician: what is missing
because its key is misspelt was told at that key. This module only says which problems rest on lost values.
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
            coded = [one for one in each.problems if one.loses]
            paths = frozenset(_whole_part(path) for one in coded for path in (one.problem.path, one.means) if path)
            if paths:
                self._lost[each.document.path] = paths

    def about(self, rule: Rule, problem: Problem) -> bool:
        """True for a problem of a record's content at, in, or around a value that was lost, or that rests on one."""
        lost = self._lost.get(problem.document.path)
        if lost is None or rule.as_written or not rule.reads_content or not problem.path:
            return False
        spoken_of = (problem.path, *((key,) for key in rule.rests_on))
        return any(_touch(about, path) for about in spoken_of for path in lost)


def _whole_part(path: KeyPath) -> KeyPath:
    """An entry of a list with one lost value is in doubt as a whole."""
    for length, step in enumerate(path, start=1):
        if isinstance(step, int):
            return path[:length]
    return path


def _touch(path: KeyPath, lost: KeyPath) -> bool:
    shorter = min(len(path), len(lost))
    return shorter > 0 and path[:shorter] == lost[:shorter]
