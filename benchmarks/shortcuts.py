"""`python -m benchmarks.shortcuts`: what each thing that exists for speed alone buys today, and its cost in lines.

    python -m benchmarks.shortcuts                 every shortcut, about twenty minutes; writes benchmarks/results.md
    python -m benchmarks.shortcuts collector       some of them; prints only

A start of the program is counted in instructions (valgrind), those of git with it, with and without the shortcut:
other programs on the machine do not blur that, so one count is enough. Without a shortcut means: the same program, in
which the one place that takes it is told not to before anything else is loaded. A shortcut that buys under 3 % wherever
it is taken goes, as long as all that went together costs at most 3 %.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.measuring import ROOT
from benchmarks.run import RESULTS
from benchmarks.staged import stage
from benchmarks.without import forget_log

HEADING = "## What each shortcut buys"
SAYS = """Counted by `python -m benchmarks.shortcuts` in instructions, git's with them, which noise does not blur. The
part says how many more a command needs without the shortcut. Under 3 % everywhere means that it goes."""
CLIENTS, NOTES = 12, 20  # 276 records: what is paid once at the start is about half of a lint of them
COUNT = re.compile(r"Total instructions: (\d+)")
# The same start everywhere: no order of sets that changes from run to run, bytecode in place, nothing of the person's.
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PATH": os.environ["PATH"], "HOME": "/"}

COMMANDS: dict[str, tuple[str, ...]] = {
    "--version": ("--version",),
    "lint --staged, 3 files": ("lint", "--staged"),
    "lint, 276 records": ("lint", "--jobs", "1", "--format", "concise"),
    "show C-0001": ("show", "C-0001"),
    "audit log, 204 commits": ("audit", "log", "--format", "json"),
    "audit log, once more": ("audit", "log", "--format", "json"),
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Something that is there for speed alone: what it is, in which lines, how to do without, where it may matter."""

    key: str
    """Its name in benchmarks/without.py."""
    name: str
    lines: tuple[str, ...]
    """Whole files of the package, or `file:function`, that would go with it."""
    where: tuple[str, ...]
    decision: str = ""
    more: int = 0
    """Lines beside those of whole files and functions, counted by hand."""

    def cost(self) -> int:
        """Lines of the package that would go with it."""
        return self.more + sum(_lines(each) for each in self.lines)


def _lines(place: str) -> int:
    file, _, function = place.partition(":")
    text = (ROOT / "caseload_tools" / file).read_text(encoding="utf-8")
    if not function:
        return len(text.splitlines())
    nodes = [each for each in ast.walk(ast.parse(text)) if getattr(each, "name", "") == function]
    assert nodes, f"{place} is not there any more"
    return sum(node.end_lineno - node.lineno + 1 for node in nodes)  # type: ignore[attr-defined]


STARTS = ("lint --staged, 3 files",)
LINT = ("lint --staged, 3 files", "lint, 276 records")
LOG = ("audit log, 204 commits",)
AGAIN = ("audit log, once more",)
EACH = tuple(COMMANDS)
SHORTCUTS = (
    Shortcut("values", "frozen values of our own, not dataclasses", ("values.py",), EACH, "0004"),
    Shortcut("click", "the way past click", ("cli/short_way.py",), STARTS, "0037", more=6),
    Shortcut(
        "lines",
        "simple front matter read line by line",
        ("text/front_matter/yaml_lines.py",),
        (*LINT, "show C-0001", *LOG),
        "0039",
    ),
    Shortcut("rust", "jsonschema-rs asked before jsonschema", (), LINT, "0010", more=25),
    Shortcut("collector", "collector of dead objects tuned", (), EACH, more=40),
    Shortcut("late", "commands imported when asked for", ("cli/lazy_groups.py",), ("--version", *LOG)),
    Shortcut("past", "the past read when a rule asks", ("history/readers/lazy_history.py",), LINT),
    Shortcut(
        "differences",
        "two versions compared by the lines that differ",
        ("audit/changes/front_diff.py", "audit/changes/version_diff.py:_quickly"),
        LOG,
        "0035",
    ),
    Shortcut("log", "events of the past kept from run to run", ("audit/changes/event_cache.py",), AGAIN, "0021"),
    Shortcut("cache", "results of functions remembered", (), EACH, more=40),
)


class Measured(NamedTuple):
    """One row of the table: instructions without a shortcut, as a part of those with it, by command."""

    shortcut: Shortcut
    buys: dict[str, float]

    @property
    def best(self) -> float:
        return max(self.buys.values())


def main() -> None:
    """Count everything that was asked for."""
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is needed, which counts instructions. On Debian: apt-get install valgrind")
    wanted = [each for each in SHORTCUTS if each.key in sys.argv[1:] or not sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        root = _practice(Path(folder) / "practice")
        whole = {name: _count("", root, name) for name in COMMANDS if any(name in each.where for each in wanted)}
        rows = [_measure(each, root, whole) for each in wanted]
    table = _table(whole, rows)
    print(table)
    if len(wanted) == len(SHORTCUTS):
        _write(table)


def _practice(root: Path) -> Path:
    """A made-up practice with its history, and three plans of three clients laid ready, each with one line more."""
    program = [sys.executable, "-m", "caseload_tools"]
    made = ["demo", "--clients", str(CLIENTS), "--notes", str(NOTES), str(root)]
    subprocess.run([*program, *made], check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    stage(root)
    return root


def _measure(shortcut: Shortcut, root: Path, whole: dict[str, int]) -> Measured:
    print(f"  without: {shortcut.name}", file=sys.stderr)
    without = {name: _count(shortcut.key, root, name) for name in shortcut.where}
    return Measured(shortcut, {name: without[name] / whole[name] - 1 for name in shortcut.where})


def _count(without: str, root: Path, name: str) -> int:
    """Instructions of one start of the program. It runs once before, so that bytecode and what it keeps are there."""
    typed = [sys.executable, "-m", "benchmarks.without", without, str(root), "-C", str(root), *COMMANDS[name]]
    printed = [_run(typed, accept=(0, 1))]
    if name in LOG:
        forget_log(str(root))
    with tempfile.TemporaryDirectory() as folder:
        options = ["--trace-children=yes", "--instr-count-only=yes"]
        files = [f"--bb-out-file={folder}/%p.blocks", f"--log-file={folder}/%p.log"]
        printed.append(_run(["valgrind", "--tool=exp-bbv", *options, *files, *typed], accept=(0, 1)))
        logs = [each.read_text() for each in Path(folder).glob("*.log")]
        counted = sum(int(each) for log in logs for each in COUNT.findall(log))
    # Less of the work would be less instructions: each must have said the same.
    assert printed[0] == printed[1] and counted, f"{name} did not do its work"
    return counted


def _run(command: Sequence[str], accept: tuple[int, ...]) -> bytes:
    done = subprocess.run(command, env=ENVIRONMENT, cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in accept:
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return done.stdout


def _table(whole: dict[str, int], rows: Sequence[Measured]) -> str:
    head = "| shortcut | lines | more without it | decision |\n|---|---|---|---|"
    lines = [head]
    for row in sorted(rows, key=lambda each: -each.best):
        buys = ", ".join(f"{name} {part:+.1%}" for name, part in row.buys.items())
        lines.append(f"| {row.shortcut.name} | {row.shortcut.cost()} | {buys} | {row.shortcut.decision} |")
    counted = "; ".join(f"`{name}` {count / 1e6:,.0f}" for name, count in whole.items())
    return "\n".join(
        [*lines, "", f"Millions of instructions with all of them, the starts of Python and of git included: {counted}."]
    )


def _write(table: str) -> None:
    """Put the section in place of the last one in benchmarks/results.md, or below all."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    above = text.partition(HEADING)[0].rstrip()
    RESULTS.write_text(f"{above}\n\n{HEADING}\n\n{SAYS}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
