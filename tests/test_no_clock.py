"""No test asserts on a clock: on a busy machine it would fail without a fault, on a fast one pass with one.

What takes long is counted (tests/work.py, tests/pattern_steps.py). A clock may be read to wait, to print, to set the
time of a file; no assertion and no condition may hang on what it said.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

FILES = sorted(path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts)
_NAMES = ("time", "monotonic", "perf_counter", "process_time", "thread_time")
CLOCKS = {f"time.{name}{unit}" for name in _NAMES for unit in ("", "_ns")} | {
    *("resource.getrusage", "os.times", "timeit.timeit", "timeit.repeat", "datetime.now", "datetime.today"),
}
_A_CLOCK = re.compile(r"\b(?:import time|from time|timeit|getrusage|os\.times|datetime\.(?:now|today))\b")


def _names(node: ast.AST) -> Iterator[str]:
    """Every name and `owner.name` below a node; of an attribute the last word too, whoever owns it."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield f".{each.attr}"
            if isinstance(each.value, ast.Name):
                yield f"{each.value.id}.{each.attr}"


def _made(tree: ast.Module) -> Iterator[tuple[set[str], ast.AST]]:
    """What is given a value or returns one, and from what."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = [*zip(target.elts, node.value.elts, strict=False)]
                yield from ((set(_written(each)), value) for each, value in pairs)
        elif isinstance(node, ast.FunctionDef):
            for told in (each for each in ast.walk(node) if isinstance(each, ast.Return) and each.value):
                yield {node.name, f".{node.name}"}, told
        elif isinstance(node, ast.ImportFrom):
            yield from (({each.asname or each.name}, ast.parse(f"{node.module}.{each.name}")) for each in node.names)


def _written(target: ast.expr) -> Iterator[str]:
    for each in ast.walk(target):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield from (each.id, f".{each.id}")
        elif isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store):
            yield f".{each.attr}"


def on_a_clock(source: str) -> list[int]:
    """The lines of assertions and conditions that hang on what a clock said."""
    if not _A_CLOCK.search(source):
        return []
    tree = ast.parse(source)
    told, before = set(CLOCKS), 0
    while len(told) > before:
        before = len(told)
        for names, value in _made(tree):
            told |= names if told & set(_names(value)) else set()
    asked = (node for node in ast.walk(tree) if isinstance(node, ast.Assert | ast.If | ast.IfExp))
    return sorted(node.lineno for node in asked if told & set(_names(node.test)))


def test_no_test_asserts_on_a_clock() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}" for path in FILES for line in on_a_clock(path.read_text(encoding="utf-8"))
    ]
    assert not found, "count the work instead (tests/work.py, tests/pattern_steps.py): " + ", ".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "import time\nbegan = time.process_time()\nwork()\nassert time.process_time() - began < 2",
        "from time import monotonic as now\nbegan = now()\ntook = now() - began\nassert took < 1, 'slow'",
        "def spent():\n    return os.times()\nclass A:\n    def a(self):\n        if spent() > 3:\n            pass",
    ],
)
def test_an_assertion_on_a_clock_would_be_seen(source: str) -> None:
    assert on_a_clock(source)


def test_to_wait_and_to_print_is_no_assertion() -> None:
    assert not on_a_clock(
        "import time\nend = time.monotonic() + 9\nwhile time.monotonic() < end:\n    pass\nprint(end)\nassert x"
    )
