"""The limits a practice sets for itself in `[policy]` and `[programmes.NAME.policy]`, laid over its profile.

What the practice does not say of a limit stays as the profile has it. Reads rows, never files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from caseload_tools.errors import CaseloadError
from caseload_tools.practice import settings
from caseload_tools.practice.keys import KEYS
from caseload_tools.practice.mistakes import FILE, Mistakes
from caseload_tools.practice.policy import Limit, Periods, read_value
from caseload_tools.practice.toml_tables import TomlTable, values_in
from caseload_tools.text.front_matter.marks import KeyPath

OWN_CHOICE = "the practice's own choice"


def overridden_periods(periods: Periods, table: TomlTable, path: KeyPath, mistakes: Mistakes) -> Periods:
    """The policy with a practice's own limits in place of its own, each from the day it names."""
    dated: dict[str, tuple[Limit, ...]] = {}
    for key, raw in table.items():
        if key not in KEYS:
            mistakes.unknown((*path, key), KEYS)
            continue
        values = _values(periods, key, raw, (*path, key), mistakes)
        if values:
            dated[key] = values
    return periods.laid_over(periods.name, dated)


def _values(periods: Periods, key: str, raw: object, path: KeyPath, mistakes: Mistakes) -> tuple[Limit, ...]:
    """A key's own values by the day they begin to hold; `raw` is a value, a table, or a list of tables."""
    said = []
    for place, row in _rows(raw, path):
        details = values_in(row, settings.LIMIT, place, mistakes)
        try:
            value = _read(key, row)
        except CaseloadError as error:
            mistakes.add(place, error.message, error.hint)
            continue
        said.append((cast("date | None", details.get("since")), value, details, place))
    said.sort(key=lambda each: each[0] or date.min)
    found: list[Limit] = []
    before: date | str | None = "none yet"
    for since, value, details, place in said:
        if since == before:
            mistakes.add(place, f"two values of `{key}` hold from the same day", "give each its own `since`")
        before = since
        found = [limit for limit in found if since is not None and (limit.since or date.min) < since]
        found += _laid_over(periods, key, since, value, details)
    return tuple(found)


def _rows(raw: object, path: KeyPath) -> Iterator[tuple[KeyPath, TomlTable]]:
    if isinstance(raw, list) and raw and all(isinstance(row, dict) for row in raw):
        yield from (((*path, index), row) for index, row in enumerate(raw))
    else:
        yield path, raw if isinstance(raw, dict) else {"value": raw}


def _read(key: str, row: TomlTable) -> Limit | None:
    """The value a row gives, as a limit that holds nothing else; None when it gives none."""
    return Limit(key, read_value(KEYS[key], row["value"])) if "value" in row else None


def _laid_over(
    periods: Periods, key: str, since: date | None, value: Limit | None, details: Mapping[str, object]
) -> Iterator[Limit]:
    """What holds from a day on: one limit for a value; where only the level changes, each later one of the profile."""
    in_force = periods.policy_on(since or date.min)[key]
    later = [limit for limit in periods.dated.get(key, ()) if limit.since and limit.since > (since or date.min)]
    for limit in [in_force] if value is not None else [in_force, *later]:
        changed = limit if value is None else limit._replace(value=value.value, cite=OWN_CHOICE, unverified=False)
        yield changed._replace(
            severity=str(details.get("severity", changed.severity)),
            cite=str(details.get("cite", changed.cite)),
            source=FILE,
            start=str(details.get("from", changed.start)),
            since=since if limit is in_force else limit.since,
        )
