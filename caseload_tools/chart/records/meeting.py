"""A meeting of the staff: who was there, which clients were spoken of, and what was decided, with owner and day."""

from __future__ import annotations

from caseload_tools.chart.records.assignment import Assignment
from caseload_tools.chart.records.base import Part, Record, record_type


class Decision(Part, Assignment):
    """What a meeting decided: a task, in the minutes themselves, of one client or of none."""

    client: str = ""


@record_type(
    "meeting",
    folder="meetings",
    of_practice=True,
    smallest="""
---
type: meeting
date: 2026-01-22
kind: case-conference
attended: [dana.ruiz, sam.lee]
clients: [C-0001]
decisions:
  - client: C-0001
    what: ask for a medical check of the sleep
    owner: dana.ruiz
    due: 2026-01-29
    status: done
    ended_on: 2026-01-27
---
""",
)
class Meeting(Record):
    """A case conference, supervision, team or partner meeting: who came, whom it spoke of, and what was decided."""

    minutes: int | None = None
    kind: str = ""
    attended: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
