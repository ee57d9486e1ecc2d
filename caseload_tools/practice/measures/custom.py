"""The measures of one practice: the shipped ones, its own figures for them, and its own measures.

Reads the raw `[measures.x]` tables of caseload.toml. Must not open files: the practice hands the tables over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from caseload_tools.errors import CaseloadError
from caseload_tools.practice.measures.measure import Band, Measure
from caseload_tools.practice.measures.registry import MEASURES
from caseload_tools.text.nearest import near_or_all
from caseload_tools.values import replace

OWN_FIGURES = ("cutoff", "reliable_change", "licence_held", "name")
REQUIRED = ("name", "items", "item_min", "item_max")
OPTIONAL = (
    "direction",
    "bands",
    "cutoff",
    "reliable_change",
    "reversed_items",
    "safety_items",
    "decimals",
    "licence",
    "sources",
    "note",
)
KINDS = {
    "name": "text",
    "items": "count",
    "item_min": "count",
    "item_max": "count",
    "decimals": "count",
    "direction": "text",
    "cutoff": "number",
    "reliable_change": "number",
    "licence": "text",
    "licence_held": "yes or no",
    "note": "text",
}
_IN_WORDS = {
    "text": "text in quotes",
    "yes or no": "true or false",
    "count": "a whole number from 0 to 1000",
    "number": "a number",
}
_MADE: dict[str, Mapping[str, Measure]] = {}
_ID = re.compile(r"[a-z][a-z0-9-]{1,30}\Z")
_LARGEST = 1000


def with_own_measures(tables: Mapping[str, Mapping[str, object]]) -> Mapping[str, Measure]:
    """All measures this practice may use, by id. Raises CaseloadError at the first mistake in a table."""
    key = repr(tables)  # asked once a chart: the same tables give the same measures
    if key not in _MADE:
        _MADE.clear()
        _MADE[key] = _made(tables)
    return _MADE[key]


def _made(tables: Mapping[str, Mapping[str, object]]) -> Mapping[str, Measure]:
    own = {key: _adjusted(MEASURES[key], row) if key in MEASURES else _own(key, row) for key, row in tables.items()}
    return {**MEASURES, **own}


def _adjusted(measure: Measure, row: Mapping[str, object]) -> Measure:
    _check_keys(measure.id, row, OWN_FIGURES, f"`{measure.id}` is a shipped measure")
    values = {key: _typed(measure.id, key, value) for key, value in row.items()}
    figures = set(values) - {"licence_held", "name"}
    changed: dict[str, Any] = dict(values)
    if "cutoff" in values:
        changed["cutoff_by_sex"] = ()
    return replace(measure, **changed, unverified=tuple(name for name in measure.unverified if name not in figures))


def _own(key: str, row: Mapping[str, object]) -> Measure:
    if not _ID.match(key):
        raise _mistake(key, "its name is not one word in small letters", "write for example [measures.mood]")
    _check_keys(key, row, (*REQUIRED, *OPTIONAL), "this is no key of a measure")
    for name in REQUIRED:
        if name not in row:
            raise _mistake(key, f"`{name}` is missing", "a measure needs name, items, item_min and item_max")
    values: dict[str, Any] = {name: _typed(key, name, value) for name, value in row.items()}
    values.setdefault("licence", "the practice's own")
    values.setdefault("sources", ("caseload.toml",))
    measure = Measure(id=key, **values)
    _check_sense(measure)
    return measure


def _check_keys(key: str, row: Mapping[str, object], known: tuple[str, ...], why: str) -> None:
    for name in row:
        if name not in known:
            raise _mistake(key, f"`{name}` cannot be set: {why}", near_or_all(name, known))


def _typed(key: str, name: str, value: object) -> object:
    """The value if its type is right; lists become tuples, bands become Band."""
    if name == "bands":
        return tuple(_band(key, row) for row in _items(key, name, value))
    if name in ("reversed_items", "safety_items", "sources"):
        wanted = str if name == "sources" else int
        rows = _items(key, name, value)
        if any(not isinstance(row, wanted) or isinstance(row, bool) for row in rows):
            raise _mistake(key, f"`{name}` must be a list of {'texts' if wanted is str else 'item numbers'}")
        return rows
    if name == "direction" and value not in ("higher is worse", "higher is better"):
        raise _mistake(key, '`direction` must be "higher is worse" or "higher is better"')
    kind = KINDS[name]
    if kind == "text" and isinstance(value, str):
        return value
    if kind == "yes or no" and isinstance(value, bool):
        return value
    if kind == "count" and type(value) is int and 0 <= value <= _LARGEST:
        return value
    if kind == "number" and type(value) in (int, float):
        return value
    raise _mistake(key, f"`{name}` must be {_IN_WORDS[kind]}")


def _items(key: str, name: str, value: object) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _mistake(key, f"`{name}` must be a list in square brackets")
    return tuple(value)


def _band(key: str, row: object) -> Band:
    if isinstance(row, dict) and set(row) == {"from", "to", "label"}:
        low, high, label = row["from"], row["to"], row["label"]
        if type(low) is int and type(high) is int and isinstance(label, str) and low <= high:
            return Band(low, high, label)
    raise _mistake(key, "a band is not a range with a name", 'write for example {from = 0, to = 4, label = "minimal"}')


def _check_sense(measure: Measure) -> None:
    if measure.items < 1 or measure.item_min >= measure.item_max:
        raise _mistake(measure.id, "it needs at least one item, and `item_max` above `item_min`")
    low, high = measure.range
    for item in (*measure.reversed_items, *measure.safety_items):
        if not 1 <= item <= measure.items:
            raise _mistake(measure.id, f"there is no item {item}", f"items count from 1 to {measure.items}")
    edges = [(band.low, band.high) for band in measure.bands]
    follow = all(after[0] == before[1] + 1 for before, after in pairwise(edges))
    if edges and (edges[0][0] != low or edges[-1][1] != high or not follow):
        raise _mistake(measure.id, f"the bands do not cover {low} to {high} without gap or overlap")
    if measure.cutoff is not None and not low <= measure.cutoff <= high:
        raise _mistake(measure.id, f"`cutoff` is outside {low} to {high}")


def _mistake(key: str, message: str, hint: str = "") -> CaseloadError:
    return CaseloadError(
        f"caseload.toml, [measures.{key}]: {message}",
        hint or "see `caseload measures` for those that are shipped",
    )
