"""Who may read a record: the key visibility, a closed list that fails shut.

A record that does not say is for the team, or for those of the record that it adds to. One that says a word of the list
is for those; all else, a slip of the pen among it, is kept back from everybody but whoever opens the file, and is named
(audience_doubts). What is kept back leaves what others must know: that it is there, its day, and what it says in words
of a list, as risk and attendance. No sentence of it. A page of the terminal and a draft are read as the site is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from caseload_tools.chart.audience_doubts import AUDIENCE, KEPT_BACK, TRACE, audience_doubt, document_doubt
from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.base import build_record
from caseload_tools.chart.records.schemas import bundled_schema, schema_below, schema_resolved
from caseload_tools.chart.shelf import PracticeShelf, Shelf
from caseload_tools.dates import parse_day
from caseload_tools.practice.measures import MEASURES
from caseload_tools.text import Document
from caseload_tools.values import Schema, replace

Audience = Literal["team", "client"]
_SHOWN: Mapping[Audience, frozenset[str]] = {
    "team": frozenset(("team", "supervisor", "client-safe")),
    "client": frozenset(("team", "client-safe")),
}
# What a record of the practice is called; its place says it in other words, which are in every link to it.
_CALLED = {"name", "title", "group"}
_IN_ITS_PLACE = "x-in-its-place"
"""What a schema has in place of a sentence that is kept back, where others must know that something stands there."""
_NAME = "Name"  # a pattern that a name fits tells nothing of a word that fits it


def may_be_shown(record: Record, to: Audience = "team") -> bool:
    """Whether somebody may read the record on a page or in a report, as far as it says so itself."""
    if AUDIENCE in record.corrected:
        return record.corrected[AUDIENCE] in _SHOWN[to]
    return _is_for(record.document, to) and audience_doubt(record) is None


def document_may_be_shown(document: Document, to: Audience = "team") -> bool:
    """The same of a document whose type only a newer version knows."""
    return _is_for(document, to) and document_doubt(document) is None


def _is_for(document: Document, to: Audience) -> bool:
    return AUDIENCE not in document.data or document.data[AUDIENCE] in tuple(_SHOWN[to])


def kept_back_by_mistake(caseload: Caseload) -> Iterator[Record | Document]:
    """The records of which nobody can tell whom they are for."""
    shelves = (caseload.shared.shelf, *(chart.shelf for chart in caseload.charts))
    for shelf in shelves:
        for record in (*shelf.records, *shelf.voided):
            if audience_doubt(record) is not None:
                yield record
        for document in shelf.newer:
            if document_doubt(document) is not None:
                yield document


def kept_back_in(shelf: Shelf) -> tuple[Record, ...]:
    """The records that the team may not read. Who reads what was added to a record reads at most that record."""
    held = tuple(each for each in (*shelf.records, *shelf.voided) if not may_be_shown(each))
    added = [each for each in (*shelf.records, *shelf.voided) if isinstance(each, Addendum) and each not in held]
    while found := tuple(each for each in added if _adds_to_kept_back(each, shelf, held)):
        held += found
        added = [each for each in added if each not in found]
    return held


def audience_beside(record: Record) -> str:
    """What a record that adds to this one has to say behind `visibility`; empty where that may be left out."""
    if not may_be_shown(record):
        return KEPT_BACK
    return "" if record.visibility == "team" else record.visibility


def shown_caseload(caseload: Caseload) -> Caseload:
    """The caseload as the team may read it: without the sentences of what is kept back."""
    shared = replace(caseload.shared, shelf=_shown_shelf(caseload.shared.shelf))
    charts = tuple(_shown_chart(chart, shared) for chart in caseload.charts)
    return replace(caseload, charts=charts, shared=shared)


def shown_chart(chart: Chart) -> Chart:
    """A chart as the team may read it: on a page of the terminal, and in the next draft."""
    return _shown_chart(chart, replace(chart.shared, shelf=_shown_shelf(chart.shared.shelf)))


def with_shown_practice(caseload: Caseload) -> Caseload:
    """The caseload with whole charts, and without the sentences of the practice's own records that are kept back.

    What is due is told from it: signatures count there, and nothing is told of a chart but lists, days and names.
    """
    shared = replace(caseload.shared, shelf=_shown_shelf(caseload.shared.shelf))
    if shared.shelf is caseload.shared.shelf:
        return caseload
    return replace(caseload, charts=tuple(replace(each, shared=shared) for each in caseload.charts), shared=shared)


def _shown_chart(chart: Chart, shared: PracticeShelf) -> Chart:
    shelf = _shown_shelf(chart.shelf)
    same = shelf is chart.shelf and shared.shelf is chart.shared.shelf
    return chart if same else replace(chart, shelf=shelf, shared=shared)


def _shown_shelf(shelf: Shelf) -> Shelf:
    hidden = {each: _without_sentences(each) for each in kept_back_in(shelf)}
    return shelf.with_others(hidden) if hidden else shelf


def _adds_to_kept_back(addendum: Addendum, shelf: Shelf, held: tuple[Record, ...]) -> bool:
    to = shelf.by_link.get(addendum.to)
    return to in held if isinstance(to, Record) else to is not None and TRACE.search(to.document.text) is not None


def _without_sentences(record: Record) -> Record:
    whole = bundled_schema(record.type)
    data: dict[str, Any] = _closed(record.document.data, whole, whole)
    data["type"], data[AUDIENCE] = record.type, KEPT_BACK
    data |= {
        key: record.link.split("/")[1] for key in _CALLED & record.data.keys() if RECORD_TYPES[record.type].of_practice
    }
    data.pop("signatures", None)  # they are under words that are not here
    bare = Document(record.path, "", data, (), True, 0, 0, 0, ())
    made = build_record(
        RECORD_TYPES[record.type].cls, bare, data, record.link, record.id.removesuffix(f"/{record.link}"), frozenset(),
        MEASURES.keys(),
    )  # fmt: skip
    made.__dict__["date"] = record.date
    made.__dict__["id"] = record.id
    made.__dict__["lost"] = record.lost
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
        return value if _is_of_a_list(value, schema) else schema.get(_IN_ITS_PLACE)
    return value if schema else None


def _is_of_a_list(value: str, schema: Schema) -> bool:
    if value in (schema.get("const"), *schema.get("enum", ())):
        return True
    if schema.get("format") == "date":
        return parse_day(value) is not None
    pattern = schema.get("pattern")
    return bool(pattern and re.search(pattern, value, re.ASCII) and not re.search(pattern, _NAME, re.ASCII))
