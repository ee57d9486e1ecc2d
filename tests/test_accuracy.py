"""docs/accuracy.md says what the rules do today, and each rule that reads prose is measured or says why not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.accuracy import COMPARING, COUNTING, MAPPED, PAGE, count, page, share
from benchmarks.labelled import Sheet, answers, sheets
from caseload_tools.lint.rule import load_rules

IMPORTANT = ("RSK005", "NOT008", "NOT009", "PLN004", "PLN025", "STR010", "NOT014", "FUP010")
Judged = list[tuple[Sheet, Sequence[bool]]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    return [(sheet, answers(sheet)) for sheet in sheets()]


def test_the_page_is_fresh(judged: Judged) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(judged), "run `python -m benchmarks.accuracy`"


def test_every_rule_that_reads_prose_is_measured(judged: Judged) -> None:
    prose = {rule.code for rule in load_rules().values() if rule.prose}
    assert {sheet.rule.code for sheet, _ in judged} | {*COUNTING, *COMPARING, *MAPPED} >= prose


def test_the_important_ones_have_cases_enough(judged: Judged) -> None:
    for sheet, _ in judged:
        yes = sum(case.expected for case in sheet.cases)
        if sheet.rule.code in IMPORTANT:
            assert yes >= 20 and len(sheet.cases) - yes >= 30, f"{sheet.rule.code}: {yes} of {len(sheet.cases)}"
        assert len({case.example for case in sheet.cases}) == len(sheet.cases), f"{sheet.rule.code}: one stands twice"


def test_no_rule_is_worse_than_what_we_ship(judged: Judged) -> None:
    """A floor, not a boast: below it a rule costs more trust than it earns."""
    for sheet, said in judged:
        whole = count(sheet, said, ("first", "held_back", "corpus"))
        assert whole.right / max(1, whole.right + whole.false_alarms) >= 0.8, sheet.rule.code
        assert whole.right / max(1, whole.right + whole.missed) >= 0.5, sheet.rule.code


def test_danger_is_hardly_ever_missed(judged: Judged) -> None:
    sheet, said = next(each for each in judged if each[0].rule.code == "RSK005")
    whole = count(sheet, said, ("first", "held_back", "corpus"))
    assert whole.right >= 75 and whole.missed <= 3 and whole.false_alarms == 0


def test_a_share_says_how_sure_it_is() -> None:
    assert share(0, 0) == "–"
    assert share(20, 20) == "1.00 (0.84–1.00)"
    assert share(5, 10) == "0.50 (0.24–0.76)"
