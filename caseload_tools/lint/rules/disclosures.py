"""CON: what left the practice: on what basis, how much, and with which notice."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.disclosure import Disclosure
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy


@rule("CON006", cites=("42 CFR 2.31(a)", "45 CFR 164.508(b)(5)"))
def disclosure_after_the_end(disclosure: Disclosure, chart: Chart) -> Problems:
    """Something was disclosed on a consent that was not in force on that day.

    After a revocation or the last day of a release, nothing more may be told on it.

    Bad:
        --- consent 2026-01-12-riverside
        kind: release-of-information
        status: revoked
        revoked_on: 2026-01-20
    Good:
        basis: consents/2026-01-12-riverside
    """
    basis = chart.find(disclosure.basis)
    if isinstance(basis, Consent) and not basis.holds_on(disclosure.date):
        yield disclosure.at("basis", "this consent was not in force on the day of the disclosure", "check both dates")


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


@rule("CON013", cites=("S0.26", "45 CFR 164.502(b)"), level="warning")
def more_disclosed_than_allowed(disclosure: Disclosure, chart: Chart) -> Problems:
    """More was disclosed than the release covers.

    The release lists what may be told; the rest stays here, however useful it may seem.

    Bad:
        information: [diagnosis]
    Good:
        information: [work goals]
    """
    basis = chart.find(disclosure.basis)
    if not isinstance(basis, Consent) or not basis.information:
        return
    for index, told in enumerate(disclosure.information):
        if told not in basis.information:
            yield disclosure.at(("information", index), "the release does not cover this", f"see {basis.link}")
