"""Releases: which of a client's consents is about a recipient, whether it held on a day, and what may be told on it.

A release covers whom it names and what it names. One that names nobody covers nobody, and one that says nothing of
what may be told covers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as Day

from caseload_tools.chart.disclosing.communication import Communication
from caseload_tools.chart.records.consent import RELEASES, Consent
from caseload_tools.text.language.patterns import late_pattern

NOTES = late_pattern(r"\b(?:psychotherapy|process) notes?\b", re.IGNORECASE)
_EVERYTHING = late_pattern(r"\b(?:all|entire|whole|complete|everything)\b", re.IGNORECASE)
_TPO = tuple(late_pattern(rf"\b{word}\b", re.IGNORECASE) for word in ("treatment", "payment", "operations"))
_TPO_RECIPIENTS = ("treating", "payer", "emergency")
_WORD = late_pattern(r"[^\W\d_]{3,}")
_IDLE = frozenset(("the", "her", "his", "their", "client", "and", "from", "for"))


def is_for_care(consent: Consent) -> bool:
    """One consent for all treatment, payment and operations, as Part 2 knows it since 2024 (42 CFR 2.31(a)(4))."""
    return all(each.search(consent.purpose) for each in _TPO)


def names_recipient(consent: Consent, communication: Communication) -> bool:
    """Whether a release is about this recipient: by its link, in the same words, or in words that share one."""
    if consent.kind not in RELEASES:
        return False
    if is_for_care(consent) and communication.kind in _TPO_RECIPIENTS:
        return True
    to, told = consent.to.strip().casefold(), communication.to.strip().casefold()
    if not to:
        return False
    if to == told:
        return True
    if "/" in to:  # whoever was spoken to there: the record says by its link that it was about them
        return "/" not in told and communication.cited == consent.link
    shared = {*_WORD.findall(to)} & {*_WORD.findall(told)} - _IDLE
    return bool(shared) and "/" not in told


def is_signed(consent: Consent) -> bool:
    """Whether anything says that somebody signed it: who, on which day, or a signature."""
    return bool(consent.signed_by or consent.signed_on or consent.signatures)


def release_reason(consent: Consent, day: Day) -> str:
    """Why a release did not hold on a day, as a key of wording.py; empty where it did."""
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
