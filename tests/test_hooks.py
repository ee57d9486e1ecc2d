"""The hooks do stop a commit: real pre-commit, real git, a bad record, and a good one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, Git

CONFIG = """
repos:
  - repo: local
    hooks:
      - id: {id}
        name: {name}
        entry: {python} -m {entry}
        language: system
        files: {files}
        pass_filenames: false
"""


def _manifest() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    )
    return loaded


def _pre_commit(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_pre_commit_accepts_our_manifest_and_configuration() -> None:
    for check, file in (
        ("validate-manifest", ".pre-commit-hooks.yaml"),
        ("validate-config", ".pre-commit-config.yaml"),
    ):
        done = _pre_commit(check, file, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def hooked(practice: Path, git: Git) -> Path:
    """The demo practice with the manifest's own `caseload-lint`, run from this environment."""
    hook = next(hook for hook in _manifest() if hook["id"] == "caseload-lint")
    entry = hook["entry"].replace("caseload ", "caseload_tools ", 1)
    (practice / ".pre-commit-config.yaml").write_text(
        CONFIG.format(**{**hook, "entry": entry}, python=sys.executable)
    )
    git("add", ".pre-commit-config.yaml", cwd=practice)
    git("commit", "--quiet", "--message=Check each commit", cwd=practice)
    assert _pre_commit("install", cwd=practice).returncode == 0
    return practice


def _commit(practice: Path) -> subprocess.CompletedProcess[str]:
    command = ["git", "commit", "--all", "--message=note"]
    return subprocess.run(command, cwd=practice, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.requirement("S2.10")
def test_a_bad_record_stops_the_commit_and_a_good_one_does_not(hooked: Path) -> None:
    client = sorted((hooked / "records" / "clients").rglob("client.md"))[0]
    good = client.read_text(encoding="utf-8")
    client.write_text(good.replace("\nstatus: ", "\nstatus: un", 1), encoding="utf-8", newline="\n")
    refused = _commit(hooked)
    assert refused.returncode == 1
    assert client.relative_to(hooked).as_posix() in refused.stdout + refused.stderr
    client.write_text(good + "\nA line more.\n", encoding="utf-8", newline="\n")
    accepted = _commit(hooked)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
