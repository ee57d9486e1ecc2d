"""Did you mean: the known word that a misspelt one is most like. Spelling suggestions have their one home here.

Capitals, `_` for `-` and blanks do not count, and nothing is suggested that is not like the word. Says only words that
are known already; whether the misspelt word itself may be said back is for whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_LIKE = 0.6
_FIRST_LETTER = 0.8
_SLIP = 0.88
# What turns a word into its opposite, however like it the two are: `unattended` is not `attended` misspelt.
_NO_WORDS = frozenset({"no", "not", "non", "never", "without", "isnt", "un", "in"})
_NO_PREFIXES = ("non", "un", "in", "dis", "not", "no")


def nearest(word: str, known: Iterable[str], like: float = _LIKE) -> str | None:
    """The known word most like this one, if any is like it; `like`: how much so, where few things are meant."""
    from difflib import SequenceMatcher, get_close_matches  # only for what is wrong

    plain = {_plain(each): each for each in known}
    key = _plain(word)
    found = [each for each in get_close_matches(key, plain, n=3, cutoff=like) if not _is_opposite(key, each)]
    # `regressed` is most like `progressing`: whoever errs in the first letter errs in no other.
    near = (each for each in found if each[:1] == key[:1] or SequenceMatcher(None, key, each).ratio() >= _FIRST_LETTER)
    return next((plain[each] for each in near), None)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "", typed: str = "") -> str:
    """The hint that names the nearest word, as it is typed behind `typed`; `otherwise` when nothing is like it."""
    near = nearest(word, known)
    return suggest(f"{typed}{near}") if near is not None else otherwise


def suggest(meant: str, about: str = "") -> str:
    """The hint that names what was probably meant, where whoever asks knows it already; and a word about it."""
    return f"did you mean `{meant}`{f' ({about})' if about else ''}?"


def near_or_all(word: str, known: Iterable[str]) -> str:
    """The hint that names the nearest word, or all that would be right when nothing is near."""
    words = tuple(known)
    return did_you_mean(word, words, list_known(words))


def list_known(known: Iterable[str]) -> str:
    """The hint that lists all that would be right."""
    return f"there are: {', '.join(sorted(known)) or 'none'}"


def is_slip(word: str, near: str) -> bool:
    """So close to a known word that it can only be a slip of the pen: one letter, or `_` for `-`, or capitals."""
    plain, other = _plain(word), _plain(near)
    from difflib import SequenceMatcher

    if _is_opposite(plain, other) or word.rstrip().endswith("?"):
        return False
    return plain == other or (len(plain) > 4 and SequenceMatcher(None, plain, other).ratio() >= _SLIP)


def _is_opposite(word: str, other: str) -> bool:
    """Whether one of two plain words says no where the other does not."""
    one, two = (re.sub(r"[^a-z]+", " ", each) for each in (word, other))
    return any(_denies(this, that) for this, that in ((one, two), (two, one)))


def _denies(word: str, other: str) -> bool:
    words, others = word.split(), other.split()
    if "".join(words) == "".join(others):
        return False
    if _NO_WORDS.intersection(words) != _NO_WORDS.intersection(others):
        return True
    return any(_is_negated(each, [*others, "".join(others)]) for each in words if each not in others)


def _is_negated(word: str, others: Iterable[str]) -> bool:
    """Whether a word is another one behind `un`, `in`, `dis` or the like."""
    begun = [each for each in _NO_PREFIXES if word.startswith(each)]
    return any(
        not each.startswith(no) and len(each) > 2 and each[:3] == word.removeprefix(no)[:3]
        for each in others
        for no in begun
    )


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
