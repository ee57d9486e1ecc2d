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
from benchmarks.run import RESULTS, SHORTCUTS_HEADING
from benchmarks.staged import stage
from benchmarks.without import forget_log

SAYS = """Counted by `python -m benchmarks.shortcuts` in instructions, git's with them, which noise does not blur. The
part says how many more a command needs without the shortcut. Under 3 % everywhere means that it goes. Versions that
differ are few in the practice that is made up: where one commit in five edits a record, the events of 1,000 commits
(`benchmarks.history.repository`) took 23 % more without comparing by lines, and where one in two does, 45 %
(2026-11-30). Work shared by processes buys time on the clock, not instructions: see above."""
CLIENTS, OF_A_LONG_PAST, NOTES = 12, 60, 20  # 276 records: what is paid at the start is about half of a lint of them
COUNT = re.compile(r"Total instructions: (\d+)")
# The same start everywhere: no order of sets that changes from run to run, bytecode in place, nothing of the person's.
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PATH": os.environ["PATH"], "HOME": "/"}

COMMANDS: dict[str, tuple[str, ...]] = {
    "--version": ("--version",),
    "lint --staged, 3 files": ("lint", "--staged"),
    "lint, 276 records": ("lint", "--jobs", "1", "--format", "concise"),
    "show C-0001": ("show", "C-0001"),
    "audit log, 1,020 commits": ("audit", "log", "--format", "json"),
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
    functions = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.FunctionDef)]
    nodes = [each for each in functions if each.name == function]
    assert nodes, f"{place} is not there any more"
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in nodes)


STARTS = ("lint --staged, 3 files",)
LINT = ("lint --staged, 3 files", "lint, 276 records")
LOG = ("audit log, 1,020 commits",)
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
    Shortcut("collector", "collector of dead objects tuned", ("collector.py",), EACH),
    Shortcut("late", "commands imported when asked for", ("cli/lazy_groups.py",), ("--version", *LOG)),
    Shortcut(
        "differences",
        "two versions compared by the lines that differ",
        ("audit/changes/front_diff.py", "audit/changes/version_diff.py:_quickly"),
        LOG,
        "0035",
    ),
    Shortcut("log", "events of the past kept from run to run", ("audit/changes/event_cache.py",), AGAIN, "0021"),
)


class Counted(NamedTuple):
    """Instructions of one start, git's with them, and what it printed."""

    instructions: int
    said: bytes


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
        root = _practice(Path(folder) / "practice", CLIENTS)
        _practice(_long(root), OF_A_LONG_PAST)
        whole = {name: _count("", root, name) for name in COMMANDS if any(name in each.where for each in wanted)}
        rows = [_measure(each, root, whole) for each in wanted]
    table = _table(whole, rows)
    print(table)
    if len(wanted) == len(SHORTCUTS):
        _write(table)


def _long(root: Path) -> Path:
    """Where the practice with the longer past lies, of which the log is asked."""
    return root.with_name("long")


def _practice(root: Path, clients: int) -> Path:
    """A made-up practice with its history, and three plans of three clients laid ready, each with one line more."""
    program = [sys.executable, "-m", "caseload_tools"]
    made = ["demo", "--clients", str(clients), "--notes", str(NOTES), str(root)]
    subprocess.run([*program, *made], check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    stage(root)
    return root


def _measure(shortcut: Shortcut, root: Path, whole: dict[str, Counted]) -> Measured:
    print(f"  without: {shortcut.name}", file=sys.stderr)
    buys = {}
    for name in shortcut.where:
        without = _count(shortcut.key, root, name)
        # Less of the work would be less instructions: it must have said the same.
        assert without.said == whole[name].said, f"{name} did not do its work without {shortcut.key}"
        buys[name] = without.instructions / whole[name].instructions - 1
    return Measured(shortcut, buys)


def _count(without: str, root: Path, name: str) -> Counted:
    """One start of the program. It runs once before, so that bytecode and what it keeps are there."""
    root = _long(root) if name in (*LOG, *AGAIN) else root
    typed = [sys.executable, "-m", "benchmarks.without", without, str(root), "-C", str(root), *COMMANDS[name]]
    _run(typed, accept=(0, 1))
    if name in LOG:
        forget_log(str(root))
    with tempfile.TemporaryDirectory() as folder:
        options = ["--trace-children=yes", "--instr-count-only=yes"]
        files = [f"--bb-out-file={folder}/%p.blocks", f"--log-file={folder}/%p.log"]
        said = _run(["valgrind", "--tool=exp-bbv", *options, *files, *typed], accept=(0, 1))
        logs = [each.read_text() for each in Path(folder).glob("*.log")]
    return Counted(sum(int(each) for log in logs for each in COUNT.findall(log)), said)


def _run(command: Sequence[str], accept: tuple[int, ...]) -> bytes:
    done = subprocess.run(command, env=ENVIRONMENT, cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in accept:
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return done.stdout


def _table(whole: dict[str, Counted], rows: Sequence[Measured]) -> str:
    head = "| shortcut | lines | more without it | decision |\n|---|---|---|---|"
    lines = [head]
    for row in sorted(rows, key=lambda each: -each.best):
        buys = ", ".join(f"{name} {part:+.1%}" for name, part in row.buys.items())
        lines.append(f"| {row.shortcut.name} | {row.shortcut.cost()} | {buys} | {row.shortcut.decision} |")
    counted = "; ".join(f"`{name}` {count.instructions / 1e6:,.0f}" for name, count in whole.items())
    return "\n".join(
        [*lines, "", f"Millions of instructions with all of them, the starts of Python and of git included: {counted}."]
    )


def _write(table: str) -> None:
    """Put the section in place of the last one in benchmarks/results.md, or below all."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    above = text.partition(SHORTCUTS_HEADING)[0].rstrip()
    RESULTS.write_text(f"{above}\n\n{SHORTCUTS_HEADING}\n\n{SAYS}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
