"""Rows of docs/requirements.toml that no rule alone proves: what a record can hold, what is asked, and of whom.

Each is told in the small language of the rules' examples. Rows with a rule of their own are proven on its page.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Invoke
from tests.lint_scenes import lint

FROM_THE_FRONT_DESK = """
practice: staff."ann.bell" = {name = "Ann Bell", roles = ["administration"], start = 2024-01-01}
--- session 2026-01-19
--- contact 2026-01-21
staff: ann.bell
purpose: reminder
today: 2026-01-22
"""


def _errors(root: Path, text: str) -> list[str]:
    return [f"{each.code} {each.message}" for each in lint(root, text).findings if each.level == "error"]


@pytest.mark.requirement("S0.3", "S0.6")
def test_whoever_picks_up_the_phone_can_record_it(tmp_path: Path) -> None:
    assert not _errors(tmp_path, FROM_THE_FRONT_DESK)


@pytest.mark.requirement("S0.4")
@pytest.mark.parametrize("record", ["session 2026-01-19\nclinician: nobody", "contact 2026-01-21\nstaff: nobody"])
def test_nobody_unknown_sees_a_client(tmp_path: Path, record: str) -> None:
    assert [each[:6] for each in _errors(tmp_path, f"--- {record}\ntoday: 2026-01-22")] == ["LNK004"]


@pytest.mark.requirement("S3.5", "S0.25")
@pytest.mark.parametrize("record", ["session 2026-01-19", "contact 2026-01-21"])
def test_what_was_given_to_take_home_has_its_place(tmp_path: Path, record: str) -> None:
    assert not _errors(tmp_path / "a", f"--- {record}\nresources: [988 card, food shelf hours]\ntoday: 2026-01-22")
    assert _errors(tmp_path / "b", f"--- {record}\nresources: 988 card\ntoday: 2026-01-22")


@pytest.mark.requirement("S3.14", "S3.15", "S3.16")
@pytest.mark.parametrize("kind", ["vocational", "family-therapy", "prescriber", "therapy", "community"])
def test_each_kind_of_referral_is_known(tmp_path: Path, kind: str) -> None:
    assert not _errors(tmp_path, f"--- referral 2026-01-12\nkind: {kind}\ntoday: 2026-01-13")


@pytest.mark.requirement("S3.14")
def test_a_kind_of_referral_that_is_none_is_found(tmp_path: Path) -> None:
    assert "STR004" in _errors(tmp_path, "--- referral 2026-01-12\nkind: elsewhere\ntoday: 2026-01-13")[0]


@pytest.mark.requirement("S3.1")
@pytest.mark.parametrize(("today", "said"), [("2026-02-18", False), ("2026-03-10", True)])
def test_contact_goes_on_after_the_programme(tmp_path: Path, today: str, said: bool) -> None:
    text = f"frequency:\n--- client\nstatus: follow-up\n--- session 2026-01-19\ntoday: {today}"
    assert any(each.code == "FUP002" for each in lint(tmp_path, text).findings) is said


@pytest.mark.requirement("S3.13", "S3.11")
def test_a_peer_may_lead_a_group(tmp_path: Path) -> None:
    text = """
practice: staff."ann.bell" = {name = "Ann Bell", roles = ["peer"], start = 2024-01-01}
--- session 2026-01-19
service: group
clinician: ann.bell
today: 2026-01-20
"""
    assert not _errors(tmp_path, text)


@pytest.mark.requirement("S2.5", "S1.6", "S2.7")
def test_an_intake_asks_for_the_surroundings_and_says_when_they_are_not_filled_in(
    practice: Path, invoke: Invoke
) -> None:
    invoke("new", "client", "C-0900", cwd=practice).ok()
    made = invoke("new", "assessment", "C-0900", "--print", cwd=practice).ok().out
    asked = [line.removeprefix("## ") for line in made.splitlines() if line.startswith("## ")]
    assert asked == ["Presenting concerns", "History", "Strengths", "Supports", "Environment", "Risk"]
    invoke("new", "assessment", "C-0900", "--staff", "t.brandt", cwd=practice).ok()
    found = invoke("lint", "--client", "C-0900", "--format", "json", cwd=practice).json()["findings"]
    empty = [each["message"] for each in found if each["code"] == "NOT001"]
    assert empty == [f"the section “{title}” is empty" for title in asked], found


@pytest.mark.requirement("S2.49")
@pytest.mark.parametrize("level", ["micro", "meso", "macro"])
def test_advocacy_has_its_level(tmp_path: Path, level: str) -> None:
    text = f"--- contact 2026-01-21\npurpose: advocacy\nlevel: {level}\ntoday: 2026-01-22"
    assert not _errors(tmp_path, text)


@pytest.mark.requirement("S2.1")
def test_a_plan_has_the_name_that_the_practice_gives_it(practice: Path, invoke: Invoke) -> None:
    assert "Plan of" in invoke("show", "C-0142", cwd=practice).ok().out
    settings = practice / "caseload.toml"
    settings.write_text(settings.read_text() + '\n[labels]\nplan = "Healthy Living Plan"\n')
    assert "Healthy Living Plan of" in invoke("show", "C-0142", cwd=practice).ok().out
    invoke("lint", "--client", "C-0142", cwd=practice).ok()
    invoke("build", "--client", "C-0142", cwd=practice).ok()
    assert "Healthy Living Plan" in (practice / "site" / "clients" / "C-0142.html").read_text()
