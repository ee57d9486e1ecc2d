"""`caseload` for tests, each run in a process of its own without starting Python and importing all of it anew.

`python -m tests.forks SOCKET DOOR` has imported everything and waits; for each run it is asked for it forks. The new
process has the arguments, folder, environment and files for its input and outputs that a new Python would have, runs
`caseload_tools.__main__`, and ends as that does. So all that a test can see is the same, as tests/test_cli_process.py
holds; what is saved is the processor time for importing, most of what a short command takes.

Tests ask through a socket. Hooks, which git starts, ask at the door: `Forks.python` is a program that stands where a
hook names its Python, and hands on what it was given (tests/forked_python.py).
"""

from __future__ import annotations

import atexit
import gc
import importlib
import marshal
import os
import pkgutil
import select
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# What Python reads when it starts, and a fork can no longer change.
_AT_START = ("PYTHON", "LC_", "LANG")
# What libraries import when they are first used: a table in colours, a sentence about a schema, a page of the site.
_LATE = ("rich.console", "rich.table", "rich.text", "jsonschema", "idna", "pygments.lexers", "pygments.formatters")
_SHORT = tempfile.gettempdir()  # before tests have one of their own: the name of a door may have a hundred letters
_LONGEST = 1 << 20  # what may be asked for at once: arguments and environment


def at_start(env: dict[str, str]) -> dict[str, str]:
    """The variables of an environment that decide how Python itself starts."""
    return {name: value for name, value in env.items() if name.startswith(_AT_START)}


class Forks:
    """The waiting process, seen from a test. It is started when it is first asked, and ends with this one."""

    def __init__(self) -> None:
        self._started: tuple[subprocess.Popen[bytes], socket.socket, dict[str, str]] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def python(self) -> str:
        """What a hook may name as its Python: a program that has `caseload` run in a fork too."""
        self._start()
        return str(self._place / "python")

    @property
    def _place(self) -> Path:
        """Where the door is, and the program that knocks at it."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="forks-", dir=_SHORT)
            words = [sys.executable, "-IS", ROOT / "tests/forked_python.py", Path(self._folder.name) / "door"]
            program = Path(self._folder.name) / "python"
            program.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, [*words, sys.executable]))} "$@"\n')
            program.chmod(0o755)
        return Path(self._folder.name)

    def serves(self, env: dict[str, str]) -> bool:
        """Whether a run in this environment can be a fork; a Python that starts otherwise must start itself."""
        _, _, begun = self._start()
        return at_start(env) == begun

    def run(self, arguments: list[str], cwd: Path, env: dict[str, str], stdin: bytes, timeout: float) -> Any:
        """As subprocess.run of `python -m caseload_tools`: what it left, with its outputs as bytes."""
        _, line, _ = self._start()
        asked = marshal.dumps((["-m", "caseload_tools", *arguments], str(cwd), env))
        assert len(asked) < _LONGEST, "more than can be asked for at once"
        with ExitStack() as stack:
            files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            files[0].write(stdin)
            files[0].seek(0)
            line.settimeout(timeout)
            try:
                socket.send_fds(line, [asked], [file.fileno() for file in files])
                code = int(line.recv(32))
            except TimeoutError:
                self.stop()
                raise subprocess.TimeoutExpired(["caseload", *arguments], timeout) from None
            for file in files[1:]:
                file.seek(0)
            return subprocess.CompletedProcess(arguments, code, *(file.read() for file in files[1:]))

    def stop(self) -> None:
        """End the waiting process."""
        if self._started:
            process, line, _ = self._started
            self._started = None
            line.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket, dict[str, str]]:
        if self._started is None:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                for kind in (socket.SO_SNDBUF, socket.SO_RCVBUF):
                    ours.setsockopt(socket.SOL_SOCKET, kind, _LONGEST)
                process = subprocess.Popen(
                    [sys.executable, "-m", "tests.forks", str(theirs.fileno()), str(self._place / "door")],
                    cwd=ROOT,
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                )
            self._started = process, ours, at_start(dict(os.environ))
        return self._started


# --- the waiting process ---------------------------------------------------------------------


def load() -> None:
    """Import everything that a command imports late."""
    import caseload_tools

    for found in pkgutil.walk_packages(caseload_tools.__path__, "caseload_tools."):
        with suppress(Exception):  # the command that needs it says so
            importlib.import_module(found.name)
    for name in ("pyrage", "material.plugins.search.plugin", "mkdocs.commands.build", "platform", "tempfile", *_LATE):
        importlib.import_module(name)


def warm() -> None:
    """What a first run works out for good (schemas, profiles, rules) is worked out once, for all that follow."""
    from caseload_tools.cli.app import run

    root = ["-C", str(ROOT)]
    for typed in (
        ["lint", "--client", "C-0160"],
        ["profiles"],
        ["new", "client", "C-9999", "--programme", "outpatient", "--print"],
    ):
        run([*root, *typed])
    gc.collect()
    gc.freeze()


def _become(words: list[str], folder: str, env: dict[str, str], files: list[int]) -> None:
    """In the new process: stand where a Python of its own would stand, and be the program."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(folder)
    tempfile.tempdir = None
    program = importlib.import_module("caseload_tools.__main__")
    sys.argv = [str(program.__file__), *words[words.index("caseload_tools") + 1 :]]
    sys.path[:1] = [] if words[0] == "-P" else [folder]
    try:
        program.main()
    except SystemExit as end:
        if isinstance(end.code, int):
            _leave(end.code)
        raise


def _leave(code: int) -> None:
    """End as Python does, but for taking apart each object of the process that waits: most of a short run.

    Where a last word cannot be written Python ends in its own way, and says so. Any other exception is left to it, too.
    """
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        for each in (sys.stdout, sys.stderr):
            if each and not each.closed:
                each.flush()
    except OSError:
        return
    os._exit(code & 0xFF)


class Forking:
    """Forks for each run that is asked for, and tells how it ended.

    A run that was asked for through the line may start git, and git a hook that comes to the door: so no run is waited
    for, but all are looked after at once.
    """

    def __init__(self, line: socket.socket, door: socket.socket) -> None:
        self._line, self._door = line, door
        self._begun = at_start(dict(os.environ))
        self._running: dict[int, tuple[int, socket.socket]] = {}
        self._poll = select.poll()
        for each in (line, door):
            self._poll.register(each, select.POLLIN)

    def serve(self) -> None:
        """Returns when nobody asks any more, and in each new process when its run is over."""
        while True:
            for handle, _ in self._poll.poll():
                if handle in self._running:
                    self._tell(handle)
                    continue
                asking = self._line if handle == self._line.fileno() else self._door.accept()[0]
                asked, files, _, _ = socket.recv_fds(asking, _LONGEST, 3)
                if asking is self._line and not asked:
                    return
                if asked and self._fork(asked, files, asking):
                    return

    def _fork(self, asked: bytes, files: list[int], asking: socket.socket) -> bool:
        """Whether this is the new process, whose run is over."""
        words, folder, env = marshal.loads(asked)
        child = os.fork() if at_start(env) == self._begun else None
        if child == 0:
            for handle, (_, other) in self._running.items():
                os.close(handle)
                other.close()
            for each in (self._line, self._door, asking):
                each.close()
            _become(words, folder, env, files)
            return True
        for file in files:
            os.close(file)
        if child is None:  # a Python that starts otherwise must start itself
            asking.close()
            return False
        handle = os.pidfd_open(child)
        self._running[handle] = child, asking
        self._poll.register(handle, select.POLLIN)
        return False

    def _tell(self, handle: int) -> None:
        self._poll.unregister(handle)
        process, asking = self._running.pop(handle)
        os.close(handle)
        _, status = os.waitpid(process, 0)
        with suppress(OSError):  # whoever asked may be gone
            asking.send(str(os.waitstatus_to_exitcode(status)).encode())
        if asking is not self._line:
            asking.close()


def main() -> None:
    line, place = socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])
    door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    place.unlink(missing_ok=True)
    door.bind(str(place))
    door.listen(64)
    out, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # what the first runs say is for nobody
    load()
    warm()
    sys.stdout.flush()
    os.dup2(out, 1)
    for each in (out, null):
        os.close(each)
    Forking(line, door).serve()


if __name__ == "__main__":
    main()
