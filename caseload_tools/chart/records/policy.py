"""A policy or standard operating procedure of the practice, with its own review date."""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Record, record_type
from caseload_tools.dates import Interval


@record_type(
    "policy",
    folder="policies",
    of_practice=True,
    smallest="""
---
type: policy
title: Follow-up and ongoing session management
version: 1
effective: 2026-01-01
owner: sam.lee
review_every: 12 months
last_reviewed: 2026-01-01
covers: [scheduling, monitoring]
---

## Purpose

One way of following up, for everybody here.
""",
)
class PolicyRecord(Record):
    """A written policy: title, version, since when, who owns it, when it is looked at again."""

    title: str = ""
    version: object = None
    effective: Day | None = None
    owner: str = ""
    review_every: Interval | None = None
    last_reviewed: Day | None = None
    covers: tuple[str, ...] = ()
    ack_required: bool = False
