"""The only home of GitPython: a repository as objects, where a few are read and speed is no matter.

It is loaded by nothing on the way of `lint`. GitPython runs git with the repository's own
configuration for anything but plain object reading, so only object reading is done here:
no `is_dirty`, no `untracked_files`, no dynamic `repo.git.*` call.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import git

from caseload_tools.git.command import NoRepositoryError


def find_repository(path: Path) -> git.Repo:
    """The repository that `path` lies in. Raises NoRepositoryError."""
    try:
        return git.Repo(path, search_parent_directories=True, expand_vars=False)
    except (git.InvalidGitRepositoryError, git.NoSuchPathError, ValueError):
        raise NoRepositoryError(f"{path} is not in a git repository") from None


def top_folder(path: Path) -> Path:
    """The top of the work tree that `path` lies in."""
    top = find_repository(path).working_tree_dir
    if top is None:
        raise NoRepositoryError(f"{path} is in a repository without a work tree")
    return Path(top)


def commits(path: Path) -> Iterator[tuple[str, str, str]]:
    """(id, author, date) of every commit, newest first: the slow second opinion that tests compare with."""
    for commit in find_repository(path).iter_commits():
        yield commit.hexsha, str(commit.author.name), commit.authored_datetime.isoformat()
