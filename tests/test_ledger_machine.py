"""A practice runs for months, and on each day the ledger and an oracle that never saw it name the same things."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import all_obligations
from devtools.examples.scenes import Scene
from devtools.examples.trying import practice_of, write_scene
from tests.ledger_differences import FALSE_ALARMS, MISSED_AT_FOUR, NO_NEXT, SILENT
from tests.ledger_oracle import Oracle, Owed
from tests.lint_scenes import scene
from tests.told_practice import CLIENTS, CLINICIANS, write_practice
from tests.told_steps import ACTS, LONG, STEPS, Acts, Practice, Step

FEW = settings(max_examples=30, deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=400)
KINDS = {
    "outreach",
    "rescheduling",
    "agreed session",
    "next appointment",
    "session note",
    "referral",
    "referral outcome",
    "failed referral",
    "risk contact",
    "closing",
    "discharge summary",
    "check-in",
    "intake",
    "first plan",
    "contact",
}
RHYTHM = {"contact", "intake", "first plan", "next appointment", "agreed session", "rescheduling"}
# Acts that write a record of their own, and change nothing else.
RECORDS = (
    *(act for act in ACTS if act.startswith(("kept", "settled"))),
    "no-show",
    "cancelled",
    "booked",
    "reached by phone",
    "call about a form",
    "voicemail",
    "crisis call, risk high",
    "call, risk low",
    "call with somebody else",
    "referral sent",
    "referral asked about",
    "discharge, chart left open",
)
SETTINGS = practice_of(Scene({}, (), date(2026, 1, 5), ""))


def ledger_says(told: Practice, backwards: bool = False) -> set[Owed]:
    """What the tool says of the practice's files, read anew."""
    with tempfile.TemporaryDirectory(prefix="caseload-told-") as folder:
        write_practice(told.charts, Path(folder), backwards)
        return _named(read_caseload(Path(folder), SETTINGS, told.today))


def _named(caseload: Caseload) -> set[Owed]:
    found = [each for each in all_obligations(caseload) if each.kind in KINDS]
    return {Owed(each.kind, each.client, _of(each), each.due, each.clinician) for each in found}


def _of(owed: Obligation) -> str:
    """The record it comes from; contact comes from the chart."""
    path = owed.record.path if owed.record else ""
    return "" if owed.kind == "contact" else "/".join(path.removesuffix(".md").split("/")[3:])


def oracle_says(told: Practice, oracle: type[Oracle] = Oracle) -> set[Owed]:
    return {each for chart in told.charts for each in oracle(chart, told.today).all()}


def run(steps: list[Step]) -> Practice:
    told = Practice()
    for step in steps:
        told.take(step)
    return told


def _agree(steps: list[Step]) -> None:
    told = Practice()
    for step in steps:
        told.take(step)
        ledger, oracle = ledger_says(told), oracle_says(told)
        assert ledger == oracle, "\n".join(
            [f"{told.today}", *(f"only the ledger: {each}" for each in sorted(ledger - oracle))]
            + [f"only the table: {each}" for each in sorted(oracle - ledger)]
        )


@FEW
@given(STEPS)
def test_the_ledger_owes_what_the_table_says(steps: list[Step]) -> None:
    _agree(steps)


@pytest.mark.extended
@MANY
@given(LONG)
def test_the_ledger_owes_what_the_table_says_over_many_practices(steps: list[Step]) -> None:
    _agree(steps)


# --- laws of the ledger, asked of itself -----------------------------------------------------


def _told_differently(steps: list[Step]) -> None:
    """The order of the files is nobody's act."""
    told = run(steps)
    assert ledger_says(told) == ledger_says(told, backwards=True)


def _taken_away(steps: list[Step], act: str) -> None:
    """What an act ended is open again once the record of it is declared void; so is what it opened gone."""
    told = run(steps)
    told.pass_time(0)
    before, known = ledger_says(told), {each.name for each in told.charts[0].entries}
    _do(told, act)
    for entry in told.charts[0].entries:
        entry.void = entry.void or entry.name not in known
    assert ledger_says(told) == before


def _others_record(steps: list[Step], act: str) -> None:
    """What the other clinician does with the other client leaves this chart and this clinician alone."""
    told = run([each for each in steps if not each.cover and each.act != "another clinician"])
    told.pass_time(0)
    before = ledger_says(told)
    _do(told, act, chart=1)
    changed = before ^ ledger_says(told)
    assert not [each for each in changed if each.client == CLIENTS[0] or each.owner == CLINICIANS[0]]


def _status_alone(steps: list[Step]) -> None:
    """Three words in client.md end nothing but the rhythm of care, and for that the summary is owed."""
    told = run(steps)
    before = ledger_says(told)
    is_open, has_discharge = told.charts[0].status == "active", Oracle(told.charts[0], told.today).discharge
    _do(told, "status alone")
    left = {each.kind for each in ledger_says(told) if each.client == CLIENTS[0]}
    ended = {each.kind for each in before if each.client == CLIENTS[0]} - left
    assert ended <= RHYTHM | ({"closing"} if has_discharge else set())
    if is_open and not has_discharge:
        assert "discharge summary" in {each.kind for each in ledger_says(told) if each.client == CLIENTS[0]}


def _do(told: Practice, act: str, chart: int = 0) -> None:
    """An act at this very hour, so that nothing changes by the day alone."""
    now = told.now
    Acts(told, told.charts[chart], cover=False).do(act)
    assert told.now == now


@FEW
@given(STEPS, st.sampled_from(RECORDS))
def test_laws_of_the_ledger(steps: list[Step], act: str) -> None:
    _told_differently(steps)
    _taken_away(steps, act)
    _others_record(steps, act)
    _status_alone(steps)


@pytest.mark.extended
@MANY
@given(LONG, st.sampled_from(RECORDS))
def test_laws_of_the_ledger_over_many_practices(steps: list[Step], act: str) -> None:
    _told_differently(steps)
    _taken_away(steps, act)
    _others_record(steps, act)
    _status_alone(steps)


# What opens something, what ends it, and what that is.
ENDINGS = {
    "session kept": (["no-show"], "kept, no next with its reason", {"outreach", "rescheduling"}),
    "attempt": (["no-show"], "voicemail", {"outreach"}),
    "attempt in the record of the session": (["no-show"], "tried again", {"outreach"}),
    "booking": (["cancelled"], "booked", {"rescheduling"}),
    "session of that day": (["kept, next agreed"], "cancelled", {"agreed session"}),
    "later session": (["kept, nothing said of the next"], "booked", {"next appointment"}),
    "what became of a booking": (["booked"], "booking missed", {"session note"}),
    "outcome": (["referral sent"], "referral completed", {"referral", "referral outcome"}),
    "failure": (["referral sent"], "referral failed", {"referral", "referral outcome"}),
    "failure with its reason": (["referral sent"], "referral failed, with reason", {"referral", "referral outcome"}),
    "lower finding": (["kept, risk high"], "call, risk low", {"risk contact"}),
    "status": (["discharge, chart left open"], "status alone", {"closing"}),
    "summary": (["status alone"], "discharged", {"discharge summary"}),
    "coming back": (["discharged, with check-ins"], "came back", {"check-in"}),
    "decision about a miss": (["no-show"], "settled, with reason", {"outreach"}),
    "decision about a failure": (["referral sent", "referral failed"], "settled, with reason", {"failed referral"}),
    "decision about danger": (["kept, risk high"], "settled, with reason", {"risk contact"}),
    "intake": (["nothing"], "intake", {"intake"}),
    "plan": (["nothing"], "plan", {"first plan"}),
}


def test_every_kind_is_ended_by_an_act() -> None:
    assert {kind for _, _, kinds in ENDINGS.values() for kind in kinds} | {"contact"} == KINDS


@pytest.mark.parametrize("name", ENDINGS)
def test_each_act_ends_what_it_ends_and_no_more(name: str) -> None:
    """Open before the act, ended by it, and nothing else with it but contact and what care no longer asks for."""
    opens, ends, kinds = ENDINGS[name]
    told = run([Step(each, days=3) for each in opens])
    told.pass_time(9)
    before = {each.kind for each in ledger_says(told) if each.client == CLIENTS[0]}
    _do(told, ends)
    after = {each.kind for each in ledger_says(told) if each.client == CLIENTS[0]}
    assert kinds <= before
    assert not kinds & after
    assert before - after - kinds <= {"contact"}


# --- where the ledger and the table once differed --------------------------------------------


def owed_of(text: str, folder: Path) -> set[str]:
    """The kinds that the ledger names in a scene."""
    told = scene(text)
    write_scene(told, folder)
    return {each.kind for each in all_obligations(read_caseload(folder, practice_of(told), told.today))}


@pytest.mark.parametrize("name", SILENT)
def test_the_ledger_is_not_silent(name: str, tmp_path: Path) -> None:
    text, kind = SILENT[name]
    assert kind in owed_of(text, tmp_path)


@pytest.mark.parametrize("name", FALSE_ALARMS)
def test_the_ledger_raises_no_false_alarm(name: str, tmp_path: Path) -> None:
    text, kind = FALSE_ALARMS[name]
    assert kind not in owed_of(text, tmp_path)


def test_a_plans_rhythm_begins_with_the_plan(tmp_path: Path) -> None:
    told = scene("--- no plan\n--- session 2026-01-12\n" + NO_NEXT + "--- plan 2026-02-09\ntoday: 2026-02-10")
    write_scene(told, tmp_path)
    owed = all_obligations(read_caseload(tmp_path, practice_of(told), told.today))
    assert [each.due for each in owed if each.kind == "contact"] >= [date(2026, 2, 10)]


def test_a_voicemail_is_no_news_of_a_referral(tmp_path: Path) -> None:
    told = scene(
        "--- referral 2026-02-01\nstatus: sent\nfit:\n--- contact 2026-03-20\nwith: agencies/riverside\n"
        "purpose: monitoring\nreferral: referrals/2026-02-01\noutcome: no answer\ntoday: 2026-04-20"
    )
    write_scene(told, tmp_path)
    owed = all_obligations(read_caseload(tmp_path, practice_of(told), told.today))
    assert [each.due for each in owed if each.kind == "referral"] == [date(2026, 3, 3)]


def test_a_decision_that_does_not_say_of_which_ends_neither(tmp_path: Path) -> None:
    told = scene(
        MISSED_AT_FOUR + MISSED_AT_FOUR.replace("02-03", "02-10") + "--- contact 2026-02-12\nwith: Dr. W.\n"
        "purpose: coordination\ndispositions:\n  - {duty: outreach, how: declined, reason: she said so}\n"
        "today: 2026-02-20"
    )
    write_scene(told, tmp_path)
    owed = all_obligations(read_caseload(tmp_path, practice_of(told), told.today))
    assert [each.kind for each in owed].count("outreach") == 2
