"""No line that installs something may fetch a package that is not ours, and is not known by name in this repository.

Nobody has published `caseload-tools`: whoever registers the name would run code on computers with clinical records. So
every install line of the manual, of docstrings and of the program's own messages names a path, a wheel file, or one of
the libraries that pyproject.toml and the lists below name.
"""

from __future__ import annotations

import importlib
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.guard.backup import encrypting
from caseload_tools.guard.doctor.checks import versions
from caseload_tools.guard.install_line import install_line
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Programs that a release, the tests, or a reader of the manual needs beside the libraries of pyproject.toml.
PROGRAMS = {"build", "twine", "cyclonedx-bom", "bhsim"}
ASKED_BELOW = ROOT / "caseload_tools" / "guard" / "install_line.py"  # has a name in braces; a test calls it
OF_THE_SYSTEM = {
    "git",
    "valgrind",
    "openssh-client",
    "pipx",
    "python3-venv",
    "faketime",
    "git.git",
    "python.python.3.13",
}
WITH_VALUE = {"-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--id"}
_LINE = re.compile(
    r"\b(?P<who>pipx|pip3?|uv tool|uv pip|apt-get|apt|dnf|brew|winget)['\"]? (?:install|inject)\b(?P<rest>[^`\n\"|;)]*)"
)


@dataclass(frozen=True)
class InstallLine:
    """A line that installs something, and what it names."""

    where: str
    who: str
    targets: tuple[str, ...]


def _sources() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    for folder in ("docs", "caseload_tools", "devtools", "scaffold", "benchmarks", "schemas", "tests/clients"):
        yield from (
            path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".md", ".py", ".toml", ".json")
        )


def lines_in(text: str, where: str) -> Iterator[InstallLine]:
    """The install lines of a text; words behind `#` are remarks."""
    for found in _LINE.finditer(text):
        rest, targets, values = found["rest"].replace("\\", " "), list[str](), False
        try:
            words = shlex.split(rest, comments=True)
        except ValueError:  # an apostrophe in a sentence
            words = rest.split()
        for word in words:
            if not values and not word.startswith("-"):
                targets.append(word)
            values = word in WITH_VALUE and word != "--id"
        line = text.count("\n", 0, found.start()) + 1
        yield InstallLine(f"{where}:{line}", found["who"], tuple(targets))


def is_known(line: InstallLine, target: str) -> bool:
    """A path, a wheel, or a name of the lists."""
    bare = re.split(r"[\[<>=!~;]", target, maxsplit=1)[0]
    if bare.startswith((".", "/", "~")) or bare.endswith(".whl"):
        return True
    if line.who.startswith(("pip", "uv")):
        return bare.lower().replace("_", "-") in LIBRARIES
    return bare.lower() in OF_THE_SYSTEM


def _libraries() -> set[str]:
    wanted = [
        *PROJECT["dependencies"],
        *(each for extra in PROJECT["optional-dependencies"].values() for each in extra),
    ]
    return {re.split(r"[\[<>=!~; ]", each, maxsplit=1)[0].lower() for each in wanted} | PROGRAMS


LIBRARIES = _libraries()


def install_lines() -> list[InstallLine]:
    """All of them, wherever they stand."""
    return [
        line
        for path in _sources()
        if "node_modules" not in path.parts and path != ASKED_BELOW
        for line in lines_in(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]


def test_every_install_line_names_a_path_a_wheel_or_a_known_library() -> None:
    lines = install_lines()
    assert {"docs/how-to/install.md", "RELEASING.md"} <= {line.where.split(":")[0] for line in lines}
    strange = [f"{line.where}: {target}" for line in lines for target in line.targets if not is_known(line, target)]
    assert not strange, "nobody may be led to fetch these by name; give a path such as '.[backup]'"


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_who_begins_is_led_to_the_page_on_installing(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "how-to/install.md" in text
    assert not list(lines_in(text, page)), (
        "a line for one system is wrong on another: docs/how-to/install.md has them all"
    )


def test_our_own_name_is_never_a_library() -> None:
    assert PROJECT["name"] not in LIBRARIES and "caseload" not in LIBRARIES


@pytest.mark.parametrize(
    "line",
    [
        "pip install caseload-tools",
        "`python -m pip install 'caseload-tools[backup]'`",
        "pipx install caseload",
        "uv tool install --upgrade caseload_tools",
        '"python3 -m pip install --upgrade caseload-tools>=0.2"',
        "pip install -r needed.txt . somebodys-library",
        "sudo apt-get install git caseload",
        "pipx inject caseload-tools .",
    ],
)
def test_a_line_that_fetches_by_name_is_seen(line: str) -> None:
    (found,) = lines_in(line, "page.md")
    assert any(not is_known(found, target) for target in found.targets), found


@pytest.mark.parametrize(
    "line",
    [
        "pip install .                 # from a clone",
        "~/env/bin/pip install '.[backup,audit]'",
        "`pipx install --force './caseload_tools-0.2.0-py3-none-any.whl[backup]'`",
        "pip install -c constraints.txt 'pyrage>=1.2.1'",
        "A plain `pip install` is refused",
    ],
)
def test_a_line_that_names_a_path_or_a_library_is_let_through(line: str) -> None:
    (found,) = lines_in(line, "page.md")
    assert all(is_known(found, target) for target in found.targets), found


@pytest.mark.parametrize("python", [sys.executable, "/home/m okafor/clone/.venv/bin/python"])
def test_the_messages_of_the_program_name_this_python_and_a_library(
    monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(CaseloadError) as missing:
        encrypting.new_key()
    hints = [missing.value.hint, *(install_line(name) for name, _ in versions._floors())]
    for hint in hints:
        (line,) = lines_in(hint or "", "message")
        assert (hint or "").startswith(shlex.quote(python))
        assert line.targets and all(is_known(line, target) for target in line.targets), hint


def test_a_path_with_a_blank_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/home/m okafor/bin/python")
    assert install_line("pyrage>=1.2.1") == "'/home/m okafor/bin/python' -m pip install --upgrade 'pyrage>=1.2.1'"
    module = importlib.import_module("caseload_tools.guard.install_line")
    monkeypatch.setattr(module, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(sys, "executable", r"C:\Users\m okafor\python.exe")
    assert install_line("nh3") == r"& 'C:\Users\m okafor\python.exe' -m pip install --upgrade 'nh3'"
