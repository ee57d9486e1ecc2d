"""Clocks of hours: what a funder asks for in a month and a programme promises in a week, before they are lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.time_spent import minutes_of, say_hours, time_spent, time_total
from caseload_tools.dates import add_months, count_of, say_day

_A_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_WEEKS = 4
_LAST_DAYS = timedelta(days=9)
"""A month's hours are asked for on each of its last ten days."""
_WEDNESDAY = 2
"""A week's hours are asked for from here on, while there are days left on which to offer them."""
_NOT_IN_CARE = ("inquiry", "intake", "follow-up")


@clock(
    "hours of the month",
    weight="money",
    ended_by="the hours, as sessions and visits in person",
    ends_with_care=True,
)
def hours_of_the_month(chart: Chart) -> Iterator[Obligation]:
    """The hours face to face that a funder asks for: of the month that is ending, and of the one that was lost."""
    limit, wanted = chart.policy["face_to_face_hours_month"], chart.policy.count("face_to_face_hours_month")
    client = chart.client
    if not wanted or client is None or client.status in _NOT_IN_CARE:
        return
    if not chart.fully_read("session") or not chart.fully_read("contact"):
        return
    this = chart.today.replace(day=1)
    for first in (add_months(this, -1), this):
        last = add_months(first, 1) - _A_DAY
        asked_from = last - _LAST_DAYS
        if client.opened > first or chart.today < asked_from:
            continue
        met = time_total(each for each in time_spent(chart, first, last) if each.face_to_face)
        if met.minutes >= wanted * 60:
            continue
        of = f"{say_hours(met.minutes)} of {count_of(wanted, 'hour')}"
        act = "See the client in person" if chart.today <= last else "Tell the funder why the hours are not there"
        yield chart_obligation(
            chart,
            "hours of the month",
            f"{act}: {of} by {say_day(last, chart.today)}",
            f"{met} face to face in {first:%Y-%m}, {count_of(wanted, 'hour')} are asked for",
            last,
            "BIL009",
            cite=limit.cite,
            record=client,
            subject=f"{first:%Y-%m}",
            opened=asked_from,
        )


@clock(
    "hours of the week",
    weight="money",
    ended_by="the hours, as sessions that took place, were missed or are booked",
    ends_with_care=True,
)
def hours_of_the_week(chart: Chart) -> Iterator[Obligation]:
    """The hours that a programme promises: of the week that is ending, and the last of those that fell short."""
    limit, wanted = chart.policy["minimum_hours_week"], chart.policy.count("minimum_hours_week")
    if not wanted or chart.status in _NOT_IN_CARE or not chart.fully_read("session"):
        return
    this = chart.today - timedelta(days=chart.today.weekday())
    thin = [each for each in (this - _WEEK * back for back in range(_WEEKS, 0, -1)) if _is_thin(chart, each, wanted)]
    weeks = thin[-1:]
    if chart.today.weekday() >= _WEDNESDAY and _is_thin(chart, this, wanted):
        weeks.append(this)
    for monday in weeks:
        given, more = say_hours(_offered(chart, monday) or 0), len(thin) - 1
        sunday = monday + _WEEK - _A_DAY
        also = f" (and {count_of(more, 'week')} before it)" if monday != this and more else ""
        act = "Offer the hours of the week" if monday == this else "Say why the hours of the week were not offered"
        yield chart_obligation(
            chart,
            "hours of the week",
            f"{act}: {given} of {wanted} by {say_day(sunday, chart.today)}",
            f"{given} were offered in the week of {monday}{also}; the programme promises {wanted}",
            sunday,
            "BIL010",
            cite=limit.cite,
            record=chart.client,
            subject=str(monday),
            opened=monday + timedelta(days=_WEDNESDAY),
        )


def _is_thin(chart: Chart, monday: Day, wanted: int) -> bool:
    """Whether a whole week of a client who had begun offered less; a week that nobody can judge is not."""
    sunday = monday + _WEEK - _A_DAY
    begun = chart.kept_sessions[0].date if chart.kept_sessions else chart.today
    in_programme = chart.programme_on(monday) == chart.programme_on(sunday) == chart.programme
    if chart.client is None or chart.client.opened > monday or begun >= monday or not in_programme:
        return False
    if any(monday <= holiday <= sunday for holiday in chart.practice.holidays):
        return False
    minutes = _offered(chart, monday)
    return minutes is not None and minutes < wanted * 60


def _offered(chart: Chart, monday: Day) -> int | None:
    """Minutes of a week's sessions that took place, could have, or are booked; None where one is not to be told."""
    found = 0
    for session in chart.sessions:
        if not monday <= session.date < monday + _WEEK or not _was_offered(session):
            continue
        minutes = minutes_of(session, chart)
        if minutes is None or (session.is_planned and session.date < chart.today):
            return None
        found += minutes
    return found


def _was_offered(session: Session) -> bool:
    """What the client missed was offered; what was moved away, or the practice cancelled, was not."""
    return session.attendance != "rescheduled" and session.cancelled_by not in ("clinician", "practice")
