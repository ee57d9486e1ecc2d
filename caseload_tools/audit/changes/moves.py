"""Which file that appeared in a commit is one that vanished in it: the same record under another name.

Exact by content first, then by likeness: at least half of the lines of the longer one, of the same type
of record. One file has at most one origin. Looks at one commit, and at nothing but what is handed to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from caseload_tools.chart.records.paths import RecordPath

LIKENESS = 0.5
_MOST = 250_000
"""Pairs that are compared at most: an import that takes a thousand files away and adds a thousand is no move."""


def same_content(gone: Mapping[str, str], come: Mapping[str, str]) -> dict[str, str]:
    """From the new path to the old one, by ids of contents. Of several alike, the nearest name is taken."""
    by_id: dict[str, list[str]] = defaultdict(list)
    for path, content in gone.items():
        by_id[content].append(path)
    found: dict[str, str] = {}
    for path, content in come.items():
        if origins := by_id.get(content):
            nearest = max(origins, key=lambda old: (_shared(old, path), old))
            origins.remove(nearest)
            found[path] = nearest
    return found


def alike(gone: Mapping[str, bytes], come: Mapping[str, bytes]) -> dict[str, str]:
    """From the new path to the old one, for files that were moved and edited at once."""
    if len(gone) * len(come) > _MOST:
        return {}
    old = {path: _lines(content) for path, content in gone.items()}
    new = {path: _lines(content) for path, content in come.items()}
    pairs = sorted(
        (
            (likeness, _shared(before, after), before, after)
            for after, now in new.items()
            for before, was in old.items()
            if RecordPath.parse(before).word == RecordPath.parse(after).word
            and (likeness := _likeness(was, now)) >= LIKENESS
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    for _, _, before, after in pairs:
        if after not in found and before not in found.values():
            found[after] = before
    return found


def _lines(content: bytes) -> Counter[bytes]:
    return Counter(line for line in content.split(b"\n") if line.strip())


def _likeness(one: Counter[bytes], other: Counter[bytes]) -> float:
    longer = max(one.total(), other.total())
    return (one & other).total() / longer if longer else 0.0


def _shared(one: str, other: str) -> int:
    """How many parts of two paths are the same."""
    return sum(a == b for a, b in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False))
