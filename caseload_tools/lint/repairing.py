"""Repairs: the sure changes that problems carry, made in the text of a file. Gives texts, writes nothing.

A signed record is never repaired: what was signed stays as it was, slips and all. Every change goes
through text.edits, which leaves all other bytes alone and refuses what it cannot do so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseload_tools.chart.caseload import checker_for, client_folders
from caseload_tools.chart.records import Part, Problem, Record, Repair
from caseload_tools.chart.records.base import slots_of
from caseload_tools.chart.records.checking import Checker
from caseload_tools.chart.records.from_document import Read, read_record
from caseload_tools.errors import CaseloadError
from caseload_tools.history.record_path import CLIENTS
from caseload_tools.lint.rule import Rule
from caseload_tools.practice import Practice
from caseload_tools.text import quote_scalar, read_bytes, rename_key, set_key

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
    root: Path, practice: Practice, paths: Iterable[str], rules: Iterable[Rule]
) -> Iterator[Repaired | LeftAlone]:
    """What the repairs of these rules make of the files at `paths`; nothing for a file that needs none."""
    checker, able = checker_for(practice), [rule for rule in rules if rule.fixes]
    homes = {folder.path: folder.id for folder in client_folders(root)}
    for path in paths:
        chart = next((home for home in homes if path.startswith(home + "/")), "")
        found = _repair_file(root, path, chart, homes.get(chart, ""), checker, able)
        if found is not None:
            yield found


def _repair_file(
    root: Path, path: str, home: str, chart: str, checker: Checker, rules: list[Rule]
) -> Repaired | LeftAlone | None:
    try:
        before = (root / path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    text, changes = before, []
    for _ in range(_MOST):
        read = _read(text, path, home, chart, checker)
        step = next(_repairs(read, rules), None)
        if step is None:
            break
        if _signed(read):
            return LeftAlone(path, "it is signed; add an addendum instead")
        rule, problem = step
        assert problem.repair is not None
        try:
            text = repaired_text(text, problem.repair)
        except CaseloadError as error:
            return LeftAlone(path, error.message)
        changes.append((rule.code, problem.message))
    return Repaired(path, before, text, tuple(changes)) if changes else None


def repaired_text(text: str, repair: Repair) -> str:
    """The text with one repair made. Raises CaseloadError when that cannot be done without touching more."""
    if repair.kind == "set":
        return set_key(text, repair.path, quote_scalar(repair.value))
    return rename_key(text, repair.path, repair.value)


def _read(text: str, path: str, home: str, chart: str, checker: Checker) -> Read:
    link = path.removeprefix((home or CLIENTS.replace("clients", "practice")) + "/").removesuffix(".md")
    folder = link.partition("/")[0] if "/" in link else ""
    return read_record(read_bytes(text.encode(), path), folder, link, chart, checker)


def _signed(read: Read) -> bool:
    return isinstance(read.record, Record) and bool(read.record.data.get("signatures"))


def _repairs(read: Read, rules: list[Rule]) -> Iterator[tuple[Rule, Problem]]:
    for thing in _things(read):
        for rule in rules:
            if isinstance(thing, rule.over) and not rule.takes:
                for problem in rule.function(thing):
                    if problem.repair is not None:
                        yield rule, problem


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
