"""Whole folders, all of them or nothing: filled out of sight, then given their name in one step.

What is made here may hold clients' lives (a site, a restored backup), so it is closed to others from its
first moment and removed whatever happens; what only a crash could leave is removed by the next one. Must
not know what it holds, and never removes a folder that somebody else made.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from caseload_tools.errors import CaseloadError

_LEFT = re.compile(r"\.caseload-(?P<kind>[a-z]+)-(?P<host>[0-9a-f]{8})-(?P<process>\d{1,7})-[0-9a-f]{12}\Z", re.ASCII)
_OLD = 24 * 3600  # seconds; for a folder of another machine, of whose processes nothing is known here
_READY = ".caseload-ready"
_SWAP, _HERE = 2, -100  # RENAME_EXCHANGE and AT_FDCWD of Linux
OLD = "old"
"""In a working folder: where `exchange_folders` puts what it took away, until the new one stands in its place."""


@contextmanager
def working_folder(beside: Path, kind: str) -> Iterator[Path]:
    """A folder of the owner's alone in `beside`, removed at the end. `kind` is a word for its name."""
    folder = _fresh_name(beside, kind)
    try:
        folder.mkdir(0o700)
        yield folder
    finally:
        _remove(folder)


def make_working_folder(beside: Path, kind: str) -> Path:
    """As `working_folder`, for whoever removes it later."""
    folder = _fresh_name(beside, kind)
    folder.mkdir(0o700)
    return folder


def _fresh_name(beside: Path, kind: str) -> Path:
    _sweep(beside, kind)
    # A whole path, since whoever is handed it may ask from another folder.
    return beside.absolute() / f".caseload-{kind}-{_host()}-{os.getpid()}-{os.urandom(6).hex()}"


def _remove(folder: Path) -> None:
    """Remove it all, also when somebody presses Ctrl-C a second time; say so when it cannot be."""
    for _ in range(2):
        with suppress(OSError):
            _rmtree(folder)
    if folder.exists():
        raise CaseloadError(
            f"a working folder cannot be removed: {folder}", "it may hold records: remove it yourself, now"
        )


def _rmtree(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sweep(beside: Path, kind: str) -> None:
    """Remove the working folders of a kind whose process has ended without doing it."""
    with suppress(OSError):
        for each in sorted(beside.iterdir()):
            found = _LEFT.match(each.name)
            if found and found["kind"] == kind and _is_over(each, found["host"], int(found["process"])):
                shutil.rmtree(each, ignore_errors=True)


def _is_over(folder: Path, host: str, process: int) -> bool:
    if host != _host() or os.name == "nt":  # there, asking after a process would end it
        reference = folder.parent.stat().st_mtime
        return reference - folder.stat().st_mtime > _OLD
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _host() -> str:
    import platform

    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder to fill, which then is `out`, whole: `out` must be new or empty. After an error nothing is left.

    The folder one stands in cannot be exchanged, so it is filled entry by entry; stopped on the way, the
    next call goes on with it and says so. A link to a folder stands for that folder.
    """
    _refuse_what_is_no_folder(out)
    out = out.resolve() if out.is_symlink() else out
    _complete(out)
    if out.exists() and (not out.is_dir() or any(each for each in out.iterdir() if not _LEFT.match(each.name))):
        raise CaseloadError("this folder is not empty", "name a folder that does not exist yet")
    inside = out.is_dir() and (out.resolve() == Path.cwd() or out.resolve() in Path.cwd().parents)
    beside = out if inside else out.absolute().parent
    beside.mkdir(parents=True, exist_ok=True)
    with working_folder(beside, "new") as work:
        folder = work / "folder"
        folder.mkdir()
        yield folder
        if inside:
            ready = out / _READY
            folder.rename(ready)
            _move_all(ready, out)
            return
        if out.is_dir():
            out.rmdir()  # it is empty; not every system renames onto a folder
        folder.rename(out)


def _refuse_what_is_no_folder(out: Path) -> None:
    """Say it by the name that was typed: what the system says later is about names nobody typed."""
    for each in (out, *out.parents):
        if each.is_symlink() and not each.exists():
            raise CaseloadError(f"{each} is a link that leads nowhere", "remove the link, or name another folder")
        if each.exists():
            if not each.is_dir():
                raise CaseloadError(f"{each} is no folder", "name a folder that does not exist yet")
            return


def _complete(out: Path) -> None:
    ready = out / _READY
    if ready.is_dir():
        _move_all(ready, out)
        raise CaseloadError(
            "an earlier run was stopped while it filled this folder; what it began is complete now",
            "look through the folder; nothing else is to be done",
        )


def _move_all(ready: Path, out: Path) -> None:
    """Once begun, it is brought to an end: also when somebody presses Ctrl-C, or the system refuses once."""
    try:
        _move_each(ready, out)
    except BaseException:
        with suppress(OSError):
            _move_each(ready, out)
        raise


def _move_each(ready: Path, out: Path) -> None:
    for each in sorted(ready.iterdir()):
        each.rename(out / each.name)
    ready.rmdir()


def exchange_folders(fresh: Path, out: Path, work: Path) -> None:
    """Put the folder `fresh` in the place of `out`, which readers see old or new and never without.

    The old one is in `work`, a working folder, afterwards, and goes with it. Where the system cannot swap
    two folders there is a moment without; after a crash in it, `put_back` finds the old one.
    """
    if not out.exists():
        fresh.rename(out)
        return
    if _swap(fresh, out):
        return
    old = work / OLD / out.name
    old.parent.mkdir()
    out.rename(old)
    try:
        fresh.rename(out)
    except BaseException:
        old.rename(out)
        raise


def put_back(out: Path, kind: str) -> None:
    """After a crash between the two renames of `exchange_folders`: the old folder, where it was."""
    if out.exists() or not out.parent.is_dir():
        return
    for each in sorted(out.parent.iterdir()):
        found = _LEFT.match(each.name)
        if found and found["kind"] == kind and (each / OLD / out.name).is_dir():
            (each / OLD / out.name).rename(out)
            return


def _swap(one: Path, other: Path) -> bool:
    """Whether the system has swapped two folders in one step."""
    import ctypes
    import sys

    if not sys.platform.startswith("linux"):
        return False
    try:
        swap = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return bool(swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP) == 0)
