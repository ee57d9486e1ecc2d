"""`caseload` for tests, each run in a process of its own without starting Python and importing all of it anew.

`python -m tests.forks SOCKET` has imported everything and waits; for each run it is asked for it forks. The new
process has the arguments, folder, environment and files for its input and outputs that a new Python would have, runs
`caseload_tools.__main__`, and ends as that does. So all that a test can see is the same, as tests/test_cli_process.py
holds; what is saved is the processor time for importing, most of what a short command takes.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# What Python reads when it starts, and a fork can no longer change.
_AT_START = ("PYTHON", "LC_", "LANG")
_LONGEST = 1 << 20  # what may be asked for at once: arguments and environment


def at_start(env: dict[str, str]) -> dict[str, str]:
    """The variables of an environment that decide how Python itself starts."""
    return {name: value for name, value in env.items() if name.startswith(_AT_START)}


class Forks:
    """The waiting process, seen from a test. It is started when it is first asked, and ends with this one."""

    def __init__(self) -> None:
        self._started: tuple[subprocess.Popen[bytes], socket.socket, dict[str, str]] | None = None

    def serves(self, env: dict[str, str]) -> bool:
        """Whether a run in this environment can be a fork; a Python that starts otherwise must start itself."""
        _, _, begun = self._start()
        return at_start(env) == begun

    def run(self, arguments: list[str], cwd: Path, env: dict[str, str], stdin: bytes, timeout: float) -> Any:
        """As subprocess.run of `python -m caseload_tools`: what it left, with its outputs as bytes."""
        _, line, _ = self._start()
        asked = json.dumps({"arguments": arguments, "cwd": str(cwd), "env": env}).encode("utf-8", "surrogateescape")
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
                    [sys.executable, "-m", "tests.forks", str(theirs.fileno())],
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
    for name in ("pyrage", "material.plugins.search.plugin", "mkdocs.commands.build", "platform", "tempfile"):
        importlib.import_module(name)


def warm() -> None:
    """What a first run works out for good (schemas, profiles, rules) is worked out once, for all that follow."""
    from caseload_tools.cli.app import run

    root = ["-C", str(ROOT)]
    for typed in (["lint", "--client", "C-0160"], ["new", "client", "C-9999", "--programme", "outpatient", "--print"]):
        run([*root, *typed])
    gc.collect()
    gc.freeze()


def _become(asked: dict[str, Any], files: list[int]) -> None:
    """In the new process: stand where a Python of its own would stand, and be the program."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    os.chdir(asked["cwd"])
    tempfile.tempdir = None
    program = importlib.import_module("caseload_tools.__main__")
    sys.argv = [str(program.__file__), *asked["arguments"]]
    sys.path[0] = asked["cwd"]
    program.main()


def serve(line: socket.socket) -> None:
    """Fork for each run that is asked for, and tell how it ended; returns in the new process."""
    while True:
        message, files, _, _ = socket.recv_fds(line, _LONGEST, 3)
        if not message:
            return
        child = os.fork()
        if not child:
            break
        for file in files:
            os.close(file)
        _, status = os.waitpid(child, 0)
        line.send(str(os.waitstatus_to_exitcode(status)).encode())
    line.close()
    _become(json.loads(message.decode("utf-8", "surrogateescape")), files)


def main() -> None:
    line = socket.socket(fileno=int(sys.argv[1]))
    out, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # what the first runs say is for nobody
    load()
    warm()
    sys.stdout.flush()
    os.dup2(out, 1)
    for each in (out, null):
        os.close(each)
    serve(line)


if __name__ == "__main__":
    main()
