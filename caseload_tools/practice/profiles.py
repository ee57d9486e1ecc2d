"""The shipped policy profiles: cited data in `profiles/*.toml`, read into policies.

Reads nothing of a practice. A value without a citation is a fault of ours and fails loudly; a value of
general knowledge must say `unverified = true`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from caseload_tools.practice.keys import KEYS, LimitKey
from caseload_tools.practice.policy import Limit, Periods, Policy, read_value

PROFILES = Path(__file__).parent / "profiles"
# What every practice is held to that names none, and what every other profile builds on.
GENERAL = "general"
# As they were called before: read wherever somebody typed them, shown by the new name, taught nowhere.
OLD_NAMES = {"baseline": GENERAL}  # until 0.2; it is also the word for the findings that a practice began with


def profile_names() -> tuple[str, ...]:
    """The names of the shipped profiles."""
    return tuple(sorted(path.stem for path in PROFILES.glob("*.toml")))


def profile_called(name: str) -> str:
    """The name today of a profile that somebody typed; the same word where no profile was ever called so."""
    return OLD_NAMES.get(name, name)


@cache
def load_periods(name: str) -> Periods:
    """A shipped profile with everything it inherits, through time. `name` must be one of `profile_names()`."""
    table = _table(name)
    base = table.pop("base", None)
    table.pop("about")
    further = tuple(table.pop("jurisdiction", ()))
    inherited = load_periods(base) if base else Periods(name, {})
    laws = tuple(dict.fromkeys((*inherited.jurisdiction, *further)))
    return inherited.laid_over(name, {key: _values(name, KEYS[key], rows) for key, rows in table.items()}).under(laws)


def load_profile(name: str, day: date | None = None) -> Policy:
    """A shipped profile as it was on a day, or as it is now."""
    return load_periods(name).policy_on(day)


def further_laws(name: str) -> tuple[str, ...]:
    """The bodies of law that a profile brings along beyond those of every practice: what its name alone says."""
    usual = load_periods(GENERAL).jurisdiction
    return tuple(key for key in load_periods(name).jurisdiction if key not in usual)


def profile_about(name: str) -> tuple[str, str]:
    """What a profile is for, and the profile it builds on (empty for none)."""
    table = _table(name)
    return table["about"], table.get("base", "")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))


def _values(profile: str, key: LimitKey, rows: Mapping[str, Any] | list[Mapping[str, Any]]) -> tuple[Limit, ...]:
    """A key's values by the day they began to hold: one table, or one for each time it changed."""
    several = rows if isinstance(rows, list) else [rows]
    return tuple(sorted((_limit(profile, key, row) for row in several), key=lambda limit: limit.since or date.min))


def _limit(profile: str, key: LimitKey, row: Mapping[str, Any]) -> Limit:
    return Limit(
        key.name,
        read_value(key, row["value"]),
        severity=row.get("severity", "warning"),
        cite=row["cite"],
        unverified=row.get("unverified") is True,
        source=profile,
        start=row.get("from", key.start),
        since=row.get("since"),
    )
