"""The level of a client's risk as it rose and fell, and what on the way was not answered.

Day by day: the higher of what was measured and what somebody wrote under `risk:` holds, until a later, lower finding
with its reason. Nothing else lowers it, least of all a day on which nobody asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple
from weakref import WeakKeyDictionary

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.risk.witnesses import (
    HEIGHTENED,
    Asked,
    Measured,
    all_asked,
    all_blank,
    all_measured,
    height,
    is_spoken,
)
from caseload_tools.chart.shelf import by_day_and_hour
from caseload_tools.values import field, frozen

Witness = Asked | Measured


@frozen(eq=False)
class Contradiction:
    """Somebody wrote a lower level than another witness says, and no reason."""

    asked: Asked
    higher: Witness


@frozen(eq=False)
class RiskStep:
    """The level changed: from what it was, empty at the first time, to what the witness says."""

    before: str
    witness: Witness

    @property
    def is_rise(self) -> bool:
        """It rose to moderate or high."""
        return self.witness.level in HEIGHTENED and height(self.witness.level) > height(self.before)


class LeftRisk(NamedTuple):
    """An episode that ended while the risk was moderate or high: by whose word, on which day, and open again since."""

    witness: Witness
    ended: Day
    again: Day


@frozen(eq=False)
class RiskCourse:
    """Where the risk stands on the day of the chart, by `risk:` and measures alone, and how it came there.

    `level` is empty where nothing was said; `is_asked` that the client was, in this episode; `steps` are its changes;
    `screens`, `blank` ones and `crises` were answered by nobody. `left` are earlier episodes that ended at such a
    risk, each with the day it ended.
    """

    level: str = ""
    since: Day | None = None
    witness: Witness | None = None
    steps: tuple[RiskStep, ...] = ()
    asked: tuple[Asked, ...] = ()
    is_asked: bool = False
    screens: tuple[TakenScore, ...] = ()
    blank: tuple[TakenScore, ...] = ()
    left: tuple[LeftRisk, ...] = ()
    crises: tuple[Session | Contact, ...] = ()
    contradictions: tuple[Contradiction, ...] = field(default=())

    @property
    def rises(self) -> tuple[Witness, ...]:
        """The witnesses by which it rose to moderate or high."""
        return tuple(each.witness for each in self.steps if each.is_rise)

    @property
    def is_heightened(self) -> bool:
        """Moderate or high."""
        return self.level in HEIGHTENED


_COURSES: WeakKeyDictionary[Chart, RiskCourse] = WeakKeyDictionary()


def risk_course(chart: Chart) -> RiskCourse:
    """How the risk of a client went; worked out once for each chart. The level is that of the present episode."""
    known = _COURSES.get(chart)
    if known is None:
        known = _COURSES[chart] = _course_of(chart)
    return known


def reason_since(chart: Chart, record: Record) -> bool:
    """Somebody asked again later and wrote, as a reason, what became of what was open."""
    return any(each.has_reason and _is_later(each.record, record) for each in all_asked(chart))


def _is_later(one: Record, other: Record) -> bool:
    return one is not other and by_day_and_hour(one) >= by_day_and_hour(other) and one.date >= other.date


def _course_of(chart: Chart) -> RiskCourse:
    asked, measured = tuple(all_asked(chart)), tuple(all_measured(chart))
    walk = _Walk()
    days = sorted({each.record.date for each in asked} | {each.record.date for each in measured})
    of_day = {day: tuple(group) for day, group in groupby(asked, key=lambda each: each.record.date)}
    openings = _openings(chart)
    for day in (*days, Day.max):
        while openings and day >= openings[0][1]:
            walk.open_again(*openings.pop(0))
        walk.day(of_day.get(day, ()), [each for each in measured if each.record.date == day])
    screens = (each.taken for each in measured if each.taken.score.asks_for_safety)
    return RiskCourse(
        walk.level,
        walk.since,
        walk.witness,
        tuple(walk.steps),
        asked,
        walk.is_asked,
        tuple(each for each in screens if _is_open(chart, asked, each.record)),
        tuple(each for each in all_blank(chart) if not _is_asked_since(chart, asked, measured, each.record)),
        tuple(walk.left),
        _open_crises(chart, asked, walk.steps),
        tuple(
            each
            for each in walk.contradictions
            if each.asked.record.sound and not reason_since(chart, each.asked.record)
        ),
    )


def _openings(chart: Chart) -> list[tuple[Day, Day]]:
    """When an episode ended, and from when on the next one counts: nobody's risk is known from before."""
    if not chart.endings or chart.client is None:
        return []
    between = [(each, each + timedelta(days=1)) for each in chart.endings[:-1]]
    return [*between, (chart.endings[-1], chart.client.opened)]


def _is_open(chart: Chart, asked: Iterable[Asked], record: Record) -> bool:
    if chart.in_doubt(record.date, record.date) or reason_since(chart, record):
        return False
    return not any(each.answers(record) for each in asked)


def _is_asked_since(chart: Chart, asked: Iterable[Asked], measured: Iterable[Measured], record: Record) -> bool:
    """Somebody asked on the day of a blank sheet or later, or another sheet says it: of a blank that is enough."""
    if not _is_open(chart, asked, record):
        return True
    later = (*(each.record for each in asked if each.is_spoken), *(each.record for each in measured))
    return any(each.date > record.date for each in later)


def _open_crises(chart: Chart, asked: Iterable[Asked], steps: Iterable[RiskStep]) -> tuple[Session | Contact, ...]:
    """The crises that nobody answered, by day and hour. Somebody else's word of one, or a message, is one as well.

    A level that is moderate or high is an answer, whoever it was heard from: it asks for what is to be done. A call
    that we made in vain, on account of such a level or of a crisis that is open, is not another one.
    """
    found: list[Session | Contact] = []
    for each in sorted(_crises(chart), key=by_day_and_hour):
        if not is_spoken(each):
            stands = [step.witness.level for step in steps if step.witness.record.date <= each.date]
            tried = isinstance(each, Contact) and each.is_with_client and each.direction == "out"
            if each.risk in HEIGHTENED or (tried and (found or stands[-1:] in (["moderate"], ["high"]))):
                continue
        if _is_open(chart, asked, each):
            found.append(each)
    return tuple(found)


def _crises(chart: Chart) -> Iterable[Session | Contact]:
    yield from (each for each in chart.kept_sessions if each.service == "crisis" and each.date <= chart.today)
    yield from (each for each in chart.contacts if each.purpose == "crisis" and each.date <= chart.today)


class _Walk:
    """Through the days of a chart."""

    def __init__(self) -> None:
        self.level = ""
        self.since: Day | None = None
        self.witness: Witness | None = None
        self.is_asked = False
        self.steps: list[RiskStep] = []
        self.left: list[LeftRisk] = []
        self._doubted: list[Contradiction] = []
        self._lower: Contradiction | None = None

    @property
    def contradictions(self) -> list[Contradiction]:
        """What was lower than a measure of its day, and the last that was lower than what stands."""
        return [*self._doubted, *([self._lower] if self._lower else [])]

    def open_again(self, ended: Day, again: Day) -> None:
        """A new episode: what is open goes on, and the level begins anew."""
        if self._lower is not None:
            self._doubted.append(self._lower)
        if self.witness is not None and self.level in HEIGHTENED:
            self.left.append(LeftRisk(self.witness, ended, again))
        self.is_asked = False
        self.level, self.since, self.witness, self._lower = "", None, None, None

    def day(self, asked: tuple[Asked, ...], measured: list[Measured]) -> None:
        """One day: its highest measure, unless somebody answered it, and what was written, hour by hour."""
        told = [each for each in measured if height(each.level) > 0 or is_spoken(each.record)]
        self.is_asked |= bool(told) or any(each.is_spoken for each in asked)
        highest = max(told, key=lambda each: height(each.level), default=None)
        if highest is not None and _is_answered(highest, asked):
            highest = None
        if highest is not None:
            if height(highest.level) > height(self.level):
                self._stand(highest)
            since = [each for each in asked if each.answers(highest.record)]
            same = [each for each in since if each.record is highest.record]
            if since:
                self._doubted.append(Contradiction((same or since)[-1], highest))
        for each in asked:
            if highest is None or height(each.level) >= height(highest.level):
                self._write(each)

    def _write(self, asked: Asked) -> None:
        if not asked.is_spoken and height(asked.level) <= max(height(self.level), 0):
            return  # nobody is calmed by it, and nobody was asked
        rises = height(asked.level) >= height(self.level)
        if rises or self.level not in HEIGHTENED or asked.lowers(self.level):
            self._stand(asked)
        elif self.witness is not None:
            self._lower = Contradiction(asked, self.witness)

    def _stand(self, witness: Witness) -> None:
        if witness.level != self.level:
            self.since = witness.record.date
            self.steps.append(RiskStep(self.level, witness))
        self.level, self.witness = witness.level, witness
        self._lower = None


def _is_answered(measured: Measured, asked: tuple[Asked, ...]) -> bool:
    return any(
        each.answers(measured.record) and (each.has_reason or height(each.level) >= height(measured.level))
        for each in asked
    )


__all__ = ["Contradiction", "RiskCourse", "Witness", "reason_since", "risk_course"]
