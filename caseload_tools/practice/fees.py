"""Fees: what a service costs, how long it lasts, and from when to when that holds.

The practice's own table, and nothing else: no code, amount or time is built in, since codes and their times
belong to payers and change. Must know nothing of charges or sessions.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Fee(NamedTuple):
    """One line of the fee table. `amount` is for one unit where there are units, else for the service.

    `minutes_min` and `minutes_max` bound the length of the service; `unit_minutes` is the length of one unit,
    `unit_from` how much of a last unit counts as a whole one. `from_` and `to` are the first and last day.
    """

    code: str
    label: str
    amount: Decimal
    minutes_min: int | None = None
    minutes_max: int | None = None
    unit_minutes: int | None = None
    unit_from: int | None = None
    missed: bool = False
    add_on: bool = False
    from_: date | None = None
    to: date | None = None

    def holds_on(self, day: date) -> bool:
        """True when this line is in force on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    def allows_minutes(self, minutes: int) -> bool:
        """True when a service of this length may be charged under this code."""
        longest = self.minutes_max is None or minutes <= self.minutes_max
        return longest and (self.minutes_min is None or minutes >= self.minutes_min)

    def units_for(self, minutes: int) -> tuple[int, int] | None:
        """The fewest and the most units that this many minutes are; None for a code without units.

        Without `unit_from` a begun unit may count or not: payers differ, and we do not guess which.
        """
        if not self.unit_minutes:
            return None
        whole, rest = divmod(minutes, self.unit_minutes)
        if self.unit_from is not None:
            exact = whole + (rest > 0 and rest >= self.unit_from)
            return exact, exact
        return whole, whole + (rest > 0)

    def say_minutes(self) -> str:
        """The length as people write it: `38 to 52 minutes`, `53 minutes or more`; empty when open."""
        least, most = self.minutes_min, self.minutes_max
        if least is not None and most is not None:
            return f"{least} to {most} minutes"
        if least is not None:
            return f"{least} minutes or more"
        return f"up to {most} minutes" if most is not None else ""


def fee_on(lines: Iterable[Fee], day: date) -> Fee | None:
    """The line of a code's fees that is in force on a day; the latest when several are."""
    found = [line for line in lines if line.holds_on(day)]
    return max(found, key=lambda line: line.from_ or date.min) if found else None
