"""Which files a commit changes against each of its parents: the one that is being made, or one that was made.

For hooks, which judge a step before it is taken. Paths count from the top of the repository. Names are compared, not
contents, and a rename is a deletion and an addition: whoever needs to know more reads the contents. Writes nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from caseload_tools.git.command import index_in_use, run_git
from caseload_tools.git.raw_list import RAW, PathChange, changes_in
from caseload_tools.git.staged import empty_tree
from caseload_tools.history.record_path import is_namesake

_MERGING = re.compile(r"GITHEAD_([0-9a-f]{40}|[0-9a-f]{64})\Z")


class CommitStep(NamedTuple):
    """A commit, made or in the making: its changes against each parent. A root commit is all additions."""

    parents: tuple[str, ...]
    changes: tuple[tuple[PathChange, ...], ...]
    since_base: tuple[Mapping[str, str], ...] = ()
    """Of a merge: the paths that differ from where its sides parted, with what was there; for each place they did."""

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

    @property
    def dropped(self) -> tuple[tuple[str, PathChange], ...]:
        """What a merge leaves as it was before its sides parted, though one of them wrote it since; with that side.

        The other side did nothing there, so that nothing was in dispute: git would have taken what was written.
        """
        if len(self.parents) < 2:
            return ()
        everywhere = {change.path for change in self.own}
        changed = frozenset[str]().union(*self.since_base)
        return tuple(
            (parent, change)
            for parent, changes in zip(self.parents, self.changes, strict=True)
            for change in changes
            if change.before and change.path not in everywhere and change.path not in changed
        )

    @property
    def outvoted(self) -> tuple[tuple[str, PathChange], ...]:
        """What a merge has otherwise than one of its sides, which had written it since they parted; with that side.

        The other side had something of its own there. What a side only kept as it was, the other's own commits changed.
        """
        if len(self.parents) < 2:
            return ()
        return tuple(
            (parent, change)
            for parent, changes in zip(self.parents, self.changes, strict=True)
            for change in changes
            if change.before and all(base.get(change.path, change.after) != change.before for base in self.since_base)
        )

    def lies_beside(self, path: str, content: str, prefix: str = "") -> bool:
        """Whether what one side of a merge wrote at a path lies after it beside, where that side has it not.

        What was there before the sides parted is nobody's to be put elsewhere.
        """
        own = path.removeprefix(prefix)
        return any(
            each.after == content and is_namesake(own, each.path.removeprefix(prefix))
            for side, change in self.outvoted
            if (change.path, change.before) == (path, content)
            for each in self.changes[self.parents.index(side)]
        )


def staged_step(root: Path) -> CommitStep:
    """The commit that is being made: what is staged, in the index that git has told its hook about."""
    index = index_in_use(root)
    head = run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)).decode("ascii").strip()
    parents = (head, *merge_heads(root)) if head else ()
    compared = parents or (empty_tree(root),)
    bases = _bases(root, parents)
    listed = (run_git(root, ["diff-index", "--cached", *RAW, each], index=index) for each in (*compared, *bases))
    return _step(parents, len(compared), listed)


def made_step(root: Path, commit: str, parents: Sequence[str]) -> CommitStep:
    """A commit that was made, against the parents that it names."""
    compared = parents or (empty_tree(root),)
    listed = (run_git(root, ["diff-tree", "-r", *RAW, each, commit]) for each in (*compared, *_bases(root, parents)))
    return _step(parents, len(compared), listed)


def _step(parents: Sequence[str], count: int, listed: Iterable[bytes]) -> CommitStep:
    found = [tuple(changes_in(each)) for each in listed]
    since = tuple({change.path: change.before for change in changes} for changes in found[count:])
    return CommitStep(tuple(parents), tuple(found[:count]), since)


def _bases(root: Path, parents: Sequence[str]) -> Sequence[str]:
    """Where the sides of a merge parted; for two that have nothing in common, a folder with nothing in it."""
    if len(parents) < 2:
        return ()
    told = run_git(root, ["merge-base", "--all", "--octopus", *parents], accept=(0, 1)).decode("ascii").split()
    return told or (empty_tree(root),)


def merge_heads(root: Path) -> tuple[str, ...]:
    """The commits that are being merged into this branch just now; empty outside a merge."""
    place = run_git(root, ["rev-parse", "--git-path", "MERGE_HEAD"]).decode("utf-8", "surrogateescape").strip()
    try:
        return tuple((root / place).read_text(encoding="ascii").split())
    except OSError:
        # Before `git merge` commits by itself, only its environment says what it merges.
        return tuple(match.group(1) for name in os.environ if (match := _MERGING.match(name)))
