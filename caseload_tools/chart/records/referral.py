"""A referral to somebody else, followed until it has an outcome (the closed loop)."""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Record, record_type

OPEN = ("sent", "accepted", "waiting")
FAILED = ("declined", "failed")


@record_type(
    "referral",
    folder="referrals",
    smallest="""
---
type: referral
client: C-0001
date: 2026-01-12
to: agencies/riverside
kind: vocational
goal: G1
status: attending
fit: good
---

Asked for a first meeting about shift work.
""",
)
class Referral(Record):
    """A service asked for elsewhere, what became of it, and whether it fits."""

    to: str = ""
    kind: str = ""
    clinician: str = ""
    goal: str = ""
    consent: str = ""
    basis: str = ""
    rests_on: tuple[str, ...] = ()
    status: str = ""
    check_by: Day | None = None
    outcome: str = ""
    outcome_on: Day | None = None
    replaced_by: str = ""
    reason: str = ""
    fit: str = ""

    @property
    def is_open(self) -> bool:
        """Asked for, but the client does not attend yet and nobody has said no, or said it in a word that we know."""
        return self.status in OPEN or not self.status
