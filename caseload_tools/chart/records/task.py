"""A task: something that somebody has to do by a day, in a chart or for the practice as a whole."""

from __future__ import annotations

from caseload_tools.chart.records.assignment import Assignment
from caseload_tools.chart.records.base import Record, record_type


@record_type(
    "task",
    folder="tasks",
    in_either=True,
    smallest="""
---
type: task
client: C-0001
date: 2026-01-20
what: ask the housing office for the form
owner: dana.ruiz
due: 2026-01-27
status: done
ended_on: 2026-01-23
---
""",
)
class Task(Record, Assignment):
    """Something that somebody has to do, with owner and day, until it is done, handed over or dropped for a reason."""

    from_: str = ""
