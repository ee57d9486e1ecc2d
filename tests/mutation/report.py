"""What became of the mutants, on a page: shares by file, survivors, and those that no test can tell apart."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.mutation.trial import Outcome

HERE = Path(__file__).resolve().parent
COMMAND = "make mutation"
GOAL = 85.0


@dataclass(frozen=True)
class Equal:
    """A mutant that says the same as the original in every practice, and why."""

    file: str
    function: str
    change: str
    why: str


@cache
def equals() -> tuple[Equal, ...]:
    """The list in equal.toml."""
    listed = tomllib.loads((HERE / "equal.toml").read_text(encoding="utf-8"))
    return tuple(Equal(**each) for each in listed.get("equal", []))


@dataclass(frozen=True)
class FileReport:
    """The outcomes of one file of rules."""

    name: str
    outcomes: tuple[Outcome, ...]
    made: int = 0  # how many mutants there are; fewer may have been tried

    @property
    def killed(self) -> int:
        """Mutants that a test tells from the original, those that never end among them."""
        return sum(each.fate != "survived" for each in self.outcomes)

    @property
    def equal(self) -> tuple[tuple[Outcome, Equal], ...]:
        """Survivors that are on the list."""
        known = {(each.function, each.change): each for each in equals() if each.file == self.name}
        found = ((each, known.get((each.function, each.said))) for each in self.outcomes if each.fate == "survived")
        return tuple((outcome, equal) for outcome, equal in found if equal is not None)

    @property
    def survivors(self) -> tuple[Outcome, ...]:
        """Survivors that a test could kill."""
        excused = {id(outcome) for outcome, _ in self.equal}
        return tuple(each for each in self.outcomes if each.fate == "survived" and id(each) not in excused)

    @property
    def share(self) -> float:
        """Killed per hundred of those that can be killed."""
        able = len(self.outcomes) - len(self.equal)
        return 100 * self.killed / able if able else 100.0


def total(files: Sequence[FileReport]) -> FileReport:
    """All files as one; its `equal` is not asked for."""
    return FileReport("all", tuple(outcome for file in files for outcome in file.outcomes))


def share_of(files: Sequence[FileReport]) -> float:
    """Killed per hundred over all files."""
    able = sum(len(file.outcomes) - len(file.equal) for file in files)
    return 100 * sum(file.killed for file in files) / able if able else 100.0


def stale(files: Sequence[FileReport]) -> list[Equal]:
    """Entries of the list that no longer are a surviving mutant of their file."""
    ran = {file.name: {(each.function, each.change) for _, each in file.equal} for file in files}
    return [each for each in equals() if each.file in ran and (each.function, each.change) not in ran[each.file]]


def line_of(file: FileReport) -> str:
    """A file's figures for the terminal."""
    return (
        f"{file.name:18} {len(file.outcomes):5} {file.killed:6} {len(file.equal):5} {len(file.survivors):8}"
        f" {file.share:6.1f} %"
    )


HEAD = f"{'file':18} {'all':>5} {'killed':>6} {'equal':>5} {'survived':>8} {'share':>8}"

INTRODUCTION = f"""\
# How well the rules are tested

Written by `{COMMAND}`, which makes one small mistake at a time in each file of rules (a comparison turned round, a
condition negated, a word left out, a number off by one, an `and` for an `or`, an early return or a finding removed)
and asks whether a test notices. The tests are those of `make test`: the examples in the rules' docstrings, the cases in
`tests/cases/`, the labelled sentences, the faults of the untidy practice, every slip of one key in three charts, the
charts that were judged finding by finding, and the clean demo practice, on which no rule may speak.

A mistake that no test notices has *survived*; each is listed below, so that a case can be written for it. A few are
*equal*: no practice exists in which they say anything else (`tests/mutation/equal.toml` has the reason for each).
What a rule says in words is not changed, nor what it is registered with, nor its guard against a limit that is
off, since the engine asks no such rule. At least {GOAL:.0f} % must be killed.
"""


SAMPLED = """\
**This is a sample**: of each file {sample} mistakes were drawn (`--sample {sample} --seed {seed}`), {tried} of {made}.
Drawn so, the share of all lies between about {low:.0f} and {high:.0f} %, in which small files count as much as large
ones; that of one file is not known closely.
"""


def page(files: Sequence[FileReport], sample: int = 0, seed: int = 0) -> str:
    """docs/quality.md."""
    rows = [
        f"| `{file.name}.py` | {len(file.outcomes)} | {file.killed} | {len(file.equal)} | {len(file.survivors)} "
        f"| {file.share:.1f} % |"
        for file in files
    ]
    made, killed = sum(len(file.outcomes) for file in files), sum(file.killed for file in files)
    equal, left = sum(len(file.equal) for file in files), sum(len(file.survivors) for file in files)
    table = [
        "| file in `caseload_tools/lint/rules/` | mutants | killed | equal | survived | killed of those that can be |",
        "|---|---:|---:|---:|---:|---:|",
        *rows,
        f"| **all** | **{made}** | **{killed}** | **{equal}** | **{left}** | **{share_of(files):.1f} %** |",
    ]
    parts = [INTRODUCTION]
    if sample:
        low, high = _between(killed, made - equal)
        there = sum(file.made for file in files)
        parts.append(SAMPLED.format(sample=sample, seed=seed, tried=made, made=there, low=low, high=high))
    parts += ["\n".join(table) + "\n", "## Survivors\n"]
    parts += [_survivors(file) for file in files if file.survivors]
    parts.append("## Equal\n")
    parts.append("\n".join(_equal(file.name, equal) for file in files for _, equal in file.equal) + "\n")
    return "\n".join(parts)


def _between(part: int, whole: int) -> tuple[float, float]:
    """The range of a share, per hundred, with 95 % (Wilson 1927)."""
    z, observed = 1.96, part / max(whole, 1)
    middle = (observed + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * (observed * (1 - observed) / whole + z * z / (4 * whole * whole)) ** 0.5 / (1 + z * z / whole)
    return 100 * (middle - half), 100 * (middle + half)


def _survivors(file: FileReport) -> str:
    by_function: dict[str, list[str]] = {}
    for each in file.survivors:
        by_function.setdefault(each.function, []).append(each.said)
    lines = [f"### `{file.name}.py`\n"]
    for function, changes in by_function.items():
        lines += [f"- `{function}`", *(f"    - {change}" for change in changes)]
    return "\n".join(lines) + "\n"


def _equal(name: str, equal: Equal) -> str:
    return f"- `{name}.py`, `{equal.function}`, {equal.change}: {equal.why}"


_TESTS = ("slip", "labelled", "charts", "sample plan", "case", "fault", "demo", "Bad", "Good", "Fixed")


def by_test(files: Sequence[FileReport]) -> Mapping[str, int]:
    """How many were killed by which kind of test, the most first."""
    counted: dict[str, int] = {}
    for file in files:
        for each in file.outcomes:
            if each.by:
                kind = next((word for word in _TESTS if word in each.by), "load")
                counted[kind] = counted.get(kind, 0) + 1
    return dict(sorted(counted.items(), key=lambda item: -item[1]))
