"""What a user installs holds all that the checkout holds, and works where there is no checkout.

The quick tests unpack the built wheel beside the libraries of this environment. The slow one installs it into
an empty virtual environment from the package index, as a clinic would.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT

NOT_SHIPPED = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "build", "dist", "tests", "docs", "__pycache__", ".*_cache", "benchmarks"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", ignore=NOT_SHIPPED, symlinks=True)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    done = subprocess.run(build, cwd=folder / "source", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_what_stands_at_the_top_of_the_repository(unpacked: Path) -> None:
    shipped = unpacked / "caseload_tools" / "_shipped"
    for name in ("schemas", "records"):
        assert _files(shipped / name) == _files(ROOT / name), name
    for name in ("caseload.toml", "mkdocs.yml"):
        assert (shipped / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_wheel_holds_every_file_of_the_package(unpacked: Path) -> None:
    ours = {name for name in _files(ROOT / "caseload_tools") if "__pycache__" not in name}
    theirs = {name for name in _files(unpacked / "caseload_tools") if not name.startswith("_shipped/")}
    assert theirs == ours


def _run(command: list[str], cwd: Path, env: Mapping[str, str]) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _use(caseload: list[str], folder: Path, env: Mapping[str, str]) -> None:
    """The first hour of a new user: a version, a practice of their own, the demo practice, its site."""
    assert _run([*caseload, "--version"], folder, env).strip()
    _run([*caseload, "init", "my-clinic"], folder, env)
    _run([*caseload, "lint"], folder / "my-clinic", env)
    _run([*caseload, "demo", "demo-clinic"], folder, env)
    _run([*caseload, "lint"], folder / "demo-clinic", env)
    _run([*caseload, "build"], folder / "demo-clinic", env)
    assert (folder / "demo-clinic" / "site" / "index.html").is_file()


def test_the_wheel_works_without_a_checkout(unpacked: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(unpacked), str(ROOT / "tests" / "hygiene")])}
    where = "import caseload_tools; print(caseload_tools.__file__)"
    assert _run([sys.executable, "-c", where], tmp_path, env).startswith(str(unpacked))
    _use([sys.executable, "-m", "caseload_tools"], tmp_path, env)


@pytest.mark.slow
def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    # The one test that asks the package index; no Python of ours is on its path, nor the closed network.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    venv.create(tmp_path / "empty", with_pip=True)
    programs = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    _run([str(programs / "python"), "-m", "pip", "install", "-qq", str(wheel)], tmp_path, env)
    _use([str(programs / "caseload")], tmp_path, env)
    listed = _run([str(programs / "python"), "-m", "pip", "check"], tmp_path, env)
    assert "No broken requirements" in listed
