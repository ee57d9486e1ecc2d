"""Whether the times that a commit claims can be true: asked by the audit, and by a repository before it takes a push.

Where nothing can be taken back, a commit with an impossible time would speak against the history for ever; so both ask
here, and only the words that lead a person on are their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date

from caseload_tools.dates import count_of
from caseload_tools.git.commits import Commit

SLACK = 5 * 60
"""Seconds that the clocks of two computers may differ."""
WESTMOST, EASTMOST = -12 * 60, 14 * 60
"""Minutes from Greenwich. By a zone beyond these, an honest time falls on another day."""


def impossible_times(
    commit: Commit, parents: Iterable[Commit], today: date, stopped: Callable[[], date]
) -> Iterator[str]:
    """What cannot be true of a commit's times. `stopped` is asked for the day on which the practice's clock stands."""
    made = commit.committer
    if not all(EASTMOST >= person.offset >= WESTMOST for person in (commit.author, made)):
        yield "the commit is dated by the clock of a time zone that exists nowhere"
    day = min(made.at.date(), made.at.astimezone(UTC).date())
    if day > today and day > stopped():
        yield "the commit is dated in the future"
    ahead = max((parent.committer.seconds - made.seconds for parent in parents), default=0)
    if ahead > SLACK:
        yield f"the commit is dated {length_of(ahead)} before the one it follows"


def length_of(seconds: int) -> str:
    """A length of time in the largest unit of which it has two."""
    if seconds >= 2 * 86400:
        return count_of(seconds // 86400, "day")
    if seconds >= 2 * 3600:
        return count_of(seconds // 3600, "hour")
    return count_of(seconds // 60, "minute")
