"""`make bench`: ours beside the naive loop, a peer and the floor, in one run, with the budgets.

    python -m benchmarks                10,000 records, about five minutes
    python -m benchmarks --quick        1,000 records, about one minute
    python -m benchmarks --profile      where the time of `caseload lint` goes

Every budget is a ratio within one run. Where one process meets one process it is of processor
time, which other programs on the machine blur least; with two processes it is of time on the
clock. The caseload is made once and kept in build/benchmarks/.
Prints what it finds and writes it to benchmarks/results.md.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import platform
import pstats
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.measuring import ROOT, Contender, python, race
from caseload_tools.desk.demo.generator import generate_caseload

BUILD = ROOT / "build" / "benchmarks"
RESULTS = ROOT / "benchmarks" / "results.md"
SHORTCUTS_HEADING = "## What each shortcut buys"  # of the part of the results that benchmarks.shortcuts writes
NOTES = 20
PER_CLIENT = NOTES + 3
SEED = 42
TODAY = date(2026, 11, 24)
FIVE = "import click, yaml, frontmatter, jsonschema, git"


@dataclass(frozen=True, slots=True)
class Budget:
    """A demand of ours on a ratio (or a figure), and what was measured."""

    what: str
    measured: float
    limit: float
    unit: str = "x"
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def row(self) -> str:
        sign = ">=" if self.at_least else "<="
        if self.measured != self.measured:  # not a number: somebody failed
            return f"| {self.what} | | {sign} {self.limit:g} {self.unit} | not measured |"
        if self.limit == float("inf"):
            return f"| {self.what} | {self.measured:,.3g} {self.unit} | | |"
        verdict = "met" if self.met else "**missed**"
        return f"| {self.what} | {self.measured:,.3g} {self.unit} | {sign} {self.limit:g} {self.unit} | {verdict} |"


def main() -> None:
    """Everything, in an order in which what takes longest comes last."""
    options = _options()
    root = caseload_of(options.records)
    if options.profile:
        return profile(root)
    print(f"Measuring {options.records:,} records; other programs on this machine blur the figures", file=sys.stderr)
    lint = lint_contenders(root, options.turns)
    start = start_contenders(root)
    race(start)
    race(lint)
    rate = generator_rate(options.records)
    reading = read_one()
    report(options.records, lint, start, rate, reading)
    return None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="1,000 records")
    parser.add_argument("--records", type=int, help="about how many records (default: 10,000)")
    parser.add_argument("--turns", type=int, default=3, help="turns of each program (default: 3)")
    parser.add_argument("--profile", action="store_true", help="profile our lint instead")
    options = parser.parse_args()
    options.records = options.records or (1_000 if options.quick else 10_000)
    return options


def caseload_of(records: int) -> Path:
    """A generated caseload of about so many records, kept from run to run; new when the generator changes."""
    clients = round(records / PER_CLIENT)
    sources = sorted((ROOT / "caseload_tools" / "desk" / "demo").glob("*.py"))
    newest = max(source.stat().st_mtime for source in sources)
    root = BUILD / f"{records}"
    if root.exists() and root.stat().st_ctime < newest:
        shutil.rmtree(root)
    if not root.exists():
        print(f"Making a caseload of {clients * PER_CLIENT:,} records", file=sys.stderr)
        BUILD.mkdir(parents=True, exist_ok=True)
        generate_caseload(root, clients, NOTES, SEED, today=TODAY)
    return root


def lint_contenders(root: Path, turns: int) -> list[Contender]:
    """Who is measured on the whole caseload."""
    extracted = root.with_name(root.name + "-yaml")
    shutil.rmtree(extracted, ignore_errors=True)
    subprocess.run(python("-m", "benchmarks.loops", "extract", root, extracted), cwd=ROOT, check=True)

    def ours(jobs: int) -> list[str]:
        return python("-m", "caseload_tools", "-C", root, "lint", "--jobs", str(jobs), "--format", "concise")

    return [
        Contender("ours, all rules, 1 process", ours(1), turns, accept=(0, 1)),
        Contender("ours, all rules, 2 processes", ours(2), turns, accept=(0, 1)),
        Contender("naive loop", python("-m", "benchmarks.loops", "naive", root), turns),
        Contender("check-jsonschema", python("-m", "benchmarks.loops", "check-jsonschema", extracted), 1),
        Contender("read floor", python("-S", "-E", ROOT / "benchmarks" / "loops.py", "floor", root), turns),
    ]


def start_contenders(root: Path) -> list[Contender]:
    """Who is measured on starting: three files, as in a commit hook."""
    folder = next(path for path in sorted((root / "records" / "clients").iterdir()) if path.is_dir())
    three = [str(path) for path in sorted(folder.rglob("*.md"))[:3]]
    lint = python("-m", "caseload_tools", "-C", root, "lint", "--format", "concise", *three)
    return [
        Contender("caseload lint, 3 files", lint, 15, accept=(0, 1)),
        Contender(f'python -c "{FIVE}"', python("-c", FIVE), 15),
        Contender("python -c pass", python("-c", "pass"), 15),
    ]


def generator_rate(records: int) -> float:
    """Records a second, with the import into git and the files on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        made = generate_caseload(Path(folder) / "practice", round(records / PER_CLIENT), NOTES, SEED, today=TODAY)
        return made.records / (time.perf_counter() - started)


def read_one() -> tuple[str, float]:
    """What benchmarks/read_one.py prints, and its ratio."""
    done = subprocess.run(
        python(ROOT / "benchmarks" / "read_one.py"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    found = re.search(r"with ([0-9.]+)x", done.stdout)
    return done.stdout.strip(), float(found.group(1)) if found else float("nan")


def budgets(lint: Sequence[Contender], start: Sequence[Contender], rate: float, reading: float) -> list[Budget]:
    """The budgets of the plan, in the order of its table."""
    one, two, naive, peer, floor = lint
    begun, five, _ = start
    return [
        Budget("reading one record / yaml.load(CSafeLoader)", reading, 0.5),
        Budget("lint, 1 process / naive loop, processor time", one.processor / naive.processor, 0.6),
        Budget("lint, 2 processes / naive loop", two.typical / naive.typical, 0.33),
        Budget("lint, 1 process / check-jsonschema, processor time", one.processor / peer.processor, 0.1),
        Budget("lint, peak memory of a process", max(one.peak, two.peak), 60, "MB"),
        Budget("lint of 3 files / import of the five libraries, processor time", begun.processor / five.processor, 1.0),
        Budget("generator, with the import into git", rate, 2000, "records/s", at_least=True),
        Budget("(for comparison) lint, 1 process / read floor", one.processor / floor.processor, float("inf")),
    ]


def report(
    records: int,
    lint: Sequence[Contender],
    start: Sequence[Contender],
    rate: float,
    reading: tuple[str, float],
) -> None:
    """On the screen and in benchmarks/results.md."""
    lines = [
        "# Measured by `make bench`",
        "",
        _about(records),
        "",
        "| program | seconds | of processor time | turns | peak MB of a process | / naive loop |",
        "|---|---|---|---|---|---|",
        *(_row(contender, lint[2].typical) for contender in lint),
        "",
        "| start of a process | milliseconds | turns | peak MB |",
        "|---|---|---|---|",
        *(
            f"| {each.name} | {each.failed or f'{each.typical * 1000:.0f}'} | {len(each.seconds)} | {each.peak:.0f} |"
            for each in start
        ),
        "",
        "| budget | measured | demand | |",
        "|---|---|---|---|",
        *(budget.row() for budget in budgets(lint, start, rate, reading[1])),
        "",
        "Reading one record (`benchmarks/read_one.py`):",
        "",
        "```",
        reading[0],
        "```",
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    _, heading, below = RESULTS.read_text(encoding="utf-8").partition(SHORTCUTS_HEADING)
    RESULTS.write_text(f"{text}\n{heading}{below}" if heading else text, encoding="utf-8")


def _about(records: int) -> str:
    made = round(records / PER_CLIENT) * PER_CLIENT
    return (
        f"{made:,} generated records, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{platform.system()}; whole processes, median of the turns. Only ratios within one run mean anything."
    )


def _row(contender: Contender, naive: float) -> str:
    if contender.failed:
        return f"| {contender.name} | failed: {contender.failed[:80]} | | | | |"
    return (
        f"| {contender.name} | {contender.typical:.2f} | {contender.processor:.2f} "
        f"| {len(contender.seconds)} | {contender.peak:.0f} "
        f"| {contender.typical / naive:.2f} |"
    )


def profile(root: Path) -> None:
    """The forty functions that our lint spends most time in, one process."""
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.run import lint_caseload
    from caseload_tools.practice import load_practice

    watched = cProfile.Profile()
    watched.enable()
    lint_caseload(root, load_practice(root), LintRequest(today=TODAY))
    watched.disable()
    pstats.Stats(watched).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
