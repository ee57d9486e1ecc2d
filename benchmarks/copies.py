"""`python -m benchmarks.copies`: what finding copied notes costs, alone and within `caseload lint`.

    python -m benchmarks.copies             100,000 invented notes, one in ten copied with words changed; half a minute
    python -m benchmarks.copies --lint      lint of the caseload of `make bench` with and without what reads prose

Prints seconds of processor time, which a busy machine blurs least, and the most memory that was held.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from benchmarks.run import caseload_of
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text.language.likeness import likely_pairs, minhash_of, share_taken

NOTES = 100_000
WORDS = 110
ORIGINALS = 5_000
COPIED_ONE_IN = 10
CHANGED = 8
SHARE = 0.85
TODAY = date(2026, 11, 24)

T = TypeVar("T")


def main() -> None:
    """Either measurement, as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lint", action="store_true", help="measure within lint")
    parser.add_argument("--notes", type=int, default=NOTES)
    parser.add_argument("--records", type=int, default=1_000)
    options = parser.parse_args()
    if options.lint:
        within_lint(options.records)
    else:
        alone(options.notes)


def alone(count: int) -> None:
    """Signatures of many notes, the pairs that they give, and how many of the copies were found."""
    texts, copies = invented_notes(count)
    signed, seconds = timed(lambda: [minhash_of(words) for words in texts])
    print(f"{count:,} notes of {WORDS} words: signatures in {seconds:.1f} s, {64 * count / 1e6:.0f} MB")
    tracemalloc.start()
    pairs, seconds = timed(lambda: likely_pairs(signed))
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    print(f"pairs in {seconds:.1f} s (with memory traced, which slows it), {peak:.0f} MB")
    found = {later for later, earlier in pairs if share_taken(texts[later], texts[earlier]) >= SHARE}
    met, others = len(found & copies) / len(copies), len(found - copies)
    print(f"{len(pairs):,} pairs read again; {met:.2%} of {len(copies):,} copies found, {others} others")


def invented_notes(count: int) -> tuple[list[list[bytes]], set[int]]:
    """Notes of words as frequent as in a language; one in ten is a changed copy of one of the first."""
    rng = random.Random(3)
    words = [b"w%d" % number for number in range(8_000)]
    weights = list(itertools.accumulate(1 / (number + 1) for number in range(len(words))))
    texts: list[list[bytes]] = []
    copies: set[int] = set()
    for number in range(count):
        if number % COPIED_ONE_IN or number < ORIGINALS:
            texts.append(rng.choices(words, cum_weights=weights, k=WORDS))
            continue
        original = texts[rng.randrange(ORIGINALS)]
        text = list(original)
        for place in rng.sample(range(WORDS), CHANGED):
            text[place] = rng.choice(words)
        texts.append(text)
        if share_taken(text, original) >= SHARE:
            copies.add(number)
    return texts, copies


def within_lint(records: int) -> None:
    """Lint of a generated caseload: all rules, without those across charts, without all that reads prose."""
    root = caseload_of(records)
    practice = load_practice(root)
    across = [rule.code for rule in load_rules().values() if rule.across]
    prose = [rule.code for rule in load_rules().values() if rule.prose]
    for what, ignored in (("all rules", []), ("none across charts", across), ("none that reads prose", prose)):
        lint = partial(lint_caseload, root, practice, today=TODAY, extend_ignore=tuple(ignored))
        print(f"{what}: {min(timed(lint)[1] for _ in range(3)):.2f} s")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What some work gives, and its processor time."""
    started = time.process_time()
    given = work()
    return given, time.process_time() - started


if __name__ == "__main__":
    main()
