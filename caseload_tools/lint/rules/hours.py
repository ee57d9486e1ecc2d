"""BIL: hours: two services at one time, hours that a funder asks for, hours that a programme promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from caseload_tools.chart.across.appointments import Appointments
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problem, Problems, Related
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import add_months, count_of
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice

_WEEKS = 4
_WEEK = timedelta(days=7)


@rule("BIL004", cites=("S1.13", "S1.21"))
def services_that_overlap(chart: Chart) -> Problems:
    """Two services were given at the same time to one client.

    Nobody is in two rooms at once: one of the times is wrong, and whoever pays for both will find it.

    Bad:
        --- session 2026-01-19
        --- session 2026-01-19-2
        time: 10:30-11:20
        written: 2026-01-19 13:00
    Good:
        --- session 2026-01-19
        --- session 2026-01-19-2
        time: 10:50-11:40
        written: 2026-01-19 13:00
    """
    longest: Session | None = None
    for session in chart.kept_sessions:
        start, end = session.started, session.ended
        if start is None or end is None:
            continue
        if longest is None or longest.ended is None or longest.ended <= start:
            longest = session
            continue
        hint = f"see {longest.link}: correct the time of one of the two"
        yield session.at("time", "another session of this client was at the same time", hint)
        if end > longest.ended:
            longest = session


@rule("BIL013", cites=("S1.13", "S1.21"))
def clinician_with_two_clients(appointments: Appointments) -> Problems:
    """A clinician was with two clients at the same time.

    Both sessions were billed by one person. Groups, couples and families, where several clients have a note of
    the same hour, are not meant.

    Bad:
        --- session 2026-01-19
        --- session 2026-01-19 of C-0002
        time: 10:30-11:20
        written: 2026-01-19 13:00
    Good:
        --- session 2026-01-19
        --- session 2026-01-19 of C-0002
        time: 10:50-11:40
        written: 2026-01-19 13:00
    """
    for clash in appointments.clashes():
        if clash.booked:
            continue  # FUP023 speaks before it happens
        other = Related(appointments.document(clash.first), ("time",), "the other session")
        message = "the clinician was with another client at this time"
        hint = f"see {clash.first}: correct the time of one of the two"
        yield Problem(appointments.document(clash.second), ("time",), message, hint, related=(other,))


@rule("BIL009", cites="S2.9", level="warning", limit="face_to_face_hours_month")
def too_few_hours_face_to_face(chart: Chart, policy: Policy, today: date) -> Problems:
    """The client had fewer hours face to face last month than the funder asks for.

    A place that is paid by the hour in the room is lost when the hours are not there. Sessions by video or
    telephone do not count; contacts count that say `face_to_face: true`.

    Bad:
        practice: face_to_face_hours_month = 2
        --- client
        --- session 2026-02-09
        today: 2026-03-10
    Good:
        practice: face_to_face_hours_month = 2
        --- client
        --- session 2026-02-09
        time: 10:00-12:10
        written: 2026-02-09 14:00
        today: 2026-03-10
    """
    wanted = policy.count("face_to_face_hours_month") or 0
    first = add_months(today.replace(day=1), -1)
    last = today.replace(day=1) - timedelta(days=1)
    if not _here_since(chart, first) or not chart.fully_read("session") or not chart.fully_read("contact"):
        return
    seen = [each.minutes for each in chart.kept_sessions if first <= each.date <= last and not each.is_telehealth]
    met = [each.minutes for each in chart.contacts if first <= each.date <= last and each.face_to_face]
    minutes = sum(each or 0 for each in (*seen, *met))
    if minutes < wanted * 60:
        month = f"{first:%Y-%m}"
        message = f"{_hours(minutes)} face to face in {month}, {count_of(wanted, 'hour')} are asked for"
        yield from chart.at(message, "see the client in person, or tell the funder why not", key="status")


@rule(
    "BIL010",
    cites=("S3.26", "SAMHSA advisory on intensive outpatient treatment, 2021"),
    level="warning",
    limit="minimum_hours_week",
)
def too_few_programme_hours(chart: Chart, policy: Policy, practice: Practice, today: date) -> Problems:
    """The programme offered fewer hours a week than it promises.

    An intensive programme is its hours. What counts is what was offered: a session the client missed counts,
    one that the practice cancelled does not. Weeks with a holiday are left out, and so is the first.

    Bad:
        practice: minimum_hours_week = 2
        --- client
        --- session 2026-01-05
        --- session 2026-01-12
        --- session 2026-01-19
        today: 2026-01-26
    Good:
        practice: minimum_hours_week = 2
        --- client
        --- session 2026-01-05
        time: 10:00-12:00
        --- session 2026-01-12
        time: 10:00-12:00
        --- session 2026-01-19
        time: 10:00-12:00
        today: 2026-01-26
    """
    wanted = policy.count("minimum_hours_week") or 0
    begun = chart.kept_sessions[0].date if chart.kept_sessions else today
    if not chart.fully_read("session"):
        return
    thin = []
    for monday in _full_weeks(today):
        sunday = monday + _WEEK - timedelta(days=1)
        in_programme = chart.programme_on(monday) == chart.programme_on(sunday) == chart.programme
        if begun >= monday or not in_programme or not _here_since(chart, monday):
            continue
        if any(monday <= holiday <= sunday for holiday in practice.holidays):
            continue
        minutes = _offered(chart, monday, sunday)
        if minutes is not None and minutes < wanted * 60:
            thin.append((monday, minutes))
    if thin:
        monday, minutes = thin[-1]
        also = f" (and {count_of(len(thin) - 1, 'week')} before it)" if len(thin) > 1 else ""
        message = f"{_hours(minutes)} were offered in the week of {monday}{also}; the programme promises {wanted}"
        yield from chart.at(message, "offer more, or move the client to the programme that fits", key="programme")


def _full_weeks(today: date) -> Iterator[date]:
    """The Mondays of the last full weeks, the earliest first."""
    monday = today - timedelta(days=today.weekday())
    return (monday - _WEEK * back for back in range(_WEEKS, 0, -1))


def _here_since(chart: Chart, first: date) -> bool:
    """The client has been in care from that day until now."""
    return chart.client is not None and chart.client.status == "active" and chart.client.opened <= first


def _offered(chart: Chart, first: date, last: date) -> int | None:
    """Minutes of sessions that took place or could have; None when one is not written, or not how long it was."""
    found = 0
    for session in chart.sessions:
        if not first <= session.date <= last or session.attendance == "rescheduled":
            continue
        if session.cancelled_by in ("clinician", "practice"):
            continue
        if session.is_planned or session.minutes is None:
            return None
        found += session.minutes
    return found


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest} min" if rest else count_of(whole, "hour")
