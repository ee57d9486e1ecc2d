"""caseload.toml into a Practice, or one error that lists every mistake in it.

Runs before each command and in the commit hook, so it must stay quick: no schema library, and nothing
imported that only a mistake needs. Never guesses: an unknown key is a mistake.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import cast

from caseload_tools.dates import parse_day
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import settings
from caseload_tools.practice.keys import KEYS
from caseload_tools.practice.mistakes import FILE, Mistakes, nearest, where
from caseload_tools.practice.policy import SEVERITIES, Limit, Policy, load_profile, profile_names, read_value
from caseload_tools.practice.practice import ROLES, LintSettings, Practice, Programme, Staff, Words

_LARGEST = 1024 * 1024
_OWN_CHOICE = "the practice's own choice"
Table = Mapping[str, object]


def load_practice(root: Path) -> Practice:
    """The practice whose caseload.toml lies in `root`. Raises CaseloadError, with every mistake in it."""
    path = root / FILE
    try:
        found = os.lstat(path)
    except OSError:
        raise CaseloadError(f"there is no {FILE} here", "start a practice with `caseload init`") from None
    if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
        raise CaseloadError(
            f"{FILE} is not an ordinary file of ordinary size", "links and other files are not read"
        )
    return read_practice(path.read_bytes())


def read_practice(raw: bytes) -> Practice:
    """The practice that the bytes of a caseload.toml describe (of the work tree, the index or a commit)."""
    try:
        text = raw.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        raise CaseloadError(f"{FILE} is not UTF-8 text", "save it as UTF-8 in your editor") from None
    except RecursionError:
        raise CaseloadError(
            f"{FILE} is nested too deeply", "lists and tables here are one or two levels deep"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise CaseloadError(
            f"{FILE} cannot be read: {error}", "text stands in quotes, a table as [name]"
        ) from None
    mistakes = Mistakes(text)
    practice = _practice(table, mistakes)
    mistakes.raise_if_any()
    return practice


def _practice(table: Table, mistakes: Mistakes) -> Practice:
    top_rows = {key: value for key, value in table.items() if key not in settings.TABLES}
    top = _values(top_rows, settings.TOP, (), mistakes, settings.TABLES)
    profile = cast(str, top.get("profile", "baseline"))
    everywhere = _table(table, ("policy",), mistakes)
    own = _overridden(load_profile(profile), everywhere, ("policy",), mistakes)
    own = own.with_limits(f"{profile} ({FILE})", {}) if everywhere else own
    rows = _tables(table, ("programmes",), mistakes)
    both = {key: _programme(key, row, own, profile, mistakes) for key, row in rows}
    words = _values(_table(table, ("words",), mistakes), settings.WORDS, ("words",), mistakes)
    lint = _values(_table(table, ("lint",), mistakes), settings.LINT, ("lint",), mistakes)
    return Practice(
        **{"name": "", **top, "profile": profile},  # type: ignore[arg-type]  # each was checked by its Setting
        staff=_everybody(table, mistakes),
        programmes={key: programme for key, (programme, _) in both.items()},
        labels=_texts(table, "labels", mistakes, settings.LABELS),
        glossary=_texts(table, "glossary", mistakes),
        words=Words(**words),  # type: ignore[arg-type]
        lint=LintSettings(**lint),  # type: ignore[arg-type]
        measures=dict(_tables(table, ("measures",), mistakes)),
        policies={"": own, **{key: policy for key, (_, policy) in both.items()}},
    )


def _everybody(table: Table, mistakes: Mistakes) -> dict[str, Staff]:
    staff = {key: _staff(key, row, mistakes) for key, row in _tables(table, ("staff",), mistakes)}
    for person in staff.values():
        if person.supervisor and person.supervisor not in staff:
            path = ("staff", person.id, "supervisor")
            mistakes.add(
                path, f"nobody here has the id `{person.supervisor}`", nearest(person.supervisor, staff)
            )
    return staff


def _staff(key: str, row: Table, mistakes: Mistakes) -> Staff:
    path = ("staff", key)
    if row and "name" not in row and all(isinstance(value, dict) for value in row.values()):
        inner = f"{key}.{next(iter(row))}"
        mistakes.add(path, "an id with a dot needs quotes here", f'write [staff."{inner}"]')
        return Staff(key, "")
    values = _values(row, settings.STAFF, path, mistakes)
    return Staff(key, **{"name": "", **values})  # type: ignore[arg-type]


def _programme(
    key: str, row: Table, own: Policy, profile: str, mistakes: Mistakes
) -> tuple[Programme, Policy]:
    path = ("programmes", key)
    values = _values(
        {k: v for k, v in row.items() if k != "policy"}, settings.PROGRAMME, path, mistakes, ("policy",)
    )
    name = cast(str, values.get("profile", profile))
    hours = cast("int | None", values.get("minimum_hours_week"))
    limits = {limit.key: limit for limit in own.limits.values() if limit.source == FILE}
    policy = load_profile(name)
    if hours is not None:
        before = policy["minimum_hours_week"]
        limits[before.key] = before._replace(value=hours, cite=_OWN_CHOICE, source=FILE, unverified=False)
    table = _table(row, (*path, "policy"), mistakes, "policy")
    changed = _overridden(policy.with_limits(name, limits), table, (*path, "policy"), mistakes)
    policy = changed.with_limits(f"{name} ({key})", {}) if limits or table else policy
    return Programme(key, cast(str, values.get("label", key)), name, hours), policy


def _overridden(policy: Policy, table: Table, path: tuple[str, ...], mistakes: Mistakes) -> Policy:
    limits = {}
    for key, raw in table.items():
        if key not in KEYS:
            mistakes.unknown((*path, key), KEYS)
            continue
        row = raw if isinstance(raw, dict) else {"value": raw}
        details = _values(row, settings.LIMIT, (*path, key), mistakes)
        try:
            limits[key] = _own_limit(policy[key], row, details)
        except CaseloadError as error:
            mistakes.add((*path, key), error.message, error.hint)
    return policy.with_limits(policy.name, limits)


def _own_limit(before: Limit, row: Table, details: Table) -> Limit:
    """The limit as the practice wants it; what the practice does not say stays as it was."""
    if "value" in row:
        value = read_value(KEYS[before.key], row["value"])
        before = before._replace(value=value, cite=_OWN_CHOICE, unverified=False)
    return before._replace(
        severity=str(details.get("severity", before.severity)),
        cite=str(details.get("cite", before.cite)),
        source=FILE,
        start=str(details.get("from", before.start)),
    )


def _values(
    row: Table,
    known: Mapping[str, settings.Setting],
    path: tuple[str, ...],
    mistakes: Mistakes,
    tables: Iterable[str] = (),
) -> dict[str, object]:
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
                path, f"`{key}` is missing in {where(path)}", f"add for example {key} = {setting.example}"
            )
    return values


def _value(kind: settings.Kind, raw: object) -> object:
    """The value if it is of its kind; ValueError (with a hint, perhaps empty) if it is not."""
    if kind == "limit":  # read by `read_value`, which knows the kind of each limit
        return raw
    if kind in ("text", "staff id") and isinstance(raw, str):
        return raw
    if kind == "number" and isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
        return raw
    if kind in ("profile", "severity") and isinstance(raw, str):
        return _one_of(raw, profile_names() if kind == "profile" else SEVERITIES)
    if kind == "date":
        return _day(raw)
    if kind == "dates" and isinstance(raw, list):
        return frozenset(_day(item) for item in raw)
    if (
        kind in ("texts", "codes", "roles")
        and isinstance(raw, list)
        and all(isinstance(item, str) for item in raw)
    ):
        return tuple(_one_of(item, ROLES) if kind == "roles" else item for item in raw)
    raise ValueError("")


def _one_of(word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise ValueError(nearest(word, known))
    return word


def _day(raw: object) -> date:
    day = raw if isinstance(raw, date) and not isinstance(raw, datetime) else parse_day(raw)
    if day is None:
        raise ValueError("")
    return day


def _table(table: Table, path: tuple[str, ...], mistakes: Mistakes, key: str = "") -> Table:
    raw = table.get(key or path[-1], {})
    if isinstance(raw, dict):
        return raw
    mistakes.add(
        path, f"`{path[-1]}` must be a table", f"write {where(path)} on a line of its own and its keys below"
    )
    return {}


def _tables(table: Table, path: tuple[str, ...], mistakes: Mistakes) -> list[tuple[str, Table]]:
    rows = _table(table, path, mistakes)
    return [(key, _table(rows, (*path, key), mistakes)) for key in rows]


def _texts(table: Table, name: str, mistakes: Mistakes, known: tuple[str, ...] = ()) -> dict[str, str]:
    texts = {}
    for key, raw in _table(table, (name,), mistakes).items():
        if known and key not in known:
            mistakes.unknown((name, key), known)
        elif isinstance(raw, str):
            texts[key] = raw
        else:
            mistakes.add((name, key), f"`{key}` must be {settings.KIND_IN_WORDS['text']}")
    return texts
