"""What a merge drops: written on one of its sides, not disputed by the other, and not in what comes of both.

`git merge -s ours`, or a file taken from one side by hand, leaves it out without a word, and no commit says that it was
deleted. Git itself would have taken it, so it is refused, signed or not; what a side deleted was deleted by a commit of
its own, which is judged by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import PathChange
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.keeping import ATTACHED_GONE
from caseload_tools.history.moves import moved_paths
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.record_path import is_attached, is_filed
from caseload_tools.text.shell import shell_word

_RECORDS = "records/"


class Drop(NamedTuple):
    """A file that a merge left as it was before its sides parted, and the side that had it otherwise."""

    side: str
    change: PathChange

    def refusal(self, prefix: str = "") -> Refusal:
        """What is said of it, with a command that is typed in the practice's folder."""
        path = self.change.path
        if self.change.after:
            said = "what one side of the merge wrote here was dropped"
        else:
            said = f"{ATTACHED_GONE if is_attached(path) else 'a record was deleted'} by the merge"
        commit = self.side[:10]
        hint = f"take it into the merge: git checkout {commit} -- {shell_word(path.removeprefix(prefix))}"
        return Refusal("dropped", path, said, hint)


def dropped_by_merge(step: CommitStep, contents: Contents, prefix: str = "") -> Iterator[Drop]:
    """What a step drops of the records and attached files, by the first side that has each of them."""
    told = set[str]()
    for side, change in step.dropped:
        path = change.path
        ours = path.startswith(prefix + _RECORDS) and (path.endswith(".md") or is_filed(path))
        if ours and path not in told and not (not change.after and _moved(step, side, path, contents)):
            told.add(path)
            yield Drop(side, change)


def _moved(step: CommitStep, side: str, path: str, contents: Contents) -> bool:
    """Whether what a side has at a path lies at another one after the merge: a folder was renamed on the other side."""
    changes = step.changes[step.parents.index(side)]
    gone = {each.path: each.before for each in changes if each.before and not each.after}
    came = {each.path: each.after for each in changes if each.after and not each.before}
    return path in moved_paths(gone, came, contents.bytes_of).values()
