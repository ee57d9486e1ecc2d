"""The frame of a basis: its word, how people write it, and from which recipient it follows without being written.

What a basis needs and whom it covers is the law of the day (practice/laws.py, `LegalBasis`); here stands what is the
same under any law: how it is known in a record. One small file for each, so that one can be read by itself.
"""

from __future__ import annotations

import re

from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.values import frozen


@frozen
class Basis:
    """A ground on which something may be told.

    `word` is what is written behind `basis:`, `name` what people call it, `written` how it may stand in words of
    somebody's own. `follows_from` are the kinds of recipients for whom it holds though nobody wrote it, `anywhere` says
    that it holds so where no law of ours does: it is the same in every country.
    """

    word: str
    name: str
    written: re.Pattern[str]
    follows_from: frozenset[str] = frozenset()
    anywhere: bool = False
    matters: tuple[tuple[str, re.Pattern[str]], ...] = ()
    spares_notes: bool = False
    """Psychotherapy notes may be told on it as well: 45 CFR 164.508(a)(2)."""
    only_heard: bool = False
    """It is a ground for listening, in every country, and for telling in none."""

    def matter(self, words: str) -> str:
        """What it is about, where the words say so, such as `child-abuse`."""
        return next((matter for matter, known in self.matters if known.search(words)), "")


BASES: dict[str, Basis] = {}


def basis(
    word: str,
    name: str,
    written: str,
    *,
    follows_from: tuple[str, ...] = (),
    anywhere: bool = False,
    matters: tuple[tuple[str, str], ...] = (),
    spares_notes: bool = False,
    only_heard: bool = False,
) -> Basis:
    """Register a basis."""
    patterns = tuple((matter, late_pattern(known, re.IGNORECASE)) for matter, known in matters)
    known = late_pattern(written, re.IGNORECASE)
    follows = frozenset(follows_from)
    BASES[word] = made = Basis(word, name, known, follows, anywhere, patterns, spares_notes, only_heard)
    return made
