"""Everything said outside a session: calls, coordination, check-ins, inquiries, advocacy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from caseload_tools.chart.records.base import Record, record_type
from caseload_tools.chart.records.disposition import Disposition
from caseload_tools.dates import Times


@record_type(
    "contact",
    folder="contacts",
    smallest="""
---
type: contact
client: C-0001
date: 2026-01-21
time: 10:00-10:10
staff: dana.ruiz
direction: out
channel: phone
with: client
purpose: check-in
written: 2026-01-21 10:20
---

Rang as agreed. Slept on two nights of two; the diary is on the kitchen table.
""",
)
class Contact(Record):
    """A call, message or meeting outside sessions, with the client or with somebody else."""

    time: Times | None = None
    stated_minutes: int | None = None
    staff: str = ""
    clinician: str = ""
    direction: str = ""
    channel: str = ""
    with_: str = ""
    purpose: str = ""
    consent: str = ""
    information: tuple[str, ...] = ()
    received: datetime | None = None
    responded: datetime | None = None
    level: str = ""
    face_to_face: bool = False
    monitors: str = ""
    referral: str = ""
    outcome: str = ""
    risk: str = ""
    resources: tuple[str, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    keys: ClassVar[Mapping[str, str]] = MappingProxyType({"stated_minutes": "minutes"})

    @property
    def is_with_client(self) -> bool:
        """The other side was the client."""
        return self.with_ == "client"

    @property
    def reached(self) -> bool:
        """Somebody answered; an unanswered attempt says so in `outcome`."""
        return self.outcome not in ("no answer", "left message", "not reached")

    @property
    def clock_times(self) -> Times | None:
        """What `time` says, unless its two are turned round: then nobody knows when it began and ended."""
        return None if self.time is None or self.time.are_turned_round(self.stated_minutes) else self.time

    @property
    def minutes(self) -> int | None:
        """How long it lasted, by `time` or else as `minutes` says."""
        return self.clock_times.minutes if self.clock_times else self.stated_minutes
