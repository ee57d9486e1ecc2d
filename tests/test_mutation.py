"""The runner that makes mistakes in the rules: it makes them, takes them back, and enough of them are noticed."""

from __future__ import annotations

import ast

import pytest

from tests.mutation.__main__ import main, reports
from tests.mutation.operators import mutants_of
from tests.mutation.report import page

SAMPLE = '''
LEAST = 3


def sample(plan, policy):
    """Not `a == b`: a docstring is left alone."""
    if plan is None or not plan.sound:
        return
    for each in plan.goals:
        if each.status in ("met", "given up"):
            continue
        if len(each.text) > LEAST and any(word == "use" for word in each.words):
            yield each.at("text", f"goal {each.id == 1}", "say `a == b`")
'''


def test_each_operator_is_there_and_each_mutant_is_another_program() -> None:
    tree = ast.parse(SAMPLE)
    original = ast.unparse(tree)
    seen = []
    for mutant in mutants_of(tree):
        mutant.make()
        changed = ast.unparse(tree)
        compile(ast.fix_missing_locations(tree), "sample", "exec")
        mutant.unmake()
        assert changed != original and ast.unparse(tree) == original
        seen.append((mutant.operator, changed))
    assert len({changed for _, changed in seen}) == len(seen), "the same mutant twice"
    assert {operator for operator, _ in seen} == {
        "and/or",
        "comparison",
        "condition negated",
        "constant",
        "early return removed",
        "function",
        "jump removed",
        "not dropped",
        "operand dropped",
        "word",
        "word left out",
        "yield removed",
    }


def test_messages_and_docstrings_are_left_alone() -> None:
    tree = ast.parse(SAMPLE)
    for mutant in mutants_of(tree):
        mutant.make()
        text = ast.unparse(tree)
        mutant.unmake()
        if mutant.operator != "yield removed":
            assert "goal {each.id == 1}" in text and "say `a == b`" in text
        assert "Not `a == b`" in text


def test_a_small_file_of_rules_is_tried_and_told() -> None:
    (file,) = reports(["reviews"])
    assert file.outcomes and file.killed > len(file.outcomes) / 2
    assert all(outcome.by for outcome in file.outcomes if outcome.fate == "killed")
    told = page([file])
    assert f"| `reviews.py` | {len(file.outcomes)} | {file.killed} |" in told
    assert all(survivor.said in told for survivor in file.survivors)


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["no_such_rules"])
    assert "no_such_rules" in capsys.readouterr().err


@pytest.mark.slow
def test_85_percent_are_killed_and_the_list_of_equal_ones_is_fresh() -> None:
    assert main([]) == 0, "run `make mutation` and read docs/quality.md"
