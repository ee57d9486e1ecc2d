"""A rule is tried by each half of its first sentence: as many Bad examples as there are, or a reason why not."""

from __future__ import annotations

import re

import pytest

from caseload_tools.lint.docstring import page_of
from caseload_tools.lint.rule import Rule, load_rules
from tests.rule_cases import cases_of

RULES = {code: rule for code, rule in load_rules().items() if rule.over}
_JOINT = re.compile(r"\b(?:or|and|nor)\b")
_LISTED = re.compile(r"(?<=\w), (?!or |and |nor )(?=(?:[\w`'-]+ ?){1,4},? (?:or|and) )")

WITHOUT = "one fault: what is there, and what is missing beside it; each Good has one of the two"
BETWEEN = "the word joins two things of one kind, which make one fault together"
# Why a sentence with a second half needs no second Bad.
REASONS = {
    "CON005": WITHOUT,  # run out, or soon: both are tried, each with nothing that has renewed it
    "FUP023": "the last part is of both: what is told while it can be mended; each Bad is still to come",
    "FUP010": WITHOUT,
    "FUP011": WITHOUT,
    "MEA008": BETWEEN,  # men and women; and client.md does not say
    "NOT005": WITHOUT,
    "NOT006": BETWEEN,  # neither, nor: one of them is enough for a Good
    "PLN015": BETWEEN,  # problems, goals and objectives are compared as one text
    "PLN019": WITHOUT,
    "PLN024": WITHOUT,  # past and open, or closed without a day: both are tried
    "PLN029": WITHOUT,
    "PRV010": WITHOUT,
}


def clauses_of(sentence: str) -> int:
    """How many halves a sentence has, by the words that join them."""
    return 1 + len(_JOINT.findall(sentence)) + len(_LISTED.findall(sentence))


def tried(rule: Rule) -> int:
    return len(page_of(rule).of_kind("Bad")) + sum(case.kind == "Bad" for case in cases_of(rule.code))


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("The note is late.", 1),
        ("A consent has run out or runs out soon.", 2),
        ("A diagnosis, a baseline, or an end is missing.", 3),
        ("It says neither when nor how.", 2),
    ],
)
def test_halves_are_counted(sentence: str, count: int) -> None:
    assert clauses_of(sentence) == count


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_each_half_of_the_first_sentence_has_its_bad(rule: Rule) -> None:
    halves = clauses_of(page_of(rule).summary)
    short = tried(rule) < halves
    say = "add a Bad for each, or a reason to REASONS" if short else "it is tried by now: take its reason out"
    assert short is (rule.code in REASONS), f"{halves} halves, {tried(rule)} Bad: {say}\n{page_of(rule).summary}"
