"""Names that the scaffold refuses: each before it writes, with the next step. Nothing can be written here."""

from __future__ import annotations

import pytest

import scaffold.__main__ as scaffold
from caseload_tools.lint.rule import load_rules
from scaffold import names, places
from tests import test_architecture as house

LONG = "a" + "-long" * 10
NEW = ("record", "example-letter", "example-letters")


@pytest.fixture(autouse=True)
def nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("this writes")

    monkeypatch.setattr(scaffold, "write_atomic", refuse)


@pytest.mark.parametrize("kind", ["rule", "record", "measure", "clock", "report", "page"])
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("class", "is a word of Python"),
        ("list", "is a word of Python"),
        ("json", "is a module of Python"),
        ("con", "can be no file on Windows"),
        ("true", "is read as a value"),
        ("off", "is read as a value"),
        ("Hours", "is no name for it"),
        ("hours.pages", "is no name for it"),
        ("../hours", "is no name for it"),
        ("stünden", "is no name for it"),
        ("hours-", "is no name for it"),
        ("hours\n", "is no name for it"),
        ("", "is no name for it"),
        (LONG, "letters is too long"),
    ],
)
def test_a_name_that_cannot_be(kind: str, name: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    more = {"rule": ("PLN", name), "record": (name, "example-letters")}.get(kind, (name,))
    assert scaffold.main([kind, *more]) == 2
    _two_lines(capsys, why)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("report", "report"), "reports/report.py is there already"),
        (("page", "page"), "is the word for each of its kind"),
        (("report", "lint"), "`caseload lint` is a command already"),
        (("record", "fax", "session"), "has the name of a type of record"),
        (("report", "figures"), "reports/figures.py is there already"),
        (("report", "count-of"), "is taken in caseload_tools/dates.py"),
        (("page", "index"), "the site has index.html already"),
        (("page", "404"), "is no name for it"),
        (("page", "search"), "the site has search.html already"),
        (("page", "readme"), "the site has readme.html already"),
        (("page", "limits"), "the site has limits.html already"),
        (("page", "clients"), "pages/clients.py is there already"),
        (("page", "element"), "`element` is taken in"),
        (("page", "lead"), "`lead` is taken in"),
        (("clock", "plan"), "clocks/plan.py is there already"),
        (("clock", "obligation"), "clocks/obligation.py is there already"),
        (("clock", "plan review"), "`plan_review` is taken in"),
        (("measure", "phq9"), "measures/phq9.py is there already"),
        (("measure", "custom"), "measures/custom.py is there already"),
        (("measure", "example", 'Sleep "well"'), "cannot be written into a file"),
        (("measure", "example", "--items", "0"), "no items that can be added up"),
        (("measure", "example", "--least", "3", "--most", "3"), "no items that can be added up"),
        (("record", "example-letter", "sessions"), "the folder `sessions` is that of the session records"),
        (("record", "example-letter", "attachments"), "the folder `attachments` has another use"),
        (("record", "example-letter", "Letters"), "is no name for it"),
        (("record", "example-letter", "a/b"), "is no name for it"),
        (("record", "example-letter", LONG), "letters is too long"),
        (("record", "session", "meetings"), "records/session.py is there already"),
        (("record", "common", "commons"), "schemas/common.schema.json is there already"),
        (("record", "chart", "charts"), "a class `Chart` is taken in"),
        (("record", "warning", "warnings"), "a class `Warning` is taken in Python"),
        (("record", "day", "days"), "a class `Day` is taken in"),
        (("rule", "PLN", "rule"), "`rule` is taken in"),
        (("rule", "PLN", "plan-without-strengths"), "there is a rule `plan-without-strengths` already"),
        (("rule", "PLN٠٣٧", "example-shouts"), "is no family of rules"),
        (("rule", "PLN", "example-shouts", "--cites", 'a "quote"'), "--cites cannot be written"),
    ],
)
def test_a_name_that_is_taken(arguments: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert scaffold.main(arguments) == 2
    _two_lines(capsys, why)


def _two_lines(capsys: pytest.CaptureFixture[str], why: str) -> None:
    said = capsys.readouterr()
    assert not said.out
    message, _, hint = said.err.rstrip("\n").rpartition("\n  ")
    assert message.startswith("scaffold: ") and why in message, said.err
    assert hint, "it says what to do"


@pytest.mark.parametrize(
    "arguments",
    [("report", "example-hours"), ("page", "due"), ("clock", "example answer"), ("measure", "example"), NEW],
)
def test_a_free_name_comes_to_be_written(arguments: tuple[str, ...]) -> None:
    with pytest.raises(AssertionError, match="this writes"):
        scaffold.main(arguments)


def test_the_open_folders_are_those_of_the_house() -> None:
    assert set(names.OPEN) == set(house.OPEN)


@pytest.mark.parametrize("lines", [60, 200, 300, 390])
def test_a_rule_is_begun_among_those_of_its_family(monkeypatch: pytest.MonkeyPatch, lines: int) -> None:
    """However full the files are: one that holds mostly rules of another family is not the place."""
    monkeypatch.setattr(places, "FULL", lines)
    of_file: dict[str, list[str]] = {}
    for rule in load_rules().values():
        of_file.setdefault(rule.function.__module__.rpartition(".")[2], []).append(rule.family)
    for family in {each for families in of_file.values() for each in families}:
        there = of_file.get(places.file_of_rules(family, "new_file").stem, [family])
        assert 2 * there.count(family) >= len(there), (family, there)
