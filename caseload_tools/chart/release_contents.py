"""What a written release must hold by the law of the day it was signed, and what a record's law is.

The one place that compares a consent with the elements on file (practice/laws.py): lint asks here, and so does whoever
wants to know whether a release is whole. Whether it was in force, and for whom, is another question.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from caseload_tools.chart.records.base import Record
from caseload_tools.chart.records.consent import Consent
from caseload_tools.practice.laws import PART2, Laws, ReleaseElement, laws_of
from caseload_tools.practice.policy import Policy

# The kinds of consent that are written releases, and the kind of permission that the law calls them.
WRITTEN = {
    "release-of-information": "release",
    "part2-release": "release",
    "psychotherapy-notes": "psychotherapy-notes",
}
_FOR_CARE = ("treatment", "payment", "operations")


class MissingElement(NamedTuple):
    """What a release does not say: the first key that could say it, in words, by which laws, how grave at most."""

    key: str
    words: str
    sources: tuple[str, ...]
    level: str


def laws_over(record: Record, policy: Policy) -> Laws:
    """The laws of a record: those of its policy, and Part 2 wherever the record itself says that it is under it."""
    laws = laws_of(policy)
    marked = record.part2 or (isinstance(record, Consent) and record.kind == "part2-release")
    return laws.adding(PART2) if marked else laws


def is_single_consent(consent: Consent) -> bool:
    """One consent for all treatment, payment and operations, by what it says it is for."""
    purpose = consent.purpose.casefold()
    return all(word in purpose for word in _FOR_CARE)


def missing_elements(consent: Consent, laws: Laws) -> tuple[MissingElement, ...]:
    """What a written release lacks, in the order of the law; one of two laws that ask the same is enough to ask."""
    kind = WRITTEN.get(consent.kind)
    if kind is None:
        return ()
    missing: dict[str, list[ReleaseElement]] = {}
    for each in _asked(consent, laws, kind):
        if not any(_says(consent, key) for key in each.keys):
            missing.setdefault(each.name, []).append(each)
    return tuple(_missing(rows, consent) for rows in missing.values())


def _asked(consent: Consent, laws: Laws, kind: str) -> Iterable[ReleaseElement]:
    kinds = [kind]
    if is_single_consent(consent):
        kinds.append("tpo")
    if consent.signed_by in ("guardian", "representative"):
        kinds.append("representative")
    for each in kinds:
        yield from laws.elements(each, consent.starts)


def _says(consent: Consent, key: str) -> bool:
    if key in ("signed_by", "signed_on") and consent.signatures:
        return True
    return bool(getattr(consent, "from_" if key == "from" else key))


def _missing(rows: list[ReleaseElement], consent: Consent) -> MissingElement:
    grave = any(each.level == "error" for each in rows) and consent.kind != "psychotherapy-notes"
    sources = tuple(dict.fromkeys(each.source for each in rows))
    return MissingElement(rows[0].keys[0], rows[0].words, sources, "error" if grave else "warning")
