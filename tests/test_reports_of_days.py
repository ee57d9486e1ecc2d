"""`caseload report`: what each counts, what it leaves out, and how the command answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.errors import CaseloadError
from caseload_tools.reports import Report, all_reports
from caseload_tools.reports.report import OF_DAYS, Days, PlainValue
from devtools.examples.trying import practice_of, write_scene
from tests.conftest import Invoke
from tests.lint_scenes import scene

REPORTS = all_reports()
YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))


def told(root: Path, text: str) -> Caseload:
    made = scene(text)
    write_scene(made, root)
    return read_caseload(root, practice_of(made), made.today)


def rows(report: Report, key: str) -> list[dict[str, PlainValue]]:
    found: list[dict[str, PlainValue]] = report.as_json()["tables"][key]["rows"]
    return found


@pytest.mark.requirement("S0.2", "S2.48")
def test_figures_count_by_the_programme_of_the_day(tmp_path: Path) -> None:
    caseload = told(
        tmp_path,
        """
--- session 2026-01-19
units: 3
gad7: 15
--- session 2026-02-02
time:
gad7: 6
--- session 2026-02-09
attendance: no-show
--- session 2025-12-01
--- client of C-0002
programme: evening
--- session 2026-01-20 of C-0002
programme: evening
practice: programmes.evening.label = "Evening"
today: 2026-03-02
""",
    )
    report = REPORTS["figures"](caseload, YEAR)
    assert report.lead == "3 sessions kept and 1 missed from 2026-01-01 to 2026-12-31: 75 % kept."
    evening, out = rows(report, "staying")
    assert (evening["programme"], evening["clients"], evening["kept"]) == ("Evening", 1, 1)
    assert out == {
        "programme": "Outpatient",
        "clients": 1,
        "kept": 2,
        "missed": 1,
        "kept_%": 67,
        "longest_gap_(days)": 14,
        "ended": 0,
        "handed_on": 0,
    }
    assert rows(report, "took")[1] == {
        "programme": "Outpatient",
        "sessions": 2,
        "contacts": 0,
        "hours": 0.8,
        "face_to_face": 0.8,
        "without_a_length": 1,
        "units": 3,
    }
    (gad,) = rows(report, "change")
    assert (gad["measure"], gad["clients"], gad["better"], gad["worse"]) == ("GAD-7", 1, 1, 0)


def test_figures_of_a_time_without_sessions(tmp_path: Path) -> None:
    report = REPORTS["figures"](told(tmp_path, "today: 2026-03-02"), YEAR)
    assert report.lead.startswith("No session was kept or missed") and report.tables == ()


@pytest.mark.requirement("S3.2", "S4.4", "S4.13")
def test_patterns_are_counted_by_session(tmp_path: Path) -> None:
    caseload = told(
        tmp_path,
        """
--- session 2026-01-19
skills: [paced breathing]
themes: [sleep, work]
--- session 2026-01-26
skills: [paced breathing, urge timing]
themes: [work, work]
--- session 2026-02-02
attendance: no-show
themes: [work]
today: 2026-03-02
""",
    )
    report = REPORTS["patterns"](caseload, YEAR)
    assert [(each["theme"], each["sessions"]) for each in rows(report, "themes")] == [("work", 2), ("sleep", 1)]
    assert rows(report, "skills")[0] == {
        "skill": "paced breathing",
        "sessions": 2,
        "clients": 1,
        "first": "2026-01-19",
        "last": "2026-01-26",
    }
    (moved,) = rows(report, "moved")
    assert (moved["sessions"], moved["progressing"], moved["worse"]) == (2, 2, 0)


@pytest.mark.requirement("S1.9", "S2.35")
def test_progress_is_for_the_client_and_holds_nothing_else(tmp_path: Path) -> None:
    chart = """
--- session 2026-01-19
risk: high
gad7: 15
--- session 2026-01-26
progress: {O1.1: met}
gad7: 14
--- plan 2026-02-02
supersedes: plans/2026-01-12
today: 2026-03-02
"""
    report = REPORTS["progress"](told(tmp_path / "one", chart), YEAR)
    assert report.lead == "2 sessions from 2026-01-01 to 2026-12-31; 1 of 1 step reached."
    (step,) = rows(report, "agreed")
    assert step["how_it_stands"] == "reached", "what an earlier version's sessions said is not forgotten"
    assert rows(report, "scores") == [{"questionnaire": "GAD-7", "first": 15, "last": 14, "so_it_is": "much as before"}]
    assert "high" not in str(report)
    kept = chart.replace("supersedes:", "visibility: supervisor\nsupersedes:")
    assert "agreed" not in REPORTS["progress"](told(tmp_path / "two", kept), YEAR).as_json()["tables"]
    with pytest.raises(CaseloadError, match="for one client"):
        REPORTS["progress"](told(tmp_path / "three", "--- client of C-0002\ntoday: 2026-03-02"), YEAR)


@pytest.mark.requirement("S3.23")
def test_groups_tell_who_came(tmp_path: Path) -> None:
    caseload = told(
        tmp_path,
        """
--- group coping-skills/2026-01-19
attendance: {C-0001: attended, C-0077: attended}
--- group coping-skills/2026-01-26
attendance: {C-0001: absent}
today: 2026-03-02
""",
    )
    report = REPORTS["groups"](caseload, YEAR)
    assert [(each["date"], each["came"], each["expected"]) for each in rows(report, "meetings")] == [
        ("2026-01-19", 1, 1),
        ("2026-01-26", 0, 1),
    ], "only clients whose charts were asked for"
    assert rows(report, "clients") == [
        {"client": "C-0001", "group": "coping-skills", "came": 1, "expected": 2, "last_came": "2026-01-19"}
    ]


@pytest.mark.requirement("S2.49", "S2.52")
def test_partners_and_advocacy(tmp_path: Path) -> None:
    caseload = told(
        tmp_path,
        """
--- agency riverside
--- referral 2026-01-20
to: agencies/riverside
status: attending
outcome: began
outcome_on: 2026-02-03
fit: poor
--- contact 2026-01-21
purpose: advocacy
level: meso
today: 2026-03-02
""",
    )
    report = REPORTS["partners"](caseload, YEAR)
    (riverside,) = rows(report, "agencies")
    assert (riverside["agency"], riverside["made"], riverside["open"]) == ("Riverside Employment Service", 1, 0)
    assert (riverside["with_an_outcome"], riverside["days_to_it_(median)"], riverside["poor_fit"]) == (1, 14, 1)
    assert [(each["level"], each["contacts"]) for each in rows(report, "advocacy") if each["contacts"]] == [("meso", 1)]


@pytest.mark.requirement("S0.9")
def test_reminders_never_name_a_channel_that_is_not_safe(tmp_path: Path) -> None:
    caseload = told(
        tmp_path,
        """
--- client
prefers: sms
safe_channels: [phone, email]
do_not_contact: [sms]
--- session 2026-03-03
attendance: scheduled
time: 11:00-11:50
--- session 2026-03-03-2
service: family
attendance: scheduled
time: 11:00-11:50
--- session 2026-03-10
attendance: scheduled
--- client of C-0002
prefers:
safe_channels:
--- session 2026-03-02 of C-0002
attendance: scheduled
time: 10:00-10:50
today: 2026-03-02
""",
    )
    report = REPORTS["reminders"](caseload, YEAR)
    first, second, twice = rows(report, "sessions")  # booked twice by mistake: lint says so, and the table stands
    assert (first["client"], first["at"], first["by"]) == ("C-0002", "10:00", "")
    assert (second["client"], second["by"], second["never_by"]) == ("C-0001", "phone, email", "sms")
    assert twice == second
    assert "For 1 no safe channel is known" in report.lead


@pytest.mark.parametrize(
    ("change", "reminded"),
    [
        ("", 1),
        ("--- client\nstatus: deceased\nclosed: 2026-03-01\n", 0),
        # A booking that nobody cancelled stands, as in `due`.
        ("--- client\nstatus: discharged\nclosed: 2026-03-01\n--- discharge 2026-03-01\nlast_session: 2026-01-12\n", 1),
        ("--- addendum 2026-03-01\nkind: void\nto: sessions/2026-03-03\nreason: another client's\n", 0),
    ],
)
def test_nobody_is_reminded_of_what_is_not_owed(change: str, reminded: int, tmp_path: Path) -> None:
    booked = "--- session 2026-03-03\nattendance: scheduled\nprogress:\ninterventions:\nhomework:\nnext:\n"
    caseload = told(tmp_path, f"\n{booked}{change}today: 2026-03-02\n")
    report = REPORTS["reminders"](caseload, YEAR)
    assert sum(len(table.rows) for table in report.tables) == reminded


@pytest.mark.requirement("S1.18")
def test_a_statement_hides_no_fee_and_asks_for_none_that_is_void(tmp_path: Path) -> None:
    caseload = told(
        tmp_path,
        """
--- session 2026-01-19
--- charge 2026-01-19
adjustment: 60
adjustment_reason: sliding fee
status: paid
--- charge 2026-01-26
session:
--- charge 2026-02-02
session:
status: void
void_reason: entered twice
today: 2026-03-02
""",
    )
    report = REPORTS["statement"](caseload, YEAR)
    assert (
        report.lead
        == "2 charges from 2026-01-01 to 2026-12-31, 220 in all; 80 paid, 1 charge not yet paid in full, 140."
    )
    assert [(each["fee"], each["taken_off"], each["to_pay"], each["reason"]) for each in rows(report, "charges")] == [
        (140, 60, 80, "sliding fee"),
        (140, 0, 140, ""),
        (140, 0, 0, "entered twice"),
    ]


def test_the_command_lists_prints_and_refuses(practice: Path, invoke: Invoke) -> None:
    listed = invoke("report", cwd=practice).ok().out
    assert [line.split()[0] for line in listed.splitlines()] == sorted(OF_DAYS)
    assert "GAD-7" in invoke("report", "figures", cwd=practice).ok().out
    days = ("--from", "2026-11-01", "--until", "2026-11-15", "--format", "json")
    one = invoke("report", "statement", "--client", "C-0142", *days, cwd=practice).ok().json()
    assert (one["from"], one["until"]) == ("2026-11-01", "2026-11-15")
    assert [each["date"] for each in one["tables"]["charges"]["rows"]] == ["2026-11-03", "2026-11-10"]
    month = invoke("report", "statement", "--month", "2026-10", "--format", "json", cwd=practice).ok().json()
    assert (month["from"], month["until"]) == ("2026-10-01", "2026-10-31")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("figure",), "did you mean `figures`?"),
        (("due",), "there are: figures, groups"),
        (("figures", "--from", "1.1.26"), "--from is not a date"),
        (("figures", "--from", "2026-03-01", "--until", "2026-02-01"), "--from lies after --until"),
        (("figures", "--month", "2026-1"), "--month is not a month"),
        (("figures", "--month", "2026-13"), "--month is not a month"),
        (("figures", "--month", "2026-10", "--from", "2026-10-02"), "--month says which days already"),
        (("figures", "--client", "C-9999"), "there is no client with this id"),
    ],
)
def test_a_mistake_is_answered(practice: Path, invoke: Invoke, typed: tuple[str, ...], said: str) -> None:
    answered = invoke("report", *typed, cwd=practice)
    assert answered.code == 2 and said in answered.err
