"""One program, run as a child of ours: how long it took, how much memory it had at most.

Whole processes, since that is what somebody waits for. Machines are noisy, so programs take
turns and the median of the turns counts; figures of two runs are never compared.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
KILOBYTES = 1024


@dataclass(slots=True)
class Contender:
    """A program and what its turns took. `accept` are exit codes that mean that it did its work."""

    name: str
    command: Sequence[str]
    turns: int = 3
    accept: tuple[int, ...] = (0,)
    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    failed: str = ""

    @property
    def typical(self) -> float:
        """Seconds, the median of the turns."""
        return median(self.seconds) if self.seconds else float("nan")

    @property
    def processor(self) -> float:
        """Seconds of processor time, the median of the turns; with its children's."""
        return median(self.worked) if self.worked else float("nan")

    @property
    def peak(self) -> float:
        """The most memory of a single process, in MB."""
        return max(self.peaks, default=float("nan"))

    def take_turn(self) -> None:
        """Run once more."""
        with tempfile.TemporaryDirectory() as folder:
            figures = Path(folder) / "figures"
            launcher = python("-S", "-E", ROOT / "benchmarks" / "launcher.py", figures)
            done = subprocess.run(
                [*launcher, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
                check=False,
            )
            code, seconds, worked, peak = figures.read_text().split()
        if int(code) not in self.accept:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [""]
            self.failed = f"exit {code}: {said[0]}"
            return
        self.seconds.append(float(seconds))
        self.worked.append(float(worked))
        self.peaks.append(int(peak) / KILOBYTES)


def race(contenders: Sequence[Contender]) -> None:
    """All turns of all, one after the other in rounds, so that noise meets all alike."""
    for turn in range(max(contender.turns for contender in contenders)):
        for contender in contenders:
            if turn < contender.turns and not contender.failed:
                if not contender.seconds:
                    print(f"  {contender.name}, {contender.turns} turns", file=sys.stderr)
                contender.take_turn()


def python(*arguments: str | Path) -> list[str]:
    """A command of the Python that runs us."""
    return [sys.executable, *map(str, arguments)]
