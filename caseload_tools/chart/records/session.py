"""A session: planned, kept or missed, and the note of what happened in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

from caseload_tools.chart.records.base import NOTHING, Part, Record, record_type
from caseload_tools.chart.records.disposition import Disposition
from caseload_tools.chart.records.who_was_there import is_without_client
from caseload_tools.dates import Times, parse_day
from caseload_tools.text import read_bytes

KEPT = ("attended", "late")
MISSED = ("no-show", "late-cancelled")
FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "SOAP": ("Subjective", "Objective", "Assessment", "Plan"),
        "DAP": ("Data", "Assessment", "Plan"),
        "BIRP": ("Behaviour", "Intervention", "Response", "Plan"),
        "GIRP": ("Goal", "Intervention", "Response", "Plan"),
        "PIE": ("Problem", "Intervention", "Evaluation"),
        "narrative": (),
    }
)


class Outreach(Part):
    """One attempt to reach the client after a missed session (`at` is a moment or a day)."""

    moment: datetime | None = None
    channel: str = ""
    result: str = ""
    by: str = ""
    keys: ClassVar[Mapping[str, str]] = MappingProxyType({"moment": "at"})

    @property
    def day(self) -> Day | None:
        """The day of the attempt."""
        return self.moment.date() if self.moment else parse_day(self.record_value("at"))

    def record_value(self, key: str) -> Any:
        """The value of one of this map's keys as it stands in the file."""
        found: Any = self.record.data
        for step in (*self.where, key):
            found = found[step]
        return found


class Relapse(Part):
    """A return to use that the client told of or that was observed."""

    date: Day | None = None
    substance: str = ""
    severity: str = ""


@record_type(
    "session",
    folder="sessions",
    smallest="""
---
type: session
client: C-0001
date: 2026-01-19
time: 10:00-10:50
clinician: dana.ruiz
service: individual
setting: office
attendance: attended
format: SOAP
progress:
  O1.1: progressing
interventions: [I1]
risk: none
homework: Fill in the sleep diary
next: 2026-01-26
written: 2026-01-19 12:00
---

## Subjective

"Three nights out of seven," she said, and counted them on her fingers.

## Objective

On time. Brought the diary, filled in for every night but Friday.

## Assessment

Bedtime kept on 3 nights, up from 1 (O1.1). She said that putting the phone away helped most.

## Plan

Move the bedtime to 23:00. Look at the diary together on 26 January.
""",
)
class Session(Record):
    """A planned, kept or missed session and its note; `attendance` says which."""

    takes_measures: ClassVar[bool] = True

    time: Times | None = None
    stated_minutes: int | None = None
    clinician: str = ""
    service: str = ""
    setting: str = ""
    attendance: str = ""
    format: str = ""
    progress: Mapping[str, str] = NOTHING
    objectives: tuple[str, ...] = ()
    off_plan_reason: str = ""
    interventions: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    agreement: str = ""
    location: str = ""
    telehealth_consent: str = ""
    emergency_contact_checked: bool = False
    risk: str = ""
    risk_reason: str = ""
    safety_plan: str = ""
    homework: str = ""
    next: str = ""
    next_reason: str = ""
    outreach: tuple[Outreach, ...] = ()
    rescheduled_to: str = ""
    cancelled_by: str = ""
    cancelled_reason: str = ""
    new_problem: str = ""
    relapse: Relapse | None = None
    reviewed: tuple[str, ...] = ()
    group: str = ""
    code: str = ""
    units: int | None = None
    no_charge: str = ""
    themes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    consultation: str = ""
    programme: str = ""
    interpreter: str = ""
    dispositions: tuple[Disposition, ...] = ()
    keys: ClassVar[Mapping[str, str]] = MappingProxyType({"stated_minutes": "minutes"})

    @property
    def took_place(self) -> bool:
        """It was held, on time or late: with the client, unless it names others alone."""
        return self.attendance in KEPT

    @cached_property
    def is_with_client(self) -> bool:
        """Nobody but others is named as there. Of a group it is the client's own attendance that says so."""
        return self.service == "group" or not is_without_client(self.participants, self.client)

    @property
    def reached_client(self) -> bool:
        """The client was seen: not somebody close to them alone."""
        return self.took_place and self.is_with_client

    @property
    def was_missed(self) -> bool:
        """The client did not come: no-show, or cancelled too late to be given to somebody else."""
        return self.attendance in MISSED

    @property
    def is_planned(self) -> bool:
        """Still to come, or past and not yet written."""
        return self.attendance == "scheduled"

    def word_on(self, today: Day) -> str:
        """What became of it by a day: kept, late, missed, cancelled, planned, or `no note` where its day is over."""
        if self.is_planned:
            return "no note" if self.date < today else "planned"
        if self.took_place:
            return "late" if self.attendance == "late" else "kept"
        return "missed" if self.was_missed else "cancelled"

    @cached_property
    def clock_times(self) -> Times | None:
        """What `time` says, unless its two are turned round: then nobody knows when it began and ended."""
        return None if self.time is None or self.time.are_turned_round(self.stated_minutes) else self.time

    @cached_property
    def minutes(self) -> int | None:
        """How long it lasted, by `time` or else as `minutes` says."""
        return self.clock_times.minutes if self.clock_times else self.stated_minutes

    @cached_property
    def started(self) -> datetime | None:
        """The moment it began; None where `time` does not say."""
        return self.clock_times.moments_on(self.date)[0] if self.clock_times else None

    @cached_property
    def ended(self) -> datetime | None:
        """The moment it ended; None where `time` does not say."""
        return self.clock_times.moments_on(self.date)[1] if self.clock_times else None

    def is_after(self, other: Session) -> bool:
        """On a later day, or begun later on the same one, where both say when."""
        if self.date != other.date:
            return self.date > other.date
        return self.started is not None and other.started is not None and self.started > other.started

    @property
    def addressed(self) -> tuple[str, ...]:
        """Ids of the objectives worked on: those under `progress` and under `objectives`."""
        worked_on = [key for key, word in self.progress.items() if word != "not worked on"]
        return tuple(dict.fromkeys((*worked_on, *self.objectives)))

    @property
    def next_day(self) -> Day | None:
        """The day under `next`, if it is one."""
        return parse_day(self.next)

    @property
    def is_telehealth(self) -> bool:
        """Seen by video or telephone."""
        return self.setting in ("video", "phone")


def only_planned(content: bytes) -> bool:
    """Whether the bytes of a session's file, in whatever commit, say no more than that it is planned."""
    return read_bytes(content, "").data.get("attendance") == "scheduled"
