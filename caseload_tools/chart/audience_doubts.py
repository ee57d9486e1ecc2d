"""Where a record seems to say whom it is for, and does not say it as the program understands: it is kept back then.

A wrong word behind the key for it, or none; the key misspelt, in another language, in the wrong place, behind a `#`, or
below the front matter. Whoever wrote that meant somebody not to read it, and nobody can tell whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import NamedTuple

from caseload_tools.chart.records import Record
from caseload_tools.chart.records.blanks import is_blank
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.text import Document
from caseload_tools.text.front_matter.marks import FrontValue, KeyPath
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.nearest import is_slip, nearest

AUDIENCE = "visibility"
KEPT_BACK = "clinician-only"
_WORDS = ("team", "supervisor", "client-safe", KEPT_BACK)
# What people write for it who have not looked it up, in a key that the type does not have.
_CALLED = frozenset(
    {
        *("audience", "confidential", "confidentiality", "private", "restricted", "secret", "sensitive", "vertraulich"),
        *("sichtbarkeit", "viewable", "viewableby", "viewableto", "viewers", "visible", "visibleby", "visiblefor"),
        *("hidden", "donotshare", "donotpublish", "readers", "onlyfor", "psychotherapynotes", "readableby"),
        *("visibleto", "visibilidad", "visibilita", "visibilità", "visibilite", "visibilité", "visibilitate"),
    }
)
_NO = frozenset(("no", "false", "off"))
# A key that is less like another than this means something else, as lint has it.
_LIKE_A_KEY = 0.7
_MEANT = late_pattern(r"\bclinicians?[-_ ]?only\b", re.IGNORECASE)
_SAID = late_pattern(r"^[^\w\n]*(\w{6,14})[\"'*_]*[ \t]*[:=][^\w\n]*([\w-]*)", re.MULTILINE)
TRACE = late_pattern(r"visib|clinicians?[-_ ]?only", re.IGNORECASE)
# One of these stands in every sound record with a doubt; looked for in each record, so nothing slower is.
_SIGNS = ("isibility", "ISIBILITY", "linician-only", "linician_only", "linician only", "LINICIAN")


class AudienceDoubt(NamedTuple):
    """Where it seems to be said: at a key, or where there is none at a line and column of the file."""

    path: KeyPath
    line: int = 0
    column: int = 1


def audience_doubt(record: Record) -> AudienceDoubt | None:
    """Why nobody can tell whom a record is for; None where it says so, or says nothing of the kind."""
    document = record.document
    if record.sound and AUDIENCE not in document.data and not any(each in document.text for each in _SIGNS):
        return None
    # A practice's own keys are known where a record is sound.
    return document_doubt(document, frozenset(document.data) if record.sound else _known(record.type))


def document_doubt(document: Document, known: Set[str] = frozenset()) -> AudienceDoubt | None:
    """The same of a document, whose type may be one that only a newer version knows; `known` are the type's keys."""
    if AUDIENCE in document.data and document.data[AUDIENCE] not in _WORDS:
        return AudienceDoubt((AUDIENCE,))
    return next(_doubts(document, known), None)


def _doubts(document: Document, known: Set[str]) -> Iterator[AudienceDoubt]:
    for key in document.data.keys() - known - {AUDIENCE}:
        if _is_meant(key, document.data[key], known):
            yield AudienceDoubt((key,))
    for path in _nested(document.data, ()):
        yield AudienceDoubt(path)
    for comment in document.comments:
        says = any(map(_is_said, _SAID.finditer(comment.text)))
        if not comment.addressed and (says or (not comment.in_body and _MEANT.search(comment.text))):
            yield AudienceDoubt((), comment.line, comment.column)
    for said in _SAID.finditer(document.shown):
        if _is_said(said):
            yield AudienceDoubt((), document.body_line + document.body.count("\n", 0, said.start(1)))


def _is_meant(key: str, value: FrontValue, known: Set[str]) -> bool:
    """Whether a key that the type does not have is there to say who reads the record."""
    plain = re.sub(r"[\W_]", "", key.casefold())
    if plain == "publish":  # Obsidian's own key, and a page of it is one that is published
        return value is False or str(value).casefold() in _NO
    if len(key) > 2 * len(AUDIENCE) or value is False or str(value).casefold() in _NO:
        return False
    if plain in _CALLED:
        return not is_blank(value)
    return is_slip(key, AUDIENCE) or nearest(key, known, _LIKE_A_KEY) == AUDIENCE


def _nested(value: FrontValue, path: KeyPath) -> Iterator[KeyPath]:
    """Where the key stands below another, or the word behind another."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if path and is_slip(str(key), AUDIENCE):
                yield (*path, key)
            elif path or key != AUDIENCE:
                yield from _nested(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _nested(each, (*path, at))
    elif isinstance(value, str) and _MEANT.fullmatch(value.strip(" #'\"")):
        yield path


def _is_said(said: re.Match[str]) -> bool:
    """Whether a line of words says `visibility: …`, and not that the whole team reads it."""
    return is_slip(said[1], AUDIENCE) and said[2].casefold() not in ("team", "supervisor", "client-safe")


@cache
def _known(word: str) -> frozenset[str]:
    return frozenset(bundled_schema(word)["properties"])
