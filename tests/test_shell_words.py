"""What we suggest can be pasted, whatever a file or a folder is called."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseload_tools.text.shell import shell_word
from tests.conftest import ROOT

PACKAGE = ROOT / "caseload_tools"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("records/clients/C-0142/client.md", "records/clients/C-0142/client.md"),
        ("a b.md", "'a b.md'"),
        ("it's.md", "'it'\"'\"'s.md'"),
        ("$HOME;rm.md", "'$HOME;rm.md'"),
        ("-rf", "./-rf"),
        ("-r f", "'./-r f'"),
        ("zoë.md", "'zoë.md'"),
        ("", "''"),
        ("~", "'~'"),
    ],
)
def test_a_text_is_one_word(text: str, word: str) -> None:
    assert shell_word(text) == word
    assert shlex.split(word) in ([text], [f"./{text}"])


# --- every command in a message ------------------------------------------------------------

_COMMANDS = r"(?:caseload (?!does )|git (?!is |says|will ))(?=[-\w]+ )|(?:mv|rm|cp|chmod|cd|ls|pip) "
# A command in a message, up to what is put into it: between backticks, or behind the words that announce one.
_IN_CODE = re.compile(rf"`(?:{_COMMANDS})[^`]*\Z")
_BARE = re.compile(rf"(?:\A|: |; |\n|Next: |then |\? )(?:{_COMMANDS})[^`]*\Z")
# What is one word by what it is: a code, a day, a commit, a word of ours.
_PLAIN = re.compile(
    r"shell_word\(.*\)|.*\.typed|typed|.*\bcommit\[:10\]|.*\.code|code|__version__|promised|staff|FILE|"
    r"commit\[:_SHORT\] or 'HEAD'|reason|revision|"
    r"each\.scope|back|word|timeout|named|commit|.*commit\[:_SHORT\]|quoted|first|more|_DRILL|made\.anchor\.n|"
    r"own|short|kept|what|beside|self\.comes|self\.change\.mode or '100644'|self\.side\[:10\]|tip\[:10\]|"
    r"before|then|_BRANCH|cached"  # put together of quoted words; names of ours
)


def _put_into_commands(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and expression of each value that an f-string puts into a command."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr):
            continue
        before = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                before += str(part.value)
            elif isinstance(part, ast.FormattedValue):
                if _IN_CODE.search(before) or _BARE.search(before):
                    yield node.lineno, ast.unparse(part.value)
                before += "X"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_is_put_into_a_command_is_one_word(path: Path) -> None:
    found = _put_into_commands(ast.parse(path.read_text(encoding="utf-8")))
    wrong = [f"{path.name}:{line}: {{{each}}}" for line, each in found if not _PLAIN.fullmatch(each)]
    assert not wrong, f"a path may have blanks: say shell_word(…) of text.shell, or of a chart `chart.typed`: {wrong}"


def test_quoting_has_one_home() -> None:
    quotes = re.compile(r"shlex\.quote|from shlex import quote")
    users = {path.name for path in PACKAGE.rglob("*.py") if quotes.search(path.read_text(encoding="utf-8"))}
    assert users == {"shell.py"}
