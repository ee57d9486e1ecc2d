"""Which files of a chart are copies of its records: the one place that says so, for all who read charts.

A copy counts for nothing: no rule, no clock, no page takes it for a second plan, or for a consent that still holds. A
copy is what says the same as another record, whatever its name and type; a consent that is revoked elsewhere; and what
differs from the record with whose
own name its name begins, if a program marked it, or if most of its lines are that record's. What merely happened on
the same day says something else, and is a record.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from caseload_tools.history.keeping import says_nothing
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text import Document
from caseload_tools.text.digest import OUTSIDE, canonical_body, quick_json
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.leftover_names import leftover_name
from caseload_tools.text.signed_text import kept_up

# A name as our drafts and most people write it: no program marks a copy so, but with one of the words for it.
_OWN_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*").fullmatch
_WORD_FOR_IT = re.compile(r"-(?:copy|kopie|copie|copia|backup|conflict|old)\b").search
# What stands behind the name of another record: anything but a further word in small letters.
_MARK_BEHIND = late_pattern(r"[^-A-Za-z0-9].*|-(?:.*[A-Z].*|(?:copy|kopie|copie|copia|backup|conflict|old)\b.*)")
_OF_DAY_AND_TYPE = ("type", "client", "date")
# Where two records differ in one of these, they tell of two events, whatever their names.
_OF_THE_EVENT = ("time", "risk", "attendance", "with", "direction", "channel", "service")
_OF_A_RELEASE = ("information", "purpose")
_NO_DIFFERENCE = OUTSIDE | {"modified"}


def copied_by_name(paths: Collection[str]) -> dict[str, str]:
    """The files whose names a file manager or a sync program gave, each with that of the record it lies beside.

    They need not be opened: nobody knows which of the two is meant, until one is gone.
    """
    return {path: original for path in paths if (original := _copied_from(path)) in paths}


def copies_among(documents: Sequence[Document]) -> dict[str, str]:
    """The copies among the documents of one chart: the path of each, with the path of the record it was made from."""
    copies = dict(_equal(documents))
    copies |= _revoked_elsewhere([each for each in documents if each.path not in copies])
    copies |= _near([each for each in documents if each.path not in copies])
    return copies


def voided_links(documents: Iterable[Document]) -> set[str]:
    """The records that an addendum declares void: each counts for nothing already, and so nothing is a copy of it."""
    said = (each.data for each in documents if each.data.get("type") == "addendum" and each.data.get("kind") == "void")
    return {str(data.get("to")) for data in said}


def _copied_from(path: str) -> str:
    folder, _, name = path.rpartition("/")
    made = leftover_name(name)
    return f"{folder}/{made.original}" if made is not None and made.original else ""


# --- what says the same ------------------------------------------------------------------------


def _equal(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Of records that say the same, all but the one whose name is a record's own."""
    by_text: dict[tuple[object, ...], list[Document]] = {}
    for each in documents:
        if each.text.strip():
            by_text.setdefault(_quickly(each), []).append(each)
    for texts in by_text.values():
        # Of an empty draft nothing is lost; asked only where two are alike, for it reads each value.
        alike = [each for each in texts if not _is_begun(each)] if len(texts) > 1 else []
        while len(alike) > 1:
            first, *others = alike
            same = [first, *(each for each in others if _says_the_same(first, each))]
            if len(same) > 1:
                original = min(same, key=lambda each: _last_to_keep(each, documents))
                yield from ((each.path, original.path) for each in same if each is not original)
            alike = [each for each in others if each not in same]


def _is_begun(document: Document) -> bool:
    """Whether nothing was written into a draft yet: of two calls that were begun alike each will be another one."""
    if says_nothing(RecordVersion(document)):
        return True
    if not document.usable or document.data.get("type") != "contact" or document.body.strip():
        return False
    # A word or a link may come with the draft; what somebody wrote has a blank in it.
    written = [value for value in document.data.values() if isinstance(value, str) and " " in value.strip()]
    return not written and not document.data.get("signatures")


def _quickly(document: Document) -> tuple[object, ...]:
    """What is the same of two that say the same, without a look at each value: nearly no two records share it."""
    if not document.usable:
        return (document.text.strip(),)
    return (str(document.data.get("date")), str(document.data.get("type")), document.body.strip())


def _says_the_same(one: Document, other: Document) -> bool:
    """Signatures, and what is kept up beside them, came or went after the copy was made."""
    if not one.usable or not other.usable:
        return one.usable == other.usable
    # Of what stands there, and not as Python compares: to it `true` is 1.
    same = quick_json(_content(one)) == quick_json(_content(other))
    return same and canonical_body(one.body) == canonical_body(other.body)


def _content(document: Document) -> Mapping[str, object]:
    outside = _NO_DIFFERENCE | kept_up(document.data.get("type"))
    return {key: value for key, value in document.data.items() if key not in outside}


def _last_to_keep(document: Document, documents: Iterable[Document]) -> tuple[bool, bool, bool, int, bool, int, str]:
    """The least of this is the record: revoked, named as records are, for its own day, signed, cited, shortly named.

    Copies are named after their originals, by somebody who adds something.
    """
    name = document.path.rpartition("/")[2].removesuffix(".md")
    day = str(document.data.get("date", ""))
    signatures = document.data.get("signatures")
    signed = len(signatures) if isinstance(signatures, list) else 0
    strange = leftover_name(f"{name}.md") is not None or _OWN_NAME(name) is None
    of_another_day = not name.startswith(day)
    return (
        not _is_revoked(document),
        strange,
        of_another_day,
        -signed,
        not _is_cited(document, documents),
        len(name),
        document.path,
    )


def _is_revoked(document: Document) -> bool:
    """A revocation is never the copy: what it takes back would be trusted again."""
    return document.data.get("status") == "revoked" or bool(document.data.get("revoked_on"))


def _revoked_elsewhere(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Consents that another one revokes, of the same kind, to the same, signed on the same day, whatever their names.

    Two releases signed at once differ in what may be told and in what for. Who revokes and signs anew on one day has
    not copied.
    """
    consents = [each for each in documents if each.data.get("type") == "consent"]
    revoked = {_agreed(each): each for each in consents if _is_revoked(each) and not _is_of_one_day(each)}
    for each in consents:
        other = revoked.get(_agreed(each))
        if other is not None and not _is_revoked(each) and any(_alike(each, other, key) for key in _OF_A_RELEASE):
            yield each.path, other.path


def _agreed(consent: Document) -> tuple[str, ...]:
    kind, to = (str(consent.data.get(key)).strip().casefold() for key in ("kind", "to"))
    return kind, to, str(consent.data.get("signed_on") or consent.data.get("date"))


def _is_of_one_day(consent: Document) -> bool:
    return str(consent.data.get("revoked_on")) == _agreed(consent)[-1]


def _alike(one: Document, other: Document, key: str) -> bool:
    return quick_json({key: one.data.get(key)}) == quick_json({key: other.data.get(key)})


def _is_cited(document: Document, documents: Iterable[Document]) -> bool:
    link = "/".join(document.path.removesuffix(".md").split("/")[-2:])
    cites = re.compile(rf"(?<![\w-]){re.escape(link)}(?![\w-])").search
    return any(link in each.text and cites(each.text) is not None for each in documents)


# --- what lies beside a record under its name and a mark -----------------------------------------


def _near(documents: Sequence[Document]) -> dict[str, str]:
    stems = {each.path.removesuffix(".md"): each for each in documents}
    odd = [each for each in stems if _is_odd(each.rpartition("/")[2])]
    copies = {}
    for stem in odd:
        original = _named_after(stem, stems)
        if original is not None and _is_near(stems[stem], original):
            copy = stems[stem]
            later = _is_revoked(copy) and not _is_revoked(original)
            copies[original.path if later else copy.path] = copy.path if later else original.path
    return {path: copies.get(original, original) for path, original in copies.items()}


def _is_odd(name: str) -> bool:
    return _OWN_NAME(name) is None or _WORD_FOR_IT(name) is not None


def _named_after(stem: str, stems: Mapping[str, Document]) -> Document | None:
    """The record whose name this one begins with, or ends with behind a word of some program's; the longest such."""
    folder, slash, name = stem.rpartition("/")
    own = [name[:end] for end in range(len(name) - 1, 0, -1) if _MARK_BEHIND.fullmatch(name[end:])]
    own += [name[at + 1 :] for at, sign in enumerate(name) if sign in " _"]
    return next((stems[found] for each in own if (found := f"{folder}{slash}{each}") in stems), None)


def _is_near(copy: Document, original: Document) -> bool:
    """Whether at least half of what one of the two tells stands in the other."""
    differs = any(copy.data.get(key) != original.data.get(key) for key in (*_OF_DAY_AND_TYPE, *_OF_THE_EVENT))
    if differs and copy.usable:
        return False
    one, other = _lines(copy.body), _lines(original.body)
    if not one or not other:
        one, other = _lines(copy.text), _lines(original.text)
        if copy.data.get("time") != original.data.get("time"):
            return False
    return 2 * len(one & other) >= min(len(one), len(other))


def _lines(text: str) -> set[str]:
    lines = (line.strip() for line in text.splitlines())
    return {line for line in lines if line and line != "---" and not line.startswith("#")}
