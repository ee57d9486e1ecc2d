"""CON: did the client agree to this, for this person, about this, on that day."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.consents import seen_without_consent
from caseload_tools.chart.clocks.minors import wrong_signer
from caseload_tools.chart.ledger import owed, wanted
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import count_of, lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy
from caseload_tools.practice.laws import laws_of
from caseload_tools.values import replace


@rule("CON001", cites=("S2.16", "S4.5"), limit="consent_grace")
def service_without_consent(chart: Chart) -> Problems:
    """The client was seen, and no consent to treatment was in force.

    Consent comes before the first service; the policy may leave a few days. A chart that was opened again after its
    discharge asks for a consent of its own: the one of the earlier episode ended with it.

    Bad:
        --- no consent
        --- session 2026-01-19
    Bad:
        --- consent 2026-01-05-treatment
        signed_on: 2026-03-01
        --- session 2026-01-19
    Bad:
        --- client
        opened: 2026-03-01
        --- discharge 2026-01-20
        last_session: 2026-01-12
        --- session 2026-03-05
        today: 2026-03-20
    Good:
        --- session 2026-01-19
    """
    for session in seen_without_consent(chart):
        hint = f"if it was signed, record it with its day: `caseload new consent {chart.typed}`"
        yield session.at("date", "no consent to treatment was in force on this day", hint)


@rule("CON005", cites=("45 CFR 164.508(c)(1)(v)", "42 CFR 2.31(c)"), level="warning", limit="consent_warning")
def consent_runs_out(consent: Consent, chart: Chart, policy: Policy) -> Problems:
    """A consent has run out or runs out soon, and nothing has renewed it.

    Renewed in time it is a signature. Afterwards whatever rests on it alone stops: what family may do and hear, what the
    release named. What needs no consent goes on: outside of Part 2 treatment and payment, and everywhere the report that
    a law asks for and the medical emergency.

    Bad:
        kind: family
        to: brother
        expires: 2026-03-10
        today: 2026-03-01
    Good:
        kind: family
        to: brother
        expires: 2027-01-05
        today: 2026-03-01
    """
    limit = policy.interval("consent_warning")
    if limit is None or consent.expires is None:
        return
    for each in owed(chart, "consent"):
        if each.record is consent and each.due - timedelta(days=int(limit.days)) <= chart.today:
            when = lateness(consent.expires, chart.today)
            word = f"ran out, {when}" if each.is_overdue(chart.today) else f"runs out {when}"
            yield consent.at("expires", f"this consent {word}", "renew it, or mark it `status: expired`")


@rule("CON009", cites="S3.20", limit="telehealth_consent_required")
def telehealth_without_consent(session: Session, chart: Chart) -> Problems:
    """A session was held at a distance without a telehealth consent in force.

    The client agrees beforehand to care over a screen: its limits, its risks, what happens when the line fails. Said
    once, at the first such session, since one consent answers for all that follow.

    Bad:
        setting: video
        location: at home in Duluth, alone in the room
        emergency_contact_checked: true
    Good:
        setting: video
        location: at home in Duluth, alone in the room
        emergency_contact_checked: true
        --- consent 2026-01-05-telehealth
        kind: telehealth
    """
    if not session.is_telehealth or not session.took_place or not chart.fully_read("consent"):
        return
    if _agreed_to_telehealth(session, chart):
        return
    held = [each for each in chart.kept_sessions if each.is_telehealth]
    at = next((place for place, each in enumerate(held) if each is session), 0)
    if at and not _agreed_to_telehealth(held[at - 1], chart):
        return
    more = len(list(takewhile(lambda each: not _agreed_to_telehealth(each, chart), held[at + 1 :])))
    also = f", nor for {count_of(more, 'session')} after it" if more else ""
    hint = f"if it was given, record it with its day: `caseload new consent {chart.typed} --kind telehealth`"
    for law in laws_of(chart.policy_for(session)).about("telehealth", session.date):
        hint += f" ({law.source}{'' if law.verified else ', not checked'})"
    yield session.at("setting", f"no telehealth consent was in force on this day{also}", hint)


def _agreed_to_telehealth(session: Session, chart: Chart) -> bool:
    return any(each.kind == "telehealth" for each in chart.consents_on(session.date))


@rule("CON010", cites="S1.14", level="warning", limit="policy_acknowledge_within")
def policy_not_acknowledged(chart: Chart) -> Problems:
    """The client has not acknowledged a policy that clients have to know, or only an older version.

    Confidentiality, cancellation, fees: what holds for a client must have been handed to them.

    Bad:
        --- policy follow-up
        ack_required: true
        today: 2026-03-15
    Good:
        --- client
        acknowledged:
          - {policy: policies/follow-up, version: 1, date: 2026-01-05}
        --- policy follow-up
        ack_required: true
        today: 2026-03-15
    """
    for each in wanted(chart, "acknowledgement"):
        which = "this version of " if "this version" in each.what else ""
        message = f"the client has not acknowledged {which}{each.subject}"
        yield from each.at("acknowledged", message, "add it under `acknowledged:` with version and day")


@rule("CON011", cites="42 CFR 2.14", limit="age_of_consent")
def minor_signed_alone(consent: Consent, chart: Chart, policy: Policy) -> Problems:
    """The client signed alone and was under age, or has come of age and the guardian's signature still stands.

    Who may sign depends on the age on that day, on the service and on state law, where the practice names its state
    (`jurisdiction`); otherwise the policy says from which age clients sign. A year of birth, or the flag `minor`, is
    enough to ask.

    Bad:
        signed_by: client
        --- client
        born: 2011-03-02
    Bad:
        signed_by: client
        --- client
        born: 2012
    Bad:
        signed_by: client
        --- client
        flags: [minor]
    Bad:
        signed_by: guardian
        --- client
        born: 2001-03-02
    Bad:
        signed_by: guardian
        --- client
        born: 2001
    Good:
        signed_by: guardian
        authority: mother, custody papers seen
        --- consent 2026-01-05-treatment
        signed_by: guardian
        --- client
        born: 2011-03-02
    Good:
        --- consent 2026-01-05-treatment
        signed_by: client
        --- client
        born: 2001
    Good:
        --- consent 2026-01-05-treatment
        signed_by: client
        authority: may sign alone from 14 on, state law
        --- client
        born: 2012
        flags: [minor]
    """
    found = wrong_signer(consent, chart, policy)
    if found is not None:
        problem = consent.at("signed_by", found.message, found.hint)
        yield replace(problem, most="warning") if found.doubtful else problem
