"""`make lint` counts the characters of commit subjects and asks for a body; a clone without the past is no failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.subjects import BEFORE_THE_HABIT, faults_of, written
from tests.conftest import ROOT

WHY = "\n\nBecause the old words promised more than we do."


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("Say it short" + WHY, ""),
        ("x" * 60 + WHY, ""),
        ("x" * 61 + WHY, "61 characters"),
        ("Say it short", "no body"),
        ("Say it short\n\nSigned-off-by: Ann <ann@example.org>", "no body"),
        ("Say it short\nand go on", "no blank line"),
        ("Merge branch 'a-name-that-somebody-chose-and-that-nobody-can-shorten-now'", ""),
        ("fixup! Say it short", ""),
        (f'Revert "{"x" * 60}"\n\nThis reverts commit 0123456.', ""),
    ],
)
def test_a_message_is_judged(message: str, fault: str) -> None:
    said = list(faults_of(message))
    assert bool(said) == bool(fault) and fault in " ".join(said), said


def test_what_git_does_not_take_is_not_judged() -> None:
    scissors = "# ------------------------ >8 ------------------------"
    text = f"Say it short\n# Please enter the commit message\n\n{scissors}\n+why"
    assert "no body" in " ".join(faults_of(written(text)))


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "devtools.subjects", *arguments]
    return subprocess.run(command, cwd=folder, env=_env(), capture_output=True, text=True, timeout=60, check=False)


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "GIT_CEILING_DIRECTORIES": "/"}


def test_without_git_or_without_the_past_nothing_fails(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.returncode == 0 and "nothing was looked at" in done.stdout, done
    assert BEFORE_THE_HABIT in done.stdout


def test_a_range_is_looked_at_and_a_merge_left_out(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True, timeout=60)

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "Begin" + WHY)
    git("checkout", "-q", "-b", "side")
    git("commit", "-q", "--allow-empty", "-m", "x" * 70)
    git("checkout", "-q", "-")
    git("merge", "-q", "--no-ff", "side", "-m", "Bring in " + "y" * 70)
    done = _run(tmp_path, "HEAD")
    assert done.returncode == 1 and "70 characters" in done.stdout and "no body" in done.stdout, done.stdout
    assert "yyy" not in done.stdout and "Begin" not in done.stdout
    (tmp_path / "message").write_text("Say it short" + WHY)
    assert _run(tmp_path, "--message", "message").returncode == 0


def test_our_own_commits_keep_the_habit() -> None:
    done = _run(ROOT)
    assert done.returncode == 0, done.stdout
