"""One question for whatever runs hooks: the same push is refused in the same words, whoever tells of it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.guard.hooks.refusals import PushEvent, push_by_framework, push_by_git, refusals_for
from caseload_tools.practice import Practice

ADDRESS = "git@github.com:somebody/records.git"


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with one commit, and the id of it."""
    root = tmp_path_factory.mktemp("pushed")
    (root / "a.md").write_text("a\n")
    git = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for typed in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "The first file added"]):
        subprocess.run([*git, *typed], check=True)
    told = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return root, told.stdout.strip()


def _by_git(tip: str) -> PushEvent | None:
    return push_by_git(("origin", ADDRESS), f"refs/heads/main {tip} refs/heads/main {'0' * 40}\n")


def _by_framework(tip: str) -> PushEvent | None:
    told = {"NAME": "origin", "URL": ADDRESS, "BRANCH": "refs/heads/main"}
    return push_by_framework({f"PRE_COMMIT_REMOTE_{name}": each for name, each in told.items()} | _tip(tip))


def _tip(tip: str) -> dict[str, str]:
    return {"PRE_COMMIT_TO_REF": tip}


@pytest.mark.parametrize("told", [_by_git, _by_framework], ids=["git", "framework"])
def test_a_push_is_refused_in_the_same_words(pushed: tuple[Path, str], told: Callable[[str], PushEvent | None]) -> None:
    root, tip = pushed
    event = told(tip)
    assert event is not None and [each.new for each in event.updates] == [tip]
    found = refusals_for(event, root, Practice("A clinic"))
    hint = "send it elsewhere, or add the host to `allowed_remotes` in caseload.toml once it is known to be private"
    assert found == (Refusal("remote", "remote origin", "it is a public host, and nobody here has allowed it", hint),)
    assert refusals_for(event, root, Practice("A clinic", allowed_remotes=("github.com",))) == ()


def test_a_framework_at_another_stage_tells_of_no_push() -> None:
    assert push_by_framework(_tip("1" * 40)) is None
    assert push_by_framework({"PRE_COMMIT_REMOTE_URL": ADDRESS}) is None
