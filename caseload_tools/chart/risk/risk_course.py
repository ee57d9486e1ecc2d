"""The level of a client's risk as it rose and fell, and what on the way was not answered.

Day by day: the higher of what was measured and what somebody wrote under `risk:` holds, until a later, lower finding
with its reason. Nothing else lowers it, least of all a day on which nobody asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day
from datetime import timedelta
from itertools import groupby
from weakref import WeakKeyDictionary

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.risk.witnesses import HEIGHTENED, Asked, Measured, all_asked, all_measured, height
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


@frozen(eq=False)
class RiskCourse:
    """Where the risk stands on the day of the chart, by `risk:` and measures alone, and how it came there.

    `level` is empty where nobody asked; `steps` are its changes; `screens` and
    `crises` were answered by nobody.
    """

    level: str = ""
    since: Day | None = None
    witness: Witness | None = None
    steps: tuple[RiskStep, ...] = ()
    asked: tuple[Asked, ...] = ()
    screens: tuple[TakenScore, ...] = ()
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
        while openings and day >= openings[0]:
            openings.pop(0)
            walk.open_again()
        walk.day(of_day.get(day, ()), [each for each in measured if each.record.date == day])
    told = set(of_day)
    screens = [each.taken for each in measured if each.taken.score.asks_for_safety and each.record.date not in told]
    return RiskCourse(
        walk.level,
        walk.since,
        walk.witness,
        tuple(walk.steps),
        asked,
        tuple(each for each in screens if _is_open(chart, each.record)),
        tuple(each for each in _crises(chart) if each.date not in told and _is_open(chart, each)),
        tuple(
            each
            for each in walk.contradictions
            if each.asked.record.sound and not reason_since(chart, each.asked.record)
        ),
    )


def _openings(chart: Chart) -> list[Day]:
    """The days from which on an episode after the first counts: nobody's risk is known from before."""
    if not chart.endings or chart.client is None:
        return []
    return [*(each + timedelta(days=1) for each in chart.endings[:-1]), chart.client.opened]


def _is_open(chart: Chart, record: Record) -> bool:
    return not chart.in_doubt(record.date, record.date) and not reason_since(chart, record)


def _crises(chart: Chart) -> Iterable[Session | Contact]:
    yield from (each for each in chart.kept_sessions if each.service == "crisis" and each.date <= chart.today)
    for each in chart.contacts:
        if each.purpose == "crisis" and each.is_with_client and each.reached and each.date <= chart.today:
            yield each


class _Walk:
    """Through the days of a chart."""

    def __init__(self) -> None:
        self.level = ""
        self.since: Day | None = None
        self.witness: Witness | None = None
        self.steps: list[RiskStep] = []
        self._doubted: list[Contradiction] = []
        self._lower: Contradiction | None = None

    @property
    def contradictions(self) -> list[Contradiction]:
        """What was lower than a measure of its day, and the last that was lower than what stands."""
        return [*self._doubted, *([self._lower] if self._lower else [])]

    def open_again(self) -> None:
        """A new episode: what is open goes on, and the level begins anew."""
        if self._lower is not None:
            self._doubted.append(self._lower)
        self.level, self.since, self.witness, self._lower = "", None, None, None

    def day(self, asked: tuple[Asked, ...], measured: list[Measured]) -> None:
        """One day: its highest measure, unless somebody answered it, and what was written, hour by hour."""
        highest = max(measured, key=lambda each: height(each.level), default=None)
        if highest is not None and _is_answered(highest, asked):
            highest = None
        if highest is not None:
            if height(highest.level) > height(self.level):
                self._stand(highest)
            if asked:
                same = [each for each in asked if each.record is highest.record]
                self._doubted.append(Contradiction((same or asked)[-1], highest))
        for each in asked:
            if highest is None or height(each.level) >= height(highest.level):
                self._write(each)

    def _write(self, asked: Asked) -> None:
        if height(asked.level) >= height(self.level):
            self._stand(asked)
        elif asked.only_raises:
            return
        elif self.level not in HEIGHTENED or asked.lowers(self.level):
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
        each.has_reason or (height(each.level) >= height(measured.level) and not each.only_raises) for each in asked
    )


__all__ = ["Contradiction", "RiskCourse", "Witness", "reason_since", "risk_course"]
