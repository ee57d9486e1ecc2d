"""The command as a process of its own: completion for the shell, the module, a folder below the practice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from caseload_tools.cli.short_way import nothing_to_draft, short_way
from tests.conftest import FORKS, ROOT, Invoke, run_caseload, run_git

# What stands on the line when Tab is pressed, and what must be offered (and what must not).
COMPLETIONS = {
    "caseload ": ("lint", "due", "new"),
    "caseload show C-01": ("C-0118", "C-0142", "C-0160"),
    "caseload show c-014": ("C-0142",),
    "caseload lint --select PLN00": ("PLN001", "PLN005"),
    "caseload explain RSK": ("RSK001",),
    "caseload new se": ("session",),
    "caseload new session C-00": ("C-0021", "C-0095"),
    "caseload new session C-0142 --staff m": ("m.okafor",),
    "caseload due --programme v": ("virtual-iop",),
    "caseload import csv --map b": ("bhsim",),
    "caseload lint --form": ("--format",),
    "caseload lint --format ": ("full", "sarif"),
}


def _complete(line: str, cwd: Path) -> list[str]:
    words = line.split(" ")
    outcome = run_caseload(
        cwd=cwd,
        env={"_CASELOAD_COMPLETE": "bash_complete", "COMP_WORDS": line.strip(), "COMP_CWORD": str(len(words) - 1)},
    )
    assert outcome.code == 0, outcome.err
    return [each.partition(",")[2] for each in outcome.out.splitlines() if each]


@pytest.mark.parametrize("line", COMPLETIONS)
def test_tab_offers_what_there_is(line: str, practice_template: Path) -> None:
    offered = _complete(line, practice_template)
    assert set(COMPLETIONS[line]) <= set(offered), offered
    last = line.rpartition(" ")[2]
    assert all(each.casefold().startswith(last.casefold()) for each in offered)


def test_tab_outside_a_practice_offers_nothing_and_says_nothing(tmp_path: Path) -> None:
    assert _complete("caseload show C-", tmp_path) == []


def test_the_shell_functions_are_given(tmp_path: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        outcome = run_caseload(cwd=tmp_path, env={"_CASELOAD_COMPLETE": f"{shell}_source"})
        assert outcome.code == 0 and "_CASELOAD_COMPLETE" in outcome.out


def test_it_works_from_any_folder_of_the_practice(practice_template: Path, invoke: Invoke) -> None:
    below = practice_template / "records/clients/C-0142/sessions"
    assert invoke("show", "C-0142", cwd=below).ok().out.startswith("C-0142")
    named = invoke("lint", "2026-11-03.md", "--format", "json", cwd=below).ok().json()
    assert named["clients"] == 1


def test_the_practice_can_be_named(practice_template: Path, invoke: Invoke) -> None:
    inside = invoke("-C", practice_template, "lint", "records/clients/C-0142", "--format", "json", cwd=ROOT).ok().json()
    assert inside["clients"] == 1, "a path counts from the practice that was named"
    assert invoke("-C", practice_template, "due", "--format", "json").ok().json()["as_of"] == "2026-11-24"


def test_the_installed_command_and_the_module_are_one(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("caseload")
    assert command.exists(), "the package's command is not installed beside this Python: `make setup`"
    asked = [str(command), "--version"], [sys.executable, "-m", "caseload_tools", "--version"]
    told = [subprocess.run(each, cwd=tmp_path, capture_output=True, text=True, check=True).stdout for each in asked]
    assert told[0] == told[1]


# What a run may do to the world outside: print, fail, write, take a day or a language from the environment, take input.
ALIKE: dict[str, dict[str, str | None]] = {
    "lint": {},
    "lint --format json --jobs 2": {},
    "lint --as-of 2027-06-01": {"FORCE_COLOR": "1"},
    "lint nowhere.md": {},
    "due": {"CASELOAD_TODAY": "2026-12-24"},
    "due --today tomorrow": {"CASELOAD_TODAY": None},
    "show C-0142": {"COLUMNS": "60"},
    "new session C-0142 --date 2026-12-01": {"EDITOR": "true"},
    "init ../second": {"HOME": "/nowhere"},
    "audit log": {"TZ": "Asia/Tokyo"},
    "build": {},
    "--bogus": {"LC_ALL": "C"},
}


@pytest.fixture(scope="module")
def few_charts(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo practice with two charts of its many: what is looked at is how it is run."""
    copy = tmp_path_factory.mktemp("few") / "practice"
    shutil.copytree(practice_template, copy)
    for chart in (copy / "records/clients").iterdir():
        if chart.name not in ("C-0142", "C-0160"):
            shutil.rmtree(chart)
    run_git("commit", "--quiet", "--all", "--message=Two charts", cwd=copy)
    return copy


# The others in `.ci/run`: a process has to import all of it first.
OFTEN = ("lint --as-of 2027-06-01", "due --today tomorrow", "new session C-0142 --date 2026-12-01")


@pytest.mark.parametrize(
    "typed", [pytest.param(each, marks=() if each in OFTEN else pytest.mark.extended) for each in ALIKE]
)
def test_a_fork_does_what_a_process_does(typed: str, few_charts: Path, tmp_path: Path) -> None:
    """Most tests run commands in forks of a process that waits (tests/forks.py): this is what entitles them to."""
    told, left = list[tuple[int, str, str]](), list[dict[str, bytes]]()
    for fresh in (True, False):
        practice = tmp_path / "practice"
        shutil.copytree(few_charts, practice)
        done = run_caseload(*typed.split(), cwd=practice, env=ALIKE[typed], stdin="yes\n", fresh=fresh)
        told.append((done.code, done.out, done.err))
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        left.append({str(each): each.read_bytes() for each in files if each.suffix != ".gz" and each.name != "index"})
        for made in {practice, tmp_path / "second"}:
            shutil.rmtree(made, ignore_errors=True)
    assert told[0] == told[1]
    assert left[0] == left[1]


# What git gives a hook: words, a folder, input, an environment that may also say how Python starts.
OF_HOOKS: dict[str, dict[str, str]] = {
    "-P -m caseload_tools hooks run pre-push there http://git.northgate.example/records.git": {},
    "-P -m caseload_tools hooks run commit-msg message": {"GIT_EDITOR": ":"},
    "-P -m caseload_tools lint nowhere.md": {"CASELOAD_TODAY": "yesterday"},
    "-m caseload_tools --version": {"PYTHONVERBOSE": ""},
    "-c print(input())": {},
}


@pytest.mark.parametrize("typed", OF_HOOKS)
def test_the_python_of_a_hook_does_what_python_does(typed: str, practice: Path) -> None:
    """Most hooks in tests name it (Forks.python); this entitles them to."""
    (practice / "message").write_text("update\n")
    told = list[tuple[int, bytes, bytes]]()
    for python in (sys.executable, FORKS.python):
        done = subprocess.run(
            [python, *typed.split()],
            cwd=practice,
            env=os.environ | OF_HOOKS[typed],
            input=f"refs/heads/main {'1' * 40} refs/heads/main {'0' * 40}\n".encode(),
            capture_output=True,
            check=False,
        )
        told.append((done.returncode, done.stdout, done.stderr))
    assert told[0] == told[1]
    assert any(told[0])


@pytest.mark.parametrize("stage", ["nothing", "sound", "wrong"])
@pytest.mark.parametrize("typed", [["--staged"], ["records/clients/C-0142"], ["nowhere.md"], ["../out.md"]])
def test_the_short_way_says_what_click_says(stage: str, typed: list[str], practice: Path) -> None:
    """With an option more, that changes nothing, the same command goes through click."""
    plan = practice / "records/clients/C-0142/plans/2026-11-20.md"
    if stage != "nothing":
        text = plan.read_text(encoding="utf-8") + "\n"
        plan.write_text(text if stage == "sound" else text.replace("target_date:", "target_day:"), encoding="utf-8")
        subprocess.run(["git", "add", "-A"], cwd=practice, check=True)
    short = run_caseload("lint", *typed, cwd=practice)
    named = run_caseload("-C", practice, "lint", *typed, cwd=practice)
    long = run_caseload("lint", "--color", "auto", *typed, cwd=practice)
    assert (short.code, short.out, short.err) == (long.code, long.out, long.err) == (named.code, named.out, named.err)
    assert (short.code, stage) in {(0, "nothing"), (0, "sound"), (1, "wrong")} or short.code == 2


def test_only_these_words_go_the_short_way() -> None:
    assert short_way(["lint", "--staged"]) == (None, ())
    assert short_way(["-C", "clinic", "lint", "a.md", "b"]) == ("clinic", ("a.md", "b"))
    for typed in (
        ["lint"],
        ["lint", "--staged", "--format", "json"],
        ["lint", "a.md", "--staged"],
        ["lint", "--", "a.md"],
        ["lint", "-h"],
        ["lint", ""],
        ["due", "--staged"],
        ["-C", "lint", "--staged"],
        ["--version"],
        [],
    ):
        assert short_way(typed) is None, typed


def test_a_message_that_somebody_has_begun_is_no_work(tmp_path: Path) -> None:
    """Git says where a message comes from; for `git commit -m` there is nothing to load and nothing to draft."""
    hook = ["hooks", "run", "prepare-commit-msg", ".git/COMMIT_EDITMSG"]
    assert nothing_to_draft([*hook, "message"]) and nothing_to_draft(["-C", "clinic", *hook, "commit", "HEAD"])
    assert not nothing_to_draft(hook) and not nothing_to_draft([*hook, "template"])
    assert not nothing_to_draft(["hooks", "run", "commit-msg", ".git/COMMIT_EDITMSG", "message"])
    told = run_caseload(*hook, "message", cwd=tmp_path)
    assert (told.code, told.out, told.err) == (0, "", "")
