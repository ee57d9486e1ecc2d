"""The types of the door: `mypy --strict` reads a user's program that goes through all of it, where we are installed."""

from __future__ import annotations

import runpy
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import frontmatter
import pytest

from caseload_tools import api
from tests.conftest import ROOT

PROGRAM = ROOT / "tests" / "fixtures" / "whole_door.py"


def test_the_program_goes_through_the_whole_door() -> None:
    text = PROGRAM.read_text("utf-8")
    members = {name for each in api.__all__ for name in vars(getattr(api, each)) if not name.startswith("_")}
    fields = {name for row in api.PlainRow.__subclasses__() for name in row.__annotations__}
    assert not [name for name in {*api.__all__, *members - fields} if name not in text]


def test_the_program_runs(practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(practice)
    runpy.run_path(str(PROGRAM))


@pytest.mark.extended
def test_a_user_who_checks_types_strictly_is_served(tmp_path: Path) -> None:
    """In an environment that has us installed, so that it is `py.typed` that lets mypy read our types."""
    place = tmp_path / "environment"
    venv.create(place, with_pip=False)
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    there = sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)})
    (Path(there) / "installed.pth").write_text(f"{ROOT}\n{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    program = tmp_path / "program.py"
    program.write_bytes(PROGRAM.read_bytes())
    mypy = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python), "--cache-dir", "cache"]
    # Before 1.2 python-frontmatter said nothing of its types, to anybody's mypy; ours are asked for all the same.
    if not (Path(frontmatter.__file__).parent / "py.typed").exists():
        told = "[[tool.mypy.overrides]]\nmodule = 'frontmatter'\nignore_missing_imports = true\n"
        (tmp_path / "pyproject.toml").write_text(told, encoding="utf-8")
    done = subprocess.run([*mypy, program.name], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "Success: no issues found in 1 source file\n", done.stdout + done.stderr
