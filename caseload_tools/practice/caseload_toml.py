"""caseload.toml into a Practice, or one error that lists every mistake in it.

Runs before each command and in the commit hook, so it must stay quick: no schema library, and nothing
imported that only a mistake needs. How one table is read is the business of `toml_tables` and `limits`.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from caseload_tools.errors import CaseloadError
from caseload_tools.practice import settings
from caseload_tools.practice.fees import Fee
from caseload_tools.practice.limits import OWN_CHOICE, overridden_periods
from caseload_tools.practice.mistakes import FILE, Mistakes
from caseload_tools.practice.names import IDENTITIES
from caseload_tools.practice.own_fields import fields_at
from caseload_tools.practice.policy import Periods
from caseload_tools.practice.practice import LintSettings, Practice, Programme, Staff, WordLists
from caseload_tools.practice.profiles import GENERAL, further_laws, load_periods
from caseload_tools.practice.record_format import FORMAT
from caseload_tools.practice.supervision import Supervision
from caseload_tools.practice.toml_tables import TomlTable, table_at, tables_at, texts_at, values_in, versions_at
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.nearest import near_or_all
from caseload_tools.values import replace

_LARGEST = 1024 * 1024


def load_practice(root: Path) -> Practice:
    """The practice whose caseload.toml lies in `root`. Raises CaseloadError, with every mistake in it."""
    path = root / FILE
    try:
        found = os.lstat(path)
    except OSError:
        raise CaseloadError(f"there is no {FILE} here", "start a practice with `caseload init`") from None
    if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
        raise CaseloadError(f"{FILE} is not an ordinary file of ordinary size", "links and other files are not read")
    return with_people(read_practice(path.read_bytes()), root)


def with_people(practice: Practice, root: Path) -> Practice:
    """The practice with its identity map, if one is named; it lies outside of what is committed."""
    if not practice.identities and not os.environ.get(IDENTITIES):
        return practice
    from caseload_tools.practice.identity_map import identities_of

    staff = tuple(each.name for each in practice.staff.values())
    people = identities_of(root, practice.identities, staff, practice.client_codes)
    return replace(practice, people=people)


def read_practice(raw: bytes, reads: int = FORMAT) -> Practice:
    """The practice that the bytes of a caseload.toml describe (of the work tree, the index or a commit).

    `reads` is the newest record format that the reader knows. In the settings of a newer one, what is not understood
    may be no mistake: it is left out and told, since whoever cannot read the settings can do nothing at all.
    """
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
        raise CaseloadError(f"{FILE} cannot be read: {error}", "text stands in quotes, a table as [name]") from None
    mistakes = Mistakes(text)
    practice = _practice(table, mistakes)
    if practice.format > reads:
        return replace(practice, reads=reads, unread=tuple(mistakes.lines))
    if practice.format < 1:
        mistakes.add(("format",), "there is no record format before 1", "write format = 1, or leave the line out")
    mistakes.raise_if_any()
    return practice if reads == FORMAT else replace(practice, reads=reads)


def _practice(table: TomlTable, mistakes: Mistakes) -> Practice:
    top_rows = {key: value for key, value in table.items() if key not in settings.TABLES}
    top = values_in(top_rows, settings.TOP, (), mistakes, settings.TABLES)
    if "client_codes" in top:
        from caseload_tools.practice.code_forms import codes_at  # few practices have a form of their own

        top["client_codes"] = codes_at(top["client_codes"], mistakes)
    profile = cast(str, top.get("profile", GENERAL))
    everywhere = table_at(table, ("policy",), mistakes)
    own = overridden_periods(load_periods(profile), everywhere, ("policy",), mistakes)
    own = own.laid_over(f"{profile} ({FILE})", {}) if everywhere else own
    own = own.under(cast("tuple[str, ...]", top["jurisdiction"])) if "jurisdiction" in top else own
    rows = tables_at(table, ("programmes",), mistakes)
    both = {key: _programme(key, row, own, profile, mistakes) for key, row in rows}
    words = values_in(table_at(table, ("words",), mistakes), settings.WORDS, ("words",), mistakes)
    lint = values_in(table_at(table, ("lint",), mistakes), settings.LINT, ("lint",), mistakes)
    backup = values_in(table_at(table, ("backup",), mistakes), settings.BACKUP, ("backup",), mistakes)
    return Practice(
        **{"name": "", **top, "profile": profile},  # type: ignore[arg-type]  # each was checked by its Setting
        staff=_everybody(table, mistakes),
        programmes={key: programme for key, (programme, _) in both.items()},
        labels=texts_at(table, "labels", mistakes, settings.LABELS),
        glossary=texts_at(table, "glossary", mistakes),
        words=WordLists(**words),  # type: ignore[arg-type]
        lint=LintSettings(**lint),  # type: ignore[arg-type]
        measures=dict(tables_at(table, ("measures",), mistakes)),
        fees=_fees(table, mistakes),
        fields=fields_at(table, mistakes) if "fields" in table else {},
        recipients=cast("tuple[str, ...]", backup.get("recipients", ())),
        policies={"": own, **{key: policy for key, (_, policy) in both.items()}},
    )


def _everybody(table: TomlTable, mistakes: Mistakes) -> dict[str, Staff]:
    staff = {key: _staff(key, row, mistakes) for key, row in tables_at(table, ("staff",), mistakes)}
    for person in staff.values():
        named = (person.supervisor, *(each.supervisor for each in person.supervision))
        for supervisor in dict.fromkeys(each for each in named if each and each not in staff):
            path = ("staff", person.id, "supervisor" if supervisor == person.supervisor else "supervision")
            mistakes.add(path, f"nobody here has the id `{supervisor}`", near_or_all(supervisor, staff))
        others = [each for each in staff.values() if each.email and each.email.casefold() == person.email.casefold()]
        if others and others[0] is not person:
            hint = "each person commits under an address of their own"
            mistakes.add(("staff", person.id, "email"), "somebody else has this address already", hint)
    return staff


def _staff(key: str, row: TomlTable, mistakes: Mistakes) -> Staff:
    path = ("staff", key)
    if row and "name" not in row and all(isinstance(value, dict) for value in row.values()):
        inner = f"{key}.{next(iter(row))}"
        mistakes.add(path, "an id with a dot needs quotes here", f'write [staff."{inner}"]')
        return Staff(key, "")
    rest = {name: value for name, value in row.items() if name != "supervision"}
    values = values_in(rest, settings.STAFF, path, mistakes, ("supervision",))
    periods = tuple(_supervision(row, path, mistakes)) if "supervision" in row else ()
    return Staff(key, **{"name": "", **values, "supervision": periods})  # type: ignore[arg-type]


def _supervision(row: TomlTable, path: KeyPath, mistakes: Mistakes) -> list[Supervision]:
    """The levels of one person, each for its own time; two on the same day are a mistake."""
    found: list[Supervision] = []
    for place, each in versions_at(row, path, "supervision", mistakes):
        known = len(mistakes.found)
        values = values_in(each, settings.SUPERVISION, place, mistakes)
        if len(mistakes.found) > known:
            continue
        period = Supervision(**{"from_" if key == "from" else key: value for key, value in values.items()})  # type: ignore[arg-type]
        if period.from_ is not None and period.to is not None and period.to < period.from_:
            mistakes.add((*place, "to"), "this supervision ends before it begins", "check `from` and `to`")
        if period.wants_signature and not (period.supervisor or row.get("supervisor")):
            mistakes.add(place, "nobody is named who supervises", 'add for example supervisor = "r.lindqvist"')
        if any(_meet(period, other) for other in found):
            mistakes.add(place, "two levels of supervision hold on the same day", "end the older one with `to`")
        found.append(period)
    return found


def _meet(one: Supervision, other: Supervision) -> bool:
    return one.holds_on(other.from_ or date.min) or other.holds_on(one.from_ or date.min)


def _programme(key: str, row: TomlTable, own: Periods, profile: str, mistakes: Mistakes) -> tuple[Programme, Periods]:
    path = ("programmes", key)
    rest = {name: value for name, value in row.items() if name != "policy"}
    values = values_in(rest, settings.PROGRAMME, path, mistakes, ("policy",))
    name = cast(str, values.get("profile", profile))
    hours = cast("int | None", values.get("minimum_hours_week"))
    limits = {key: kept for key, each in own.dated.items() if (kept := tuple(v for v in each if v.source == FILE))}
    periods = load_periods(name).under(_laws(values, own, name))
    if hours is not None:
        before = periods.policy_on()["minimum_hours_week"]
        changed = before._replace(value=hours, cite=OWN_CHOICE, source=FILE, unverified=False, since=None)
        limits[before.key] = (changed,)
    table = table_at(row, (*path, "policy"), mistakes, "policy")
    held = overridden_periods(periods.laid_over(name, limits), table, (*path, "policy"), mistakes)
    periods = held.laid_over(f"{name} ({key})", {}) if limits or table or "jurisdiction" in values else periods
    laws = cast("tuple[str, ...] | None", values.get("jurisdiction"))
    return Programme(key, cast(str, values.get("label", key)), name, hours, laws), periods


def _laws(values: Mapping[str, object], own: Periods, profile: str) -> tuple[str, ...]:
    """The laws of a programme: those it names, else the practice's, and what its own profile brings along."""
    if "jurisdiction" in values:
        return cast("tuple[str, ...]", values["jurisdiction"])
    return tuple(dict.fromkeys((*own.jurisdiction, *further_laws(profile))))


def _fees(table: TomlTable, mistakes: Mistakes) -> dict[str, tuple[Fee, ...]]:
    rows = table_at(table, ("fees",), mistakes)
    return {code: tuple(_fee_lines(rows, code, mistakes)) for code in rows}


def _fee_lines(rows: TomlTable, code: str, mistakes: Mistakes) -> list[Fee]:
    """The lines of one code, each for its own time: two that hold on the same day are a mistake."""
    lines: list[Fee] = []
    for place, row in versions_at(rows, ("fees",), code, mistakes):
        known = len(mistakes.found)
        values = values_in(row, settings.FEE, place, mistakes)
        if len(mistakes.found) > known:
            continue
        fee = Fee(code, **{"from_" if key == "from" else key: value for key, value in values.items()})  # type: ignore[arg-type]
        _check_fee(fee, lines, place, mistakes)
        lines.append(fee)
    return lines


def _check_fee(fee: Fee, others: list[Fee], place: KeyPath, mistakes: Mistakes) -> None:
    if fee.minutes_min is not None and fee.minutes_max is not None and fee.minutes_min > fee.minutes_max:
        mistakes.add((*place, "minutes_max"), "`minutes_max` is less than `minutes_min`", "check both")
    if fee.from_ is not None and fee.to is not None and fee.to < fee.from_:
        mistakes.add((*place, "to"), "this fee ends before it begins", "check `from` and `to`")
    if fee.unit_minutes == 0:
        mistakes.add((*place, "unit_minutes"), "a unit of no minutes cannot be counted", "write for example 15")
    for other in others:
        if (fee.from_ is None and other.from_ is None) or any(
            each is not None and one.holds_on(each)
            for each, one in ((fee.from_, other), (other.from_, fee), (fee.to, other), (other.to, fee))
        ):
            mistakes.add(place, f"two fees for {fee.code} hold on the same day", "end the older one with `to`")
            return
