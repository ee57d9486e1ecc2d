"""`caseload diff` as a clinician types it: two states of a practice, told by client and record."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import Git, Invoke

CHART = "records/clients/C-0142"
PLAN = f"{CHART}/plans/2026-11-20.md"


@pytest.fixture
def practice(practice_template: Path, git: Git, tmp_path: Path) -> Path:
    """Two clients under git: what is compared here is small."""
    root = tmp_path / "practice"
    for name in (CHART, "records/clients/C-0061"):
        shutil.copytree(practice_template / name, root / name)
    shutil.copy(practice_template / "caseload.toml", root)
    git("init", "--quiet", "--initial-branch=main", cwd=root)
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--message=Begin", cwd=root)
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_differs(practice: Path, invoke: Invoke) -> None:
    assert invoke("diff", cwd=practice).ok().out.startswith("Nothing differs between HEAD (")


def test_what_i_have_changed_and_not_committed(practice: Path, invoke: Invoke) -> None:
    edit(practice, PLAN, "status: active", "status: on-hold")
    edit(practice, "records/clients/C-0061/client.md", "cadence: ", "cadence: weekly # ")
    (practice / CHART / "sessions" / "2026-11-10.md").unlink()
    edit(practice, "caseload.toml", 'profile = "general"', 'profile = "iop"')
    told = invoke("diff", cwd=practice).ok().out
    assert re.match(r"4 files of 2 clients: from HEAD \(\w{10}\) to the files as they are now\n\nThe practice\n", told)
    assert "  caseload.toml\n    profile changed from general to iop\n" in told
    assert "\nC-0142\n  plans/2026-11-20\n    plan marked on-hold (was active) (after signing)\n" in told
    assert "  sessions/2026-11-10\n    session deleted\n" in told
    one = invoke("diff", "C-0061", cwd=practice).ok().out
    assert "C-0061\n  client\n    cadence changed from " in one and "C-0142" not in one


def test_two_commits_and_a_client(practice: Path, git: Git, invoke: Invoke) -> None:
    edit(practice, PLAN, "status: active", "status: on-hold")
    git("commit", "--quiet", "--all", "--message=One", cwd=practice)
    edit(practice, PLAN, "status: on-hold", "status: completed")
    git("commit", "--quiet", "--all", "--message=Two", cwd=practice)
    assert "plan marked on-hold (was active)" in invoke("diff", "HEAD~2", "HEAD~1", "C-0142", cwd=practice).ok().out
    assert "plan marked completed (was active)" in invoke("diff", "HEAD~2", cwd=practice).ok().out
    assert "plan marked active (was completed)" in invoke("diff", ".", "HEAD~2", cwd=practice).ok().out
    data = invoke("diff", "HEAD~1", "HEAD", "--format", "json", cwd=practice).ok().json()
    (record,) = data["records"]
    assert (record["client"], record["record"], record["type"]) == ("C-0142", "plans/2026-11-20", "plan")
    (event,) = record["events"]
    assert (event["field"], event["before"], event["after"]) == ("status", "on-hold", "completed")


def test_a_new_plan_is_told_against_the_one_it_takes_the_place_of(practice: Path, invoke: Invoke) -> None:
    text = (practice / PLAN).read_text(encoding="utf-8")
    old = re.search(r"target_date: (\S+)", text)
    assert old
    text = text.replace("date: 2026-11-20", "date: 2026-12-18", 1).replace(
        "supersedes: plans/2026-10-27", "supersedes: plans/2026-11-20"
    )
    text = text.replace(old[0], "target_date: 2027-05-01", 1)
    text = re.sub(r"(?ms)^  - id: I2\n.*?(?=^  - id: I3)", "", text)
    (practice / CHART / "plans" / "2026-12-18.md").write_text(text, encoding="utf-8")
    told = invoke("diff", "C-0142", cwd=practice).ok().out
    assert "  plans/2026-12-18\n    plan created\n" in told
    after = told[told.index("    against plans/2026-11-20:\n") :]
    lines = [line.strip() for line in after.splitlines()[1:]]
    assert lines[0].endswith(f"target date moved from {old[1]} to 2027-05-01") and lines[1:] == [
        "intervention I2 stopped"
    ], lines


def test_a_move_is_no_deletion(practice: Path, invoke: Invoke) -> None:
    (practice / PLAN).rename(practice / CHART / "plans" / "2026-11-21.md")
    told = invoke("diff", cwd=practice).ok().out
    assert f"  plans/2026-11-21\n    moved from {PLAN}\n" in told and "deleted" not in told


def test_texts_are_shown_only_to_those_who_ask(practice: Path, invoke: Invoke) -> None:
    edit(practice, PLAN, "## Strengths\n", "## Strengths\n\nEzmerelda walks.\x1b[31m\n")
    shy = invoke("diff", cwd=practice).ok().out + invoke("diff", "--format", "json", cwd=practice).ok().out
    assert "Ezmerelda" not in shy and "section Strengths: text changed (+" in shy
    open_ = invoke("diff", "--values", cwd=practice).ok().out
    assert "+ Ezmerelda walks.\\x1b[31m" in open_ and "\x1b" not in open_


def test_line_ends_of_another_system_are_nobodys_edit(practice: Path, invoke: Invoke) -> None:
    raw = (practice / PLAN).read_bytes()
    (practice / PLAN).write_bytes(raw.replace(b"\n", b"\r\n"))
    assert invoke("diff", cwd=practice).ok().out.startswith("Nothing differs")


def test_what_cannot_be_read_is_told(practice: Path, invoke: Invoke) -> None:
    (practice / PLAN).write_text("---\n[\n", encoding="utf-8")
    (practice / CHART / "sessions" / "2026-11-10.md").unlink()
    (practice / CHART / "sessions" / "2026-11-10.md").symlink_to("/etc/passwd")
    told = invoke("diff", cwd=practice).ok().out
    assert told.count("this version could not be read") == 1 and "root:" not in told
    assert "session deleted" in told, "a link is no record"
