"""Which rules meet which thing: worked out once for each class and each policy, never for each record.

This is the part of the engine that decides how fast it is. It calls rules and collects their
problems; what becomes of a problem is for run.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from caseload_tools.chart.records import Record
from caseload_tools.chart.records.base import slots_of
from caseload_tools.chart.records.problem import Problem
from caseload_tools.lint.rule import IF_ANY, Level, Rule
from caseload_tools.practice import Policy
from caseload_tools.values import frozen

Takes = tuple[str, ...]
# The function, which of the table's `takes` are its arguments, and the rule.
Call = tuple[Callable[..., Iterable[Problem] | None], int, Rule]
Raised = tuple[Rule, Problem]


@frozen
class Broken:
    """A rule that failed on a thing: our fault. `where` is the place in our code, never a message."""

    rule: Rule
    path: str
    where: str


class CallTable:
    """The calls for each class of thing under one policy, worked out when the first such thing comes.

    A rule that asks for something that is not among `given` (a chart, for a record of the
    practice) is left out, unless it takes that as it comes (`Chart | None`).
    """

    def __init__(self, rules: Iterable[Rule], given: Collection[str]) -> None:
        able = [rule for rule in rules if all(name in given or name.endswith(IF_ANY) for name in rule.takes)]
        self.takes: tuple[Takes, ...] = tuple(dict.fromkeys(rule.takes for rule in able))
        number = {takes: place for place, takes in enumerate(self.takes)}
        self._calls: list[Call] = [(rule.function, number[rule.takes], rule) for rule in able]
        self._for_class: dict[type[Any], tuple[Call, ...]] = {}
        self._for_parts: dict[type[Any], tuple[tuple[str, bool, tuple[Call, ...]], ...]] = {}

    def for_class(self, cls: type[Any]) -> tuple[Call, ...]:
        """The calls for a thing of a class: those whose rule runs over it or over what it is a kind of."""
        calls = self._for_class.get(cls)
        if calls is None:
            calls = tuple(call for call in self._calls if issubclass(cls, call[2].over))
            self._for_class[cls] = calls
        return calls

    def for_parts(self, cls: type[Any]) -> tuple[tuple[str, bool, tuple[Call, ...]], ...]:
        """For each attribute of a record class whose parts have rules: its name, whether a list, the calls."""
        parts = self._for_parts.get(cls)
        if parts is None:
            slots = [slot for slot in slots_of(cls).all() if slot.part is not None]
            found = [(slot.attribute, slot.is_list, self.for_class(slot.part)) for slot in slots if slot.part]
            parts = self._for_parts[cls] = tuple(each for each in found if each[2])
        return parts


class ChartRun:
    """One chart's rules being asked under one policy: what they raise is gathered in `raised` and `broken`.

    `levels` are those of the rules that run under this policy, by code.
    """

    def __init__(self, table: CallTable, levels: Mapping[str, Level], given: Mapping[str, Any]) -> None:
        self.table = table
        self.levels = levels
        self.raised: list[Raised] = []
        self.broken: list[Broken] = []
        self._args = [tuple(given.get(name.removesuffix(IF_ANY)) for name in takes) for takes in table.takes]

    def ask_rules(self, thing: Any, path: str) -> None:
        """Ask every rule that runs over this kind of thing."""
        calls = self.table.for_class(type(thing))
        if calls:
            self._ask(calls, thing, path)

    def over_record(self, record: Record) -> None:
        """Ask about a record, its document, and those of its parts that passed their schema."""
        cls = type(record)
        calls = self.table.for_class(cls)
        if calls:
            self._ask(calls, record, record.path)
        for attribute, is_list, part_calls in self.table.for_parts(cls):
            held = getattr(record, attribute)
            if not held:
                continue
            for part in held if is_list else (held,):
                if part.sound:
                    self._ask(part_calls, part, record.path)
        self.ask_rules(record.document, record.path)

    def _ask(self, calls: tuple[Call, ...], thing: Any, path: str) -> None:
        args, raised = self._args, self.raised
        for function, takes, rule in calls:
            try:
                problems = function(thing, *args[takes])
                if problems is not None:
                    for problem in problems:
                        raised.append((rule, problem))
            except Exception as error:
                # One rule that fails must not silence the others, nor say what the record held.
                self.broken.append(Broken(rule, path, _where(error)))


def _where(error: Exception) -> str:
    """The kind of an exception and the line of ours that raised it. Its text may hold a client's words."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    name = place.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("caseload_tools/")[2]
    return f"{type(error).__name__} in {name}:{place.tb_lineno}"


def active_rules(rules: Iterable[Rule], policy: Policy) -> dict[str, Level]:
    """The rules that run under a policy, by code, with their level there: a rule is off when all its limits are.

    One that goes by what a record sets for itself goes on then, as advice: no policy asks for it, the plan does.
    """
    levels: dict[str, Level] = {}
    for rule in rules:
        if not rule.limits:
            levels[rule.code] = rule.level
            continue
        severities = [limit.severity for limit in map(policy.__getitem__, rule.limits) if not limit.off]
        if severities:
            levels[rule.code] = _level(rule, severities[0])
        elif rule.own:
            levels[rule.code] = "advice"
    return levels


def _level(rule: Rule, severity: str) -> Level:
    """The level a policy asks for; a rule that reads prose stays below an error whatever it asks."""
    if severity == "error":
        return "warning" if rule.prose else "error"
    return "warning" if severity == "warning" else "advice"
