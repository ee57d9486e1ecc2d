"""The sample plan of source document 002, as its author wrote it: the faults the linter was made to find.

Requirements S2.36 to S2.42. The plan is linted in a practice of its own, on a day half a year after it.
"""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import read_practice
from tests.conftest import ROOT

DAY = date(2022, 12, 1)
PLAN = "records/clients/C-0999/plans/2022-06-09.md"
# Code, line of the file, and words of the message that a reader must see.
FAULTS = (
    ("PLN001", 8, "a diagnosis, a baseline"),
    ("PLN004", 17, "leaves open"),
    ("PLN006", 19, "2,658 days before"),
    ("PLN006", 19, "the plan goes to 2022-09-09"),  # one slip, so one finding says all that follows from it
    ("PLN006", 19, "still open"),
    ("PLN010", 21, "no interventions"),
    ("PLN025", 14, "two things at once"),
    ("STR005", 18, "`established`"),
    ("STR005", 19, "`target_date`"),
    ("SIG003", 2, "no clinician has signed"),
    ("SIG004", 2, "client has not signed"),
    ("TIM003", 4, "85 days late"),
    ("RSK003", 8, "relapse-prevention plan"),
    ("FUP002", 2, "contact with the client"),
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> LintResult:
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(
        ROOT / "tests" / "fixtures" / "C-0999",
        root / "records" / "clients" / "C-0999",
        ignore=shutil.ignore_patterns("caseload.toml"),
    )
    return lint_caseload(root, read_practice(b'name = "Sample"\n'), LintRequest(today=DAY))


@pytest.mark.parametrize(
    ("code", "line", "words"), FAULTS, ids=[f"{code} {line} {words}" for code, line, words in FAULTS]
)
@pytest.mark.requirement("S2.36", "S2.37", "S2.38", "S2.39", "S2.40", "S2.41", "S2.42")
def test_the_fault_is_found_where_it_stands(result: LintResult, code: str, line: int, words: str) -> None:
    told = [(each.line, each.message) for each in result.findings if each.code == code]
    assert any(at == line and words in message for at, message in told), told


@pytest.mark.requirement("S2.29")
def test_what_is_right_is_left_alone(result: LintResult) -> None:
    codes = {finding.code for finding in result.findings}
    assert "PLN019" not in codes, "the plan does have a goal about substance use"
    assert "PLN005" not in codes, "the objective has a target date, however it is spelt"
    assert "STR001" not in codes and "ENG001" not in codes


def test_every_finding_is_about_the_plan(result: LintResult) -> None:
    assert {finding.path for finding in result.findings} == {PLAN}
    assert not [finding for finding in result.findings if not finding.hint]
