"""A policy: what a programme demands, each limit with its citation, and how that changed with the years.

A record is judged by what held on its day. Knows values and kinds of values; no file, no practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from caseload_tools.dates import Interval
from caseload_tools.errors import CaseloadError
from caseload_tools.practice.keys import KEYS, LimitKey
from caseload_tools.values import frozen

LimitValue = Interval | int | Decimal | bool
SEVERITIES = ("error", "warning", "advice")


class Limit(NamedTuple):
    """One demand of a policy. `value` is None when the policy does not make it (`off`).

    `start` is the event a time counts from, `cite` where the figure comes from, `unverified` that
    nobody has checked the citation, `source` the profile's name or `caseload.toml`, `since` the first day
    on which it holds (None: always did).
    """

    key: str
    value: LimitValue | None = None
    severity: str = "warning"
    cite: str = ""
    unverified: bool = False
    source: str = ""
    start: str = ""
    since: date | None = None

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


@frozen
class Policy:
    """The limits that hold for a programme during one period. Every known key can be asked for; unset ones are off.

    Policies of one name and first day are equal: a changed profile's name says what changed it, as in
    `iop (evening)`. `since` is None for the earliest period. `jurisdiction` names the bodies of law beside the limits.
    """

    name: str
    limits: Mapping[str, Limit]
    since: date | None = None
    jurisdiction: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Limit:
        if key in self.limits:
            return self.limits[key]
        return Limit(key, start=KEYS[key].start)  # a KeyError here is a rule asking for a key that keys.py lacks

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


@frozen(slots=False)
class Periods:
    """A policy through time: for each key its values in the order of the days from which they hold.

    `jurisdiction` names the bodies of law that hold beside it; they have days of their own (practice/laws.py).
    """

    name: str
    dated: Mapping[str, tuple[Limit, ...]]
    jurisdiction: tuple[str, ...] = ()

    @cached_property
    def all_policies(self) -> tuple[Policy, ...]:
        """One policy for each stretch of time with the same limits, the earliest first."""
        changes = {limit.since for values in self.dated.values() for limit in values if limit.since is not None}
        return tuple(Policy(self.name, self._limits(day), day, self.jurisdiction) for day in (None, *sorted(changes)))

    def _limits(self, day: date | None) -> dict[str, Limit]:
        found = {}
        for key, values in self.dated.items():
            held = [limit for limit in values if limit.since is None or (day is not None and limit.since <= day)]
            if held:
                found[key] = held[-1]
        return found

    def policy_on(self, day: date | None = None) -> Policy:
        """The policy in force on a day; the last one for None."""
        periods = self.all_policies
        if day is None or len(periods) == 1:
            return periods[-1]
        return next(each for each in reversed(periods) if each.since is None or each.since <= day)

    def laid_over(self, name: str, dated: Mapping[str, tuple[Limit, ...]]) -> Periods:
        """The same under a name with these values in place of its own, from the first day of each key's values on."""
        merged = dict(self.dated)
        for key, values in dated.items():
            first = values[0].since
            kept = [limit for limit in merged.get(key, ()) if first is not None and (limit.since or date.min) < first]
            merged[key] = (*kept, *values)
        return Periods(name, merged, self.jurisdiction)

    def under(self, jurisdiction: tuple[str, ...]) -> Periods:
        """The same limits under other bodies of law."""
        return Periods(self.name, self.dated, jurisdiction)


def say_value(value: LimitValue) -> str:
    """A value as people write it: `72 hours`, `10`, `yes`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read_value(key: LimitKey, raw: object) -> LimitValue | None:
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
    raise CaseloadError(f"`{key.name}` must be {wanted[key.kind]}", "or `false` to switch it off" * (raw is not None))


def _read_time(key: LimitKey, raw: object) -> Interval:
    interval = Interval.try_parse(raw)
    example = '"3 sessions"' if key.kind == "sessions" else '"30 days", "3 business days" or "monthly"'
    if interval is None:
        raise CaseloadError(f"`{key.name}` must be a length of time in quotes", f"write for example {example}")
    if (interval.unit == "sessions") != (key.kind == "sessions"):
        raise CaseloadError(f"`{key.name}` is not counted in {interval.unit}", f"write for example {example}")
    return interval
