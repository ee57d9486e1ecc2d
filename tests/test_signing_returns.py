"""What a supervisor returned is answered by what came after it, whatever the clocks say: one answer of all who ask.

A supervisor travels, or the answer is of the same minute. What came first is told by the commits.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.signing import standing_of
from caseload_tools.chart.signing.acts import cosign_record, sign_record, witness_signature
from caseload_tools.chart.signing.addenda import addend_record, send_back
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.values import replace
from tests.conftest import Git
from tests.signing_scenes import NOTE, PLAN, small_practice
from tests.test_signed_agreement import Practice

ONE = datetime(2026, 1, 19, 13, 0)
AHEAD = datetime(2026, 1, 19, 14, 0)
EARLIER = datetime(2026, 1, 19, 12, 30)


class Office(Practice):
    """The small practice, whose people have clocks of their own; `path` is what was returned."""

    path = NOTE

    def acts(self, act: str, at: datetime) -> None:
        chart, raw = self.chart(), (self.root / self.path).read_bytes()
        record = next(each for each in chart.records if each.path == self.path)
        dana, sam = chart.practice.staff["dana.ruiz"], chart.practice.staff["sam.lee"]
        self.carry_out(
            {
                "sign": lambda: sign_record(record, raw, chart, dana, at),
                "cosign": lambda: cosign_record(record, raw, chart, sam, at),
                "paper": lambda: witness_signature(record, raw, chart, dana, at, at),
                "return": lambda: send_back(record, chart, sam, at, reason="say more"),
                "addend": lambda: addend_record(
                    record, chart, dana, at, kind="correction", reason="asked", text="It was Friday."
                ),
            }[act]()
        )

    def is_open(self) -> bool:
        """Whether the return stands: as show and the site, due, and lint in three weeks say it."""
        self.today = date(2026, 1, 20)
        chart = self.chart()
        record = next(each for each in chart.records if each.path == self.path)
        asked = LintRequest(
            today=date(2026, 2, 20), select=["SIG013"], history=LazyHistory(self.root), baseline={}, clients=("C-0001",)
        )
        told = {
            standing_of(record, chart).returned is not None,
            any(each.kind == "revision" for each in obligations(chart)),
            bool(lint_caseload(self.root, load_practice(self.root), asked).findings),
        }
        assert len(told) == 1, "show, due and lint give one answer"
        if told == {True}:
            assert not any(each.kind == "co-signature" and each.record is record for each in obligations(chart))
            later = replace(asked, select=["SIG005"])
            found = lint_caseload(self.root, load_practice(self.root), later).findings
            assert not [each for each in found if each.path == self.path], "it is its author's turn"
        return told.pop()


Deed = Callable[[Office], None]


def act(name: str, at: datetime = ONE) -> Deed:
    def done(office: Office) -> None:
        office.acts(name, at)

    return done


def commit(office: Office) -> None:
    office.commit()


def revise(office: Office) -> None:
    office.put("her fingers", "one hand")


def of_plan(office: Office) -> None:
    """It was signed by hand, by both."""
    office.path = PLAN


def keep_up(office: Office) -> None:
    office.put("status: active", "status: superseded", PLAN)


STORIES: dict[str, tuple[tuple[Deed, ...], bool]] = {
    "revised and signed, the return an hour ahead": (
        (act("return", AHEAD), commit, revise, commit, act("sign"), commit),
        False,
    ),
    "revised and signed in the minute of the return": ((act("return"), commit, revise, act("sign"), commit), False),
    "revised and signed, all in one commit": ((act("return", AHEAD), revise, act("sign"), commit), False),
    "signed as it was, in the minute of the return": ((act("return"), commit, act("sign"), commit), False),
    "signed as it was, not committed yet": ((act("return", AHEAD), commit, act("sign")), False),
    "co-signed by whoever returned it, in the same minute": (
        (act("sign", EARLIER), commit, act("return"), commit, act("cosign"), commit),
        False,
    ),
    "co-signed by whoever returned it, back from a journey": (
        (act("sign", EARLIER), commit, act("return", AHEAD), commit, act("cosign"), commit),
        False,
    ),
    "answered beside it, the return an hour ahead": (
        (act("sign", EARLIER), commit, act("return", AHEAD), commit, act("addend"), commit),
        False,
    ),
    "signed before the return, by a clock ahead": (
        (act("sign", AHEAD), commit, act("return"), commit),
        True,
    ),
    "corrected before the return, by a clock ahead": (
        (act("sign", EARLIER), act("addend", AHEAD), commit, act("return"), commit),
        True,
    ),
    "signed by the client after the return": ((act("return"), commit, act("paper", AHEAD), commit), True),
    "changed past the hooks after the return": (
        (act("sign", EARLIER), commit, act("return"), commit, revise, commit),
        True,
    ),
    "a plan whose progress was kept up": ((of_plan, act("return"), commit, keep_up, commit), True),
    "a plan whose progress was kept up, then signed": (
        (of_plan, act("return", AHEAD), commit, keep_up, commit, act("sign"), commit),
        False,
    ),
    "a plan that was revised": (
        (of_plan, act("return"), commit, lambda office: office.put("6 months", "9 months", PLAN)),
        False,
    ),
    "returned and not committed yet": ((act("sign", EARLIER), commit, act("return")), True),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_return_is_answered_by_what_came_after_it(tmp_path: Path, git: Git, name: str) -> None:
    deeds, is_open = STORIES[name]
    office = Office(small_practice(tmp_path / "practice", git), git)
    for deed in deeds:
        deed(office)
    assert office.is_open() is is_open


@pytest.mark.parametrize(("answered", "is_open"), [(ONE, True), (AHEAD, False)])
def test_where_no_commit_tells_the_clocks_do(tmp_path: Path, git: Git, answered: datetime, is_open: bool) -> None:
    office = Office(small_practice(tmp_path / "practice", git), git)
    (office.root / ".git").rename(tmp_path / "away")
    office.acts("return", ONE)
    office.acts("sign", answered)
    assert office.is_open() is is_open
