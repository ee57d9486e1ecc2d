"""The past of a record as rules ask for it: who changed what, when, and what it said then.

One narrow interface with three sides: no git at all, a past pretended for examples, and
(in `git_history`) a real repository. This module runs nothing and reads no file, so that
history rules can be read, explained and tested without git.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol

from caseload_tools.errors import CaseloadError
from caseload_tools.history.fates import FateWord, fate_of
from caseload_tools.history.moves import ReadContent, moved_paths
from caseload_tools.history.record_path import chart_of, is_read
from caseload_tools.values import frozen, replace

if TYPE_CHECKING:
    from caseload_tools.history.readers.unlooked import Unlooked

ChangeKind = Literal["added", "changed", "moved", "removed"]
_SHA1_LENGTH = 40
_MOST_MOVES = 50  # of one file; a history made to lead in circles ends here


@frozen
class CommittedChange:
    """One file in one commit. `path` is relative to the practice, as a record's path is."""

    path: str
    kind: ChangeKind
    commit: str
    author: str
    email: str
    authored_at: datetime
    committed_at: datetime
    subject: str
    content: str
    """The id of the content after the change; empty when the file was removed."""
    source: str = ""
    """Where a moved file lay before."""
    fate: FateWord | Literal[""] = ""
    """Of a file that moved: whether it was edited as well."""
    side: str = ""
    """Of one that a merge left out: the parent that has it."""
    committer: str = ""
    """Who committed it, where that was not its author; with the address."""
    committer_email: str = ""

    @property
    def moment(self) -> datetime:
        """When the author says it was made, by the clock on the author's wall, as records write times."""
        return self.authored_at.replace(tzinfo=None)

    @property
    def day(self) -> date:
        return self.authored_at.date()

    def leaves_text(self, text: str) -> bool:
        """Whether this text is what the change left, but for the line ends of a checkout; its id tells, without git."""
        raw = text.encode("utf-8", "surrogatepass")
        return bool(self.content) and (
            object_id(raw, len(self.content)) == self.content
            or (b"\r\n" in raw and object_id(raw.replace(b"\r\n", b"\n"), len(self.content)) == self.content)
        )


def object_id(raw: bytes, length: int) -> str:
    """The id that git gives to a file's content, in a repository whose ids have so many letters."""
    digest = hashlib.sha1 if length == _SHA1_LENGTH else hashlib.sha256
    return digest(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


class History(Protocol):
    """What a rule may ask of the past. Changes come oldest first."""

    @property
    def complete(self) -> bool:
        """False when the beginning is cut off or there is no git: silence then proves nothing."""
        ...

    @property
    def trouble(self) -> CaseloadError | None:
        """Why it could not be read in full, as far as anybody has asked for it; None where nothing is wrong with it."""
        ...

    @property
    def staged(self) -> bool:
        """Whether it is the past of what is staged: what lies on the disk may be another thing."""
        ...

    def is_complete_for(self, path: str) -> bool:
        """Whether `changes` tells everything about a path, so that silence means that nobody committed it."""
        ...

    def changes(self, path: str) -> Sequence[CommittedChange]:
        """The changes of the file that lies at a path, also from when it had another name."""
        ...

    def text_at(self, change: CommittedChange) -> str | None:
        """The file as it stood after the change; None when it was removed or is not text."""
        ...

    def first_committed(self, path: str) -> CommittedChange | None: ...

    def removed(self, folder: str) -> Sequence[CommittedChange]:
        """The removals of files below a folder, of those that nobody put back since and that did not just move.

        What moved to where it is no record any more, or one of another chart, is among them, as "moved"; its `source`
        is where it went.
        """
        ...

    def missing(self, folder: str, there: Collection[str]) -> Sequence[CommittedChange]:
        """The last changes of files below a folder that the last commit has, and that are not among these paths.

        What was left out of this computer on purpose, by a sparse checkout, is not missing.
        """
        ...

    def unlooked(self, folder: str) -> Sequence[Unlooked]:
        """The records and attached files below a folder of the disk that git was told not to look at."""
        ...

    def precedes(self, earlier: str, later: str) -> bool:
        """Whether one commit is in the past of another; of two that were made on branches, neither is."""
        ...

    def lies_beside(self, change: CommittedChange, path: str) -> bool:
        """Whether what a change left was put beside it, byte for byte, under another name of that day than a path."""
        ...

    def changes_between(self, start: str, end: str) -> Sequence[CommittedChange]:
        """The changes of the commits that `end` has and `start` has not."""
        ...


class Moves:
    """Where the files of a past came from: each commit's part of what `history.moves` decides, asked for when needed.

    `read` gives the content of an id, as it does for `moved_paths`; `precedes` says whether one commit is in
    another's past.
    """

    def __init__(self, read: ReadContent, precedes: Callable[[str, str], bool]) -> None:
        self._precedes = precedes
        self._gone_by_content: _ByContent | None = None
        self._came_by_content: _ByContent | None = None
        self._gone: dict[str, dict[str, str]] = defaultdict(dict)
        self._came: dict[str, dict[str, str]] = defaultdict(dict)
        self._found: dict[str, dict[str, str]] = {}
        self._read = read

    @property
    def none(self) -> bool:
        """Whether nothing ever moved, since nothing was ever taken away."""
        return not self._gone

    def gone(self, commit: str, path: str, content: str) -> None:
        """A commit took away a file that had this content."""
        self._gone[commit][path] = content

    def come(self, commit: str, path: str, content: str) -> None:
        """A commit put a file with this content where none was."""
        self._came[commit][path] = content

    def of_commit(self, commit: str) -> Mapping[str, str]:
        """From the new path to the old one, of all that moved in a commit."""
        if commit not in self._found:
            gone, came = self._gone.get(commit), self._came.get(commit)
            self._found[commit] = moved_paths(gone, came, self._read) if gone and came else {}
        return self._found[commit]

    def source(self, commit: str, path: str) -> str:
        """Where a file that a commit added came from; empty when it was new."""
        return self.of_commit(commit).get(path, "")

    def origin(self, commit: str, path: str, content: str) -> tuple[str, str]:
        """Where a file that a commit added came from, and the commit that took it away there; empty when it was new.

        What one commit deletes and a later one puts elsewhere into the chart, byte for byte, has moved as well.
        """
        if source := self.source(commit, path):
            return source, commit
        if self._gone_by_content is None:
            self._gone_by_content = _by_content(self._gone)
        for earlier, old in self._gone_by_content.get(content, ()):
            if self._is_later_move(earlier, old, commit, path):
                return old, earlier
        return "", ""

    def destination(self, commit: str, path: str) -> str:
        """Where what a commit took away went, then or later; empty when it is gone."""
        for new, old in self.of_commit(commit).items():
            if old == path:
                return new
        if self._came_by_content is None:
            self._came_by_content = _by_content(self._came)
        for later, new in self._came_by_content.get(self.content_before(commit, path), ()):
            if self._is_later_move(commit, path, later, new):
                return new
        return ""

    def last_place(self, commit: str, path: str) -> str:
        """Where what a commit took away is in the end, however often it moved on; empty when it is gone."""
        place = self.destination(commit, path)
        for _ in range(_MOST_MOVES):
            later = (each for each, files in self._gone.items() if place in files and self._precedes(commit, each))
            if not place or (left := next(later, "")) == "" or left == commit:
                break
            commit, place = left, self.destination(left, place)
        return place

    def _is_later_move(self, earlier: str, old: str, later: str, new: str) -> bool:
        if earlier == later or old == new or chart_of(new) != chart_of(old) or not is_read(new):
            return False
        stays_away = all(not self._precedes(earlier, each) for each, files in self._came.items() if old in files)
        return stays_away and old not in self.of_commit(earlier).values() and self._precedes(earlier, later)

    def content_before(self, commit: str, path: str) -> str:
        """The id of what a commit took away at a path; empty when it took nothing away there."""
        return self._gone.get(commit, {}).get(path, "")

    def fate(self, commit: str, old: str, new: str) -> FateWord:
        """Whether what moved was edited as well; in a later commit it only came back as it was."""
        before = self.content_before(commit, old)
        return fate_of(old, before, self._came.get(commit, {}).get(new, before))


_ByContent = Mapping[str, Sequence[tuple[str, str]]]
"""By the id of a content, each commit and path at which it went or came."""


def _by_content(halves: Mapping[str, Mapping[str, str]]) -> _ByContent:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for commit, files in halves.items():
        for path, content in files.items():
            found[content].append((commit, path))
    return found


def followed_changes(
    path: str,
    own: Callable[[str], Sequence[CommittedChange]],
    moves: Moves,
    depth: int = 0,
    now: Callable[[str], str] = lambda _: "",
) -> tuple[CommittedChange, ...]:
    """The changes of the file at a path with those from when it lay elsewhere; `own` gives those of one path.

    What had left the path and stands there again, byte for byte, is what it was, whatever lay there meanwhile; `now`
    gives the id of what stands there without having been committed.
    """
    found: list[CommittedChange] = []
    left_here: dict[str, list[CommittedChange]] = {}
    for change in own(path):
        last = found[-1] if found else change
        if change.kind == "added" and last.kind == "removed" and moves.destination(last.commit, path):
            left_here[moves.content_before(last.commit, path)] = found[:-1]
            found.clear()  # what was here lies elsewhere since, and this is another
        if change.content in left_here:
            found = [*left_here.pop(change.content), change]
            continue
        source, left = moves.origin(change.commit, path, change.content) if change.kind == "added" else ("", "")
        if source and source != path and depth < _MOST_MOVES:
            before = followed_changes(source, _until(own, left), moves, depth + 1)
            found += [each for each in before if each.kind != "removed" or each.path != source]
            was = moves.content_before(left, source)
            change = replace(change, kind="moved", source=source, fate=fate_of(source, was, change.content))
        found.append(change)
    return tuple(left_here.get(now(path), found) if left_here else found)


def still_gone(gone: Sequence[CommittedChange], moves: Moves) -> tuple[CommittedChange, ...]:
    """The removals by which a file did not move to where its chart has it as a record.

    One that moved out of everybody's sight, or into another chart, is there as "moved", with where it is as its
    `source`.
    """
    found: list[CommittedChange] = []
    for each in gone:
        place = moves.last_place(each.commit, each.path)
        if not place:
            found.append(each)
        elif not is_read(place) or chart_of(place) != chart_of(each.path):
            found.append(replace(each, kind="moved", source=place, fate=moves.fate(each.commit, each.path, place)))
    return tuple(found)


def _until(own: Callable[[str], Sequence[CommittedChange]], commit: str) -> Callable[[str], Sequence[CommittedChange]]:
    """The changes of one path before a commit."""

    def before(path: str) -> Sequence[CommittedChange]:
        changes = own(path)
        return changes[: next((place for place, each in enumerate(changes) if each.commit == commit), len(changes))]

    return before


class NoHistory:
    """The past of a practice that is not in git: nothing is known of it."""

    complete = False
    staged = False

    def close(self) -> None:
        """Nothing runs for it."""

    @property
    def trouble(self) -> CaseloadError | None:
        """Nothing is wrong where there is nothing to be read."""
        return None

    def is_complete_for(self, path: str) -> bool:
        return False

    def changes(self, path: str) -> Sequence[CommittedChange]:
        return ()

    def text_at(self, change: CommittedChange) -> str | None:
        return None

    def first_committed(self, path: str) -> CommittedChange | None:
        return None

    def removed(self, folder: str) -> Sequence[CommittedChange]:
        return ()

    def missing(self, folder: str, there: Collection[str]) -> Sequence[CommittedChange]:
        return ()

    def unlooked(self, folder: str) -> Sequence[Unlooked]:
        return ()

    def precedes(self, earlier: str, later: str) -> bool:
        return False

    def lies_beside(self, change: CommittedChange, path: str) -> bool:
        return False

    def changes_between(self, start: str, end: str) -> Sequence[CommittedChange]:
        return ()
