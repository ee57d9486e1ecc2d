"""`--at`: the records as they stood in a commit, judged on its day; and what git says of when a note was written."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.cli.app import run
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from devtools.examples.trying import SETTINGS

Git = Callable[..., str]
CHART = "records/clients/C-0001"
NOTE = f"{CHART}/sessions/2026-01-19.md"
PLAN = f"{CHART}/plans/2026-01-12.md"
UNDATED = "target_date: 2026-06-30"


@pytest.fixture
def clinic(tmp_path: Path, git: Git) -> Path:
    """The smallest practice in git: one client with a plan on 12 January, one session planned for the 19th."""
    root = tmp_path / "clinic"
    write(root, "caseload.toml", SETTINGS)
    for name, day in (("client", ""), ("plan", "2026-01-12"), ("assessment", "2026-01-05")):
        kind = RECORD_TYPES[name]
        write(root, f"{CHART}/{kind.folder}/{day}.md" if day else f"{CHART}/client.md", kind.smallest.lstrip("\n"))
    write(root, NOTE, planned())
    git("init", "-q", "-b", "main", cwd=root)
    commit(root, git, "2026-01-12T12:00:00+0100")
    return root


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def commit(root: Path, git: Git, at: str) -> None:
    git("add", "-A", cwd=root)
    git("commit", "-q", "-m", "Change", cwd=root, at=at)


def note(written: str = "") -> str:
    """The smallest note, which says when it was written only if told to."""
    text = RECORD_TYPES["session"].smallest.lstrip("\n")
    return text.replace("written: 2026-01-19 12:00\n", f"written: {written}\n" if written else "")


def planned() -> str:
    return "---\n" + note().split("---")[1].replace("attendance: attended", "attendance: scheduled").strip() + "\n---\n"


def codes(root: Path, today: str, *wanted: str) -> list[str]:
    """The codes found in the work tree of a practice, with its real past."""
    result = lint_caseload(
        root, load_practice(root), LintRequest(today=date.fromisoformat(today), history=LazyHistory(root))
    )
    return [each.code for each in result.findings if each.code in wanted]


LATE = ("TIM001", "TIM005", "TIM007", "TIM014")


# --- when a note was written ---------------------------------------------------------------------


def test_a_note_was_written_when_it_was_first_committed_as_more_than_planned(clinic: Path, git: Git) -> None:
    write(clinic, NOTE, note())
    assert codes(clinic, "2026-01-19", *LATE) == []
    assert codes(clinic, "2026-01-26", *LATE) == ["TIM001"], "not committed a week later"
    commit(clinic, git, "2026-01-26T09:00:00+0100")
    assert codes(clinic, "2026-02-26", *LATE) == ["TIM001"]
    write(clinic, NOTE, note(written="2026-01-19 11:00"))
    assert codes(clinic, "2026-02-26", *LATE) == [], "where the note says it, the note is believed"


def test_a_note_in_time_stays_in_time_whatever_is_corrected_later(clinic: Path, git: Git) -> None:
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-19T16:00:00+0100")
    write(clinic, NOTE, note() + "\nCorrected.\n")
    commit(clinic, git, "2026-03-01T16:00:00+0100")
    assert codes(clinic, "2026-03-02", *LATE) == []


def test_a_commit_of_a_later_day_than_today_was_made(clinic: Path, git: Git) -> None:
    """A clock that stands still, or a colleague in the east: late it is, but nobody says that it is not committed."""
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-27T09:00:00+0900")
    asked = LintRequest(today=date(2026, 1, 26), select=["TIM001"], history=LazyHistory(clinic))
    (late,) = lint_caseload(clinic, load_practice(clinic), asked).findings
    assert "was written" in late.message and "not committed" not in late.message


def test_a_moved_note_is_as_old_as_it_was(clinic: Path, git: Git) -> None:
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-19T16:00:00+0100")
    os.renames(clinic / CHART, clinic / "records/clients/north/C-0001")
    commit(clinic, git, "2026-03-01T16:00:00+0100")
    assert codes(clinic, "2026-03-02", *LATE) == []


def test_a_merge_is_not_the_day_a_note_was_written(clinic: Path, git: Git) -> None:
    git("checkout", "-q", "-b", "dana", cwd=clinic)
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-19T16:00:00+0100")
    git("checkout", "-q", "main", cwd=clinic)
    write(clinic, "README.md", "ours\n")
    commit(clinic, git, "2026-02-01T16:00:00+0100")
    git("merge", "-q", "--no-ff", "-m", "Merge", "dana", cwd=clinic, at="2026-02-20T16:00:00+0100")
    assert codes(clinic, "2026-03-02", *LATE) == []


@pytest.mark.parametrize(("adopted", "found"), [("2026-01-19", ["TIM001"]), ("2026-01-20", []), ("2026-06-01", [])])
def test_what_is_older_than_git_goes_by_itself(clinic: Path, git: Git, adopted: str, found: list[str]) -> None:
    """An import, and a practice that begins on old charts, must not look as if all was written on one day."""
    settings = clinic / "caseload.toml"
    settings.write_text(f"adopted = {adopted}\n" + settings.read_text())
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-06-01T09:00:00+0100")
    assert codes(clinic, "2026-06-02", *LATE) == found


def test_without_adopted_the_past_begins_with_the_settings(clinic: Path, git: Git) -> None:
    old = NOTE.replace("01-19", "01-11")
    write(clinic, old, note().replace("2026-01-19", "2026-01-11"))
    commit(clinic, git, "2026-01-26T09:00:00+0100")
    assert codes(clinic, "2026-02-01", *LATE) == []


def test_a_clone_cut_off_proves_nothing(clinic: Path, git: Git, tmp_path: Path, capsys: Any) -> None:
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-26T09:00:00+0100")
    git("clone", "-q", "--depth", "1", f"file://{clinic}", str(tmp_path / "cut"), cwd=tmp_path)
    assert codes(clinic, "2026-02-01", *LATE) == ["TIM001"]
    assert codes(tmp_path / "cut", "2026-02-01", *LATE) == []
    run(["-C", str(tmp_path / "cut"), "lint", "--today", "2026-02-01"])
    said = capsys.readouterr().err
    assert said.startswith("caseload: this clone has only the last part of the history") and "--unshallow" in said


def test_a_demo_whose_clock_stands_still_is_not_judged_by_its_commits(clinic: Path, git: Git) -> None:
    settings = clinic / "caseload.toml"
    settings.write_text("today = 2026-01-26\n" + settings.read_text())
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-06-01T09:00:00+0100")
    assert codes(clinic, "2026-01-26", *LATE) == []


def test_a_crisis_note_has_its_own_limit(clinic: Path, git: Git) -> None:
    write(clinic, NOTE, note().replace("service: individual", "service: crisis"))
    commit(clinic, git, "2026-01-21T09:00:00+0100")
    assert "TIM005" in codes(clinic, "2026-02-01", *LATE)


def test_the_next_session_is_a_limit_where_the_policy_says_so(clinic: Path, git: Git) -> None:
    settings = clinic / "caseload.toml"
    settings.write_text(settings.read_text() + "\n[policy]\nnote_before_next_session = true\n")
    write(clinic, NOTE.replace("01-19", "01-20"), note(written="2026-01-20 12:00").replace("2026-01-19", "2026-01-20"))
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-21T09:00:00+0100")
    assert "TIM007" in codes(clinic, "2026-01-21", *LATE)


def test_a_note_from_before_the_session(clinic: Path, git: Git) -> None:
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-18T09:00:00+0100")
    assert codes(clinic, "2026-01-26", *LATE) == ["TIM014"]


def test_a_clock_in_another_time_zone_is_no_fraud(clinic: Path, git: Git) -> None:
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-18T21:00:00+0000")  # 11:00 on the 19th in Kiritimati
    assert codes(clinic, "2026-01-26", *LATE) == []


def test_git_is_asked_only_when_the_answer_matters(clinic: Path) -> None:
    write(clinic, NOTE, note(written="2026-01-19 12:00"))
    past = LazyHistory(clinic)
    lint_caseload(
        clinic, load_practice(clinic), LintRequest(today=date(2026, 6, 1), history=past, select=["TIM", "NOT"])
    )
    assert "_known" not in past.__dict__


def test_a_practice_without_git_is_judged_by_written_alone(clinic: Path, tmp_path: Path) -> None:
    write(clinic, NOTE, note())
    os.rename(clinic / ".git", tmp_path / "git")
    assert codes(clinic, "2026-02-01", *LATE) == []


def test_a_hook_judges_the_note_that_begins_with_this_commit(
    clinic: Path, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Without reading the history, which takes seconds in a large one: a note in the last commit had its day."""
    monkeypatch.chdir(clinic)
    settings = clinic / "caseload.toml"
    settings.write_text("adopted = 2026-01-01\n" + settings.read_text())

    def staged(today: str) -> list[str]:
        git("add", "-A", cwd=clinic)
        return [code for code, _ in lint_json(capsys, "--staged", "--select", "TIM001", "--today", today)[1]]

    write(clinic, NOTE, note())
    assert (staged("2026-01-19"), staged("2026-01-26")) == ([], ["TIM001"]), "it was only planned before"
    git("rm", "-q", "--cached", NOTE, cwd=clinic)
    commit_only = ("commit", "-q", "-m", "Take out")
    git(*commit_only, cwd=clinic, at="2026-01-19")
    assert staged("2026-01-26") == ["TIM001"], "it is new"
    commit(clinic, git, "2026-01-19T16:00:00+0100")
    write(clinic, NOTE, note() + "\nCorrected.\n")
    assert staged("2026-01-26") == [], "it stood in the last commit"
    os.renames(clinic / CHART, clinic / "records/clients/north/C-0001")
    assert staged("2026-01-26") == [], "it only moves"


# --- as it stood -----------------------------------------------------------------------------------


def lint_json(capsys: Any, *arguments: str) -> tuple[int, list[tuple[str, str]]]:
    code = run(["lint", "--format", "json", *arguments])
    printed = capsys.readouterr()
    assert printed.out, printed.err
    return code, [(each["code"], each["path"]) for each in json.loads(printed.out)["findings"]]


def test_lint_at_reads_the_commit_and_its_settings(
    clinic: Path, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(clinic)
    good = (clinic / PLAN).read_text()
    write(clinic, PLAN, "\n".join(line for line in good.split("\n") if "target_date" not in line))
    write(clinic, "caseload.toml", SETTINGS + '\n[lint]\nselect = ["PLN005"]\n')
    commit(clinic, git, "2026-01-14T12:00:00+0100")
    write(clinic, PLAN, good)
    write(clinic, "caseload.toml", SETTINGS)
    commit(clinic, git, "2026-01-15T12:00:00+0100")
    write(clinic, f"{CHART}/plans/broken.md", "on the disk\n")
    assert lint_json(capsys, "--at", "HEAD~1") == (1, [("PLN005", PLAN)])
    assert lint_json(capsys, "--at", "HEAD~1", PLAN) == (1, [("PLN005", PLAN)])
    assert lint_json(capsys, "--at", "HEAD~1", "--client", "C-0001") == (1, [("PLN005", PLAN)])
    assert lint_json(capsys, "--at", "2026-01-14") == (1, [("PLN005", PLAN)])
    assert lint_json(capsys, "--at", "HEAD", "--select", "PLN005,STR") == (0, [])


def test_the_day_is_that_of_the_commit_and_the_past_ends_there(
    clinic: Path, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(clinic)
    write(clinic, NOTE, note())
    commit(clinic, git, "2026-01-26T09:00:00+0100")

    def found(*arguments: str) -> list[str]:
        return [code for code, _ in lint_json(capsys, "--select", "TIM001,TIM008", *arguments)[1]]

    assert found("--at", "HEAD~1") == [], "on the 12th the session was to come"
    assert found("--at", "HEAD~1", "--as-of", "2026-02-10") == ["TIM008"], "then the note was not known of"
    assert found("--at", "HEAD") == ["TIM001"]
    assert found("--at", "2026-01-20") == [] and found("--at", "2026-01-25") == ["TIM008"]
    assert run(["lint", "--at", "HEAD"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("As committed on 2026-01-26 (") and said.endswith("), judged on 2026-01-26.\n")


def test_due_and_show_at(clinic: Path, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(clinic)
    (clinic / NOTE).unlink()
    commit(clinic, git, "2026-02-01T12:00:00+0100")

    def due(*arguments: str) -> tuple[str, str]:
        assert run(["due", "--format", "json", *arguments]) == 0
        told = capsys.readouterr().out
        return json.loads(told)["as_of"], told

    day, told = due("--at", "HEAD~1")
    assert day == "2026-01-12" and "2026-01-19" in told
    assert due("--at", "HEAD~1", "--as-of", "2026-02-20")[0] == "2026-02-20"
    assert "2026-01-19" not in due("--at", "HEAD", "--as-of", "2026-01-12")[1]
    assert run(["show", "C-0001", "--at", "HEAD~1"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--at", "nowhere"], "no commit is called nowhere"),
        (["--at", "--output=x"], "no commit is called --output=x"),
        (["--at", "2026-01-01"], "there was no commit yet on 2026-01-01"),
        (["--at", "HEAD", "records/clients/C-0009"], "there was no such file or folder"),
        (["--at", "HEAD", "--client", "C-0009"], "there is no client with this id"),
        (["--at", "HEAD", "--as-of", "soon"], "--as-of is not a date"),
        (["--at", "HEAD", "--today", "soon"], "--today is not a date"),
        (["--at", "bare"], "there was no caseload.toml yet"),
    ],
)
def test_mistakes(
    clinic: Path, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: Any, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(clinic)
    empty = git("hash-object", "-t", "tree", "-w", "/dev/null", cwd=clinic).strip()
    git("tag", "bare", git("commit-tree", "-m", "Bare", empty, cwd=clinic).strip(), cwd=clinic)
    assert run(["lint", *arguments]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(f"caseload: {said}") and len(printed.splitlines()) == 2


@pytest.mark.parametrize(
    "typed",
    [
        ("show", "C-0002"),
        ("due", "--client", "C-0002"),
        ("lint", "--client", "C-0002"),
        ("report", "progress", "--client", "C-0002"),
    ],
    ids=lambda typed: typed[0],
)
def test_a_client_who_had_no_chart_yet_is_not_taken_for_another(
    clinic: Path, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: Any, typed: tuple[str, ...]
) -> None:
    client = (clinic / CHART / "client.md").read_text().replace("C-0001", "C-0002")
    write(clinic, "records/clients/C-0002/client.md", client)
    commit(clinic, git, "2026-01-19T12:00:00+0100")
    monkeypatch.chdir(clinic)
    assert run([*typed, "--at", "2026-01-12"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("caseload: C-0002 had no chart yet then\n  it was opened on 2026-01-05; "), said
    assert "C-0001" not in said, "somebody else's chart is named"
    assert run([*typed, "--at", "HEAD"]) < 2


def test_a_new_practice_has_no_commit_to_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    root = tmp_path / "new"
    assert run(["init", str(root), "--today", "2026-01-12"]) == 0
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    monkeypatch.chdir(root)
    capsys.readouterr()
    for typed in (["lint", "--at", "HEAD"], ["lint", "--at", "2026-01-12"], ["diff"], ["diff", "HEAD", "."]):
        assert run(typed) == 2
        said = capsys.readouterr().err
        assert len(said.splitlines()) == 2 and said.startswith("caseload: the repository has no commit yet"), said
