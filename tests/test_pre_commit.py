"""The hooks of the project itself: each entry is there and runs, with pre-commit and without a network."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from devtools.clean_files import LARGEST, faults_of
from tests.conftest import ROOT

SAID = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
HOOKS: dict[str, dict[str, Any]] = {each["id"]: each for repository in SAID["repos"] for each in repository["hooks"]}


def test_nothing_is_fetched_and_each_hook_is_there() -> None:
    assert [each["repo"] for each in SAID["repos"]] == ["local"]
    assert {each["language"] for each in HOOKS.values()} == {"system"}
    assert set(HOOKS) == {"files", "caseload-lint", "ruff", "ruff-format", "mypy", "subject"}
    assert HOOKS["subject"]["stages"] == ["commit-msg"] and "commit-msg" in SAID["default_install_hook_types"]


@pytest.mark.parametrize("id_", HOOKS)
def test_an_entry_runs_from_the_path_alone(id_: str, tmp_path: Path) -> None:
    """In a place without .venv: the program comes from the PATH, and each is asked for its help or on one file."""
    tool = tmp_path / "devtools" / "tool"
    tool.parent.mkdir()
    shutil.copy2(ROOT / "devtools" / "tool", tool)
    good = tmp_path / "good.py"
    good.write_text('"""A file."""\n', encoding="utf-8")
    words = shlex.split(HOOKS[id_]["entry"])
    assert words[0] == "devtools/tool" and os.access(ROOT / words[0], os.X_OK)
    given = {"mypy": ["--version"], "caseload-lint": ["--help"], "subject": [str(_message(tmp_path))]}
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    command = [str(tool), *words[1:], *given.get(id_, [str(good)])]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _message(folder: Path) -> Path:
    file = folder / "message"
    file.write_text("Say it short\n\nAnd why.\n", encoding="utf-8")
    return file


def test_make_lint_asks_what_the_hooks_ask() -> None:
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe
    for entry in (each["entry"] for each in HOOKS.values()):
        asked = " ".join(entry.split()[1:]).replace(" --force-exclude", "").replace(" --message", "")
        assert f"$(BIN)/{asked}" in recipe[1], f"`make lint` lacks {asked}"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ""),
        (b"a line\n", ""),
        (b"a line", "no end"),
        (b"a line \nanother\n", "line 1 ends with blanks"),
        (b"a line\r\n", "line 1 ends with blanks"),
        (b"a line\n\n", "empty lines at the end"),
        (b"\0 \n" * 9, ""),
        (b"x" * LARGEST + b"\n", "bytes"),
    ],
)
def test_a_file_is_judged(content: bytes, fault: str) -> None:
    said = list(faults_of(content))
    assert bool(said) == bool(fault) and fault in " ".join(said), said


def test_our_own_files_are_clean() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "devtools.clean_files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
