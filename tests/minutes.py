"""What each file of tests costs in processor time, the processes that it starts included, and what it proves.

python -m tests.minutes             run what `make test` runs, one file after the other, and print the table
python -m tests.minutes --write     and write it into docs/quality.md
python -m tests.minutes tests/test_hooks.py     some files only

What a file proves is the first sentence of its docstring. Pytest loads this file as a plugin, which asks the system at
the end of each file what was used since the last: by pytest, by what it has waited for, and by what still runs. Of a
browser most is done by processes that nobody waits for, so those become ours, and are counted when they end.
"""

from __future__ import annotations

import argparse
import ast
import ctypes
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.forks import ROOT
from tests.quality_page import write_minutes

OUT = os.environ.get("CASELOAD_TESTS_MINUTES", "")
SELECTED = "not extended and not slow"
LEAST = 3.0  # seconds of a file that has a line of its own
_BECOME_SUBREAPER = 36  # of prctl
_TICKS = os.sysconf("SC_CLK_TCK")


# --- while pytest runs ---------------------------------------------------------------------------


class Meter:
    """Seconds of processor time since it was asked last."""

    def __init__(self) -> None:
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).prctl(_BECOME_SUBREAPER, 1)
        self.orphans = 0.0  # of processes that those who started them did not wait for
        self._before = self._now()

    def since(self) -> float:
        self._reap()
        before, self._before = self._before, self._now()
        return self._before - before

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                used = os.wait4(-1, os.WNOHANG)[2]
                self.orphans += used.ru_utime + used.ru_stime

    def _now(self) -> float:
        return sum(os.times()[:4]) + used_below("self")


def used_below(process: str) -> float:
    """What the processes below one have used that still run, and those that they have waited for."""
    used = 0.0
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                words = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                used += sum(map(int, words[11:15])) / _TICKS + used_below(child)
    return used


class Plugin:
    """Writes down what each file used."""

    def __init__(self) -> None:
        self._meter = Meter()
        self._told: dict[str, Any] = {"collecting": 0.0, "files": {}}

    def pytest_collection_finish(self) -> None:
        self._told["collecting"] = self._meter.since()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
        done: Any = yield
        file = self._told["files"].setdefault(item.path.relative_to(ROOT).as_posix(), [0, 0.0])
        file[0] += 1
        if nextitem is None or nextitem.path != item.path:
            file[1] += self._meter.since()
        return done

    def pytest_sessionfinish(self) -> None:
        self._told |= {"orphans": self._meter.orphans}
        worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
        Path(OUT, f"{worker}.json").write_text(json.dumps(self._told), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if OUT and not (getattr(config.option, "tx", None) and not hasattr(config, "workerinput")):  # not where none runs
        config.pluginmanager.register(Plugin())


# --- the page ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A file of tests: how many there are, what they cost, what they prove."""

    file: str
    tests: int
    seconds: float
    proves: str


def proves(file: str) -> str:
    """The first sentence of a file's docstring."""
    told = ast.get_docstring(ast.parse((ROOT / file).read_text(encoding="utf-8"))) or ""
    return " ".join(told.partition("\n\n")[0].split())


def lines(told: dict[str, Any]) -> list[Line]:
    """The dearest first; files that cost little are one line."""
    each = [Line(file, tests, seconds, proves(file)) for file, (tests, seconds) in told["files"].items()]
    dear = sorted((line for line in each if line.seconds >= LEAST), key=lambda line: -line.seconds)
    cheap = [line for line in each if line.seconds < LEAST]
    count, tests, seconds = len(cheap), sum(line.tests for line in cheap), sum(line.seconds for line in cheap)
    rest = Line(
        f"{count} others", tests, seconds, "Each less than that: rules, texts, dates, pages, reports, settings."
    )
    return [*dear, *([rest] if cheap else [])]


def page(told: dict[str, Any], today: date) -> str:
    """The section of docs/quality.md."""
    files = list(told["files"].values())
    tests, seconds = sum(each[0] for each in files), sum(each[1] for each in files) + told["collecting"]
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    rows = [f"| `{line.file}` | {line.tests} | {line.seconds:.1f} | {line.proves} |" for line in lines(told)]
    return "\n".join(
        [
            "",
            f"Written by `python -m tests.minutes --write` on {today} ({machine}): the processor time",
            "of what `make test` runs, one file after the other, with processes and browsers. On two",
            "idle cores it takes about half of that by the clock; on a busy machine a second does less. A file of less",
            f"than {LEAST:.0f} seconds has no line of its own. What a file proves is what it says of itself.",
            "",
            "| file | tests | seconds | what it proves |",
            "|---|---:|---:|---|",
            *rows,
            f"| finding the tests | | {told['collecting']:.1f} | |",
            f"| **all** | **{tests}** | **{seconds:.0f}** | |",
            "",
        ]
    )


def measured(files: Sequence[str], jobs: str) -> dict[str, Any]:
    """What each file used; the processes side by side have had different ones."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.minutes", "-m", SELECTED, *files]
    command += ["-n", jobs, "--dist", "loadfile", "--no-loadscope-reorder"] if jobs != "1" else []
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"CASELOAD_TESTS_MINUTES": folder}, check=False)
        parts = [json.loads(each.read_text(encoding="utf-8")) for each in Path(folder).iterdir()]
    told: dict[str, Any] = {name: sum(part[name] for part in parts) for name in ("collecting", "orphans")}
    return told | {
        "ended": done.returncode,
        "files": {file: of for part in parts for file, of in part["files"].items()},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.minutes", description="What each file of tests costs.")
    parser.add_argument("files", nargs="*", metavar="FILE", help="a file of tests; all when left out")
    parser.add_argument(
        "--jobs", default="1", metavar="N", help="processes side by side, each of which finds all tests"
    )
    parser.add_argument("--write", action="store_true", help="write it into docs/quality.md")
    options = parser.parse_args(arguments)
    if options.write and options.files:
        parser.error("--write takes all files")
    told = measured(options.files, options.jobs)
    print(page(told, datetime.now().astimezone().date()))
    print(f"{told['orphans']:.0f} seconds of it by processes that nobody waited for, which `make test` does not see")
    if told["ended"]:
        print("not written: tests have failed")
    elif options.write:
        write_minutes(page(told, datetime.now().astimezone().date()))
    return int(told["ended"])


if __name__ == "__main__":
    sys.exit(main())
