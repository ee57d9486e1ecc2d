"""What a basis needs, as words of the law's data, and the keys of a record that say it is there.

`rests_on` in a contact, referral or disclosure names what is on file. What no record can show (that no more was told
than necessary, that who asked was verified) is not asked of it here; what goes along with a disclosure is CON007's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from caseload_tools.chart.disclosing.communication import Communication
from caseload_tools.chart.disclosing.recipients import PUBLIC
from caseload_tools.practice.laws import LegalBasis

_Shown = Callable[[Communication], bool]


def _has(*papers: str) -> _Shown:
    return lambda communication: {*papers} <= {*communication.rests_on}


def _ordered(communication: Communication) -> bool:
    """An order or warrant; or a subpoena of which the client was told, or that a protective order goes with."""
    papers = {*communication.rests_on}
    return bool(papers & {"order", "warrant"}) or (
        "subpoena" in papers and bool(papers & {"notice", "protective-order"})
    )


_SHOWN: Mapping[str, _Shown] = {
    "agreement": _has("agreement"),
    "order": _ordered,
    "part2-order": lambda each: "order" in each.rests_on and not {"subpoena", "warrant"}.isdisjoint(each.rests_on),
    "client-asks": lambda each: each.kind == "client" or "request" in each.rests_on,
    "board": _has("board"),
    "agreement-in-writing": _has("contract"),
    "written-down": lambda each: each.written_down,
    "reason": lambda each: each.has_words,
    "authority": lambda each: each.kind in PUBLIC or each.kind in ("agency", "emergency", "other"),
}
# The police are told within narrow cases: which one it was is on file, not only that there was one.
_FOR_POLICE = frozenset(("order", "warrant", "subpoena", "crime-here"))
# What to write, by the need: the key, and what goes there.
KEY_OF_NEED: Mapping[str, str] = {
    "release": "`consent:` with a release in force",
    "agreement": "`rests_on: [agreement]`",
    "order": "`rests_on: [order]`, or `[subpoena, notice]`",
    "part2-order": "`rests_on: [order, subpoena]`",
    "client-asks": "`rests_on: [request]`",
    "board": "`rests_on: [board]`",
    "agreement-in-writing": "`rests_on: [contract]`",
    "written-down": "`time:`, and a sentence that says what the emergency was",
    "reason": "`rests_on:`, or a sentence that says why",
    "representative": "`guardian:` in client.md",
    "authority": "an authority that takes such reports",
}
_ONLY: Mapping[str, frozenset[str]] = {
    "client": frozenset(("client",)),
    "medical-personnel": frozenset(("treating", "emergency")),
    "public-authority": PUBLIC | {"emergency"},
    "family": frozenset(("family", "advocate", "other")),
    "auditor": frozenset(("oversight", "payer", "other")),
    "researcher": frozenset(("researcher", "other")),
    "payer": frozenset(("payer",)),
    "treating": frozenset(("treating", "emergency", "agency")),
}
_CHILD, _ADULT = "child-abuse", frozenset(("elder-abuse", "vulnerable-adult", "domestic-violence"))
_OF_RECIPIENT = {"child-protection": _CHILD, "adult-protection": "vulnerable-adult"}


def missing_needs(row: LegalBasis, communication: Communication, represented: bool) -> tuple[str, ...]:
    """What a law asks for on a basis, and the record does not show; a release is judged by its own day and words."""
    return tuple(need for need in row.needs if not _is_shown(need, row, communication, represented))


def _is_shown(need: str, row: LegalBasis, communication: Communication, represented: bool) -> bool:
    if need in ("release", "representative"):
        return need == "representative" and represented
    if need == "reason" and row.word == "law-enforcement":
        return not _FOR_POLICE.isdisjoint(communication.rests_on)
    return need not in _SHOWN or _SHOWN[need](communication)


def rows_within(rows: Iterable[LegalBasis], communication: Communication, matter: str) -> list[LegalBasis]:
    """Those of one law's rows that permit, and cover this recipient and this matter.

    Where nobody says what a report was about, it is covered if the law lets both go: of children and of adults.
    """
    held = [row for row in rows if row.permits]
    of = matter or _OF_RECIPIENT.get(communication.kind, "")
    named = {each for row in held for each in row.only}
    either = not of and _CHILD in named and bool(_ADULT & named)
    return [row for row in held if _is_of(row, of, either) and _is_for(row, communication)]


def _is_of(row: LegalBasis, matter: str, either: bool) -> bool:
    about = {each for each in row.only if each == _CHILD or each in _ADULT}
    return not about or either or matter in about or (matter in _ADULT and bool(about & _ADULT))


def _is_for(row: LegalBasis, communication: Communication) -> bool:
    if "crime-on-premises" in row.only and "crime-here" not in communication.rests_on:
        return False
    whom = [_ONLY[each] for each in row.only if each in _ONLY]
    return not whom or any(communication.kind in kinds for kinds in whom)
