"""What a user installs holds all that the checkout holds, and works where there is no checkout.

The quick tests unpack the built wheel beside the libraries of this environment. The slow ones install it into
empty virtual environments from the package index, as a clinic would: by the lines of the page on installing, as they
are printed for Debian, and by each other line that the manual, a docstring or a message of ours has.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from caseload_tools.cli.commands.manual import PAGES
from tests.conftest import ROOT
from tests.manual_reader import INSTALL, copy_of_the_checkout
from tests.test_install_lines import install_lines

DEBIAN = Path("/usr/bin/python3")
NOT_SHIPPED = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "build", "dist", "tests", "docs", "__pycache__", ".*_cache", "benchmarks"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", ignore=NOT_SHIPPED, symlinks=True)
    for page, _ in PAGES.values():
        (folder / "source" / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / page, folder / "source" / page)
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
    for name in ("caseload.toml", "mkdocs.yml", *(page for page, _ in PAGES.values())):
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


def _outside() -> dict[str, str]:
    """The environment of a user: no Python of ours on its path, no closed network, none of the settings of the tests.

    Least of all GIT_CONFIG_GLOBAL=/dev/null: `git config --global`, as root, puts a file in the place of that device.
    """
    ours = ("PYTHONPATH", "GIT_", "CASELOAD_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel, and what it needs, from the package index."""
    folder = tmp_path_factory.mktemp("environment") / "empty"
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    _run([str(programs / "python"), "-m", "pip", "install", "-qq", str(wheel)], folder, _outside())
    return programs


@pytest.fixture(scope="module")
def clone(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with the wheel in it, where the manual has it."""
    folder = tmp_path_factory.mktemp("clone") / "caseload-tools"
    copy_of_the_checkout(folder)
    (folder / "dist").mkdir()
    for place in (folder, folder / "dist"):
        shutil.copy(wheel, place)
    return folder


@pytest.mark.slow
def test_the_wheel_works_in_an_empty_environment(installed: Path, tmp_path: Path) -> None:
    _use([str(installed / "caseload")], tmp_path, _outside())
    listed = _run([str(installed / "python"), "-m", "pip", "check"], tmp_path, _outside())
    assert "No broken requirements" in listed


@pytest.mark.slow
def test_the_line_of_a_message_brings_what_was_missing(installed: Path, tmp_path: Path) -> None:
    command = [str(installed / "caseload"), "backup", "--new-key", "key"]
    done = subprocess.run(command, cwd=tmp_path, env=_outside(), capture_output=True, text=True, check=False)
    assert done.returncode == 2, done
    _run(["bash", "-c", done.stderr.splitlines()[-1]], tmp_path, _outside())
    assert "the public half" in _run(command, tmp_path, _outside())


@pytest.mark.slow
@pytest.mark.parametrize(
    "targets", sorted({line.targets for line in install_lines() if line.who.endswith(("pip", "pipx")) and line.targets})
)
def test_what_an_install_line_names_can_be_installed(targets: tuple[str, ...], installed: Path, clone: Path) -> None:
    # Each thing that any line names: a path, a wheel, with parts or without, a library. Nothing is put in place.
    install = [str(installed / "python"), "-m", "pip", "install", "-qq", "--dry-run", *targets]
    _run(install, clone, _outside())


def _sections() -> Iterator[tuple[str, str]]:
    """The heading of each section of the page on installing, and what stands below it."""
    _, *sections = INSTALL.read_text(encoding="utf-8").split("\n## ")
    yield from ((section.partition("\n")[0], section) for section in sections)


@pytest.mark.slow
@pytest.mark.skipif(not DEBIAN.exists(), reason="a system without /usr/bin/python3")
@pytest.mark.parametrize("way", ["pipx", "by hand"])
def test_the_lines_for_debian_work_as_printed(way: str, clone: Path, tmp_path: Path) -> None:
    """From a clone, in an empty home, with the system's own Python: what `sudo` brings is there before."""
    home, tools = tmp_path / "home", tmp_path / "tools"
    for folder in (home, tools):
        folder.mkdir()
    if way == "pipx":
        _run([str(DEBIAN), "-m", "venv", str(tmp_path / "pipx")], tmp_path, _outside())
        _run([str(tmp_path / "pipx" / "bin" / "pip"), "install", "-qq", "pipx"], tmp_path, _outside())
        (tools / "pipx").symlink_to(tmp_path / "pipx" / "bin" / "pipx")
    env = {**_outside(), "HOME": str(home), "PATH": f"{tools}:/usr/bin:/bin:{home / '.local' / 'bin'}"}
    assert "GIT_CONFIG_GLOBAL" not in env
    typed, heading = 0, ""
    for heading, section in _sections():
        if heading in ("Fedora", "macOS", "Windows"):
            continue
        for block in re.findall(r"^```shell\n(.*?)^```$", section, re.MULTILINE | re.DOTALL):
            if ("~/.local/" if way == "pipx" else "pipx") not in block:
                lines = [line for line in block.splitlines() if not line.startswith("sudo ")]
                _run(["bash", "-eu", "-c", "\n".join(lines)], clone, env)
                typed += len(lines)
        if heading == "Optional parts":
            assert "the public half" in _run(["caseload", "backup", "--new-key", str(home / "key")], clone, env)
        if heading == "Uninstall":
            break
        assert _run(["caseload", "--version"], clone, env).startswith("caseload ")
    assert "Mary Okafor" in (home / ".gitconfig").read_text(encoding="utf-8")
    assert heading == "Uninstall" and typed > 4 and shutil.which("caseload", path=env["PATH"]) is None


@pytest.mark.slow
@pytest.mark.skipif(not list(Path("/usr/lib").glob("python3*/EXTERNALLY-MANAGED")), reason="not Debian's Python")
def test_debian_refuses_what_the_page_says_it_refuses(clone: Path) -> None:
    command = [str(DEBIAN), "-m", "pip", "install", "--dry-run", "."]
    done = subprocess.run(command, cwd=clone, env=_outside(), capture_output=True, text=True, check=False)
    assert done.returncode and "externally-managed-environment" in done.stderr, done
