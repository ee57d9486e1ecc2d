"""GitPython as the second opinion: both ways of reading a history agree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from caseload_tools.git.command import NoRepositoryError
from caseload_tools.git.objects import commits, find_repository, top_folder
from caseload_tools.history.readers.git_history import GitHistory

NOTE = "records/clients/C-0142/sessions/2026-11-03.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "practice"
    (made / NOTE).parent.mkdir(parents=True)
    git = ["git", "-C", str(made), "-c", "user.name=Dana Ruiz", "-c", "user.email=d@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    for number in range(4):
        (made / NOTE).write_text(f"{number}\n")
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", str(number)], check=True)
    return made


def test_both_readers_see_the_same_commits(root: Path) -> None:
    ours = [(c.commit, c.author, c.authored_at.isoformat()) for c in GitHistory(root).changes(NOTE)]
    assert ours == list(reversed(list(commits(root))))


def test_a_repository_is_found_from_below(root: Path) -> None:
    assert top_folder((root / NOTE).parent) == root
    assert Path(find_repository(root).git_dir) == root / ".git"


def test_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoRepositoryError):
        find_repository(tmp_path)
