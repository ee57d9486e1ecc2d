"""CON: what left the practice: on what basis, how much, and with which notice."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.disclosure import Disclosure
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy


@rule("CON007", cites="42 CFR 2.32")
def part2_disclosure_without_notice(disclosure: Disclosure, chart: Chart, policy: Policy) -> Problems:
    """Records of substance use treatment were disclosed without the notice that must go with them.

    Every disclosure under 42 CFR Part 2 carries a notice that forbids passing it on. In a programme under that
    rule each disclosure is one (`part2_notice_required`), elsewhere those marked `part2`.

    Bad:
        part2: true
    Bad:
        practice: profile = "sud-part2"
    Good:
        part2: true
        notice: 42 CFR part 2 prohibits unauthorized disclosure of these records.
    """
    basis = chart.find(disclosure.basis)
    marked = disclosure.part2 or (isinstance(basis, Consent) and basis.kind == "part2-release")
    protected = marked or (policy.wants("part2_notice_required") and isinstance(basis, Consent))
    if protected and not disclosure.notice:
        hint = "add `notice:` with the words that were sent along"
        yield disclosure.at("notice", "the notice of 42 CFR Part 2 is not recorded", hint)
