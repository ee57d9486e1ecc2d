"""What says how high the risk was: `risk:` in a session, an assessment or a contact, and measures in any record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.shelf import by_day_and_hour
from caseload_tools.practice.measures import RISK_LEVELS
from caseload_tools.values import frozen

RiskRecord = Session | Assessment | Contact
"""The records that may say what the risk was."""
HEIGHTENED = ("moderate", "high")
"""The levels at which something has to be done, beyond asking again."""


def height(level: str) -> int:
    """How high a level is: none is 0; below it what says nothing."""
    return RISK_LEVELS.index(level) if level in RISK_LEVELS else -1


def is_spoken(record: Record) -> bool:
    """Whether the client was there: of a call or a session, whether it reached them, and not others alone."""
    return not isinstance(record, Contact | Session) or record.reached_client


def is_before(one: Record, other: Record) -> bool:
    """By the hours of one day, it began earlier; where an hour is not known nobody can say so."""
    hours = getattr(one, "time", None), getattr(other, "time", None)
    return one is not other and all(hours) and by_day_and_hour(one)[:2] < by_day_and_hour(other)[:2]


@frozen(eq=False)
class Asked:
    """Somebody wrote under `risk:` what they found; `names_plan` that it names a safety plan which exists."""

    record: RiskRecord
    names_plan: bool = False

    @property
    def level(self) -> str:
        """What was found."""
        return self.record.risk

    @property
    def key(self) -> str:
        """The key in which it stands."""
        return "risk"

    @property
    def has_reason(self) -> bool:
        """It says, under a key of its own, why it is no higher: what the client was asked and answered."""
        return bool(self.record.risk_reason) and self.is_spoken

    @property
    def is_spoken(self) -> bool:
        """The client was spoken to. Else somebody may be afraid for them, and nobody may be calmed by it."""
        return is_spoken(self.record)

    def answers(self, record: Record) -> bool:
        """It was asked on the day of a record, of the client, and not before it."""
        return self.is_spoken and self.record.date == record.date and not is_before(self.record, record)

    def lowers(self, level: str) -> bool:
        """It may stand in place of a higher level.

        For one step down it is enough that the note tells of it under a heading of its own, or names the safety plan
        that was gone through; more than that, and `none` after `moderate`, wants its reason.
        """
        if self.has_reason:
            return True
        told = self.record.section("Risk")
        said = self.names_plan or (told is not None and bool(told.text.strip()))
        return said and height(level) - height(self.level) == 1


@frozen(eq=False)
class Measured:
    """A measure whose answers say how high the risk is."""

    taken: TakenScore

    @property
    def record(self) -> Record:
        """Where it stands."""
        return self.taken.record

    @property
    def level(self) -> str:
        """What the answers say."""
        return self.taken.score.risk_level

    @property
    def key(self) -> str:
        """The key in which it stands."""
        return self.taken.key


def all_asked(chart: Chart) -> Iterator[Asked]:
    """Each time that somebody asked by today, in order of day and hour."""
    for each in chart.risk_recorded:
        if each.date <= chart.today:
            yield Asked(each, bool(each.safety_plan) and chart.find(each.safety_plan) is not None)


def all_measured(chart: Chart) -> Iterator[Measured]:
    """Each measure by today that says how high the risk is."""
    for measure_id in chart.measured:
        taken = chart.scores(measure_id)
        if taken[0].measure.safety_level is not None or taken[0].measure.safety_items:
            yield from (Measured(each) for each in taken if each.date <= chart.today and each.score.risk_level)


def all_blank(chart: Chart) -> Iterator[TakenScore]:
    """Each sheet by today whose question about safety was left blank, and no later sheet of that measure answers it."""
    for measure_id in chart.measured:
        taken = [each for each in chart.scores(measure_id) if each.date <= chart.today]
        told = max((each.date for each in taken if each.score.answers_safety), default=Day.min)
        for each in taken:
            if each.score.is_silent_on_safety and each.date > told and is_spoken(each.record):
                yield each
