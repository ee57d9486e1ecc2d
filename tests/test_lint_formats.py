"""Every format on the same six findings, against a snapshot; and what no format may let through."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.lint.allowances import AllowedFinding
from caseload_tools.lint.baseline import BaselineFinding
from caseload_tools.lint.docstring import page_of
from caseload_tools.lint.excerpt import Frame
from caseload_tools.lint.explaining import explain_rule, list_rules
from caseload_tools.lint.finding import Finding, RelatedSpot
from caseload_tools.lint.formats import FORMATS, render_result
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import ENGINE, REFUSED, load_rules
from caseload_tools.lint.summary import summary_of
from caseload_tools.practice import load_profile
from caseload_tools.text.safe_text import show_controls, width_of
from tests.conftest import Snapshot

PLAN = "records/clients/C-0142/plans/2026-10-06.md"
HOSTILE = "records/clients/C-0142/a\x1b[31m,b: 100%\n.md"
NOTE = "records/clients/C-0142/sessions/2026-11-03.md"


def _finding(path: str, line: int, column: int, code: str, message: str, **more: object) -> Finding:
    told: dict[str, Any] = {
        "name": load_rules()[code].name if code in load_rules() else ENGINE.name,
        "level": "error",
        "hint": "",
        "end_line": line,
        "end_column": column + 4,
        "related": (),
        "fingerprint": f"{line:016x}",
        "fixable": False,
        "frame": None,
    }
    return Finding(path, line, column, code, message=message, **{**told, **more})


SIX = (
    _finding(
        PLAN, 18, 5, "PLN005", "objective O1.1 has no target date", hint="add `target_date: YYYY-MM-DD`",
        frame=Frame(((17, "  - id: O1.1"), (18, "    text: …")), 4, 8),
    ),
    _finding(
        PLAN, 99, 24, "STR004", "`actve` is not a valid `status`", hint="did you mean `active`?", fixable=True,
        frame=Frame(((94, "  - {id: O1.2}"), (99, "    ünit: 夜, status: actve")), 14, 20),
    ),
    _finding(
        NOTE, 2, 1, "LNK001", "the link leads nowhere", hint="", end_line=4, end_column=2,
        related=(RelatedSpot(PLAN, 3, 1, "the plan in force on that day"),), frame=Frame(((2, "type: session"),), 0, 4),
    ),
    _finding(NOTE, 31, 1, "NOT008", "a judging word: say what was seen", level="warning", hint="quote or describe"),
    _finding(NOTE, 40, 1, "NOT012", "this note is short", level="advice", hint="say what was done"),
    _finding(HOSTILE, 1, 1, "STR014", "no \u202e place\r\n::error::x", hint="move\x07 it"),
)  # fmt: skip
RESULT = LintResult(
    findings=SIX,
    records=1046,
    clients=46,
    unreadable=1,
    allowed=(
        AllowedFinding(SIX[0], "her son was ill", date(2026, 12, 31)),
        AllowedFinding(SIX[3], "her own words", None),
    ),
    baselined=120,
    removable=(BaselineFinding("f" * 16, "PLN005", PLAN), BaselineFinding("e" * 16, "PLN004", PLAN)),
    codes=frozenset({"PLN005", "STR004", "LNK001", "NOT008", "NOT012", "STR014"}),
)


@pytest.mark.parametrize("name", FORMATS)
def test_format(name: str, snapshot: Snapshot) -> None:
    text = render_result(name, RESULT)
    if name == "sarif":  # the rules' own pages are not this test's business
        content = json.loads(text)
        for rule in content["runs"][0]["tool"]["driver"]["rules"]:
            rule["fullDescription"] = rule["help"] = rule["shortDescription"] = rule["properties"] = "…"
        text = json.dumps(content, indent=2)
    snapshot(text)


@pytest.mark.parametrize("name", ["full", "concise"])
def test_format_in_colour(name: str, snapshot: Snapshot) -> None:
    snapshot(render_result(name, RESULT, colour=True).replace("\x1b", "ESC"))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_controls_the_terminal(name: str) -> None:
    text = render_result(name, RESULT)
    assert all(char == "\n" or char.isprintable() for char in text)
    assert "her son" not in text
    assert "her own words" not in text, "the reason of an allowance is a sentence about a client"


def test_nothing_ends_a_line_early_for_github() -> None:
    lines = render_result("github", RESULT).split("\n")
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == len(SIX)
    assert commands[-1].startswith(
        "::error title=STR014 file-in-no-known-place,file=records/clients/C-0142/a\\x1b[31m%2Cb%3A 100%25"
    )


def test_an_unknown_format_is_a_mistake_of_use() -> None:
    with pytest.raises(CaseloadError, match="no format `xml`") as caught:
        render_result("xml", RESULT)
    assert "sarif" in caught.value.hint


def test_sarif_is_what_its_readers_expect() -> None:
    content = json.loads(render_result("sarif", RESULT))
    assert content["version"] == "2.1.0"
    [run] = content["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        assert " " not in place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1
    assert [result.get("suppressions", [{}])[0].get("kind") for result in run["results"]] == [None] * 6 + [
        "inSource"
    ] * 2
    assert all(rule["help"]["markdown"] and rule["fullDescription"]["text"] for rule in rules)
    assert run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (LintResult(records=46, clients=12), "46 records of 12 clients checked, nothing to say."),
        (LintResult(records=1, clients=1), "1 record of 1 client checked, nothing to say."),
        (LintResult(SIX[:1], 46, 12), "1 finding in 1 of 46 records: 1 error"),
        (
            LintResult(SIX[:5], 46, 12),
            "5 findings in 2 of 46 records: 3 errors, 1 warning, 1 piece of advice; 1 can be fixed with `caseload fix`",
        ),
        (LintResult(SIX[3:4], 1, 1), "1 finding in 1 of 1 record: 1 warning"),
    ],
)  # fmt: skip
def test_the_closing_sentence(result: LintResult, words: str) -> None:
    assert summary_of(result) == words


def test_the_closing_says_what_is_out_of_sight() -> None:
    assert summary_of(RESULT).split("\n")[1:] == [
        "Not shown: 2 findings allowed in the records, 120 findings known from the baseline.",
        "2 entries of the baseline do not occur any more and can be removed.",
        "1 file could not be read as a record; most rules have not seen it.",
    ]


def test_safe_leaves_what_people_write() -> None:
    for text in ("Zoë – “yes” …", "夜", "naïve", "a b"):
        assert show_controls(text) == text
    assert show_controls("a\x1b]0;x\x07b") == "a\\x1b]0;x\\x07b"
    assert show_controls("a\u202eb\u2028c\U000e0041") == "a\\u202eb\\u2028c\\U000e0041"
    assert show_controls("\ud800") == "\\ud800"
    assert width_of("夜a\u0301") == 3


def test_explaining_a_rule(snapshot: Snapshot) -> None:
    rules = load_rules()
    snapshot(explain_rule(rules["PLN005"]), name="PLN005")
    snapshot(explain_rule(rules["TIM001"], load_profile("general")), name="TIM001")
    snapshot(explain_rule(rules["ALW001"], colour=True).replace("\x1b", "ESC"), name="ALW001")
    assert explain_rule(ENGINE).startswith("ENG001  rule-that-failed  (error)\n\nA rule failed")
    assert page_of(REFUSED).summary == "The commit's hook refuses what is staged." and not page_of(REFUSED).examples


def test_every_rule_can_be_explained_and_listed() -> None:
    rules = load_rules()
    listed = list_rules(rules)
    for rule in rules.values():
        assert explain_rule(rule, load_profile("iop")).isprintable() or "\n" in explain_rule(rule)
        assert f"  {rule.code}  " in listed
