"""The client's own page: status, programme, who looks after them, how they may be reached."""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Part, Record, record_type
from caseload_tools.dates import Interval

OPEN = ("intake", "active", "follow-up")
CLOSED = ("discharged", "deceased")


class Enrolment(Part):
    """A stay in one programme, from a day and, when over, to a day."""

    programme: str = ""
    from_: Day | None = None
    to: Day | None = None


class Acknowledgement(Part):
    """A policy version that the client has been given and accepted."""

    policy: str = ""
    version: object = None
    date: Day | None = None


@record_type(
    "client",
    folder="",
    smallest="""
---
type: client
client: C-0001
status: active
opened: 2026-01-05
programme: outpatient
clinician: dana.ruiz
prefers: phone
safe_channels: [phone]
emergency_contact: brother, on file, permission 2026-01-05
---
""",
)
class Client(Record):
    """The first page of a chart: status, programme, clinician, safe ways of contact."""

    status: str = ""
    opened: Day
    programme: str = ""
    clinician: str = ""
    supervisor: str = ""
    born: object = None
    sex: str = ""
    prefers: str = ""
    safe_channels: tuple[str, ...] = ()
    do_not_contact: tuple[str, ...] = ()
    cadence: Interval | None = None
    emergency_contact: str = ""
    guardian: str = ""
    closed: Day | None = None
    closed_reason: str = ""
    enrolments: tuple[Enrolment, ...] = ()
    language: str = ""
    interpreter: str = ""
    pronouns: str = ""
    fee_basis: str = ""
    fee_agreed_on: Day | None = None
    fee_review_on: Day | None = None
    acknowledged: tuple[Acknowledgement, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Care is going on: intake, active or follow-up; or a word that nobody knows, which closes nothing."""
        return self.status in OPEN or not self.status
