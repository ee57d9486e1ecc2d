"""Whether anybody may be told that all is well: what is late, what was not read, what is not known of the risk.

The one answer of lint, `due`, `show` and the site, so that none of them calms somebody whom another one alarms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, has_begun
from caseload_tools.chart.comfort import EVERY_DATE_MET, READ
from caseload_tools.chart.not_read import NotRead, not_read_in, risk_not_understood
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.risk.risk_course import risk_course
from caseload_tools.dates import count_of
from caseload_tools.values import frozen

_A_DAY = timedelta(days=1)


@frozen
class AllWell:
    """What keeps anybody from saying that all is well; false where something does.

    `wanted` things are late, or wanted at once and due; `unread` that something could not be read; `unseen` that git
    could not be; `ahead` records are dated later, though they tell what has happened; of `unknown` clients nobody
    knows how high the risk is.
    """

    wanted: int = 0
    unread: bool = False
    unseen: bool = False
    ahead: int = 0
    unknown: int = 0

    def __bool__(self) -> bool:
        return not (self.wanted or self.unread or self.unseen or self.ahead or self.unknown)

    @property
    def of_dates(self) -> str:
        """What may be said of dates where none is past, with what is not known."""
        if self.unread:
            return f"No date is past{READ}."
        if self.unseen:
            return "No date in the records is past, but what git remembers could not be read: more may be due."
        if self:
            return f"{EVERY_DATE_MET}."
        beside = [f"of {count_of(self.unknown, 'client')} nobody knows how high the risk is"] if self.unknown else []
        if self.ahead:
            verb = "is" if self.ahead == 1 else "are"
            beside.append(f"{count_of(self.ahead, 'record')} {verb} dated later, though nothing of it is planned")
        if self.wanted:
            beside.append(f"{count_of(self.wanted, 'thing')} {'is' if self.wanted == 1 else 'are'} wanted now")
        return f"No date that is known is past; {'; '.join(beside)}."


ALL_WELL = AllWell()


def all_well(
    charts: Sequence[Chart], owed: Iterable[Obligation] = (), unread: NotRead | None = None, unseen: bool = False
) -> AllWell:
    """Whether all is well with some charts, of what is owed for them.

    `unread` and `unseen` say what could not be read where more than these charts was looked at.
    """
    return AllWell(
        sum(each.is_wanted(chart.today) for chart in charts[:1] for each in owed),
        bool(unread) if unread is not None else any(not_read_in(chart) for chart in charts),
        unseen or any(chart.past.trouble is not None for chart in charts),
        sum(_dated_later(chart) for chart in charts),
        sum(risk_is_unknown(chart) for chart in charts),
    )


def risk_is_unknown(chart: Chart) -> bool:
    """Of a client in care nobody knows how high the risk is: not asked, a screen without an answer, a word not known.

    What a text says of danger is owed an answer, and so late before it is unknown.
    """
    if not chart.is_open:
        return False
    course, start = risk_course(chart), chart.episode_start(chart.today)
    if any(each.date >= start for each in (*course.screens, *course.blank)) or risk_not_understood(chart):
        return True
    return not course.is_asked and not course.is_heightened and has_begun(chart)


def _dated_later(chart: Chart) -> int:
    """Records of what has happened on a day to come: a year typed wrong, or a day to which somebody looks back.

    A day more is let through, for who writes in the east.
    """
    last = chart.today + _A_DAY
    later = (each for each in chart.records if each.date > last)
    return sum(not (isinstance(each, Session) and (each.is_planned or not each.attendance)) for each in later)


__all__ = ["ALL_WELL", "AllWell", "all_well", "risk_is_unknown"]
