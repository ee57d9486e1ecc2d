"""The lines of a record that a finding may show: keys, ids and words of the format, never a client's words.

A value is shown only where the schema of the record knows its key, does not mark it `x-sensitive` and
wants a word, an id, a date or a number of its own there; everything else becomes an ellipsis. Lines of
the body are prose and are never shown; where in one something stands is counted in words, as a person can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.safety_plan import OF_PEOPLE, SECTIONS
from caseload_tools.chart.records.schemas import bundled_schema, schema_below, schema_resolved
from caseload_tools.chart.records.session import FORMATS
from caseload_tools.text import Document, Span
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.nearest import nearest
from caseload_tools.text.sections import same_title
from caseload_tools.values import frozen

MASK = "…"
_LONGEST = 120
_DEEPEST = 6
_KEY = re.compile(r"\s*(?:- +)?[a-z][a-z0-9_]*:(?=\s|$)", re.ASCII)
_ALLOWANCE = re.compile(r"#\s*caseload:\s*allow\s*\[[A-Za-z0-9, -]{0,60}\] ?", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}\Z", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9./:-]{1,24}\Z", re.ASCII)


@frozen
class Frame:
    """Up to two numbered lines, already masked, and what to underline in the last of them (0-based)."""

    lines: tuple[tuple[int, str], ...]
    start: int
    end: int


def frame_at(document: Document, path: KeyPath, span: Span, said: str = "") -> Frame | None:
    """What may be shown around a place; None when nothing may. `said`: a phrase of our own list that stands there."""
    source = document.text.split("\n")
    if span.line > len(source):
        return None
    if span.line >= document.body_line:
        return _in_body(document, source[span.line - 1], span, said) if document.usable else None
    if not document.usable:
        return _key_alone(source[span.line - 1], span)
    masks = [*_masks(document), *_remarks(document, source)]
    shown, start = _masked(source[span.line - 1], span.line, masks, span.column - 1)
    width = span.end_column - span.column if span.end_line == span.line else 1
    if start >= _LONGEST:
        return None
    lines = [(span.line, shown[:_LONGEST])]
    above = _entry_line(document, path)
    if 0 < above < span.line:
        lines.insert(0, (above, _masked(source[above - 1], above, masks, 0)[0][:_LONGEST]))
    return Frame(tuple(lines), start, min(start + max(width, 1), max(len(lines[-1][1]), start + 1)))


def _in_body(document: Document, line: str, span: Span, said: str) -> Frame | None:
    """The heading above a place, if it is one of the format's, and the place as the phrase or as a count of words."""
    before = len(line[: span.column - 1].split())
    shown = said or (f"(word {before + 1} of this line)" if before else "")
    if not shown:
        return None
    headings = [each for each in document.sections if each.line < span.line]
    known = headings[-1:] if headings and same_title(headings[-1].title) in _headings() else []
    above = [(each.line, f"{'#' * each.level} {each.title}") for each in known]
    start = len(f"{MASK} ") if before else 0
    return Frame((*above, (span.line, f"{MASK} {shown} {MASK}"[2 - start :])), start, start + len(shown))


@cache
def _headings() -> frozenset[str]:
    """The headings that the format itself has; any other may be a client's words."""
    of_notes = (title for titles in FORMATS.values() for title in titles)
    return frozenset(same_title(title) for title in (*of_notes, *SECTIONS, OF_PEOPLE))


def _key_alone(line: str, span: Span) -> Frame | None:
    """A line of a record that could not be read: its key, when it plainly begins with one."""
    match = _KEY.match(line)
    if match is None:
        return None
    shown = f"{match.group()} {MASK}"
    if span.column > match.end():
        return Frame(((span.line, shown),), len(shown) - 1, len(shown))
    end = min(span.end_column - 1, match.end()) if span.end_line == span.line else match.end()
    return Frame(((span.line, shown),), span.column - 1, max(end, span.column))


def _remarks(document: Document, source: list[str]) -> Iterator[Span]:
    """The words of comments, which are as free as prose; of an allowance, all after its codes."""
    for comment in document.comments:
        if not comment.in_body:
            line = source[comment.line - 1]
            known = _ALLOWANCE.match(line, comment.column - 1)
            start = known.end() if known else comment.column
            yield Span(comment.line, start + 1, comment.line, len(line) + 1)


def _entry_line(document: Document, path: KeyPath) -> int:
    """The line where the list entry begins that a path leads into; 0 for none."""
    for length in range(len(path) - 1, 0, -1):
        if isinstance(path[length - 1], int):
            span = document.position(path[:length])
            return span.line if span else 0
    return 0


@cache
def _schema(word: str) -> dict[str, Any]:
    return bundled_schema(word)


def _masks(document: Document) -> Iterator[Span]:
    """The places of all values that may not be shown."""
    word = document.data.get("type")
    # Of a record of no known type the keys may be seen, and nothing else.
    schema = _schema(word) if isinstance(word, str) and word in RECORD_TYPES else {"type": "object"}
    yield from _hidden(document, document.data, (), schema, schema)


def _hidden(
    document: Document, value: Any, path: KeyPath, schema: dict[str, Any], whole: dict[str, Any]
) -> Iterator[Span]:
    schema = schema_resolved(schema, whole)
    may_show = bool(schema) and not schema.get("x-sensitive") and len(path) <= _DEEPEST
    if may_show and isinstance(value, dict):
        for key, inner in value.items():
            if not _NAME.match(key) and (span := document.key_position((*path, key))):
                yield span
            yield from _hidden(document, inner, (*path, key), schema_below(schema, key), whole)
    elif may_show and isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _hidden(document, inner, (*path, index), schema_below(schema, index), whole)
    elif not may_show or not _is_of_the_format(value, schema):
        span = document.position(path) if path else Span(1, 1, document.body_line, 1)
        if span is not None:
            yield span


def _is_of_the_format(value: Any, schema: dict[str, Any]) -> bool:
    """False for a text that may be anything, even the client's name: where the format wants no word, id or date of
    its own, or wants a list, a number, yes or no, or where the text is none of what it wants.
    """
    if not isinstance(value, str) or value in (schema.get("const"), *schema.get("enum", ())):
        return True
    kinds = schema.get("type", "string")
    if "string" not in (kinds if isinstance(kinds, list) else [kinds]) or _WORD.match(value) is None:
        return False
    if "enum" in schema:
        return nearest(value, map(str, schema["enum"])) is not None
    if any(key in schema for key in ("const", "pattern", "format", "x-code")):
        pattern = schema.get("pattern", "(?!)")
        # A pattern that every name fits tells nothing of a word that fits it.
        fits = re.search(pattern, value) is not None and re.search(pattern, "Name") is None
        return fits or any(char.isdigit() for char in value)
    return False


def _masked(line: str, number: int, masks: list[Span], column: int) -> tuple[str, int]:
    """A line without its hidden parts, and where a column (0-based) of it has moved to."""
    cuts = sorted(_cut(span, number, len(line)) for span in masks if span.line <= number <= span.end_line)
    for start, end in reversed(cuts):
        if start < end:
            line = line[:start] + MASK + line[end:]
            if column >= end:
                column += len(MASK) - (end - start)
            elif column > start:
                column = start
    return line, column


def _cut(span: Span, number: int, width: int) -> tuple[int, int]:
    start = span.column - 1 if span.line == number else 0
    end = span.end_column - 1 if span.end_line == number else width
    return min(start, width), min(end, width)
