"""What left the room or came in, by record: contacts, referrals, disclosures, who sat in, and attempts after a miss.

One Communication for each recipient. Nothing is judged here; and what was never said is not invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.disclosing.communication import Communication
from caseload_tools.chart.disclosing.recipients import kind_of_agency, kind_of_words
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.agency import Agency
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.disclosure import Disclosure
from caseload_tools.chart.records.referral import Referral
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.records.who_was_there import names_client
from caseload_tools.dates import add_months, parse_day
from caseload_tools.text.language.patterns import late_pattern

_VOICEMAIL = late_pattern(
    r"\bvoice ?-?mail\b|\bVM\b|\banswering machine\b|\b(?:left|leaving|leave) (?:\w+ ){0,3}?(?:message|msg)\b",
    re.IGNORECASE,
)
_NAMED = late_pattern(r"[^,;:(]+")  # what stands behind it is about papers, or about somebody else
_WORD = late_pattern(r"[^\W\d_]{3,}")
_IDLE = frozenset(("the", "her", "his", "their", "our", "client", "patient"))
_POSSESSOR = late_pattern(
    r"\b(?!(?:client|patient)['’])\w+['’]s\b|\b(?:of|in)\b(?! (?:the )?(?:client|patient))", re.IGNORECASE
)
_OF_AN_ADULT = late_pattern(r"\b(?:court|order|appointed|conservator\w*|guardianship|adult)\b", re.IGNORECASE)
_OF_AGE = 18
_NOTHING_TOLD = ("resources", "inquiry")  # what one asks of an agency without naming anybody


def recipient_kind(chart: Chart, to: str) -> str:
    """What sort of recipient is meant by a link, a staff id or words."""
    found = chart.find(to) if "/" in to else None
    if isinstance(found, Agency):
        return kind_of_agency(found)
    if to in chart.practice.staff:
        return "staff"
    if "/" in to:
        return "agency"
    named = kind_of_words(to)
    return "client" if named == "other" and names_client(to, chart.id) else named


def is_guardian(chart: Chart, to: str, day: Day | None = None) -> bool:
    """Whether client.md names this person, and nobody beside them, as the client's guardian on a day.

    Of an adult only where it says that a court appointed one: a parent's word ends when the client comes of age.
    """
    client = chart.client
    if client is None or "/" in to or _POSSESSOR.search(to):
        return False
    if _is_adult(client, day or chart.today) and not _OF_AN_ADULT.search(client.guardian):
        return False
    named = _NAMED.match(client.guardian)
    # Only what client.md says of the guardian may stand beside the name.
    words = _words_of(to)
    return bool(named and words & _words_of(named[0])) and words <= _words_of(client.guardian)


def _words_of(text: str) -> set[str]:
    return {*_WORD.findall(text.casefold())} - _IDLE


def _is_adult(client: Client, day: Day) -> bool:
    """Whether the client had surely come of age by a day; not where nothing says when they were born."""
    born = client.born
    known = parse_day(born) or (Day(born, 12, 31) if isinstance(born, int) else None)
    return known is not None and add_months(known, 12 * _OF_AGE) <= day


def communications_of(record: Record, chart: Chart) -> Iterator[Communication]:
    """Everything that a record says was told to somebody, or came from somebody; of nobody there is nothing to ask."""
    yield from (each for each in _read_from(record, chart) if each.to.strip())


def _read_from(record: Record, chart: Chart) -> Iterator[Communication]:
    if isinstance(record, Contact):
        yield _of_contact(record, chart)
    elif isinstance(record, Referral):
        yield _of_referral(record, chart)
    elif isinstance(record, Disclosure):
        yield _of_disclosure(record, chart)
    elif isinstance(record, Session):
        yield from _of_session(record, chart)


def _of_contact(contact: Contact, chart: Chart) -> Communication:
    kind = recipient_kind(chart, contact.with_)
    about_nobody = contact.level == "macro" or (contact.purpose in _NOTHING_TOLD and not contact.information)
    listened = contact.direction == "in" and not contact.information
    left = contact.channel == "phone" and bool(_VOICEMAIL.search(contact.outcome or contact.document.shown[:400]))
    return Communication(
        record=contact,
        to=contact.with_,
        kind=kind,
        day=contact.date,
        place=("with",),
        direction="in" if contact.direction == "in" else "out",
        channel=contact.channel,
        voicemail=left and kind == "client",
        information=contact.information,
        basis=contact.basis,
        cited=contact.consent,
        rests_on=contact.rests_on,
        told=kind == "client"
        or ((contact.reached or (left and bool(contact.information))) and not about_nobody and not listened),
        written_down=bool(contact.staff and contact.time and (contact.prose.strip() or contact.outcome)),
        has_words=bool(contact.prose.strip() or contact.outcome),
        names_information=bool(contact.information),
    )


def _of_referral(referral: Referral, chart: Chart) -> Communication:
    return Communication(
        record=referral,
        to=referral.to,
        kind=recipient_kind(chart, referral.to),
        day=referral.date,
        place=("to",),
        basis=referral.basis,
        cited=referral.consent,
        rests_on=referral.rests_on,
    )


def _of_disclosure(disclosure: Disclosure, chart: Chart) -> Communication:
    return Communication(
        record=disclosure,
        to=disclosure.to,
        kind=recipient_kind(chart, disclosure.to),
        day=disclosure.date,
        place=("to",),
        information=disclosure.information,
        basis=disclosure.basis,
        rests_on=disclosure.rests_on,
        written_down=bool(disclosure.by and disclosure.purpose),
        names_information=bool(disclosure.information or disclosure.what),
    )


def _of_session(session: Session, chart: Chart) -> Iterator[Communication]:
    for index, attempt in enumerate(session.outreach):
        yield Communication(
            record=session,
            to="client",
            kind="client",
            day=attempt.day or session.date,
            place=("outreach", index, "channel"),
            channel=attempt.channel,
            voicemail=attempt.channel == "phone" and bool(_VOICEMAIL.search(attempt.result)),
        )
    if not session.took_place or session.service == "group":
        return
    for index, who in enumerate(session.participants):
        kind = recipient_kind(chart, who)
        if kind != "client":
            yield Communication(
                record=session,
                to=who,
                kind=kind,
                day=session.date,
                place=("participants", index),
                channel=session.setting,
                rests_on=("agreement",) if session.agreement else (),
                present=True,
            )
