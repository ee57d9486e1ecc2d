"""From a document to a record: which type it is, what is blank, what its schema says.

One document in, one record or one `Unreadable` out, with the problems found on the way. Blank
values (`completed_on:` with nothing after it, `n/a`, `TBD`) count as absent before the schema
looks, so that "required" means "has something in it".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Day
from functools import partial
from typing import Any

from caseload_tools.chart.records.base import RECORD_TYPES, Record, Unreadable, build_record
from caseload_tools.chart.records.blanks import without_blanks
from caseload_tools.chart.records.checking import Checker, CodedProblem, FaultyDocument, faults_of
from caseload_tools.chart.records.day_keys import day_keys_of
from caseload_tools.chart.records.lost_values import lost_paths
from caseload_tools.chart.records.other_forms import both_readings
from caseload_tools.chart.records.problem import Problem, Repair
from caseload_tools.chart.records.right_lines import or_list
from caseload_tools.dates import parse_day
from caseload_tools.history.record_path import TYPE_OF_FOLDER
from caseload_tools.text import Document
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.nearest import is_slip, nearest, suggest
from caseload_tools.text.older_names import NamedSince
from caseload_tools.values import frozen

# Where nobody is seen at night, and an hour that is written so.
_OPEN_BY_DAY = ("office", "school")
_NIGHT = late_pattern(r"[1-6]:")
_DAY_KEYS = ("date", "opened", "effective", "received", "last_checked", "last_reviewed", "since")


@frozen
class Read:
    """What became of one document."""

    record: Record | Unreadable
    faulty: FaultyDocument | None


def read_record(document: Document, folder: str, link: str, chart_id: str, checker: Checker) -> Read:
    """Make the record of a document that lies in `folder` of a chart (or of `practice/`)."""
    expected = TYPE_OF_FOLDER.get(folder, "")
    problems = list(faults_of(document)) if document.faults else []
    if not document.usable:
        return Read(
            Unreadable(document, expected, link, _day_in(link)), FaultyDocument(document, expected, tuple(problems))
        )
    data: dict[str, Any] = without_blanks(document.data)
    word = data.get("type")
    if not isinstance(word, str) or word not in RECORD_TYPES:
        problems.append(checker.as_known(_unknown_type(document, word, expected)))
        return Read(
            Unreadable(document, expected, link, _day_in(link)), FaultyDocument(document, expected, tuple(problems))
        )
    schema_problems = checker.check(word, document, data)
    if checker.today is not None:
        known = {coded.problem.path for coded in schema_problems}
        days = day_keys_of(checker.today).problems(document, data)
        schema_problems += tuple(checker.as_known(each) for each in days if each.problem.path not in known)
    problems += schema_problems
    problems += _hour_with_two_meanings(document, data)
    if document.older is not None and not document.data.get("signatures"):
        problems += map(partial(_older_name, document), document.older_names)
    unsound: frozenset[KeyPath] = frozenset()
    if schema_problems:
        unsound = frozenset(coded.problem.path for coded in schema_problems if coded.loses)
        data = _with_single_meanings(data, schema_problems)
    record = _build(word, document, data, link, chart_id, unsound, checker)
    faulty = FaultyDocument(document, word, tuple(problems)) if problems else None
    if record is not None and not checker.by_editor.isdisjoint(data):
        record.__dict__["by_editor"] = checker.by_editor.intersection(data)
    if record is not None and schema_problems:
        record.__dict__["lost"] = lost_paths(word, data, schema_problems, checker)
        if all(coded.newer for coded in schema_problems):
            record.__dict__["not_understood"] = tuple(coded.problem.path for coded in schema_problems)
    return Read(record or Unreadable(document, word, link, _day_in(link)), faulty)


def _build(
    word: str,
    document: Document,
    data: dict[str, Any],
    link: str,
    chart_id: str,
    unsound: frozenset[KeyPath],
    checker: Checker,
) -> Record | None:
    kind = RECORD_TYPES[word]
    day = next((found for key in _DAY_KEYS if (found := parse_day(data.get(key)))), None)
    needs_day = word == "client" or not kind.of_practice
    if (day is None and needs_day) or ("client",) in unsound:
        return None
    record = build_record(kind.cls, document, data, link, chart_id, unsound, checker.measure_ids)
    record.__dict__["date"] = day or Day.min
    return record


def _day_in(link: str) -> Day | None:
    return parse_day(link.rpartition("/")[2][:10])


def _unknown_type(document: Document, word: Any, expected: str) -> CodedProblem:
    from caseload_tools.chart.records.right_lines import or_list  # only for what is wrong

    where, repair = "type", None
    known = f"add `type:` with {or_list(sorted(RECORD_TYPES))}"
    if word is None:
        message = "this record does not say what it is: there is no `type`"
        where = nearest("type", document.data) or where
        hint = suggest("type") if where != "type" else f"add `type: {expected}`" if expected else known
        return CodedProblem("STR002", Problem(document, (where,), message, hint))
    near = nearest(word, RECORD_TYPES) if isinstance(word, str) else None
    if near and is_slip(word, near):
        hint, repair = f"write `type: {near}`", Repair("set", near, ("type",))
    elif expected:
        hint = f"write `type: {expected}`, if it belongs in this folder"
    else:
        hint = suggest(near) if near else known
    return CodedProblem(
        "STR002", Problem(document, (where,), "`type` is not a known type of record", hint, repair=repair)
    )


def _hour_with_two_meanings(document: Document, data: Mapping[str, Any]) -> Iterator[CodedProblem]:
    """`2:00-2:50` of a session in an office: read as two at night, and asked; with two digits it is meant."""
    said = data.get("time")
    if not isinstance(said, str) or data.get("setting") not in _OPEN_BY_DAY or not _NIGHT.match(said):
        return
    if both := both_readings("times", said):
        hint = f"write {or_list(f'time: {each}' for each in both)}, whichever is meant"
        message = "this is read as an hour of the night"
        yield CodedProblem("STR007", Problem(document, ("time",), message, hint, most="warning"), loses=False)


def _older_name(document: Document, key: NamedSince) -> CodedProblem:
    """What was called otherwise is read as ever; of what is signed nothing is said, as it stays for ever."""
    message = f"`{key.older}` is called `{key.name}` since format {key.since}; it is read as that"
    repair = Repair("set" if key.is_word else "rename", key.name, key.path)
    problem = Problem(document, key.path, message, "`caseload upgrade` renames it", repair=repair, most="advice")
    return CodedProblem("STR004", problem, loses=False)


def _with_single_meanings(data: dict[str, Any], problems: tuple[CodedProblem, ...]) -> dict[str, Any]:
    """The data with what has a single meaning written as it should be, for the rules to go on with."""
    for coded in problems:
        if not coded.loses and coded.problem.repair is not None:
            data = _replaced(data, coded.problem.path, coded.problem.repair.value)
    return data


def _replaced(node: Any, path: KeyPath, new: str) -> Any:
    if not path:
        return new
    if isinstance(node, dict):
        return {key: _replaced(value, path[1:], new) if key == path[0] else value for key, value in node.items()}
    return [_replaced(item, path[1:], new) if index == path[0] else item for index, item in enumerate(node)]
