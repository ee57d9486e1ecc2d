"""GitPython: a second opinion on the past, and nothing that a stranger's repository names is run by it."""

from __future__ import annotations

import gc
import os
import subprocess
from contextlib import suppress
from pathlib import Path

import git
import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import NoRepositoryError
from caseload_tools.git.contents import Contents
from caseload_tools.git.objects import open_past
from caseload_tools.history.readers.git_history import GitHistory
from tests.test_vcs_hostile import NOTE, hostile

__all__ = ["hostile"]
WHO = ["-c", "user.name=Dana Ruiz", "-c", "user.email=d@example.org"]


def _git(root: Path, *typed: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *WHO, *typed], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four commits of one note, a branch, a tag, and a branch whose name could pass for an option."""
    made = tmp_path_factory.mktemp("practice")
    (made / NOTE).parent.mkdir(parents=True)
    _git(made, "init", "-q", "-b", "main")
    for number in range(4):
        (made / NOTE).write_text(f"{number}\n")
        _git(made, "add", "-A")
        _git(made, "commit", "-q", "-m", str(number))
    _git(made, "branch", "side", "HEAD~1")
    _git(made, "tag", "-a", "-m", "signed off", "v1", "HEAD~2")
    _git(made, "update-ref", "refs/heads/--output=x", "HEAD")
    return made


def test_both_readers_see_the_same_commits(root: Path) -> None:
    ours = [(c.commit, c.author, c.authored_at.isoformat()) for c in GitHistory(root).changes(NOTE)]
    told = [(c.hexsha, str(c.author), c.authored_datetime.isoformat()) for c in open_past(root).iter_commits()]
    assert ours == told[::-1]


def test_it_has_the_branches_and_tags_as_they_are(root: Path) -> None:
    past = open_past((root / NOTE).parent)
    assert {each.name: each.commit.message.strip() for each in past.branches} == {"main": "3", "side": "2"}
    assert [(each.name, each.commit.message.strip()) for each in past.tags] == [("v1", "1")]
    assert (past.active_branch.name, past.bare, past.remotes) == ("main", True, [])


def test_a_head_between_branches_stays_where_it_is(root: Path) -> None:
    _git(root, "checkout", "-q", "--detach", "side")
    try:
        past = open_past(root)
        assert past.head.is_detached and past.head.commit == past.commit("side")
    finally:
        _git(root, "checkout", "-q", "main")


def test_a_linked_work_tree_has_its_own_head(root: Path, tmp_path: Path) -> None:
    _git(root, "worktree", "add", "-q", str(tmp_path / "linked"), "side")
    try:
        past = open_past(tmp_path / "linked")
        assert past.active_branch.name == "side" and past.commit("main").message.strip() == "3"
    finally:
        _git(root, "worktree", "remove", "--force", str(tmp_path / "linked"))


def test_where_the_past_was_cut_off_it_ends(root: Path, tmp_path: Path) -> None:
    _git(tmp_path, "clone", "-q", "--depth", "2", root.as_uri(), "shallow")
    assert [each.message.strip() for each in open_past(tmp_path / "shallow").iter_commits()] == ["3", "2"]


def test_what_is_written_into_it_is_gone_with_it(root: Path) -> None:
    before = _git(root, "for-each-ref"), sorted((root / ".git").rglob("*"))
    past = open_past(root)
    place = Path(past.git_dir)
    past.create_tag("mine", message="mine")
    past.index.commit("nobody asked for it")
    assert past.head.commit.message == "nobody asked for it"
    assert (_git(root, "for-each-ref"), sorted((root / ".git").rglob("*"))) == before
    past.close()
    del past
    gc.collect()
    assert not place.exists()


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_CONFIG_PARAMETERS"])
def test_in_a_hook_it_is_still_the_practice_that_is_asked(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "'core.bare'='false'" if "CONFIG" in name else str(tmp_path))
    assert open_past(root).head.commit.message.strip() == "3"


def test_what_would_lead_elsewhere_is_said(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path))
    with pytest.raises(CaseloadError, match="GIT_OBJECT_DIRECTORY") as caught:
        open_past(root)
    assert caught.value.hint == "unset GIT_OBJECT_DIRECTORY"


def test_what_it_cannot_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoRepositoryError):
        open_past(tmp_path)
    _git(tmp_path, "init", "-q", "--object-format=sha256")
    with pytest.raises(CaseloadError, match="SHA-256") as caught:
        open_past(tmp_path)
    assert caught.value.hint
    _git(tmp_path, "commit", "-q", "--allow-empty", "-m", "one")
    with pytest.raises(ValueError):  # once GitPython can, we need not refuse
        print(git.Repo(tmp_path).head.commit)


def test_before_the_first_commit_it_is_empty(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q", "-b", "main")
    past = open_past(tmp_path)
    assert not past.head.is_valid() and past.branches == []


def _everything(past: git.Repo) -> int:
    """All that a notebook might ask of it; how many contents were read."""
    read = 0
    for commit in past.iter_commits("--all"):
        for item in commit.tree.traverse():
            if isinstance(item, git.Blob):
                item.data_stream.read()
                read += 1
        assert commit.stats.files
        for parent in commit.parents:
            assert parent.diff(commit, create_patch=True)
        assert past.git.show(commit.hexsha, "--ext-diff", "--textconv")
    assert past.blame("HEAD", NOTE)
    assert past.git.log("-p", "--show-signature")
    for ask in (past.is_dirty, lambda: past.untracked_files):
        with pytest.raises(CaseloadError, match="no files on the disk"):
            ask()
    with pytest.raises(git.GitCommandError):
        past.git.status()
    with pytest.raises(git.GitCommandError):
        past.head.commit.diff(None)
    past.git.status("--porcelain", with_exceptions=False)
    past.git.gc("--auto")
    return read


def test_a_walk_through_a_strangers_repository_runs_nothing(hostile: tuple[Path, Path]) -> None:
    root, sprung = hostile
    assert _everything(open_past(root)) == 4
    assert not sprung.exists(), sprung.read_text()


def test_no_setting_but_ours_is_read(hostile: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever git learns to run by a setting: neither the repository's, the person's nor the machine's are there."""
    root, sprung = hostile
    (root.parent / ".gitconfig").write_text(f"[diff]\n\texternal = {root.parent / 'trap'} person\n")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(root.parent / "trap"))
    past = open_past(root)
    told = past.git.config("--list", "--show-origin").splitlines()
    assert {line.split("\t")[0] for line in told} == {f"file:{past.git_dir}/config"}
    assert sorted(line.split("\t")[1].partition("=")[0] for line in told) == [
        "core.bare",
        "core.commitgraph",
        "core.hookspath",
        "core.repositoryformatversion",
        "gc.auto",
        "protocol.allow",
    ]
    held = {each.relative_to(past.git_dir).as_posix() for each in Path(past.git_dir).rglob("*") if each.is_file()}
    assert held == {"HEAD", "config", "objects/info/alternates", "packed-refs"}, "no hook, attribute or index"
    assert not sprung.exists(), sprung.read_text()


def test_a_missing_content_is_missed_and_not_fetched(hostile: tuple[Path, Path]) -> None:
    root, sprung = hostile
    first = GitHistory(root).changes(NOTE)[0]
    (root / ".git/objects" / first.content[:2] / first.content[2:]).unlink()
    past = open_past(root)
    lost = past.commit(first.commit).tree / NOTE
    with pytest.raises(ValueError, match="missing"):
        lost.data_stream.read()
    with suppress(git.GitCommandError):
        past.git.fetch(f"ext::{root.parent / 'trap'} asked")
    assert not sprung.exists(), sprung.read_text()


def test_that_is_what_the_borrowing_is_for(hostile: tuple[Path, Path]) -> None:
    """Given the repository itself, GitPython does spring the trap: to read one content is enough."""
    root, sprung = hostile
    first = GitHistory(root).changes(NOTE)[0]
    (root / ".git/objects" / first.content[:2] / first.content[2:]).unlink()
    lost = git.Repo(root).commit(first.commit).tree / NOTE
    with suppress(ValueError):
        lost.data_stream.read()
    assert "lazy" in sprung.read_text()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_fork_leaves_the_git_of_its_parent_alone(tmp_path: Path) -> None:
    """What a fork inherits it throws away; it may neither wait for the parent's git nor end it."""
    _git(tmp_path, "init", "--quiet")
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "b").write_bytes(b"two")
    one, two = (_git(tmp_path, "hash-object", "-w", name).strip() for name in "ab")
    contents = Contents(tmp_path)
    assert contents.bytes_of(one) == b"one"
    child = os.fork()
    if not child:
        del contents
        gc.collect()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert contents.bytes_of(two) == b"two"
    contents.close()
