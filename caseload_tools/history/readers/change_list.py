"""What each commit changed, by one iterator for two degrees of trust: `changes` and `suspected_changes`.

A repository that is trusted to tell its own past lists it in one pass of `git log --raw`, read while git writes it.
One that is suspected is asked for nothing but objects, which somebody else borrows. Both give the same two values: the
commit, and each path that it changed. They say what git recorded and judge nothing, and import nothing of records: most
of the time of a list is git's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from caseload_tools.git.command import git_stream, prefix_of
from caseload_tools.git.commits import LISTED, Commit, listed_commit
from caseload_tools.git.raw_list import (
    RAW,
    WHOLE_PAST,
    PathChange,
    changes_of_pairs,
    is_of_a_merge,
    listed_lines,
    read_change,
)

if TYPE_CHECKING:
    from caseload_tools.git.borrowed_repository import BorrowedRepository

LOG = (
    *WHOLE_PAST,
    "--relative",
    "--encoding=UTF-8",
    "--date=raw",
)
"""How git lists a history: the same whatever the settings of the repository say."""

CommitChanges = tuple[Commit, list[PathChange]]
"""A commit and what it changed, at least one path. Of a merge: what it changed against all of its parents."""


def changes(root: Path, revisions: Sequence[str], folders: Sequence[str]) -> Iterator[CommitChanges]:
    """Each commit that touched one of these folders or files, oldest first, as the repository itself tells it."""
    # No paths are named: git would compare every commit twice, once to choose it and once to show it.
    below, files = tuple(f"{each}/" for each in folders), frozenset(folders)
    with git_stream(root, [*LOG, f"--format={LISTED}", *revisions, "--"]) as (_, printed):
        head, found = "", list[PathChange]()
        for text, path, line in within(root, listed_lines(printed)):
            if text is not head:
                if found:
                    yield listed_commit(head), found
                    found = []
                head = text
            if path.startswith(below) or path in files:
                found.append(read_change(path, line))
        if found:
            yield listed_commit(head), found


def suspected_changes(
    room: BorrowedRepository, commits: Sequence[Commit], trees: Mapping[str, str], folders: Sequence[str]
) -> Iterator[CommitChanges]:
    """What each of these commits changed against each of its parents, by the trees that they name.

    `trees` are those of all commits that are known; a parent that is not there counts as empty. A merge comes once for
    each parent, since of whom it is said to have come from is part of what is suspected.
    """
    steps = [(commit, trees.get(parent, room.empty_tree)) for commit in commits for parent in commit.parents or ("",)]
    found = between_trees(room, [(before, commit.tree) for commit, before in steps], folders)
    for (commit, _), changed in zip(steps, found, strict=True):
        yield commit, changed


def between_trees(
    room: BorrowedRepository, pairs: Sequence[tuple[str, str]], folders: Sequence[str] = ()
) -> list[list[PathChange]]:
    """For each pair of trees of a suspected repository, what differs."""
    stdin = "".join(f"{before} {after}\n" for before, after in pairs).encode("ascii")
    printed = room.run(["diff-tree", "--stdin", "-r", *RAW, "--", *folders], stdin=stdin)
    return changes_of_pairs(printed, len(pairs))


def within(root: Path, lines: Iterator[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """The lines of the practice, with paths from its folder: of a merge git tells the whole repository's."""
    prefix = None
    for head, path, line in lines:
        if is_of_a_merge(line):
            prefix = prefix_of(root) if prefix is None else prefix
            if not path.startswith(prefix):
                continue
            path = path.removeprefix(prefix)
        yield head, path, line
