"""What looks like an end and is none: links that lead nowhere, decisions that nobody may make or that are not so."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.replacing import REPLACING
from tests.lint_scenes import lint
from tests.test_recurring_duties import ledger_in

MISSED = "--- session 2026-01-19\nattendance: no-show\nprogress:\ninterventions:\nhomework:\nnext:\n"
FAILED = "--- referral 2026-01-19\nstatus: declined\n--- agency riverside\n"
OTHER = {"session": "--- session {}\n", "referral": "--- referral {}\n"}
SCENES = {"session": (MISSED, "sessions"), "referral": (FAILED, "referrals")}
WRONG = {"nothing": "2026-02-02", "itself": "2026-01-19", "an earlier one": "2026-01-12"}
TODAY = "today: 2026-03-15\n"


@pytest.mark.parametrize("to", WRONG)
@pytest.mark.parametrize("word", REPLACING)
def test_a_wrong_link_ends_nothing(word: str, to: str, tmp_path: Path) -> None:
    scene, folder = SCENES[word]
    key, kinds = REPLACING[word]
    earlier = OTHER[word].format("2026-01-12")
    told = scene.replace("2026-01-19\n", f"2026-01-19\n{key}: {folder}/{WRONG[to]}\n", 1) + earlier + TODAY
    _, owed = ledger_in(told, tmp_path)
    assert {*kinds} <= {each.kind for each in owed}


@pytest.mark.parametrize("word", REPLACING)
def test_a_later_record_ends_it(word: str, tmp_path: Path) -> None:
    scene, folder = SCENES[word]
    key, kinds = REPLACING[word]
    later = OTHER[word].format("2026-01-26")
    told = scene.replace("2026-01-19\n", f"2026-01-19\n{key}: {folder}/2026-01-26\n", 1) + later + TODAY
    _, owed = ledger_in(told, tmp_path)
    assert not {*kinds} & {each.kind for each in owed}


DECIDED = "--- contact 2026-01-20\noutcome: no answer\nwith: Dr. W.\npurpose: coordination\ndispositions:\n  - {}\n"
OFFICE = 'practice: staff."ann.poe" = {name = "Ann Poe", roles = ["administration"]}\n'
IDLE = {
    "died": "{duty: outreach, how: died, reason: heard so}",
    "entered in error": "{duty: outreach, of: sessions/2026-01-19, how: entered-in-error, reason: it was not so}",
    "the office": "{duty: outreach, how: declined, reason: does not want it, by: ann.poe}",
}


@pytest.mark.parametrize("name", IDLE)
def test_a_decision_that_does_not_hold_is_one_finding(name: str, tmp_path: Path) -> None:
    told = OFFICE + MISSED + DECIDED.format(IDLE[name]) + TODAY
    _, owed = ledger_in(told, tmp_path / "owed")
    assert "outreach" in {each.kind for each in owed}
    assert [each.code for each in lint(tmp_path / "lint", told).findings].count("LNK020") == 1


def test_the_office_decides_what_is_not_about_safety(tmp_path: Path) -> None:
    line = "{duty: rescheduling, how: declined, reason: does not want it, by: ann.poe}"
    _, owed = ledger_in(OFFICE + MISSED + DECIDED.format(line) + TODAY, tmp_path)
    assert "rescheduling" not in {each.kind for each in owed}


def test_what_was_agreed_on_is_owed_whatever_limit_is_off(tmp_path: Path) -> None:
    told = "practice: policy.next_session_required = false\n--- session 2026-01-19\nnext: 2026-01-26\n" + TODAY
    _, owed = ledger_in(told, tmp_path / "limit")
    assert "agreed session" in {each.kind for each in owed}
    _, owed = ledger_in(MISSED.replace("next:", "next: 2026-01-22") + TODAY, tmp_path / "missed")
    assert [str(each.due) for each in owed if each.kind == "agreed session"] == ["2026-01-22"]


def test_a_call_to_the_brother_to_find_her_is_an_attempt(tmp_path: Path) -> None:
    _, owed = ledger_in(MISSED + "--- contact 2026-01-20\nwith: brother\npurpose: outreach\n" + TODAY, tmp_path)
    assert "outreach" not in {each.kind for each in owed}
