"""Another organisation that clients are referred to or that takes part in their care."""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Record, record_type


@record_type(
    "agency",
    folder="agencies",
    of_practice=True,
    smallest="""
---
type: agency
name: Riverside Employment Service
services: [vocational]
last_checked: 2026-01-02
---
""",
)
class Agency(Record):
    """An agency: what it offers, how long one waits, when that was last checked."""

    name: str = ""
    services: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    waiting_time: str = ""
    last_checked: Day | None = None
