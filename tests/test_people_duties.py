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
from devtools.examples.trying import practice_of, write_scene
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
