"""The end of care here: discharge or transfer, with what was reached and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day

from caseload_tools.chart.records.base import NOTHING, Record, record_type
from caseload_tools.chart.records.disposition import Disposition
from caseload_tools.dates import Interval


@record_type(
    "discharge",
    folder="discharge",
    smallest="""
---
type: discharge
client: C-0001
date: 2026-06-30
kind: discharge
clinician: dana.ruiz
reason: goals reached
outcomes:
  G1: achieved
last_session: 2026-06-29
check_ins: monthly
written: 2026-06-30 16:00
---

## Summary

Twenty-one sessions from January to June; sleeps through five nights a week.

## Aftercare

A call each month until September; she knows how to come back.
""",
)
class Discharge(Record):
    """The closing of a chart: why, how each goal stands, what care goes on."""

    kind: str = ""
    clinician: str = ""
    reason: str = ""
    outcomes: Mapping[str, str] = NOTHING
    last_session: Day | None = None
    destination: str = ""
    consent: str = ""
    check_ins: Interval | None = None
    check_ins_until: Day | None = None
    relapse_plan: str = ""
    dispositions: tuple[Disposition, ...] = ()
