"""A complaint about the practice. It lives outside every chart and names a client by id only."""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Record, record_type


@record_type(
    "complaint",
    folder="complaints",
    of_practice=True,
    smallest="""
---
type: complaint
received: 2026-02-02
about: waiting time for a first appointment
owner: sam.lee
acknowledged: 2026-02-03
resolved: 2026-02-12
outcome: apology, and an earlier appointment
---
""",
)
class Complaint(Record):
    """A complaint: received, acknowledged, resolved, and how."""

    received: Day | None = None
    about: str = ""
    acknowledged: Day | None = None
    resolved: Day | None = None
    outcome: str = ""
    owner: str = ""
