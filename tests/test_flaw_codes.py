"""Every code that the reader or a schema can give is a rule: a problem without one would never be shown."""

from __future__ import annotations

import re

from caseload_tools.lint.rule import load_rules
from tests.conftest import ROOT


def test_every_code_of_a_flaw_is_a_rule() -> None:
    package = ROOT / "caseload_tools"
    sources = [
        *(package / "text").rglob("*.py"),
        *(package / "chart" / "records").glob("*.py"),
        *(ROOT / "schemas").glob("*.json"),
    ]
    given = {code for path in sources for code in re.findall(r'"([A-Z]{3}\d{3})"', path.read_text(encoding="utf-8"))}
    assert {"STR001", "STR003", "STR005"} <= given
    assert given <= load_rules().keys()
