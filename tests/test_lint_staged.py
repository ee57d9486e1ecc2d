"""`caseload lint --staged`: what the next commit would hold, and never what lies on the disk."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.cli.app import run

Git = Callable[..., str]
CHART = "records/clients/C-0142"
PLAN = f"{CHART}/plans/2026-11-20.md"
NOTE = f"{CHART}/sessions/2026-11-03.md"
AGENCY = "records/practice/agencies/riverside-employment.md"
REFUSED = "GIT001"
NOTHING = "No record is staged, so there is nothing to check.\n"


@pytest.fixture
def lint(practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs `caseload lint --staged` in the practice; gives exit code, (path, code) of each finding, and stderr."""
    monkeypatch.chdir(practice)

    def run_it(*arguments: str) -> tuple[int, list[tuple[str, str]], str]:
        code = run(["lint", "--staged", "--format", "json", *arguments])
        printed = capsys.readouterr()
        found = json.loads(printed.out)["findings"] if printed.out else []
        return code, [(each["path"], each["code"]) for each in found], printed.err

    return run_it


def spoil(file: Path) -> None:
    """Take the first target date out of a plan: PLN005."""
    lines = file.read_text().splitlines(keepends=True)
    place = next(place for place, line in enumerate(lines) if "target_date:" in line)
    file.write_text("".join(lines[:place] + lines[place + 1 :]))


def test_nothing_staged(practice: Path, lint: Any, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(practice / PLAN)
    assert lint() == (0, [], "")
    assert run(["lint", "--staged"]) == 0
    assert capsys.readouterr().out == NOTHING
    (practice / "README.md").write_text("staged, but no record\n")
    subprocess.run(["git", "add", "README.md"], check=True)
    assert run(["lint", "--staged", "--format", "concise"]) == 0
    assert capsys.readouterr().out == NOTHING


def test_the_index_is_judged_and_the_disk_left_alone(practice: Path, lint: Any, git: Git) -> None:
    good = (practice / PLAN).read_bytes()
    spoil(practice / PLAN)
    git("add", PLAN, cwd=practice)
    (practice / PLAN).write_bytes(good)
    (practice / CHART / "sessions/2026-11-10.md").write_text("broken on the disk\n")
    before = {path: path.read_bytes() for path in practice.rglob("*") if path.is_file() and ".git" not in path.parts}
    index = (practice / ".git/index").read_bytes()
    code, found, _ = lint()
    assert (code, found) == (1, [(PLAN, "PLN005"), (PLAN, "SIG001")])
    assert (practice / ".git/index").read_bytes() == index
    assert before == {p: p.read_bytes() for p in practice.rglob("*") if p.is_file() and ".git" not in p.parts}
    assert not git("stash", "list", cwd=practice)


def test_the_other_way_round(practice: Path, lint: Any, git: Git) -> None:
    (practice / PLAN).write_text((practice / PLAN).read_text() + "\n")
    git("add", PLAN, cwd=practice)
    spoil(practice / PLAN)
    assert lint() == (0, [], "")


def test_what_depends_on_a_touched_record_is_judged_too(practice: Path, lint: Any, git: Git) -> None:
    """A consent that goes leaves the disclosure that leaned on it without one."""
    git("rm", "-q", "-r", f"{CHART}/consents", cwd=practice)
    code, found, _ = lint()
    assert code == 1
    assert {path.split("/")[3] for path, _ in found} - {"consents"}, found
    assert all(path.startswith(CHART + "/") for path, _ in found), "only the charts touched are shown"


def test_a_renamed_note_is_found_at_its_new_place(practice: Path, lint: Any, git: Git) -> None:
    git("mv", NOTE, NOTE.replace("-03", "-04"), cwd=practice)
    code, found, _ = lint()
    assert code == 1 and (NOTE.replace("-03", "-04"), "STR006") in found, found


def test_a_practice_record_is_judged_when_it_is_touched(practice: Path, lint: Any, git: Git) -> None:
    text = (practice / AGENCY).read_text()
    (practice / AGENCY).write_text(text.replace("type: agency", "type: agenzy"))
    git("add", AGENCY, cwd=practice)
    code, found, _ = lint()
    assert code == 1 and found == [(AGENCY, "STR002")]


def test_the_hint_shows_what_is_staged_and_not_what_lies_on_the_disk(
    practice: Path, lint: Any, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (practice / PLAN).read_text(encoding="utf-8")
    spoil(practice / PLAN)
    git("add", "--all", cwd=practice)
    (practice / PLAN).write_text(text, encoding="utf-8")
    assert run(["lint", "--staged", "--format", "json"]) == 1
    (found,) = (each for each in json.loads(capsys.readouterr().out)["findings"] if each["code"] == "SIG001")
    (command,) = re.findall(r"`git (diff [^`]+)` shows the change", found["hint"])
    assert "target_date:" in git(*shlex.split(command), cwd=practice)


def test_a_chart_meets_the_staged_practice(practice: Path, lint: Any, git: Git) -> None:
    """Practice records are read from the index as well: an agency that goes is missed by who refers to it."""
    git("rm", "-q", "-r", "records/practice/agencies", cwd=practice)
    (practice / PLAN).write_text((practice / PLAN).read_text() + "\n")
    git("add", PLAN, cwd=practice)
    code, found, _ = lint()
    assert code == 1 and {code for path, code in found if not path.startswith(CHART)} == {REFUSED}, found
    assert any(path.startswith(CHART) for path, _ in found), found


def test_settings_are_those_that_are_staged(practice: Path, lint: Any, git: Git) -> None:
    spoil(practice / PLAN)
    settings = practice / "caseload.toml"
    text = settings.read_text()
    settings.write_text(text + '\n[lint]\nignore = ["PLN005", "SIG001"]\n')
    git("add", PLAN, "caseload.toml", cwd=practice)
    settings.write_text(text)
    assert lint() == (1, [(PLAN, REFUSED)], ""), "settings leave out rules, and not what the hook refuses"
    settings.write_text("name = [broken\n")
    git("add", "caseload.toml", cwd=practice)
    settings.write_text(text)
    code, _, said = lint()
    assert code == 2 and "caseload.toml cannot be read" in said


def test_a_file_in_no_place_is_found(practice: Path, lint: Any, git: Git) -> None:
    stray = f"{CHART}/sessions/2026-11-05.txt"
    (practice / stray).write_text("a note that nothing would read\n")
    git("add", stray, cwd=practice)
    assert lint() == (1, [(stray, "STR014")], "")


def test_announced_is_not_staged(practice: Path, lint: Any, git: Git) -> None:
    (practice / CHART / "sessions/2026-11-05.md").write_text("nothing yet\n")
    git("add", "-N", f"{CHART}/sessions/2026-11-05.md", cwd=practice)
    assert lint() == (0, [], "")
    (practice / PLAN).write_text((practice / PLAN).read_text() + "\n")
    git("add", PLAN, cwd=practice)
    assert lint() == (0, [], "")


def test_before_the_first_commit(practice: Path, lint: Any, git: Git) -> None:
    spoil(practice / PLAN)
    git("update-ref", "-d", "HEAD", cwd=practice)
    git("add", "-A", cwd=practice)
    code, found, _ = lint()
    assert (code, found) == (1, [(PLAN, "PLN005"), (PLAN, "SIG001")])


def test_a_whole_chart_taken_out(practice: Path, lint: Any, git: Git) -> None:
    git("rm", "-q", "-r", CHART, cwd=practice)
    code, found, _ = lint()
    assert code == 1 and {code for _, code in found} == {REFUSED} and (PLAN, REFUSED) in found, found


def test_grouped_folders_and_charts_with_names_of_their_own(practice: Path, lint: Any, git: Git) -> None:
    north = practice / "records/clients/north"
    north.mkdir()
    git("mv", CHART, "records/clients/north/C-0142", cwd=practice)
    spoil(north / "C-0142/plans/2026-11-20.md")
    git("add", "-A", cwd=practice)
    code, found, _ = lint()
    north_plan = "records/clients/north/C-0142/plans/2026-11-20.md"
    assert (code, found) == (1, [(PLAN, REFUSED), (north_plan, "PLN005"), (north_plan, "SIG001")])
    git("commit", "-q", "-m", "Group", cwd=practice)
    git("mv", "records/clients/C-0087", "records/clients/north/c87", cwd=practice)
    code, found, _ = lint()
    moved = [path for path, code in found if code != REFUSED]
    assert code == 1 and moved and all(path.startswith("records/clients/north/c87/") for path in moved), found


def test_an_undecided_merge(practice: Path, lint: Any, git: Git) -> None:
    for branch, line in (("theirs", "theirs\n"), ("main", "ours\n")):
        git("checkout", "-q", *([] if branch == "main" else ["-b"]), branch, cwd=practice)
        (practice / NOTE).write_text((practice / NOTE).read_text() + line)
        git("commit", "-q", "-a", "-m", branch, cwd=practice)
    with pytest.raises(AssertionError):
        git("merge", "-q", "theirs", cwd=practice)
    code, _, said = lint()
    assert code == 2 and "a merge has left 1 record undecided" in said and "git add" in said
    git("checkout", "-q", "--ours", NOTE, cwd=practice)
    git("add", NOTE, cwd=practice)
    assert lint() == (0, [], ""), "the merge goes on, and so does the check"


def test_a_lock_of_another_git_is_no_hindrance(practice: Path, lint: Any, git: Git) -> None:
    spoil(practice / PLAN)
    git("add", PLAN, cwd=practice)
    lock = practice / ".git/index.lock"
    lock.write_text("")
    assert lint()[0] == 1
    assert lock.exists()


@pytest.mark.parametrize("more", [[NOTE], ["--client", "C-0142"], ["--at", "HEAD"], ["--write-baseline"]])
def test_staged_stands_alone(lint: Any, more: list[str]) -> None:
    code, _, said = lint(*more)
    assert code == 2 and len(said.splitlines()) == 2


def test_outside_git(practice: Path, lint: Any) -> None:
    os.rename(practice / ".git", practice / "git")
    code, _, said = lint()
    assert code == 2 and "not in a git repository" in said


def test_the_baseline_is_the_staged_one(
    practice: Path, lint: Any, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    note = practice / NOTE
    note.write_text(note.read_text().replace("service: individual", "service: indvidual"))
    assert lint() == (0, [], "") and run(["lint", "--write-baseline"]) == 0
    capsys.readouterr()
    git("add", NOTE, "caseload-baseline.json", cwd=practice)
    (practice / "caseload-baseline.json").unlink()
    code, found, _ = lint()
    assert (code, found) == (0, [])


# --- as a hook ----------------------------------------------------------------------------------


def hook(practice: Path, place: str = "") -> None:
    file = practice / ".git/hooks/pre-commit"
    file.parent.mkdir(exist_ok=True)
    where = f"-C {place} " if place else ""
    file.write_text(f"#!/bin/sh\nexec {sys.executable} -m caseload_tools {where}lint --staged --format concise\n")
    file.chmod(0o755)


def commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "commit", "-q", "-m", "Change", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_a_commit_of_a_named_file_is_judged_by_its_own_index(practice: Path) -> None:
    """`git commit FILE` leaves aside what is staged otherwise, and its hook must see just that."""
    hook(practice)
    spoil(practice / PLAN)
    subprocess.run(["git", "add", PLAN], cwd=practice, check=True)
    (practice / NOTE).write_text((practice / NOTE).read_text() + "\n")
    good = commit(practice, NOTE)
    assert good.returncode == 0, good.stdout + good.stderr
    refused = commit(practice, "-a")
    assert refused.returncode == 1 and "PLN005" in refused.stdout + refused.stderr


def test_a_practice_in_a_folder_of_a_work_tree_beside_the_first(practice: Path, tmp_path: Path, git: Git) -> None:
    outer = tmp_path / "outer"
    (outer / "clinic").mkdir(parents=True)
    git("init", "-q", cwd=outer)
    for name in ("records", "caseload.toml"):
        os.rename(practice / name, outer / "clinic" / name)
    git("add", "-A", cwd=outer)
    git("commit", "-q", "-m", "Begin", cwd=outer)
    hook(outer, "clinic")
    git("worktree", "add", "-q", "../beside", cwd=outer)
    beside = tmp_path / "beside"
    spoil(beside / "clinic" / PLAN)
    refused = commit(beside, "-a")
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1 and f"{PLAN}:" in said and "clinic/records" not in said
    (beside / "clinic" / PLAN).write_bytes((outer / "clinic" / PLAN).read_bytes() + b"\n")
    assert commit(beside, "-a").returncode == 0


@pytest.mark.parametrize("kind", ["meetings/2026-11-18.md", "households/1.md"])
def test_a_record_of_the_practice_names_clients_that_have_a_chart(
    kind: str, practice: Path, lint: Any, git: Git
) -> None:
    path = f"records/practice/{kind}"
    whole = (practice / path).read_text()
    (practice / path).write_text(re.sub(r"(?m)^(minutes|since): .*$", "", whole))
    git("add", path, cwd=practice)
    assert [each for each in lint()[1] if each[1] == "LNK021"] == []
    (practice / path).write_text(whole.replace("[C-", "[C-9999, C-", 1))
    git("add", path, cwd=practice)
    assert (path, "LNK021") in lint()[1]
