"""The progress review: how each objective stands, what was decided, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day
from typing import ClassVar

from caseload_tools.chart.records.base import NOTHING, Part, Period, Record, record_type
from caseload_tools.chart.records.disposition import Disposition


class Barrier(Part):
    """What stood in the way: the client or an agency, unwilling or unable, and what is done about it."""

    party: str = ""
    kind: str = ""
    action: str = ""


class ReviewChange(Part):
    """A change to the plan that the review decided."""

    what: str = ""
    why: str = ""


@record_type(
    "review",
    folder="reviews",
    smallest="""
---
type: review
client: C-0001
date: 2026-04-06
plan: plans/2026-01-12
period: 2026-01-12 to 2026-04-06
clinician: dana.ruiz
progress:
  O1.1: progressing
decision: continue
client_took_part: true
next_review: 2026-07-05
written: 2026-04-06 15:00
---

## Accomplished

The diary is kept without a reminder.

## Progress

Bedtime kept on 3 nights a week, up from 1 (O1.1).

## Challenges

Two weeks were lost to a cold in March.

## Client's view

"It is slow, but it is going the right way."

## Why this decision

Steady progress towards the target; no reason to change the plan.
""",
)
class Review(Record):
    """The periodic look at a plan: progress per objective, a decision, its reason."""

    takes_measures: ClassVar[bool] = True

    plan: str = ""
    period: Period | None = None
    clinician: str = ""
    supervisor: str = ""
    progress: Mapping[str, str] = NOTHING
    decision: str = ""
    client_took_part: bool = False
    next_review: Day | None = None
    barrier: Barrier | None = None
    changes: tuple[ReviewChange, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
