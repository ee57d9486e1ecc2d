"""FUP: what is booked and cannot be meant so: two at one time, on a holiday, at night, years away."""

from __future__ import annotations

from caseload_tools.chart.across.appointments import Appointments
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import wanted
from caseload_tools.chart.records import Problem, Problems, Related
from caseload_tools.lint.rule import rule
from caseload_tools.text.english import lower_first


@rule("FUP023", cites=("S0.11", "S1.13"), level="warning")
def booked_twice(appointments: Appointments) -> Problems:
    """Two sessions of one client, or of one clinician, are at the same time, and one of them is still to come.

    It is told while it can be mended with a call. Groups, couples and families, where several clients are in one
    session, are not meant.

    Bad:
        --- session 2026-01-26
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        --- session 2026-01-26-2
        time: 10:30-11:20
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    Bad:
        --- session 2026-01-26
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        --- session 2026-01-26 of C-0002
        time: 10:30-11:20
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    Good:
        --- session 2026-01-26
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        --- session 2026-01-26 of C-0002
        time: 10:50-11:40
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    """
    for clash in appointments.double_bookings():
        other = Related(appointments.document(clash.first), ("time",), "the other session")
        whose = "the clinician has another client" if clash.clinician else "this client has another session"
        hint = f"see {clash.first}: move one of the two"
        yield Problem(appointments.document(clash.second), ("time",), f"{whose} at this time", hint, related=(other,))


@rule("FUP024", cites="S0.11", level="warning")
def booking_that_cannot_be_meant(chart: Chart) -> Problems:
    """A session is booked on a holiday of the practice, at night, or more than a year away.

    As a rule it is a slip: 2:00 for two in the afternoon, or last year's calendar. Somebody comes to a closed door. A
    client who was seen at night before, and a crisis, are not meant.

    Bad:
        practice: holidays = [2026-01-26]
        --- session 2026-01-26
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    Bad:
        --- session 2026-01-26
        time: 2:00-2:50
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    Bad:
        --- session 2026-01-26
        time: 22:30-23:20
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    Bad:
        --- session 2027-01-26
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    Good:
        practice: holidays = [2026-01-27]
        --- session 2026-01-26
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    Good:
        --- session 2026-01-19
        time: 22:30-23:20
        written: 2026-01-20 08:00
        --- session 2026-01-26
        time: 22:30-23:20
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-20
    """
    for each in wanted(chart, "odd booking"):
        hint = "correct the day or the time (two in the afternoon is 14:00), or book another"
        key = "date" if each.why[0].isdigit() else "time"
        yield from each.at(key, lower_first(each.why), hint)
