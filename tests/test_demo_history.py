"""The demo comes with a past that can be tried: verified, looked back at, committed to, whoever makes it and wherever.

One demo and one untidy demo are made for the whole file, in the environment of somebody whose git settings would
spoil it; what a test changes it changes in a copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.desk.demo.demo_past import demo_past
from caseload_tools.desk.demo.demo_practice import make_demo
from caseload_tools.desk.demo.earlier_texts import earlier
from caseload_tools.desk.demo.faults import FAULTS
from caseload_tools.desk.demo.faults.fault import steps_of
from caseload_tools.history.readers.git_history import GitHistory
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text import read_bytes
from tests.conftest import Outcome, run_caseload, run_git

TODAY = date(2026, 11, 24)
NOTE = "records/clients/C-0142/sessions/2026-11-24.md"
BEFORE, AFTER = "2026-11-20", "2027-03-01"  # days on which somebody may try the demo, beside its own
# Whose settings these are gets them in each `git` that is run for her.
SPOILED = """\
[user]
	name = Somebody Else
	email = somebody@elsewhere.example
[init]
	templateDir = {home}/template
	defaultBranch = trunk
	defaultObjectFormat = sha256
[core]
	hooksPath = {home}/hooks
	autocrlf = true
[commit]
	gpgSign = true
[i18n]
	commitEncoding = latin1
[gpg]
	program = {home}/hooks/pre-commit
"""


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """The environment of a person whose git has settings, hooks, a template and a key."""
    home = tmp_path_factory.mktemp("spoiled")
    for folder in ("hooks", "template/hooks"):
        (home / folder).mkdir(parents=True)
        for name in ("pre-commit", "commit-msg", "reference-transaction", "post-index-change"):
            hook = home / folder / name
            hook.write_text(f"#!/bin/sh\necho ran >>{home}/ran\nexit 1\n")
            hook.chmod(0o755)
    (home / ".gitconfig").write_text(SPOILED.format(home=home))
    return {"HOME": str(home), "GIT_CONFIG_GLOBAL": None, "GIT_AUTHOR_NAME": "Nobody", "GIT_DIR": str(home / "else")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, spoiled: dict[str, str | None]) -> Path:
    folder = tmp_path_factory.mktemp("made")
    run_caseload("demo", "demo", cwd=folder, env=spoiled).ok()
    assert not Path(str(spoiled["HOME"]), "ran").exists(), "a hook of the reader ran"
    return folder / "demo"


@pytest.fixture(scope="module")
def untidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("untidy")
    run_caseload("demo", "--untidy", "demo", cwd=folder).ok()
    return folder / "demo"


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A copy of the demo, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "own"))


def on(day: str, *typed: str, cwd: Path) -> Outcome:
    """A command on a day of the real clock, which the settings stop for all others."""
    return run_caseload(*typed, cwd=cwd, env={"CASELOAD_TODAY": None}) if not day else _on(day, *typed, cwd=cwd)


def _on(day: str, *typed: str, cwd: Path) -> Outcome:
    return run_caseload(*typed, "--today", day, cwd=cwd, env={"CASELOAD_TODAY": None})


def _failed(outcome: Outcome) -> list[tuple[str, str, str]]:
    checks = outcome.json()["checks"]
    return [(check["name"], each["what"], each["path"]) for check in checks for each in check["findings"]]


def _commit(root: Path, day: str, message: str = "A note") -> None:
    run_git("add", "--all", cwd=root)
    run_git("commit", "--quiet", f"--message={message}", cwd=root, at=f"{day}T23:00:00-0600")


# --- verify --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["", BEFORE, TODAY.isoformat(), AFTER])
def test_the_past_of_the_demo_stands_on_every_day(made: Path, day: str) -> None:
    found = on(day, "audit", "verify", "--format", "json", cwd=made).ok()
    assert _failed(found) == []


def test_the_past_of_the_untidy_demo_has_its_faults_and_no_other(untidy: Path) -> None:
    """A plan that was changed below typed lines, and a note whose digest was of other words from its first commit."""
    found = run_caseload("audit", "verify", "--format", "json", cwd=untidy)
    assert _failed(found) == [
        ("signed-records", f"changed since {who} signed it", f"records/clients/{path}.md")
        for who, path in (
            ("m.okafor and C-0021", "C-0021/plans/2026-03-11"),
            ("s.nakamura and r.lindqvist", "C-0154/sessions/2026-10-23"),
        )
    ]


def test_the_past_of_a_new_practice_stands(tmp_path: Path) -> None:
    run_caseload("init", "own", cwd=tmp_path).ok()
    _commit(tmp_path / "own", "2026-11-24", "Begin")
    assert _failed(run_caseload("audit", "verify", "--format", "json", cwd=tmp_path / "own").ok()) == []


@pytest.mark.parametrize("day", [TODAY.isoformat(), AFTER])
def test_what_the_reader_commits_in_it_stands(own: Path, day: str) -> None:
    _commit(own, day)
    assert _failed(_on(day, "audit", "verify", "--format", "json", cwd=own).ok()) == []


def test_a_commit_of_tomorrow_is_in_the_future(own: Path) -> None:
    _commit(own, AFTER)
    found = _failed(_on("2027-02-27", "audit", "verify", "--format", "json", cwd=own))
    assert [(name, what) for name, what, _ in found] == [("times", "the commit is dated in the future")]


def test_a_clock_stopped_later_counts_for_nothing(own: Path) -> None:
    settings = own / "caseload.toml"
    settings.write_text(settings.read_text().replace("today = 2026-11-24", "today = 2027-12-31"))
    _commit(own, "2026-11-24", "Settings: clock")
    run_git("commit", "--quiet", "--allow-empty", "--message=Later", cwd=own, at=AFTER)
    found = _failed(_on("2026-11-30", "audit", "verify", "--format", "json", cwd=own))
    assert [what for _, what, _ in found] == ["the commit is dated in the future"]


# --- what the manual leads to ---------------------------------------------------------------


def test_only_the_note_of_today_waits(made: Path) -> None:
    assert run_git("status", "--porcelain", cwd=made) == f"?? {NOTE}\n"
    assert run_git("branch", "--show-current", cwd=made).strip() == "main"
    assert run_git("rev-parse", "--show-object-format", cwd=made).strip() == "sha1"
    run_git("fsck", "--full", "--strict", cwd=made)


@pytest.mark.parametrize("day", ["2026-11-18", "2026-11-20", "2026-11-21", "2026-11-23", "2026-11-24"])
def test_its_charts_were_in_order_on_its_last_days(made: Path, day: str) -> None:
    found = run_caseload("lint", "--at", day, cwd=made).ok()
    assert "nothing to say" in found.out


@pytest.mark.parametrize(
    ("day", "clients"),
    [("2026-01-01", ()), ("2026-04-01", ()), ("2026-08-01", ("--client", "C-0095", "--client", "C-0103"))],
)
def test_each_need_was_taken_up_or_deferred_in_its_early_months(made: Path, day: str, clients: tuple[str, ...]) -> None:
    run_caseload("lint", "--at", day, "--select", "LNK010", *clients, cwd=made).ok()


def test_nothing_that_had_not_happened_is_told(made: Path) -> None:
    referral = "records/clients/C-0061/referrals/2025-11-17-gateway.md"
    commit = run_git("rev-list", "-1", "--before=2025-12-01", "HEAD", cwd=made).strip()
    then = run_git("show", f"{commit}:{referral}", cwd=made)
    assert "status: waiting" in then and "outcome" not in then and "Turned down" not in then
    now = run_caseload("show", "C-0142", "--at", "2026-10-10", cwd=made).ok().out
    assert "sessions/2026-10-06" in now and "sessions/2026-10-13" not in now


def test_it_can_be_looked_back_at_signed_and_committed(own: Path) -> None:
    assert "objective O1.3 added" in run_caseload("diff", "HEAD~10", ".", "C-0142", cwd=own).ok().out
    log = run_caseload("audit", "log", "--client", "C-0142", cwd=own).ok().out
    assert "2026-11-23 23:31   r.lindqvist   plans/2026-11-20" in log
    on("", "hooks", "install", cwd=own).ok()
    on("", "sign", "--as", "m.okafor", NOTE, cwd=own).ok()
    assert "at: 2026-11-24 17:00" in (own / NOTE).read_text()
    words = ("--kind", "correction", "--reason", "wrong day", "--text", "It was Monday.")
    on("", "addend", "C-0142/sessions/2026-11-24", "--as", "m.okafor", *words, cwd=own).ok()
    _commit(own, "2026-11-24", "C-0142: session 2026-11-24")
    assert _failed(run_caseload("audit", "verify", "--format", "json", cwd=own).ok()) == []


def test_people_commit_what_they_wrote(made: Path) -> None:
    told = run_git("log", "--format=%an <%ae> %cn <%ce>", cwd=made).splitlines()
    known = {staff.name: staff.id for staff in load_practice(made).staff.values()}
    assert set(told) <= {f"{n} <{i}@northgate.example> {n} <{i}@northgate.example>" for n, i in known.items()}
    assert len(set(told)) == len(known)


# --- the untidy one ------------------------------------------------------------------------


def test_in_the_untidy_demo_git_shows_what_a_test_would_tell(untidy: Path) -> None:
    """Every rule fires by what is there, also those that ask the past; and none for what the made-up past brought."""
    past = PretendHistory(steps_of(FAULTS, untidy))
    told = lint_caseload(untidy, load_practice(untidy), LintRequest(today=TODAY, history=past))
    real = lint_caseload(untidy, load_practice(untidy), LintRequest(today=TODAY, history=GitHistory(untidy)))
    assert _each(real.findings) == _each(told.findings)
    # Its past is as long as its records: nothing was owed before.
    assert set(real.by_code) | {"FUP018"} == set(load_rules())


def _each(findings: tuple[Finding, ...]) -> Counter[tuple[str, str, str]]:
    return Counter((each.code, each.path, each.message) for each in findings)


# --- how it is made ------------------------------------------------------------------------


def test_the_same_demo_has_the_same_commits(made: Path, tmp_path: Path) -> None:
    """Whatever the settings, the hour and the zone of whoever makes it."""
    run_caseload("demo", "again", cwd=tmp_path, env={"TZ": "Pacific/Auckland", "CASELOAD_TODAY": "2030-01-01"}).ok()
    heads = [run_git("rev-parse", "HEAD", cwd=root) for root in (made, tmp_path / "again")]
    assert heads[0] == heads[1]


def test_without_history_it_is_only_files(tmp_path: Path) -> None:
    made = run_caseload("demo", "--no-history", "--format", "json", "plain", cwd=tmp_path).ok().json()
    assert made["commits"] == 0 and not (tmp_path / "plain/.git").exists()
    assert "adopted = " in (tmp_path / "plain/caseload.toml").read_text()


def test_where_there_is_no_git_it_says_so(tmp_path: Path) -> None:
    """In a Python of its own: where GitPython was loaded before, it has found its git."""
    (tmp_path / "bin").mkdir()
    command = [sys.executable, "-m", "caseload_tools", "demo", "plain"]
    env = {**os.environ, "PATH": str(tmp_path / "bin")}
    made = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert made.returncode == 0 and "Without its history, as git is not installed" in made.stdout, made.stderr
    assert (tmp_path / "plain" / NOTE).exists() and not (tmp_path / "plain/.git").exists()


def test_inside_another_repository_it_is_one_of_its_own(tmp_path: Path) -> None:
    run_git("init", "--quiet", cwd=tmp_path)
    made = run_caseload("demo", "inner", cwd=tmp_path).ok()
    assert "lies in another git repository" in made.out and "--no-history" in made.out
    assert run_git("rev-parse", "--show-toplevel", cwd=tmp_path / "inner").strip() == str(tmp_path / "inner")
    (tmp_path / ".gitignore").write_text("/build/\n")
    assert "another git repository" not in run_caseload("demo", "build/inner", cwd=tmp_path).ok().out


def test_the_past_is_made_of_the_records_alone(tmp_path: Path) -> None:
    make_demo(tmp_path / "demo", history=False)
    practice = load_practice(tmp_path / "demo")
    commits = demo_past(tmp_path / "demo", practice, TODAY, [NOTE])
    assert 150 < len(commits) < 300  # few enough to be quick
    assert commits == sorted(commits, key=lambda each: each.at) and commits[-1].at.date() < TODAY
    last = {path: text for each in commits for path, text in each.files.items()}
    there = {str(each.relative_to(tmp_path / "demo")) for each in (tmp_path / "demo").rglob("*") if each.is_file()}
    assert last.keys() == there - {NOTE}
    assert all((tmp_path / "demo" / path).read_bytes() == text for path, text in last.items())
    assert not [each.message for each in commits if len(each.message) > 60]


def test_what_was_kept_up_was_otherwise_before() -> None:
    text = "---\ntype: client\nstatus: discharged\nclosed: 2026-11-06\n---\n\n## Notes\n\nEnded.\n"
    (kept,) = earlier(text, read_bytes(text.encode(), "").data, date(2026, 11, 6))
    assert kept == (date(2026, 11, 6), "---\ntype: client\nstatus: active\n---\n\n")
    assert not list(earlier(text, {"type": "session"}, None))
