"""A small clean practice under git for the tests of signing: one client, a plan, a note, three people."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from caseload_tools.cli import app
from caseload_tools.lint.rule import load_rules
from devtools.examples.scenes import scene_of
from devtools.examples.trying import settings_text, write_scene
from tests.conftest import Git, Outcome

Run = Callable[..., Outcome]

NOTE = "records/clients/C-0001/sessions/2026-01-19.md"
PLAN = "records/clients/C-0001/plans/2026-01-12.md"
NOW = {"CASELOAD_NOW": "2026-01-19 14:00", "CASELOAD_TODAY": None, "CASELOAD_STAFF": None}
SETTINGS = """
staff."dana.ruiz".email = "ruiz@northgate.example"
staff."sam.lee".email = "lee@northgate.example"
staff."kim.park" = {name = "Kim Park", roles = ["clinician", "trainee"], credential = "LPC", supervisor = "sam.lee"}
staff."a.berg" = {name = "Ada Berg", roles = ["administration"], email = "berg@northgate.example"}
"""


def typed_in(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Types a command in this process, at NOW: thirty starts of Python would cost more than all that is tested."""
    monkeypatch.chdir(root)
    for name, value in NOW.items():
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)

    def typed(*words: str, stdin: str = "") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        return Outcome(app.run(words), *capsys.readouterr())

    return typed


def small_practice(root: Path, git: Git) -> Path:
    """The practice in `root`, committed on the morning of the note's day."""
    root.mkdir()
    write_scene(scene_of(load_rules()["SIG005"], "--- session\nsource: x\n"), root)
    note = root / NOTE
    note.write_text(note.read_text().replace("source: x\n", ""))
    (root / "caseload.toml").write_text(settings_text(SETTINGS))
    git("init", "--quiet", "--initial-branch=main", cwd=root)
    commit(root, git, "2026-01-19T12:30:00+0000")
    return root


def commit(root: Path, git: Git, at: str, by: str = "Dana Ruiz") -> None:
    """Everything as it stands, as one commit of somebody."""
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--message=Work", cwd=root, at=at, by=by)
