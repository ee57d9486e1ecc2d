"""The one ledger of time: the minutes that were spent for a client, by day, by whom, for which programme and payer.

Sessions, groups and contacts in one list, so that a funder's hours, a programme's promise, a figure for the board and a
statement can never count differently. A length that nobody wrote is unknown; it is said, and never taken for none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Day
from typing import NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.group import Group
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import count_of

_AT_A_DISTANCE = ("video", "phone")
# What is written and read has no length of its own; where somebody wrote one, it counts.
_WRITTEN = ("sms", "email", "mail", "portal", "fax")
# Several clients may be in these at once, each with a note of their own: for who gave it, it is one hour.
_TOGETHER = ("group", "family", "couple")


class TimeSpent(NamedTuple):
    """One session, group or contact, and how long it was; `minutes` is None where nothing says so.

    `meeting` is the same for each client who was in one meeting, and empty where there can be only one. `payer` is
    who was charged for it; empty as long as nobody was.
    """

    day: Day
    minutes: int | None
    kind: str
    face_to_face: bool
    by: str
    programme: str
    payer: str
    meeting: str
    record: Session | Contact


class TimeTotal(NamedTuple):
    """The minutes that are known, of so many services, and of how many of them nobody knows the length."""

    minutes: int
    services: int
    unknown: int

    @property
    def hours(self) -> float:
        """The known time in hours, with one decimal."""
        return round(self.minutes / 60, 1)

    def __str__(self) -> str:
        """`1 h 45 min`, `2 hours and 1 service of unknown length`."""
        unknown = f" and {count_of(self.unknown, 'service')} of unknown length" if self.unknown else ""
        return f"{say_hours(self.minutes)}{unknown}"


def time_spent(chart: Chart, first: Day, last: Day) -> Iterator[TimeSpent]:
    """What was given to a client from a day to another, both counted: what took place, in the order of the records."""
    payers = {each.session: each.payer for each in chart.charges if each.session and not each.is_void}
    last = min(last, chart.today)
    services: tuple[Session | Contact, ...] = (*chart.kept_sessions, *chart.contacts)
    for record in services:
        if not first <= record.date <= last:
            continue
        minutes = minutes_of(record, chart)
        if isinstance(record, Contact) and minutes is None and record.channel in _WRITTEN:
            continue
        yield TimeSpent(
            record.date,
            minutes,
            _kind(record),
            is_face_to_face(record),
            record.clinician or (record.staff if isinstance(record, Contact) else ""),
            programme_of(record, chart),
            payers.get(record.link, ""),
            _meeting(record),
            record,
        )


def time_total(spent: Iterable[TimeSpent], *, once: bool = False) -> TimeTotal:
    """What some services come to. `once`: a meeting that is in several charts counts once, as for who gave it."""
    seen: set[tuple[str, str]] = set()
    minutes, services, unknown = 0, 0, 0
    for each in spent:
        if once and each.meeting:
            if (each.by, each.meeting) in seen:
                continue
            seen.add((each.by, each.meeting))
        services += 1
        unknown += each.minutes is None
        minutes += each.minutes or 0
    return TimeTotal(minutes, services, unknown)


def minutes_of(record: Session | Contact, chart: Chart) -> int | None:
    """How long it lasted; where a group's note does not say, as the group's own record does."""
    if record.minutes is not None or isinstance(record, Contact):
        return record.minutes
    group = chart.find(record.group) if record.group else None
    times = group.time if isinstance(group, Group) else None
    return times.minutes if times is not None and not times.are_turned_round(None) else None


def is_face_to_face(record: Session | Contact) -> bool:
    """Whether the client and somebody of the practice were in one room.

    The key `face_to_face` decides where it stands; else a visit of a client who was there counts, and a session at any
    place that is not a wire.
    """
    if isinstance(record, Session):
        return record.is_with_client and bool(record.setting) and record.setting not in _AT_A_DISTANCE
    if isinstance(record.data.get("face_to_face"), bool):
        return record.face_to_face
    return record.channel == "in-person" and record.is_with_client and record.reached


def programme_of(record: Record, chart: Chart) -> str:
    """The programme that a record is for: its own, or else the client's of that day."""
    return getattr(record, "programme", "") or chart.programme_on(record.date)


def say_hours(minutes: int) -> str:
    """`1 h 45 min`, `2 hours`."""
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest} min" if rest else count_of(whole, "hour")


def _kind(record: Session | Contact) -> str:
    if isinstance(record, Contact):
        return "contact"
    return "group" if record.service == "group" else "session"


def _meeting(record: Session | Contact) -> str:
    if isinstance(record, Contact) or record.service not in _TOGETHER:
        return ""
    return record.group or (record.started.isoformat() if record.started else "")
