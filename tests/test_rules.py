"""Every rule against its own docstring: each Bad raises it, each Good is clean, each Fixed follows from its Bad.

A rule is tested where it is explained. What is checked here beside that are the habits all rules keep.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from caseload_tools.lint.docstring import Example, page_of
from caseload_tools.lint.rule import FAMILIES, RETIRED, Rule, load_rules
from devtools.examples.trying import Verdict, check_example

RULES = load_rules()
EXAMPLES = [(rule, example) for rule in RULES.values() for example in page_of(rule).examples]


@cache
def _verdict(rule: Rule, label: str) -> Verdict:
    """Each example is tried once, for all that is asked of it."""
    return check_example(rule, next(each for each in page_of(rule).examples if each.label == label))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule.code} {each.label}" for rule, each in EXAMPLES])
def test_example_does_what_its_label_says(rule: Rule, example: Example) -> None:
    verdict = _verdict(rule, example.label)
    assert not verdict.complaint, f"{rule.code} {example.label}: {verdict.complaint}\n\n{example.text}"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_keeps_the_habits(rule: Rule) -> None:
    assert rule.family in FAMILIES
    assert rule.code not in RETIRED
    assert re.fullmatch(r"[a-z][a-z0-9-]+", rule.name), "a rule's name is words with dashes"
    assert not rule.name.startswith(("require", "disallow", "must-", "check-")), (
        "a rule's name says what was found, so that `allow NAME` reads as a sentence"
    )
    assert len(rule.summary) <= 110, "the first sentence fits on a line"
    assert page_of(rule).why, "a rule says why"
    assert not [each for each in (rule.summary, *rule.cites) if "TODO:" in each], "left by python -m scaffold"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_messages_are_short_and_say_what_to_do(rule: Rule) -> None:
    for example in page_of(rule).of_kind("Bad"):
        for finding in _verdict(rule, example.label).own:
            assert len(finding.message) <= 110, f"too long: {finding.message}"
            assert not finding.message.endswith("."), f"a message is no sentence with a full stop: {finding.message}"
            assert finding.hint, f"no hint: {finding.message}"
            assert "\n" not in finding.message + finding.hint
