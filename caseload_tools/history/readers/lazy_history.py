"""The past of a practice, asked of git only when a rule first wants to know something of it.

Most runs of `lint` never do, and a start of git costs as much as reading a hundred records. A practice without
git, and one whose repository git will not read, has no past here; `trouble` then says why, in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.record_history import CommittedChange, NoHistory

if TYPE_CHECKING:
    from caseload_tools.history.readers.git_history import GitHistory
    from caseload_tools.history.readers.unlooked import Unlooked

Answer = TypeVar("Answer")
CUT_OFF = CaseloadError(
    "this clone has only the last part of the history, so nothing was concluded from it",
    "`git fetch --unshallow` brings the rest",
)


def is_unread(trouble: CaseloadError | None) -> bool:
    """Whether nothing was read of a past that is there: then nobody may say that nothing is wrong, or due.

    Of a clone that has only a part of it, the rest was left out on purpose.
    """
    from caseload_tools.git.command import PartialCloneError

    return trouble is not None and trouble is not CUT_OFF and not isinstance(trouble, PartialCloneError)


class LazyHistory:
    """A History that is read at the first question, of some folders, up to the commit `tip` and those it merges."""

    staged = False

    def __init__(self, root: Path, folders: Sequence[str] = (), tip: str = "HEAD", merging: Sequence[str] = ()) -> None:
        self._given = (root, tuple(folders), tip, tuple(merging))
        self._trouble: CaseloadError | None = None

    def only(self, folders: Sequence[str]) -> LazyHistory:
        """The same past of some folders only, which is quicker to read."""
        root, _, tip, merging = self._given
        return LazyHistory(root, folders, tip, merging)

    @cached_property
    def _known(self) -> GitHistory | NoHistory:
        from caseload_tools.git.command import NoRepositoryError
        from caseload_tools.history.readers.git_history import OF_A_PRACTICE, GitHistory

        root, folders, tip, merging = self._given
        try:
            found = GitHistory(root, folders or OF_A_PRACTICE, tip, merging)
            found.load()
        except NoRepositoryError:
            return NoHistory()
        except CaseloadError as trouble:
            self._trouble = trouble
            return NoHistory()
        if not found.complete:
            self._trouble = CUT_OFF
        return found

    def close(self) -> None:
        """End what runs for it, where a program lives on; a later question starts it anew."""
        if "_known" in self.__dict__:
            self._known.close()

    @property
    def trouble(self) -> CaseloadError | None:
        """Why the past, if anybody asked for it, could not be read in full."""
        return self._trouble

    def hear(self, trouble: CaseloadError | None) -> None:
        """Take in what another process met with when it read this past in this one's place."""
        self._trouble = self._trouble or trouble

    @property
    def complete(self) -> bool:
        return self._known.complete

    def is_complete_for(self, path: str) -> bool:
        return self._known.is_complete_for(path)

    def changes(self, path: str) -> Sequence[CommittedChange]:
        return self._ask(lambda past: past.changes(path))

    def text_at(self, change: CommittedChange) -> str | None:
        return self._ask(lambda past: past.text_at(change))

    def first_committed(self, path: str) -> CommittedChange | None:
        return self._ask(lambda past: past.first_committed(path))

    def removed(self, folder: str) -> Sequence[CommittedChange]:
        return self._ask(lambda past: past.removed(folder))

    def missing(self, folder: str, there: Collection[str]) -> Sequence[CommittedChange]:
        return self._known.missing(folder, there)

    def unlooked(self, folder: str) -> Sequence[Unlooked]:
        from caseload_tools.git.command import lies_in_repository

        if "_known" not in self.__dict__ and not lies_in_repository(self._given[0]):
            return ()  # told without starting git
        return self._ask(lambda past: past.unlooked(folder))

    def precedes(self, earlier: str, later: str) -> bool:
        return self._known.precedes(earlier, later)

    def lies_beside(self, change: CommittedChange, path: str) -> bool:
        return self._known.lies_beside(change, path)

    def changes_between(self, start: str, end: str) -> Sequence[CommittedChange]:
        return self._ask(lambda past: past.changes_between(start, end))

    def _ask(self, question: Callable[[GitHistory | NoHistory], Answer]) -> Answer:
        """The answer; where git fails at it, nothing is known of the past from then on, and `trouble` says why."""
        try:
            return question(self._known)
        except CaseloadError as trouble:
            self._trouble = self._trouble or trouble
            self.close()
            self._known = NoHistory()
            return question(self._known)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # Another process reads it for itself, if it is asked, and once for all the charts that it gets.
        return _in_this_process, self._given


@lru_cache(maxsize=1)
def _in_this_process(root: Path, folders: tuple[str, ...], tip: str, merging: tuple[str, ...]) -> LazyHistory:
    return LazyHistory(root, folders, tip, merging)
