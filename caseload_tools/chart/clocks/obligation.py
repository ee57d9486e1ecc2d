"""An obligation: one thing that somebody has to do by a day, with the reason.

Frozen and free of judgement; the band it falls in depends only on its day and on today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date as Day
from typing import Any, Literal, get_args

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
Weight = Literal["safety", "consent", "integrity", "thread", "timeliness", "money", "form"]
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
"""What an obligation is about, the gravest first."""
NOBODY = "nobody"
"""Who has to do what bears no name: said as a name of its own, so that it is in somebody's list."""
SOON_DAYS = 14
_FIRST = ("risk screen", "risk contact")  # of what is about safety: ask, and reach the client, before all paper
_RISK_ORDER = {"high": 0, "moderate": 1, NOT_UNDERSTOOD: 1}


@frozen
class Obligation:
    """What to do (imperative), why, and by which day.

    `record` is the record it comes from; `rule` the code that reports it when late; `subject` a
    place in that record (an objective's id) when there are several; `cite` where the date comes from;
    `also` who is told beside whoever has to do it, as a supervisor is; `opened` the day of what it comes from;
    `at_once` that it is wanted on its own day; `ends` what ends this one, where its kind says too little; `again` how
    it comes round, of a kind that `recurs`.
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
    weight: Weight = "form"
    opened: Day | None = None
    at_once: bool = False
    again: Recurrence | None = None
    ends: str = ""

    @property
    def ended_by(self) -> str:
        """The acts that alone end it: its own, else those of its kind."""
        kind = DUTIES.get(self.kind) or PRACTICE_DUTIES.get(self.kind)
        return self.ends or (kind.ended_by if kind is not None else "")

    @property
    def owner(self) -> str:
        """Who has to do it: a staff id, or `nobody`."""
        return self.clinician or NOBODY

    def concerns(self, person: str) -> bool:
        """Somebody has to do it, or is told of it."""
        return person in (self.owner, self.also)

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

    def is_wanted(self, today: Day) -> bool:
        """Lint speaks of it: its day has passed, or has come and the thing is wanted at once."""
        return self.due < today or (self.at_once and self.due == today)

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
        """A sort key: what is wanted now first, by its weight; nobody's before somebody's; then by risk and day."""

        def key(each: Obligation) -> tuple[object, ...]:
            if not each.is_wanted(today):
                return (1, 0, True, 0, each.due, each.client, each.what, each.subject)
            owned, first, risk = bool(each.clinician), each.kind not in _FIRST, _RISK_ORDER.get(each.risk, 2)
            return (0, WEIGHTS.index(each.weight), owned, first, risk, each.due, each.client, each.what, each.subject)

        return key


@frozen
class Recurrence:
    """How a duty comes round: `ways` of counting from a day, of which the first to end counts.

    Each way is a row of lengths of time, one after the other, as a rhythm and its grace; a number of sessions is
    counted by those that were kept. It comes round no more after `until`, and what is booked for `booked` meets it.
    """

    ways: tuple[tuple[Interval, ...], ...]
    until: Day | None = None
    booked: Day | None = None

    def after(self, day: Day, chart: Chart) -> Day | None:
        """When it is owed again, counted from a day; None where it is not, or not before more sessions were kept."""
        ends = (_end_of(way, day, chart) for way in self.ways)
        due = min((end for end in ends if end is not None), default=None)
        if due is None or (self.until is not None and due > self.until):
            return None
        return None if self.booked is not None and self.booked <= due else due


def _end_of(way: tuple[Interval, ...], day: Day, chart: Chart) -> Day | None:
    end: Day | None = day
    for length in way:
        end = None if end is None else day_after(chart, length, end)
    return end


def day_after(chart: Chart, every: Interval, since: Day) -> Day | None:
    """The day after which so much time has passed or so many sessions were kept; None before they were."""
    if every.unit != "sessions":
        return every.after(since, chart.practice.holidays)
    kept = [each.date for each in chart.kept_sessions if each.date > since]
    return kept[every.amount - 1] if 0 < every.amount <= len(kept) else None


ChartClock = Callable[[Chart], Iterator[Obligation]]
PracticeClock = Callable[[PracticeShelf, Practice, Day], Iterator[Obligation]]


@frozen
class Duty:
    """What is true of every obligation of one kind: how it weighs, what alone ends it, what does not.

    `ended_by` names the acts, for whoever asks what to do. `ends_with_care` is what nobody owes once a discharge was
    written: the rhythm of care, and what is planned. All else stays owed in a chart that is closed. `after_death` is
    what is still owed of a client who died. `at_once` is wanted on its own day, so that lint speaks on that day.
    `may_be_settled` is false where no disposition takes the place of the act: nobody declines a signature. `whole` is
    owed whenever it was written; all else is asked of the chart as of its last opening. `recurs` comes round again:
    a disposition settles one turn of it, and its rhythm begins anew from that day, unless what became of it is one of
    the words under `ends_for_good`.
    """

    name: str
    weight: Weight
    ended_by: str
    find: ChartClock
    ends_with_care: bool = False
    after_death: bool = False
    at_once: bool = False
    may_be_settled: bool = True
    whole: bool = False
    recurs: bool = False
    ends_for_good: tuple[str, ...] = ()


@frozen
class PracticeDuty:
    """A kind of what the practice itself owes: to its policies, to who complains."""

    name: str
    weight: Weight
    ended_by: str
    find: PracticeClock


DUTIES: dict[str, Duty] = {}
PRACTICE_DUTIES: dict[str, PracticeDuty] = {}


def clock(
    kind: str,
    *,
    weight: Weight,
    ended_by: str,
    ends_with_care: bool = False,
    after_death: bool = False,
    at_once: bool = False,
    may_be_settled: bool = True,
    whole: bool = False,
    recurs: bool = False,
    ends_for_good: tuple[str, ...] = (),
) -> Callable[[ChartClock], ChartClock]:
    """Register a function of a chart as the clock of one kind of obligation; see `Duty` for what is declared.

    The function says what would be owed if care went on: that a chart is closed, a client died or a disposition was
    written is for the ledger to judge, in one place.
    """

    def register(function: ChartClock) -> ChartClock:
        whether = (ends_with_care, after_death, at_once, may_be_settled, whole, recurs)
        DUTIES[kind] = Duty(kind, weight, ended_by, function, *whether, ends_for_good)
        return function

    return register


def practice_clock(kind: str, *, weight: Weight, ended_by: str) -> Callable[[PracticeClock], PracticeClock]:
    """Register a function of the practice's own records as a clock."""

    def register(function: PracticeClock) -> PracticeClock:
        PRACTICE_DUTIES[kind] = PracticeDuty(kind, weight, ended_by, function)
        return function

    return register


def has_begun(chart: Chart) -> bool:
    """Care began at some time: somebody was seen, assessed or planned for, whatever the status says."""
    return bool(chart.kept_sessions or chart.assessments or chart.plans)


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
    opened: Day | None = None,
    weight: Weight | None = None,
    again: Recurrence | None = None,
    ends: str = "",
) -> Obligation:
    """An obligation of a chart, with its clinician, programme and risk filled in, and what its kind declares.

    `opened` is the day of the record it comes from, unless something in it is younger.
    """
    declared = DUTIES[kind]
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
        weight=weight or declared.weight,
        opened=opened or (record.date if record is not None else due),
        at_once=declared.at_once,
        again=again,
        ends=ends,
    )


def practice_obligation(
    kind: str, what: str, why: str, due: Day, rule: str, record: Record, who: str, cite: str
) -> Obligation:
    """An obligation of the practice itself."""
    weight = PRACTICE_DUTIES[kind].weight
    return Obligation(kind, what, why, due, "", who, "", rule, cite, "", record, weight=weight, opened=record.date)
