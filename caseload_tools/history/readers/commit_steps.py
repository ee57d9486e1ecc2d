"""Which files a commit changes against each of its parents: the one that is being made, or one that was made.

For hooks, which judge a step before it is taken. Paths count from the top of the repository. Names are compared, not
contents, and a rename is a deletion and an addition: whoever needs to know more reads the contents. Writes nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from caseload_tools.git.command import index_in_use, run_git
from caseload_tools.git.raw_list import RAW, PathChange, changes_in
from caseload_tools.git.staged import empty_tree

_MERGING = re.compile(r"GITHEAD_([0-9a-f]{40}|[0-9a-f]{64})\Z")


class CommitStep(NamedTuple):
    """A commit, made or in the making: its changes against each parent. A root commit is all additions."""

    parents: tuple[str, ...]
    changes: tuple[tuple[PathChange, ...], ...]

    @property
    def added(self) -> tuple[str, ...]:
        """The paths that no parent has."""
        each = [{change.path for change in changes if not change.before and change.after} for changes in self.changes]
        return tuple(sorted(set.intersection(*each))) if each else ()

    @property
    def own(self) -> tuple[PathChange, ...]:
        """What differs from every parent: of a merge only what it decided itself."""
        paths = [{change.path for change in changes} for changes in self.changes]
        common = set.intersection(*paths) if paths else set()
        return tuple(change for change in self.changes[0] if change.path in common) if self.changes else ()


def staged_step(root: Path) -> CommitStep:
    """The commit that is being made: what is staged, in the index that git has told its hook about."""
    index = index_in_use(root)
    head = run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)).decode("ascii").strip()
    parents = (head, *merge_heads(root)) if head else ()
    compared = parents or (empty_tree(root),)
    listed = (run_git(root, ["diff-index", "--cached", *RAW, parent], index=index) for parent in compared)
    return CommitStep(parents, tuple(tuple(changes_in(each)) for each in listed))


def made_step(root: Path, commit: str, parents: Sequence[str]) -> CommitStep:
    """A commit that was made, against the parents that it names."""
    compared = parents or (empty_tree(root),)
    listed = (run_git(root, ["diff-tree", "-r", *RAW, parent, commit]) for parent in compared)
    return CommitStep(tuple(parents), tuple(tuple(changes_in(each)) for each in listed))


def merge_heads(root: Path) -> tuple[str, ...]:
    """The commits that are being merged into this branch just now; empty outside a merge."""
    place = run_git(root, ["rev-parse", "--git-path", "MERGE_HEAD"]).decode("utf-8", "surrogateescape").strip()
    try:
        return tuple((root / place).read_text(encoding="ascii").split())
    except OSError:
        # Before `git merge` commits by itself, only its environment says what it merges.
        return tuple(match.group(1) for name in os.environ if (match := _MERGING.match(name)))
