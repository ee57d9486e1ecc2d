"""The safety plan: what to do when it gets bad again, in the client's own terms."""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Record, record_type

SECTIONS = ("Warning signs", "Coping", "People", "Professionals and crisis lines", "Making the place safe")


@record_type(
    "safety-plan",
    folder="safety",
    smallest="""
---
type: safety-plan
client: C-0001
date: 2026-01-19
kind: crisis
clinician: dana.ruiz
client_has_copy: true
review_on: 2026-07-19
---

## Warning signs

- Lying awake past three for several nights

## Coping

- The choir recordings; a walk round the block

## People

- Her brother (permission on file)

## Professionals and crisis lines

- Dana Ruiz, clinic number; 988, at any hour

## Making the place safe

- Sleeping tablets kept by her brother
""",
)
class SafetyPlan(Record):
    """A crisis or relapse-prevention plan: signs, coping, people, professionals, surroundings."""

    kind: str = ""
    clinician: str = ""
    client_has_copy: bool = False
    review_on: Day | None = None
