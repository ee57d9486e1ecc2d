"""What a signed correction says of a signed record's values that nobody could read: they are read from there on.

A signed record stays as it is, slips and all, and a value that was lost in it would be named for good. So a correction
may say under `corrects` what was meant: it fills what could not be read, and never what could. It is somebody's who
may declare the record void, its author or a supervisor. The file, its data and its digest stay as they were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseload_tools.chart.audience_doubts import AUDIENCE, audience_doubt
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.base import author_of
from caseload_tools.chart.records.checking import Checker, FaultyDocument
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.practice import Staff
from caseload_tools.practice.declaring import may_declare
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.values import replace

_SIGNERS = ("clinician", "author", "supervisor")
NEVER_CORRECTED = frozenset(("type", "client", "date", "signatures", "to", "to_digest"))
"""Whose and what a record is, which no correction makes another."""


def with_corrections(
    records: list[Record], faulty: list[FaultyDocument], checker: Checker, staff: Mapping[str, Staff]
) -> tuple[list[Record], list[FaultyDocument]]:
    """The records of a chart, and what is wrong in their files, with what signed corrections say of the unread."""
    beside = [each for each in records if isinstance(each, Addendum) and each.corrects]
    if not beside:
        return records, faulty
    by_link = {each.link: each for each in records}
    said: dict[str, dict[str, Any]] = {}
    for each in sorted(beside, key=lambda each: (each.date, each.link)):
        if _counts(each, by_link.get(each.to), staff):
            said.setdefault(each.to, {}).update(each.corrects)
    found = {by_link[link].path: _corrected(by_link[link], values, checker) for link, values in said.items()}
    left = (_without(each, found[path].corrected) if (path := each.document.path) in found else each for each in faulty)
    return [found.get(each.path, each) for each in records], [each for each in left if each is not None]


def _counts(addendum: Addendum, target: Record | None, staff: Mapping[str, Staff]) -> bool:
    if target is None or not target.signatures or addendum.kind != "correction":
        return False
    signers = [each.by for each in addendum.signatures if each.role in _SIGNERS]
    if not staff:
        return bool(signers)
    return any(by in staff and not may_declare("void", staff[by], author_of(target)) for by in signers)


def _open_keys(record: Record) -> frozenset[str]:
    """The keys of which nobody knows what was meant."""
    lost = frozenset(str(path[0]) for path in (*record.lost, *record.not_understood)) - NEVER_CORRECTED
    return lost | {AUDIENCE} if audience_doubt(record) is not None else lost


def _corrected(record: Record, values: Mapping[str, Any], checker: Checker) -> Record:
    wanted = {key: value for key, value in values.items() if key in _open_keys(record)}
    document = record.document
    tried = replace(document, data={**document.data, **wanted})
    folder, chart_id = record.link.rpartition("/")[0], record.id.removesuffix(f"/{record.link}")
    made = read_record(tried, folder, record.link, chart_id, checker).record
    if not wanted or not isinstance(made, Record):
        return record
    left = frozenset(path[0] for path in made.lost)
    made.__dict__["document"] = document
    made.__dict__["corrected"] = {key: value for key, value in wanted.items() if key not in left}
    return made


def _without(faulty: FaultyDocument, corrected: Mapping[str, Any]) -> FaultyDocument | None:
    """What is still wrong in a file; None where nothing is."""
    problems = tuple(
        each for each in faulty.problems if not each.loses or each.problem.path[:1] not in _firsts(corrected)
    )
    return replace(faulty, problems=problems) if problems else None


def _firsts(corrected: Mapping[str, Any]) -> frozenset[KeyPath]:
    return frozenset((key,) for key in corrected)
