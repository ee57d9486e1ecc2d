"""Clocks of what is booked: two at one time, on a holiday, at night, years away. Owed now, before it happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from caseload_tools.chart.across.appointments import Appointments, Clash, bookings_of
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import add_months, say_day
from caseload_tools.text import Document
from caseload_tools.values import replace

DOUBLE_BOOKING, ODD_BOOKING = "double booking", "odd booking"
_MORNING, _NIGHT = 6, 22


def clashes_among(charts: Iterable[Chart]) -> tuple[Clash, ...]:
    """Every two sessions that overlap, of one client or one clinician, while one of them is still to come."""
    facts = (fact for chart in charts for fact in Appointments.facts(chart))
    return tuple(Appointments(facts, Document.empty).double_bookings())


def booked_in(chart: Chart, path: str) -> Session | None:
    """The session at a path of a chart."""
    return next((each for each in chart.sessions if each.path == path), None)


@clock(
    DOUBLE_BOOKING,
    weight="timeliness",
    ended_by="another time for one of the two",
    at_once=True,
    may_be_settled=False,
    whole=True,
)
def double_booking(chart: Chart) -> Iterator[Obligation]:
    """Two sessions of one client at the same time, one of them still to come."""
    if not bookings_of(chart):
        return
    for clash in clashes_among([chart]):
        session = booked_in(chart, clash.second)
        if session is not None:
            what = f"Move one of the two sessions of {say_day(session.date, chart.today)}"
            why = f"Another session of this client is at the same time: {clash.first}"
            yield _to_move(chart, session, what, why, session.clinician)


def two_clients_at_once(charts: Sequence[Chart]) -> Iterator[Obligation]:
    """What no chart can tell of itself: that its clinician is booked with another client at the same time.

    It is the practice's, and of no one client: two are meant.
    """
    by_folder = {chart.folder: chart for chart in charts}
    for clash in clashes_among(charts):
        chart = by_folder.get(clash.second.partition("/sessions/")[0])
        session = booked_in(chart, clash.second) if chart is not None and clash.clinician else None
        if chart is not None and session is not None:
            what = f"Move one of the two clients of {say_day(session.date, chart.today)}"
            why = f"{clash.second} and {clash.first} are at the same time"
            yield replace(_to_move(chart, session, what, why, clash.clinician), client="")


def booked_with_another(charts: Sequence[Chart]) -> dict[str, tuple[Obligation, ...]]:
    """The same for each of the two clients, by id, for who looks at one of them: neither is told who the other is."""
    by_folder = {chart.folder: chart for chart in charts}
    found: dict[str, list[Obligation]] = {}
    for clash in clashes_among(charts) if len(charts) > 1 else ():
        for path in (clash.first, clash.second) if clash.clinician else ():
            chart = by_folder[path.partition("/sessions/")[0]]
            session = booked_in(chart, path)
            if session is not None:
                what = f"Move one of the two clients of {say_day(session.date, chart.today)}"
                why = f"{clash.clinician} is booked with another client at the time of {session.link}"
                found.setdefault(chart.id, []).append(_to_move(chart, session, what, why, clash.clinician))
    return {client: tuple(each) for client, each in found.items()}


def _to_move(chart: Chart, session: Session, what: str, why: str, clinician: str) -> Obligation:
    return chart_obligation(
        chart,
        DOUBLE_BOOKING,
        what,
        why,
        chart.today,
        "FUP023",
        record=session,
        clinician=clinician,
        opened=chart.today,
    )


@clock(ODD_BOOKING, weight="form", ended_by="another day or time, or what became of it", at_once=True, whole=True)
def odd_booking(chart: Chart) -> Iterator[Obligation]:
    """A booking on a day or at an hour on which nobody would be here: as a rule a slip, which costs somebody a way."""
    for session in bookings_of(chart):
        for why in _odd(chart, session):
            yield chart_obligation(
                chart,
                ODD_BOOKING,
                f"Look at the booking of {say_day(session.date, chart.today)}",
                why,
                chart.today,
                "FUP024",
                record=session,
                clinician=session.clinician,
                opened=chart.opened,
            )
            break


def _odd(chart: Chart, session: Session) -> Iterator[str]:
    if session.service == "crisis":
        return
    if session.date in chart.practice.holidays:
        yield f"{session.date} is a holiday of the practice"
    if _at_night(session) and not any(map(_at_night, chart.kept_sessions)):
        assert session.started is not None
        yield f"It begins at {session.started:%H:%M}, at night"
    if session.date > add_months(chart.today, 12):
        yield f"{session.date} is more than a year away"


def _at_night(session: Session) -> bool:
    return session.started is not None and not _MORNING <= session.started.hour < _NIGHT
