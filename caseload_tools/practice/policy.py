"""A policy: what a programme demands, each limit with its citation.

Reads the named profiles (`profiles/*.toml`), nothing of a practice. A value without a citation
is a fault of ours and fails loudly; a value of general knowledge must say `unverified = true`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from caseload_tools.dates import Interval
from caseload_tools.errors import CaseloadError
from caseload_tools.practice.keys import KEYS, Key

Value = Interval | int | Decimal | bool
SEVERITIES = ("error", "warning", "advice")
PROFILES = Path(__file__).parent / "profiles"


class Limit(NamedTuple):
    """One demand of a policy. `value` is None when the policy does not make it (`off`).

    `start` is the event a time counts from, `cite` where the figure comes from, `unverified` that
    nobody has checked the citation, `source` the profile's name or `caseload.toml`.
    """

    key: str
    value: Value | None = None
    severity: str = "warning"
    cite: str = ""
    unverified: bool = False
    source: str = ""
    start: str = ""

    @property
    def off(self) -> bool:
        """True when the policy makes no such demand."""
        return self.value is None or self.value is False

    @property
    def why(self) -> str:
        """The reason to show beside a due date: the citation, and that it is unverified if it is."""
        return f"{self.cite} (unverified)" if self.unverified else self.cite

    def __str__(self) -> str:
        return "off" if self.value is None else say_value(self.value)


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits that hold for a programme. Every known key can be asked for; unset ones are off.

    Policies of one name are equal: a changed profile's name says what changed it, as in `iop (evening)`.
    """

    name: str
    limits: Mapping[str, Limit] = field(repr=False)

    def __getitem__(self, key: str) -> Limit:
        if key in self.limits:
            return self.limits[key]
        return Limit(
            key, start=KEYS[key].start
        )  # a KeyError here is a rule asking for a key that keys.py lacks

    def __iter__(self) -> Iterator[Limit]:
        """All limits in the order of the catalogue, those that are off as well."""
        return (self[key] for key in KEYS)

    def interval(self, key: str) -> Interval | None:
        """The limit as a length of time (or a number of sessions); None when off."""
        value = self[key].value
        return value if isinstance(value, Interval) else None

    def count(self, key: str) -> int | None:
        """The limit as a whole number; None when off. Of a number of sessions, the amount."""
        value = self[key].value
        if isinstance(value, Interval):
            return value.amount
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def share(self, key: str) -> float | None:
        """The limit as a share from 0 to 1; None when off."""
        value = self[key].value
        return float(value) if isinstance(value, Decimal) else None

    def wants(self, key: str) -> bool:
        """True when the policy says yes to a yes-or-no key."""
        return self[key].value is True

    def with_limits(self, name: str, limits: Mapping[str, Limit]) -> Policy:
        """The same policy under a name, with these limits in place of its own."""
        return replace(self, name=name, limits={**self.limits, **limits})


def say_value(value: Value) -> str:
    """A value as people write it: `72 hours`, `10`, `yes`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read_value(key: Key, raw: object) -> Value | None:
    """A value as profiles and caseload.toml write it; None means off. Raises CaseloadError in plain words."""
    if raw is False and key.kind != "yes or no":
        return None
    if raw == "off":
        return None
    if key.kind in ("time", "sessions"):
        return _read_time(key, raw)
    if key.kind == "yes or no" and isinstance(raw, bool):
        return raw
    if key.kind == "count" and isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
        return raw
    if key.kind == "share" and isinstance(raw, float) and 0 < raw <= 1:
        return Decimal(str(raw))
    wanted = {"yes or no": "true or false", "count": "a whole number", "share": "a number such as 0.85"}
    raise CaseloadError(
        f"`{key.name}` must be {wanted[key.kind]}", "or `false` to switch it off" * (raw is not None)
    )


def _read_time(key: Key, raw: object) -> Interval:
    interval = Interval.try_parse(raw)
    example = '"3 sessions"' if key.kind == "sessions" else '"30 days", "3 business days" or "monthly"'
    if interval is None:
        raise CaseloadError(
            f"`{key.name}` must be a length of time in quotes", f"write for example {example}"
        )
    if (interval.unit == "sessions") != (key.kind == "sessions"):
        raise CaseloadError(f"`{key.name}` is not counted in {interval.unit}", f"write for example {example}")
    return interval


def profile_names() -> tuple[str, ...]:
    """The names of the shipped profiles."""
    return tuple(sorted(path.stem for path in PROFILES.glob("*.toml")))


@cache
def load_profile(name: str) -> Policy:
    """A shipped profile with everything it inherits. `name` must be one of `profile_names()`."""
    table = tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))
    base = table.pop("base", None)
    table.pop("about")
    policy = load_profile(base) if base else Policy(name, {})
    return policy.with_limits(name, {key: _limit(name, KEYS[key], row) for key, row in table.items()})


def profile_about(name: str) -> tuple[str, str]:
    """What a profile is for, and the profile it builds on (empty for none)."""
    table = tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))
    return table["about"], table.get("base", "")


def _limit(profile: str, key: Key, row: dict[str, object]) -> Limit:
    return Limit(
        key.name,
        read_value(key, row["value"]),
        severity=str(row.get("severity", "warning")),
        cite=str(row["cite"]),
        unverified=row.get("unverified") is True,
        source=profile,
        start=str(row.get("from", key.start)),
    )
