"""What the next commit would change: what is staged, against the last commit. Only plumbing, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import index_in_use, run_git
from caseload_tools.git.tree import OF_A_PRACTICE
from caseload_tools.values import frozen

_DIFF = (
    "diff-index",
    "--cached",
    "--raw",
    "-z",
    "--no-renames",
    "--relative",
    "--ita-invisible-in-index",
    "--no-ext-diff",
    "--no-textconv",
)


@frozen
class Staged:
    """One file that differs; the ids of its content in the last commit and now, empty for none.

    `mode` is that of now, as git writes it. What a merge has left `undecided` has no content yet.
    """

    path: str
    before: str
    after: str
    mode: str = ""
    undecided: bool = False


def staged_changes(root: Path, folders: Sequence[str] = OF_A_PRACTICE) -> tuple[Staged, ...]:
    """The files whose staged state differs from the last commit, by path; before the first commit, all."""
    index = index_in_use(root)
    try:
        printed = run_git(root, [*_DIFF, "HEAD", "--", *folders], index=index)
    except CaseloadError:
        if has_commit(root):
            raise
        nothing = run_git(root, ["hash-object", "-t", "tree", "--stdin"]).decode("ascii").strip()
        printed = run_git(root, [*_DIFF, nothing, "--", *folders], index=index)
    fields = printed.decode("utf-8", "surrogateescape").split("\0")
    found = {path: _staged(path, *about.split(" ")) for about, path in _pairs(fields)}
    return tuple(found[path] for path in sorted(found))


def has_commit(root: Path) -> bool:
    """Whether anything was ever committed on this branch."""
    return bool(run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)))


def staged_paths(root: Path, folders: Sequence[str] = OF_A_PRACTICE) -> tuple[str, ...]:
    """The paths of what is staged, removed files too."""
    return tuple(each.path for each in staged_changes(root, folders))


def _pairs(fields: Sequence[str]) -> zip[tuple[str, str]]:
    return zip(fields[::2], fields[1::2], strict=False)


def _staged(path: str, _: str, mode: str, before: str, after: str, status: str) -> Staged:
    return Staged(path, _content(before), _content(after), mode, status == "U")


def _content(content_id: str) -> str:
    return content_id if content_id.strip("0") else ""
