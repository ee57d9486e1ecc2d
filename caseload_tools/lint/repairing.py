"""Repairs: the sure changes that problems carry, made in the text of a file. Gives texts, writes nothing.

A signed record is never repaired: what was signed stays as it was, slips and all. Every change goes
through text.edits, which leaves all other bytes alone and refuses what it cannot do so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path
from typing import Any

from caseload_tools.chart.caseload import Folder, checker_for, client_folders, read_chart, read_shared
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Part, Problem, Record, Repair
from caseload_tools.chart.records.base import slots_of
from caseload_tools.chart.records.from_document import Read, read_record
from caseload_tools.errors import CaseloadError
from caseload_tools.history.record_path import CLIENTS
from caseload_tools.lint.finding import is_signed_text
from caseload_tools.lint.rule import Rule
from caseload_tools.practice import Practice
from caseload_tools.text import quote_scalar, read_bytes, rename_key, set_key
from caseload_tools.text.edits import quote_rest, set_heading

# One file may need a change for each of its keys; more than this is a repair that undoes another.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Repaired:
    """A file before and after, and what was changed: the code of the rule and its message."""

    path: str
    before: str
    after: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A file that has something to repair and was not touched, and why."""

    path: str
    why: str


def repair_practice(
    root: Path, practice: Practice, paths: Iterable[str], rules: Iterable[Rule], today: Day
) -> Iterator[Repaired | LeftAlone]:
    """What the repairs of these rules make of the files at `paths`; nothing for a file that needs none."""
    repairing = _Repairing(root, practice, today, [rule for rule in rules if rule.fixes])
    for path in paths:
        found = repairing.file(path)
        if found is not None:
            yield found


class _Repairing:
    """The rules that may repair, and the charts that they ask for, each read once, as it was before."""

    def __init__(self, root: Path, practice: Practice, today: Day, rules: list[Rule]) -> None:
        self._root = root
        self._practice = practice
        self._today = today
        self._rules = rules
        self._checker = checker_for(practice)
        self._folders = {folder.path: folder for folder in client_folders(root)}
        self._charts: dict[str, Chart] = {}

    def file(self, path: str) -> Repaired | LeftAlone | None:
        """The file with all that can be repaired in it; None where nothing can."""
        try:
            before = (self._root / path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        folder = next((self._folders[home] for home in self._folders if path.startswith(home + "/")), None)
        text, changes, unsure = before, [], set[Repair]()
        for _ in range(_MOST):
            read = self._read(text, path, folder)
            step = next((each for each in self._repairs(read, folder) if each[1].repair not in unsure), None)
            if step is None:
                break
            if _signed(read):
                return LeftAlone(path, "it is signed; add an addendum instead")
            rule, problem = step
            assert problem.repair is not None
            try:
                repaired = repaired_text(text, problem.repair)
            except CaseloadError as error:
                return LeftAlone(path, error.message)
            if _count(self._read(repaired, path, folder)) > _count(read):
                unsure.add(problem.repair)  # the value is wrong then, where it was only short before
                continue
            text = repaired
            changes.append((rule.code, problem.message))
        return Repaired(path, before, text, tuple(changes)) if changes else None

    def _read(self, text: str, path: str, folder: Folder | None) -> Read:
        home = folder.path if folder else CLIENTS.replace("clients", "practice")
        link = path.removeprefix(home + "/").removesuffix(".md")
        place = link.partition("/")[0] if "/" in link else ""
        return read_record(read_bytes(text.encode(), path), place, link, folder.id if folder else "", self._checker)

    def _repairs(self, read: Read, folder: Folder | None) -> Iterator[tuple[Rule, Problem]]:
        for thing in _things(read):
            for rule in self._rules:
                if isinstance(thing, rule.over):
                    for problem in rule.function(thing, *self._given(rule, folder)):
                        if problem.repair is not None:
                            yield rule, problem

    def _given(self, rule: Rule, folder: Folder | None) -> Iterator[Any]:
        for name in rule.takes:
            yield self._practice if name == "Practice" else self._chart(folder) if folder else None

    def _chart(self, folder: Folder) -> Chart:
        if folder.path not in self._charts:
            shared = read_shared(self._root, self._checker)
            chart = read_chart(self._root, folder, self._practice, self._today, shared, self._checker)
            self._charts[folder.path] = chart
        return self._charts[folder.path]


def repaired_text(text: str, repair: Repair) -> str:
    """The text with one repair made. Raises CaseloadError when that cannot be done without touching more."""
    if repair.kind == "set":
        return set_key(text, repair.path, quote_scalar(repair.value))
    if repair.kind == "write":
        return set_key(text, repair.path, repair.value)
    if repair.kind == "unmark":
        return text.removeprefix("\ufeff")
    if repair.kind == "heading":
        return set_heading(text, repair.line, repair.value)
    if repair.kind == "quote":
        return quote_rest(text, repair.path)
    return rename_key(text, repair.path, repair.value)


def _signed(read: Read) -> bool:
    return is_signed_text(read.record.document)


def _count(read: Read) -> int:
    return len(read.faulty.problems) if read.faulty is not None else 0


def _things(read: Read) -> Iterator[Any]:
    if read.faulty is not None:
        yield read.faulty
    if isinstance(read.record, Record):
        yield read.record
        yield read.record.document
        yield from _parts(read.record)


def _parts(record: Record) -> Iterator[Part]:
    for slot in slots_of(type(record)).all():
        held = getattr(record, slot.attribute) if slot.part else None
        yield from (held if isinstance(held, tuple) else (held,)) if held else ()
