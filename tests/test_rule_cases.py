"""The cases in tests/cases/: where the edges of a rule lie, in the language of its examples."""

from __future__ import annotations

import pytest

from caseload_tools.lint.rule import load_rules
from devtools.examples.trying import check_example
from tests.rule_cases import Case, all_cases
from tests.speeds import one_of_each

RULES = load_rules()
CASES = all_cases()


@pytest.mark.parametrize("case", one_of_each(CASES, lambda case: (case.code, case.kind)), ids=lambda case: case.name)
def test_a_case_is_as_it_says(case: Case) -> None:
    verdict = check_example(RULES[case.code], case.example)
    complaint = verdict.complaint
    if case.kind == "Silent":
        others = [finding for finding in verdict.findings if finding.level == "error"]
        unheard = "" if others else "nobody else speaks: make it Good"
        complaint = "this rule should be silent" if verdict.own else unheard
    assert not complaint, f"{case.file}:{case.line} {complaint}\n\n{case.example.text}"


def test_each_case_says_something_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({(case.code, case.example.text) for case in CASES}) == len(CASES)
    assert {case.code for case in CASES} <= set(RULES)
