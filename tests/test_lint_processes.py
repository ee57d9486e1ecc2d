"""One process and two say the same, word for word: findings, notes about the past, and the exit code."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Folder
from caseload_tools.cli.app import run
from caseload_tools.lint import processes
from caseload_tools.lint import run as lint_run
from caseload_tools.lint.job import Job
from caseload_tools.lint.tally import Tally

Git = Callable[..., str]
Told = Callable[..., tuple[str, str, int]]
CUT_OFF = "caseload: this clone has only the last part of the history"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """What lint says of a practice, when one process and two have said the same."""
    shared_out: list[int] = []

    def counted(job: Job, folders: Sequence[Folder], jobs: int) -> Tally:
        shared_out.append(jobs)
        return real(job, folders, jobs)

    real = processes.lint_in_processes
    monkeypatch.setattr(lint_run, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(processes, "lint_in_processes", counted)

    def said(*arguments: str) -> tuple[str, str, int]:
        code = run(list(arguments))
        return *capsys.readouterr(), code

    def both(practice: Path, *arguments: str) -> tuple[str, str, int]:
        asked = ("-C", str(practice), "lint", *arguments)
        one, two = (said(*asked, "--jobs", jobs) for jobs in ("1", "2"))
        assert one == two
        assert shared_out == [2], "two processes were asked for, and worked"
        shared_out.clear()
        return two

    return both


def test_of_the_demo_in_a_later_year(practice: Path, told: Told) -> None:
    assert told(practice, "--as-of", "2027-06-01")[2] == 1


def test_of_a_practice_with_each_fault_once(tmp_path: Path, capsys: pytest.CaptureFixture[str], told: Told) -> None:
    assert run(["demo", "--untidy", str(tmp_path / "untidy")]) == 0
    capsys.readouterr()
    assert told(tmp_path / "untidy")[2] == 1
    assert told(tmp_path / "untidy", "--no-allowances", "--format", "json")[2] == 1


def test_of_a_clone_cut_off(practice: Path, git: Git, tmp_path: Path, told: Told) -> None:
    git("commit", "-q", "--allow-empty", "-m", "later", cwd=practice)
    git("clone", "-q", "--depth", "1", f"file://{practice}", str(tmp_path / "cut"), cwd=tmp_path)
    assert told(tmp_path / "cut")[1].startswith(CUT_OFF)


def test_of_a_damaged_repository(practice: Path, git: Git, told: Told) -> None:
    git("commit", "-q", "--allow-empty", "-m", "next", cwd=practice)
    first = git("rev-parse", "HEAD", cwd=practice).strip()
    git("commit", "-q", "--allow-empty", "-m", "later", cwd=practice)
    kept = practice / ".git/objects" / first[:2] / first[2:]
    kept.chmod(0o644)
    kept.write_bytes(b"nothing that git could read")
    assert "the repository is damaged" in told(practice)[1]


def test_without_git_and_with_what_is_staged(practice: Path, git: Git, told: Told) -> None:
    for note in sorted(practice.glob("records/clients/*/sessions/*.md"))[::9]:
        note.write_bytes(note.read_bytes() + b"\nOne more line.\n")
    git("add", "--all", cwd=practice)
    assert told(practice, "--staged")[0]
    assert "As committed" in told(practice, "--at", "HEAD")[1]
    shutil.rmtree(practice / ".git")
    assert told(practice)[1] == ""
