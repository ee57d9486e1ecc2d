"""What a part of a run has found so far, in a form that parts can be added up in, also across processes.

Holds findings and small facts, never a record. What becomes of them in the end is running.py's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from caseload_tools.across.gathering import Gathering
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.waivers import Waived


@dataclass(slots=True)
class Tally:
    """What one chart, or one process, has found, and the facts gathered for what is asked across charts.

    `allowing` are the paths of records that allow something of a rule that runs across charts.
    """

    findings: list[Finding] = field(default_factory=list)
    waived: list[Waived] = field(default_factory=list)
    records: int = 0
    unreadable: int = 0
    clients: int = 0
    gathered: dict[type[Gathering[Any]], list[Any]] = field(default_factory=dict)
    allowing: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another has found."""
        for cls, facts in other.gathered.items():
            self.gathered.setdefault(cls, []).extend(facts)
        self.allowing += other.allowing
        self.findings += other.findings
        self.waived += other.waived
        self.records += other.records
        self.unreadable += other.unreadable
        self.clients += other.clients
