"""Money: what is owed for a session that was not charged, hours before they are lost, and one count of time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.chart.time_spent import time_spent, time_total
from caseload_tools.reports import Report, all_reports
from caseload_tools.reports.report import Days, PlainValue
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import scene

FEES = 'practice: fees.therapy-50 = {label = "Therapy, 50 minutes", amount = 140}\n'
HELD = f"{FEES}--- session 2026-01-19\n"
CHARGED = "--- charge 2026-01-19\n"
LATER = "today: 2026-03-15\n"
YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))


def caseload_of(text: str, folder: Path) -> Caseload:
    told = scene(text)
    write_scene(told, folder)
    return read_caseload(folder, practice_of(told), told.today)


def owed(kind: str, text: str, folder: Path) -> list[Obligation]:
    return [each for each in all_obligations(caseload_of(text, folder)) if each.kind == kind]


# --- charges -------------------------------------------------------------------------------

SIGNED = "signatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-02-02 09:00}\n"
WAITS = "practice: charge_needs_signature = true\n"
ADD_ON = 'practice: fees.interpreter = {label = "Interpreter", amount = 20, add_on = true}\n'
LIST = "--- group coping-skills/2026-01-19\n"
# What differs, and on which day the charge is due; None where none is owed.
OWED = {
    "nothing more": (HELD, date(2026, 2, 2)),
    "another clinician": (f"{HELD}clinician: sam.lee\n", date(2026, 2, 2)),
    "a crisis": (f"{HELD}service: crisis\n", date(2026, 2, 2)),
    "a couple": (f"{HELD}service: couple\n", date(2026, 2, 2)),
    "a group": (f"{HELD}service: group\ngroup: groups/coping-skills/2026-01-19\n{LIST}", date(2026, 2, 2)),
    "closed": (f"{HELD}--- client\nstatus: discharged\nclosed: 2026-01-20\n", date(2026, 2, 2)),
    "died": (f"{HELD}--- client\nstatus: deceased\nclosed: 2026-01-20\n", date(2026, 2, 2)),
    "came back": (f"{HELD}--- client\nopened: 2026-03-01\n--- discharge 2026-01-20\n", date(2026, 2, 2)),
    "a void charge": (f"{HELD}{CHARGED}status: void\nvoid_reason: wrong code\n", date(2026, 2, 2)),
    "a charge for an addition": (f"{ADD_ON}{HELD}{CHARGED}code: interpreter\nfee: 20\n", date(2026, 2, 2)),
    "a charge for another day": (f"{HELD}--- charge 2026-01-12\nsession:\n", date(2026, 2, 2)),
    "an empty reason": (f"{HELD}no_charge:\n", date(2026, 2, 2)),
    "no fee table, and a charge": ("--- session 2026-01-19\n--- charge 2026-01-12\nsession:\n", date(2026, 2, 2)),
    "another limit": (f'practice: charge_within = "3 days"\n{HELD}', date(2026, 1, 22)),
    "signed, where only that is billed": (f"{WAITS}{HELD}{SIGNED}", date(2026, 2, 16)),
    "nobody asks for the signature": (f"{WAITS}practice: unsigned_limit = false\n{HELD}", date(2026, 2, 2)),
    "a charge": (f"{HELD}{CHARGED}", None),
    "a draft": (f"{HELD}{CHARGED}status: draft\n", date(2026, 2, 2)),
    "a draft that names no session": (f"{HELD}{CHARGED}session:\nstatus: draft\n", date(2026, 2, 2)),
    "a reason": (f"{HELD}no_charge: a courtesy\n", None),
    "no-show": (f"{HELD}attendance: no-show\n", None),
    "nothing is charged here": ("--- session 2026-01-19\n", None),
    "the limit is off": (f"practice: charge_within = false\n{HELD}", None),
    "before the first day here": (f"practice: adopted = 2026-01-20\n{HELD}", None),
    "waits for its signature": (f"practice: adopted = 2026-01-01\n{WAITS}{HELD}", None),
    "a charge that is not understood": (f"{HELD}--- charge 2026-01-26\nsession: [one, two]\n", None),
    "void": (f"{HELD}--- addendum 2026-01-22\nkind: void\nto: sessions/2026-01-19\n", None),
}


@pytest.mark.requirement("S1.17")
@pytest.mark.parametrize("what", OWED)
def test_a_session_is_charged_or_says_why_not(what: str, tmp_path: Path) -> None:
    text, due = OWED[what]
    assert [each.due for each in owed("charge", text + LATER, tmp_path)] == ([] if due is None else [due])


def test_who_gave_the_session_owes_the_charge(tmp_path: Path) -> None:
    (found,) = owed("charge", f"{HELD}clinician: sam.lee\n{LATER}", tmp_path)
    assert (found.owner, found.weight, found.rule) == ("sam.lee", "money", "BIL014")


# --- hours ---------------------------------------------------------------------------------

FOUR = "practice: face_to_face_hours_month = 4\n--- client\n"
VISITS = "--- session 2026-02-09\ntime: 10:00-11:00\n--- contact 2026-02-10\nchannel: in-person\ntime: 10:00-10:45\n"


@pytest.mark.requirement("S2.9")
@pytest.mark.parametrize(("today", "shown"), [("2026-02-18", 0), ("2026-02-19", 1), ("2026-02-28", 1)])
def test_a_month_is_asked_for_before_it_is_lost(today: str, shown: int, tmp_path: Path) -> None:
    found = owed("hours of the month", f"{FOUR}opened: 2026-02-01\n{VISITS}today: {today}\n", tmp_path)
    assert len(found) == shown
    for each in found:
        assert each.due == date(2026, 2, 28) and not each.is_wanted(date.fromisoformat(today))
        assert "1 h 45 min of 4 hours" in each.what and each.rule == "BIL009" and each.weight == "money"


def test_what_is_not_known_is_said_and_not_counted(tmp_path: Path) -> None:
    told = f"{FOUR}{VISITS}--- session 2026-02-16\ntime:\ntoday: 2026-03-02\n"
    (found,) = owed("hours of the month", told, tmp_path)
    assert "1 h 45 min and 1 service of unknown length face to face in 2026-02" in found.why


@pytest.mark.parametrize("part", ["part: 2026-02, ", ""])
def test_a_decision_about_one_month_is_none_about_the_next(part: str, tmp_path: Path) -> None:
    decided = (
        "--- review 2026-03-05\nnext_review: 2026-06-05\ndispositions:\n"
        f"  - {{duty: hours of the month, {part}how: declined, reason: he was in hospital}}\n"
    )
    found = owed("hours of the month", f"{FOUR}{VISITS}{decided}today: 2026-03-30\n", tmp_path)
    assert [each.subject for each in found] == ["2026-03"]


WEEK = "practice: minimum_hours_week = 9\n--- client\n--- session 2026-01-05\ntime: 09:00-12:00\n"
MONDAY = "--- session 2026-01-12\ntime: 09:00-12:00\n"
BOOKED = "--- session 2026-01-16\nattendance: scheduled\ntime: 09:00-15:00\nprogress:\nhomework:\nnext:\n"


@pytest.mark.requirement("S3.26")
@pytest.mark.parametrize(
    ("more", "today", "shown"),
    [("", "2026-01-13", 0), ("", "2026-01-14", 1), (BOOKED, "2026-01-14", 0), (BOOKED, "2026-01-17", 0)],
)
def test_a_week_is_asked_for_while_there_are_days_left(more: str, today: str, shown: int, tmp_path: Path) -> None:
    found = owed("hours of the week", f"{WEEK}{MONDAY}{more}today: {today}\n", tmp_path)
    assert [(each.due, each.rule) for each in found] == [(date(2026, 1, 18), "BIL010")] * shown


# --- one count of time ---------------------------------------------------------------------

CONTACT = "--- contact 2026-01-21\ntime: 10:00-10:30\n"
# What was given, and what of it was face to face, in minutes.
MET = {
    "office": ("--- session 2026-01-21\n", 50),
    "home": ("--- session 2026-01-21\nsetting: home\n", 50),
    "school": ("--- session 2026-01-21\nsetting: school\n", 50),
    "video": ("--- session 2026-01-21\nsetting: video\n", 0),
    "missed": ("--- session 2026-01-21\nattendance: no-show\n", 0),
    "call": (CONTACT, 0),
    "visit": (f"{CONTACT}channel: in-person\n", 30),
    "visit with an agency": (f"{CONTACT}channel: in-person\nwith: agencies/riverside\n--- agency riverside\n", 0),
    "nobody at home": (f"{CONTACT}channel: in-person\noutcome: not reached\n", 0),
    "a visit that says no": (f"{CONTACT}channel: in-person\nface_to_face: false\n", 0),
    "a visit in the family that says yes": (f"{CONTACT}channel: in-person\nwith: his sister\nface_to_face: true\n", 30),
}


@pytest.mark.parametrize("what", MET)
def test_what_is_face_to_face(what: str, tmp_path: Path) -> None:
    text, minutes = MET[what]
    chart = caseload_of(f"{text}today: 2026-02-01\n", tmp_path).charts[0]
    spent = [each for each in time_spent(chart, date(2026, 1, 21), date(2026, 1, 21)) if each.face_to_face]
    assert time_total(spent).minutes == minutes


def test_a_group_that_does_not_say_lasts_as_its_record_says(tmp_path: Path) -> None:
    text = f"--- session 2026-01-19\nservice: group\ntime:\ngroup: groups/coping-skills/2026-01-19\n{LIST}"
    chart = caseload_of(text + LATER, tmp_path).charts[0]
    (found,) = time_spent(chart, date(2026, 1, 19), date(2026, 1, 19))
    assert (found.minutes, found.kind, found.by) == (75, "group", "dana.ruiz")


def test_a_message_has_no_length_and_a_call_has_an_unknown_one(tmp_path: Path) -> None:
    text = f"{CONTACT}time:\n--- contact 2026-01-22\ntime:\nchannel: sms\n"
    chart = caseload_of(text + LATER, tmp_path).charts[0]
    assert str(time_total(time_spent(chart, YEAR.first, YEAR.last))) == "0 hours and 1 service of unknown length"


def rows(report: Report, key: str) -> list[dict[str, PlainValue]]:
    found: list[dict[str, PlainValue]] = report.as_json()["tables"][key]["rows"]
    return found


@pytest.mark.requirement("S2.48")
def test_figures_count_contacts_payers_and_a_meeting_once(tmp_path: Path) -> None:
    group = "service: group\ngroup: groups/coping-skills/2026-01-19\n"
    text = (
        f'practice: programmes.housing.label = "Housing"\n--- session 2026-01-19\n{group}'
        f"--- charge 2026-01-19\npayer: county-fund\n--- client of C-0002\nprogramme: housing\n"
        f"--- session 2026-01-19 of C-0002\n{group}--- contact 2026-01-21 of C-0002\nchannel: in-person\n"
        f"time: 10:00-11:00\n{LATER}"
    )
    report = all_reports()["figures"](caseload_of(text, tmp_path), YEAR)
    housing = next(each for each in rows(report, "took") if each["programme"] == "Housing")
    assert (housing["sessions"], housing["contacts"], housing["face_to_face"]) == (1, 1, 1.8)
    fund = next(each for each in rows(report, "payers") if each["payer"] == "county-fund")
    assert (fund["clients"], fund["sessions"], fund["hours"]) == (1, 1, 0.8)
    (dana,) = rows(report, "staff")
    assert (dana["sessions"], dana["contacts"], dana["hours"]) == (1, 1, 1.8)


@pytest.mark.requirement("S1.18")
def test_a_statement_says_what_it_was_for_and_what_is_open(tmp_path: Path) -> None:
    paid = "--- charge 2026-01-26\nsession:\nminutes: 45\npaid: 40\n"
    report = all_reports()["statement"](caseload_of(f"{HELD}{CHARGED}status: paid\n{paid}{LATER}", tmp_path), YEAR)
    first, second = rows(report, "charges")
    assert (first["service"], first["minutes"], first["paid"], first["balance"]) == ("Therapy, 50 minutes", 50, 140, 0)
    assert (second["minutes"], second["to_pay"], second["paid"], second["balance"]) == (45, 140, 40, 100)
    assert "180 paid" in report.lead and "1 charge not yet paid in full, 100." in report.lead
