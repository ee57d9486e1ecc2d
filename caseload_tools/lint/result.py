"""What a run found, as a value that every format and the exit code are made from."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from caseload_tools.errors import EXIT_BUG, EXIT_CLEAN, EXIT_FINDINGS
from caseload_tools.lint.allowances import AllowedFinding
from caseload_tools.lint.baseline import BaselineFinding
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.rule import ENGINE
from caseload_tools.values import frozen


@frozen(slots=False)
class LintResult:
    """Findings in their order, and the figures around them.

    `records` were read, and of these `unasked` only for what they say of others; `part` says that there may be records
    of the practice that nobody asked about. `older` counts findings that a commit does not bring. `void` counts
    records that somebody named and that were declared void: rules ask them nothing but whether they are as they were.
    `commit` says that it is asked for the commit that is about to be made, as its hook does.
    `baselined` counts findings that the baseline knows, `removable` are its entries that no longer
    occur. `unreadable` counts files that stand where records should and could not be read. Of `unknown` clients nobody
    knows how high the risk is.
    """

    findings: tuple[Finding, ...] = ()
    records: int = 0
    clients: int = 0
    unreadable: int = 0
    allowed: tuple[AllowedFinding, ...] = ()
    baselined: int = 0
    removable: tuple[BaselineFinding, ...] = ()
    codes: frozenset[str] = frozenset()
    unasked: int = 0
    part: bool = False
    older: int = 0
    void: int = 0
    commit: bool = False
    unknown: int = 0

    @property
    def asked(self) -> int:
        """How many records somebody asked about."""
        return self.records - self.unasked

    @cached_property
    def by_level(self) -> dict[str, int]:
        """How many findings of each level there are."""
        return dict(Counter(finding.level for finding in self.findings))

    @cached_property
    def by_code(self) -> dict[str, int]:
        """How many findings of each rule there are, the most frequent first."""
        return dict(Counter(finding.code for finding in self.findings).most_common())

    @property
    def refusing(self) -> tuple[Finding, ...]:
        """The findings for which a commit or a push that brings them is refused."""
        return tuple(finding for finding in self.findings if finding.refuses)

    @property
    def excused(self) -> int:
        """How many errors refuse nothing, since their records are drafts."""
        return sum(finding.level == "error" and not (finding.refuses or finding.known) for finding in self.findings)

    def on_commit(self, finding: Finding) -> str:
        """What a finding does to the commit that this is asked for, in words; empty where there is none."""
        return finding.on_commit if self.commit else ""

    @property
    def fixable(self) -> int:
        """How many findings `caseload fix` could repair."""
        return sum(finding.fixable for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """3 when a rule failed, 1 for errors and warnings, 0 when there is at most advice.

        Asked for a commit it is 1 where the hook refuses it, and 0 where the hook lets it go on.
        """
        if any(finding.code == ENGINE.code for finding in self.findings):
            return EXIT_BUG
        if self.commit:
            return EXIT_FINDINGS if self.refusing else EXIT_CLEAN
        return EXIT_FINDINGS if self.by_level.keys() & {"error", "warning"} else EXIT_CLEAN
