"""Bytes onto the disk, all of them or none: every file the package writes goes through here.

A crash, a full disk or a second writer leaves the old file or the new one, never half of either, and
never takes a file away from somebody who was first: a new file is made only where there is none, and
what was worked out from a file replaces only that file. What is written is decided elsewhere.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from caseload_tools.errors import CaseloadError

PREFIX, SUFFIX = ".caseload-", ".tmp"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINKS = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)
_ANYBODYS, _OWNERS, _EXECUTABLE = 0o666, 0o600, 0o777  # of a new file, less what the umask takes
_STALE = 3600  # seconds; no writing takes that long, so such a leftover is from a crash
_TURN, _PAUSE = 10.0, 0.002  # seconds to wait for another process of ours, which needs a thousandth of one


class TakenError(CaseloadError):
    """A new file was to be made, and somebody else was first. Nothing was written; another name may be free."""


class ChangedError(CaseloadError):
    """The file is not the one any more that the new text was made from. Nothing was written."""


def write_atomic(
    path: Path,
    content: bytes,
    *,
    replace: bool,
    durable: bool = True,
    private: bool = False,
    executable: bool = False,
    instead_of: bytes | None = None,
) -> None:
    """Writes a file so that it is seen whole or not at all, and is still there after a power cut.

    `replace=True` exchanges an existing file, keeping its mode; `replace=False` makes a new one and
    fails if anybody has made one of that name, however late (TakenError). Folders are made where they are
    missing. `instead_of` is what the new text was made from: when something else stands there at the last
    moment, it stays (ChangedError). Of several processes of ours that do so at once, one comes first.
    `durable=False` does not wait for the disk: for thousands of files that can be made again. A `private`
    new file is its owner's alone; an `executable` one, a hook, may be run from its first moment. Raises
    CaseloadError when the file cannot be written; the old one is then untouched.
    """
    with _named(path):
        mode = _mode_of(path) if replace else None
    start = _OWNERS if mode is not None or private else _EXECUTABLE if executable else _ANYBODYS
    with _placed(path, replace=replace, durable=durable, instead_of=instead_of) as temporary:
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
def _placed(path: Path, *, replace: bool, durable: bool, instead_of: bytes | None = None) -> Iterator[Path]:
    """A name to write under, in the same folder, that becomes `path` when it has been written."""
    folder = path.parent
    temporary = folder / f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}{SUFFIX}"
    with _named(path):
        made = _make_folder(folder)
        try:
            yield temporary
            if replace:
                _exchange(temporary, path, instead_of)
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


def _exchange(temporary: Path, path: Path, instead_of: bytes | None) -> None:
    """Puts the new file in the place of the old one, if that is still the one that is meant."""
    if instead_of is None:
        temporary.replace(path)
        return
    with _in_turn(path.parent):
        if not path.is_file() or path.read_bytes() != instead_of:
            raise ChangedError(
                f"somebody changed {path.name} meanwhile; nothing was written", "look at it, then do it again"
            )
        temporary.replace(path)


@contextmanager
def _in_turn(folder: Path) -> Iterator[None]:
    """One process of ours after the other, between looking at a file and replacing it.

    The folder itself is locked, so nothing is left of it. Where the system knows no such lock (Windows, some
    network drives) only the moment between the two remains.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _take_turn(handle, fcntl)
        yield
    finally:
        os.close(handle)


def _take_turn(handle: int, fcntl: Any) -> None:
    import time

    for _ in range(int(_TURN / _PAUSE)):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        except OSError:
            return
        else:
            return
    raise CaseloadError("another program is writing in this folder and does not end", "see which, then try again")


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
        raise TakenError(message, "open that file, or choose another name") from error


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
