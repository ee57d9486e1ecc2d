"""An obligation: one thing that somebody has to do by a day, with the reason.

Frozen and free of judgement; the band it falls in depends only on its day and on today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date as Day
from typing import Any, Literal

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.not_read import NOT_UNDERSTOOD
from caseload_tools.chart.records import Problem, Record
from caseload_tools.chart.records.blanks import is_blank
from caseload_tools.chart.risk.risk_view import ranked_risk
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.dates import Interval, lateness
from caseload_tools.practice import Practice
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.values import frozen

Urgency = Literal["overdue", "today", "soon", "later"]
SOON_DAYS = 14
# A sentence under such a key may be about the client; one word is a frequency, or a slip in one.
# What is told first: a sign of danger that nobody answered, then a score that got worse, before all paper.
_FIRST = {"risk screen": 0, "risk contact": 0, "worsening": 1}
_RISK_ORDER = {"high": 0, "moderate": 1, NOT_UNDERSTOOD: 1}


@frozen
class Obligation:
    """What to do (imperative), why, and by which day.

    `record` is the record it comes from; `rule` the code that reports it when late; `subject` a
    place in that record (an objective's id) when there are several; `cite` where the date comes from;
    `also` who is told beside whoever has to do it, as a supervisor is.
    """

    kind: str
    what: str
    why: str
    due: Day
    client: str
    clinician: str
    programme: str
    rule: str
    cite: str = ""
    risk: str = ""
    record: Record | None = None
    subject: str = ""
    also: str = ""

    def concerns(self, person: str) -> bool:
        """Somebody has to do it, or is told of it."""
        return person in (self.clinician, self.also)

    def at(self, key: str, message: str, hint: str = "") -> Iterator[Problem]:
        """A problem at a key of the record it comes from; nothing when it comes from none."""
        if self.record is not None:
            yield self.record.at(key, message, hint)

    def lateness(self, today: Day) -> str:
        """`12 days late`, `today`, `tomorrow`, `in 21 days`."""
        return lateness(self.due, today)

    def is_overdue(self, today: Day) -> bool:
        """Its day has passed."""
        return self.due < today

    def band(self, today: Day) -> Urgency:
        """overdue, today, soon (within 14 days) or later."""
        days = (self.due - today).days
        if days < 0:
            return "overdue"
        if days == 0:
            return "today"
        return "soon" if days <= SOON_DAYS else "later"

    @staticmethod
    def urgency(today: Day) -> Callable[[Obligation], tuple[object, ...]]:
        """A sort key: what is overdue first, then by risk, then by day, client and words."""

        def key(each: Obligation) -> tuple[object, ...]:
            late = each.due < today
            first = _FIRST.get(each.kind, 2)
            risk = _RISK_ORDER.get(each.risk, 2) if late else 2
            when = (first, risk, each.due) if late else (each.due, first, risk)
            return (not late, *when, each.client, each.what, each.subject)

        return key


ChartClock = Callable[[Chart], Iterator[Obligation]]
PracticeClock = Callable[[PracticeShelf, Practice, Day], Iterator[Obligation]]
CLOCKS: dict[str, ChartClock] = {}
PRACTICE_CLOCKS: dict[str, PracticeClock] = {}


def clock(kind: str, *, whole: bool = False) -> Callable[[ChartClock], ChartClock]:
    """Register a function of a chart as the clock of one kind of obligation.

    It is asked of the chart as of its last opening, so that who comes back has clocks of their own; `whole` is for
    what is owed whenever it was written, such as a signature.
    """

    def register(function: ChartClock) -> ChartClock:
        CLOCKS[kind] = function if whole else lambda chart: function(chart.current_episode)
        return function

    return register


def practice_clock(kind: str) -> Callable[[PracticeClock], PracticeClock]:
    """Register a function of the practice's own records as a clock."""

    def register(function: PracticeClock) -> PracticeClock:
        PRACTICE_CLOCKS[kind] = function
        return function

    return register


def uncounted(record: Record, where: KeyPath, every: Interval | None) -> str:
    """`; review_every in plans/… is not understood`: why a length of time that stands there sets no day; else empty.

    A clock that goes by another one then says so: nobody is to believe that it goes by what they wrote.
    """
    said: Any = record.data
    for step in where:
        said = said[step] if isinstance(step, int) else said.get(step)
    if is_blank(said):
        return ""
    key = where[-1]
    if every is None:
        return f"; `{key}` in {record.link} is not understood"
    return f"; `{key}: {every}` in {record.link} sets no day" if every.unit == "sessions" else ""


def chart_obligation(
    chart: Chart,
    kind: str,
    what: str,
    why: str,
    due: Day,
    rule: str,
    *,
    cite: str = "",
    record: Record | None = None,
    clinician: str = "",
    subject: str = "",
    also: str = "",
) -> Obligation:
    """An obligation of a chart, with its clinician, programme and risk filled in."""
    return Obligation(
        kind=kind,
        what=what,
        why=why,
        due=due,
        client=chart.id,
        clinician=clinician or chart.clinician,
        programme=chart.programme,
        rule=rule,
        cite=cite,
        risk=ranked_risk(chart),
        record=record,
        subject=subject,
        also=also,
    )
