"""Every writing operation of a process, numbered, so that any one of them can be made to fail or be the last.

Works below the package, which knows nothing of it: an audit hook sees what Python asks of the system (open, mkdir,
rename, link, remove, rmdir, chmod, a program started), and `os.write`, `os.fsync`, `os.sendfile` and files opened
for writing are wrapped. Reading is not counted. An audit hook stays for the life of the process, so this is only
ever armed in a process made to be thrown away.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES}
KINDS = (*ERRORS, "INTERRUPT")
_EVENTS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate"}
_FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Layer:
    """Counts operations below `roots`; at number `at` (from 1) it does what `kind` says. 0 only counts.

    Kinds: an error of ERRORS; INTERRUPT, as Ctrl-C; KILL, as kill -9 before the operation; HALF, which lets half of
    a writing through and then kills; FULL, which lets half of it through and then fails as a full disk does; GIT,
    which lets git fail as it does on a full disk; SAVE, which fails nothing, but somebody saves a file at that moment:
    `saves` is which, and what stands in it then.
    """

    def __init__(self, roots: list[str], at: int, kind: str, saves: tuple[str, str] = ("", "")) -> None:
        self.roots, self.at, self.kind, self.saves = tuple(roots), at, kind, saves
        self.done: list[str] = []
        self.moments: list[float] = []
        self._full = False

    def arm(self) -> None:
        """From now on."""
        sys.addaudithook(self._hear)
        for name in ("write", "fsync", "sendfile"):
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        self._wrap_open()
        self._wrap_git()

    def step(self, name: str) -> bool:
        """One operation more; whether it is to be let through by half."""
        self.done.append(name)
        self.moments.append(time.monotonic())
        if self._full and name.startswith("write"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if len(self.done) != self.at:
            return False
        if self.kind == "SAVE":
            self._save()
            return False
        if self.kind in ("HALF", "FULL") and name.startswith("write"):
            self._full = True
            return True
        self._strike()
        return False

    def _save(self) -> None:
        """As an editor does it: another file, which then has the name. Not counted."""
        place, text = self.saves
        self.step = lambda name: False  # type: ignore[method-assign]
        Path(f"{place}~").write_text(text, encoding="utf-8", newline="")
        Path(f"{place}~").replace(place)
        del self.step

    def _strike(self) -> None:
        if self.kind == "INTERRUPT":
            raise KeyboardInterrupt
        if self.kind in ("KILL", "HALF"):
            os.kill(os.getpid(), signal.SIGKILL)
        number = ERRORS.get(self.kind, errno.ENOSPC)
        raise OSError(number, os.strerror(number))

    def _concerns(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        full = os.path.abspath(os.fsdecode(path))
        return full.startswith(self.roots) and "__pycache__" not in full

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = bool(flags & _FOR_WRITING) if isinstance(flags, int) else bool(set(mode or "") & set("wax+"))
            if writes and self._concerns(path):
                self.step("open")
        elif event in _EVENTS:
            if any(isinstance(each, int) or self._concerns(each) for each in arguments[:2]):
                self.step(event.removeprefix("os."))
        elif event == "subprocess.Popen" and self.kind != "GIT":
            self.step(f"start {Path(str(arguments[0])).name}")

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(handle: int, *arguments: Any) -> Any:
            if name == "write" and not stat.S_ISREG(os.fstat(handle).st_mode):
                return real(handle, *arguments)
            if self.step("write" if name != "fsync" else name):
                if name == "sendfile":
                    real(handle, *arguments[:2], 10)
                    return self._after_half(10)
                half = real(handle, arguments[0][: len(arguments[0]) // 2])
                return self._after_half(half)
            return real(handle, *arguments)

        return call

    def _after_half(self, written: int) -> int:
        if self.kind == "HALF":
            os.kill(os.getpid(), signal.SIGKILL)
        return written

    def _wrap_open(self) -> None:
        """Files that Python writes itself: each `write` of the system behind them is counted."""
        layer, real = self, io.open

        class Raw(io.FileIO):
            def write(self, content: Any) -> int:
                if layer.step("write in file"):
                    return layer._after_half(super().write(bytes(content)[: max(1, len(content) // 2)]))
                return super().write(content)

        def opened(
            file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, *rest: Any, **more: Any
        ) -> Any:
            pipe = isinstance(file, int) and not stat.S_ISREG(os.fstat(file).st_mode)
            if not set(mode) & set("wax") or pipe or "opener" in more or len(rest) > 2 or buffering == 0:
                return real(file, mode, buffering, encoding, *rest, **more)
            raw = Raw(file, mode.replace("b", "").replace("t", ""), more.pop("closefd", True))
            binary = io.BufferedWriter(raw)
            return binary if "b" in mode else io.TextIOWrapper(binary, encoding or "utf-8", *rest, **more)

        import builtins

        io.open = builtins.open = opened

    def _wrap_git(self) -> None:
        """With kind GIT: at its number git is started, and fails as it does when the disk is full."""
        if self.kind != "GIT":
            return
        layer, real = self, subprocess.Popen.__init__
        broken = ["sh", "-c", "echo 'fatal: unable to write file: No space left on device' >&2; exit 128"]

        def start(self: Any, line: Any, *rest: Any, **more: Any) -> None:
            layer.done.append("start git")
            real(self, broken if len(layer.done) == layer.at else line, *rest, **more)

        # Ours takes any words, and hands them on.
        subprocess.Popen.__init__ = start  # type: ignore[assignment,method-assign]
        self.step = lambda name: False  # type: ignore[method-assign]
