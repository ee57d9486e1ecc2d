"""Who was discharged and comes back has an episode with clocks of its own; the old one stays as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import DUTIES
from caseload_tools.chart.ledger import obligations
from caseload_tools.desk.drafts.draft import Wish, start_draft
from caseload_tools.desk.new_record import Beginning
from caseload_tools.errors import CaseloadError
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import lint, places, scene

# The smallest clean chart was opened on 5 January 2026. Here that is the second time; the first was a year before.
OLD = """
--- assessment 2025-01-08
date: 2025-01-08
written: 2025-01-08 12:00
--- plan 2025-01-13
date: 2025-01-13
status: active
based_on: [assessments/2025-01-08]
measures:
  - {id: phq9, every: 4 weeks}
signatures:
--- session 2025-01-20
risk: high
relapse: {date: 2025-01-18, substance: alcohol}
written: 2025-01-20 12:00
--- session 2025-02-03
attendance: no-show
progress:
risk:
next:
written: 2025-02-03 12:00
--- contact 2025-02-05
written: 2025-02-05 12:00
--- discharge 2025-06-30
last_session: 2025-06-24
written: 2025-06-30 16:00
"""
NOW = {
    "just opened again": "--- no plan\n--- no assessment\ntoday: 2026-01-06",
    "opened again, and nobody wrote": "--- no plan\n--- no assessment\ntoday: 2026-03-10",
    "a plan again": "today: 2026-01-13",
    "seen again": "--- session 2026-01-19\ntoday: 2026-05-10",
    "did not come": "--- session 2026-02-03\nattendance: no-show\nprogress:\nrisk:\nnext:\ntoday: 2026-02-04",
    "in follow-up": "--- client\nstatus: follow-up\n--- discharge 2026-06-30\ntoday: 2026-08-20",
    "closed again": "--- client\nstatus: discharged\nclosed: 2026-06-30\ntoday: 2026-08-20",
}
_MISSED = "attendance: no-show\nprogress:\nrisk:\nnext:\n"
_DRINKING = """--- plan
problems:
  - {id: P1, text: Drinking every evening, rank: 1, diagnosis: F10.20}
goals:
  - {id: G1, problem: P1, text: Evenings without alcohol, domain: substance-use}
"""
WHOLE = {name for name, kind in DUTIES.items() if kind.whole} - {"safety plan"}


def _chart(root: Path, text: str) -> Chart:
    told = scene(text)
    write_scene(told, root)
    if "--- no assessment" in text:  # a plan brings along the one that it rests on
        (root / "records/clients/C-0001/assessments/2026-01-05.md").unlink(missing_ok=True)
    return read_caseload(root, practice_of(told), told.today).charts[0]


def _owed(chart: Chart) -> list[tuple[str, str, str, str]]:
    return [
        (each.kind, each.what, each.why, each.due.isoformat()) for each in obligations(chart) if each.kind not in WHOLE
    ]


@pytest.mark.parametrize("now", NOW.values(), ids=NOW)
def test_each_clock_says_of_the_second_episode_what_it_would_of_a_first(tmp_path: Path, now: str) -> None:
    before, _, day = now.rpartition("today:")
    fresh = _chart(tmp_path / "fresh", now)
    back = _chart(tmp_path / "back", f"{before}{OLD}today:{day}")
    assert back.endings and not fresh.endings
    assert _owed(back) == _owed(fresh)
    assert {each.risk for each in obligations(back)} == {each.risk for each in obligations(fresh)}


def test_what_is_owed_whenever_it_was_written_is_still_owed() -> None:
    assert {
        "signature",
        "co-signature",
        "revision",
        "void",
        "signed record",
        "inquiry",
        "risk contact",
        "referral",
    } <= WHOLE


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", []),
        ("--- session 2025-03-03\nwritten: 2025-03-03 12:00\n", []),
        ("--- session 2025-07-01\nwritten: 2025-07-01 12:00\n", ["2025-07-01"]),
        ("--- contact 2025-09-01\nwritten: 2025-09-01 12:00\n", []),
        ("--- assessment 2025-12-01\ndate: 2025-12-01\nwritten: 2025-12-01 12:00\n", ["2025-12-01"]),
    ],
)
def test_what_lies_in_an_episode_is_not_before_the_opening(tmp_path: Path, text: str, wrong: list[str]) -> None:
    found = lint(tmp_path, f"--- session 2026-01-19\n{OLD}{text}today: 2026-01-20")
    told = [each.path.rpartition("/")[2][:10] for each in found.findings if each.code == "STR008"]
    assert told == wrong


@pytest.mark.parametrize(
    ("code", "before", "now"),
    [
        ("MEA006", "--- measure 2025-02-10\ngad7: 5\n", "--- measure 2026-01-26\ngad7: 14\n"),
        ("FUP006", "--- session 2025-02-10\n{}--- session 2025-02-17\n{}", "--- session 2026-01-19\n{}"),
        ("TIM013", "", 'practice: policy.note_every = "60 days"\n'),
        ("RSK003", "--- safety-plan 2025-02-10\nkind: relapse-prevention\n", _DRINKING),
    ],
)
def test_what_lint_says_of_today_it_says_of_the_second_episode(
    tmp_path: Path, code: str, before: str, now: str
) -> None:
    before, now = before.replace("{}", _MISSED), now.replace("{}", _MISSED)
    old = OLD.replace("--- contact", f"{before}--- contact")
    fresh = lint(tmp_path / "fresh", f"{now}today: 2026-02-27")
    back = lint(tmp_path / "back", f"{now}{old}today: 2026-02-27")
    assert places(back, code) == places(fresh, code)


def test_without_a_discharge_the_hint_says_how_somebody_comes_back(tmp_path: Path) -> None:
    found = lint(tmp_path, "--- session 2025-12-01\nwritten: 2025-12-01 12:00")
    [told] = [each for each in found.findings if each.code == "STR008"]
    assert "a discharge ends what was before" in told.hint


def test_an_opening_after_the_closing_is_a_slip_and_no_second_episode(tmp_path: Path) -> None:
    told = lint(tmp_path, f"--- client\nstatus: discharged\nclosed: 2025-06-30\n{OLD}today: 2026-01-20")
    assert places(told, "STR008")


def test_the_plan_of_the_first_episode_is_not_in_force_in_the_second(tmp_path: Path) -> None:
    chart = _chart(tmp_path, f"--- no plan\n{OLD}today: 2026-01-20")
    assert chart.plan is None and [each.date.isoformat() for each in chart.plans] == ["2025-01-13"]
    old = chart.plans[0]
    assert chart.plan_on(old.date) is old and chart.plan_on(chart.discharges[0].date) is old
    assert chart.plan_on(chart.discharges[0].date.replace(month=7, day=1)) is None
    assert chart.current_episode.find(old.link) is old


def test_whoever_begins_a_second_chart_is_told_how_somebody_comes_back(tmp_path: Path) -> None:
    told = scene("today: 2026-02-02")
    write_scene(told, tmp_path)
    wish = Wish(date=told.today)
    with pytest.raises(CaseloadError) as refused:
        Beginning("client", "C-0001", wish).begin(tmp_path, practice_of(told))
    assert "`opened`" in refused.value.hint


# Somebody at high risk came back in January 2026; what was planned for a crisis is of the year before.
_PLAN = "--- safety-plan 2025-02-03\nreview_on: 2025-05-03\nwritten: 2025-02-03 12:00\n"
_HIGH = "--- session 2026-01-19\nrisk: high\nnext: declined\n"


@pytest.mark.parametrize(
    ("plan", "named", "wrong"),
    [
        (_PLAN, "", True),
        (_PLAN, "safety_plan: safety/2025-02-03\n", False),
        (_PLAN.replace("2025-02-03", "2026-01-12").replace("2025", "2026"), "", True),
        (
            _PLAN.replace("2025-02-03", "2026-01-12").replace("2025", "2026"),
            "safety_plan: safety/2026-01-12\n",
            False,
        ),
        ("--- safety-plan 2026-01-12\nkind: relapse-prevention\n", "", True),
        ("", "", True),
    ],
    ids=["old", "old, gone through", "new, of a week before", "new, gone through", "against a relapse", "none"],
)
def test_a_safety_plan_of_the_first_episode_is_none_until_it_is_gone_through(
    tmp_path: Path, plan: str, named: str, wrong: bool
) -> None:
    old = OLD.replace("--- contact", f"{plan}--- contact") if "2025" in plan else plan + OLD
    found = lint(tmp_path, f"{_HIGH}{named}{old}today: 2026-01-20")
    told = [each for each in found.findings if each.code == "RSK002" and each.path.endswith("2026-01-19.md")]
    assert bool(told) == wrong
    assert not places(found, "RSK008") and not places(found, "RSK011")


def test_an_old_plan_that_was_gone_through_comes_round_again_from_that_day(tmp_path: Path) -> None:
    old = OLD.replace("--- contact", f"{_PLAN}--- contact")
    chart = _chart(tmp_path / "named", f"{_HIGH}safety_plan: safety/2025-02-03\n{old}today: 2026-01-20")
    [owed] = [each for each in obligations(chart) if each.kind == "safety plan"]
    assert owed.due > chart.today and "Looked through Mon 19 Jan" in owed.why
    chart = _chart(tmp_path / "not", f"{_HIGH}{old}today: 2026-01-20")
    assert "safety plan" not in {each.kind for each in obligations(chart)}


def test_a_slip_elsewhere_in_client_md_does_not_bring_the_first_episode_back(tmp_path: Path) -> None:
    old = OLD.replace("--- contact", f"{_PLAN}--- contact")
    chart = _chart(tmp_path, f"--- client\nclinician: V.Okonjo\n{_HIGH}{old}today: 2026-01-20")
    assert chart.client is not None and not chart.client.sound
    assert chart.endings and "safety plan" not in {each.kind for each in obligations(chart)}


def test_a_session_agreed_on_in_the_first_episode_is_not_awaited_in_the_second(tmp_path: Path) -> None:
    old = OLD.replace("--- contact", "--- session 2025-06-24\nnext: 2025-07-01\nwritten: 2025-06-24 12:00\n--- contact")
    found = lint(tmp_path, f"{old}today: 2026-01-20")
    assert not places(found, "FUP007")


def test_drafts_of_the_second_episode_rest_on_nothing_of_the_first(tmp_path: Path) -> None:
    chart = _chart(tmp_path, f"--- no plan\n--- no assessment\n{OLD}today: 2026-01-20")
    texts = {}
    for word in ("plan", "discharge", "assessment", "session"):
        texts[word] = start_draft(word, chart, chart.practice, Wish(chart.today)).text
        # What nobody answered then is still owed, and a discharge asks for it.
        assert "2025" not in texts[word].partition("dispositions:")[0], texts[word]
    assert "kind: intake" in texts["assessment"]
    late = start_draft("discharge", chart, chart.practice, Wish(date(2025, 6, 30))).text
    assert "last_session: 2025-01-20" in late


def test_an_opening_before_a_late_discharge_is_one_finding_where_it_was_made(tmp_path: Path) -> None:
    late = OLD.replace("discharge 2025-06-30", "discharge 2026-01-08").replace("2025-06-30 16", "2026-01-08 16")
    notes = "".join(f"--- session 2025-0{month}-17\nwritten: 2025-0{month}-17 12:00\n" for month in range(2, 7))
    found = lint(tmp_path, f"{late}{notes}today: 2026-01-20")
    [told] = [each for each in found.findings if each.code == "STR008"]
    assert told.path.endswith("client.md") and "discharge/2026-01-08" in told.hint


def test_a_session_that_was_agreed_on_is_due_on_its_day_and_late_the_day_after(tmp_path: Path) -> None:
    text = "--- session 2026-01-19\nservice: crisis\nrisk: low\nnext: 2026-01-20\ntoday: 2026-01-2"
    for day, late in (("0", False), ("1", True)):
        chart = _chart(tmp_path / day, f"{text}{day}")
        [owed] = [each for each in obligations(chart) if each.kind == "agreed session"]
        assert owed.due == date(2026, 1, 20) and owed.is_overdue(chart.today) is late
        assert bool(places(lint(tmp_path / f"{day}l", f"{text}{day}"), "FUP007")) is late
    booked = _chart(tmp_path / "b", f"{text[:-16]}--- session 2026-01-20\nattendance: scheduled\ntoday: 2026-01-20")
    assert "agreed session" not in {each.kind for each in obligations(booked)}
