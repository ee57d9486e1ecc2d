"""The inputs of tests/vectors whose text is sound and whose meaning is not, against the schema check."""

from __future__ import annotations

import re

import pytest

from caseload_tools.chart.records.checking import Checker, CodedProblem
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.dates import parse_day
from caseload_tools.text import Document, read_bytes
from tests.text_vectors import Vector, fits, inputs

SCHEMA = inputs("schema")


@pytest.mark.parametrize("vector", SCHEMA, ids=str)
def test_the_schema_check_says_what_the_table_says(vector: Vector) -> None:
    _, _, chart, link = vector.path.removesuffix(".md").split("/", 3)
    document = read_bytes(vector.raw, vector.path)
    read = read_record(document, link.partition("/")[0], link, chart, Checker())
    found = sorted((line_of(document, coded), coded.code) for coded in (read.faulty.problems if read.faulty else ()))
    assert len(found) == len(vector.expect), found
    for wanted, (line, code) in zip(vector.expect, found, strict=True):
        assert fits(wanted, code, line, 1, "error"), found


def line_of(document: Document, coded: CodedProblem) -> int:
    """The line of the nearest part that is there."""
    path = coded.problem.path
    spans = (document.position(path[:length]) for length in range(len(path), -1, -1))
    return next(span.line for span in spans if span is not None)


def test_the_pattern_of_a_day_is_the_calendar() -> None:
    """A moment holds its day as a pattern, since JSON Schema has no format for it; so it must know February."""
    pattern = re.compile(bundled_schema("session")["$defs"]["moment"]["pattern"].replace("$", r"\Z"))
    for year in (1900, 2000, 2024, 2026, 2100, 2400):
        for month in range(14):
            for day in range(33):
                written = f"{year}-{month:02}-{day:02}"
                assert bool(pattern.match(written)) is (parse_day(written) is not None), written
    for time in ("00:00", "23:59", "09:30:59"):
        assert pattern.match(f"2026-11-03 {time}")
    for time in ("24:00", "12:60", "9:30", "12:00:60", "12:00\n"):
        assert not pattern.match(f"2026-11-03 {time}")
