"""The past that a step is held to, up to the commit before it: read once, however many records ask and how often.

A start of git costs as much as reading a hundred records, and a commit waits for it.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

from caseload_tools.chart.signing.signed_versions import SignedVersion, versions_that_count
from caseload_tools.git.command import prefix_of
from caseload_tools.history.readers.lazy_history import LazyHistory


class PastBefore:
    """What the practice in `root` had committed up to `since`, which may name a commit that a later one moves away
    from: it is of one step, and made anew for the next.
    """

    def __init__(self, root: Path, since: str = "HEAD", adopted: date | None = None) -> None:
        self.root = root
        self._adopted = adopted
        self._since = since
        self._histories: dict[str, LazyHistory] = {}
        self._versions: dict[str, tuple[SignedVersion, ...]] = {}

    @cached_property
    def prefix(self) -> str:
        """The practice's folder within its repository, with a slash at its end."""
        return prefix_of(self.root)

    def own(self, path: str) -> str:
        """A path counted from the top of the repository, as the practice has it."""
        return path.removeprefix(self.prefix)

    def history(self, path: str) -> LazyHistory:
        """The past of the folder in which a record lies; `path` as the practice has it."""
        folder = path.rpartition("/")[0]
        if folder not in self._histories:
            self._histories[folder] = LazyHistory(self.root, [folder], self._since)
        return self._histories[folder]

    def versions(self, path: str) -> tuple[SignedVersion, ...]:
        """The versions that the record at a path is held to, the oldest first; `path` as the practice has it."""
        if path not in self._versions:
            self._versions[path] = tuple(versions_that_count(path, self.history(path)))
        return self._versions[path]

    def last_signed(self, path: str) -> SignedVersion | None:
        """The last version that bears signatures, of a record that could be read then, or in part."""
        past = self.history(path)
        read = [each for each in versions_that_count(path, past, self._adopted) if each.entries]
        if read:
            return read[-1]
        parts = versions_that_count(path, past, self._adopted, unread=True)
        return next((each for each in parts if each.entries), None)
