"""The home of GitPython for reading: the past of a repository as objects, for whoever walks through it in a notebook.

GitPython runs git under the configuration of the repository that it is given, and an attribute that looks like reading
(a blob of a partial clone) can make git start a program that the configuration names. So it is never given a
repository that came from somewhere: it gets an empty one of our own, which borrows the objects and has a copy of the
references. What is read is the same; no setting, hook, attribute or index of the other one is there to be obeyed, and
what is written (a tag, a commit) is gone with it.
"""

from __future__ import annotations

import os
import weakref
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from caseload_tools.errors import CaseloadError
from caseload_tools.git.borrowed_repository import BorrowedRepository
from caseload_tools.git.command import variables_of_git

if TYPE_CHECKING:
    import git

_LEAD_ELSEWHERE = ("GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE")


def open_past(root: Path) -> git.Repo:
    """The commits, branches and tags of the repository that `root` lies in, without its work tree and settings.

    Raises NoRepositoryError where there is none, CaseloadError where GitPython could not read it.
    """
    led = next((name for name in _LEAD_ELSEWHERE if os.environ.get(name)), "")
    if led:
        raise CaseloadError(f"{led} is set, and would lead GitPython to another repository", f"unset {led}")
    borrowed = BorrowedRepository(root)
    if borrowed.format != "sha1":
        borrowed.close()
        raise CaseloadError(
            "this repository names what it holds by SHA-256, which GitPython cannot read",
            "`history()` reads it, and so do all commands",
        )
    borrowed.open_with_references(root)
    folder = borrowed.place / ".git"
    repository = _without_work_tree()(folder, expand_vars=False)
    repository.git.update_environment(**variables_of_git(folder))
    weakref.finalize(repository, borrowed.close)
    return repository


@cache
def _without_work_tree() -> type[git.Repo]:
    """A Repo that says so when it is asked about a work tree. GitPython's own answer would be that all is committed."""
    import git  # asks for git's version when it is loaded: by now we know that there is a git

    class Past(git.Repo):
        def is_dirty(self, *_: object, **__: object) -> bool:
            raise _no_work_tree("whether anything is not committed yet")

        @property
        def untracked_files(self) -> list[str]:
            raise _no_work_tree("which files git does not keep")

    return Past


def _no_work_tree(asked: str) -> CaseloadError:
    return CaseloadError(
        "this repository is the past of a practice and has no files on the disk",
        f"`git status` in the practice's folder says {asked}",
    )
