"""What a basis needs, as words of the law's data, and the keys of a record that say it is there.

`rests_on` in a contact, referral or disclosure names what is on file. What no record can show (that no more was told
than necessary, that who asked was verified) is not asked of it here; what goes along with a disclosure is CON007's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from caseload_tools.chart.disclosing.communication import Communication
from caseload_tools.chart.disclosing.recipients import PUBLIC
from caseload_tools.practice.laws import LegalBasis


def _has(*papers: str) -> Callable[[Communication], bool]:
    return lambda communication: {*papers} <= {*communication.rests_on}


_MET: Mapping[str, Callable[[Communication], bool]] = {
    "agreement": _has("agreement"),
    "order": lambda each: "order" in each.rests_on or "warrant" in each.rests_on,
    "part2-order": _has("order", "subpoena"),
    "client-asks": lambda each: each.kind == "client" or "request" in each.rests_on,
    "board": _has("board"),
    "agreement-in-writing": _has("contract"),
    "written-down": lambda each: each.written_down,
    "reason": lambda each: each.written_down,
}
# What to write, by the need: the key, and what goes there.
KEY_OF_NEED: Mapping[str, str] = {
    "release": "consent",
    "agreement": "rests_on: [agreement]",
    "order": "rests_on: [order]",
    "part2-order": "rests_on: [order, subpoena]",
    "client-asks": "rests_on: [request]",
    "board": "rests_on: [board]",
    "agreement-in-writing": "rests_on: [contract]",
    "written-down": "time, and in a sentence what the emergency was",
    "reason": "in a sentence why",
    "representative": "guardian in client.md",
}
_ONLY: Mapping[str, frozenset[str]] = {
    "medical-personnel": frozenset(("treating", "emergency")),
    "public-authority": PUBLIC | {"emergency"},
    "family": frozenset(("family", "advocate", "other")),
    "auditor": frozenset(("oversight", "payer", "other")),
    "researcher": frozenset(("researcher", "other")),
    "payer": frozenset(("payer",)),
    "treating": frozenset(("treating", "emergency", "agency")),
}
_MATTERS = ("child-abuse", "elder-abuse", "vulnerable-adult", "domestic-violence")
_OF_RECIPIENT = {"child-protection": "child-abuse", "adult-protection": "vulnerable-adult"}


def missing_needs(row: LegalBasis, communication: Communication, represented: bool) -> tuple[str, ...]:
    """What a law asks for on a basis, and the record does not show; a release is judged by its own day and words."""
    return tuple(
        need
        for need in row.needs
        if need == "release"
        or (need == "representative" and not represented)
        or (need in _MET and not _MET[need](communication))
    )


def is_within(row: LegalBasis, communication: Communication, matter: str) -> bool:
    """Whether a basis covers this recipient and this matter, where the law names the only ones."""
    about = [each for each in row.only if each in _MATTERS]
    of = matter or _OF_RECIPIENT.get(communication.kind, "")
    if about and of not in about and not ({of, *about} <= {"elder-abuse", "vulnerable-adult"}):
        return False
    whom = [_ONLY[each] for each in row.only if each in _ONLY]
    return not whom or any(communication.kind in kinds for kinds in whom)
