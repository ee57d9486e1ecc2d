"""Identifiers that have a form of their own, and keys: the one list that rules, hooks and doctor share.

Kinds are those of HIPAA Safe Harbor, 45 CFR 164.514(b)(2), as far as a pattern can know them: names, faces and
fingerprints it cannot. Each kind has a name that may be shown; what was found may not, and never leaves this file:
only its kind and its place do. No pattern may take long on any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import AnyStr, NamedTuple

from caseload_tools.text.language.patterns import late_pattern


class IdentifierKind(NamedTuple):
    """One kind of identifier. `signs` are texts in small letters of which at least one stands beside it.

    `in_charts` is false for what every chart may hold (a date, an age, a web address) and nothing that leaves it.
    `figures` is false for kinds that may do with fewer than three figures close together, which most notes have not.
    `shapes` are what a text must look like somewhere, as `_shape` gives it; none for any.
    """

    name: str
    pattern: re.Pattern[str]
    signs: tuple[str, ...] = ()
    in_charts: bool = True
    figures: bool = True
    shapes: tuple[bytes, ...] = ()


class FoundIdentifier(NamedTuple):
    """Which kind stands where; never what."""

    kind: str
    start: int
    end: int


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}})(?!\d)"
)
_NUMBER = r"(?: ?(?:id|ID|number|no\.?|nr\.?|#))"
# An id as it is printed on a card: letters and digits with at least four digits.
_CARD = r"[A-Z]{0,4}[- ]?(?:\d[A-Z-]{0,2}){4,18}(?![\w])"
_WAY = r"Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Terrace|Highway|Hwy|Parkway|Pkwy"


def _made(pattern: str, flags: re.RegexFlag = re.ASCII) -> re.Pattern[str]:
    return late_pattern(pattern, flags)


KINDS: tuple[IdentifierKind, ...] = (
    # Patterns of bare numbers begin with a digit and look back afterwards, which is many times quicker.
    IdentifierKind(
        "a social security number",
        _made(r"\d{3}(?<!000)(?<!666)(?<!9\d\d)(?<![\d-]\d{3})-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"),
    ),
    IdentifierKind(
        "a social security number",
        _made(r"\b(?:SSN|[Ss]ocial [Ss]ecurity(?: [Nn]umber)?)\b[^\d\n]{0,12}\d{3}[- ]?\d{2}[- ]?\d{4}(?!\d)"),
        ("ssn", "social"),
    ),
    IdentifierKind(
        "a telephone number",
        _made(
            r"\d{3}(?:(?<![\d.-]\d{3})|(?<=\b1[ .-]\d{3}))(?:\) ?|[ .-])\d{3}[ .-]\d{4}(?![\d-])"
            r"|\d{10}(?<!\d{11})(?!\d)"
        ),
    ),
    IdentifierKind("a telephone number", _made(r"\+[1-9]\d{0,2}(?:[ .-]?\d{2,4}){3,4}(?!\d)"), ("+",)),
    IdentifierKind(
        "an e-mail address", _made(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), ("@",), figures=False
    ),
    IdentifierKind(
        "a date of birth",
        _made(rf"\b(?:DOB|D\.O\.B\.?|[Dd]ate of birth|[Bb]irth ?date|[Bb]orn(?: on)?)\b[:,]? ?(?:is |was )?{_DAY}"),
        ("dob", "d.o.b", "birth", "born"),
    ),
    IdentifierKind(
        "a medical record number",
        _made(rf"\b(?:MRN|[Mm]edical [Rr]ecord{_NUMBER}?)\b[^\w\n]{{0,3}}(?:(?:is|number|no) )?{_CARD}"),
        ("mrn", "medical record"),
    ),
    IdentifierKind(
        "a health plan number",
        _made(
            r"\b(?:[Mm]ember|[Ss]ubscriber|[Bb]eneficiary|[Mm]edicaid|[Mm]edicare|[Ii]nsurance|[Pp]olicy"
            rf"|[Hh]ealth [Pp]lan){_NUMBER}[^\w\n]{{0,3}}(?:is )?{_CARD}"
        ),
        ("member", "subscriber", "beneficiary", "medicaid", "medicare", "insurance", "policy", "health plan"),
    ),
    IdentifierKind(
        "an account or card number",
        _made(rf"\b(?:[Aa]ccount|[Aa]cct\.?|[Cc]ard|[Rr]outing){_NUMBER}?[^\w\n]{{0,3}}(?:is )?\d[\d -]{{5,22}}\d"),
        ("account", "acct", "card", "routing"),
    ),
    IdentifierKind("an account or card number", _made(r"\d{4}(?<!\d{5})([ -])\d{4}\1\d{4}\1\d{4}(?!\d)")),
    IdentifierKind(
        "a licence or certificate number",
        _made(
            r"\b(?:[Ll]icen[cs]e|[Cc]ertificate|[Pp]assport|[Pp]ermit|DEA|NPI)"
            rf"{_NUMBER}?[^\w\n]{{0,3}}(?:is )?[A-Z]{{0,2}}-?\d{{5,12}}(?!\d)"
        ),
        ("licen", "certificate", "passport", "permit", "dea", "npi"),
    ),
    IdentifierKind("a vehicle number", _made(r"[A-HJ-NPR-Z0-9]{13}\d{4}(?<!\w.{17})(?!\w)")),
    IdentifierKind(
        "a vehicle number",
        _made(r"\b[Pp]late(?: (?:number|no\.?|is))?[:,]? (?=[A-Z0-9-]{0,7}\d)[A-Z0-9]{2,4}[ -]?[A-Z0-9]{2,5}\b"),
        ("plate",),
        figures=False,
    ),
    IdentifierKind(
        "a device number",
        _made(
            r"\b(?:[Ss]erial|[Dd]evice|[Pp]ump|[Pp]acemaker)(?: (?:id|ID|serial))?(?: ?(?:number|no\.?|#))?[:,]? "
            r"(?:is )?(?=[A-Z0-9-]{0,12}\d{3})[A-Z0-9-]{6,20}\b"
        ),
        ("serial", "device", "pump", "pacemaker"),
    ),
    IdentifierKind(
        "somebody's page on the web",
        _made(
            r"\b(?:facebook|instagram|tiktok|linkedin|twitter|snapchat|x)\.com/[\w./@-]{2,80}",
            re.ASCII | re.IGNORECASE,
        ),
        (".com/",),
        figures=False,
    ),
    IdentifierKind("an IP address", _made(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.]|-\d)")),
    IdentifierKind(
        "a street address",
        _made(rf"\d{{1,5}}[A-Z]? (?:[NSEW]\.? )?(?:[A-Z][a-z]{{1,20}} |\d{{1,3}}(?:st|nd|rd|th) ){{1,3}}(?:{_WAY})\b"),
        figures=False,
        shapes=(b"0 A", b"0A A", b"0 0", b"0A 0"),
    ),
    IdentifierKind(
        "a street address", _made(r"\bP\.? ?O\.? Box \d{1,6}\b", re.ASCII | re.IGNORECASE), (" box ",), figures=False
    ),
    IdentifierKind(
        "a postal code",
        _made(r"\b(?:ZIP|[Zz]ip|[Pp]ostal)(?: ?[Cc]ode)?:? ?(?:is )?\d{5}(?:-\d{4})?(?!\d)"),
        ("zip", "postal"),
    ),
    IdentifierKind("a postal code", _made(r", [A-Z]{2} \d{5}(?:-\d{4})?(?!\d)"), (", ",)),
    # What follows is at home in a chart, and names somebody anywhere else.
    IdentifierKind("a day", _made(_DAY), (), False),
    IdentifierKind(
        "an age over 89",
        _made(r"\b[Aa]ged? (?:9\d|1[0-2]\d)\b(?! ?%)|\b(?:9\d|1[0-2]\d)[ -]years?[ -](?:old|of age)\b"),
        ("aged ", "age ", "years", "year-"),
        in_charts=False,
        figures=False,
    ),
    IdentifierKind(
        "a web address",
        _made(r"\b(?:https?://|www\.)[^\s<>\"')]{3,200}", re.ASCII | re.IGNORECASE),
        ("://", "www."),
        in_charts=False,
        figures=False,
    ),
)
"""Every kind, in the order in which a text is asked for them."""

IN_CHARTS = tuple(kind for kind in KINDS if kind.in_charts)
_SECRETS = _made(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----|AGE-SECRET-KEY-1[0-9A-Z]{20,}|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\x00GITCRYPTKEY"
)
_SECRET_SIGNS = ("PRIVATE KEY", "AGE-SECRET-KEY", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "AKIA", "GITCRYPTKEY")
_FIGURES = late_pattern(r"\d\D{0,2}\d\D{0,2}\d", re.ASCII)
# A text by its kinds of characters, in which a plain search for a few bytes replaces a pattern for nearly all texts:
# figures, capitals and spaces as 0, A and a space, all else as a full stop; and figures alone.
_SHAPE = bytes(
    ord("0" if chr(code).isdigit() else "A" if chr(code).isupper() else " " if code == ord(" ") else ".")
    for code in range(128)
).ljust(256, b".")
_FIGURE = bytes(code if code == ord("0") else ord(".") for code in range(256))
_CLOSE = (b"00", b"0.0", b"0..0")
_SIGN = late_pattern(r"[\d@/]", re.ASCII)


def identifiers_in(text: str, kinds: tuple[IdentifierKind, ...] = KINDS) -> Iterator[FoundIdentifier]:
    """The first identifier of each kind that stands in a text, most telling kinds first, none inside another."""
    if not _SIGN.search(text):
        return
    lower = text.lower()
    shape = text.encode("ascii", "replace").translate(_SHAPE)
    figures = _any_in(_CLOSE, shape.translate(_FIGURE)) and _FIGURES.search(text) is not None
    taken: list[FoundIdentifier] = []
    for kind in kinds:
        if (kind.figures and not figures) or (kind.signs and not _any_in(kind.signs, lower)):
            continue
        if kind.shapes and not _any_in(kind.shapes, shape):
            continue
        for match in kind.pattern.finditer(text):
            start, end = match.span()
            if not any(start < each.end and each.start < end for each in taken):
                found = FoundIdentifier(kind.name, start, end)
                taken.append(found)
                yield found
                break


def _any_in(signs: tuple[AnyStr, ...], text: AnyStr) -> bool:
    """Whether one of the signs stands in a text. A loop: a generator takes twice the time of so short a search."""
    for sign in signs:  # noqa: SIM110
        if sign in text:
            return True
    return False


def secret_in(text: str) -> int:
    """Where a private key or a password of a system begins in a text; -1 for nowhere."""
    if not _any_in(_SECRET_SIGNS, text):
        return -1
    match = _SECRETS.search(text)
    return match.start() if match else -1
