"""What the first lines of a module claim is so: the names they name are there, and what nobody may do nobody does.

Prose goes stale in silence. These are the claims that a test can hold; each failure names the module whose words are
to be put right.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from tests.conftest import ROOT
from tests.test_architecture import HOMES, WRITERS

# Words in backticks that are another program's, or stand for what somebody writes.
OTHERS = {
    "addict(s)", "allowed_signers", "checkout", "cryptography", "dataclass(frozen=True, slots=True)", "datetime.date",
    "frontmatter.dump", "inspect", "is_dirty", "link", "no", "objectives", "raw.decode()", "render_record", "return",
    "rows_of", "status", "target_date", "text.render_record", "untracked_files", "uuid", "_",
}  # fmt: skip


@cache
def _texts() -> dict[str, str]:
    """Every file of ours by its name from the root."""
    files = [each for place in ("caseload_tools", "devtools") for each in sorted((ROOT / place).rglob("*.py"))]
    return {each.relative_to(ROOT).as_posix(): each.read_text(encoding="utf-8") for each in files}


def _claims(text: str) -> str:
    """The docstring of a module, on one line."""
    found = re.match(r'"""(.*?)"""', text, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


CLAIMS = {name: _claims(text) for name, text in _texts().items()}


def _that_say(words: str) -> list[str]:
    found = [name for name, said in CLAIMS.items() if re.search(words, said)]
    assert found, f"nobody says `{words}` any more: this test may go"
    return found


def _named(text: str) -> set[str]:
    """The names that a module's code has: what it defines, calls, imports, is given."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        for attribute in ("id", "attr", "name", "arg", "asname", "module"):
            found |= set(str(getattr(node, attribute, None) or "").split("."))
    return found


def _defined_in(folder: Path) -> set[str]:
    """The functions and classes of a folder's files, which its `__init__` may speak of."""
    there = [text for name, text in _texts().items() if Path(name).parent == folder or folder in Path(name).parents]
    return {name for text in there for name in re.findall(r"^(?:def|class) (\w+)", text, re.MULTILINE)}


MODULES = {part for name in _texts() for part in Path(name).with_suffix("").parts}


def test_a_name_in_the_first_lines_is_there() -> None:
    for name, said in CLAIMS.items():
        words = [word for word in re.findall(r"`([a-z_][a-z_0-9.]*(?:\(.*?\))?)`", said) if word not in OTHERS]
        parts = {part for word in words for part in re.sub(r"\(.*", "", word).split(".")}
        lacking = {part for part in parts - MODULES if not re.search(rf"def {part}\b", _texts()[name])}
        if lacking:
            lacking -= _defined_in(Path(name).parent)
        if lacking:
            lacking -= _named(_texts()[name])
        assert not lacking, f"{name} speaks of {sorted(lacking)}, which is not there"


def test_the_only_home_of_a_library_is_its_only_home() -> None:
    for name in _that_say("only home of "):
        module = name.removeprefix("caseload_tools/").removesuffix(".py").replace("/", ".")
        said = re.search(r"only home of ([^.:]+?)(?:,? imported|[.:]|$)", CLAIMS[name], re.IGNORECASE)
        assert said, name
        for word in re.split(r", | and ", said[1].strip("` ")):
            library = {"GitPython": "git", "markdown-it": "markdown_it"}.get(
                word.strip("`"), word.strip("`").replace("-", "_")
            )
            assert HOMES.get(library) == {module}, (
                f"{name} says that it is the only home of {word}: {HOMES.get(library)}"
            )


def test_what_loads_nothing_imports_nothing() -> None:
    for name in _that_say(r"Importing this (package )?loads nothing"):
        lines = re.findall(r"^(?:import|from) (\S+)", _texts()[name], re.MULTILINE)
        assert set(lines) <= {"__future__"}, f"{name} says that importing it loads nothing, and imports {lines}"


def test_what_no_command_imports_is_imported_by_none() -> None:
    claimed = _that_say(r"(Never imported by a|Imported by no) command")
    assert all(name.startswith("devtools/") for name in claimed), claimed
    importers = [
        name for name, text in _texts().items() if re.search(r"^\s*(from|import) devtools", text, re.MULTILINE)
    ]
    assert not [name for name in importers if name.startswith("caseload_tools/")], "devtools is not in the wheel"


def test_what_writes_nothing_writes_nothing() -> None:
    for name in _that_say(r"([Ww]rites nothing|[Nn]othing (here )?(is written|writes)|never writes)"):
        module = name.removeprefix("caseload_tools/").removesuffix(".py").replace("/", ".")
        doors = re.findall(r"import .*\b(write_atomic|new_folder|replaced_folder)\b", _texts()[name])
        assert module not in WRITERS and not doors, f"{name} says that it writes nothing, and imports {doors}"


def test_what_prints_nothing_prints_nothing() -> None:
    for name in _that_say(r"(prints nothing|[Nn]othing here prints|print nothing)"):
        files = [each for each in _texts() if each == name or (name.endswith("__init__.py") and _below(each, name))]
        printing = [each for each in files if re.search(r"\b(?:print|click\.echo)\(", _texts()[each])]
        assert not printing, f"{name} says that nothing is printed: {printing}"


def _below(file: str, package: str) -> bool:
    return Path(file).parent == Path(package).parent


def test_a_floor_of_the_house_stands_in_the_plan_alone() -> None:
    """`(level 5)` in a docstring is wrong at the next move; tests/test_architecture.py knows the floors."""
    assert not [name for name, said in CLAIMS.items() if re.search(r"\(level \d", said)]
