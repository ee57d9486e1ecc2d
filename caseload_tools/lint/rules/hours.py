"""BIL: hours: two services at one time, hours that a funder asks for, hours that a programme promises."""

from __future__ import annotations

from caseload_tools.chart.across.appointments import Appointments
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import wanted
from caseload_tools.chart.records import Problem, Problems, Related
from caseload_tools.chart.records.session import Session
from caseload_tools.lint.rule import rule


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
def too_few_hours_face_to_face(chart: Chart) -> Problems:
    """The client had fewer hours face to face last month than the funder asks for.

    A place that is paid by the hour in the room is lost when the hours are not there. Sessions by video or
    telephone do not count; visits do (`channel: in-person`, with the client), unless `face_to_face:` says otherwise.
    In the month's last ten days `due` says what is missing. What does not say how long it was is told, and not counted.

    Bad:
        practice: face_to_face_hours_month = 2
        --- client
        --- session 2026-02-09
        today: 2026-03-10
    Bad:
        practice: face_to_face_hours_month = 2
        --- client
        --- contact 2026-02-09
        channel: in-person
        time: 10:00-11:50
        today: 2026-03-10
    Bad:
        practice: face_to_face_hours_month = 2
        --- client
        --- session 2026-02-09
        setting: home
        time:
        today: 2026-03-10
    Good:
        practice: face_to_face_hours_month = 2
        --- client
        --- contact 2026-02-09
        channel: in-person
        time: 10:00-12:10
        today: 2026-03-10
    Good:
        practice: face_to_face_hours_month = 2
        --- client
        --- session 2026-02-09
        time: 10:00-12:10
        written: 2026-02-09 14:00
        today: 2026-03-10
    """
    for each in wanted(chart, "hours of the month"):
        yield from each.at("status", each.why, "see the client in person, or tell the funder why not")


@rule(
    "BIL010",
    cites=("S3.26", "SAMHSA advisory on intensive outpatient treatment, 2021"),
    level="warning",
    limit="minimum_hours_week",
)
def too_few_programme_hours(chart: Chart) -> Problems:
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
    for each in wanted(chart, "hours of the week"):
        yield from each.at("programme", each.why, "offer more, or move the client to the programme that fits")
