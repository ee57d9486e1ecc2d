"""Contents out of git's store, from a single `git cat-file --batch` kept running.

A start of git costs more than a hundred answers, and question and answer in turn put both processes to
sleep for each content; so the ids that will be asked for next are announced, and asked sixty at a time.
Bytes only: what they mean is for others, and nothing is ever written.
"""

from __future__ import annotations

import atexit
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, Self
from weakref import WeakSet

from caseload_tools.errors import CaseloadError
from caseload_tools.vcs.command import git_stream
from caseload_tools.vcs.tree import LARGEST

__all__ = ["LARGEST", "Content", "Contents"]

_AT_ONCE = 60
"""Contents asked for together: their ids fit into a pipe, so that neither side waits for the other for ever."""

Content = bytes | int | None


class Contents:
    """The contents of one repository. Git starts at the first question and ends with `close`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._running = ExitStack()
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

    def expect(self, ids: Iterable[str]) -> None:
        """Say which contents will be asked for next, in this order; what was fetched before is let go."""
        self._expected = deque(content_id for content_id in ids if content_id)
        self._ahead = {}

    def all_of(self, ids: Iterable[str]) -> Iterator[Content]:
        """The contents of many ids, in their order."""
        listed = list(ids)
        for start in range(0, len(listed), _AT_ONCE):
            part = listed[start : start + _AT_ONCE]
            self.expect(part)
            yield from map(self.get, part)

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
        ask, answer = self._start()
        try:
            ask.write("".join(f"{each}\n" for each in asked).encode("ascii"))
            ask.flush()
        except BrokenPipeError:
            raise _stopped() from None
        for each in asked:
            self._ahead[each] = _answer(answer)

    def _start(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._pipes is None:
            self._pipes = self._running.enter_context(git_stream(self._root, ["cat-file", "--batch"]))
            _RUNNING.add(self)
        return self._pipes

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # A running git cannot be sent to another process; there it starts when it is needed.
        return type(self), (self._root,)


_RUNNING: WeakSet[Contents] = WeakSet()


@atexit.register
def _end() -> None:
    """End what nobody closed before the program ends: after that Python cannot do it in good order."""
    for each in tuple(_RUNNING):
        with suppress(CaseloadError, OSError):  # nobody is left to hear of trouble
            each.close()


def _answer(answer: IO[bytes]) -> Content:
    header = answer.readline().split()
    if not header:
        raise _stopped()
    if len(header) < 3:
        return None
    size = int(header[2])
    content = _take(answer, size)
    answer.read(1)
    if header[1] != b"blob":
        return None
    return size if content is None else content


def _stopped() -> CaseloadError:
    return CaseloadError("git stopped while contents were read", "`git fsck --full` says what is broken")


def _take(answer: IO[bytes], size: int) -> bytes | None:
    """The next `size` bytes; when they are too many, read past them and keep none."""
    if size <= LARGEST:
        return answer.read(size)
    while size > 0:
        size -= len(answer.read(min(size, LARGEST))) or size
    return None
