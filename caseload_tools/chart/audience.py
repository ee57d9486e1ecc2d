"""Who may read a record: the key visibility, a closed list that fails shut.

A record that does not say is for the team. One that says a word of the list is for those; all else, a slip of the pen
among it, is kept back from everybody but whoever opens the file, and is named. What is kept back leaves what others
must know: that it is there, its day, and what it says in words of a list, as risk and attendance. No sentence of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import Any, Literal

from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.base import build_record
from caseload_tools.chart.records.schemas import bundled_schema, schema_below, schema_resolved
from caseload_tools.chart.shelf import PracticeShelf, Shelf
from caseload_tools.dates import parse_day
from caseload_tools.practice.measures import MEASURES
from caseload_tools.text import Document
from caseload_tools.text.nearest import is_slip
from caseload_tools.values import Schema, replace

Audience = Literal["team", "client"]
KEPT_BACK = "clinician-only"
_KEY = "visibility"
_SHOWN: Mapping[Audience, frozenset[str]] = {
    "team": frozenset(("team", "supervisor", "client-safe")),
    "client": frozenset(("team", "client-safe")),
}
_NAME = "Name"  # a pattern that a name fits tells nothing of a word that fits it


def may_be_shown(record: Record, to: Audience = "team") -> bool:
    """Whether somebody may read the record on a page or in a report."""
    return document_may_be_shown(record.document, to, _known(record.type))


def document_may_be_shown(document: Document, to: Audience = "team", known: Set[str] = frozenset()) -> bool:
    """The same of a document, whose type may be one that only a newer version knows; `known` are the type's keys."""
    data = document.data
    if _KEY in data:
        return isinstance(data[_KEY], str) and data[_KEY] in _SHOWN[to]
    return not any(len(key) <= 2 * len(_KEY) and is_slip(key, _KEY) for key in data.keys() - known)


def kept_back_by_mistake(caseload: Caseload) -> Iterator[Record | Document]:
    """The records whose `visibility` is no word of the list, so that nobody knows whom they are for."""
    shelves = (caseload.shared.shelf, *(chart.shelf for chart in caseload.charts))
    for shelf in shelves:
        for record in (*shelf.records, *shelf.voided):
            if not may_be_shown(record) and record.document.data.get(_KEY) != KEPT_BACK:
                yield record
        for document in shelf.newer:
            if not document_may_be_shown(document) and document.data.get(_KEY) != KEPT_BACK:
                yield document


def shown_caseload(caseload: Caseload) -> Caseload:
    """The caseload as the team may read it: without the sentences of what is kept back."""
    shared = PracticeShelf(_shown_shelf(caseload.shared.shelf), caseload.shared.faulty)
    charts = tuple(_shown_chart(chart, shared) for chart in caseload.charts)
    return replace(caseload, charts=charts, shared=shared)


def with_shown_practice(caseload: Caseload) -> Caseload:
    """The caseload with whole charts, and without the sentences of the practice's own records that are kept back.

    What is due is told from it: signatures count there, and nothing is told of a chart but lists, days and names.
    """
    shared = PracticeShelf(_shown_shelf(caseload.shared.shelf), caseload.shared.faulty)
    if shared.shelf is caseload.shared.shelf:
        return caseload
    return replace(caseload, charts=tuple(replace(each, shared=shared) for each in caseload.charts), shared=shared)


def _shown_chart(chart: Chart, shared: PracticeShelf) -> Chart:
    shelf = _shown_shelf(chart.shelf)
    same = shelf is chart.shelf and shared.shelf is chart.shared.shelf
    return chart if same else replace(chart, shelf=shelf, shared=shared)


def _shown_shelf(shelf: Shelf) -> Shelf:
    hidden = {each: _without_sentences(each) for each in (*shelf.records, *shelf.voided) if not may_be_shown(each)}
    return shelf.with_others(hidden) if hidden else shelf


def _without_sentences(record: Record) -> Record:
    whole = bundled_schema(record.type)
    data: dict[str, Any] = _closed(record.document.data, whole, whole)
    data["type"], data[_KEY] = record.type, KEPT_BACK
    data.pop("signatures", None)  # they are under words that are not here
    bare = Document(record.path, "", data, (), True, 0, 0, 0, ())
    made = build_record(
        RECORD_TYPES[record.type].cls, bare, data, record.link, record.id.removesuffix(f"/{record.link}"), frozenset(),
        MEASURES.keys(),
    )  # fmt: skip
    made.__dict__["date"] = record.date
    made.__dict__["id"] = record.id
    return made


def _closed(value: Any, schema: Schema, whole: Schema) -> Any:
    """What of a value is a word of a list, a day, an id, a number, yes or no."""
    schema = schema_resolved(schema, whole)
    if isinstance(value, Mapping):
        kept = {key: _closed(each, schema_below(schema, key), whole) for key, each in value.items()}
        named = schema.get("properties", {}).keys()
        ids = schema.get("additionalProperties")
        return {k: v for k, v in kept.items() if v not in (None, [], {}) and (k in named or isinstance(ids, dict))}
    if isinstance(value, list):
        return [kept for each in value if (kept := _closed(each, schema_below(schema, 0), whole)) not in (None, {}, [])]
    if isinstance(value, str):
        return value if _is_of_a_list(value, schema) else None
    return value if schema else None


def _is_of_a_list(value: str, schema: Schema) -> bool:
    if value in (schema.get("const"), *schema.get("enum", ())):
        return True
    if schema.get("format") == "date":
        return parse_day(value) is not None
    pattern = schema.get("pattern")
    return bool(pattern and re.search(pattern, value, re.ASCII) and not re.search(pattern, _NAME, re.ASCII))


@cache
def _known(word: str) -> frozenset[str]:
    return frozenset(bundled_schema(word)["properties"])
