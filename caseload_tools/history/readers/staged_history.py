"""The little of the past that the next commit alone tells.

A hook must not read the history: in a large repository that takes seconds. What is staged against the last commit is
known at once, and says of some notes that nobody has committed them before. Only the past of a signed record that is
staged is asked for: what it was signed as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import PathChange
from caseload_tools.history.fates import what_became
from caseload_tools.history.keeping import is_addendum
from caseload_tools.history.readers.commit_steps import merge_heads
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.readers.record_history import CommittedChange, NoHistory
from caseload_tools.history.record_path import is_namesake


class StagedHistory(NoHistory):
    """A History that knows which files begin with the next commit, and the past of signed ones that it changes.

    Files that were new before and only announced something, in the sense of `announced`, begin with it too.
    """

    staged = True

    def __init__(self, root: Path, staged: Sequence[PathChange], announced: Callable[[bytes], bool]) -> None:
        self._contents = Contents(root)
        files = [(each.path, each.before, each.after) for each in staged]
        self._new = {each.path for each in what_became(files, self._contents.bytes_of) if each.kind == "created"}
        self._before: Mapping[str, str] = {each.path: each.before for each in staged if each.before}
        self._came: Mapping[str, str] = {each.path: each.after for each in staged if not each.before}
        self._announced = announced
        self._root = root

    def changes(self, path: str) -> Sequence[CommittedChange]:
        """What was committed of a signed record or an addendum that is staged: what it is held to."""
        return self._signed.changes(path) if path in self._signed_paths else ()

    def precedes(self, earlier: str, later: str) -> bool:
        return self._signed.precedes(earlier, later)

    def lies_beside(self, change: CommittedChange, path: str) -> bool:
        """Also what the next commit puts beside it: a merge that keeps what both of its sides have."""
        there = (at for at, content in self._came.items() if content == change.content and at != path)
        return any(is_namesake(change.path, at) for at in there) or self._signed.lies_beside(change, path)

    def text_at(self, change: CommittedChange) -> str | None:
        return self._signed.text_at(change)

    @property
    def trouble(self) -> CaseloadError | None:
        """Why the past of what is staged, if anybody asked for it, could not be read in full."""
        return self._signed.trouble if "_signed" in self.__dict__ else None

    @cached_property
    def _signed_paths(self) -> frozenset[str]:
        contents = ((path, self._contents.get(each)) for path, each in self._before.items())
        kept = ((path, raw) for path, raw in contents if isinstance(raw, bytes))
        return frozenset(path for path, raw in kept if b"\nsignatures:" in raw or is_addendum(path))

    @cached_property
    def _signed(self) -> LazyHistory:
        folders = sorted({path.rpartition("/")[0] for path in self._signed_paths})
        return LazyHistory(self._root, folders, merging=merge_heads(self._root))

    def is_complete_for(self, path: str) -> bool:
        if path in self._new:
            return True
        content = self._contents.get(self._before.get(path, ""))
        return isinstance(content, bytes) and self._announced(content)
