"""Did you mean: the known word that a misspelt one is most like. Spelling suggestions have their one home here.

Capitals, `_` for `-` and blanks do not count, and nothing is suggested that is not like the word. Says only words that
are known already; whether the misspelt word itself may be said back is for whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable

_LIKE = 0.6
_FIRST_LETTER = 0.8
_SLIP = 0.88


def nearest(word: str, known: Iterable[str], like: float = _LIKE) -> str | None:
    """The known word most like this one, if any is like it; `like`: how much so, where few things are meant."""
    from difflib import SequenceMatcher, get_close_matches  # only for what is wrong

    plain = {_plain(each): each for each in known}
    key = _plain(word)
    found = get_close_matches(key, plain, n=3, cutoff=like)
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

    return plain == other or (len(plain) > 4 and SequenceMatcher(None, plain, other).ratio() >= _SLIP)


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
