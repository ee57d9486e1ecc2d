"""Every row of the catalogue is a rule, or stands in docs/catalogue.toml with what does it instead and why."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from caseload_tools.cli.app import COMMANDS
from caseload_tools.lint.rule import RETIRED, load_rules
from tests.conftest import ROOT

TABLE: dict[str, Any] = tomllib.loads((ROOT / "docs" / "catalogue.toml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
ROWS = [f"{family}{number:03}" for family, most in TABLE["rows"].items() for number in range(1, most + 1)]
ELSEWHERE, NARROWER = TABLE["elsewhere"], TABLE["narrower"]


def test_no_row_is_lost() -> None:
    rules = load_rules()
    assert len(ROWS) == 171
    assert {row for row in ROWS if row not in rules} == set(ELSEWHERE), "a row without a rule says why"


def test_what_is_named_instead_exists() -> None:
    for row, said in ELSEWHERE.items():
        assert len(said["why"]) > 40, row
        assert not [code for code in said.get("by", []) if code not in load_rules()], row
        assert said.get("command", "due") in COMMANDS, row
        assert said.get("by") or said.get("command") or row == "RSK009", f"{row}: nothing does it instead"


def test_a_narrower_rule_is_a_rule() -> None:
    rules = {*load_rules(), *RETIRED}
    assert not [row for row in NARROWER if row not in ROWS or row not in rules]
    named = {code for said in NARROWER.values() for code in re.findall(r"[A-Z]{3}\d{3}", said)}
    assert named <= rules


def test_the_page_says_the_same() -> None:
    there = len(ROWS) - len(ELSEWHERE)
    assert f"**{there} of the {len(ROWS)} rows are covered" in PAGE and f"{len(ELSEWHERE)} have none**" in PAGE
    assert set(re.findall(r"^\| ([A-Z]{3}\d{3}) ", PAGE, re.MULTILINE)) == set(ELSEWHERE)
    assert set(NARROWER) <= set(re.findall(r"[A-Z]{3}\d{3}", PAGE))
