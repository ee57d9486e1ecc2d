"""The untidy practice: every rule fires in it, each where its fault was seeded. Alone: tests/test_specificity.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import stream_charts
from caseload_tools.chart.signing import has_digest, standing_of
from caseload_tools.desk.demo.demo_practice import make_demo
from caseload_tools.desk.demo.faults import FAULTS, SeededFault
from caseload_tools.desk.demo.faults.fault import Edit, steps_of, swap
from caseload_tools.desk.demo.resealing import resealed
from caseload_tools.desk.demo.untidy import make_untidy
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.values import replace

TODAY = date(2026, 11, 24)
BY_HAND = "records/clients/C-0021/plans/2026-03-11.md"
SEALED = "records/clients/C-0087/sessions/2026-09-01.md"
RULES = load_rules()


def lint(root: Path, faults: tuple[SeededFault, ...] = ()) -> LintResult:
    past = PretendHistory(steps_of(faults, root))  # what only git could show
    return lint_caseload(root, load_practice(root), LintRequest(today=TODAY, history=past))


def lint_long_here(root: Path, faults: tuple[SeededFault, ...] = ()) -> LintResult:
    """As if the practice had kept its records here from the first: what was owed before is one line else."""
    past = PretendHistory(steps_of(faults, root))
    practice = replace(load_practice(root), adopted=None)
    return lint_caseload(root, practice, LintRequest(today=TODAY, history=past))


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tidy") / "practice"
    make_demo(root, history=False)
    return root


@pytest.fixture(scope="module")
def untidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("untidy") / "practice"
    make_untidy(root, history=False)
    return root


def test_every_rule_has_its_fault_and_no_other_code_does() -> None:
    assert [fault.code for fault in FAULTS] == sorted({fault.code for fault in FAULTS})
    assert {fault.code for fault in FAULTS} == set(RULES)


def test_every_rule_fires_in_the_untidy_practice(untidy: Path) -> None:
    result = lint_long_here(untidy, FAULTS)
    assert set(result.by_code) | {"FUP018"} == set(RULES)
    assert lint(untidy, FAULTS).by_code["FUP018"]
    assert result.by_level["error"] > 40 and result.by_level["warning"] > 40


def test_each_fault_is_found_where_it_was_seeded_even_among_all_others(untidy: Path) -> None:
    both = (*lint(untidy, FAULTS).findings, *lint_long_here(untidy, FAULTS).findings)
    found = {(finding.code, finding.path) for finding in both}
    hidden = [(fault.code, fault.at) for fault in FAULTS if (fault.code, fault.at) not in found]
    assert not hidden


def test_the_tidy_practice_has_none_of_it(tidy: Path) -> None:
    assert [(each.code, each.path) for each in lint(tidy).findings] == []


def test_what_is_signed_in_the_demo_is_sealed(tidy: Path) -> None:
    """But for one plan that was typed, as plans were before `caseload sign`."""
    charts = stream_charts(tidy, load_practice(tidy), TODAY)
    signed = [each for chart in charts for each in chart.records if getattr(each, "signatures", ())]
    assert len(signed) > 50
    assert [each.path for each in signed if not has_digest(each)] == [BY_HAND]
    assert not [
        each.path for each in signed if standing_of(each).state not in ("signed", "co-signed", "signed by hand")
    ]


def test_what_changed_before_anybody_signed_is_sealed_anew(tidy: Path) -> None:
    before = (tidy / SEALED).read_text(encoding="utf-8")
    edited = before.replace("\n## ", "\n## On ", 1)
    after = resealed(before, edited)
    assert edited != after and len(edited) == len(after)
    assert resealed(after, before) == before and resealed(edited, before) == before
    assert resealed(before, "---\nno front matter") == "---\nno front matter"


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.code for fault in FAULTS])
def test_a_fault_is_said_in_one_short_line(fault: SeededFault) -> None:
    assert fault.what[0].islower() and not fault.what.endswith(".") and len(fault.what) < 80


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    with pytest.raises(CaseloadError):
        make_untidy(tmp_path)


def test_an_edit_that_no_longer_fits_says_so(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("one\n")
    edit: Edit = swap("note.md", "two", "three")
    with pytest.raises(CaseloadError, match=r"note\.md"):
        edit.apply(tmp_path)
    assert (tmp_path / "note.md").read_text() == "one\n"
