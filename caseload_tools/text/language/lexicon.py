"""A list of words and phrases that can be looked up in a note quickly, however long the list is.

A phrase is written as a person would: `suicid*` is any ending, `addict(s)` may have the s, `(his|her) life` is one of
two, `took … tablets` leaves room for five words, a hyphen may be a space or nothing. Finds places and judges none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from caseload_tools.errors import CaseloadError
from caseload_tools.text.language.likeness import hashed_words
from caseload_tools.text.language.prose import STEM, Prose, stems_of

_CHOICE = r"(?:[^()]|\(s\))*"
_PIECE = re.compile(rf"\(({_CHOICE}\|{_CHOICE})\)(\*?)|\S+")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_GAP = "…"
# No phrase is longer than this on either side of its most telling word.
_WIDE = 160


class Hit(NamedTuple):
    """A phrase found: how it stands in the list, and from where to where in the body."""

    phrase: str
    start: int
    end: int


class _Known:
    """A phrase whose pattern is made when a text first holds all of its words: most never do.

    `needed` has for each of its words the stems of which a text that holds the phrase has at least one.
    """

    __slots__ = ("_letters", "_pattern", "needed", "phrase", "telling")

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.needed = _needed(phrase)
        self.telling = max(self.needed, key=_telling, default=frozenset[bytes]())
        self._letters: tuple[tuple[str, ...], ...] | None = None
        self._pattern: re.Pattern[str] | None = None

    def may_stand_in(self, stems: frozenset[bytes]) -> bool:
        for each in self.needed:  # noqa: SIM110  # a generator takes twice the time of so short a search
            if stems.isdisjoint(each):
                return False
        return True

    def hits(self, prose: Prose) -> Iterator[Hit]:
        # An abbreviation is looked for as such: SI is not the Spanish word, nor HI a greeting.
        as_written = self.phrase.isupper()
        if self._letters is None:
            self._letters = _letters(self.phrase)
        text = prose.text if as_written else prose.lower
        for start, end in self._windows(prose.lower):
            if not self._may_stand_between(start, end, prose.lower):
                continue
            if self._pattern is None:
                self._pattern = re.compile(pattern_of(self.phrase if as_written else self.phrase.lower()))
            for found in self._pattern.finditer(text, start, end):
                yield Hit(self.phrase, found.start(), found.end())

    def _may_stand_between(self, start: int, end: int, lower: str) -> bool:
        """Whether each word stands there as a whole: `argued` has the stem of `argumentative`.

        To look for letters costs little, and a pattern much to make.
        """
        if self._letters is None:
            self._letters = _letters(self.phrase)
        return all(any(lower.find(letters, start, end) >= 0 for letters in choice) for choice in self._letters)

    def _windows(self, lower: str) -> list[tuple[int, int]]:
        """The stretches of a text around the phrase's most telling word; all of it where that is not plain letters."""
        places: list[int] = []
        for stem in self.telling:
            letters = stem.decode()
            at = lower.find(letters)
            while at >= 0:
                places.append(at)
                at = lower.find(letters, at + 1)
        windows: list[tuple[int, int]] = []
        for at in sorted(places):
            if windows and at - _WIDE <= windows[-1][1]:
                windows[-1] = (windows[-1][0], at + _WIDE)
            else:
                windows.append((max(0, at - _WIDE), at + _WIDE))
        return windows or [(0, len(lower))]


class Lexicon:
    """Phrases, what is said of each (an empty text for nothing), and harmless phrases that take a hit back."""

    def __init__(self, phrases: Mapping[str, str], harmless: Iterable[str] = ()) -> None:
        self.phrases = phrases
        self._index = _index(phrases)
        self._harmless = _index(harmless)

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        return tuple({_sign(phrase) for phrase in self.phrases})

    def may_stand_in(self, prose: Prose) -> bool:
        """False when no phrase can stand in a text: a quick look, for lists of which that is so nearly always."""
        if not self._has_words(prose.stems):
            return False
        flat = prose.lower.replace("\n", " ")
        return any(sign in flat for sign in self._signs)

    def has_words(self, text: str) -> bool:
        """Whether all words of a phrase stand in a text, in whatever order, also where they are hidden or apart."""
        return self._has_words(stems_of(hashed_words(text)))

    def _has_words(self, stems: frozenset[bytes]) -> bool:
        index = self._index
        for stem in stems & index.stems:  # no generator, as in `_Known.may_stand_in`
            for known in index.by_stem[stem]:
                if known.may_stand_in(stems):
                    return True
        return False

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
        for hit in _hits(self._index, prose):
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
    # A boundary is found quicker than what a look behind forbids, so it comes first.
    return r"\b(?<![\w-])" + "".join(made).removesuffix(r"[\s,]+") + r"(?!\w)"


def _piece(piece: re.Match[str]) -> str:
    if piece.group(1) is None:
        return _literal(piece.group())
    inner = "|".join(_literal(each) for each in piece.group(1).split("|"))
    return f"(?:{inner})" + (r"\w*" if piece.group(2) else "")


def _literal(word: str) -> str:
    """A word as it may be written: any ending for a star, either apostrophe, a hyphen or a space."""
    plain = re.escape(word).replace(r"\*", r"\w*").replace(r"\(s\)", "s?").replace("’", "'").replace("'", "['’]")
    return plain.replace(r"\-", r"[-\s]?").replace(r"\ ", r"\s+")


class _Index(NamedTuple):
    by_stem: Mapping[bytes, list[_Known]]
    stems: frozenset[bytes]


def _index(phrases: Iterable[str]) -> _Index:
    """Each phrase under the stems of its most telling word, so that most are never looked at."""
    found: dict[bytes, list[_Known]] = {}
    for phrase in phrases:
        known = _Known(phrase)
        if not known.needed:
            raise CaseloadError(f"the phrase `{phrase}` is too short to look for", "give it a whole word")
        for stem in known.telling:
            found.setdefault(stem, []).append(known)
    return _Index(found, frozenset(found))


def _sign(phrase: str) -> str:
    """The longest run of letters that every text with the phrase holds, in small letters; empty for a mere choice."""
    plain = _PIECE.sub(lambda piece: "*" if piece.group(1) else piece.group(), phrase.lower()).replace("(s)", "*")
    return max(re.split(r"[^a-z ]+", plain), key=len)


def _letters(phrase: str) -> tuple[tuple[str, ...], ...]:
    """For each word, or choice between words, the letters of which a text that holds the phrase has one run."""
    found: list[tuple[str, ...]] = []
    for piece in _PIECE.finditer(phrase.lower()):
        choices = [piece.group()] if piece.group(1) is None else piece.group(1).split("|")
        runs = tuple(max(_NO_LETTER.split(choice.replace("(s)", "*")), key=len) for choice in choices)
        if all(runs):
            found.append(runs)
    return tuple(found)


def _needed(phrase: str) -> tuple[frozenset[bytes], ...]:
    """For each word, or choice between words, the stems that it can have; not for those that may be anything."""
    needed: list[frozenset[bytes]] = []
    if phrase.isascii() and "(" not in phrase:  # most are plain words, and a hook waits for all of them
        return tuple(stem for word in phrase.split() if (stem := _stem(word)))
    for piece in _PIECE.finditer(phrase):
        if piece.group() == _GAP:
            continue
        if piece.group(1) is None:
            choices = [_stem(piece.group())]
        else:
            choices = [_stem(choice + piece.group(2)) for choice in piece.group(1).split("|")]
        if all(choices):
            needed.append(frozenset[bytes]().union(*choices))
    return tuple(needed)


def _telling(stems: frozenset[bytes]) -> tuple[int, int]:
    """Long stems tell more than short ones, and one more than a choice."""
    return min(map(len, stems), default=0), -len(stems)


@cache  # most lists have `his` and `her`
def _stem(written: str) -> frozenset[bytes]:
    """What a word of a text that fits begins with. `non-compliant` may stand as one word or as two."""
    known = written.removesuffix("*")
    if known.isascii() and known.isalnum():
        stem = known.lower().encode()[:STEM]
        return frozenset((stem,) if len(stem) == STEM or known == written else ())
    plain = written.replace("(s)", "*")
    words = hashed_words(plain.replace("*", "").replace("-", " "))
    # How a short open word goes on is not known, so nothing can be looked up by it.
    sure = [word for word in words if len(word) >= STEM or "*" not in plain or word is not words[-1]]
    joined = b"".join(words)
    if not sure or (len(joined) < STEM and "*" in plain):
        return frozenset()
    return frozenset((max(sure, key=len)[:STEM], joined[:STEM]))


def _hits(index: _Index, prose: Prose) -> Iterator[Hit]:
    stems = prose.stems
    seen: set[str] = set()
    for stem in stems & index.stems:
        for known in index.by_stem[stem]:
            if known.phrase not in seen and known.may_stand_in(stems):
                seen.add(known.phrase)
                yield from known.hits(prose)
