"""An outcome measure taken outside a session."""

from __future__ import annotations

from typing import ClassVar

from caseload_tools.chart.records.base import Record, record_type


@record_type(
    "measure",
    folder="measures",
    smallest="""
---
type: measure
client: C-0001
date: 2026-01-26
clinician: dana.ruiz
administered: self
gad7: [1, 1, 0, 1, 1, 0, 1]
---
""",
)
class MeasureRecord(Record):
    """Scores of one or more outcome measures, taken outside a session."""

    takes_measures: ClassVar[bool] = True

    clinician: str = ""
    administered: str = ""
    language: str = ""
    version: object = None
    missing_reason: str = ""
