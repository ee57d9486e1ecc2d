"""The server of tests/faults/server.py, seen from a test: a scene in a world, with at most one fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.conftest import ROOT
from tests.faults.scenes import Scene
from tests.faults.worlds import DAY


@dataclass(frozen=True)
class Ended:
    """How a run ended; negative codes are signals, `done` the operations it came to and `moments` when, in seconds.

    `learned` is how much it had to import that the server has imported since: the next run is quicker.
    """

    code: int
    out: str
    err: str
    done: list[str]
    moments: list[float]
    took: float
    learned: int


class Server:
    """A running tests/faults/server.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def run(self, scene: Scene, world: Path, at: int = 0, kind: str = "", **asked: Any) -> Ended:
        """A fault of a kind at an operation, or what else is asked: `after` seconds a kill, with `gits`; `naive`."""
        (world / "tmp").mkdir(exist_ok=True)
        asked |= {
            "argv": scene.typed,
            "older": scene.older,
            "cwd": str(world / scene.where),
            "env": DAY,
            "tmp": str(world / "tmp"),
            "roots": [str(world)],
            "at": at,
            "kind": kind,
        }
        _pipe(self._process.stdin).write(json.dumps(asked).encode() + b"\n")
        _pipe(self._process.stdin).flush()
        return Ended(**json.loads(_pipe(self._process.stdout).readline()))

    def stop(self) -> None:
        _pipe(self._process.stdin).close()
        self._process.wait(30)
        _pipe(self._process.stdout).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
