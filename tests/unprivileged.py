"""Asks something as a user whom the system may refuse: root is refused nothing, and a test run by root proves nothing.

    assert without_privileges(lambda: read_file(root, path)).faults

Who is not root is asked directly. For root a child process gives up its rights for good, and what it found, or what it
raised, comes back; so it must be something that can be pickled. What it reads has to lie in `reachable()`: pytest's own
folders are closed to everybody else, and a refusal there would be about the folder.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
NOBODY = 65534
# Where somebody else may enter: the folders of pytest, with ours for temporary files, are for the one who runs it.
OPEN = "/tmp" if os.geteuid() == 0 else None


@contextmanager
def reachable() -> Iterator[Path]:
    """A folder of the unprivileged user's own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="caseload-test-", dir=OPEN) as name:
        if os.geteuid() == 0:
            os.chown(name, NOBODY, NOBODY)
        yield Path(name)


def own(folder: Path) -> None:
    """Give all that lies in a folder to the unprivileged user: what is refused then is refused by its mode alone."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def without_privileges(ask: Callable[[], T]) -> T:
    """The answer of `ask` to somebody who is not root."""
    if os.geteuid() != 0:
        return ask()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(ask, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    assert told, "the child process ended without an answer"
    answer, raised = pickle.loads(told)  # from ourselves
    if raised is not None:
        raise raised
    found: T = answer
    return found


def _answer(ask: Callable[[], object], pipe: int) -> None:
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            told = pickle.dumps((ask(), None))
        except BaseException as error:
            told = pickle.dumps((None, error))
        with os.fdopen(pipe, "wb") as stream:
            stream.write(told)
    finally:
        os._exit(0)  # nothing of pytest may run twice
