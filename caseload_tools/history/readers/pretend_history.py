"""A past that examples and tests pretend: told in steps, without git."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time

from caseload_tools.history.readers.record_history import (
    ChangeKind,
    CommittedChange,
    Moves,
    NoHistory,
    followed_changes,
    object_id,
    still_gone,
)
from caseload_tools.history.record_path import is_namesake

PretendStep = tuple[date | datetime | str, str, Mapping[str, str | None]]
NOON = time(12, 0)


class PretendHistory(NoHistory):
    """A past told in steps: `(day, author, {path: text})`, one commit each; None removes a file.

    A step may repeat files that stand as they were: only a new text is a change. Commits are
    called "1", "2" and so on, and "0" stands before the first.
    """

    complete = True

    def __init__(self, steps: Sequence[PretendStep] = ()) -> None:
        self._texts: dict[str, str] = {}
        self._changes: list[CommittedChange] = []
        self._moves = Moves(
            lambda content: self._texts.get(content, "").encode("utf-8", "surrogatepass"),
            self.precedes,
        )
        standing: dict[str, str] = {}
        for number, (day, author, files) in enumerate(steps, start=1):
            for path, text in files.items():
                known = standing.get(path)
                if known != text:
                    change = self._change(str(number), _moment(day), author, path, text, known is not None)
                    self._changes.append(change)
                    if change.kind == "added":
                        self._moves.come(change.commit, path, change.content)
                    elif known is not None and text is None:
                        self._moves.gone(change.commit, path, _id_of(known))
                if text is None:
                    standing.pop(path, None)
                else:
                    standing[path] = text

    def _change(
        self, commit: str, at: datetime, author: str, path: str, text: str | None, known: bool
    ) -> CommittedChange:
        kind: ChangeKind = "removed" if text is None else "changed" if known else "added"
        content = "" if text is None else _id_of(text)
        if text is not None:
            self._texts[content] = text
        email = author.lower().replace(" ", ".") + "@example.org"
        return CommittedChange(path, kind, commit, author, email, at, at, f"step {commit}", content)

    def is_complete_for(self, path: str) -> bool:
        return True

    def changes(self, path: str) -> Sequence[CommittedChange]:
        return followed_changes(path, self._own, self._moves)

    def _own(self, path: str) -> Sequence[CommittedChange]:
        return tuple(change for change in self._changes if change.path == path)

    def text_at(self, change: CommittedChange) -> str | None:
        return self._texts.get(change.content)

    def first_committed(self, path: str) -> CommittedChange | None:
        return next(iter(self.changes(path)), None)

    def removed(self, folder: str) -> Sequence[CommittedChange]:
        last = {change.path: change for change in self._changes if change.path.startswith(folder + "/")}
        gone = [change for change in last.values() if change.kind == "removed"]
        return still_gone(gone, self._moves)

    def missing(self, folder: str, there: Collection[str]) -> Sequence[CommittedChange]:
        last = {change.path: change for change in self._changes if change.path.startswith(folder + "/")}
        return tuple(each for path, each in last.items() if path not in there and each.kind != "removed")

    def precedes(self, earlier: str, later: str) -> bool:
        return int(earlier) < int(later)

    def lies_beside(self, change: CommittedChange, path: str) -> bool:
        came = (each for each in self._changes if each.kind == "added" and each.content == change.content)
        return any(each.path != path and is_namesake(change.path, each.path) for each in came)

    def changes_between(self, start: str, end: str) -> Sequence[CommittedChange]:
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
