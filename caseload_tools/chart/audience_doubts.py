"""Where a record seems to say whom it is for, and does not say it as the program understands: it is kept back then.

A wrong word behind the key for it, or none; the key misspelt, in another language, in the wrong place, behind a `#`, or
below the front matter; what another program would keep it back by: `draft: true`, `publish: false`, a private tag or
class. Whoever wrote that meant somebody not to read it, and nobody can tell whom. What sorts a page by anything
else, such as `tags: [anxiety]`, says nothing of readers.
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
from caseload_tools.text.sections import Comment

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
        *("draft", "unlisted", "unpublished", "noindex", "hide", "exclude", "excluded", "nopublish", "noshare"),
        *("notforteam", "notshared", "internalonly", "clinicianonly", "cliniciansonly", "supervisoronly", "onlyme"),
        *("eyesonly", "privatenote", "processnotes", "dontshare", "dontpublish"),
        *("entwurf", "borrador", "brouillon", "bozza", "rascunho", "privat", "privé", "prive", "privado", "privata"),
        *("geheim", "confidentiel", "confidencial", "riservato", "privato"),
    }
)
# Keys of other programs, of which it is the "no" that keeps a page back: Obsidian Publish, Jekyll, digital gardens.
_PUBLISHING = frozenset(
    ("publish", "published", "dgpublish", "public", "share", "shared", "shareable", "sharing", "listed", "searchable")
)
# Keys that sort a page, and the words that sort it away from other readers; behind a `#` the first two alone.
_SORTED_IN_COMMENT = frozenset(("tags", "cssclasses"))
_SORTED = frozenset(
    {
        *("tags", "tag", "keywords", "category", "categories", "label", "labels", "cssclasses", "cssclass", "class"),
        *("access", "classification", "privacy", "permission", "permissions", "status", "state", "sensitivity"),
    }
)
_AWAY = frozenset(
    {
        *("private", "confidential", "secret", "hidden", "restricted", "sensitive", "unlisted", "unpublished"),
        *("cliniciansonly", "clinicianonly", "notforteam", "donotshare", "dontshare", "noshare", "notshared"),
        *("donotpublish", "dontpublish", "nopublish", "eyesonly", "myeyesonly", "onlyme", "privatenote", "noteam"),
        *("privatenotes", "processnote", "processnotes", "psychotherapynote", "psychotherapynotes", "vertraulich"),
        *("privat", "privé", "prive", "privado", "privada", "privata", "privato", "geheim", "confidentiel"),
        *("confidencial", "riservato"),
        *("mine", "own", "justmine", "onlymine", "mineonly", "justme", "meonly", "forme", "formeonly", "onlyforme"),
        *("keepback", "keptback", "keepprivate", "tomyself", "myself", "nobody", "noone", "nobodyelse", "noteam"),
    }
)
# The same as a whole line of the text says it, or a sentence that begins or ends a paragraph.
_THIS = "(?: (?:note|record|page))?"
_IN_SENTENCES = (
    rf"(?:(?:this|note|it){_THIS}(?: is| stays)? )?(?:only|just|strictly) for (?:me|myself|my eyes)(?: only)?",
    rf"(?:this{_THIS} is )?(?:for )?my eyes only",
    rf"(?:this{_THIS} is )?for me (?:only|alone)",
    rf"(?:this{_THIS} is )?not for (?:the )?(?:team|chart|colleagues|other staff|anyone else|anybody else)",
    rf"(?:please )?(?:do not|don['’]t|not to be) (?:share|publish)(?:d|ed)?(?: (?:this|it))?{_THIS}",
    rf"(?:please )?keep (?:this|it){_THIS} (?:back|private|between us|to (?:myself|yourself))",
    rf"(?:nobody|no one) else (?:is to |may |should |must |can )?reads? (?:this|it){_THIS}",
    "private (?:note|record|page)",
)
# Those that mean nothing else on a line of a note: `Shared: no` may be a safety plan, `Restricted: yes` a movement.
_ANSWERABLE = frozenset(
    {
        *("private", "confidential", "draft", "publish", "published", "dgpublish", "unlisted", "unpublished"),
        *("noindex", "donotshare", "donotpublish", "nopublish", "noshare", "notforteam", "clinicianonly"),
        *("cliniciansonly", "privat", "vertraulich", "entwurf"),
    }
)
_NO = frozenset(("no", "false", "off"))
_NOBODY = _NO | {"none", "never", "nobody", "0"} | _AWAY
# A key that is less like another than this means something else, as lint has it.
_LIKE_A_KEY = 0.7
_MEANT = late_pattern(r"\bclinicians?[-_ ]?only\b", re.IGNORECASE)
_SAID = late_pattern(r"^[^\w\n]*(\w{6,14})[\"'*_]*[ \t]*[:=][^\w\n]*([\w-]*)", re.MULTILINE)
TRACE = late_pattern(r"visib|clinicians?[-_ ]?only", re.IGNORECASE)
# A line of the text that would be such a key in the front matter, and a tag within a sentence.
_ANSWERED = late_pattern(
    r"^[^\w\n]*([\w-]{4,20})[\"'*_]*:[*_]*[ \t]+(yes|true|no|false)\W*$", re.MULTILINE | re.IGNORECASE
)
_YES_OR_NO = late_pattern(r":(?<=([\w*_-]{4}):)[*_]*[ \t]+(?i:yes|true|no|false)\b")
_SENTENCE = late_pattern(
    rf"(?:^|(?<=[.!?] ))[ \t>*_(\[]*((?i:{'|'.join(_IN_SENTENCES)}))[*_)\]]*[.!]?[*_)\]]*[ \t]*$", re.MULTILINE
)
# One of these stands in each of them.
_SAID_BY = ("for m", "y eyes", "not for", "share", "publish", "keep ", " else ", "private ")
_TAG = late_pattern(r"#(?<![\w#/&(]#)([^\W\d][\w/-]*)")
_IN_COMMENT = late_pattern(r"\W*([\w-]{3,20})[ \t]*:[ \t]*(\S[^\n]*)")
# One of these stands in every sound record with a doubt; looked for in each record, so nothing slower is.
_ONLY = ("ian-only", "ian_only", "ian only", "ianonly", "ians-only", "ians_only", "ians only", "iansonly")
_SIGNS = ("isibility", "# tags", "# cssclass")


class AudienceDoubt(NamedTuple):
    """Where it seems to be said: at a key, or where there is none at a line and column of the file."""

    path: KeyPath
    line: int = 0
    column: int = 1


def audience_doubt(record: Record) -> AudienceDoubt | None:
    """Why nobody can tell whom a record is for; None where it says so, or says nothing of the kind."""
    document = record.document
    if AUDIENCE in record.corrected:
        return None
    if record.sound and AUDIENCE not in document.data and not _may_say(record):
        return None
    # A practice's own keys are known where a record is sound.
    return document_doubt(
        document, frozenset(document.data) - record.by_editor if record.sound else _known(record.type)
    )


def document_doubt(document: Document, known: Set[str] = frozenset()) -> AudienceDoubt | None:
    """The same of a document, whose type may be one that only a newer version knows; `known` are the type's keys."""
    if AUDIENCE in document.data and document.data[AUDIENCE] not in _WORDS:
        return AudienceDoubt((AUDIENCE,))
    return next(_doubts(document, known), None)


def _may_say(record: Record) -> bool:
    """Whether a record whose keys are all known may say it all the same."""
    if record.by_editor or _TAG.search(record.document.text):
        return True
    text = record.document.text.lower()
    if any(each in text for each in _SIGNS) or ("only" in text and any(each in text for each in _ONLY)):
        return True
    if any(each in text for each in _SAID_BY) and next(_said_in_sentences(record.document.shown), None) is not None:
        return True
    before = (
        re.split(r"[^\w-]", text[max(0, said.end(1) - 24) : said.end(1)].rstrip("*_"))[-1]
        for said in _YES_OR_NO.finditer(text)
    )
    return any(_plain(each) in _ANSWERABLE for each in before)


def _doubts(document: Document, known: Set[str]) -> Iterator[AudienceDoubt]:
    for key in document.data:
        if key != AUDIENCE and key not in known:
            yield from (AudienceDoubt((key, *path)) for path in _meant_at(key, document.data[key], known))
    own = document.data
    if own.get("type") == "addendum" and "corrects" in known:  # there it is said of another record
        own = {key: each for key, each in own.items() if key != "corrects"}
    for path in _nested(own, ()):
        yield AudienceDoubt(path)
    for comment in document.comments:
        if not comment.addressed and _is_said_in(comment):
            yield AudienceDoubt((), comment.line, comment.column)
    for said in (*filter(_is_said, _SAID.finditer(document.shown)), *_said_to_programs(document.shown)):
        yield AudienceDoubt((), document.body_line + document.body.count("\n", 0, said.start(1)))


def _meant_at(key: str, value: FrontValue, known: Set[str] = frozenset()) -> Iterator[KeyPath]:
    """Where, below a key that the type does not have, it is said who reads the record."""
    if _is_meant(key, value, known):
        yield ()
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from ((name, *path) for path in _meant_at(str(name), each))


def _is_meant(key: str, value: FrontValue, known: Set[str]) -> bool:
    """Whether a key that the type does not have is there to say who reads the record."""
    plain = _plain(key)
    if plain in _PUBLISHING:
        return _plain(str(value)) in _NOBODY
    if plain in _SORTED:
        return any(map(_is_away, _words(value))) or (isinstance(value, str) and _is_away(value))
    if len(key) > 2 * len(AUDIENCE) or str(value).casefold() in _NO or isinstance(value, Mapping):
        return False
    if plain in _CALLED:
        return not is_blank(value)
    return is_slip(key, AUDIENCE) or nearest(key, known, _LIKE_A_KEY) == AUDIENCE


def _plain(word: str) -> str:
    return re.sub(r"[\W_]", "", word.casefold())


def _words(value: FrontValue) -> Iterator[str]:
    """What a page is sorted by: each of a list, and in a line what stands between commas or blanks."""
    if isinstance(value, str):
        yield from re.split(r"[,;\s]+", value.strip("[]"))
    elif isinstance(value, list):
        for each in value:
            yield from (each,) if isinstance(each, str) else _words(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each)


def _is_away(word: str) -> bool:
    return any(_plain(part) in _AWAY for part in word.split("/"))


def _is_said_in(comment: Comment) -> bool:
    if any(map(_is_said, _SAID.finditer(comment.text))):
        return True
    if comment.in_body:
        return next(_said_to_programs(comment.text), None) is not None
    said = _IN_COMMENT.fullmatch(comment.text)
    if said is not None and (said[1].casefold() in _SORTED_IN_COMMENT or _ANSWERED.search(comment.text)):
        return _is_meant(said[1], said[2], frozenset())
    return _MEANT.search(comment.text) is not None


def _said_to_programs(text: str) -> Iterator[re.Match[str]]:
    """The lines that would be such a key in the front matter, and the tags, of a text."""
    for said in _ANSWERED.finditer(text):
        if _plain(said[1]) in _ANSWERABLE and _is_meant(said[1], said[2], frozenset()):
            yield said
    yield from (tag for tag in _TAG.finditer(text) if _is_away(tag[1]))
    yield from _said_in_sentences(text)


def _said_in_sentences(text: str) -> Iterator[re.Match[str]]:
    """`Only for me.`, at the end of a line and nothing else in its sentence."""
    lower = text.lower()
    if any(each in lower for each in _SAID_BY):
        yield from _SENTENCE.finditer(text)


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
