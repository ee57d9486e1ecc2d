"""What every test starts from: a fixed day, a clean environment, no network, a real practice in real git.

Fixtures: `today`, `invoke` (the command as a user runs it), `practice` (a copy of the demo practice under
git), `git`, `snapshot`, and for pages in a real browser `browse` (tests/clients/browser.py).
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.clients.programs import BROWSER
from tests.forks import ROOT as ROOT  # most tests take it from here
from tests.forks import Forks
from tests.memory import in_memory
from tests.speeds import WATCH, is_left_out, mark

TODAY = date(2026, 11, 24)  # the day the demo practice is pinned to
FORKS = Forks()
ROOM = 2 << 30  # bytes of all that tests of two processes write
# A test draws the same cases each time, so that green is green; `--hypothesis-profile=default` draws new ones.
settings.register_profile("same", derandomize=True, database=None)
settings.load_profile("same")
WORKED: list[float] = []  # seconds of processor time of each worker
HYGIENE = ROOT / "tests" / "hygiene"
SNAPSHOTS = ROOT / "tests" / "snapshots"
# What a checkout of a practice consists of; the rest of this repository is the tool.
PRACTICE = ("records", "schemas", "caseload.toml", "mkdocs.yml", ".gitattributes", "site/.gitignore")

CLEAN = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "COLUMNS": "100",
    "TERM": "xterm-256color",
    "CASELOAD_TODAY": TODAY.isoformat(),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "M. Okafor",
    "GIT_AUTHOR_EMAIL": "m.okafor@northgate.example",
    "GIT_COMMITTER_NAME": "M. Okafor",
    "GIT_COMMITTER_EMAIL": "m.okafor@northgate.example",
    "GIT_AUTHOR_DATE": "2026-11-21T09:00:00+0000",
    "GIT_COMMITTER_DATE": "2026-11-21T09:00:00+0000",
    "NO_MKDOCS_2_WARNING": "1",
}
# A developer's own settings must not decide whether a test passes.
UNWANTED = re.compile(
    r"GIT_|CASELOAD_|XDG_|LANG|LC_|"
    r"(PYTHONDONTWRITEBYTECODE|NO_COLOR|FORCE_COLOR|COLORTERM|CLICOLOR.*|PAGER|EDITOR|VISUAL|SSH_AUTH_SOCK)$"
)

# Nor how long it takes: with nothing of it kept, each of thousands of processes compiles the whole package anew.
sys.dont_write_bytecode = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="write tests/snapshots anew instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    """What tests write goes into memory where there is room for it; pytest's own option and variable come first."""
    if config.option.basetemp is None and (place := in_memory(ROOM)):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        stop_what_waits()  # so that its time is counted
        output["seconds"] = processor_seconds()


def stop_what_waits() -> None:
    """The processes that all tests share: each is started when it is first needed."""
    for each in (FORKS, BROWSER):
        each.stop()


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_testnodedown(node: Any) -> None:
    WORKED.append(getattr(node, "workeroutput", {}).get("seconds", 0.0))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    seconds = sum(WORKED) + processor_seconds(children=not WORKED)
    terminalreporter.write_line(f"{seconds:.0f} seconds of processor time, the processes that tests started included")


def processor_seconds(*, children: bool = True) -> float:
    """What this process and those it has waited for have had."""
    spent = [resource.getrusage(resource.RUSAGE_SELF)]
    spent += [resource.getrusage(resource.RUSAGE_CHILDREN)] if children else []
    return sum(each.ru_utime + each.ru_stime for each in spent)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """To read every file takes longer than many a test: nearly half of them have none for `make quick`."""
    return is_left_out(collection_path, config.option.markexpr) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark(items)


@pytest.fixture(autouse=True)
def nothing_quick_starts_a_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """Holds `make quick` to one process; also when everything is run."""
    if request.node.get_closest_marker("process"):
        yield
    else:
        with WATCH.quick():
            yield


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """HOME, locale, clock and git settings are the same for everybody; the network is closed."""
    before = dict(os.environ)
    home = tmp_path_factory.mktemp("home")
    for name in before:
        if UNWANTED.match(name):
            del os.environ[name]
    os.environ.update(CLEAN)
    os.environ["HOME"] = str(home)
    os.environ["TMPDIR"] = str(tmp_path_factory.mktemp("tmp"))
    tempfile.tempdir = None
    # An empty file, not /dev/null: `git config --global` writes a new one in its place, and root may do that there.
    (home / "gitconfig").touch()
    os.environ["GIT_CONFIG_GLOBAL"] = str(home / "gitconfig")
    os.environ["CASELOAD_TESTS_NETWORK_LOG"] = str(home / "network.log")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(HYGIENE), str(ROOT)])
    sys.path.insert(0, str(HYGIENE))
    sys.modules.pop("sitecustomize", None)  # a distribution may have brought its own
    __import__("sitecustomize")
    yield
    stop_what_waits()
    os.environ.clear()
    os.environ.update(before)
    tempfile.tempdir = None
    assert not Path(os.devnull).is_file(), "a test put a file in the place of /dev/null: mknod -m 666 it anew"


@pytest.fixture(autouse=True)
def nothing_reached_the_network(clean_environment: None) -> Iterator[None]:
    """Names the test in which any Python process tried to leave the machine."""
    yield
    log = Path(os.environ["CASELOAD_TESTS_NETWORK_LOG"])
    if log.exists():
        tried = log.read_text(encoding="utf-8")
        log.unlink()
        pytest.fail(f"the network was reached for:\n{tried}")


@pytest.fixture
def today() -> date:
    """The day every test is on."""
    return TODAY


@dataclass(frozen=True)
class Outcome:
    """What a finished command left: exit code and both outputs."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The standard output, read as JSON."""
        assert self.out, f"exit {self.code}, nothing on standard output\n--- err\n{self.err}"
        return json.loads(self.out)

    def ok(self) -> Outcome:
        """This outcome, if the command ended with 0; else the test fails with what it printed."""
        assert self.code == 0, f"exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"
        return self


def run_caseload(
    *arguments: str | Path,
    cwd: Path,
    env: dict[str, str | None] | None = None,
    stdin: str = "",
    timeout: float = 120,
    fresh: bool = False,
) -> Outcome:
    """Runs `caseload ARGUMENTS` in a process of its own, as a user would.

    `env` adds variables (None removes one), `stdin` gives input. Output is UTF-8 with its line ends kept. The process
    is a fork of one that has imported everything (tests/forks.py), unless `env` changes how Python itself starts;
    `fresh` starts Python anew.
    """
    merged = {name: value for name, value in ({**os.environ, **(env or {})}).items() if value is not None}
    typed = [str(word) for word in arguments]
    if not fresh and FORKS.serves(merged):
        done = FORKS.run(typed, cwd, merged, stdin.encode(), timeout)
    else:
        done = subprocess.run(
            [sys.executable, "-m", "caseload_tools", *typed],
            cwd=cwd,
            env=merged,
            input=stdin.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    return Outcome(done.returncode, *(text.decode("utf-8", "replace") for text in (done.stdout, done.stderr)))


Invoke = Callable[..., Outcome]


@pytest.fixture
def invoke(tmp_path: Path) -> Invoke:
    """`invoke("lint", "--format", "json", cwd=practice)`, as run_caseload; no `cwd` is an empty folder."""

    def run(*arguments: str | Path, cwd: Path | None = None, **options: Any) -> Outcome:
        return run_caseload(*arguments, cwd=cwd or tmp_path, **options)

    return run


Git = Callable[..., str]


@pytest.fixture(scope="session")
def git(clean_environment: None) -> Git:
    """Runs real git: `git("log", "--oneline", cwd=practice)`; gives its output, fails on an error.

    `at="2026-03-20"` sets the author and committer date, `by="Dana Ruiz"` the author and the committer.
    """
    return run_git


def run_git(*arguments: str, cwd: Path, at: str = "", by: str = "") -> str:
    env = dict(os.environ)
    if at:
        moment = at if "T" in at else f"{at}T12:00:00+0000"
        env.update(GIT_AUTHOR_DATE=moment, GIT_COMMITTER_DATE=moment)
    if by:
        address = f"{by.split()[-1].lower()}@northgate.example"
        env.update(GIT_AUTHOR_NAME=by, GIT_AUTHOR_EMAIL=address, GIT_COMMITTER_NAME=by, GIT_COMMITTER_EMAIL=address)
    done = subprocess.run(["git", *arguments], cwd=cwd, env=env, capture_output=True, check=False)
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr.decode('utf-8', 'replace')}"
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture(scope="session")
def practice_template(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """The demo practice under git, made once; tests get copies of it from `practice`."""
    folder = tmp_path_factory.mktemp("template") / "practice"
    folder.mkdir()
    for name in PRACTICE:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    with WATCH.paused():
        run_git("init", "--quiet", "--initial-branch=main", cwd=folder)
        run_git("add", "--all", cwd=folder)
        run_git("commit", "--quiet", "--message=Begin", cwd=folder)
        run_git("gc", "--quiet", cwd=folder)  # half as many files to copy
    return folder


@pytest.fixture
def practice(practice_template: Path, tmp_path: Path) -> Path:
    """The demo practice in a git repository of the test's own: one commit, a clean tree, free to change."""
    copy = tmp_path / "practice"
    shutil.copytree(practice_template, copy, symlinks=True, ignore=_what_commands_remember)
    return copy


def _what_commands_remember(folder: str, _: list[str]) -> set[str]:
    """`audit log` leaves a cache in the git directory: what a test asked of the template, no other is to find."""
    return {"caseload"} if Path(folder).name == ".git" else set()


Snapshot = Callable[..., None]


@pytest.fixture
def snapshot(request: pytest.FixtureRequest, tmp_path: Path) -> Snapshot:
    """Compares text with tests/snapshots/MODULE/TEST[-name].txt; `--snapshot-update` writes it anew.

    `snapshot(outcome.out)`, or `snapshot(page, name="plan", suffix=".html")` for several in a test. Paths of
    the test's own folder are shown as `TMP`, the repository as `ROOT`.
    """
    update = request.config.getoption("--snapshot-update")
    folder = SNAPSHOTS / Path(str(request.node.path)).stem.removeprefix("test_")
    test = re.sub(r"[^\w.-]+", "-", request.node.name.removeprefix("test_")).strip("-")

    def compare(text: str, name: str = "", suffix: str = ".txt") -> None:
        file = folder / f"{test}{'-' + name if name else ''}{suffix}"
        told = text.replace(str(tmp_path), "TMP").replace(str(ROOT), "ROOT")
        told = told if told.endswith("\n") else told + "\n"
        if update:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(told, encoding="utf-8", newline="\n")
            return
        where, how = file.relative_to(ROOT), "run pytest with --snapshot-update"
        assert file.exists(), f"no snapshot {where}: look at the output, then {how}"
        assert told == file.read_text(encoding="utf-8"), f"{where} differs; if the new text is right, {how}"

    return compare
