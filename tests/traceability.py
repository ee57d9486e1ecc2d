"""`python -m tests.traceability`: which rows of docs/requirements.toml are met, by what, and which test proves it.

    python -m tests.traceability            writes docs/requirements.md
    python -m tests.traceability S2.32      prints one row with everything that stands beside it

A rule names its rows under `cites`, a test bears `@pytest.mark.requirement("S2.32")`. Marks are read from the files of
tests without running them; that they pass is what `make test` says. This file judges nothing by itself: a row without
rule and without test is an open row, and has to say why (`later`).
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

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "requirements.toml"
PAGE = ROOT / "docs" / "requirements.md"
ROW = re.compile(r"S[0-4]\.[1-9]\d?\Z")
KEYS = {"asks", "between", "commands", "pages", "later"}
Standing = Literal["met", "in part", "open"]


@dataclass(frozen=True)
class Row:
    """One thing asked, and what serves it."""

    id: str
    asks: str
    between: bool
    commands: tuple[str, ...]
    pages: tuple[str, ...]
    later: str
    rules: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """Met only when nothing is said to be missing and a rule or a test is there."""
        proven = bool(self.rules or self.tests)
        if self.later:
            return "in part" if proven else "open"
        return "met" if proven else "open"


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
    marked = marks()
    return tuple(
        Row(
            id=word,
            asks=said["asks"],
            between=said.get("between", False),
            commands=tuple(said.get("commands", ())),
            pages=tuple(said.get("pages", ())),
            later=said.get("later", ""),
            rules=tuple(cited.get(word, ())),
            tests=tuple(test for test, named in marked.items() if word in named),
        )
        for word, said in table()["rows"].items()
    )


def cited_rows() -> dict[str, str]:
    """Each row that a rule names, with one rule that does."""
    return {source: rule.code for rule in load_rules().values() for source in rule.cites if ROW.match(source)}


@cache
def marks() -> Mapping[str, tuple[str, ...]]:
    """Which rows each test bears, by file and name of the test; tests that bear none are left out."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        if "node_modules" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        for test, named in marks_of(text) if ".requirement(" in text else ():
            found[f"{file.relative_to(ROOT).as_posix()}::{test}"] = named
    return found


def marks_of(source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tests of one file that bear rows. What is no plain text in the brackets is a mistake and stands as `?`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            named = tuple(row for decorator in node.decorator_list for row in _named(decorator))
            if named:
                yield node.name, named


def _named(decorator: ast.expr) -> Iterator[str]:
    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.requirement":
        for each in decorator.args:
            yield each.value if isinstance(each, ast.Constant) and isinstance(each.value, str) else "?"


# --- the page ------------------------------------------------------------------------------

INTRODUCTION = """\
# What was asked, and what meets it

This tool was built from five documents about clinical record keeping. They ask for {count} things, some of them between
the lines (marked ·). For each stands here what meets it: rules of `caseload lint`, commands, pages of this manual, and
the tests that prove it. The rows are in our own words, in `docs/requirements.toml`.

**{met} are met, {part} in part, {open} not yet.** Met means: nothing that the row asks for is known to be missing, and
a rule or a test is there that fails when it breaks. Each rule is proven by the examples on its page
(`tests/test_rules.py`) and by its fault in the untidy practice (`tests/test_specificity.py`); these two are not
repeated in every row. That a row is met says nothing about your practice: that is what `caseload lint` says.
"""


HEAD = ("| row | asks | rules | commands and pages | tests |", "|---|---|---|---|---|")


def page() -> str:
    """The whole page as Markdown."""
    all_rows = rows()
    standing = [row.standing for row in all_rows]
    count = {
        "count": len(all_rows),
        "met": standing.count("met"),
        "part": standing.count("in part"),
        "open": standing.count("open"),
    }
    lines = [INTRODUCTION.format(**count)]
    for document, title in table()["documents"].items():
        lines += [f"## {document}: {title}", "", *HEAD]
        lines += [_line(row) for row in all_rows if row.id.startswith(f"{document}.")]
        lines.append("")
    lines += ["## Not met, or in part", ""]
    lines += [f"- **{row.id}** ({row.standing}) {row.asks}. {row.later}." for row in all_rows if row.later]
    lines += ["", "Written by `python -m tests.traceability`; a test keeps this page fresh and every name on it true."]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    sign = {"met": "", "in part": " (in part)", "open": " (open)"}[row.standing]
    rules = ", ".join(f"[{code}](reference/rules/{code}.md)" for code in row.rules)
    commands = [f"`caseload {each}`" for each in row.commands]
    pages = [f"[{Path(each).stem.replace('-', ' ')}]({each})" for each in row.pages]
    tests = "<br>".join(f"`{each.removeprefix('tests/').replace('.py::test_', ': ')}`" for each in row.tests)
    between = "·" if row.between else ""
    return f"| **{row.id}**{between}{sign} | {row.asks} | {rules} | {', '.join(commands + pages)} | {tests} |"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or print some rows."""
    if not arguments:
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
        return 0
    for row in rows():
        if row.id in arguments:
            print(f"{row.id} ({row.standing}) {row.asks}")
            for name in ("rules", "commands", "pages", "tests", "later"):
                print(f"  {name}: {getattr(row, name) or '–'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
