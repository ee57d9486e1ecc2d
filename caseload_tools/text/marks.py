"""Which mark belongs to which key: the places that the reader stores flat, by their path in the data.

While a record is read, only indexes are appended to a list, because most records are clean and nobody
will ask. Here, late, they become `("objectives", 0, "text")`. Knows nothing of YAML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]


class Place(NamedTuple):
    """Indexes of a key and its value. An item of a list has no key; its own place stands for it."""

    key_start: int
    key_end: int
    start: int
    end: int


def walk(data: dict[str, Value], marks: Sequence[int]) -> Iterator[tuple[Path, Place, Value]]:
    """Every key and item below `data` with its path, place and value, in the order they are written."""
    pairs = zip(marks[::2], marks[1::2], strict=True)
    yield from _inside((), data, pairs)


def _inside(
    path: Path, value: Value, pairs: Iterator[tuple[int, int]]
) -> Iterator[tuple[Path, Place, Value]]:
    if isinstance(value, dict):
        for key, each in value.items():
            place = Place(*next(pairs), *next(pairs))
            yield (*path, key), place, each
            yield from _inside((*path, key), each, pairs)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            start, end = next(pairs)
            yield (*path, number), Place(start, end, start, end), item
            yield from _inside((*path, number), item, pairs)


def size(value: Value) -> int:
    """How many marks a value has with all that is in it."""
    if isinstance(value, dict):
        return 2 + sum(2 + size(each) for each in value.values())
    if isinstance(value, list):
        return 2 + sum(map(size, value))
    return 2


def slot(data: dict[str, Value], key: str, first: int) -> int:
    """Where in the marks the start of a key of `data` is, when its first key's is at `first`."""
    for name, value in data.items():
        if name == key:
            return first
        first += 2 + size(value)
    raise KeyError(key)
