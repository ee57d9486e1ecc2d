"""A household: which clients live together, by id and by nothing else.

Whom one may tell something of another is for consents to say. Nothing that anybody said stands here.
"""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Record, record_type


@record_type(
    "household",
    folder="households",
    of_practice=True,
    smallest="""
---
type: household
clients: [C-0001]
since: 2026-01-05
---
""",
)
class Household(Record):
    """Which clients live together, since when and until when; it allows nobody to be told anything."""

    clients: tuple[str, ...] = ()
    since: Day | None = None
    until: Day | None = None

    def holds_on(self, day: Day) -> bool:
        """Whether they lived together on a day, as far as anybody wrote it down."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
