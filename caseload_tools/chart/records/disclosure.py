"""What was given to whom, on what basis: the accounting of disclosures."""

from __future__ import annotations

from caseload_tools.chart.records.base import Record, record_type


@record_type(
    "disclosure",
    folder="disclosures",
    smallest="""
---
type: disclosure
client: C-0001
date: 2026-02-02
to: agencies/riverside
what: [plans/2026-01-12]
information: [work goals]
purpose: help in finding work with regular hours
basis: consents/2026-01-12-riverside
by: dana.ruiz
---
""",
)
class Disclosure(Record):
    """Records or facts that left the practice: to whom, which, why, on what basis."""

    to: str = ""
    what: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    purpose: str = ""
    basis: str = ""
    rests_on: tuple[str, ...] = ()
    by: str = ""
    notice: str = ""
    scope_told: str = ""
