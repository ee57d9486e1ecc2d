"""One ledger: what lint says of consent, of practice records that name a client and of old episodes is owed as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.ledger import all_obligations, obligations, practice_owes
from caseload_tools.reports.brief import brief
from caseload_tools.reports.due import DueFilter, due_obligations
from tests.lint_scenes import lint
from tests.test_ledger import caseload_of

TODAY = "--- client\ntoday: 2026-03-20\n"
CAME_BACK = (
    "--- client\nopened: 2026-03-01\n--- discharge 2026-01-20\nlast_session: 2026-01-12\n"
    "--- assessment 2026-03-01\n--- plan 2026-03-01\n--- session 2026-03-05\n"
)
AGAIN = "--- consent 2026-03-01-treatment\nsigned_on: 2026-03-01\n"
BEFORE = "--- consent 2026-02-27-treatment\nsigned_on: 2026-02-27\n"


def owed_by(text: str, kind: str, folder: Path) -> list[str]:
    """What is owed of one kind in the only chart."""
    return [each.what for each in obligations(caseload_of(text, folder).charts[0]) if each.kind == kind]


# --- consent of a chart that was opened again ------------------------------------------------


@pytest.mark.parametrize(
    ("more", "left"), [("", 1), (AGAIN, 0), (BEFORE, 0)], ids=["of old alone", "anew", "before the opening"]
)
def test_lint_and_ledger_ask_for_the_consent_of_the_same_episode(more: str, left: int, tmp_path: Path) -> None:
    text = CAME_BACK + more + TODAY
    found = [each.path for each in lint(tmp_path, text).findings if each.code == "CON001"]
    assert found == ["records/clients/C-0001/sessions/2026-03-05.md"] * left
    assert len(owed_by(text, "consent to treatment", tmp_path)) == left


def test_an_earlier_episode_without_consent_is_still_said(tmp_path: Path) -> None:
    text = "--- consent 2026-01-05-treatment\nsigned_on: 2026-02-01\n" + CAME_BACK + AGAIN + TODAY
    text = text.replace("--- session 2026-03-05", "--- session 2026-01-12\n--- session 2026-03-05")
    found = [each.path for each in lint(tmp_path, text).findings if each.code == "CON001"]
    assert found == ["records/clients/C-0001/sessions/2026-01-12.md"]


# --- a minor's consent ------------------------------------------------------------------------

MINORS = {
    "a year": "born: 2012\n",
    "a day": "born: 2012-03-02\n",
    "a flag": "born:\nflags: [minor]\n",
}


@pytest.mark.parametrize("minor", MINORS)
@pytest.mark.parametrize(
    ("consent", "left"),
    [
        ("signed_by: client\n", 1),
        ("signed_by: guardian\nauthority: mother, papers seen\n", 0),
        ("signed_by: client\nauthority: may sign alone from 14 on, state law\n", 0),
    ],
)
def test_a_consent_that_a_minor_signed_alone_is_owed(minor: str, consent: str, left: int, tmp_path: Path) -> None:
    text = f"--- consent 2026-01-05-treatment\n{consent}--- client\n{MINORS[minor]}{TODAY}"
    assert [each.code for each in lint(tmp_path, text).findings if each.code == "CON011"] == ["CON011"] * left
    assert len(owed_by(text, "minor's consent", tmp_path)) == left


# --- practice records that name a client ------------------------------------------------------

INCIDENT = (
    "--- text records/practice/incidents/2026-01-21.md\n---\ntype: incident\ndate: 2026-01-21\n{client}kind: abuse\n"
    "happened: he told of it in the hall\nreport: pending\ntold:\n  - {{who: sam.lee, at: 2026-01-21 15:30}}\n"
    "follow_up:\n  - {{what: ring the school, owner: dana.ruiz, due: 2026-01-29, status: open}}\n---\n"
)
TASK = (
    "--- text records/practice/tasks/2026-01-20.md\n---\ntype: task\ndate: 2026-01-20\n{client}what: ring the school\n"
    "owner: dana.ruiz\ndue: 2026-01-22\nstatus: open\n---\n"
)
NAMED = {"incident": (INCIDENT, {"RSK009": 1, "FUP003": 1}), "task": (TASK, {"FUP003": 1})}


@pytest.mark.parametrize("kind", NAMED)
def test_a_practice_record_that_names_a_client_stands_in_their_lists(kind: str, tmp_path: Path) -> None:
    told, rules = NAMED[kind]
    text = told.format(client="client: C-0001\n") + TODAY
    caseload = caseload_of(text, tmp_path)
    chart = caseload.charts[0]
    due = due_obligations(caseload, DueFilter(client="C-0001"))
    assert {rule: sum(each.rule == rule for each in due) for rule in rules} == rules
    assert {rule: sum(each.rule == rule for each in all_obligations(caseload)) for rule in rules} == rules
    shown = str([row for table in brief(caseload, chart).tables if table.key == "due" for row in table.rows])
    owed = [each.what for each in obligations(chart) if each.rule in rules]
    assert len(owed) == sum(rules.values()) and all(what in shown for what in owed)
    found = lint(tmp_path, text, clients={"C-0001"}).findings
    assert {rule: sum(each.code == rule for each in found) for rule in rules} == rules
    whole = lint(tmp_path, text).findings
    assert {rule: sum(each.code == rule for each in whole) for rule in rules} == rules


@pytest.mark.parametrize("client", ["", "client: C-0999\n"], ids=["of none", "of nobody here"])
@pytest.mark.parametrize("kind", NAMED)
def test_one_that_names_nobody_here_stays_the_practices(kind: str, client: str, tmp_path: Path) -> None:
    told, rules = NAMED[kind]
    caseload = caseload_of(told.format(client=client) + TODAY, tmp_path)
    due = practice_owes(caseload)
    assert {rule: sum(each.rule == rule for each in due) for rule in rules} == rules
    assert not {each.rule for each in obligations(caseload.charts[0])} & set(rules)


# --- a chart that was opened again after a closing without a summary --------------------------


def test_the_summary_of_an_earlier_episode_stays_owed(tmp_path: Path) -> None:
    text = (
        "--- client\nopened: 2026-03-01\nclosed: 2026-01-25\n--- assessment 2026-03-01\n--- plan 2026-03-01\n" + TODAY
    )
    assert owed_by(text, "discharge summary", tmp_path) == ["Write the discharge summary"]
    assert [each.code for each in lint(tmp_path, text).findings if each.code == "TIM012"] == ["TIM012"]
    written = "--- discharge 2026-01-25\nlast_session: 2026-01-12\n"
    assert owed_by(written + text, "discharge summary", tmp_path) == []
