"""CON: on what basis something was told to somebody outside: a release, or what needs none.

What may be told is answered in one place (chart/disclosing); each rule here is one kind of answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.disclosing.answering import answers_to
from caseload_tools.chart.disclosing.communication import Permission
from caseload_tools.chart.disclosing.reasons import permission_hint, permission_message
from caseload_tools.chart.ledger import wanted
from caseload_tools.chart.records import Problem, Problems, Record
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.disclosure import Disclosure
from caseload_tools.chart.records.referral import Referral
from caseload_tools.lint.rule import rule
from caseload_tools.values import replace

_ENDED = ("release-ended", "release-later", "release-revoked", "release-draft")
_NO_RELEASE = ("no-release", *_ENDED, "release-of-another", "release-says-nobody", "release-not-for-this")
_OF_LAW = (
    *("law-refuses", "not-this-recipient", "psychotherapy-notes", "needs-missing", "report-not-free"),
    "only-heard",
)


def _answered(record: Record, chart: Chart, reasons: Collection[str]) -> Iterator[Permission]:
    return (each for each in answers_to(record, chart) if each.reason in reasons and not each.communication.present)


def _problems(record: Record, chart: Chart, reasons: Collection[str]) -> Problems:
    """A problem at each place that an answer is about. What nobody said is asked, and is no error."""
    for each in _answered(record, chart, reasons):
        for place in each.places:
            found: Problem = record.at(place, permission_message(each), permission_hint(each))
            yield found if each.verdict == "no" else replace(found, most="warning")


@rule("CON003", cites=("S0.22", "S0.26", "S2.4", "S3.15", "45 CFR 164.508", "42 CFR 2.31"))
def contact_outside_a_release(contact: Contact, chart: Chart) -> Problems:
    """Somebody outside was spoken to about the client, and no release covered it on that day.

    The release has to be in force on the day, for this recipient, and for what was told; nobody cites a revoked one.
    What needs no release is no finding: a mandated report, an emergency, under HIPAA another provider or whoever pays.
    Other bases are written under `basis:`.

    Bad:
        with: agencies/riverside
        purpose: coordination
        --- agency riverside
    Bad:
        with: agencies/riverside
        purpose: coordination
        information: [diagnosis]
        consent: consents/2026-01-12-riverside
        --- consent 2026-01-12-riverside
        kind: release-of-information
        from: dana.ruiz
        to: agencies/riverside
        information: [attendance]
        purpose: help in finding work
        expires: 2027-01-12
        --- agency riverside
    Good:
        with: agencies/riverside
        purpose: coordination
        information: [attendance]
        consent: consents/2026-01-12-riverside
        --- consent 2026-01-12-riverside
        kind: release-of-information
        from: dana.ruiz
        to: agencies/riverside
        information: [attendance]
        purpose: help in finding work
        expires: 2027-01-12
        --- agency riverside
    Good:
        with: state child protection hotline
        purpose: coordination
        --- contact 2026-01-22
        with: the primary care physician
        purpose: coordination
    """
    yield from _problems(contact, chart, (*_NO_RELEASE, "beyond-release", "cited-revoked"))


@rule("CON006", cites=("42 CFR 2.31(a)", "45 CFR 164.508(b)(5)"))
def disclosure_after_the_end(disclosure: Disclosure, chart: Chart) -> Problems:
    """Something was disclosed on a consent that was not in force on that day, or was for somebody else.

    After a revocation or the last day of a release, nothing more may be told on it. What was told before stays lawful.

    Bad:
        --- consent 2026-01-12-riverside
        kind: release-of-information
        status: revoked
        revoked_on: 2026-01-20
    Bad:
        to: agencies/harbor
        --- agency harbor
    Good:
        basis: consents/2026-01-12-riverside
    """
    yield from _problems(disclosure, chart, _NO_RELEASE)


@rule("CON013", cites=("S0.26", "45 CFR 164.502(b)"), level="warning")
def more_disclosed_than_allowed(disclosure: Disclosure, chart: Chart) -> Problems:
    """More was disclosed than the release covers.

    The release lists what may be told; the rest stays here, however useful it may seem.

    Bad:
        information: [diagnosis]
    Good:
        information: [work goals]
    """
    yield from _problems(disclosure, chart, ("beyond-release",))


@rule("CON018", cites=("45 CFR 164.502(a)", "42 CFR 2.13(a)"), level="warning")
def basis_not_said(record: Contact | Disclosure, chart: Chart) -> Problems:
    """Somebody was told something of the client, and nothing says on what basis.

    A release is one, and there are others: treatment, payment, a mandated report, a threat, an emergency, a court, the
    client's own request, agreement of whom the client involves. It is asked where none follows from the record itself.

    Bad:
        with: police
        purpose: coordination
        information: [attendance]
    Bad:
        with: brother
        purpose: collateral
        information: [attendance]
    Bad:
        with: the primary care physician
        purpose: coordination
        basis: as usual
    Good:
        with: police
        purpose: coordination
        information: [where she was last seen]
        basis: threat
        --- contact 2026-01-22
        with: brother
        purpose: collateral
        rests_on: [agreement]
    """
    if any(each.record is record for each in wanted(chart, "who was there")):
        return  # RSK015 asks whether it was the client: to ask once is enough
    asked = ("basis-not-said", "basis-unknown", "agreement-not-said", "revoked-and-told", "release-unsigned")
    yield from _problems(record, chart, asked)


@rule("CON019", cites=("S2.4", "45 CFR 164.508", "42 CFR 2.31"), level="warning")
def referral_without_a_release(referral: Referral, chart: Chart) -> Problems:
    """A referral was sent on nothing that covers it.

    It tells somebody that the client is one, and mostly why. It names the release or another basis; for a provider
    `basis: treatment` is enough, unless the records are under 42 CFR Part 2.

    Bad:
        status: sent
        consent:
        --- agency riverside
    Bad:
        consent: consents/2026-01-12-riverside
        --- agency riverside
        --- consent 2026-01-12-riverside
        status: revoked
        revoked_on: 2026-01-12
    Good:
        status: sent
        consent: consents/2026-01-12-riverside
        --- agency riverside
        --- consent 2026-01-12-riverside
    Good:
        to: agencies/harbor
        kind: prescriber
        status: sent
        basis: treatment
        --- agency harbor
        name: Harbor Prescribing
        services: [prescriber]
    """
    if referral.status != "draft":
        reasons = (*_NO_RELEASE, "cited-revoked", "release-unsigned", "basis-unknown", "basis-not-said")
        yield from _problems(referral, chart, reasons)


@rule("CON023", cites=("45 CFR 164.508(c)(1)(i)", "42 CFR 2.31(a)(3)"), level="warning")
def told_nobody_knows_what(record: Contact | Disclosure | Referral, chart: Chart) -> Problems:
    """Something was told on a release that says nothing of what may be told, or nobody wrote down what was told.

    A release without `information:` covers nothing. And whether a call kept within one can only be seen where the
    call says what was told.

    Bad:
        with: agencies/riverside
        purpose: coordination
        consent: consents/2026-01-12-riverside
        --- agency riverside
        --- consent 2026-01-12-riverside
    Bad:
        with: agencies/riverside
        purpose: coordination
        information: [attendance]
        consent: consents/2026-01-12-riverside
        --- agency riverside
        --- consent 2026-01-12-riverside
        information:
    Good:
        with: agencies/riverside
        purpose: coordination
        information: [attendance]
        consent: consents/2026-01-12-riverside
        --- agency riverside
        --- consent 2026-01-12-riverside
    """
    yield from _problems(record, chart, ("release-says-nothing", "told-not-said"))


@rule("CON025", cites=("45 CFR 164.512", "42 CFR 2.12(c)(6)", "42 CFR 2.51", "42 CFR 2.61"), level="warning")
def basis_that_does_not_hold(record: Contact | Disclosure | Referral, chart: Chart) -> Problems:
    """Something was told on a basis that the law of the day does not have here, or that lacks what it needs.

    Each basis has its own condition: a court its order, police one of the narrow cases, a request its signature. Under
    42 CFR Part 2 there are fewer: of reports only that of child abuse is free, an emergency is written down, a court
    needs an order and a subpoena. That is no reason to wait with a report, which can be made without naming treatment.

    Bad:
        with: the county court
        purpose: coordination
        basis: court
    Bad:
        practice: profile = "sud-part2"
        with: adult protective services
        purpose: coordination
    Bad:
        practice: profile = "sud-part2"
        with: police
        purpose: coordination
        basis: threat
    Good:
        with: the county court
        purpose: coordination
        basis: court
        rests_on: [order]
        --- contact 2026-01-22
        with: police
        purpose: coordination
        basis: threat
    """
    yield from _problems(record, chart, _OF_LAW)
