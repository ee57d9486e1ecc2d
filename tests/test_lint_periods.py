"""Each record is judged by the limits of its own day and programme, in the linter and in `due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.ledger import owed
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import lint, scene

STRICTER = "practice: policy.note_within = [{value = '72 hours'}, {value = '24 hours', since = 2026-02-01}]\n"
# Two notes, each written two days after its session: one under the old limit, one under the new.
TWO_NOTES = """
--- session 2026-01-26
written: 2026-01-28 11:00
--- session 2026-02-02
written: 2026-02-04 11:00
"""


def late(root: Path, text: str, **options: object) -> list[str]:
    found = lint(root, text, select=["TIM001"], **options)
    return [finding.path.rpartition("/")[2] for finding in found.findings]


@pytest.mark.requirement("S0.31")
def test_a_note_of_last_month_is_judged_by_last_month_s_limit(tmp_path: Path) -> None:
    assert late(tmp_path, STRICTER + TWO_NOTES) == ["2026-02-02.md"]


def test_without_dates_every_note_is_judged_alike(tmp_path: Path) -> None:
    assert late(tmp_path, "practice: note_within = '24 hours'" + TWO_NOTES) == ["2026-01-26.md", "2026-02-02.md"]


def test_a_limit_that_begins_on_a_day_asks_nothing_before(tmp_path: Path) -> None:
    begun = "practice: policy.note_within = [{value = false}, {value = '24 hours', since = 2026-02-01}]"
    assert late(tmp_path, begun + TWO_NOTES) == ["2026-02-02.md"]


def test_a_level_changes_on_its_day_as_well(tmp_path: Path) -> None:
    levels = (
        "practice: policy.note_within = [{value = '24 hours', severity = 'advice'}, "
        "{value = '24 hours', severity = 'error', since = 2026-02-01}]"
    )
    found = lint(tmp_path, levels + TWO_NOTES, select=["TIM001"])
    assert [(each.path[-13:-3], each.level) for each in found.findings] == [
        ("2026-01-26", "advice"),
        ("2026-02-02", "error"),
    ]


PROGRAMMES = """
practice: programmes.outpatient.policy.note_within = "72 hours"
practice: programmes.iop.profile = "general"
practice: programmes.iop.policy.note_within = "24 hours"
"""


def test_a_client_who_moved_is_judged_by_the_programme_of_each_day(tmp_path: Path) -> None:
    moved = """
--- client
enrolments:
  - {programme: iop, from: 2026-01-05, to: 2026-01-31}
  - {programme: outpatient, from: 2026-02-01}
"""
    assert late(tmp_path, PROGRAMMES + moved + TWO_NOTES) == ["2026-01-26.md"]


def test_a_session_may_name_its_own_programme(tmp_path: Path) -> None:
    named = TWO_NOTES.replace("--- session 2026-02-02\n", "--- session 2026-02-02\nprogramme: iop\n")
    assert late(tmp_path, PROGRAMMES + named) == ["2026-02-02.md"]


def test_an_allowance_is_not_called_idle_because_its_day_had_another_limit(tmp_path: Path) -> None:
    allowed = TWO_NOTES.replace(
        "written: 2026-02-04 11:00", "written: 2026-02-04 11:00  # caseload: allow[TIM001] storm, the office was closed"
    )
    found = lint(tmp_path, STRICTER + allowed, select=["TIM001", "ALW"])
    assert not found.findings and len(found.allowed) == 1
    unneeded = TWO_NOTES.replace("2026-01-28 11:00", "2026-01-28 11:00  # caseload: allow[TIM001] storm")
    found = lint(tmp_path, STRICTER + unneeded, select=["TIM001", "ALW"])
    assert [each.code for each in found.findings] == ["ALW003", "TIM001"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_in_several_processes(tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseload_tools.lint.run.WORTH_A_PROCESS", 1)
    assert late(tmp_path, STRICTER + TWO_NOTES, jobs=jobs) == ["2026-02-02.md"]


def test_the_chart_itself_is_judged_by_today(tmp_path: Path) -> None:
    wider = "practice: policy.plan_review_every = [{value = '30 days'}, {value = '12 months', since = 2026-03-01}]\n"
    reviewed = wider + "--- plan\nreview_every:\n--- session 2026-02-20\n"
    before = lint(tmp_path / "a", reviewed + "today: 2026-02-27", select=["TIM003"])
    after = lint(tmp_path / "b", reviewed + "today: 2026-03-02", select=["TIM003"])
    assert [each.code for each in before.findings] == ["TIM003"] and not after.findings


def test_what_one_day_set_going_is_due_by_the_policy_of_that_day(tmp_path: Path) -> None:
    told = scene(
        "practice: policy.no_show_outreach_within = [{value = '2 days'}, {value = '0 days', since = 2026-02-01}]\n"
        "--- session 2026-01-26\nattendance: no-show\n--- session 2026-02-02\nattendance: no-show\ntoday: 2026-02-03"
    )
    write_scene(told, tmp_path)
    caseload = read_caseload(tmp_path, practice_of(told), told.today)
    due = {each.record.date: each.due for each in owed(caseload.charts[0], "outreach") if each.record}
    assert due == {date(2026, 1, 26): date(2026, 1, 28), date(2026, 2, 2): date(2026, 2, 2)}


def test_the_page_of_the_client_is_a_page_of_today(tmp_path: Path) -> None:
    told = scene("practice: policy.max_goals = [{value = 1}, {value = 2, since = 2026-01-10}]\ntoday: 2026-02-03")
    write_scene(told, tmp_path)
    chart = read_caseload(tmp_path, practice_of(told), told.today).charts[0]
    assert chart.client is not None and chart.client.opened < date(2026, 1, 10)
    assert chart.policy_for(chart.client).count("max_goals") == 2
    assert chart.policy_on(chart.client.opened).count("max_goals") == 1
