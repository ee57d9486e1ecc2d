"""One ledger: whoever is asked what is owed says the same, and nothing ends it in silence.

The scenes are told as a rule's examples are: the smallest clean chart (C-0001, opened Mon 5 Jan 2026, one consent, an
intake, a plan of Mon 12 Jan) and what differs from it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.desk.demo.untidy import make_untidy
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.reports.brief import brief
from caseload_tools.reports.due import DueFilter, due_obligations
from caseload_tools.values import replace
from devtools.examples.trying import practice_of, write_scene
from tests.conftest import ROOT
from tests.lint_scenes import scene

RULES = load_rules()


def caseload_of(text: str, folder: Path) -> Caseload:
    told = scene(text)
    write_scene(told, folder)
    return read_caseload(folder, practice_of(told), told.today)


def owed_in(text: str, folder: Path) -> Counter[str]:
    return Counter(each.kind for each in all_obligations(caseload_of(text, folder)))


# --- all askers ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def untidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("untidy") / "practice"
    make_untidy(root, history=False)
    return root


DAYS = [date(2026, 11, 24) + timedelta(days=step) for step in (-20, 0, 9, 45, 200)]


# Rules that say of a record what is wrong with it as well, or say beforehand what will be owed; all others say no more.
ALSO_WRONG = {
    "BIL007",
    "CON005",
    "PLN024",
    "SIG001",
    "SIG005",
    "SIG011",
    "SIG013",
    "SIG015",
    "TIM009",
    "PLN017",
    "PLN018",
}


def whose(path: str) -> str:
    """The client whose chart a path is in, or the path of what is the practice's own."""
    steps = path.split("/")
    return steps[2] if path.startswith("records/clients/") else path


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("place", ["demo", "untidy"])
def test_lint_due_and_show_say_the_same(place: str, day: date, untidy: Path) -> None:
    root = ROOT if place == "demo" else untidy
    practice = replace(load_practice(root), today=day, adopted=None)
    caseload = read_caseload(root, practice, day, past=PretendHistory({}))
    owed = all_obligations(caseload)
    asked = LintRequest(today=day, history=PretendHistory({}), allowances=False)
    found = lint_caseload(root, practice, asked).findings
    codes = {each.rule for each in owed}
    said = {(each.code, whose(each.path)) for each in found if each.code in codes}
    late = {
        (each.rule, whose(each.record.path) if each.record else each.client) for each in owed if each.is_wanted(day)
    }
    assert late - said == set()
    assert {each for each in said - late if each[0] not in ALSO_WRONG} == set()
    assert len(due_obligations(caseload, DueFilter(), later=True)) == len(owed)
    for chart in caseload.charts:
        shown = [row for table in brief(caseload, chart).tables if table.key == "due" for row in table.rows]
        assert len(shown) == sum(each.client == chart.id and each.band(day) != "later" for each in owed)
