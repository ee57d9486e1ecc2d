"""What comes round again: a disposition settles one turn of it, and its rhythm begins anew from that day."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.clocks import DUTIES, Obligation
from caseload_tools.chart.ledger import Ledger, ledger_of
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import scene

PLANNED = "--- session {}\nattendance: scheduled\nprogress:\ninterventions:\nhomework:\nnext:\n"
CLOSED = "--- client\nstatus: discharged\nclosed: 2026-01-20\n--- discharge 2026-01-20\nlast_session: 2026-01-12\n"
POLICY = "practice: policy.{}\n"
# Of each kind that comes round: what opens it, of which record, and when it is owed again after a decision of 20 April.
TURNS = {
    "safety plan": ("--- safety-plan 2026-01-12\nreview_on: 2026-02-12\n", "safety/2026-01-12", "2026-07-19"),
    "plan review": (POLICY.format('plan_review_every = "60 days"'), "plans/2026-01-12", "2026-07-19"),
    "measure": ("--- plan\nmeasures:\n  - {id: phq9, every: 4 weeks}\n", "plans/2026-01-12", "2026-05-25"),
    "check-in": (CLOSED.replace("last_", "check_ins: monthly\nlast_"), "discharge/2026-01-20", "2026-05-20"),
    "service monitoring": (
        POLICY.format('service_monitor_every = "30 days"') + "--- referral 2026-01-12\n--- agency riverside\n",
        "referrals/2026-01-12",
        "2026-05-20",
    ),
    "referral": (
        "--- referral 2026-01-19\nstatus: sent\ncheck_by: 2026-02-02\n--- agency riverside\n",
        "referrals/2026-01-19",
        "2026-05-20",
    ),
    "contact": ("--- session 2026-01-19\n", "sessions/2026-01-19", "2026-05-04"),
    "reassessment": ("--- assessment 2026-01-05\nreassess_on: 2026-03-05\n", "", "2027-05-20"),
    "regular note": (POLICY.format('note_every = "30 days"') + "--- session 2026-01-19\n", "", "2026-05-20"),
    "quiet chart": (POLICY.format('inactive_after = "60 days"') + "--- session 2026-01-19\n", "", "2026-06-19"),
    "fee review": (
        POLICY.format('fee_review_every = "60 days"')
        + "--- client\nfee_basis: sliding\nfee_agreed_on: 2026-01-05\nfee_amount: 20\n",
        "",
        "2026-06-19",
    ),
}
SETTLED = (
    "--- contact 2026-04-20\nwith: Dr. W.\npurpose: coordination\noutcome: no answer\ndispositions:\n"
    "  - {{duty: {}, how: {}, reason: there was no time for it}}\n"
)


def ledger_in(text: str, folder: Path) -> tuple[Ledger, list[Obligation]]:
    told = scene(text)
    write_scene(told, folder)
    chart = read_caseload(folder, practice_of(told), told.today).charts[0]
    ledger = ledger_of(chart)
    return ledger, [*ledger.owed]


def test_every_kind_that_comes_round_is_asked() -> None:
    assert {name for name, kind in DUTIES.items() if kind.recurs} == {*TURNS}


@pytest.mark.parametrize("kind", TURNS)
def test_a_decision_settles_one_turn(kind: str, tmp_path: Path) -> None:
    opens, of, again = TURNS[kind]
    named = f"{kind}, of: {of}" if of else kind
    text = opens + SETTLED.format(named, "tried")
    before, _ = ledger_in(opens + "today: 2026-04-20", tmp_path / "before")
    assert kind in {each.kind for each in before.owed}
    ledger, owed = ledger_in(text + "today: 2026-11-30", tmp_path / "after")
    turn = [each for each in owed if each.kind == kind]
    assert [each.obligation.kind for each in ledger.settled] == [kind]
    assert [str(each.due) for each in turn] == [again]
    assert turn[0].why.startswith("Settled 20 Apr (tried), and not done since. ")


def test_each_turn_is_settled_by_its_own_decision(tmp_path: Path) -> None:
    opens, of, _ = TURNS["check-in"]
    told = opens + "".join(
        SETTLED.format(f"check-in, of: {of}", "tried").replace("04-20", day) for day in ("04-20", "05-20", "06-21")
    )
    ledger, owed = ledger_in(told + "today: 2026-07-20", tmp_path)
    assert len(ledger.settled) == 3
    assert [str(each.due) for each in owed if each.kind == "check-in"] == ["2026-07-21"]


@pytest.mark.parametrize("end", ["declined", "handed-over, to: the day clinic"])
def test_check_ins_that_the_client_declined_have_ended(end: str, tmp_path: Path) -> None:
    opens, of, _ = TURNS["check-in"]
    ledger, owed = ledger_in(opens + SETTLED.format(f"check-in, of: {of}", end) + "today: 2026-11-30", tmp_path)
    assert "check-in" not in {each.kind for each in owed} and len(ledger.settled) == 1


def test_check_ins_end_on_their_last_day(tmp_path: Path) -> None:
    opens, of, _ = TURNS["check-in"]
    until = opens.replace("check_ins:", "check_ins_until: 2026-05-10\ncheck_ins:")
    _, owed = ledger_in(until + SETTLED.format(f"check-in, of: {of}", "tried") + "today: 2026-11-30", tmp_path)
    assert "check-in" not in {each.kind for each in owed}


def test_what_is_booked_meets_the_next_turn(tmp_path: Path) -> None:
    opens, of, again = TURNS["contact"]
    told = opens + SETTLED.format(f"contact, of: {of}", "tried") + "today: 2026-04-25"
    _, owed = ledger_in(told, tmp_path / "none")
    assert [str(each.due) for each in owed if each.kind == "contact"] == [again]
    _, owed = ledger_in(PLANNED.format("2026-05-02") + told, tmp_path / "booked")
    assert "contact" not in {each.kind for each in owed}
