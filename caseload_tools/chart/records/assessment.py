"""What was found out at intake, at a reassessment, or when asking about risk."""

from __future__ import annotations

from datetime import date as Day
from typing import ClassVar

from caseload_tools.chart.records.base import Part, Record, record_type


class Diagnosis(Part):
    """A coded diagnosis (ICD-10-CM) in words and code."""

    code: str = ""
    text: str = ""


class Domain(Part):
    """One area of life that was asked about, and whether there is a need in it."""

    name: str = ""
    rating: object = None
    need: str = ""
    why: str = ""


@record_type(
    "assessment",
    folder="assessments",
    smallest="""
---
type: assessment
client: C-0001
date: 2026-01-05
kind: intake
clinician: dana.ruiz
risk: none
written: 2026-01-05 16:00
---

## Presenting concerns

Has not slept through a night since the move in November.

## History

First contact with services.

## Strengths

Keeps up her choir, and sees her brother every week.

## Risk

Asked directly; no thoughts of suicide, now or before.
""",
)
class Assessment(Record):
    """What was found out at intake or later: concerns, history, strengths, needs, risk."""

    takes_measures: ClassVar[bool] = True

    kind: str = ""
    clinician: str = ""
    diagnoses: tuple[Diagnosis, ...] = ()
    domains: tuple[Domain, ...] = ()
    risk: str = ""
    risk_reason: str = ""
    substance_use: str = ""
    reassess_on: Day | None = None
    safety_plan: str = ""
    consultation: str = ""
