"""The addresses that people commit under: the name that each mostly goes with, and from when to when it was in use.

Counts what stands in commits, which are claims. What a second address means is for the checks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from caseload_tools.git.commits import Commit, CommitPerson


class TimesInUse(NamedTuple):
    """The first and the last time at which an address was used, by its own clocks, in seconds."""

    first: int
    last: int


def usual_names(commits: Iterable[Commit]) -> dict[str, str]:
    """The name under which each address mostly commits."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for commit in commits:
        for person in (commit.author, commit.committer):
            counted[person.email.lower()][plain_name(person)] += 1
    return {address: names.most_common(1)[0][0] for address, names in counted.items()}


def times_in_use(commits: Iterable[Commit]) -> dict[str, TimesInUse]:
    """When each address was in use."""
    found: dict[str, TimesInUse] = {}
    for commit in commits:
        for person in (commit.author, commit.committer):
            address, at = person.email.lower(), person.seconds
            known = found.get(address, TimesInUse(at, at))
            found[address] = TimesInUse(min(known.first, at), max(known.last, at))
    return found


def plain_name(person: CommitPerson) -> str:
    """A name without regard to capitals and blanks."""
    return " ".join(person.name.lower().split())
