"""CON: by which way the client was reached, and who sat in: what client.md and the session say of it.

What may be is answered in one place (chart/disclosing); each rule here is one kind of answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.disclosing.answering import answers_to
from caseload_tools.chart.disclosing.channels import channel_contradictions, safe_channels_of
from caseload_tools.chart.disclosing.reasons import CONTRADICTIONS, permission_hint, permission_message
from caseload_tools.chart.records import Problems, Record
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.lint.rule import rule
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.values import replace

_OTHERS = frozenset(("officer", "attorney", "agency", "school", "employer", "housing", "police", "court", "payer"))
# Without a subject it is the writer who rang; "she rang her doctor" is what the client did.
_RANG = late_pattern(
    r"(?:^|(?<=[.;!?\n] )|\bI )(?:rang|called|phoned|spoke (?:to|with)|talked (?:to|with)|e-?mailed|wrote to) "
    r"(?:the |her |his |their )?(?:\w+ )?"
    r"(?:Dr\b|doctor|physician|psychiatrist|prescriber|pharmac\w+|school|teacher|landlord|employer|insur\w+|"
    r"probation|hospital|clinic|ward|case ?worker|social worker|lawyer|attorney)",
    re.IGNORECASE | re.MULTILINE,
)


def _channel_problems(record: Record, chart: Chart, reasons: Collection[str]) -> Problems:
    for each in answers_to(record, chart):
        if each.reason in reasons:
            hint = permission_hint(each, safe_channels_of(chart.client))
            yield record.at(each.places[0], permission_message(each), hint)


@rule("CON012", cites="S0.10")
def unsafe_channel_used(record: Contact | Session, chart: Chart) -> Problems:
    """The client was contacted on a channel that client.md says not to use.

    A message on the wrong telephone can put somebody in danger. Calls, messages and each attempt after a missed session
    are asked; `do_not_contact` may also name `voicemail`, and the flag `shared-phone` says who else may listen.

    Bad:
        channel: sms
        --- client
        do_not_contact: [sms]
    Bad:
        --- client
        do_not_contact: [sms]
        --- session 2026-01-19
        attendance: no-show
        outreach:
          - {at: 2026-01-19 15:10, channel: sms, result: no answer}
    Bad:
        outcome: no answer, left a voicemail
        --- client
        do_not_contact: [voicemail]
    Bad:
        channel: sms
        --- client
        safe_channels: [phone, sms]
        flags: [shared-phone]
    Good:
        channel: phone
        --- client
        do_not_contact: [sms]
    """
    yield from _channel_problems(record, chart, ("channel-forbidden", "voicemail-forbidden", "telephone-shared"))


@rule("CON020", cites="S0.10", level="warning")
def channel_not_among_the_safe(record: Contact | Session, chart: Chart) -> Problems:
    """The client was contacted by a way that is not among those called safe.

    `safe_channels` means only those: whoever added one way to the list was asked about the others too.

    Bad:
        channel: email
        --- client
        safe_channels: [phone]
    Good:
        channel: phone
        --- client
        safe_channels: [phone]
    """
    yield from _channel_problems(record, chart, ("channel-not-safe",))


@rule("CON021", cites="S0.10", level="warning")
def channels_that_contradict(client: Client) -> Problems:
    """What client.md says of safe and forbidden ways to reach the client contradicts itself.

    Whoever rings in a hurry reads one of the keys, and not the other.

    Bad:
        prefers: sms
        do_not_contact: [sms]
    Bad:
        safe_channels: [phone, sms]
        do_not_contact: [sms]
    Bad:
        prefers: email
        safe_channels: [phone]
    Good:
        prefers: phone
        safe_channels: [phone]
        do_not_contact: [sms]
    """
    for key, reason in channel_contradictions(client):
        message, hint = CONTRADICTIONS[reason]
        yield client.at(key, message, hint)


@rule("CON022", cites="S0.22", level="warning", prose=True)
def call_filed_under_the_client(contact: Contact) -> Problems:
    """A contact that is filed as one with the client tells of a call with somebody else.

    On what basis somebody outside was told is asked of whom `with:` names; filed under the client, nobody asks.

    Bad:
        with: client
        purpose: coordination

        Rang Dr. W. about the tablets.
    Good:
        with: Dr. W.
        purpose: coordination

        Rang Dr. W. about the tablets.
    """
    if contact.is_with_client and contact.purpose in ("coordination", "collateral"):
        told = _RANG.search(contact.prose)
        if told is not None:
            line, column = contact.place_in_prose(told.start())
            hint = "write under `with:` who was spoken to, and the release or `basis:`"
            yield contact.at_line(line, "this tells of a call with somebody other than the client", hint, column)


@rule("CON004", cites=("S2.4", "S2.6", "45 CFR 164.510(b)"))
def family_without_permission(session: Session, chart: Chart) -> Problems:
    """Somebody close to the client took part in a session, and nothing says that the client agreed.

    Including the family helps, with permission: a family consent for this person, or a line under `agreement:` that the
    client agreed, or was asked and did not object. Under 42 CFR Part 2 the consent is in writing. Interpreters,
    colleagues and trainees take part by their work, and need none.

    Bad:
        participants: [client, brother]
    Bad:
        participants: [client, brother]
        --- consent 2026-01-05-family
        kind: family
        to: sister
        allows: [attend]
    Bad:
        service: couple
    Good:
        participants: [client, brother]
        --- consent 2026-01-05-family
        kind: family
        to: brother
        allows: [attend]
    Good:
        participants: [client, brother, interpreter]
        agreement: she asked him to come, and said so again at the door
    """
    if session.took_place and session.service in ("couple", "family") and not session.participants:
        found = session.at("participants", "nobody says who was there", "add `participants:`, such as [client, wife]")
        yield replace(found, most="warning")
    for each in answers_to(session, chart):
        if each.communication.present and not each.allowed and each.communication.kind not in _OTHERS and each.places:
            problem = session.at(each.places[0], permission_message(each), permission_hint(each))
            yield problem if each.verdict == "no" else replace(problem, most="warning")


@rule("CON024", cites=("45 CFR 164.508", "42 CFR 2.35"), level="warning")
def somebody_official_sat_in(session: Session, chart: Chart) -> Problems:
    """Somebody official took part in a session without a release.

    A probation officer or whoever else reports to a court or an agency is not family: that the client said nothing against it does not do. What is
    heard there goes into somebody else's file.

    Bad:
        participants: [client, probation officer]
    Good:
        participants: [client, probation officer]
        --- consent 2026-01-05-release
        kind: release-of-information
        from: dana.ruiz
        to: probation officer
        information: [attendance]
        purpose: conditions of probation
        expires: 2027-01-05
    """
    for each in answers_to(session, chart):
        if each.communication.present and not each.allowed and each.communication.kind in _OTHERS:
            yield session.at("agreement", permission_message(each), permission_hint(each))
