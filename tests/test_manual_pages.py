"""What a message points to exists where caseload was installed, and no checkout is."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache

import pytest

from caseload_tools.cli.app import run
from caseload_tools.cli.commands.manual import PAGES
from caseload_tools.desk.founding import PLACES
from tests.conftest import ROOT

PACKAGE = ROOT / "caseload_tools"
SHIPPED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
WHEEL = SHIPPED["wheel"]["force-include"]
# Written for whoever reads the code, and has the repository before him.
_FILE = re.compile(r"\bdocs/[\w./-]+\.md\b")
_COMMAND = re.compile(r"caseload manual ([\w-]+)")
_MAY_NAME = re.compile(r"docs/|manual")  # a file without either names no page, and need not be parsed
# These docstrings are printed, so a reader of theirs may have no more than the program.
_PRINTED = {"past_check", "doctor_check", "rule", "command", "group", "report"}


@cache
def _said() -> dict[str, list[str]]:
    """What the program can say, by the file that says it: texts in the code, and files that come with the package."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if not _MAY_NAME.search(text := file.read_text(encoding="utf-8")):
            continue
        tree = ast.parse(text)
        quiet = {id(node) for node in _docstrings(tree)}
        texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        found[file.relative_to(PACKAGE).as_posix()] = [str(each.value) for each in texts if id(each) not in quiet]
    for pattern in ("*.toml", "*.md", "*.yaml", "*.html"):
        for file in sorted(PACKAGE.rglob(pattern)):
            found[file.relative_to(PACKAGE).as_posix()] = [file.read_text(encoding="utf-8")]
    return found


def _docstrings(tree: ast.Module) -> list[ast.Constant]:
    """Every docstring that is not printed, and text below an attribute, which is one as well."""
    quiet = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    printed = [
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
        and any(set(re.findall(r"\w+", ast.unparse(each))) & _PRINTED for each in node.decorator_list)
    ]
    return [each for each in quiet if isinstance(each, ast.Constant) and not any(each is one for one in printed)]


def test_no_message_names_a_file_that_only_a_checkout_has() -> None:
    known = {
        **dict.fromkeys((path for path, _ in PAGES.values()), "cli/commands/manual.py"),
        PLACES["docs-readme.md"]: "desk/founding/__init__.py",  # of a practice that begins
    }
    named = {(file, path) for file, texts in _said().items() for text in texts for path in _FILE.findall(text)}
    wrong = sorted((file, path) for file, path in named if known.get(path) != file)
    assert not wrong, f"say `caseload manual PAGE`, and ship the page (cli/commands/manual.py, pyproject.toml): {wrong}"


def test_each_page_that_a_message_names_is_shown() -> None:
    named = {page for texts in _said().values() for text in texts for page in _COMMAND.findall(text)}
    assert named == set(PAGES), "what nothing points to need not be shipped"


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_shipped(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = PAGES[page]
    assert WHEEL[path] == f"caseload_tools/_shipped/{path}"
    assert run(["manual", page]) == 0
    assert capsys.readouterr().out == (ROOT / path).read_text(encoding="utf-8")
