"""What both sides of a merge wrote at one path, of which the merge takes one: the other's, where that has to stay.

A dispute is settled by whoever merges, and of drafts it may be settled in any way. What one side signed, or added to a
record, is not taken back by that: the merge keeps it beside the other's, under a name of its own, or with its signature
as well where both say the same. What is not disputed is for `dropped`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from caseload_tools.chart.signing.ways_back import keeps_both
from caseload_tools.git.command import index_in_use, prefix_of, run_git
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import PathChange
from caseload_tools.guard.hooks.locked import LockedChange, is_record_in_git, read_content
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.guard.hooks.putting_back import puts_back
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.keeping import is_addendum, is_doubled, is_rewritten
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.record_path import name_in_chart
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text import Document
from caseload_tools.text.signed_text import all_said_of

LEFT_OUT = "left out by the merge, of which both sides wrote here"


class Outvoted(NamedTuple):
    """What one side of a merge had at a path and the merge has not: that side, and the record as it was and is.

    `beside` is a path at which it may be kept.
    """

    side: str
    change: PathChange
    before: Document
    now: Document
    beside: str

    @property
    def breach(self) -> LockedChange:
        """The same as a change of what that side had."""
        return LockedChange(self.change.path, name_in_chart(self.change.path), self.before, self.now, None)

    def refusal(self, prefix: str = "") -> Refusal:
        """What is said of it, with commands that are typed in the practice's folder."""
        path, older, newer = self.change.path, RecordVersion(self.before), RecordVersion(self.now)
        own = path.removeprefix(prefix)
        if older.signed and newer.says(older):
            what = f"{all_said_of(newer.lost_signatures(older))}'s signature"
        else:
            what = f"what {all_said_of(older.entries)} signed" if older.signed else "an addendum"
        hint = keeps_both(self.side, own, self.beside.removeprefix(prefix), older, newer)
        return Refusal("dropped", path, f"{what} was {LEFT_OUT}", hint)


def outvoted_by_merge(
    root: Path, step: CommitStep, contents: Contents, prefix: str = "", then: str = ""
) -> Iterator[Outvoted]:
    """What a merge takes from one side at the cost of the other, of what has to stay; by the first such side.

    `then` is the commit up to which it may have been put right, empty for what is staged.
    """
    told = set[str]()
    for side, change in step.outvoted:
        path = change.path
        if (
            not is_record_in_git(path, prefix)
            or not change.after
            or path in told
            or step.lies_beside(path, change.before, prefix)
        ):
            continue
        before, now = (read_content(contents, each, path) for each in (change.before, change.after))
        if before is None or now is None or not before.usable:
            continue
        found = Outvoted(side, change, before, now, "")
        if _is_lost(found, step, contents) and not puts_back(found.breach, PastBefore(root, side), then):
            told.add(path)
            yield found._replace(beside=_free_path(root, path, then))


def _is_lost(found: Outvoted, step: CommitStep, contents: Contents) -> bool:
    """Whether what a side signed or added is not in what was taken, nor as another signature over the same words."""
    older, newer, path = RecordVersion(found.before), RecordVersion(found.now), found.change.path
    if is_addendum(path, older) and not older.signed:
        return is_rewritten(older, newer)
    if not older.signed or newer.keeps(older):
        return False
    sides = [RecordVersion(each) for each in _sides(step, path, contents)]
    lost = newer.lost_signatures(older)
    return not lost or not all(is_doubled(each, older, newer, sides) for each in lost)


def _sides(step: CommitStep, path: str, contents: Contents) -> Iterator[Document]:
    """The record as each side of a merge has it, whether otherwise than the merge or as it has it."""
    changes = [change for changes in step.changes for change in changes if change.path == path]
    there = {change.before for change in changes}
    if len(changes) < len(step.changes):
        there |= {change.after for change in changes}
    for each in there:
        found = read_content(contents, each, path) if each else None
        if found is not None:
            yield found


def _free_path(root: Path, path: str, then: str) -> str:
    """A path beside another at which nothing is: in a commit, or among what is staged."""
    folder = f"{path.rpartition('/')[0]}/"
    if then:
        told = run_git(root, ["ls-tree", "-z", "--name-only", "--full-tree", then, "--", folder])
    else:
        asked = ["ls-files", "-z", "--full-name", "--", folder.removeprefix(prefix_of(root))]
        told = run_git(root, asked, index=index_in_use(root))
    taken = set(told.decode("utf-8", "surrogateescape").split("\0"))
    names = (f"{path.removesuffix('.md')}-{number}.md" for number in count(2))
    return next(name for name in names if name not in taken)
