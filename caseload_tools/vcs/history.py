"""The past of a record as rules ask for it: who changed what, when, and what it said then.

One narrow interface with three sides: no git at all, a past pretended for examples, and
(in `git_history`) a real repository. This module runs nothing and reads no file, so that
history rules can be read, explained and tested without git.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal, Protocol

Kind = Literal["added", "changed", "removed"]
Step = tuple[date | datetime | str, str, Mapping[str, str | None]]
NOON = time(12, 0)


@dataclass(frozen=True, slots=True)
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

    @property
    def moment(self) -> datetime:
        """When the author says it was made, by the clock on the author's wall, as records write times."""
        return self.authored_at.replace(tzinfo=None)

    @property
    def on(self) -> date:
        return self.authored_at.date()


class History(Protocol):
    """What a rule may ask of the past. Changes come oldest first."""

    @property
    def complete(self) -> bool:
        """False when the beginning is cut off or there is no git: silence then proves nothing."""
        ...

    def changes(self, path: str) -> Sequence[Change]: ...

    def text_at(self, change: Change) -> str | None:
        """The file as it stood after the change; None when it was removed or is not text."""
        ...

    def first_committed(self, path: str) -> Change | None: ...

    def between(self, start: str, end: str) -> Sequence[Change]:
        """The changes of the commits that `end` has and `start` has not."""
        ...


class NoHistory:
    """The past of a practice that is not in git: nothing is known of it."""

    complete = False

    def changes(self, path: str) -> Sequence[Change]:
        return ()

    def text_at(self, change: Change) -> str | None:
        return None

    def first_committed(self, path: str) -> Change | None:
        return None

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
        standing: dict[str, str] = {}
        for number, (day, author, files) in enumerate(steps, start=1):
            for path, text in files.items():
                if standing.get(path) != text:
                    self._changes.append(self._change(str(number), _moment(day), author, path, text, path in standing))
                if text is None:
                    standing.pop(path, None)
                else:
                    standing[path] = text

    def _change(self, commit: str, at: datetime, author: str, path: str, text: str | None, known: bool) -> Change:
        kind: Kind = "removed" if text is None else "changed" if known else "added"
        content = "" if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if text is not None:
            self._texts[content] = text
        email = author.lower().replace(" ", ".") + "@example.org"
        return Change(path, kind, commit, author, email, at, at, f"step {commit}", content)

    def changes(self, path: str) -> Sequence[Change]:
        return tuple(change for change in self._changes if change.path == path)

    def text_at(self, change: Change) -> str | None:
        return self._texts.get(change.content)

    def first_committed(self, path: str) -> Change | None:
        return next(iter(self.changes(path)), None)

    def between(self, start: str, end: str) -> Sequence[Change]:
        return tuple(change for change in self._changes if int(start) < int(change.commit) <= int(end))


def _moment(day: date | datetime | str) -> datetime:
    """A step's day as a moment; noon when it names no time."""
    if isinstance(day, str):
        day = datetime.fromisoformat(day) if len(day) > len("2026-01-01") else date.fromisoformat(day)
    if not isinstance(day, datetime):
        day = datetime.combine(day, NOON)
    return day if day.tzinfo else day.replace(tzinfo=UTC)
