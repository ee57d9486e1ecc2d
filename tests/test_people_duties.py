"""Duties about people and bookings: what an attempt is, what was moved to no day, who is in charge, what clashes.

The scenes are told as a rule's examples are: the smallest clean chart (C-0001, opened Mon 5 Jan 2026, one consent, an
intake, a plan of Mon 12 Jan) and what differs from it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.cli.app import run
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import read_practice
from devtools.examples.trying import SETTINGS, practice_of, write_scene
from tests.lint_scenes import lint, places, scene

EMPTY = "progress:\ninterventions:\nhomework:\nnext:\n"


def caseload_of(text: str, folder: Path) -> Caseload:
    told = scene(text)
    write_scene(told, folder)
    return read_caseload(folder, practice_of(told), told.today)


def owed_of(kind: str, text: str, folder: Path) -> list[Obligation]:
    return [each for each in all_obligations(caseload_of(text, folder)) if each.kind == kind]


# --- after the hour ------------------------------------------------------------------------

NO_SHOW = f"--- session 2026-01-19\ntime: 16:00-16:50\nattendance: no-show\n{EMPTY}"
CALL = "--- contact 2026-01-19\n"
ATTEMPTS = {
    "a call that morning": (CALL + "time: 09:00-09:10\npurpose: administrative\n", 1),
    "a call after the hour": (CALL + "time: 16:20-16:25\n", 0),
    "a message after the hour": (CALL + "time: 16:20-16:25\noutcome: left message\n", 0),
    "a call of an hour that nobody knows": (CALL + "time:\n", 0),
    "a call of the day before": ("--- contact 2026-01-18\n", 1),
    "a call of the day after": ("--- contact 2026-01-20\ntime: 09:00-09:10\n", 0),
    "a call to somebody else": (CALL + "time: 16:20-16:25\nwith: agencies/riverside\n--- agency riverside\n", 1),
    "a session that morning": ("--- session 2026-01-19-2\ntime: 09:00-09:50\nwritten: 2026-01-19 12:00\n", 1),
    "a session that evening": ("--- session 2026-01-19-2\ntime: 18:00-18:50\nwritten: 2026-01-19 19:00\n", 0),
}
OUTREACH = {"2026-01-19 09:00": 1, "2026-01-19 16:20": 0, "2026-01-19": 0, "2026-01-18 17:00": 1, "2026-01-20": 0}


@pytest.mark.requirement("S0.17")
@pytest.mark.parametrize("said", ATTEMPTS)
def test_an_attempt_comes_after_the_hour_that_was_missed(said: str, tmp_path: Path) -> None:
    text, left = ATTEMPTS[said]
    assert len(owed_of("outreach", NO_SHOW + text + "today: 2026-02-15\n", tmp_path)) == left


@pytest.mark.parametrize("at", OUTREACH)
def test_so_does_one_that_the_note_itself_tells(at: str, tmp_path: Path) -> None:
    line = f"outreach:\n  - {{at: {at}, channel: phone, result: left message}}\n"
    assert len(owed_of("outreach", NO_SHOW + line + "today: 2026-02-15\n", tmp_path)) == OUTREACH[at]


# --- moved to no day -----------------------------------------------------------------------

MOVED = f"--- session 2026-01-19\nattendance: rescheduled\n{EMPTY}"


@pytest.mark.requirement("S0.17")
@pytest.mark.parametrize(
    ("more", "left"),
    [
        ("", 1),
        ("rescheduled_to: sessions/2026-01-22\n--- session 2026-01-22\n", 0),
        ("--- session 2026-01-26\n", 0),
        ("--- session 2026-01-19-2\ntime: 15:00-15:50\nwritten: 2026-01-19 17:00\n", 0),
        ("--- client\nstatus: discharged\nclosed: 2026-01-25\n--- discharge 2026-01-25\nlast_session: 2026-01-12\n", 0),
    ],
    ids=["nothing more", "with its link", "a later session", "later that day", "discharged"],
)
def test_what_was_moved_to_no_day_is_owed_a_day(more: str, left: int, tmp_path: Path) -> None:
    found = owed_of("rescheduling", MOVED + more + "today: 2026-03-15\n", tmp_path)
    assert len(found) == left
    assert ("FUP005" in str(places(lint(tmp_path / "lint", MOVED + more + "today: 2026-03-15\n")))) is bool(left)


# --- agreed --------------------------------------------------------------------------------


@pytest.mark.requirement("S0.7")
def test_on_the_agreed_day_it_is_due_today(tmp_path: Path) -> None:
    [found] = owed_of("agreed session", "--- session 2026-01-19\nnext: 2026-01-26\ntoday: 2026-01-26\n", tmp_path)
    assert found.band(date(2026, 1, 26)) == "today" and found.owner == "dana.ruiz"


# --- who is in charge ----------------------------------------------------------------------

TODAY = "today: 2026-01-20\n"
LEFT = 'practice: staff."dana.ruiz".end = 2026-01-16\n'
STATES = {
    "intake": ("status: intake\n", 1),
    "active": ("", 1),
    "follow-up": ("status: follow-up\n", 1),
    "inquiry": ("status: inquiry\n", 0),
    "discharged": ("status: discharged\nclosed: 2026-01-18\n", 0),
    "deceased": ("status: deceased\nclosed: 2026-01-18\n", 0),
}
EMPTIED = {
    "clinician in charge": "clinician:\n",
    "programme": "programme:\n",
    "channel": "prefers:\nsafe_channels:\n",
}


@pytest.mark.requirement("S0.4", "S0.10")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", EMPTIED)
def test_an_open_chart_says_who_where_and_how(kind: str, state: str, tmp_path: Path) -> None:
    keys, owed = STATES[state]
    text = f"--- client\n{keys}{EMPTIED[kind]}{TODAY}"
    found = owed_of(kind, text, tmp_path / "owed")
    assert len(found) == owed
    if owed and kind == "clinician in charge":
        assert found[0].owner == "nobody" and found[0].weight == "safety"
    told = [each for each in lint(tmp_path / "lint", text).findings if each.code == "FUP027"]
    assert len(told) == owed


def test_a_practice_of_one_is_told_who_could_be_in_charge(tmp_path: Path) -> None:
    gone = 'practice: staff."sam.lee".end = 2026-01-02\n'
    [two] = [
        each for each in lint(tmp_path / "two", f"--- client\nclinician:\n{TODAY}").findings if "FUP027" in each.code
    ]
    [one] = [
        each
        for each in lint(tmp_path / "one", f"{gone}--- client\nclinician:\n{TODAY}").findings
        if "FUP027" in each.code
    ]
    assert "dana.ruiz" in one.hint and "dana.ruiz" not in two.hint


def test_where_there_are_no_programmes_nobody_asks_for_one(tmp_path: Path) -> None:
    write_scene(scene(f"--- client\nprogramme:\n{TODAY}"), tmp_path)
    practice = read_practice(SETTINGS.partition("[programmes")[0].encode())
    found = lint_caseload(tmp_path, practice, LintRequest(today=date(2026, 1, 20), history=PretendHistory(())))
    assert not {"FUP027", "ENG001"} & {each.code for each in found.findings}


@pytest.mark.parametrize("key", ["clinician", "programme", "prefers"])
def test_of_what_was_not_understood_nobody_can_tell(key: str, tmp_path: Path) -> None:
    text = f"--- client\nsafe_channels:\n{key}: [1, 2]\n{TODAY}"
    assert "FUP027" not in {each.code for each in lint(tmp_path, text).findings}


@pytest.mark.requirement("S0.4")
@pytest.mark.parametrize("state", STATES)
def test_the_clients_of_who_left_are_handed_over(state: str, tmp_path: Path) -> None:
    keys, owed = STATES[state]
    text = f"{LEFT}--- client\n{keys}{TODAY}"
    found = owed_of("hand-over", text, tmp_path / "owed")
    assert [(each.owner, each.due.isoformat()) for each in found] == [("nobody", "2026-01-16")] * owed
    assert ("FUP028" in {each.code for each in lint(tmp_path / "lint", text).findings}) is bool(owed)


@pytest.mark.parametrize(
    ("text", "owner", "rule"),
    [
        (LEFT.replace("01-16", "02-28") + "--- client\n", "dana.ruiz", "FUP028"),
        ("--- client\nclinician: dana.ruis\n", "dana.ruis", "LNK004"),
        ('practice: staff."dana.ruiz".start = 2026-02-01\n--- client\n', "dana.ruiz", "LNK004"),
    ],
    ids=["before the last day", "not on the staff", "not here yet"],
)
def test_whoever_is_not_here_is_in_charge_of_nobody(text: str, owner: str, rule: str, tmp_path: Path) -> None:
    [found] = owed_of("hand-over", text + TODAY, tmp_path / "owed")
    assert (found.owner, found.rule) == (owner, rule)
    codes = {each.code for each in lint(tmp_path / "lint", text + TODAY).findings}
    assert (rule in codes) is (rule == "LNK004") and "FUP028" not in codes


def test_what_was_handed_over_is_not_owed(tmp_path: Path) -> None:
    assert not owed_of("hand-over", f"{LEFT}--- client\nclinician: sam.lee\n{TODAY}", tmp_path)


def test_what_somebody_owes_who_left_is_owed_by_nobody(tmp_path: Path) -> None:
    supervised = 'practice: staff."dana.ruiz".supervisor = "sam.lee"\n'
    text = f"{LEFT}{supervised}{REFERRED}{BOOKED}"
    caseload = caseload_of(text + TODAY, tmp_path)
    owed = [each for each in all_obligations(caseload) if each.kind in ("referral", "session", "hand-over")]
    assert [each.owner for each in owed] == ["nobody"] * 3
    assert all(each.concerns("sam.lee") for each in owed)
    assert "dana.ruiz" not in {each.owner for each in all_obligations(caseload)}


def test_a_booking_after_the_last_day_is_in_nobodys_hands(tmp_path: Path) -> None:
    leaves = LEFT.replace("01-16", "01-23")
    [booked] = owed_of("session", leaves + BOOKED + TODAY, tmp_path)
    assert booked.owner == "nobody"


# --- bookings ------------------------------------------------------------------------------

REFERRED = "--- referral 2026-01-12\nstatus: sent\ncheck_by: 2026-02-02\n--- agency riverside\n"
BOOKED = f"--- session 2026-01-26\nattendance: scheduled\n{EMPTY}"
SECOND = f"--- session 2026-01-26-2\nattendance: scheduled\ntime: 10:30-11:20\n{EMPTY}"
OTHERS = SECOND.replace("2026-01-26-2", "2026-01-26 of C-0002")
PAIRS = {
    "one client": (BOOKED + SECOND, 1),
    "one client, two clinicians": (BOOKED + SECOND + "clinician: sam.lee\n", 1),
    "one clinician": (BOOKED + OTHERS, 1),
    "two clinicians, two clients": (BOOKED + OTHERS + "clinician: sam.lee\n", 0),
    "one group": (BOOKED + "service: group\n" + OTHERS + "service: group\n", 0),
    "one after the other": (BOOKED + OTHERS.replace("10:30-11:20", "10:50-11:40"), 0),
    "one of them cancelled": (BOOKED + OTHERS.replace("scheduled", "cancelled"), 0),
    "no time said": (BOOKED + OTHERS.replace("time: 10:30-11:20\n", "time:\n"), 0),
}


@pytest.mark.requirement("S1.13")
@pytest.mark.parametrize("pair", PAIRS)
def test_what_is_booked_twice_is_told_before_it_happens(pair: str, tmp_path: Path) -> None:
    text, clashes = PAIRS[pair]
    assert len(owed_of("double booking", text + TODAY, tmp_path / "owed")) == clashes
    codes = [each.code for each in lint(tmp_path / "lint", text + TODAY).findings]
    assert (codes.count("FUP023"), codes.count("BIL013")) == (clashes, 0)


ODD = {
    "a holiday": ("practice: holidays = [2026-01-26]\n" + BOOKED, 1),
    "two at night": (BOOKED + "time: 2:00-2:50\n", 1),
    "ten at night": (BOOKED + "time: 22:00-22:50\n", 1),
    "early and late": (BOOKED + "time: 06:00-06:50\n", 0),
    "nine in the evening": (BOOKED + "time: 21:00-21:50\n", 0),
    "a crisis": (BOOKED + "time: 2:00-2:50\nservice: crisis\n", 0),
    "another year": (BOOKED.replace("2026-01-26", "2027-01-26"), 1),
    "no time said": (BOOKED + "time:\n", 0),
    "seen at night before": (
        "--- session 2026-01-14\ntime: 23:00-23:50\nwritten: 2026-01-15 08:00\n" + BOOKED + "time: 23:00-23:50\n",
        0,
    ),
}


@pytest.mark.requirement("S0.11")
@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_meant_so_is_asked_about(odd: str, tmp_path: Path) -> None:
    text, found = ODD[odd]
    assert len(owed_of("odd booking", text + TODAY, tmp_path / "owed")) == found
    assert [each.code for each in lint(tmp_path / "lint", text + TODAY).findings].count("FUP024") == found


# --- licences ------------------------------------------------------------------------------


@pytest.mark.requirement("S0.3")
@pytest.mark.parametrize(
    ("until", "band", "more"),
    [
        ("2026-03-31", "later", ""),
        ("2026-02-10", "today", ""),
        ("2026-01-20", "today", ""),
        ("2026-01-19", "overdue", ""),
        ("2026-01-19", "", 'practice: staff."sam.lee".end = 2026-01-18\n'),
        ("2026-01-19", "", "practice: licence_warning = false\n"),
    ],
)
def test_a_licence_is_announced_and_owed_once_it_ended(until: str, band: str, more: str, tmp_path: Path) -> None:
    text = f'practice: staff."sam.lee".licence_expires = {until}\n{more}--- client\n{TODAY}'
    found = [each for each in owed_of("licence", text, tmp_path / "owed") if each.owner == "sam.lee"]
    assert [each.band(date(2026, 1, 20)) for each in found] == ([band] if band else [])
    told = [each.path for each in lint(tmp_path / "lint", text).findings if each.code == "FUP025"]
    assert told == (["caseload.toml"] if band == "overdue" else [])


@pytest.mark.requirement("S0.11", "S1.13")
def test_whoever_books_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_scene(scene(BOOKED + "--- client of C-0002\n" + TODAY), tmp_path)
    settings = SETTINGS.replace('profile = "general"\n', 'profile = "general"\nholidays = [2026-01-27]\n')
    (tmp_path / "caseload.toml").write_text(settings, encoding="utf-8")
    booking = f"caseload -C {tmp_path} new session C-0002 --staff dana.ruiz --attendance scheduled --today 2026-01-20"
    said = {}
    for day, time in (("26", "10:30-11:20"), ("27", "10:00-10:50"), ("28", "10:00-10:50"), ("29", "02:00-02:50")):
        assert run([*booking.split()[1:], "--date", f"2026-01-{day}", "--time", time]) == 0
        said[day] = capsys.readouterr().err
        assert (tmp_path / f"records/clients/C-0002/sessions/2026-01-{day}.md").is_file()
    assert "the clinician has another client at this time: records/clients/C-0001/sessions/2026-01-26.md" in said["26"]
    assert "holiday" in said["27"] and not said["28"] and "at night" in said["29"]
