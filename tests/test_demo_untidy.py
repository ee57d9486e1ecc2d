"""The untidy practice: every rule fires in it, and each fault is found by its rule, in its file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.caseload import client_folders
from caseload_tools.demo.faults import FAULTS, Fault
from caseload_tools.demo.faults.fault import CLIENTS, Edit, swap
from caseload_tools.demo.practice import copy_demo
from caseload_tools.demo.untidy import make_untidy
from caseload_tools.errors import CaseloadError
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.running import lint_caseload
from caseload_tools.practice import load_practice

TODAY = date(2026, 11, 24)
RULES = load_rules()


def lint(root: Path, clients: set[str] | None = None) -> LintResult:
    return lint_caseload(root, load_practice(root), today=TODAY, clients=clients)


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tidy") / "practice"
    copy_demo(root)
    return root


@pytest.fixture(scope="module")
def untidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("untidy") / "practice"
    make_untidy(root)
    return root


@pytest.fixture
def seeded(tidy: Path, fault: Fault) -> Iterator[Path]:
    """The tidy practice with one fault in it, put right again afterwards."""
    files = [tidy / edit.path for edit in fault.edits]
    before = {file: file.read_bytes() if file.exists() else None for file in files}
    fault.apply(tidy)
    yield tidy
    for file, content in before.items():
        if content is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(content)
    for folder in {file.parent for file in files}:
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def client_of(fault: Fault) -> set[str] | None:
    """The only client whose chart the fault touches; None when it must be looked for everywhere."""
    paths = [fault.at, *(edit.path for edit in fault.edits)]
    touched = {path.split("/")[2] for path in paths if path.startswith(CLIENTS)}
    known = {folder.id for folder in client_folders(Path(__file__).parent.parent)}
    if any(not path.startswith(CLIENTS) for path in (fault.at,)) or fault.code == "STR014":
        return None
    return touched if len(touched) == 1 and touched <= known else None


def test_every_rule_has_its_fault_and_no_other_code_does() -> None:
    assert [fault.code for fault in FAULTS] == sorted({fault.code for fault in FAULTS})
    assert {fault.code for fault in FAULTS} == set(RULES)


def test_every_rule_fires_in_the_untidy_practice(untidy: Path) -> None:
    result = lint(untidy)
    assert set(result.by_code) == set(RULES)
    assert result.by_level["error"] > 40 and result.by_level["warning"] > 40


def test_each_fault_is_found_where_it_was_seeded_even_among_all_others(untidy: Path) -> None:
    found = {(finding.code, finding.path) for finding in lint(untidy).findings}
    hidden = [(fault.code, fault.at) for fault in FAULTS if (fault.code, fault.at) not in found]
    assert not hidden


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.code for fault in FAULTS])
def test_a_fault_alone_is_found_by_its_rule_in_its_file(seeded: Path, fault: Fault) -> None:
    found = {(finding.code, finding.path) for finding in lint(seeded, client_of(fault)).findings}
    assert (fault.code, fault.at) in found, sorted(found)


def test_the_tidy_practice_has_none_of_it(tidy: Path) -> None:
    assert [(each.code, each.path) for each in lint(tidy).findings] == []


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.code for fault in FAULTS])
def test_a_fault_is_said_in_one_short_line(fault: Fault) -> None:
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
