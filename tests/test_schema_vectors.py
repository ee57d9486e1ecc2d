"""The inputs of tests/vectors whose text is sound and whose meaning is not, against the schema check."""

from __future__ import annotations

import pytest

from caseload_tools.records.checking import Checker, Flaw
from caseload_tools.records.reading import read_record
from caseload_tools.text import Document, read_bytes
from tests.text_vectors import Vector, fits, inputs

# What the schemas do not say yet, or not at the right line. An input that passes leaves this list.
OPEN = {
    "29 February in a year that has none": "`next` takes any digits in the shape of a date",
    "an id with a line end": "jsonschema's `$` takes a last line end, so only the first pass sees it",
}
SCHEMA = [
    pytest.param(each, marks=pytest.mark.xfail(reason=OPEN[each.name], strict=False) if each.name in OPEN else ())
    for each in inputs("schema")
]


@pytest.mark.parametrize("vector", SCHEMA, ids=str)
def test_the_schema_check_says_what_the_table_says(vector: Vector) -> None:
    _, _, chart, link = vector.path.removesuffix(".md").split("/", 3)
    document = read_bytes(vector.raw, vector.path)
    read = read_record(document, link.partition("/")[0], link, chart, Checker())
    found = sorted((line_of(document, flaw), flaw.code) for flaw in (read.flawed.flaws if read.flawed else ()))
    assert len(found) == len(vector.expect), found
    for wanted, (line, code) in zip(vector.expect, found, strict=True):
        assert fits(wanted, code, line, 1, "error"), found


def line_of(document: Document, flaw: Flaw) -> int:
    """The line of the nearest part that is there."""
    path = flaw.problem.path
    spans = (document.position(path[:length]) for length in range(len(path), -1, -1))
    return next(span.line for span in spans if span is not None)
