"""Whether the times that commits claim can be true: one after the other, none in the future, none put back."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.errors import CaseloadError
from caseload_tools.history.commit_times import SLACK, impossible_times, length_of
from caseload_tools.practice import FILE, read_practice

LONGEST = timedelta(hours=24)
"""How much later than written a commit may have been made: a day's work brought along from another computer."""


@past_check("times", "commits")
def times(past: Evidence) -> CheckOutput:
    """Each commit is later than those before it, and none is in the future.

    Proves: by the computers' own clocks, every commit was made after its parents (five minutes are allowed
      between two computers), and none after today; by time zones that exist. Where the clock of a practice has stood
      still since its first commit, as that of the demo has, the day it shows is not in the future either.
    Does not prove: that the clocks were right. Only a time kept elsewhere does: an anchor, a server's log.
    Means: a commit was back-dated or made in the future, or a computer's clock is wrong.
    Do: ask who made the commit and on which computer; set its clock; note down what you found.
    """
    stopped = cache(lambda: _stopped_at(past))
    for commit in past.own_commits:
        late = [past.by_id[parent] for parent in commit.parents if parent in past.by_id]
        for what in impossible_times(commit, late, past.asked.today, stopped):
            yield Alarm(what, commit.id)


def _stopped_at(past: Evidence) -> date:
    """The day on which the clock of the practice has stood from its beginning. One stopped later counts for nothing."""
    first = past.commits[0].id
    content = past.file_in([first], FILE)[first]
    try:
        pinned = read_practice(past.texts([content])[content].encode("utf-8", "surrogateescape")).today
    except (CaseloadError, KeyError):
        pinned = None
    return pinned or date.min


@past_check("author-dates", "commits")
def author_dates(past: Evidence) -> CheckOutput:
    """What was written was committed within a day.

    Proves: the date that a commit gives for its writing is at most 24 hours before, and never after, the date at
      which it was put in place.
    Does not prove: that either date is true; somebody can set both. The check `times` and anchors bound them.
    Means: the writing was back-dated (`git commit --date`), or an older commit was put in place again later: by
      rebase, cherry-pick or amend. Whether a note was on time is judged by the date of writing.
    Do: compare with what is said of that day elsewhere. A commit made again late should say so in its message.
    """
    for commit in past.own_commits:
        seconds = commit.committer.seconds - commit.author.seconds
        if seconds > LONGEST.total_seconds():
            yield Alarm(f"the commit says it was written {length_of(seconds)} before it was put in place", commit.id)
        elif seconds < -SLACK:
            yield Alarm(f"the commit says it was written {length_of(-seconds)} after it was put in place", commit.id)
