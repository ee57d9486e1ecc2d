"""The word lists that rules over prose look things up in: ours as data, each with its source, and the practice's own.

Reads `lexicons/*.toml`, each when a rule first asks for it, so that nobody waits for a list that is not used. What a
word means for a note is the rules' business.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from caseload_tools.text.language.lexicon import Lexicon

LEXICONS = Path(__file__).parent / "lexicons"


class PhraseGroup(NamedTuple):
    """Phrases of one source; `instead` is what to write in their place, empty where that depends.

    `level` is how high a risk they are a sign of, in the list of danger.
    """

    source: str
    instead: str
    phrases: tuple[str, ...]
    level: str = ""


class Shipped(NamedTuple):
    """A list as shipped: what it is for, its groups, and the phrases that take a hit back."""

    about: str
    groups: tuple[PhraseGroup, ...]
    harmless: tuple[str, ...]


@cache
def shipped_list(name: str) -> Shipped:
    """The list as it comes with the tool. The name is that of a file of `LEXICONS`."""
    table = tomllib.loads((LEXICONS / f"{name}.toml").read_text(encoding="utf-8"))
    groups = tuple(
        PhraseGroup(each["source"], each.get("instead", ""), tuple(each["phrases"]), each.get("level", ""))
        for each in table.get("group", ())
    )
    return Shipped(table["about"], groups, tuple(table.get("harmless", {}).get("phrases", ())))


@cache
def lexicon_called(name: str, added: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> Lexicon:
    """A list with the phrases that a practice added, and without those that it allows."""
    ours = shipped_list(name)
    phrases: dict[str, str] = {phrase: group.instead for group in ours.groups for phrase in group.phrases}
    phrases.update(dict.fromkeys(added, ""))
    gone = {each.casefold() for each in allowed}
    kept = {phrase: instead for phrase, instead in phrases.items() if phrase.removesuffix("(s)").casefold() not in gone}
    return Lexicon(kept, (*ours.harmless, *allowed))


@cache
def name_of_phrase(name: str, phrase: str) -> str:
    """A phrase of a shipped list as a message may say it; empty where it leaves room for a record's own words."""
    ours = any(phrase in group.phrases for group in shipped_list(name).groups)
    plain = phrase.removesuffix("(s)")
    return plain if ours and not set("(|*…") & set(plain) else ""


@cache
def level_of_phrase(name: str, phrase: str) -> str:
    """How high a risk a phrase is a sign of: low unless its group says otherwise, as a practice's own is."""
    return next((each.level for each in shipped_list(name).groups if each.level and phrase in each.phrases), "low")


@cache
def whole_words(name: str) -> frozenset[str]:
    """A list of single words as they stand, for rules that look up a word they already hold."""
    return frozenset(phrase for group in shipped_list(name).groups for phrase in group.phrases)
