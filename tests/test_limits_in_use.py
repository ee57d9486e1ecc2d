"""A limit that nothing asks for would be a promise in the manual and nowhere else."""

from __future__ import annotations

import pytest

from caseload_tools.practice.keys import KEYS
from tests.conftest import ROOT

ASKED = "".join(
    path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "caseload_tools").rglob("*.py"))
    if "practice" not in path.relative_to(ROOT / "caseload_tools").parts
)


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_limit_is_asked_for(key: str) -> None:
    assert f'"{key}"' in ASKED, f"no rule, clock or report asks for `{key}`: use it, or take it out of practice/keys.py"
