"""Words put together as sentences have them: a capital at the beginning, none inside, an "and" before the last."""

from __future__ import annotations

from collections.abc import Sequence


def upper_first(words: str) -> str:
    """A sentence's first letter as a capital, every other letter as it was written."""
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """A sentence's words inside another sentence: `PHQ-9 …` stays, `Review …` becomes `review …`."""
    return words if words[1:2].isupper() or words[1:2].isdigit() else words[:1].lower() + words[1:]


def and_list(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
