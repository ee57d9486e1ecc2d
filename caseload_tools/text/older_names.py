"""What keys, words and types were called in older formats of the records: the tables, and data in the names of today.

A record is for ever what was written, and a signed one is never rewritten. So a key, a word of a list or a type that
gets another name keeps its older one here, and every reader is given the name of today; digests are over the data as
written. What a signature holds on to, and the keys that say whose and what a record is, never get another name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

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
ANY_KEY = "*"


class OlderWord(NamedTuple):
    """An older word of a list, and its `name` of today; `path` by the keys of today, `ANY_KEY` for each of a map.

    With the path ("type",) it is the older word for a type, and `type` is that of today.
    """

    type: str
    path: tuple[str, ...]
    word: str
    name: str
    since: int


OLDER_WORDS: tuple[OlderWord, ...] = ()
_OF_TYPE = ("type",)


class NamedSince(NamedTuple):
    """A key under an older name, or a word: its path by the names of today, the older one, since when it is so.

    `name` is that of today, `is_word` whether it is a word of a list or of a type that stands at the path.
    """

    path: KeyPath
    older: str
    since: int
    name: str
    is_word: bool = False


def in_todays_names(data: dict[str, FrontValue]) -> dict[str, FrontValue]:
    """The front matter in the names of today, in the same order; itself, where there is nothing to rename.

    A key that stands under both names stays as it is: nobody knows which of the two is meant.
    """
    return part_in_todays_names(data, str(data.get("type"))) if OLDER_NAMES or OLDER_WORDS else data


def todays_type(word: str) -> str:
    """The word of today for a type of records."""
    return next((each.name for each in OLDER_WORDS if each.path == _OF_TYPE and each.word == word), word)


def part_in_todays_names(data: dict[str, FrontValue], word: str) -> dict[str, FrontValue]:
    """As `in_todays_names`, of some lines of a record of a type."""
    word = todays_type(word)
    rows = _rows(OLDER_NAMES, word) if OLDER_NAMES else ()
    found = _renamed(data, rows) if rows else data
    for each in _words(OLDER_WORDS, word) if OLDER_WORDS else ():
        found = _reworded(found, each.path, each)
    return found


def older_names_in(written: dict[str, FrontValue], today: dict[str, FrontValue]) -> Sequence[NamedSince]:
    """Where one front matter, as written and as it is called today, differs."""
    word = str(today.get("type"))
    since = {(row.path[-1], row.name): row.since for row in _rows(OLDER_NAMES, word)}
    of_words = {(row.word, row.name): row.since for row in _words(OLDER_WORDS, word)}
    return [
        NamedSince(path, older, (of_words if is_word else since)[older, name], name, is_word)
        for path, older, name, is_word in _differing((), written, today)
    ]


@lru_cache(64)
def _rows(table: tuple[OlderName, ...], word: str) -> tuple[OlderName, ...]:
    rows = tuple(each for each in table if each.type == word)
    assert not any({each.path[0], each.name} & _FOR_EVER for each in rows), "these keys keep their names"
    return rows


@lru_cache(64)
def _words(table: tuple[OlderWord, ...], word: str) -> tuple[OlderWord, ...]:
    rows = tuple(each for each in table if each.type == word)
    held = _FOR_EVER - {"type"}
    assert not any(each.path[0] in held for each in rows), "what a signature holds on to keeps its words"
    return rows


def _reworded(value: Any, path: tuple[str, ...], row: OlderWord) -> Any:
    """A value with the word of today where the older one stands at a path; itself, where it does not."""
    if isinstance(value, list):
        items = [_reworded(each, path, row) for each in value]
        return items if items != value else value
    if not path:
        return row.name if value == row.word else value
    if not isinstance(value, dict):
        return value
    step, below = path[0], path[1:]
    found = {key: _reworded(each, below, row) if step in (key, ANY_KEY) else each for key, each in value.items()}
    return found if found != value else value


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


def _differing(path: KeyPath, written: FrontValue, today: FrontValue) -> list[tuple[KeyPath, str, str, bool]]:
    found: list[tuple[KeyPath, str, str, bool]] = []
    if isinstance(written, dict) and isinstance(today, dict):
        for older, key in zip(written, today, strict=True):
            if older != key:
                found.append(((*path, key), older, key, False))
            found += _differing((*path, key), written[older], today[key])
    elif isinstance(written, list) and isinstance(today, list):
        for number, pair in enumerate(zip(written, today, strict=True)):
            found += _differing((*path, number), *pair)
    elif written != today:
        found.append((path, str(written), str(today), True))
    return found
