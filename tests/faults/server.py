"""Runs `caseload` many times from one interpreter that has imported everything, each run in a process of its own.

Started with `python -m tests.faults.server`: a line of JSON in (what to run, which fault), a line out (how it
ended). A run is a fork, so it begins in milliseconds, and may be killed.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.forks import load, warm

_LEFT_OVER = 20.0  # seconds for a git that outlives us
_BECOME_SUBREAPER = 36  # of prctl


def _run(asked: dict[str, Any], told: int) -> None:
    """In the new process: run the command and end."""
    from tests.faults.layer import Layer

    os.setsid()
    os.chdir(asked["cwd"])
    os.environ.update(asked["env"])
    import tempfile

    tempfile.tempdir = asked["tmp"]
    outputs = [os.open(Path(asked["tmp"]) / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) for name in ("out", "err")]
    os.dup2(outputs[0], 1)
    os.dup2(outputs[1], 2)
    # In one piece, at the end: a pipe or a file, never a terminal.
    sys.stdout, sys.stderr = (io.TextIOWrapper(os.fdopen(os.dup(each), "wb"), "utf-8") for each in (1, 2))
    imported = set(sys.modules)
    layer = Layer(asked["roots"], asked["at"], asked["kind"], tuple(asked.get("saves", ("", ""))))
    layer.arm()
    if asked.get("naive"):
        from tests.faults.naive import make_naive

        make_naive()
    from caseload_tools.cli.app import run
    from caseload_tools.text import older_names

    rows = (older_names.OlderName(kind, tuple(path), *rest) for kind, path, *rest in asked["older"])
    older_names.OLDER_NAMES = tuple(rows)
    code, unlimited = 99, resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        if "largest" in asked:
            resource.setrlimit(resource.RLIMIT_FSIZE, (asked["largest"], unlimited[1]))
        code = run(asked["argv"])
    except BaseException:
        traceback.print_exc()
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    layer.kind, layer.at = "", 0
    for each in (sys.stdout, sys.stderr):
        each.flush()
    about = {"done": layer.done, "moments": layer.moments, "imported": sorted(set(sys.modules) - imported)}
    with os.fdopen(told, "wb") as file:
        file.write(json.dumps(about).encode())
    os._exit(code)


def _serve(asked: dict[str, Any]) -> dict[str, Any]:
    outputs = [Path(asked["tmp"]) / name for name in ("out", "err")]
    for each in outputs:
        each.write_bytes(b"")
    read, write = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if not child:
        os.close(read)
        _run(asked, write)
    os.close(write)
    if asked.get("after") and not select.select([read], [], [], asked["after"])[0]:  # else it has told, and ended
        _kill(child, also_gits=asked["gits"])
    with os.fdopen(read, "rb") as file:
        about = json.loads(file.read() or b'{"done": [], "moments": [], "imported": []}')
    _, status = os.waitpid(child, 0)
    took = time.monotonic() - begun
    while time.monotonic() - begun < _LEFT_OVER and _anybody_left():
        time.sleep(0.002)
    texts = [each.read_text("utf-8", "replace") for each in outputs]
    return {
        "code": os.waitstatus_to_exitcode(status),
        "out": texts[0],
        "err": texts[1],
        "done": about["done"],
        "moments": [each - begun for each in about["moments"]],
        "took": took,
        "learned": _learn(about["imported"]),
    }


def _kill(child: int, *, also_gits: bool) -> None:
    """As a terminal's end or a power cut takes everything; as somebody's `kill -9` takes one process."""
    with suppress(ProcessLookupError):
        if also_gits:
            with suppress(ProcessLookupError):  # it has not yet a group of its own
                os.killpg(child, signal.SIGKILL)
        os.kill(child, signal.SIGKILL)


def _learn(names: list[str]) -> int:
    """Import what a run had to import, once for all that follow."""
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)
    gc.freeze()
    return len(names)


def _adopt() -> None:
    """Whatever a killed run leaves running becomes ours, so that its end can be waited for."""
    import ctypes

    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_BECOME_SUBREAPER, 1)


def _anybody_left() -> bool:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    _adopt()
    load()
    warm()
    for line in sys.stdin:
        answers.write(json.dumps(_serve(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
