"""What clients, families and staff say about the service, and what was done with it."""

from __future__ import annotations

from caseload_tools.chart.records.base import Record, record_type


@record_type(
    "feedback",
    folder="feedback",
    of_practice=True,
    smallest="""
---
type: feedback
date: 2026-02-02
from: client
about: the waiting room is too warm
action: heating turned down
owner: sam.lee
---
""",
)
class Feedback(Record):
    """Feedback on the service and the action that followed."""

    from_: str = ""
    about: str = ""
    action: str = ""
    owner: str = ""
