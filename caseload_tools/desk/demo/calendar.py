"""Who sees whom when: clinicians' weeks filled with invented clients, backwards from today.

A slot is one hour of one clinician's week. It holds one client after the other, the last of
whom is still coming. So no clinician is in two places at once, and about a third of the
clients are in care on the last day. Knows nothing of records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from caseload_tools.errors import CaseloadError

HOURS = (9, 10, 11, 13, 14, 15, 16)
WORKDAYS = 5
LONGEST_WEEKS = 50
"""A chart stays within one plan of twelve months."""
PER_SLOT = 3
_FEWEST_CLINICIANS = 3


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a client comes: the days of the week from the slot's own, and every how many weeks."""

    word: str
    days: tuple[int, ...]
    weeks: int
    starts: int
    """How many different first days of the week there are without meeting another slot."""
    between_reviews: int
    """Sessions from one plan review to the next, less than 90 days."""
    between_measures: int

    def weeks_for(self, sessions: int) -> int:
        return ceil(sessions / len(self.days)) * self.weeks


BIWEEKLY = Rhythm("biweekly", (0,), 2, 5, 6, 2)
WEEKLY = Rhythm("weekly", (0,), 1, 5, 12, 4)
RHYTHMS = (
    BIWEEKLY,
    WEEKLY,
    Rhythm("twice weekly", (0, 3), 1, 2, 24, 8),
    Rhythm("3 times a week", (0, 2, 4), 1, 1, 36, 12),
    Rhythm("daily", (0, 1, 2, 3, 4), 1, 1, 60, 20),
)


@dataclass(frozen=True, slots=True)
class CalendarSlot:
    """A client's place in the calendar. `last_week` counts weeks back from the one of today."""

    clinician: int
    first_day: int
    hour: int
    last_week: int
    active: bool
    order: int


def rhythms_for(sessions: int, weeks: int) -> tuple[Rhythm, ...]:
    """The rhythms in which so many sessions fit into so many weeks; the easiest two."""
    room = min(weeks, LONGEST_WEEKS)
    fitting = [rhythm for rhythm in RHYTHMS if rhythm.weeks_for(sessions) <= room]
    if not fitting:
        most = max(room, 0) * WORKDAYS
        raise CaseloadError(
            f"so many notes a client do not fit into {weeks} weeks",
            f"ask for at most about {most}, or begin earlier",
        )
    return tuple(fitting[:2])


def calendar_slots(
    clients: int, weeks_each: int, weeks: int, starts: int, in_turn: int = PER_SLOT
) -> Iterator[CalendarSlot]:
    """A place for each client, in order, when each needs `weeks_each` of the `weeks` there are.

    `in_turn` is how many clients may follow one another in a slot; with 1, all are still coming.
    """
    per_slot = max(1, min(in_turn, weeks // weeks_each))
    slots = ceil(clients / per_slot)
    per_clinician = starts * len(HOURS)
    clinicians = max(min(_FEWEST_CLINICIANS, slots), ceil(slots / per_clinician))
    gap = max(0, weeks // per_slot - weeks_each)
    for number in range(clients):
        slot, turn = number % slots, number // slots
        position = slot // clinicians
        back = turn * (weeks_each + gap)
        yield CalendarSlot(
            clinician=slot % clinicians,
            first_day=position % starts,
            hour=HOURS[position // starts % len(HOURS)],
            last_week=back,
            active=turn == 0,
            order=position,
        )


def session_days(place: CalendarSlot, rhythm: Rhythm, count: int, today: date) -> list[date]:
    """The days of `count` sessions, in order. For a client in care the last is the next one to come.

    For a client whose care ended, the last lies `last_week` weeks before the week of today.
    """
    monday = today - timedelta(days=today.weekday() + 7 * place.last_week)
    turns = -(-count // len(rhythm.days)) + 2
    first = monday - timedelta(days=7 * rhythm.weeks * turns)
    days = [
        first + timedelta(days=7 * rhythm.weeks * turn + place.first_day + day)
        for turn in range(turns + 3)
        for day in rhythm.days
    ]
    if place.active:
        last = next(number for number, day in enumerate(days) if day >= today)
    else:
        last = max(number for number, day in enumerate(days) if day < monday + timedelta(days=7))
    return days[last + 1 - count : last + 1]
