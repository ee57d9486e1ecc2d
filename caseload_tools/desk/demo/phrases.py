"""Small grammars: how an invented note gets its words, so that no two notes read the same.

A phrase is a text with `{slots}`; a slot is filled from a list of words or with a number.
Everything said here is invented. Nothing here knows of records, dates or files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

WORDS: Mapping[str, Sequence[str]] = {
    "person": (
        "sister",
        "brother",
        "neighbour",
        "aunt",
        "cousin",
        "flatmate",
        "old colleague",
        "mother",
        "father",
        "daughter",
        "son",
        "partner",
        "friend from the choir",
        "friend from school",
        "landlady",
        "uncle",
        "grandmother",
        "nephew",
        "team leader",
        "friend from the pool",
    ),
    "place": (
        "the library",
        "the market",
        "the allotment",
        "the swimming pool",
        "the harbour path",
        "the bakery",
        "the community garden",
        "the bus station",
        "the park behind the school",
        "the ice rink",
        "the chapel hall",
        "the second-hand shop",
        "the lake",
        "the post office",
        "the town square",
        "the reading room",
        "the ferry",
        "the sports hall",
        "the station cafe",
        "the museum",
    ),
    "thing": (
        "baking bread",
        "repairing the bicycle",
        "sorting photographs",
        "playing the accordion",
        "painting the shed",
        "knitting",
        "walking the neighbour's dog",
        "cooking soup",
        "mending a coat",
        "doing a jigsaw",
        "planting bulbs",
        "cleaning the aquarium",
        "singing in the choir",
        "writing letters",
        "playing chess",
        "sewing a cushion",
        "carving a spoon",
        "learning a card game",
        "drawing boats",
        "restoring a chair",
    ),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "time": (
        "early in the morning",
        "before breakfast",
        "at noon",
        "after work",
        "in the evening",
        "late at night",
    ),
    "obstacle": (
        "a burst pipe at home",
        "a quarrel about the car",
        "a cold",
        "a letter from the tax office",
        "two nights of noise",
        "a funeral in the family",
        "an argument on the phone",
        "heavy snow",
        "a broken washing machine",
        "a week of night shifts",
        "a cancelled train",
        "an unpaid bill",
        "a visit that went badly",
        "a toothache",
        "a change of rota",
        "the anniversary of the accident",
    ),
    "manner": (
        "On time, rested, spoke freely.",
        "Five minutes early, took notes.",
        "Quiet at first, warmer after ten minutes.",
        "Tired, yet followed everything.",
        "Made eye contact throughout and laughed twice.",
        "Restless hands, clear speech.",
        "Brought the diary, filled in for every day.",
        "Came straight from work, still in uniform.",
        "Spoke slowly and chose words with care.",
        "Smiled on arrival; tearful for a moment in the middle.",
        "Sat forward, asked two questions.",
        "Thoughtful, with long pauses.",
    ),
    "number": ("two", "three", "four", "five"),
    "said": (
        "I did not think that I would manage it, but I did",
        "It was not a good week and it was not a bad one either",
        "My {person} noticed it before I did",
        "I stood at {place} and simply stayed",
        "On {weekday} I forgot to worry for an hour",
        "I would rather be {thing} than sit at home",
        "After {obstacle} I wanted to give up, and then I rang my {person}",
        "I still hear the old voice, only it is further off",
        "Next week I want to try {place} again",
        "It helps to know what I shall do {time}",
    ),
    "event": (
        "Met the {person} at {place} on {weekday}",
        "Spent {minutes} minutes {thing} on {weekday}",
        "Went to {place} {time}, for the first time in {number} weeks",
        "Held back by {obstacle}, and picked up again on {weekday}",
        "Told the {person} about the plan, which went better than feared",
        "Left {place} after {minutes} minutes, then went back on {weekday}",
        "Stayed with {thing} for {minutes} minutes although {obstacle} had spoilt the morning",
        "Asked the {person} for help with {obstacle}",
    ),
}
_NUMBERS = {"minutes": (10, 55), "days": (2, 6), "hours": (5, 8), "score": (3, 8)}


def phrase(rng: Random, text: str, known: Mapping[str, object] | None = None) -> str:
    """The text with each slot filled: from `known`, from WORDS, or by a number."""
    before, brace, rest = text.partition("{")
    parts = [before]
    while brace:
        slot, _, after = rest.partition("}")
        parts.append(_filled(rng, slot, known))
        before, brace, rest = after.partition("{")
        parts.append(before)
    return "".join(parts)


def _filled(rng: Random, slot: str, known: Mapping[str, object] | None) -> str:
    if known is not None and slot in known:
        return str(known[slot])
    if slot in _NUMBERS:
        low, high = _NUMBERS[slot]
        return str(low + int(rng.random() * (high - low + 1)))
    word = pick(rng, WORDS[slot])
    return phrase(rng, word, known) if "{" in word else word


def pick(rng: Random, words: Sequence[T]) -> T:
    """One of the words; quicker than Random.choice, and the caseload is large."""
    return words[int(rng.random() * len(words))]


def some_in_order(rng: Random, words: Sequence[str], count: int) -> list[str]:
    """`count` different ones, in the order they stand in."""
    return [words[place] for place in sorted(rng.sample(range(len(words)), min(count, len(words))))]


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "!", '"')) else ".")
