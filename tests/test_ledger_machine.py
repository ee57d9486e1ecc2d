"""A practice runs for months, and on each day the ledger and an oracle that never saw it name the same things."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import all_obligations
from devtools.examples.scenes import Scene
from devtools.examples.trying import practice_of
from tests.ledger_oracle import GRACE, Oracle, Owed
from tests.told_practice import KEPT, Session, write_practice
from tests.told_steps import STEPS, Practice, Step

FEW = settings(max_examples=30, deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=1_500)
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
SETTINGS = practice_of(Scene({}, (), date(2026, 1, 5), ""))


def ledger_says(told: Practice, backwards: bool = False) -> set[Owed]:
    """What the tool says of the practice's files, read anew."""
    with tempfile.TemporaryDirectory(prefix="caseload-told-") as folder:
        write_practice(told.charts, Path(folder), backwards)
        return _named(read_caseload(Path(folder), SETTINGS, told.today))


def _named(caseload: Caseload) -> set[Owed]:
    assert not [each for chart in caseload.charts for each in getattr(chart, "flaws", ())]
    found = [each for each in all_obligations(caseload) if each.kind in KINDS]
    return {Owed(each.kind, each.client, _of(each), each.due, each.clinician) for each in found}


def _of(owed: Obligation) -> str:
    """The record it comes from; contact comes from the chart."""
    path = owed.record.path if owed.record else ""
    return "" if owed.kind == "contact" else "/".join(path.removesuffix(".md").split("/")[3:])


class LedgerOfToday(Oracle):
    """The table but for the differences that the tests below hold on to: each override goes when its test passes."""

    def tried_since(self, missed: Session) -> bool:
        day = missed.at.date()
        calls = [call for call in self.calls if call.client and call.at.date() >= day]
        came = [other for other in self.sessions if other.attendance == KEPT and other.at > missed.at]
        return bool(missed.attempts or calls or came)

    def is_later(self, other: Session, session: Session) -> bool:
        return other.at.date() > session.at.date()

    def last_kept(self) -> list[Session]:
        return [each for each in self.kept if each.at.date() == self.kept[-1].at.date()]

    def stands_for(self, other: Session, agreed: Session) -> bool:
        return self.is_later(other, agreed)

    def in_time(self, due: date) -> date:
        return self.today + timedelta(days=self.interval + GRACE)


def oracle_says(told: Practice, oracle: type[Oracle] = LedgerOfToday) -> set[Owed]:
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
@given(STEPS)
def test_the_ledger_owes_what_the_table_says_over_many_practices(steps: list[Step]) -> None:
    _agree(steps)
