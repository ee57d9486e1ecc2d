"""What a part of a run has found so far, in a form that parts can be added up in, also across processes.

Holds findings and small facts, never a record. What becomes of them in the end is run.py's business.
"""

from __future__ import annotations

from typing import Any

from caseload_tools.chart.across.gathering import Gathering
from caseload_tools.lint.allowances import AllowedFinding
from caseload_tools.lint.finding import Finding


class Tally:
    """What one chart, or one process, has found, and the facts gathered for what is asked across charts.

    `asked` counts the records that somebody asked about: not all that were read. `void` are those that
    somebody named and that count for nothing. Of `unknown` clients nobody knows how high the risk is. `allowing` are
    the paths of records that allow something of a rule that runs across charts.
    """

    __slots__ = (
        "allowed",
        "allowing",
        "asked",
        "clients",
        "findings",
        "gathered",
        "records",
        "unknown",
        "unreadable",
        "void",
    )

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.allowed: list[AllowedFinding] = []
        self.records = 0
        self.asked = 0
        self.unreadable = 0
        self.clients = 0
        self.void = 0
        self.unknown = 0
        self.gathered: dict[type[Gathering[Any]], list[Any]] = {}
        self.allowing: list[str] = []

    def add(self, other: Tally) -> None:
        """Take in what another has found."""
        for cls, facts in other.gathered.items():
            self.gathered.setdefault(cls, []).extend(facts)
        self.allowing += other.allowing
        self.findings += other.findings
        self.allowed += other.allowed
        self.records += other.records
        self.asked += other.asked
        self.unreadable += other.unreadable
        self.clients += other.clients
        self.void += other.void
        self.unknown += other.unknown
