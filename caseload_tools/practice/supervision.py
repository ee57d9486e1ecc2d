"""How closely somebody's work is supervised, and from when to when.

What held on the day of service is what a record is judged by: a licence that came later does not sign for
what was written before. Knows no record; who has signed what is for `signing`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

LEVELS = ("none", "access", "approve", "co-sign")


class Supervision(NamedTuple):
    """One level for a time; `from_` and `to` are its first and last day, None when open.

    `none`: nobody supervises. `access`: the supervisor reads along. `approve`: the supervisor signs what was
    done, under any meaning. `co-sign`: the supervisor signs for it.
    """

    level: str
    supervisor: str = ""
    from_: date | None = None
    to: date | None = None

    def holds_on(self, day: date) -> bool:
        """True when this level is the one of that day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    @property
    def wants_signature(self) -> bool:
        """The supervisor has to sign what this person writes."""
        return self.level in ("approve", "co-sign")


NOT_SUPERVISED = Supervision("none")


def held_on(periods: tuple[Supervision, ...], supervisor: str, day: date) -> Supervision:
    """What held on a day. A `supervisor` alone, without any period, co-signs everything."""
    if not periods and supervisor:
        return Supervision("co-sign", supervisor)
    found = next((each for each in periods if each.holds_on(day)), NOT_SUPERVISED)
    return found if found.supervisor or found.level == "none" else found._replace(supervisor=supervisor)
