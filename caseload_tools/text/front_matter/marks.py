"""Which mark belongs to which key: the places that the reader stores flat, by their path in the data.

While a record is read, only indexes are appended to a list, because most records are clean and nobody
will ask: for a key its start, for a value or an item of a list its start and its end, each followed by
those of its parts. Here, late, they become `("objectives", 0, "text")`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

FrontValue: TypeAlias = "str | int | float | bool | list[FrontValue] | dict[str, FrontValue] | None"
KeyPath: TypeAlias = tuple[str | int, ...]

_QUOTED = re.compile(r""" "(?:[^"\\]|\\.)*" | '(?:[^']|'')*' """, re.VERBOSE | re.DOTALL)


class KeyMarks(NamedTuple):
    """Indexes of a key and its value. An item of a list has no key; its own place stands for it."""

    key_start: int
    key_end: int
    start: int
    end: int


def walk_marks(
    data: dict[str, FrontValue], marks: Sequence[int], source: str
) -> Iterator[tuple[KeyPath, KeyMarks, FrontValue]]:
    """Every key and item below `data` with its path, place and value, in the order they are written."""
    yield from _inside((), data, iter(marks), source)


def _inside(
    path: KeyPath, value: FrontValue, marks: Iterator[int], source: str
) -> Iterator[tuple[KeyPath, KeyMarks, FrontValue]]:
    if isinstance(value, dict):
        for key, each in value.items():
            start = next(marks)
            quoted = _QUOTED.match(source, start)
            end = quoted.end() if quoted else start + len(key)
            place = KeyMarks(start, end, next(marks), next(marks))
            yield (*path, key), place, each
            yield from _inside((*path, key), each, marks, source)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            start, end = next(marks), next(marks)
            yield (*path, number), KeyMarks(start, end, start, end), item
            yield from _inside((*path, number), item, marks, source)


def value_at(data: Mapping[str, Any], path: KeyPath) -> Any:
    """The value at a path; None when there is none."""
    found: Any = data
    for step in path:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return None
    return found


def mark_count(value: FrontValue) -> int:
    """How many marks the parts of a value have."""
    if isinstance(value, dict):
        return sum(3 + mark_count(each) for each in value.values())
    if isinstance(value, list):
        return sum(2 + mark_count(each) for each in value)
    return 0


def mark_slot(data: dict[str, FrontValue], key: str, first: int) -> int:
    """Where in the marks the start of a key of `data` is, when its first key's is at `first`."""
    for name, value in data.items():
        if name == key:
            return first
        first += 3 + mark_count(value)
    raise KeyError(key)
