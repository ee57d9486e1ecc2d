"""One `git fast-import`: contents first, as they are made, then the commits that date them.

Commits are one for each author and day, at the moment of the day's last file. Of a file
only its path and time are kept in memory, so that a caseload of any size needs little of it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from caseload_tools.desk.demo.staff import InventedPerson
from caseload_tools.git.command import git_stream

_ZONE = timezone(timedelta(hours=-6))
# Records are too unlike each other to be stored as differences; not trying saves a fifth of the time.
_IMPORT = ("fast-import", "--quiet", "--done", "--date-format=raw", "--big-file-threshold=1")
_QUICK = ("core.compression=1",)


class ImportStream:
    """Files handed in, in any order; `commit` then writes the history."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stack = ExitStack()
        self._files: list[tuple[datetime, str, str, int]] = []
        self._people: dict[str, InventedPerson] = {}
        self._pipe: IO[bytes]

    def __enter__(self) -> Self:
        self._pipe, _ = self._stack.enter_context(git_stream(self._root, _IMPORT, _QUICK))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def file(self, path: str, text: str, written: datetime, author: InventedPerson) -> None:
        """A file as it stands from `written` (a wall-clock time) on."""
        raw = text.encode("utf-8")
        mark = len(self._files) + 1
        self._pipe.write(b"blob\nmark :%d\ndata %d\n%b\n" % (mark, len(raw), raw))
        self._files.append((written, author.id, path, mark))
        self._people[author.id] = author

    def commit(self, subject: Callable[[int, date], str]) -> int:
        """Write all commits in the order of their time, and say how many."""
        self._files.sort(key=lambda file: (file[0].date(), file[1], file[0], file[3]))
        days = [list(files) for _, files in groupby(self._files, key=lambda file: (file[0].date(), file[1]))]
        days.sort(key=lambda files: (files[-1][0], files[-1][1]))
        for files in days:
            self._commit(files, subject)
        self._pipe.write(b"done\n")
        return len(days)

    def _commit(self, files: list[tuple[datetime, str, str, int]], subject: Callable[[int, date], str]) -> None:
        last, author, _, _ = files[-1]
        seconds = int(last.replace(tzinfo=_ZONE).astimezone(UTC).timestamp()) + 60
        person = self._people[author]
        who = f"{person.name} <{person.id}@northgate.example> {seconds} -0600\n"
        message = subject(len(files), last.date()).encode()
        lines = [
            f"commit refs/heads/main\nauthor {who}committer {who}data {len(message)}\n".encode(),
            message,
            b"\n",
        ]
        lines += (f"M 100644 :{mark} {path}\n".encode() for _, _, path, mark in files)
        self._pipe.write(b"".join(lines))
