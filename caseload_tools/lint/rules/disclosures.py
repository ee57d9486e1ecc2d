"""CON: what left the practice: on what basis, how much, and with which notice."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.base import Record
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.disclosure import Disclosure
from caseload_tools.chart.release_contents import laws_over
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy
from caseload_tools.practice.laws import PART2, Laws, RequiredNotice, is_notice
from caseload_tools.values import replace


@rule("CON007", cites="42 CFR 2.32")
def part2_disclosure_without_notice(disclosure: Disclosure, chart: Chart, policy: Policy) -> Problems:
    """Records of substance use treatment were disclosed without what must go with them.

    Every disclosure under 42 CFR Part 2 that rests on a consent carries a notice that forbids passing it on, in one of
    the two wordings of its day, and since 16 February 2026 a copy of the consent or a clear explanation of its scope
    (`scope_told`, or the consent among what was sent). In a programme under that rule each disclosure is one
    (`part2_notice_required`), elsewhere those marked `part2`.

    Bad:
        part2: true
    Bad:
        practice: profile = "sud-part2"
    Bad:
        part2: true
        scope_told: copy
        notice: 42 CFR part 2 prohibits unauthorized disclosure of these records.
        --- disclosure 2026-02-18
        part2: true
        scope_told: copy
        notice: 42 CFR part 2 prohibits unauthorized disclosure of these records.
    Bad:
        --- disclosure 2026-02-18
        part2: true
        notice: 42 CFR part 2 prohibits unauthorized use or disclosure of these records.
    Good:
        part2: true
        notice: 42 CFR part 2 prohibits unauthorized use or disclosure of these records.
    Good:
        --- disclosure 2026-02-18
        part2: true
        scope_told: explanation
        notice: 42 CFR part 2 prohibits unauthorized use or disclosure of these records.
    """
    basis = chart.find(disclosure.basis)
    if not disclosure.basis.casefold().startswith("consent"):
        return  # a court's order, an emergency: the notice belongs to what is told on a consent
    if not _is_marked(disclosure, chart) and not (policy.wants("part2_notice_required") and isinstance(basis, Consent)):
        return
    laws = laws_over(disclosure, policy).adding(PART2)
    held = laws.notices(disclosure.date)
    if not disclosure.notice:
        hint = "add `notice:` with the words that were sent along" + _short_words(held)
        yield disclosure.at("notice", "the notice of 42 CFR Part 2 is not recorded", hint)
    elif not any(is_notice(disclosure.notice, each) for each in held):
        message = "the notice is not in the words of 42 CFR 2.32 on this day" + _of_when(disclosure, laws)
        hint = f"send the notice again in the words of that day, and record it{_short_words(held)}"
        yield replace(disclosure.at("notice", message, hint), most="warning")
    if laws.provision("2.32(b)", disclosure.date) and not _tells_scope(disclosure):
        message = "neither a copy of the consent nor an explanation of its scope went along"
        hint = "send it, and add `scope_told: copy` or `scope_told: explanation` (42 CFR 2.32(b))"
        yield replace(disclosure.at("scope_told", message, hint), most="warning")


def _is_marked(disclosure: Disclosure, chart: Chart) -> bool:
    """Whether the disclosure, the consent it rests on, or something that was sent is a record of Part 2."""
    basis = chart.find(disclosure.basis)
    sent = (chart.find(link) for link in disclosure.what)
    return (
        disclosure.part2
        or (isinstance(basis, Consent) and (basis.part2 or basis.kind == "part2-release"))
        or any(isinstance(each, Record) and each.part2 for each in sent)
    )


def _tells_scope(disclosure: Disclosure) -> bool:
    return bool(disclosure.scope_told) or any(link.startswith("consents/") for link in disclosure.what)


def _of_when(disclosure: Disclosure, laws: Laws) -> str:
    """Which wording it is, where it is one of another time."""
    other = next((each for each in laws.notices() if is_notice(disclosure.notice, each)), None)
    if other is None:
        return ""
    if other.until is not None and other.until < disclosure.date:
        return f"; these held until {other.until}"
    return f"; these hold from {other.since}"


def _short_words(held: tuple[RequiredNotice, ...]) -> str:
    shortest = min((each.words for each in held), key=len, default="")
    return f", such as: {shortest}" if shortest else ""
