"""A group meeting: topic, time and who came. Never clinical content, which is each member's own."""

from __future__ import annotations

from collections.abc import Mapping

from caseload_tools.chart.records.base import NOTHING, Record, record_type
from caseload_tools.dates import Times


@record_type(
    "group",
    folder="groups",
    of_practice=True,
    smallest="""
---
type: group
group: coping-skills
topic: Planning a good day
date: 2026-01-19
time: 17:00-18:15
facilitators: [dana.ruiz]
attendance:
  C-0001: attended
---
""",
)
class Group(Record):
    """One meeting of a group with its topic and attendance, and nothing about any member."""

    group: str = ""
    topic: str = ""
    time: Times | None = None
    facilitators: tuple[str, ...] = ()
    attendance: Mapping[str, str] = NOTHING
    count: int | None = None
