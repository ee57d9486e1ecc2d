"""The past of a record as rules ask for it: who changed what, when, and what it said then.

One narrow interface with three sides: no git at all, a past pretended for examples, and
(in `git_history`) a real repository. This module runs nothing and reads no file, so that
history rules can be read, explained and tested without git.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Literal, Protocol

from caseload_tools.values import frozen, replace

Kind = Literal["added", "changed", "moved", "removed"]
Step = tuple[date | datetime | str, str, Mapping[str, str | None]]
NOON = time(12, 0)
_SHA1_LENGTH = 40
_MOST_MOVES = 50  # of one file; a history made to lead in circles ends here


@frozen
class Change:
    """One file in one commit. `path` is relative to the practice, as a record's path is."""

    path: str
    kind: Kind
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

    @property
    def moment(self) -> datetime:
        """When the author says it was made, by the clock on the author's wall, as records write times."""
        return self.authored_at.replace(tzinfo=None)

    @property
    def on(self) -> date:
        return self.authored_at.date()

    def left(self, text: str) -> bool:
        """Whether this text is, byte for byte, what the change left; told by its id, so that git need not be asked."""
        raw = text.encode("utf-8", "surrogatepass")
        return bool(self.content) and object_id(raw, len(self.content)) == self.content


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

    def knows(self, path: str) -> bool:
        """Whether `changes` tells everything about a path, so that silence means that nobody committed it."""
        ...

    def changes(self, path: str) -> Sequence[Change]:
        """The changes of the file that lies at a path, also from when it had another name."""
        ...

    def text_at(self, change: Change) -> str | None:
        """The file as it stood after the change; None when it was removed or is not text."""
        ...

    def first_committed(self, path: str) -> Change | None: ...

    def removed(self, folder: str) -> Sequence[Change]:
        """The removals of files below a folder, of those that nobody put back since and that did not just move."""
        ...

    def between(self, start: str, end: str) -> Sequence[Change]:
        """The changes of the commits that `end` has and `start` has not."""
        ...


class Moves:
    """Where files came from. A file that one commit takes away and puts elsewhere has moved, and is not new.

    It has when the bytes are the same, when a chart goes to another place and only the last steps of the path stay
    (client, kind, day), or when in one folder exactly one file went and one came, since who puts a date in a name
    right usually puts it right in the file as well.
    """

    def __init__(self) -> None:
        self._gone: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._gone_as: dict[tuple[str, str], str] = {}
        self._gone_from: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._come_to: dict[tuple[str, str], set[str]] = defaultdict(set)

    def gone(self, commit: str, path: str, content: str) -> None:
        """A commit took away a file that had this content."""
        self._gone[commit, content].append(path)
        self._gone_as[commit, _last_steps(path)] = path
        self._gone_from[commit, _folder(path)].add(path)

    def come(self, commit: str, path: str) -> None:
        """A commit put a file where none was."""
        self._come_to[commit, _folder(path)].add(path)

    def source(self, commit: str, path: str, content: str) -> str:
        """Where a file that a commit added came from; empty when it was new."""
        same = self._gone.get((commit, content), ())
        if same:
            name = path.rpartition("/")[2]
            return next((each for each in same if each.rpartition("/")[2] == name), same[0])
        elsewhere = self._gone_as.get((commit, _last_steps(path)))
        if elsewhere is not None:
            return elsewhere
        place = commit, _folder(path)
        gone = self._gone_from.get(place, ())
        return next(iter(gone)) if len(gone) == len(self._come_to.get(place, ())) == 1 else ""


def followed(path: str, own: Callable[[str], Sequence[Change]], moves: Moves, depth: int = 0) -> tuple[Change, ...]:
    """The changes of the file at a path with those from when it lay elsewhere; `own` gives those of one path."""
    found: list[Change] = []
    for change in own(path):
        source = moves.source(change.commit, path, change.content) if change.kind == "added" else ""
        if source and source != path and depth < _MOST_MOVES:
            before = followed(source, _until(own, change.commit), moves, depth + 1)
            found += [each for each in before if each.kind != "removed" or each.path != source]
            change = replace(change, kind="moved", source=source)
        found.append(change)
    return tuple(found)


def still_gone(gone: Sequence[Change], came: Iterable[tuple[str, str, str]], moves: Moves) -> tuple[Change, ...]:
    """The removals by which a file did not move; `came` are commit, path and content of what was added."""
    commits = {each.commit for each in gone}
    moved = {(commit, moves.source(commit, path, content)) for commit, path, content in came if commit in commits}
    return tuple(each for each in gone if (each.commit, each.path) not in moved)


def _until(own: Callable[[str], Sequence[Change]], commit: str) -> Callable[[str], Sequence[Change]]:
    """The changes of one path before a commit."""

    def before(path: str) -> Sequence[Change]:
        changes = own(path)
        return changes[: next((place for place, each in enumerate(changes) if each.commit == commit), len(changes))]

    return before


def _last_steps(path: str) -> str:
    return "/".join(path.split("/")[-3:])


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


class NoHistory:
    """The past of a practice that is not in git: nothing is known of it."""

    complete = False

    def knows(self, path: str) -> bool:
        return False

    def changes(self, path: str) -> Sequence[Change]:
        return ()

    def text_at(self, change: Change) -> str | None:
        return None

    def first_committed(self, path: str) -> Change | None:
        return None

    def removed(self, folder: str) -> Sequence[Change]:
        return ()

    def between(self, start: str, end: str) -> Sequence[Change]:
        return ()


class PretendHistory:
    """A past told in steps: `(day, author, {path: text})`, one commit each; None removes a file.

    A step may repeat files that stand as they were: only a new text is a change. Commits are
    called "1", "2" and so on, and "0" stands before the first.
    """

    complete = True

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        self._texts: dict[str, str] = {}
        self._changes: list[Change] = []
        self._moves = Moves()
        standing: dict[str, str] = {}
        for number, (day, author, files) in enumerate(steps, start=1):
            for path, text in files.items():
                known = standing.get(path)
                if known != text:
                    change = self._change(str(number), _moment(day), author, path, text, known is not None)
                    self._changes.append(change)
                    if change.kind == "added":
                        self._moves.come(change.commit, path)
                    elif known is not None and text is None:
                        self._moves.gone(change.commit, path, _id_of(known))
                if text is None:
                    standing.pop(path, None)
                else:
                    standing[path] = text

    def _change(self, commit: str, at: datetime, author: str, path: str, text: str | None, known: bool) -> Change:
        kind: Kind = "removed" if text is None else "changed" if known else "added"
        content = "" if text is None else _id_of(text)
        if text is not None:
            self._texts[content] = text
        email = author.lower().replace(" ", ".") + "@example.org"
        return Change(path, kind, commit, author, email, at, at, f"step {commit}", content)

    def knows(self, path: str) -> bool:
        return True

    def changes(self, path: str) -> Sequence[Change]:
        return followed(path, self._own, self._moves)

    def _own(self, path: str) -> Sequence[Change]:
        return tuple(change for change in self._changes if change.path == path)

    def text_at(self, change: Change) -> str | None:
        return self._texts.get(change.content)

    def first_committed(self, path: str) -> Change | None:
        return next(iter(self.changes(path)), None)

    def removed(self, folder: str) -> Sequence[Change]:
        last = {change.path: change for change in self._changes if change.path.startswith(folder + "/")}
        gone = [change for change in last.values() if change.kind == "removed"]
        came = [(each.commit, each.path, each.content) for each in self._changes if each.kind == "added"]
        return still_gone(gone, came, self._moves)

    def between(self, start: str, end: str) -> Sequence[Change]:
        return tuple(change for change in self._changes if int(start) < int(change.commit) <= int(end))


def _id_of(text: str) -> str:
    return object_id(text.encode("utf-8", "surrogatepass"), 64)


def _moment(day: date | datetime | str) -> datetime:
    """A step's day as a moment; noon when it names no time."""
    if isinstance(day, str):
        day = datetime.fromisoformat(day) if len(day) > len("2026-01-01") else date.fromisoformat(day)
    if not isinstance(day, datetime):
        day = datetime.combine(day, NOON)
    return day if day.tzinfo else day.replace(tzinfo=UTC)
