"""Repairs: what a rule's `fixes` makes of the files it found fault with. Gives texts, writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from caseload_tools.caseload import checker_for, read_shared, stream_charts
from caseload_tools.chart import Chart, PracticeShelf
from caseload_tools.lint.rule import Rule
from caseload_tools.practice import Practice
from caseload_tools.records import Part, Record
from caseload_tools.records.base import slots_of


def repair(rule: Rule, root: Path, practice: Practice, today: date) -> dict[str, str]:
    """By path, the repaired text of every file in which the rule finds something it can repair."""
    texts: dict[str, str] = {}
    if rule.fixes is None or rule.takes:
        return texts
    shared = read_shared(root, checker_for(practice))
    shelves: list[Chart | PracticeShelf] = [shared, *stream_charts(root, practice, today, None, shared)]
    for shelf in shelves:
        for path, thing in _things(shelf):
            if isinstance(thing, rule.over) and any(True for _ in rule.function(thing)):
                texts[path] = rule.fixes(thing)
    return texts


def _things(shelf: Chart | PracticeShelf) -> Iterator[tuple[str, Any]]:
    for record in shelf.records:
        yield record.path, record
        yield record.path, record.document
        yield from ((record.path, part) for part in _parts(record))
    for flawed in shelf.flawed:
        yield flawed.document.path, flawed


def _parts(record: Record) -> Iterator[Part]:
    for slot in slots_of(type(record)).values():
        held = getattr(record, slot.attribute) if slot.part else None
        yield from (held if isinstance(held, tuple) else (held,)) if held else ()
