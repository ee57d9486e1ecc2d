"""One table of caseload.toml against the list of its settings: each value read, or a mistake noted at its line.

Knows kinds of values and no setting by name. Never guesses: an unknown key is a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from caseload_tools.dates import is_time_zone, parse_day
from caseload_tools.practice import settings
from caseload_tools.practice.mistakes import Mistakes, table_header
from caseload_tools.practice.policy import SEVERITIES
from caseload_tools.practice.practice import ROLES
from caseload_tools.practice.profiles import profile_called, profile_names
from caseload_tools.practice.supervision import LEVELS
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.nearest import near_or_all

TomlTable = Mapping[str, object]


def values_in(
    row: TomlTable,
    known: Mapping[str, settings.Setting],
    path: KeyPath,
    mistakes: Mistakes,
    tables: Iterable[str] = (),
) -> dict[str, object]:
    """The values of a table by key; `tables` are keys it may also have, which are read elsewhere."""
    values: dict[str, object] = {}
    for key, raw in row.items():
        if key not in known:
            mistakes.unknown((*path, key), [*known, *tables])
            continue
        try:
            values[key] = _value(known[key].kind, raw)
        except ValueError as error:
            wanted = settings.KIND_IN_WORDS[known[key].kind]
            mistakes.add((*path, key), f"`{key}` must be {wanted}", str(error))
    for key, setting in known.items():
        if setting.required and (key not in row or row[key] in ("", [])):
            mistakes.add(
                path, f"`{key}` is missing in {table_header(path)}", f"add for example {key} = {setting.example}"
            )
    return values


def _value(kind: settings.SettingKind, raw: object) -> object:
    """The value if it is of its kind; ValueError (with a hint, perhaps empty) if it is not."""
    if kind in ("limit", "client codes"):  # read by `read_value`, which knows the kind of each limit; by `code_forms`
        return raw
    if kind in ("text", "staff id") and isinstance(raw, str):
        return raw
    if kind == "yes or no" and isinstance(raw, bool):
        return raw
    if kind in ("number", "amount") and isinstance(raw, int | float) and not isinstance(raw, bool):
        return _number(kind, raw)
    if kind in ("profile", "severity", "supervision", "field") and isinstance(raw, str):
        words = {"severity": SEVERITIES, "supervision": LEVELS, "field": settings.FIELD_KINDS}
        return _one_of(raw, words[kind]) if kind in words else _one_of(profile_called(raw), profile_names())
    if kind == "time zone" and isinstance(raw, str):
        if not is_time_zone(raw):
            raise ValueError("two words with a stroke between, as `timedatectl list-timezones` lists them")
        return raw
    if kind == "date":
        return _day(raw)
    if kind == "dates" and isinstance(raw, list):
        return frozenset(_day(item) for item in raw)
    if kind == "laws" and isinstance(raw, list) and all(isinstance(item, str) for item in raw):
        from caseload_tools.practice.laws import law_keys  # few practices name their laws themselves

        return tuple(dict.fromkeys(_one_of(item, law_keys()) for item in raw))
    if kind in ("texts", "codes", "roles") and isinstance(raw, list) and all(isinstance(item, str) for item in raw):
        return tuple(_one_of(item, ROLES) if kind == "roles" else item for item in raw)
    raise ValueError("")


def _number(kind: settings.SettingKind, raw: int | float) -> object:
    # `nan` and `inf` are numbers to TOML; neither is at least 0 and finite.
    if not 0 <= raw < 10**9:
        raise ValueError("")
    if kind == "amount":
        return Decimal(str(raw))
    if not isinstance(raw, int):
        raise ValueError("")
    return raw


def _one_of(word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise ValueError(near_or_all(word, known))
    return word


def _day(raw: object) -> date:
    day = raw if isinstance(raw, date) and not isinstance(raw, datetime) else parse_day(raw)
    if day is None:
        raise ValueError("")
    return day


def table_at(table: TomlTable, path: KeyPath, mistakes: Mistakes, key: str = "") -> TomlTable:
    """The table below a key; empty, and a mistake, when something else stands there."""
    raw = table.get(key or str(path[-1]), {})
    if isinstance(raw, dict):
        return raw
    hint = f"write {table_header(path)} on a line of its own and its keys below"
    mistakes.add(path, f"`{path[-1]}` must be a table", hint)
    return {}


def tables_at(table: TomlTable, path: KeyPath, mistakes: Mistakes) -> list[tuple[str, TomlTable]]:
    """The tables below a key, each by its own key: `[staff.x]`, `[staff.y]`."""
    rows = table_at(table, path, mistakes)
    return [(key, table_at(rows, (*path, key), mistakes)) for key in rows]


def versions_at(rows: TomlTable, path: KeyPath, key: str, mistakes: Mistakes) -> list[tuple[KeyPath, TomlTable]]:
    """The table below a key, or the several of a list (`[[fees.90834]]` twice), each with its place."""
    raw = rows[key]
    if not isinstance(raw, list):
        return [((*path, key), table_at(rows, (*path, key), mistakes))]
    found: list[tuple[KeyPath, TomlTable]] = []
    for index, row in enumerate(raw):
        place = (*path, key, index)
        if isinstance(row, dict):
            found.append((place, row))
        else:
            mistakes.add(
                place, f"each entry of `{key}` must be a table", f"write {table_header((*path, key))} above each"
            )
    return found


def texts_at(table: TomlTable, name: str, mistakes: Mistakes, known: tuple[str, ...] = ()) -> dict[str, str]:
    """A table whose every value is a text; of some keys only, when `known` names them."""
    texts = {}
    for key, raw in table_at(table, (name,), mistakes).items():
        if known and key not in known:
            mistakes.unknown((name, key), known)
        elif isinstance(raw, str):
            texts[key] = raw
        else:
            mistakes.add((name, key), f"`{key}` must be {settings.KIND_IN_WORDS['text']}")
    return texts
