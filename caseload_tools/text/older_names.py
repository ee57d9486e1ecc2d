"""What keys were called in older formats of the records: the one table, and data in the names of today.

A record is for ever what was written, and a signed one is never rewritten. So a key that gets another name keeps its
older one here, and every reader is given the name of today; digests are over the data as written. What a signature
holds on to, and what says whose and what a record is, never gets another name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from caseload_tools.text.front_matter.marks import FrontValue, KeyPath

_FOR_EVER = frozenset(("type", "client", "signatures", "addenda", "to", "to_digest"))


class OlderName(NamedTuple):
    """An older name of a key in records of one type, and its `name` of today, which it has since format `since`.

    `path` is where it stood; through lists it leads as if they were not there: ("objectives", "measured_by").
    """

    type: str
    path: tuple[str, ...]
    name: str
    since: int


OLDER_NAMES: tuple[OlderName, ...] = ()


class NamedSince(NamedTuple):
    """A key that stands under an older name: its path by the names of today, that older name, since when it is so."""

    path: KeyPath
    older: str
    since: int


def in_todays_names(data: dict[str, FrontValue]) -> dict[str, FrontValue]:
    """The front matter in the names of today, in the same order; itself, where there is nothing to rename.

    A key that stands under both names stays as it is: nobody knows which of the two is meant.
    """
    return part_in_todays_names(data, str(data.get("type"))) if OLDER_NAMES else data


def part_in_todays_names(data: dict[str, FrontValue], word: str) -> dict[str, FrontValue]:
    """As `in_todays_names`, of some lines of a record of a type."""
    rows = _rows(OLDER_NAMES, word) if OLDER_NAMES else ()
    return _renamed(data, rows) if rows else data


def older_names_in(written: dict[str, FrontValue], today: dict[str, FrontValue]) -> Sequence[NamedSince]:
    """Where one front matter, as written and as it is called today, differs."""
    rows = _rows(OLDER_NAMES, str(today.get("type")))
    since = {(row.path[-1], row.name): row.since for row in rows}
    return [NamedSince(path, older, since[older, str(path[-1])]) for path, older in _differing((), written, today)]


@lru_cache(64)
def _rows(table: tuple[OlderName, ...], word: str) -> tuple[OlderName, ...]:
    rows = tuple(each for each in table if each.type == word)
    assert not any({each.path[0], each.name} & _FOR_EVER for each in rows), "these keys keep their names"
    return rows


def _renamed(data: dict[str, FrontValue], rows: Sequence[OlderName]) -> dict[str, FrontValue]:
    called = {row.path[0]: row.name for row in rows if len(row.path) == 1}
    below: dict[str, list[OlderName]] = {}
    for row in rows:
        if len(row.path) > 1:
            below.setdefault(row.path[0], []).append(row._replace(path=row.path[1:]))
    found: dict[str, FrontValue] = {}
    for key, value in data.items():
        name = called.get(key, key)
        name = key if name in data else name
        inner = below.get(name)
        found[key if name in found else name] = _inside(value, inner) if inner else value
    return data if found == data else found


def _inside(value: FrontValue, rows: Sequence[OlderName]) -> FrontValue:
    if isinstance(value, list):
        return [_inside(each, rows) for each in value]
    return _renamed(value, rows) if isinstance(value, dict) else value


def _differing(path: KeyPath, written: FrontValue, today: FrontValue) -> list[tuple[KeyPath, str]]:
    found: list[tuple[KeyPath, str]] = []
    if isinstance(written, dict) and isinstance(today, dict):
        for older, key in zip(written, today, strict=True):
            if older != key:
                found.append(((*path, key), older))
            found += _differing((*path, key), written[older], today[key])
    elif isinstance(written, list) and isinstance(today, list):
        for number, pair in enumerate(zip(written, today, strict=True)):
            found += _differing((*path, number), *pair)
    return found
