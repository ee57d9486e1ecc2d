"""The decorator: what it makes of a function, and the sentence for each function that cannot be a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from datetime import date as Day
from importlib import import_module

import pytest

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problem, Problems
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.plan import Objective
from caseload_tools.chart.records.session import Session
from caseload_tools.lint.docstring import page_of
from caseload_tools.lint.rule import RULES, Rule, WrongRule, load_rules, rule
from caseload_tools.practice import Policy

registering = import_module("caseload_tools.lint.rule")  # the package gives the decorator under this name

PAGE = """An objective is odd.

    Because.

    Bad:
        status: odd
    Good:
        status: even
    """


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Rule]:
    """A registry that this test alone sees."""
    empty: dict[str, Rule] = {}
    monkeypatch.setattr(registering, "RULES", empty)
    return empty


def test_a_rule_is_found_by_the_types_of_its_parameters(own_registry: dict[str, Rule]) -> None:
    def odd_objective(objective: Objective, chart: Chart, policy: Policy, today: date) -> Problems:
        yield from ()

    odd_objective.__doc__ = PAGE
    assert rule("PLN901", cites="S2.32")(odd_objective) is odd_objective
    found = own_registry["PLN901"]
    assert found.name == "odd-objective"
    assert found.over == (Objective,)
    assert found.takes == ("Chart", "Policy", "date")
    assert found.level == "error"
    assert found.summary == "An objective is odd."
    assert found.reads_content


def test_a_rule_may_run_over_two_kinds_of_thing(own_registry: dict[str, Rule]) -> None:
    def odd_meeting(record: Session | Contact) -> Problems:
        yield from ()

    odd_meeting.__doc__ = PAGE
    rule("NOT901", cites="S4.1", level="warning", prose=True)(odd_meeting)
    assert own_registry["NOT901"].over == (Session, Contact)


def test_a_type_may_be_asked_for_under_another_name(own_registry: dict[str, Rule]) -> None:
    def odd_day(objective: Objective, today: Day) -> Problems:
        yield from ()

    odd_day.__doc__ = PAGE
    rule("PLN903", cites="S2.32")(odd_day)
    assert own_registry["PLN903"].takes == ("date",)


def test_signatures_and_allowances_can_never_be_allowed(own_registry: dict[str, Rule]) -> None:
    def odd_signature(session: Session) -> Problems:
        yield from ()

    odd_signature.__doc__ = PAGE
    rule("SIG901", cites="S1.5", allowable=True)(odd_signature)
    assert not own_registry["SIG901"].allowable


def _function(doc: str | None = PAGE, **annotations: object) -> Callable[..., Iterator[Problem]]:
    def odd_thing(objective):  # type: ignore[no-untyped-def]
        yield from ()

    odd_thing.__doc__ = doc
    odd_thing.__annotations__ = annotations
    return odd_thing


OVER = {"objective": Objective}
WRONG: dict[str, tuple[dict[str, object], str | None, dict[str, object], str]] = {
    "no such family": ({"code": "XYZ001"}, PAGE, OVER, "is not a rule code"),
    "no digits": ({"code": "PLN5"}, PAGE, OVER, "is not a rule code"),
    "no level": ({"level": "fatal"}, PAGE, OVER, "is not a level"),
    "prose is no error": ({"prose": True}, PAGE, OVER, "reads prose"),
    "no source": ({"cites": " "}, PAGE, OVER, "names no source"),
    "no such limit": ({"limit": "note_withn"}, PAGE, OVER, "no policy knows"),
    "no docstring": ({}, None, OVER, "has no docstring"),
    "no bad": ({}, "Odd.\n\n    Good:\n        a: b\n", OVER, "has no `Bad:` example"),
    "no good": ({}, "Odd.\n\n    Bad:\n        a: b\n", OVER, "has no `Good:` example"),
    "no fixed": ({"fixes": lambda thing: ""}, PAGE, OVER, "has no `Fixed:` example"),
    "no type": ({}, PAGE, {}, "has no type"),
    "unknown type": ({}, PAGE, {"objective": "Objectiv"}, "is not known where the rule stands"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_function_that_cannot_be_a_rule_is_told_why(case: str, own_registry: dict[str, Rule]) -> None:
    words, doc, annotations, sentence = WRONG[case]
    code = str(words.get("code", "PLN901"))
    options = {"cites": "S2.32", **{key: value for key, value in words.items() if key != "code"}}
    with pytest.raises(WrongRule) as caught:
        rule(code, **options)(_function(doc, **annotations))  # type: ignore[arg-type]
    assert sentence in caught.value.message
    assert caught.value.hint
    assert not own_registry


def test_a_parameter_that_cannot_be_given_is_refused() -> None:
    def odd_thing(objective: Objective, weather: Session) -> Problems:
        yield from ()

    odd_thing.__doc__ = PAGE
    with pytest.raises(WrongRule, match="can be given for `weather`"):
        rule("PLN901", cites="S2.32")(odd_thing)


def test_a_code_is_used_once(own_registry: dict[str, Rule]) -> None:
    rule("PLN901", cites="S2.32")(_function(**OVER))
    with pytest.raises(WrongRule, match="already the rule odd-thing"):
        rule("PLN901", cites="S2.32")(_function(**OVER))
    with pytest.raises(WrongRule, match="already has the name"):
        rule("PLN902", cites="S2.32")(_function(**OVER))


def test_a_retired_code_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registering, "RETIRED", frozenset({"PLN901"}))
    with pytest.raises(WrongRule, match="retired"):
        rule("PLN901", cites="S2.32")(_function(**OVER))


def test_a_docstring_is_taken_apart(own_registry: dict[str, Rule]) -> None:
    doc = """Odd, and said
    on two lines.

    First reason,
    longer.

    Second reason.

    Bad:
        a: b

        ## Plan
        text
    Bad:
        c: d
    Good:
        e: f
    """
    rule("PLN901", cites="S2.32")(_function(doc, **OVER))
    page = page_of(own_registry["PLN901"])
    assert page.summary == "Odd, and said on two lines."
    assert page.why == ("First reason, longer.", "Second reason.")
    assert [each.label for each in page.examples] == ["Bad 1", "Bad 2", "Good 1"]
    assert page.examples[0].text == "a: b\n\n## Plan\ntext"


@pytest.mark.parametrize(
    ("doc", "sentence"),
    [
        ("Odd\n\nBad:\n    a: b\nGood:\n    c: d\n", "not a sentence"),
        ("Odd.\n\nBad:\n    a: b\nGood:\n    c: d\nand more\n", "not indented"),
        ("Odd.\n\nBad:\n    a: b\nGood:\n    c: d\nFixed:\n    e: f\nFixed:\n    e: f\n", "more `Fixed:`"),
    ],
)
def test_a_docstring_off_the_grammar_is_refused(doc: str, sentence: str, own_registry: dict[str, Rule]) -> None:
    rule("PLN901", cites="S2.32")(_function(doc, **OVER))
    with pytest.raises(WrongRule, match=sentence):
        page_of(own_registry["PLN901"])


def test_the_rules_of_the_open_folder_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registering, "RULES", RULES)
    rules = load_rules()
    assert "PLN005" in rules
    assert list(rules) == sorted(rules)
    assert rules["PLN005"].name == "objective-without-target-date"
