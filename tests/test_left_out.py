"""What a sparse checkout leaves out of this computer is unknown, and nobody says that all is well."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from caseload_tools import open_practice
from caseload_tools.chart.records import RECORD_TYPES
from tests.conftest import Git
from tests.signing_scenes import NOTE, PLAN, Run, commit, small_practice, typed_in


@pytest.fixture
def root(tmp_path: Path, git: Git) -> Path:
    root = small_practice(tmp_path / "practice", git)
    other = root / "records/clients/C-0002"
    other.mkdir(parents=True)
    for path in ("client.md",):
        text = (root / "records/clients/C-0001" / path).read_text()
        (other / path).write_text(text.replace("C-0001", "C-0002"))
    commit(root, git, "2026-01-19T12:40:00+0000")
    return root


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typed_in(root, monkeypatch, capsys)


def _without(root: Path, git: Git, path: str) -> None:
    git("sparse-checkout", "init", "--no-cone", cwd=root)
    (root / ".git/info/sparse-checkout").write_text(f"/*\n!/{path}\n")
    git("sparse-checkout", "reapply", cwd=root)
    assert not (root / path).exists()


SAID = "left out of this computer by a sparse checkout"


@pytest.mark.parametrize("path", ["records/clients/C-0002/", PLAN])
def test_nobody_says_that_all_is_well(root: Path, git: Git, run: Run, path: str) -> None:
    before = run("due").out
    _without(root, git, path)
    due = run("due")
    assert due.code == 1 and SAID in due.err and "Every date is met" not in due.out
    assert "1 record was not read: more may be due" in due.out and before != due.out
    assert json.loads(run("due", "--format", "json").out)["tables"]["unread"]
    assert SAID in run("lint").err
    verified = run("audit", "verify")
    assert SAID in verified.out + verified.err and verified.code == 0, "on purpose, and named"
    assert list(open_practice(root).unread()) == [f"{path}client.md" if path.endswith("/") else path]


def test_a_client_who_is_left_out_is_not_another_one(root: Path, git: Git, run: Run) -> None:
    _without(root, git, "records/clients/C-0002/")
    asked = run("show", "C-0002")
    assert asked.code == 2 and f"C-0002 is {SAID}" in asked.err and "C-0001" not in asked.err
    assert "git sparse-checkout disable" in asked.err


def test_a_link_to_what_is_left_out_is_no_fault(root: Path, git: Git, run: Run) -> None:
    note = root / NOTE
    note.write_text(note.read_text().replace("\nrisk: none", "\nrisk: none\nsource: plans/2026-01-12"))
    commit(root, git, "2026-01-19T12:50:00+0000")
    whole = run("lint", "--select", "LNK,PLN,TIM").out
    _without(root, git, PLAN)
    told = run("lint", "--select", "LNK,PLN,TIM")
    assert "LNK001" not in told.out and "LNK001" not in whole
    shown = run("show", "C-0001")
    assert "1 record was not read" in shown.out and shown.code == 1


def test_no_first_page_is_begun_where_the_real_one_is_left_out(root: Path, git: Git, run: Run) -> None:
    _without(root, git, "records/clients/C-0002/client.md")
    begun = run("new", "client", "C-0002")
    assert begun.code == 2 and SAID in begun.err
    assert not (root / "records/clients/C-0002/client.md").exists()


def test_a_sparse_checkout_without_its_patterns_is_one(root: Path, git: Git, run: Run) -> None:
    _without(root, git, "records/clients/C-0002/")
    (root / ".git/info/sparse-checkout").unlink()
    due = run("due")
    assert due.code == 1 and SAID in due.err and "1 record was not read" in due.out


def test_a_signed_record_that_is_left_out_is_as_it_was(root: Path, git: Git, run: Run) -> None:
    run("sign", NOTE, "--as", "dana.ruiz").ok()
    commit(root, git, "2026-01-19T14:05:00+0000")
    _without(root, git, NOTE)
    assert "SIG001" not in run("lint", "--select", "SIG").out
    assert "as it was signed" not in run("due").out and "no longer readable" not in run("show", "C-0001").out


def test_a_checkout_that_is_whole_again_says_nothing(root: Path, git: Git, run: Run) -> None:
    _without(root, git, PLAN)
    git("sparse-checkout", "disable", cwd=root)
    assert SAID not in run("due").err and "not read" not in run("due").out


# --- a chart that is gone from the disk as a whole ----------------------------------------------------------------

GONE = "gone from this computer, and git has it still"
NORTH = "records/clients/north/C-0003"


def _skipped(root: Path, git: Git, chart: str) -> None:
    listed = git("ls-files", "--", chart, cwd=root).split()
    git("update-index", "--skip-worktree", *listed, cwd=root)
    shutil.rmtree(root / chart)


def _in_north(root: Path, git: Git, _: str) -> None:
    """A chart in a folder of charts, of which another one is still there."""
    for code in ("C-0003", "C-0004"):
        shutil.copytree(root / "records/clients/C-0002", root / f"records/clients/north/{code}")
        page = root / f"records/clients/north/{code}/client.md"
        page.write_text(page.read_text().replace("C-0002", code))
    commit(root, git, "2026-01-19T12:45:00+0000")
    shutil.rmtree(root / NORTH)


def _short_index(root: Path, git: Git, chart: str) -> None:
    git("update-index", "--index-version", "4", cwd=root)
    shutil.rmtree(root / chart)


WAYS: dict[str, tuple[str, Callable[[Path, Git, str], object]]] = {
    "removed": ("records/clients/C-0002", lambda root, _, chart: shutil.rmtree(root / chart)),
    "its files skipped": ("records/clients/C-0002", _skipped),
    "in a folder of charts": (NORTH, _in_north),
    "an index whose paths are shortened": ("records/clients/C-0002", _short_index),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_chart_that_is_gone_as_a_whole_is_named_by_all(root: Path, git: Git, run: Run, way: str) -> None:
    chart, deed = WAYS[way]
    deed(root, git, chart)
    name = chart.rpartition("/")[2]
    due = run("due")
    assert due.code == 1 and GONE in due.err and name in due.err and "1 record was not read" in due.out
    assert "Every date is met" not in due.out
    linted = run("lint")
    assert GONE in linted.err and name in linted.err
    asked = run("show", name)
    assert asked.code == 2 and GONE in asked.err
    if chart != NORTH:
        assert GONE in run("new", "client", name).err and not (root / chart).exists()
    hint = next(line.strip().strip("`") for line in due.err.splitlines() if "git restore" in line)
    git(*hint.partition("`")[0].split()[1:], cwd=root)
    assert GONE not in run("due").err and (root / chart / "client.md").exists()


def test_a_chart_whose_deletion_is_staged_is_not_gone_unseen(root: Path, git: Git, run: Run) -> None:
    git("rm", "-r", "--quiet", "records/clients/C-0002", cwd=root)
    assert GONE not in run("due").err


def test_a_chart_beside_the_practice_is_no_matter_of_it(tmp_path: Path, git: Git, run: Run, root: Path) -> None:
    """Two practices in one repository, one of which has lost a chart."""
    shutil.rmtree(root / ".git")
    shutil.copytree(root, root / "other")
    git("init", "--quiet", cwd=root)
    commit(root, git, "2026-01-19T12:50:00+0000")
    shutil.rmtree(root / "other/records/clients/C-0002")
    assert GONE not in run("due").err
    assert GONE in run("-C", "other", "due").err


def test_a_diff_says_what_is_left_out_and_calls_it_not_deleted(root: Path, git: Git, run: Run) -> None:
    _without(root, git, "records/clients/C-0002/")
    told = run("diff")
    assert "deleted" not in told.out and "Nothing differs" in told.out and SAID in told.err
    note = root / NOTE
    note.write_text(note.read_text() + "\nA word more.\n")
    told = run("diff")
    assert told.out.startswith("1 file") and SAID in told.err
    assert SAID not in run("diff", "HEAD~1", "HEAD").err


def test_a_diff_tells_a_chart_that_is_gone_as_deleted(root: Path, git: Git, run: Run) -> None:
    shutil.rmtree(root / "records/clients/C-0002")
    assert "deleted" in run("diff").out


@pytest.mark.parametrize("how", ["left out", "not readable"])
def test_the_list_of_a_group_that_nobody_could_read_is_not_missing(root: Path, git: Git, run: Run, how: str) -> None:
    listed = root / "records/practice/groups/coping/2026-01-19.md"
    listed.parent.mkdir(parents=True)
    group = RECORD_TYPES["group"].smallest.lstrip("\n").replace("coping-skills", "coping")
    listed.write_text(group)
    note, link = root / NOTE, "groups/coping/2026-01-19"
    note.write_text(note.read_text().replace("service: individual", f"service: group\ngroup: {link}"))
    charge = root / "records/clients/C-0001/charges/2026-01-19.md"
    charge.parent.mkdir()
    charge.write_text(RECORD_TYPES["charge"].smallest.lstrip("\n"))
    commit(root, git, "2026-01-19T12:50:00+0000")
    assert "BIL012" not in run("lint", "--select", "BIL012").out
    if how == "left out":
        _without(root, git, "records/practice/groups/coping/2026-01-19.md")
    else:
        listed.write_text(group.replace("type: group", "type: [group"))
    assert "BIL012" not in run("lint", "--select", "BIL012").out
    (root / NOTE).write_text((root / NOTE).read_text().replace("coping/2026", "other/2026"))
    assert "BIL012" in run("lint", "--select", "BIL012").out, "of none that is anywhere it is said"
