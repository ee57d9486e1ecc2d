"""A repository that came by e-mail: its configuration names programs, and none of them may run."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from caseload_tools.cli.app import run
from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import commit_id_of, in_repository, run_git
from caseload_tools.git.staged import staged_changes
from caseload_tools.git.stored_trees import CommitTree, IndexTree
from caseload_tools.history.readers.git_history import GitHistory
from caseload_tools.history.readers.head import read_head
from caseload_tools.practice import FILE

NOTE = "records/clients/C-0142/sessions/2026-11-03.md"
OTHER = "records/clients/C-0142/sessions/2026-11-04.md"
HOOKS = (
    "pre-commit",
    "post-checkout",
    "post-index-change",
    "reference-transaction",
    "fsmonitor-watchman",
    "post-merge",
)
CONFIG = """
[core]
	fsmonitor = {trap} fsmonitor
	hooksPath = {hooks}
	pager = {trap} pager
	editor = {trap} editor
	askPass = {trap}
	sshCommand = {trap} ssh
	gitProxy = {trap}
	alternateRefsCommand = {trap} alternates
	attributesFile = {attributes}
	untrackedCache = true
[filter "trap"]
	clean = {trap} clean
	smudge = {trap} smudge
	process = {trap} process
	required = true
[diff]
	external = {trap} external
[diff "trap"]
	command = {trap} command
	textconv = {trap} textconv
[merge "trap"]
	driver = {trap} driver
[log]
	showSignature = true
	showRoot = false
[gpg]
	program = {trap}
	format = openpgp
[gpg "ssh"]
	program = {trap}
	defaultKeyCommand = {trap}
[alias]
	log = !{trap} alias
	rev-parse = !{trap} alias
	cat-file = !{trap} alias
[credential]
	helper = !{trap} credential
[pager]
	log = {trap} pager-log
	rev-parse = {trap} pager-rev-parse
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::{trap} lazy
	promisor = true
	partialclonefilter = blob:none
[includeIf "gitdir:/"]
	path = {included}
"""


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """(the repository, the file that any of its traps would write)."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    root, sprung, trap = tmp_path / "practice", tmp_path / "sprung", tmp_path / "trap"
    trap.write_text(f'#!/bin/sh\necho "$@" >> {sprung}\nexit 1\n')
    trap.chmod(0o755)
    file = root / NOTE
    file.parent.mkdir(parents=True)
    file.write_text("one\n")
    git = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    (root / ".gitattributes").write_text("* filter=trap diff=trap merge=trap\n")
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "one"], check=True)
    file.write_text("two\n")
    subprocess.run([*git, "commit", "-q", "-a", "-m", "two"], check=True)
    _arm(root, tmp_path, trap)
    return root, sprung


def _staged(root: Path) -> tuple[str, ...]:
    """The paths of what is staged, removed files too."""
    return tuple(each.path for each in staged_changes(root))


def _merge(root: Path) -> None:
    """Two sides that changed the same file, so that a merge program would be asked. The traps rest meanwhile."""
    armed = (root / ".git/config").read_text()
    (root / ".git/config").write_text("[core]\n\trepositoryformatversion = 0\n")
    git = ["git", "-C", str(root), "-c", "core.hooksPath=/dev/null", "-c", "user.name=A", "-c", "user.email=a@b"]
    file = root / OTHER
    lines = [f"line {number}\n" for number in range(9)]
    for branch, line in (("main", 0), ("side", 1), ("main", 8)):
        subprocess.run(
            [*git, "checkout", "-q", "-B", branch] if line < 2 else [*git, "checkout", "-q", branch], check=True
        )
        changed = [*lines]
        changed[line] = f"by {branch}\n" if line else lines[0]
        file.write_text("".join(changed))
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", branch], check=True)
    subprocess.run([*git, "merge", "-q", "-m", "both", "side"], check=True)
    (root / ".git/config").write_text(armed)


def _arm(root: Path, tmp_path: Path, trap: Path) -> None:
    hooks = tmp_path / "hooks"
    for folder in (hooks, root / ".git/hooks"):
        folder.mkdir(exist_ok=True)
        for name in HOOKS:
            (folder / name).write_text(trap.read_text())
            (folder / name).chmod(0o755)
    attributes, included = tmp_path / "attributes", tmp_path / "included"
    attributes.write_text("* filter=trap diff=trap\n")
    included.write_text(f"[core]\n\tfsmonitor = {trap} included\n[diff]\n\texternal = {trap} included\n")
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text("* filter=trap diff=trap\n")
    text = CONFIG.format(trap=trap, hooks=hooks, attributes=attributes, included=included)
    with (root / ".git/config").open("a") as config:
        config.write(text)


def test_nothing_of_a_hostile_repository_runs(hostile: tuple[Path, Path]) -> None:
    root, sprung = hostile
    history = GitHistory(root)
    assert len(history.changes(NOTE)) == 2, "log.showRoot=false must not hide the first commit"
    assert list(history.texts_at(history.changes(NOTE))) == ["one\n", "two\n"]
    assert history.changes_between("HEAD~1", "HEAD")
    (root / NOTE).write_text("three\n")
    assert read_head(root).dirty
    assert in_repository(root) and commit_id_of(root, "main")
    run_git(root, ["ls-files", "-s", "-z"])
    assert not sprung.exists(), sprung.read_text()


def test_no_state_of_a_hostile_practice_runs_anything(
    hostile: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lint, lint --staged, lint --at and due --at, in a practice that is somebody's trap."""
    root, sprung = hostile
    (root / FILE).write_text('name = "Trap"\n')
    armed = (root / ".git/config").read_text()
    (root / ".git/config").write_text("[core]\n\trepositoryformatversion = 0\n")
    git = ["git", "-C", str(root), "-c", "core.hooksPath=/dev/null", "-c", "user.name=A", "-c", "user.email=a@b"]
    subprocess.run([*git, "add", FILE], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "three"], check=True)
    (root / NOTE).write_text("staged\n")
    subprocess.run([*git, "add", NOTE], check=True)
    (root / ".git/config").write_text(armed)
    assert not sprung.exists()
    with IndexTree(root) as index, CommitTree(root, "HEAD~2") as commit:
        assert (index.read(NOTE), commit.read(NOTE)) == (b"staged\n", b"one\n")
    assert _staged(root) == (NOTE,)
    (root / NOTE).write_text("three\n")
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_INDEX_FILE", str(root / ".git/index"))
    for arguments in (["lint"], ["lint", "--staged"], ["lint", "--at", "HEAD", NOTE]):
        assert run(arguments) in (0, 1), arguments
    assert "bug" not in capsys.readouterr().err
    assert not sprung.exists(), sprung.read_text()


def test_the_audit_of_a_hostile_repository_runs_nothing(hostile: tuple[Path, Path]) -> None:
    from datetime import date, datetime

    from caseload_tools.audit.new_anchor import make_anchor
    from caseload_tools.audit.verifying import verify_history

    root, sprung = hostile
    _merge(root)
    list_named_by_it = root.parent / "their signers"
    list_named_by_it.write_text("a@example.org ssh-ed25519 AAAA\n")
    with (root / ".git/config").open("a") as config:
        config.write(
            f'[gpg "ssh"]\n\tallowedSignersFile = {list_named_by_it}\n[fsck]\n\tskipList = {list_named_by_it}\n'
        )
    made = make_anchor(root, now=datetime(2026, 11, 24, 9, 0))
    found = verify_history(root, today=date(2026, 11, 24), anchor=made.kept)
    assert {
        "attributes": "failed",
        "merges": "ok",
        "fsck": "ok",
        "anchor-kept": "ok",
        "signer": "not checked",
    }.items() <= {answer.name: answer.status for answer in found.answers}.items(), (
        "and no list of signers is taken from its settings"
    )
    assert not sprung.exists(), sprung.read_text()


def test_what_is_missing_is_missed_and_not_fetched(hostile: tuple[Path, Path]) -> None:
    from datetime import date

    from caseload_tools.audit.verifying import verify_history

    root, sprung = hostile
    first = GitHistory(root).changes(NOTE)[0]
    (root / ".git/objects" / first.content[:2] / first.content[2:]).unlink()
    assert "fsck" in {answer.name for answer in verify_history(root, today=date(2026, 11, 24)).failed}
    assert not sprung.exists(), sprung.read_text()


def test_a_missing_content_is_not_fetched(hostile: tuple[Path, Path]) -> None:
    root, sprung = hostile
    history = GitHistory(root)
    first = history.changes(NOTE)[0]
    (root / ".git/objects" / first.content[:2] / first.content[2:]).unlink()
    with suppress(CaseloadError):
        assert history.text_at(first) is None
    assert not sprung.exists(), sprung.read_text()


def test_the_traps_are_live(hostile: tuple[Path, Path]) -> None:
    """Plain git does spring them: otherwise the tests above would prove nothing."""
    root, sprung = hostile
    _merge(root)
    (root / NOTE).write_text("three\n")
    merge = ["merge-tree", "--write-tree", "HEAD^1", "HEAD^2"]
    for command in (["status"], ["diff"], ["log", "-p", "--ext-diff"], ["cat-file", "-p", "1" * 40], merge):
        subprocess.run(["git", "-C", str(root), *command], capture_output=True, check=False)
    seen = sprung.read_text()
    for name in ("included", "process", "lazy", "driver"):
        assert name in seen, f"{name} is no trap here: {seen}"
