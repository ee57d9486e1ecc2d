"""Bytes onto the disk, all of them or none: every file the package writes goes through here.

A crash, a full disk or a second writer leaves the old file or the new one, never half of either, and
never takes a file away from somebody who was first. What is written is decided elsewhere.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from caseload_tools.errors import CaseloadError

PREFIX, SUFFIX = ".caseload-", ".tmp"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINKS = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)
_ANYBODYS, _OWNERS, _EXECUTABLE = 0o666, 0o600, 0o777  # of a new file, less what the umask takes
_STALE = 3600  # seconds; no writing takes that long, so such a leftover is from a crash


def write_atomic(
    path: Path,
    content: bytes,
    *,
    replace: bool,
    durable: bool = True,
    private: bool = False,
    executable: bool = False,
) -> None:
    """Writes a file so that it is seen whole or not at all, and is still there after a power cut.

    `replace=True` exchanges an existing file, keeping its mode; `replace=False` makes a new one and
    fails if anybody has made one of that name, however late. Folders are made where they are missing.
    `durable=False` does not wait for the disk: for thousands of files that can be made again. A `private`
    new file is its owner's alone; an `executable` one, a hook, may be run from its first moment. Raises
    CaseloadError when the file cannot be written; the old one is then untouched.
    """
    with _named(path):
        mode = _mode_of(path) if replace else None
    start = _OWNERS if mode is not None or private else _EXECUTABLE if executable else _ANYBODYS
    with _placed(path, replace=replace, durable=durable) as temporary:
        handle = os.open(temporary, _NEW, start)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(handle, view) :]
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(handle, mode | 0o111 if executable else mode)
            if durable:
                os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A large new file, its owner's alone, written piece by piece; it gets its name when all of it is on the disk.

    As `write_atomic` with `replace=False`; an error on the way leaves nothing.
    """
    with (
        _placed(path, replace=False, durable=True) as temporary,
        os.fdopen(os.open(temporary, _NEW, 0o600), "wb") as file,
    ):
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _placed(path: Path, *, replace: bool, durable: bool) -> Iterator[Path]:
    """A name to write under, in the same folder, that becomes `path` when it has been written."""
    folder = path.parent
    temporary = folder / f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}"
    with _named(path):
        made = _make_folder(folder)
        try:
            yield temporary
            if replace:
                temporary.replace(path)
            else:
                _place_new(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            for each in made:
                with suppress(OSError):
                    each.rmdir()
            raise
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        with suppress(OSError):
            _sweep(folder)
    if durable:
        try:
            for each in (folder, *(one.parent for one in made)):
                _sync_folder(each)
        except OSError as error:
            raise CaseloadError(
                f"{path.name} is written, but the disk does not confirm it: {_reason(error)}",
                "see whether the disk is sound before you go on",
            ) from error


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """The system's refusal as a sentence about the file that was to be written."""
    try:
        yield
    except OSError as error:
        hint = "nothing was changed; make room or ask for the right to write there, then try again"
        raise CaseloadError(f"{path.name} cannot be written: {_reason(error)}", hint) from error


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else "unknown reason"


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder and those above it that are missing; returns those made, the innermost first."""
    missing = [folder, *folder.parents]
    missing = missing[: next((at for at, each in enumerate(missing) if each.exists()), 0)]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
    return missing


def _mode_of(path: Path) -> int | None:
    """The mode of the file that is replaced; None when there is none yet. Links are not followed, ever."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise CaseloadError(f"{path.name} is a link or no plain file", "put a plain file there first")
    return stat.S_IMODE(status.st_mode)


def _place_new(temporary: Path, path: Path) -> None:
    """Gives the file its name unless the name is taken."""
    try:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # A memory stick or a network drive without hard links: take the name, then fill it.
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


def sweep_below(folder: Path) -> None:
    """Remove what crashes left long ago in a folder and all below it: for work that goes through all of it anyway."""
    for parent, _, names in os.walk(folder):
        if any(name.startswith(PREFIX) for name in names):
            with suppress(OSError):
                _sweep(Path(parent))


def _sync_folder(folder: Path) -> None:
    """Makes the new name itself outlast a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
