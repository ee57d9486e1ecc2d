"""Bytes onto the disk, all of them or none: every file the package writes goes through here.

A crash, a full disk or a second writer leaves the old file or the new one, never half of either, and
never takes a file away from somebody who was first. What is written is decided elsewhere.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from caseload_tools.errors import CaseloadError

PREFIX, SUFFIX = ".caseload-", ".tmp"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_STALE = 3600  # seconds; no writing takes that long, so such a leftover is from a crash


def write_atomic(path: Path, content: bytes, *, replace: bool, durable: bool = True) -> None:
    """Writes a file so that it is seen whole or not at all, and is still there after a power cut.

    `replace=True` exchanges an existing file, keeping its mode; `replace=False` makes a new one and
    fails if anybody has made one of that name, however late. Folders are made where they are missing.
    `durable=False` does not wait for the disk: for thousands of files that can be made again. Raises
    CaseloadError when the file cannot be written; the old one is then untouched.
    """
    folder = path.parent
    temporary = folder / f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}"
    try:
        mode = _mode_of(path) if replace else None
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _write(temporary, content, mode, durable)
            if replace:
                temporary.replace(path)
            else:
                _place_new(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        with suppress(OSError):
            _sweep(folder)
        if durable:
            _sync_folder(folder)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "unknown reason"
        hint = "nothing was changed; make room or ask for the right to write there, then try again"
        raise CaseloadError(f"{path.name} cannot be written: {reason}", hint) from error


def _mode_of(path: Path) -> int | None:
    """The mode of the file that is replaced; None when there is none yet. Links are not followed, ever."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise CaseloadError(f"{path.name} is a link or no plain file", "put a plain file there first")
    return stat.S_IMODE(status.st_mode)


def _write(temporary: Path, content: bytes, mode: int | None, durable: bool) -> None:
    handle = os.open(temporary, _NEW, 0o666 if mode is None else 0o600)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(handle, mode)
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)


def _place_new(temporary: Path, path: Path) -> None:
    """Gives the file its name unless the name is taken."""
    try:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a memory stick or a network drive without hard links: take the name, then fill it
            os.close(os.open(path, _NEW, 0o666))
            try:
                temporary.replace(path)
            except BaseException:
                path.unlink()
                raise
    except FileExistsError as error:
        message = f"{path.name} exists already; nothing was written"
        raise CaseloadError(message, "open that file, or choose another name") from error


def _sweep(folder: Path) -> None:
    """Removes what a crash left here long ago; old is measured against this writing, not the clock."""
    with os.scandir(folder) as entries:
        left = [each for each in entries if each.name.startswith(PREFIX) and each.name.endswith(SUFFIX)]
    now = folder.stat().st_mtime
    for each in left:
        if now - each.stat(follow_symlinks=False).st_mtime > _STALE:
            Path(each.path).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Makes the new name itself outlast a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
