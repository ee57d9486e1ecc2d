"""What a chart consists of: which records, on which days, before a word of them is written.

From a number of dated entries to a calendar of sessions, reviews, contacts and measures that a
clinic could have kept. Knows days and counts; the words are in the files of texts and themes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from caseload_tools.desk.demo.calendar import WORKDAYS, CalendarSlot, Rhythm, session_days

FEWEST = 2
ENOUGH_TO_END = 6
_MISSED_SHARE = 0.13


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries of each kind make up the number asked for."""

    sessions: int
    reviews: int
    contacts: int
    measures: int
    discharges: int
    telehealth: int


@dataclass(frozen=True, slots=True)
class Outline:
    """One chart's days. `missed` are places in `sessions`; an active chart's last session is to come."""

    number: int
    place: CalendarSlot
    rhythm: Rhythm
    opened: date
    sessions: tuple[date, ...]
    missed: frozenset[int]
    measured: frozenset[int]
    reviewed: tuple[int, ...]
    contacts: tuple[date, ...]
    measures: tuple[date, ...]
    video: bool

    @property
    def active(self) -> bool:
        return self.place.active

    @property
    def kept_sessions(self) -> tuple[int, ...]:
        """Places of the sessions that took place."""
        over = len(self.sessions) - (1 if self.active else 0)
        return tuple(number for number in range(over) if number not in self.missed)


def count_entries(notes: int, rhythm: Rhythm, active: bool, video: bool) -> Counts:
    """How `notes` dated entries divide, the intake assessment being one of them."""
    discharges = 0 if active else 1
    telehealth = 1 if video else 0
    contacts, measures = max(1, notes // 14) if notes > FEWEST + 2 else 0, notes // 20
    fixed = 1 + contacts + measures + discharges + telehealth
    reviews = 0
    while (notes - fixed - reviews - 1) // rhythm.between_reviews > reviews:
        reviews += 1
    return Counts(notes - fixed - reviews, reviews, contacts, measures, discharges, telehealth)


def outline(
    rng: Random, number: int, place: CalendarSlot, rhythm: Rhythm, notes: int, video: bool, today: date
) -> Outline:
    """The days of one chart with exactly `notes` dated entries."""
    counts = count_entries(notes, rhythm, place.active, video)
    days = session_days(place, rhythm, counts.sessions, today)
    over = len(days) - (1 if place.active else 0)
    measured = frozenset(range(0, over, rhythm.between_measures))
    reviewed = tuple(
        turn * rhythm.between_reviews for turn in range(1, counts.reviews + 1) if turn * rhythm.between_reviews < over
    )
    spare = counts.reviews - len(reviewed)
    kept_apart = measured.union(reviewed, (0, 1, over - 1, over - 2))
    missed: set[int] = set()
    for turn in range(2, over - 2):
        if turn not in kept_apart and turn - 1 not in missed and rng.random() < _MISSED_SHARE:
            missed.add(turn)
    return Outline(
        number=number,
        place=place,
        rhythm=rhythm,
        opened=days[0] - timedelta(days=7),
        sessions=tuple(days),
        missed=frozenset(missed),
        measured=measured,
        reviewed=reviewed,
        contacts=_between(days[:over], counts.contacts + spare, today),
        measures=_between(days[:over], counts.measures, today, later=2),
        video=video,
    )


def _between(days: list[date], count: int, today: date, later: int = 1) -> tuple[date, ...]:
    """Work days after evenly spread sessions, each another one, none after today."""
    if not days:
        return ()
    found: list[date] = []
    step = max(1, len(days) // (count + 1))
    for turn in range(count):
        day = min(days[min((turn + 1) * step, len(days)) - 1] + timedelta(days=later), today)
        while day in found or day.weekday() >= WORKDAYS:
            day -= timedelta(days=1)
        found.append(day)
    return tuple(found)
