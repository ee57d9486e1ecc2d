"""What the next commit would change: what is staged, against the last commit. Only plumbing, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import index_in_use, run_git
from caseload_tools.git.raw_list import RAW, PathChange, changes_in
from caseload_tools.git.tree import OF_A_PRACTICE

_DIFF = ("diff-index", "--cached", *RAW, "--ita-invisible-in-index")


def staged_changes(root: Path, folders: Sequence[str] = OF_A_PRACTICE) -> tuple[PathChange, ...]:
    """The files whose staged state differs from the last commit, by path; before the first commit, all."""
    found = {each.path: each for each in changes_in(_printed(root, ("--relative",), folders))}
    return tuple(found[path] for path in sorted(found))


def staged_in_repository(root: Path) -> tuple[str, ...]:
    """The paths of all that is staged, from the top of the repository: of other practices, and of none."""
    return tuple(each.path for each in changes_in(_printed(root, (), ())))


def _printed(root: Path, options: Sequence[str], folders: Sequence[str]) -> bytes:
    index = index_in_use(root)
    try:
        return run_git(root, [*_DIFF, *options, "HEAD", "--", *folders], index=index)
    except CaseloadError:
        if has_commit(root):
            raise
        return run_git(root, [*_DIFF, *options, empty_tree(root), "--", *folders], index=index)


def listed_with_flags(root: Path, folder: str = "records") -> dict[str, str]:
    """The files of a folder, by path: `?` where git has none, else git's letter for how it looks at the file.

    That is `S` for one that it skips, and a small letter for one that it takes for unchanged.
    """
    printed = run_git(root, ["ls-files", "--cached", "--others", "-v", "-z", "--", folder])
    lines = printed.decode("utf-8", "surrogateescape").split("\0")
    return {line[2:]: line[0] for line in lines if line}


def ignored_files(root: Path, folder: str = "records") -> tuple[str, ...]:
    """The files of a folder that git was told to pass over, by whatever list of patterns, and does not have."""
    args = ["ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", folder]
    return tuple(filter(None, run_git(root, args).decode("utf-8", "surrogateescape").split("\0")))


def has_commit(root: Path) -> bool:
    """Whether anything was ever committed on this branch."""
    return bool(run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)))


def empty_tree(root: Path) -> str:
    """The id of a folder with nothing in it, in this kind of repository."""
    return run_git(root, ["hash-object", "-t", "tree", "--stdin"]).decode("ascii").strip()
