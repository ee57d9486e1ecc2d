"""What lint says to every slip of one key in a chart of each programme: at most one error, and always the same.

A clinician who makes one slip and is told of four things trusts none of them. The snapshot is long and worth reading:
it says of each key who misses it. What changes in it was changed by somebody, and is read before it is written anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.desk.demo.demo_practice import make_demo
from caseload_tools.lint.engine import Engine
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import Job
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice import load_practice
from tests.conftest import Snapshot
from tests.slipping import PROGRAMMES, TODAY, slipped


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tidy") / "practice"
    make_demo(root, history=False)
    return root


def _told(findings: list[Finding]) -> str:
    found = sorted({(each.code, each.path.split("/", 3)[-1]) for each in findings})
    return "; ".join(f"{code} {path}" for code, path in found) or "nothing"


@pytest.mark.parametrize("client", PROGRAMMES.values(), ids=PROGRAMMES)
def test_a_slip_is_one_error_at_most_and_what_it_always_was(tidy: Path, client: str, snapshot: Snapshot) -> None:
    practice = load_practice(tidy)
    across = {code for code, rule in load_rules().items() if rule.across}
    engine = Engine(Job(tidy, practice, TODAY, frozenset(load_rules()) - across, whole=False))
    lines, doubled = [], []
    for slip in slipped(tidy, practice, client):
        found = engine.lint_chart(slip.chart).findings
        lines.append(f"{slip.what} → {_told(found)}")
        errors = {each.code for each in found if each.level == "error"}
        if len(errors) > 1 and not slip.what.endswith("a year off"):  # which is seldom one slip only
            doubled.append(f"{slip.what}: {', '.join(sorted(errors))}")
    snapshot("\n".join(lines))
    assert not doubled, "\n".join(doubled)
