"""A list of words and phrases that can be looked up in a note quickly, however long the list is.

A phrase is written as a person would: `suicid*` is any ending, `addict(s)` may have the s, `(his|her) life` is one of
two, `took … tablets` leaves room for five words, a hyphen may be a space or nothing. Finds places and judges none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from caseload_tools.errors import CaseloadError
from caseload_tools.text.likeness import words_of
from caseload_tools.text.prose import STEM, Prose

_CHOICE = r"(?:[^()]|\(s\))*"
_PIECE = re.compile(rf"\(({_CHOICE}\|{_CHOICE})\)(\*?)|\S+")
_GAP = "…"


class Hit(NamedTuple):
    """A phrase found: how it stands in the list, and from where to where in the body."""

    phrase: str
    start: int
    end: int


class _Known:
    """A phrase whose pattern is made when a text first holds its telling word: most never are."""

    __slots__ = ("_pattern", "phrase")

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self._pattern: re.Pattern[str] | None = None

    def hits(self, text: str) -> Iterator[Hit]:
        if self._pattern is None:
            # An abbreviation is looked for as such: SI is not the Spanish word, nor HI a greeting.
            self._pattern = re.compile(pattern_of(self.phrase), 0 if self.phrase.isupper() else re.IGNORECASE)
        for found in self._pattern.finditer(text):
            yield Hit(self.phrase, found.start(), found.end())


class Lexicon:
    """Phrases, what is said of each (an empty text for nothing), and harmless phrases that take a hit back."""

    def __init__(self, phrases: Mapping[str, str], harmless: Iterable[str] = ()) -> None:
        self.phrases = phrases
        self._by_stem = _index(phrases)
        self._harmless = _index(harmless)

    def find(self, prose: Prose) -> Iterator[Hit]:
        """Every phrase that stands in a text, in the order of the text; of two at one place the longer."""
        last = -1
        for hit in sorted(self._sound(prose), key=lambda hit: (hit.start, -hit.end)):
            if hit.start >= last:
                last = hit.end
                yield hit

    def __contains__(self, prose: Prose) -> bool:
        return next(self._sound(prose), None) is not None

    def _sound(self, prose: Prose) -> Iterator[Hit]:
        """The hits that no harmless phrase takes back, as they come."""
        harmless: list[Hit] | None = None
        for hit in _hits(self._by_stem, prose):
            harmless = list(_hits(self._harmless, prose)) if harmless is None else harmless
            if not any(each.start < hit.end and hit.start < each.end for each in harmless):
                yield hit


def pattern_of(phrase: str) -> str:
    """The regular expression of a phrase."""
    made: list[str] = []
    for piece in _PIECE.finditer(phrase):
        if piece.group() == _GAP:
            made.append(r"(?:[\w’'-]+[,:]?\s+){0,5}?")
            continue
        made.append(_piece(piece) + r"[\s,]+")
    return r"(?<![\w-])" + "".join(made).removesuffix(r"[\s,]+") + r"(?!\w)"


def _piece(piece: re.Match[str]) -> str:
    if piece.group(1) is None:
        return _literal(piece.group())
    inner = "|".join(_literal(each) for each in piece.group(1).split("|"))
    return f"(?:{inner})" + (r"\w*" if piece.group(2) else "")


def _literal(word: str) -> str:
    """A word as it may be written: any ending for a star, either apostrophe, a hyphen or a space."""
    plain = re.escape(word).replace(r"\*", r"\w*").replace(r"\(s\)", "s?").replace("’", "'").replace("'", "['’]")
    return plain.replace(r"\-", r"[-\s]?").replace(r"\ ", r"\s+")


def _index(phrases: Iterable[str]) -> dict[bytes, list[_Known]]:
    """Each phrase under the beginning of its most telling word, so that most are never searched for."""
    found: dict[bytes, list[_Known]] = {}
    for phrase in phrases:
        known = _Known(phrase)
        stems = _stems(phrase)
        if not stems:
            raise CaseloadError(f"the phrase `{phrase}` is too short to look for", "give it a whole word")
        for stem in stems:
            found.setdefault(stem, []).append(known)
    return found


def _stems(phrase: str) -> set[bytes]:
    """The stem of the longest word, or all stems of a choice between words."""
    best: set[bytes] = set()
    for piece in _PIECE.finditer(phrase):
        if piece.group() == _GAP:
            continue
        if piece.group(1) is None:
            choices = [_stem(piece.group())]
        else:
            choices = [_stem(choice + piece.group(2)) for choice in piece.group(1).split("|")]
        if all(choices):
            stems = set[bytes]().union(*choices)
            best = stems if _least(stems) > _least(best) else best
    return best


def _least(stems: set[bytes]) -> int:
    return min(map(len, stems), default=0)


def _stem(written: str) -> set[bytes]:
    """What a word of a text that fits begins with. `non-compliant` may stand as one word or as two."""
    plain = written.replace("(s)", "*")
    words = words_of(plain.replace("*", "").replace("-", " "))
    # How a short open word goes on is not known, so nothing can be looked up by it.
    sure = [word for word in words if len(word) >= STEM or "*" not in plain or word is not words[-1]]
    joined = b"".join(words)
    if not sure or (len(joined) < STEM and "*" in plain):
        return set()
    return {max(sure, key=len)[:STEM], joined[:STEM]}


def _hits(index: Mapping[bytes, list[_Known]], prose: Prose) -> Iterator[Hit]:
    if index.keys().isdisjoint(prose.stems):
        return
    for stem in index.keys() & prose.stems:
        for known in index[stem]:
            yield from known.hits(prose.text)
