"""A practice as it lies on the disk, as it is staged, and as a commit holds it: the same answers from all three."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import client_folders
from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import NoRepositoryError
from caseload_tools.git.contents import LARGEST
from caseload_tools.git.staged import staged_changes
from caseload_tools.git.stored_trees import CommitTree, IndexTree, NotAFileError, Tree, WorkTree
from caseload_tools.lint.stray_files import walk_records

Git = Callable[..., str]
CHART = "records/clients/C-0142"
NOTE = f"{CHART}/sessions/2026-11-03.md"


def _staged(root: Path) -> tuple[str, ...]:
    """The paths of what is staged, removed files too."""
    return tuple(each.path for each in staged_changes(root))


@pytest.fixture
def place(tmp_path: Path, git: Git) -> Path:
    """A repository with a note, a client file and the settings, all committed."""
    root = tmp_path / "practice"
    for path, text in ((NOTE, "note\n"), (f"{CHART}/client.md", "client\n"), ("caseload.toml", 'name = "x"\n')):
        write(root, path, text)
    git("init", "-q", "-b", "main", cwd=root)
    git("add", "-A", cwd=root)
    git("commit", "-q", "-m", "Begin", cwd=root, at="2026-11-03")
    return root


def write(root: Path, path: str, text: str | bytes) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def all_three(root: Path) -> list[Tree]:
    return [WorkTree(root), IndexTree(root), CommitTree(root, "HEAD")]


def test_the_three_agree_when_all_is_committed(place: Path) -> None:
    for tree in all_three(place):
        assert list(tree.walk("records")) == [f"{CHART}/client.md", NOTE]
        assert list(tree.names(CHART)) == [("client.md", False), ("sessions", True)]
        assert tree.names("records/nowhere") == [] or tree.names("records/nowhere") == ()
        assert tree.holds(NOTE) and not tree.holds(CHART) and not tree.holds("records/none.md")
        assert tree.read(NOTE) == b"note\n"
        assert tree.read("caseload.toml") == b'name = "x"\n'


def test_another_repository_is_no_chart_in_any_state(place: Path, git: Git) -> None:
    """A chart in a submodule that is checked out: nothing of it is read, and each state says so, as lint does."""
    inside = place / "records/clients/C-0150"
    write(inside, "sessions/2026-11-04.md", "note\n")
    git("init", "-q", cwd=inside)
    git("add", "-A", cwd=inside)
    git("commit", "-q", "-m", "Begin", cwd=inside, at="2026-11-03")
    git("-c", "advice.addEmbeddedRepo=false", "add", "records", cwd=place)
    trees: list[Tree] = [WorkTree(place), IndexTree(place)]
    git("commit", "-q", "-m", "Put in", cwd=place, at="2026-11-03")
    for tree in (*trees, CommitTree(place, "HEAD")):
        assert [each.id for each in client_folders(tree)] == ["C-0142"]
        assert [(each.path, each.why) for each in walk_records(tree).strays] == [
            ("records/clients/C-0150", "another repository lies here, and nothing in it is read")
        ]


def test_each_shows_its_own_state(place: Path, git: Git) -> None:
    write(place, NOTE, "staged\n")
    git("add", NOTE, cwd=place)
    write(place, NOTE, "on the disk\n")
    assert [tree.read(NOTE) for tree in all_three(place)] == [b"on the disk\n", b"staged\n", b"note\n"]
    index, commit = IndexTree(place), CommitTree(place, "HEAD")
    assert index.content_id(NOTE) != commit.content_id(NOTE) != ""
    assert index.content_id(f"{CHART}/client.md") == commit.content_id(f"{CHART}/client.md")
    assert index.content_id("records/none.md") == ""


def test_a_link_and_what_is_too_large_are_told_apart(place: Path, git: Git) -> None:
    (place / CHART / "link.md").symlink_to("client.md")
    (place / CHART / "folder").symlink_to("sessions")
    write(place, f"{CHART}/large.md", b"x" * (LARGEST + 1))
    git("add", "-A", cwd=place)
    git("commit", "-q", "-m", "Odd", cwd=place)
    for tree in all_three(place):
        assert ("folder", False) in tree.names(CHART), "a link to a folder is no folder"
        reasons = []
        for name in ("link.md", "large.md", "none.md"):
            with pytest.raises(NotAFileError) as caught:
                tree.read(f"{CHART}/{name}")
            reasons.append((caught.value.reason, caught.value.size))
        assert reasons == [("link", 0), ("large", LARGEST + 1), ("missing", 0)], type(tree)
        assert tree.read(NOTE) == b"note\n", "the answer after a large one is the right one"


def test_a_repository_inside_is_no_folder_and_no_file(place: Path, git: Git) -> None:
    inner = place / CHART / "inner"
    inner.mkdir()
    git("init", "-q", cwd=inner)
    git("commit", "-q", "--allow-empty", "-m", "Inner", cwd=inner)
    git("add", "-A", cwd=place)
    index = IndexTree(place)
    assert [name for name, _ in index.names(CHART)] == ["client.md", "sessions"] and not index.holds(f"{CHART}/inner")
    with pytest.raises(NotAFileError) as caught:
        index.read(f"{CHART}/inner")
    assert caught.value.reason == "odd"
    write(place, f"{CHART}/inner/sessions/2026-01-01.md", "inner\n")
    git("commit", "-q", "-m", "Another repository", cwd=place)
    for tree in all_three(place):
        assert not [path for path in tree.walk("records") if "inner" in path], "what lies there is somebody else's"
        assert list(tree.repositories) == [f"{CHART}/inner"]


def test_names_of_any_kind(place: Path, git: Git) -> None:
    odd = [f"{CHART}/sessions/ä :\n\tb.md", os.fsdecode(f"{CHART}/".encode() + b"\xff.md"), f"{CHART}/*.md"]
    for path in odd:
        write(place, path, "odd\n")
    git("add", "-A", cwd=place)
    git("commit", "-q", "-m", "Odd", cwd=place)
    for tree in all_three(place):
        assert set(odd) < set(tree.walk("records"))
        assert [tree.read(path) for path in odd] == [b"odd\n"] * 3


def test_a_practice_in_a_folder_of_a_repository(place: Path, git: Git) -> None:
    write(place, "clinic/" + NOTE, "inner\n")
    git("add", "-A", cwd=place)
    root = place / "clinic"
    assert _staged(root) == (NOTE,)
    git("commit", "-q", "-m", "Inner", cwd=place)
    for tree in all_three(root):
        assert list(tree.walk("records")) == [NOTE]
        assert tree.read(NOTE) == b"inner\n"


def test_only_the_folders_asked_for_are_listed(place: Path) -> None:
    assert list(IndexTree(place, ("caseload.toml",)).walk("")) == ["caseload.toml"]
    assert list(CommitTree(place, "HEAD", (CHART + "/sessions",)).walk("")) == [NOTE]


def test_more_folders_than_one_command_may_name(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseload_tools.git.stored_trees._NAMED", 1)
    folders = (f"{CHART}/plans", f"{CHART}/sessions", "caseload.toml")
    assert list(IndexTree(place, folders).walk("")) == ["caseload.toml", NOTE]


def test_what_is_staged(place: Path, git: Git) -> None:
    assert _staged(place) == ()
    git("mv", NOTE, f"{CHART}/sessions/2026-11-04.md", cwd=place)
    write(place, f"{CHART}/announced.md", "later\n")
    git("add", "-N", f"{CHART}/announced.md", cwd=place)
    write(place, f"{CHART}/empty.md", "")
    git("add", f"{CHART}/empty.md", cwd=place)
    write(place, f"{CHART}/client.md", "not staged\n")
    assert _staged(place) == (f"{CHART}/empty.md", NOTE, f"{CHART}/sessions/2026-11-04.md")
    index = IndexTree(place)
    assert not index.holds(f"{CHART}/announced.md"), "nothing of it would be committed"
    assert index.read(f"{CHART}/empty.md") == b""


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_before_the_first_commit_everything_is_staged(tmp_path: Path, git: Git, kind: str) -> None:
    git("init", "-q", f"--object-format={kind}", cwd=tmp_path)
    write(tmp_path, NOTE, "first\n")
    write(tmp_path, f"{CHART}/announced.md", "")
    git("add", NOTE, cwd=tmp_path)
    git("add", "-N", f"{CHART}/announced.md", cwd=tmp_path)
    assert _staged(tmp_path) == (NOTE,)
    assert list(IndexTree(tmp_path).walk("records")) == [NOTE]
    with pytest.raises(CaseloadError, match="the repository has no commit yet"):
        CommitTree(tmp_path, "HEAD")


def test_the_index_that_a_hook_is_told_of(place: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place, NOTE, "in the index\n")
    git("add", NOTE, cwd=place)
    other = place / ".git" / "next-index-1.lock"
    other.write_bytes((place / ".git/index").read_bytes())
    write(place, NOTE, "in the repository's own\n")
    git("add", NOTE, cwd=place)
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    assert IndexTree(place).read(NOTE) == b"in the index\n"
    monkeypatch.chdir(place)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-1.lock")
    assert IndexTree(place).read(NOTE) == b"in the index\n"


def test_the_index_of_another_repository_is_not_taken(
    place: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    write(other, NOTE, "elsewhere\n")
    git("init", "-q", cwd=other)
    git("add", "-A", cwd=other)
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    assert _staged(place) == ()
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert _staged(place) == ()
    assert IndexTree(place).read(NOTE) == b"note\n"


def test_a_work_tree_beside_the_first(place: Path, tmp_path: Path, git: Git) -> None:
    beside = tmp_path / "beside"
    git("worktree", "add", "-q", str(beside), cwd=place)
    write(beside, NOTE, "beside\n")
    git("add", NOTE, cwd=beside)
    assert _staged(beside) == (NOTE,) and _staged(place) == ()
    assert IndexTree(beside).read(NOTE) == b"beside\n"


def test_an_undecided_merge_is_said(place: Path, git: Git) -> None:
    git("checkout", "-q", "-b", "other", cwd=place)
    write(place, NOTE, "theirs\n")
    git("commit", "-q", "-a", "-m", "Theirs", cwd=place)
    git("checkout", "-q", "main", cwd=place)
    write(place, NOTE, "ours\n")
    git("commit", "-q", "-a", "-m", "Ours", cwd=place)
    with pytest.raises(AssertionError):
        git("merge", "-q", "other", cwd=place)
    with pytest.raises(CaseloadError, match="left 1 record undecided") as caught:
        IndexTree(place)
    assert "git add" in caught.value.hint
    assert CommitTree(place, "HEAD").read(NOTE) == b"ours\n"


def test_a_commit_by_any_name_git_knows(place: Path, git: Git) -> None:
    git("tag", "-a", "-m", "Audit", "audit-2026", cwd=place)
    tree = CommitTree(place, "audit-2026")
    assert tree.commit == git("rev-parse", "HEAD", cwd=place).strip()
    assert tree.made_at.isoformat() == "2026-11-03T12:00:00+00:00"
    with pytest.raises(CaseloadError, match="no commit is called --all"):
        CommitTree(place, "--all")


def test_outside_a_repository(tmp_path: Path) -> None:
    with pytest.raises(NoRepositoryError):
        IndexTree(tmp_path)


def test_a_content_that_git_lost_is_said(place: Path) -> None:
    tree = IndexTree(place)
    lost = tree.content_id(NOTE)
    (place / ".git/objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(CaseloadError, match="git lacks the content"):
        tree.read(NOTE)


def test_a_tree_can_be_sent_to_another_process(place: Path) -> None:
    with IndexTree(place) as tree:
        assert tree.read(NOTE) == b"note\n"
        there = pickle.loads(pickle.dumps(tree))
        assert there.read(NOTE) == b"note\n"
        there.close()
