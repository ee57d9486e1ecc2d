"""Every key of a record with what it says: nothing that was typed stands on no page.

What a row of the timeline tells in words of its own stands on top of this; here all of it follows, key by key, under
the title that the schema has for the key, or its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.not_read import NOT_UNDERSTOOD
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.blanks import is_blank
from caseload_tools.chart.records.schemas import bundled_schema, schema_below, schema_resolved
from caseload_tools.practice.measures import MEASURES
from caseload_tools.site.addresses import record_address
from caseload_tools.site.components.marks import state_mark
from caseload_tools.site.html import Child, Html, element, joined_html, link
from caseload_tools.site.safe_html import safe_line
from caseload_tools.text import Document
from caseload_tools.text.english import upper_first
from caseload_tools.values import Schema

# Keys that are on no list of keys, and why.
NOT_LISTED = {
    "type": "the row names it",
    "client": "the page is the client's",
    "signatures": "the foot of the record names who signed it",
    "id": "it stands before what it is the id of",
}

NOTHING_UNCLEAR: Mapping[str | int, Html] = MappingProxyType({})


def key_facts(record: Record, chart: Chart | None = None) -> Html | None:
    """All keys of a record but those of NOT_LISTED; None where there are none. Those of the practice's own are told
    beside it, with what they mean.
    """
    own = chart.practice.fields.get(record.type, {}) if chart is not None else {}
    schema = bundled_schema(record.type)
    said = {key: value for key, value in record.data.items() if key not in NOT_LISTED and key not in own}
    unclear = {path[0]: state_mark(NOT_UNDERSTOOD, "late") for path in record.lost}
    rows = _Rows(chart, schema)
    found = list(rows.of_mapping(said, schema, unclear))
    return element("dl", joined_html(found), class_="keys") if found else None


def written_facts(document: Document) -> Html | None:
    """All keys of a record of a type that only a newer version knows, as they are typed."""
    said = {key: value for key, value in document.data.items() if key == "type" or key not in NOT_LISTED}
    found = list(_Rows(None, {}).of_mapping(said, {}))
    return element("dl", joined_html(found), class_="keys") if found else None


def key_title(key: str, schema: Schema) -> str:
    """What a key is called on a page: the title in its schema, a measure's name, or the key in plain words."""
    if key in MEASURES:
        return MEASURES[key].name
    return str(schema.get("title") or upper_first(key.replace("_", " ").replace("-", " ")))


class _Rows:
    """The rows of one record; texts that are links to records of its chart lead there."""

    def __init__(self, chart: Chart | None, whole: Schema) -> None:
        self._chart = chart
        self._whole = whole

    def of_mapping(
        self, data: Mapping[str, Any], schema: Schema, unclear: Mapping[str | int, Html] = NOTHING_UNCLEAR
    ) -> Iterator[Html]:
        """A name and a value for each key that says something, with a mark where nobody could read the value."""
        for key, value in data.items():
            below = schema_resolved(schema_below(schema, key), self._whole)
            if not is_blank(value) and value not in ([], {}):
                named = key_title(key, below) if key in schema.get("properties", {}) else key  # an id, as typed
                yield element("dt", named)
                yield element("dd", self.value(value, below), *((" ", unclear[key]) if key in unclear else ()))

    def value(self, value: Any, schema: Schema) -> Child:
        """A value as it is read: words, a list of words, or rows of its own."""
        if isinstance(value, Mapping):
            named = {key: each for key, each in value.items() if key != "id"}
            head = element("b", str(value["id"]), " ") if value.get("id") else None
            return joined_html((head, element("dl", joined_html(self.of_mapping(named, schema)), class_="keys")))
        if isinstance(value, list | tuple):
            below = schema_resolved(schema_below(schema, 0), self._whole)
            if any(isinstance(each, Mapping) for each in value):
                return element("ol", joined_html(element("li", self.value(each, below)) for each in value))
            return joined_html((self.value(each, below) for each in value), ", ")
        if isinstance(value, bool):
            return "yes" if value else "no"
        return self._words(value) if isinstance(value, str) else "not answered" if value is None else str(value)

    def _words(self, text: str) -> Html:
        found = self._chart.find(text) if self._chart is not None and "/" in text else None
        address = record_address(self._chart, found) if self._chart is not None and isinstance(found, Record) else ""
        return link(text, address, "plain") if address else safe_line(text)
