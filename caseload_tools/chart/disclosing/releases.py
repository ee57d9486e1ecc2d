"""Releases: which of a client's consents is about a recipient, whether it held on a day, and what may be told on it.

A release covers whom it names and what it names. One that names nobody covers nobody, and one that says nothing of
what may be told covers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as Day

from caseload_tools.chart.disclosing.communication import Communication, Permission, Verdict
from caseload_tools.chart.records.consent import RELEASES, Consent
from caseload_tools.chart.release_contents import is_single_consent
from caseload_tools.text.language.patterns import late_pattern

NOTES = late_pattern(r"\b(?:psychotherapy|process) notes?\b", re.IGNORECASE)
_EVERYTHING = late_pattern(r"\b(?:all|entire|whole|complete|everything)\b", re.IGNORECASE)
_TPO_RECIPIENTS = ("treating", "payer", "emergency")
_WORD = late_pattern(r"[^\W\d_]{3,}")
# An ex-husband is not the husband, and a sister's husband is hers.
_ANOTHER = late_pattern(r"\b(?:ex|former|late)\b|\b(?!(?:client|patient)['’])\w+['’]s(?= \w)", re.IGNORECASE)
_IDLE = frozenset(("the", "her", "his", "their", "client", "and", "from", "for"))


def names_recipient(consent: Consent, communication: Communication) -> bool:
    """Whether a release is about this recipient: by its link, in the same words, or in words that all fit."""
    if consent.kind not in RELEASES:
        return False
    if is_single_consent(consent) and communication.kind in _TPO_RECIPIENTS:
        return True
    to, told = consent.to.strip().casefold(), communication.to.strip().casefold()
    if not to:
        return False
    if to == told:
        return True
    if "/" in to:  # whoever was spoken to there: the record says by its link that it was about them
        return "/" not in told and communication.cited == consent.link
    named, said = ({*_WORD.findall(each)} - _IDLE for each in (to, told))
    somebody_else = {*_ANOTHER.findall(told)} - {*_ANOTHER.findall(to)}
    return bool(named and said) and "/" not in told and not somebody_else and (named <= said or said <= named)


def is_signed(consent: Consent) -> bool:
    """Whether anything says when somebody signed it: a day, or a signature."""
    return bool(consent.signed_on or consent.signatures)


def release_reason(consent: Consent, day: Day) -> str:
    """Why a release did not hold on a day, as a key of reasons.py; empty where it did."""
    if consent.status == "draft":
        return "release-draft"
    if not is_signed(consent):
        return "release-unsigned"
    if consent.holds_on(day):
        return ""
    if consent.status == "revoked" or (consent.revoked_on is not None and day >= consent.revoked_on):
        return "release-revoked"
    return "release-later" if day < consent.starts else "release-ended"


def allows(consent: Consent, communication: Communication) -> bool:
    """Whether a family consent allows what was done: to be there, or to be spoken to."""
    if consent.kind != "family" or not consent.allows:
        return True
    return ("attend" if communication.present else "contact") in consent.allows


def untold(communication: Communication, releases: Iterable[Consent]) -> tuple[int, ...]:
    """The places in `information` of what none of some releases covers."""
    held = tuple(releases)
    covered = {word.strip().casefold() for each in held for word in each.information}
    everything = any(_EVERYTHING.search(word) for word in covered)
    notes = any(each.kind == "psychotherapy-notes" for each in held)
    return tuple(
        index
        for index, told in enumerate(communication.information)
        if told.strip().casefold() not in covered and not (notes if NOTES.search(told) else everything)
    )


def release_answer(consents: Iterable[Consent], asked: Communication, cited: object) -> Permission | None:
    """The answer of the releases that are about a recipient; None where there is none, and none is cited."""
    about = [each for each in consents if names_recipient(each, asked)]
    if about:
        return _judged(about, asked, cited)
    if isinstance(cited, Consent) and cited.kind in RELEASES:
        reason = "release-of-another" if cited.to.strip() else "release-says-nobody"
        return Permission(asked, "no", reason, "consent", release=cited.link, places=(asked.place,))
    return None


def _judged(about: list[Consent], asked: Communication, cited: object) -> Permission:
    reasons = {each.link: release_reason(each, asked.day) for each in about}
    held = [each for each in about if not reasons[each.link] and allows(each, asked)]
    outlived = isinstance(cited, Consent) and cited in about and cited not in held
    if isinstance(cited, Consent) and outlived:
        revoked = bool(held) and reasons[cited.link] == "release-revoked"
        if revoked or asked.basis == cited.link:
            return _not_held(cited, reasons[cited.link], asked, held)
    if not held:
        last = cited if isinstance(cited, Consent) and cited in about else about[-1]
        return _not_held(last, reasons[last.link], asked, held)
    return _by_scope(cited if isinstance(cited, Consent) and cited in held else held[-1], held, asked)


def _not_held(consent: Consent, reason: str, asked: Communication, held: list[Consent]) -> Permission:
    """A release that did not hold; where another did, it is that one which should be cited."""
    if held and asked.basis != consent.link:
        return Permission(asked, "no", "cited-revoked", "consent", release=held[-1].link, places=(("consent",),))
    verdict: Verdict = "not said" if reason == "release-unsigned" else "no"
    place = ("basis",) if asked.basis == consent.link else asked.place
    return Permission(
        asked, verdict, reason or "release-not-for-this", "consent", release=consent.link, places=(place,)
    )


def _by_scope(used: Consent, held: list[Consent], asked: Communication) -> Permission:
    """A release in force: whether it covers what was told. Who sits in is there; nothing is handed over."""
    if asked.present:
        return Permission(asked, "yes", "release", "consent", release=used.link)
    if not any(each.information for each in held):
        return Permission(asked, "no", "release-says-nothing", "consent", release=used.link, places=(asked.place,))
    if beyond := untold(asked, held):
        places = tuple(("information", index) for index in beyond)
        return Permission(asked, "no", "beyond-release", "consent", release=used.link, places=places)
    if not asked.names_information:
        return Permission(asked, "not said", "told-not-said", "consent", release=used.link, places=(("information",),))
    return Permission(asked, "yes", "release", "consent", release=used.link)
