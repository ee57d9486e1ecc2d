"""`python -m tests.traceability`: which rows of docs/requirements.toml are met, by what, and which test proves it.

    python -m tests.traceability            writes docs/requirements.md
    python -m tests.traceability S2.32      prints one row with everything that stands beside it

A rule names its rows under `cites`, a test bears `@pytest.mark.requirement("S2.32")`. Marks are read from the files of
tests without running them; that they pass is what `make test` says. A row is met when it was tried from every side
that it speaks of (`sides` in the table, found by tests/requirement_sides.py) and no scene says that something is
missing.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from caseload_tools.lint.rule import load_rules
from tests.requirement_sides import KINDS, examples_of, scenes_of, tried_by_rules

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "requirements.toml"
PAGE = ROOT / "docs" / "requirements.md"
ROW = re.compile(r"S[0-4]\.[1-9]\d?\Z")
KEYS = {"asks", "between", "commands", "pages", "later", "issue", "sides", "tried"}
Standing = Literal["met", "partly", "later"]
Marks = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Row:
    """One thing asked, what serves it, and from which sides that was tried."""

    id: str
    asks: str
    between: bool
    commands: tuple[str, ...]
    pages: tuple[str, ...]
    later: str
    issue: int
    rules: tuple[str, ...]
    tests: tuple[str, ...]
    sides: Mapping[str, tuple[str, ...]]
    tried: Mapping[str, str]
    missing: tuple[str, ...]

    @property
    def declared(self) -> tuple[str, ...]:
        """Every side that the row speaks of."""
        return tuple(side for kind in KINDS for side in self.sides.get(kind, ()))

    @property
    def untried(self) -> tuple[str, ...]:
        """The sides that nothing tries."""
        return tuple(side for side in self.declared if side not in self.tried)

    @property
    def wants(self) -> str:
        """What keeps the row from being met, in words; empty where nothing does."""
        said = [*self.missing, *([self.later] if self.later else [])]
        if not self.declared:
            said.append("nobody has said yet of which sides it speaks")
        if self.untried:
            said.append(f"not tried from: {', '.join(self.untried)}")
        return "; ".join(said)

    @property
    def standing(self) -> Standing:
        """Met only when it was tried from every side; later where a piece of work that is planned brings it."""
        if not self.wants:
            return "met"
        return "later" if self.issue else "partly"


@cache
def table() -> Mapping[str, Any]:
    """docs/requirements.toml as it stands."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@cache
def rows() -> tuple[Row, ...]:
    """Every row with its rules and tests, in the order of the table."""
    cited: dict[str, list[str]] = {}
    for rule in load_rules().values():
        for source in rule.cites:
            if ROW.match(source):
                cited.setdefault(source, []).append(rule.code)
    return tuple(_row(word, said, tuple(cited.get(word, ()))) for word, said in table()["rows"].items())


def _row(word: str, said: Mapping[str, Any], rules: tuple[str, ...]) -> Row:
    marked = [(test, side) for test, named in marks().items() for row, side in named if row == word]
    scenes = scenes_of(word)
    tried = dict(tried_by_rules(rules))
    tried |= {side: test for test, side in marked if side}
    tried |= {side: "a scene" for scene in scenes for side in scene.sides if scene.verdict != "missing"}
    tried |= said.get("tried", {})
    missing = [scene for scene in scenes if scene.verdict == "missing"]
    # A side that was tried and found wanting is not "not tried": the sentence says what is missing.
    tried |= {side: "a scene" for scene in missing for side in scene.sides if side not in tried}
    return Row(
        id=word,
        asks=said["asks"],
        between=said.get("between", False),
        commands=tuple(said.get("commands", ())),
        pages=tuple(said.get("pages", ())),
        later=said.get("later", ""),
        issue=said.get("issue", 0),
        rules=rules,
        tests=tuple(dict.fromkeys(test for test, _ in marked)),
        sides={kind: tuple(said.get("sides", {}).get(kind, ())) for kind in KINDS},
        tried=tried,
        missing=tuple(dict.fromkeys(each.what for each in missing)),
    )


def evidence() -> frozenset[str]:
    """Every name that `tried` may give: examples, cases, tests (a file, or a test in it)."""
    names = {name for rule in load_rules().values() for name in examples_of(rule)}
    for file in (ROOT / "tests").rglob("test_*.py"):
        path = file.relative_to(ROOT).as_posix()
        found = re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
        names |= {f"{path}::{test}" for test in found}
    return frozenset(names)


def cited_rows() -> dict[str, str]:
    """Each row that a rule names, with one rule that does."""
    return {source: rule.code for rule in load_rules().values() for source in rule.cites if ROW.match(source)}


@cache
def marks() -> Marks:
    """Which rows each test bears, and from which side, by file and name of the test; who bears none is left out."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        if "node_modules" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        for test, named in marks_of(text) if ".requirement(" in text else ():
            found[f"{file.relative_to(ROOT).as_posix()}::{test}"] = named
    return found


def marks_of(source: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The tests of one file that bear rows. What is no plain text in the brackets is a mistake and stands as `?`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            named = tuple(row for decorator in node.decorator_list for row in _named(decorator))
            if named:
                yield node.name, named


def _named(decorator: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.requirement":
        sides = [_plain(each.value) for each in decorator.keywords if each.arg == "side"]
        for each in decorator.args:
            yield _plain(each), "".join(sides)


def _plain(value: ast.expr) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else "?"


# --- the page ------------------------------------------------------------------------------

INTRODUCTION = """\
# What was asked, and what meets it

This tool was built from five documents about clinical record keeping. They ask for {count} things, some of them between
the lines (marked ·). For each stands here what meets it: rules of `caseload lint`, commands, pages of this manual, and
the tests that prove it. The rows are in our own words, in `docs/requirements.toml`.

**{met} are met, {partly} partly, {later} wait for work that is planned.** A row is met when it was tried from every
side that it speaks of: each type of record, each state of a chart, each role, the key that a draft leaves empty, both
halves of its sentence. What tries a side is an example of a rule (`tests/test_rules.py`), a scene in `tests/sides`, or
a test that bears the row; each fails when that side breaks. {tried} of {declared} sides are tried. Where something was
tried and found wanting, a scene says so, and fails when it is mended, so that this page cannot lag behind. That a row
is met says nothing about your practice: that is what `caseload lint` says.
"""


HEAD = ("| row | asks | tried from | rules | commands and pages | tests |", "|---|---|---|---|---|---|")


def page() -> str:
    """The whole page as Markdown."""
    all_rows = rows()
    standing = [row.standing for row in all_rows]
    declared = sum(len(row.declared) for row in all_rows)
    count = {
        "count": len(all_rows),
        "met": standing.count("met"),
        "partly": standing.count("partly"),
        "later": standing.count("later"),
        "declared": declared,
        "tried": declared - sum(len(row.untried) for row in all_rows),
    }
    lines = [INTRODUCTION.format(**count)]
    for document, title in table()["documents"].items():
        lines += [f"## {document}: {title}", "", *HEAD]
        lines += [_line(row) for row in all_rows if row.id.startswith(f"{document}.")]
        lines.append("")
    lines += ["## Not met, or not wholly", ""]
    lines += [f"- **{row.id}** ({_said(row)}) {row.asks}: {row.wants}." for row in all_rows if row.wants]
    lines += ["", "Written by `python -m tests.traceability`; a test keeps this page fresh and every name on it true."]
    return "\n".join(lines) + "\n"


def _said(row: Row) -> str:
    return f"later, with {table()['work'][str(row.issue)]}" if row.standing == "later" else row.standing


def _line(row: Row) -> str:
    sign = "" if row.standing == "met" else f" ({row.standing})"
    rules = ", ".join(f"[{code}](reference/rules/{code}.md)" for code in row.rules)
    commands = [f"`caseload {each}`" for each in row.commands]
    pages = [f"[{Path(each).stem.replace('-', ' ')}]({each})" for each in row.pages]
    tests = "<br>".join(f"`{each.removeprefix('tests/').replace('.py::test_', ': ')}`" for each in row.tests)
    between = "·" if row.between else ""
    tried = ", ".join(side for side in row.declared if side in row.tried)
    served = ", ".join(commands + pages)
    return f"| **{row.id}**{between}{sign} | {row.asks} | {tried} | {rules} | {served} | {tests} |"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or print some rows."""
    if not arguments:
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
        return 0
    for row in rows():
        if row.id in arguments:
            print(f"{row.id} ({row.standing}) {row.asks}")
            for name in ("rules", "commands", "pages", "tests", "wants"):
                print(f"  {name}: {getattr(row, name) or '–'}")
            for side in row.declared:
                print(f"  side {side}: {row.tried.get(side, 'not tried')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
