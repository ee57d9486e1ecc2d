"""The little of the past that the next commit alone tells.

A hook must not read the history: in a large repository that takes seconds. What is staged against the last commit is
known at once, and says of some notes that nobody has committed them before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from caseload_tools.git.contents import Contents
from caseload_tools.git.staged import Staged
from caseload_tools.history.fates import what_became
from caseload_tools.history.readers.record_history import NoHistory


class StagedPast(NoHistory):
    """A History that knows only which files begin with the next commit; of all others it knows nothing.

    Files that were new before and only announced something, in the sense of `announced`, begin with it too.
    """

    def __init__(self, root: Path, staged: Sequence[Staged], announced: Callable[[bytes], bool]) -> None:
        self._contents = Contents(root)
        files = [(each.path, each.before, each.after) for each in staged]
        self._new = {each.path for each in what_became(files, self._content) if each.kind == "created"}
        self._before: Mapping[str, str] = {each.path: each.before for each in staged if each.before}
        self._announced = announced

    def _content(self, content_id: str) -> bytes:
        found = self._contents.get(content_id)
        return found if isinstance(found, bytes) else b""

    def knows(self, path: str) -> bool:
        if path in self._new:
            return True
        content = self._contents.get(self._before.get(path, ""))
        return isinstance(content, bytes) and self._announced(content)
