"""Contents out of git's store, from a single `git cat-file --batch` kept running.

A start of git costs more than a hundred answers, and question and answer in turn put both processes to
sleep for each content; so the ids that will be asked for next are announced, and asked sixty at a time.
Bytes only: what they mean is for others, and nothing is ever written.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path
from typing import IO, Any, Self, TypeVar
from weakref import finalize

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import StoppedError, git_stream
from caseload_tools.git.tree import LARGEST

__all__ = ["LARGEST", "Content", "Contents"]

_AT_ONCE = 60
"""Contents asked for together: their ids fit into a pipe, so that neither side waits for the other for ever."""

_BATCH = ("cat-file", "--batch")

Content = bytes | int | None
What = TypeVar("What")


class Contents:
    """The contents of one repository. Git starts at the first question and ends with `close`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._running = ExitStack()
        self._watched = False
        self._pipes: tuple[IO[bytes], IO[bytes]] | None = None
        self._expected: deque[str] = deque()
        self._ahead: dict[str, Content] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, content_id: str) -> Content:
        """The bytes; their number when they are more than LARGEST; None for what is missing or no file's content."""
        if not content_id:
            return None
        if content_id not in self._ahead:
            self._fetch(content_id)
        return self._ahead[content_id]

    def bytes_of(self, content_id: str) -> bytes:
        """The bytes; nothing for what is missing, or too large."""
        found = self.get(content_id)
        return found if isinstance(found, bytes) else b""

    def expect(self, ids: Iterable[str]) -> None:
        """Say which contents will be asked for next, in this order; what was fetched before is let go."""
        self._expected = deque(content_id for content_id in ids if content_id)
        self._ahead = {}

    def all_of(self, ids: Iterable[str]) -> Iterator[Content]:
        """The contents of many ids, in their order, from a git of their own. Ids are taken a little ahead."""
        source = iter(ids)
        asked = list(islice(source, _AT_ONCE))
        if not asked:
            return
        with git_stream(self._root, _BATCH) as (ask, answer):
            _write(ask, asked)
            while asked:
                # Git looks for the next ones while somebody works with these. It takes in all that is asked
                # before it answers any of it, so that neither waits for the other for ever.
                following = list(islice(source, _AT_ONCE))
                _write(ask, following)
                for content_id in asked:
                    yield _answer(answer) if content_id else None
                asked = following

    def of_each(self, wanted: Iterable[tuple[What, Sequence[str]]]) -> Iterator[tuple[What, list[Content]]]:
        """Each thing with the contents of its ids; taken from `wanted` a little ahead."""
        waiting: deque[tuple[What, Sequence[str]]] = deque()

        def ids() -> Iterator[str]:
            for each in wanted:
                waiting.append(each)
                yield ""  # here it begins
                yield from each[1]

        contents = self.all_of(ids())
        for _ in contents:
            what, needed = waiting.popleft()
            yield what, [next(contents) for _ in needed]

    def close(self) -> None:
        """End git; a later question starts it anew."""
        self._pipes = None
        self._ahead = {}
        self._running.close()

    def _fetch(self, content_id: str) -> None:
        asked = {content_id: None}
        self._ahead = {}  # what was not taken by now was skipped
        while self._expected and len(asked) < _AT_ONCE:
            asked[self._expected.popleft()] = None
        try:
            ask, answer = self._start()
            _write(ask, asked)
            for each in asked:
                self._ahead[each] = _answer(answer)
        except StoppedError as stopped:
            self._pipes, self._ahead = None, {}
            self._running.__exit__(type(stopped), stopped, stopped.__traceback__)  # says why, where git did
            raise

    def _start(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._pipes is None:
            self._pipes = self._running.enter_context(git_stream(self._root, _BATCH))
            if not self._watched:
                self._watched = True
                # Whoever drops this unclosed, or ends the program, leaves no git behind and no pipe open: what holds
                # them is kept apart from this, so that they are whole when they are closed.
                finalize(self, _end, self._running, os.getpid())
        return self._pipes

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # A running git cannot be sent to another process; there it starts when it is needed.
        return type(self), (self._root,)


def _end(running: ExitStack, owner: int) -> None:
    if os.getpid() != owner:
        return  # a fork has this as well; the git is its parent's, which goes on asking it
    with suppress(CaseloadError, OSError):  # nobody is left to hear of trouble
        running.close()


def _write(ask: IO[bytes], ids: Iterable[str]) -> None:
    try:
        ask.write("".join([f"{each}\n" for each in ids if each]).encode("ascii"))
        ask.flush()
    except BrokenPipeError:
        raise _stopped() from None


def _answer(answer: IO[bytes]) -> Content:
    header = answer.readline().split()
    if not header:
        raise _stopped()
    if len(header) < 3:
        return None
    size = int(header[2])
    content = _take(answer, size + 1)  # with the line end behind it
    if content is not None and len(content) <= size:
        raise _stopped()  # half a record is never taken for a whole one
    if header[1] != b"blob":
        return None
    return size if content is None else content[:-1]


def _stopped() -> StoppedError:
    return StoppedError("git stopped while contents were read", "`git fsck --full` says what is broken")


def _take(answer: IO[bytes], size: int) -> bytes | None:
    """The next `size` bytes; when they are too many, read past them and keep none."""
    if size <= LARGEST + 1:
        return answer.read(size)
    while size > 0:
        size -= len(answer.read(min(size, LARGEST))) or size
    return None
