"""How much one text is another: exact where both are at hand, nearly so by signature, complete on a real corpus."""

from __future__ import annotations

import csv
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload_tools.text.language.likeness import (
    BINS,
    LEAST,
    hashed_words,
    likely_pairs,
    minhash_of,
    share_taken,
    words_digest,
)

TABLE = Path(__file__).parent / "corpus" / "case-notes" / "synthetic-case-notes.csv"


@pytest.fixture(scope="module")
def corpus() -> list[str]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return [row["case_note"] for row in csv.DictReader(file)]


def _pairs_of_words(words: list[bytes]) -> set[tuple[bytes, bytes]]:
    return set(pairwise(words))


def _edited(words: list[bytes], share: float, rng: random.Random) -> list[bytes]:
    return [b"x%d" % rng.randrange(9**6) if rng.random() < share else word for word in words]


def _resemblance(one: bytes, other: bytes) -> float:
    """The estimated share of the pairs of words that two texts have in common, 0 to 1; off by 0.06 as a rule."""
    if not one or not other:
        return 0.0
    differs = int.from_bytes(one, "big") ^ int.from_bytes(other, "big")
    return max(0.0, (differs.to_bytes(BINS, "big").count(0) / BINS - 1 / 256) / (1 - 1 / 256))


def _alike_groups(texts: list[list[bytes]], at_least: float = 1.0) -> list[list[int]]:
    """The texts in groups of likes, by their places: of the same words, or taken from them for `at_least`."""
    leader: dict[int, int] = {}
    group_of = [leader.setdefault(words_digest(words), number) for number, words in enumerate(texts)]
    if at_least < 1:
        leaders = sorted(leader.values())
        for later, earlier in sorted(likely_pairs([minhash_of(texts[number]) for number in leaders])):
            one, other = leaders[later], leaders[earlier]
            if share_taken(texts[one], texts[other]) >= at_least:
                low, high = sorted((group_of[one], group_of[other]))
                group_of = [low if each == high else each for each in group_of]
    made: dict[int, list[int]] = {}
    for number in range(len(texts)):
        made.setdefault(group_of[number], []).append(number)
    return list(made.values())


def test_the_500_texts_of_the_corpus_are_54(corpus: list[str]) -> None:
    made = _alike_groups([hashed_words(text) for text in corpus])
    assert len(made) == 54
    by_text = Counter(corpus)
    assert sorted(map(len, made)) == sorted(by_text.values())
    assert all(len({corpus[place] for place in group}) == 1 for group in made)


def test_near_groups_are_those_that_comparing_everything_with_everything_finds(corpus: list[str]) -> None:
    texts = [hashed_words(text) for text in dict.fromkeys(corpus)]
    together = {number: {number} for number in range(len(texts))}
    for later in range(len(texts)):
        for earlier in range(later):
            long = min(len(texts[later]), len(texts[earlier])) >= LEAST
            if long and share_taken(texts[later], texts[earlier]) >= 0.85:
                both = together[later] | together[earlier]
                for number in both:
                    together[number] = both
    slow = {frozenset(each) for each in together.values()}
    assert {frozenset(each) for each in _alike_groups(texts, 0.85)} == slow
    assert len(slow) < 54


def test_words_are_the_same_whatever_the_punctuation() -> None:
    said = "## Plan\n\n“She doesn’t,” he said — twice.\n"
    assert hashed_words(said) == hashed_words('"She doesn\'t" he said ... TWICE') == b"she doesnt he said twice".split()
    assert words_digest(hashed_words(said)) == words_digest(hashed_words("she doesnt he said twice"))
    assert hashed_words("Zürich, naïve") == [*"zürich naïve".encode().split()]


@given(st.text(), st.text())
def test_any_text_can_be_compared(one: str, other: str) -> None:
    first, second = hashed_words(one), hashed_words(other)
    assert 0 <= share_taken(first, second) <= 1
    assert 0 <= _resemblance(minhash_of(first), minhash_of(second)) <= 1
    assert share_taken(first, first) == bool(first)
    assert len(_alike_groups([first, second, first])) <= 2


def test_the_share_counts_words_in_runs_of_four() -> None:
    old = hashed_words("one two three four five six seven eight nine ten")
    assert share_taken(hashed_words("one two three four new new new new"), old) == 0.5
    assert share_taken(hashed_words("ten nine eight seven six five four three two one"), old) == 0
    assert share_taken(hashed_words("two three four five"), old) == 1
    assert share_taken(old, hashed_words("two three four five")) == 0.4
    assert share_taken(hashed_words("one two three"), old) == 0
    assert share_taken([], old) == 0


@pytest.mark.parametrize("length", [LEAST + 6, 60, 120, 300])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.2])
def test_the_estimate_is_fair_and_copies_are_found(length: int, share: float) -> None:
    rng = random.Random(f"{length} {share}")
    errors, found, due = [], 0, 0
    for _ in range(200):
        one = [b"w%d" % rng.randrange(3000) for _ in range(length)]
        other = _edited(one, share, rng)
        shared, joint = _pairs_of_words(one) & _pairs_of_words(other), _pairs_of_words(one) | _pairs_of_words(other)
        true = len(shared) / len(joint)
        signed = [minhash_of(one), minhash_of(other)]
        errors.append(_resemblance(*signed) - true)
        if true >= 0.6:
            due += 1
            found += bool(likely_pairs(signed))
    assert abs(fmean(errors)) < 0.03
    assert fmean(map(abs, errors)) < 0.09
    assert found >= 0.97 * due


def test_short_texts_have_no_signature_and_are_compared_as_wholes() -> None:
    short = hashed_words("no answer, message left")
    assert minhash_of(short) == b""
    assert likely_pairs([minhash_of(short), minhash_of(short)]) == set()
    assert _alike_groups([short, short, hashed_words("no answer")]) == [[0, 1], [2]]


def test_many_texts_take_time_for_each_and_not_for_each_pair() -> None:
    """Ten thousand copies of one note give ten thousand pairs, not fifty million."""
    rng = random.Random(7)
    one = [b"w%d" % rng.randrange(3000) for _ in range(100)]
    found = likely_pairs([minhash_of(one)] * 10_000)
    assert len(found) < 3 * 10_000
    assert {later for later, _ in found} == set(range(1, 10_000))
