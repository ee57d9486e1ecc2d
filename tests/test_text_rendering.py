"""New records look as if a person had typed them, and mean the same to every YAML program."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.text import quote_scalar, read_bytes, render_field, render_item, render_record
from tests.clients.programs import node

PLAIN = [
    "Ring the adviser before Friday; keep the log",
    "2026-11-03",
    "2026-11-03 15:20",
    "14:00-14:50",
    "2026-10-06 to 2027-01-04",
    "m.okafor",
    "C-0142",
    "O1.1",
    "F33.1",
    "don't know",
    "a#b",
    "50%",
    "3-4 days",
    "https://x.example/a?b=c",
    "später",
    "GAD-7: 8",
][:-1]
QUOTED = {
    "no": '"no"',
    "Yes": '"Yes"',
    "ON": '"ON"',
    "y": '"y"',
    "null": '"null"',
    "~": '"~"',
    "": '""',
    "true": '"true"',
    "14:30": '"14:30"',
    "9:30": '"9:30"',
    "007": '"007"',
    "02134": '"02134"',
    "42": '"42"',
    "3.5": '"3.5"',
    "1e3": '"1e3"',
    "0x1F": '"0x1F"',
    "1_000": '"1_000"',
    "1,000": '"1,000"',
    "+5": '"+5"',
    ".5": '".5"',
    ".inf": '".inf"',
    "2026-13-45": '"2026-13-45"',
    "2026-11-03T15:20:00": '"2026-11-03T15:20:00"',
    "GAD-7: 8": '"GAD-7: 8"',
    "# 5": '"# 5"',
    "a #b": '"a #b"',
    "- x": '"- x"',
    "*x*": '"*x*"',
    "@home": '"@home"',
    "> 4 days": '"> 4 days"',
    "[x]": '"[x]"',
    "ends with:": '"ends with:"',
    " x": '" x"',
    "---": '"---"',
    "<<": '"<<"',
    'Said: "no"': "'Said: \"no\"'",
    "C:\\a: b": "'C:\\a: b'",
    "a\tb": '"a\\tb"',
    "a\x07b": '"a\\x07b"',
    "5\u00a0mg": '"5\u00a0mg"',
    "\u202eabc": '"\\u202Eabc"',
    "\U000e0041": '"\\U000E0041"',
}


@pytest.mark.parametrize("text", PLAIN)
def test_these_need_no_quotes(text: str) -> None:
    assert quote_scalar(text) == text


@pytest.mark.parametrize("text", QUOTED)
def test_these_need_quotes(text: str) -> None:
    assert quote_scalar(text) == QUOTED[text]
    assert read_bytes(f"---\nk: {QUOTED[text]}\n---\n".encode(), "a.md").data == {"k": text}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5, "5"),
        (-3, "-3"),
        (2.0, "2.0"),
        (1e-7, "0.0000001"),
        (-0.0, "-0.0"),
        (Decimal("3.50"), "3.50"),
        (True, "true"),
        (None, "null"),
        (date(2026, 11, 3), "2026-11-03"),
        (datetime(2026, 11, 3, 15, 20), "2026-11-03 15:20"),
    ],
)
def test_values_that_are_no_text(value: Any, written: str) -> None:
    assert quote_scalar(value) == written


@pytest.mark.parametrize("value", [10**18, -(10**18), 1e30, 1e-40, float("nan"), float("inf"), "\ud800", b"x", {1: 2}])
def test_what_a_record_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(CaseloadError):
        render_record({"k": value})


@pytest.mark.parametrize("text", ["a, b", "a]", "b {a", "why?", "2026-11-03 14:10", "a:b"])
def test_inside_brackets_more_needs_quotes(text: str) -> None:
    assert quote_scalar(text) == text
    written = quote_scalar(text, flow=True)
    assert (written == text) is not any(char in ",]{?" for char in text)
    data = read_bytes(f"---\nk: [{written}, {{x: {written}}}]\n---\n".encode(), "a.md").data
    assert data["k"] == [text, {"x": text}]


def test_a_record_looks_as_if_typed() -> None:
    data = {
        "type": "plan",
        "client": "C-0142",
        "date": date(2026, 10, 6),
        "based_on": ["assessments/2026-09-29"],
        "time": "14:00-14:50",
        "completed_on": None,
        "client_took_part": True,
        "progress": {"O1.1": "no change", "1.2": "met"},
        "objectives": [
            {"id": "O1.1", "text": "Walk: daily", "measures": ["phq9", "gad7"]},
            {"id": "O1.2", "done": None},
        ],
        "phq9": [1, None, 0],
        "reason": "one\n\ntwo",
        "long": ["a text of many words that goes on for quite a while"] * 3,
        "none": [],
        "empty": {},
    }
    assert render_record(data, "\n\n## Plan\n\nText.\n\n") == (
        """---
type: plan
client: C-0142
date: 2026-10-06
based_on: [assessments/2026-09-29]
time: 14:00-14:50
completed_on:
client_took_part: true
progress:
  O1.1: no change
  "1.2": met
objectives:
  - id: O1.1
    text: "Walk: daily"
    measures: [phq9, gad7]
  - id: O1.2
    done:
phq9: [1, null, 0]
reason: |-
  one

  two
long:
  - a text of many words that goes on for quite a while
  - a text of many words that goes on for quite a while
  - a text of many words that goes on for quite a while
none: []
empty: {}
---

## Plan

Text.
"""
    )
    assert render_record({"type": "a"}) == "---\ntype: a\n---\n"


def test_parts_of_a_record() -> None:
    assert render_field("risk", "none") == "risk: none\n"
    assert render_field("a", {"b": [{"c": 1}]}, 2) == "  a:\n    b:\n      - c: 1\n"
    assert render_item({"by": "m.okafor", "role": "author"}, 2) == "  - by: m.okafor\n    role: author\n"
    assert render_item([1, [2, {"a": "b"}]]) == "- - 1\n  - - 2\n    - a: b\n"


def test_too_deep_and_odd_keys() -> None:
    deep: Any = "x"
    for _ in range(25):
        deep = {"a": deep}
    for data in ({"a": deep}, {"k" * 300: 1}, {1: 2}):
        with pytest.raises(CaseloadError):
            render_record(data)  # type: ignore[arg-type]  # a key that is no word is what is tried


@pytest.mark.process
@pytest.mark.clients
def test_a_yaml_12_program_sees_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    texts = [*PLAIN, *(text for text in QUOTED if text.isprintable())]
    data: dict[str, Any] = {"plain": dict(zip((f"k{number}" for number in range(len(texts))), texts, strict=True))}
    data["keys"] = {text: "x" for text in texts if len(text) < 100}
    data["numbers"] = {"a": 5, "b": -3, "c": 2.5, "d": 0.0000001}
    data["flags"] = {"a": True, "b": None, "c": texts}
    path.write_text(render_record(data), encoding="utf-8")
    assert read_bytes(path.read_bytes(), "a.md").data == data
    seen = node("yaml12.mjs", [str(path)])[str(path)]
    assert seen["error"] is None and seen["yaml"] == data
