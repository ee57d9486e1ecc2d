"""Real git in temporary folders: the past, the head, and what is said when git cannot."""

from __future__ import annotations

import os
import pickle
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from caseload_tools.cli.app import run
from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import NoGitError, NoRepositoryError, commit_id_of, git_stream, init_repository, run_git
from caseload_tools.history.readers.git_history import LARGEST, GitHistory, read_contents
from caseload_tools.history.readers.head import Head, read_head
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.readers.record_history import History

NOTE = "records/clients/C-0142/sessions/2026-11-03.md"
PLAN = "records/clients/C-0142/plans/2026-10-06.md"


@pytest.fixture(autouse=True)
def _own_git_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of whoever runs it."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))


class Repository:
    """A practice in git, committed to with git itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Dana Ruiz")
        self.git("config", "user.email", "dana@example.org")

    def git(self, *args: str, **environment: str) -> str:
        done = subprocess.run(
            ["git", *args], cwd=self.root, capture_output=True, env=os.environ | environment, check=True
        )
        return done.stdout.decode()

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, message: str, day: str = "2026-11-03T15:20:00+01:00") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, GIT_AUTHOR_DATE=day, GIT_COMMITTER_DATE=day)
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def practice(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "practice")
    made.write(NOTE, "scheduled\n")
    made.write(PLAN, "plan one\n")
    made.commit("Begin", "2026-10-06T12:00:00+00:00")
    made.write(NOTE, "attended\n")
    made.commit("Write the note")
    return made


def test_changes_oldest_first_with_texts(practice: Repository) -> None:
    history: History = GitHistory(practice.root)
    first, second = history.changes(NOTE)
    assert (first.kind, second.kind) == ("added", "changed")
    assert [history.text_at(change) for change in (first, second)] == ["scheduled\n", "attended\n"]
    assert second.moment == datetime(2026, 11, 3, 15, 20)
    assert (second.author, second.email, second.subject) == (
        "Dana Ruiz",
        "dana@example.org",
        "Write the note",
    )
    assert history.complete


def test_removed_and_written_again(practice: Repository) -> None:
    (practice.root / NOTE).unlink()
    practice.commit("Remove")
    practice.write(NOTE, "again\n")
    practice.commit("Again")
    history = GitHistory(practice.root)
    assert [change.kind for change in history.changes(NOTE)] == ["added", "changed", "removed", "added"]
    assert list(history.texts_at(history.changes(NOTE))) == ["scheduled\n", "attended\n", None, "again\n"]


def test_merge_shows_what_the_merge_itself_changed(practice: Repository) -> None:
    practice.git("checkout", "-q", "-b", "other")
    practice.write("records/clients/C-0143/client.md", "new\n")
    practice.commit("On the branch")
    practice.git("checkout", "-q", "main")
    practice.write(PLAN, "plan two\n")
    practice.commit("On main")
    practice.git("merge", "-q", "--no-commit", "--no-ff", "other")
    practice.write(PLAN, "plan from nowhere\n")
    merge = practice.commit("Merge")
    history = GitHistory(practice.root)
    assert [history.text_at(change) for change in history.changes(PLAN)] == [
        "plan one\n",
        "plan two\n",
        "plan from nowhere\n",
    ]
    assert history.changes(PLAN)[-1].commit == merge
    assert len(history.changes("records/clients/C-0143/client.md")) == 1


OTHER = "records/clients/C-0142/sessions/2026-11-04.md"
ELSEWHERE = "records/clients/north/C-0142/sessions/2026-11-04.md"


@pytest.mark.parametrize("folders", [None, ["records/clients/north/C-0142"]], ids=["whole", "one chart"])
def test_a_moved_file_keeps_its_past(practice: Repository, folders: list[str] | None) -> None:
    """Also over two moves, the second out of what a history of one chart lists."""
    practice.git("mv", NOTE, OTHER)
    practice.commit("Put the date right")
    Path(practice.root, ELSEWHERE).parent.mkdir(parents=True)
    practice.git("mv", OTHER, ELSEWHERE)
    practice.write("records/clients/north/C-0142/client.md", "new\n")
    practice.commit("Group by team")
    practice.write(ELSEWHERE, "corrected\n")
    practice.commit("Correct")
    history = GitHistory(practice.root, folders) if folders else GitHistory(practice.root)
    found = history.changes(ELSEWHERE)
    assert [(change.kind, change.path) for change in found] == [
        ("added", NOTE),
        ("changed", NOTE),
        ("moved", OTHER),
        ("moved", ELSEWHERE),
        ("changed", ELSEWHERE),
    ]
    assert [change.source for change in found] == ["", "", NOTE, OTHER, ""]
    first = history.first_committed(ELSEWHERE)
    assert first is not None and first.day.isoformat() == "2026-10-06"
    assert [history.text_at(change) for change in found][1:] == ["attended\n"] * 3 + ["corrected\n"]
    assert [change.kind for change in GitHistory(practice.root).changes(NOTE)] == ["added", "changed", "removed"]


def test_a_name_and_a_date_put_right_together_are_a_move(practice: Repository) -> None:
    practice.write(NOTE, "attended\nthe 3rd\n")
    practice.commit("Say which day")
    practice.git("mv", NOTE, OTHER)
    practice.write(OTHER, "attended\nthe 4th\n")
    practice.commit("Put the date right")
    found = GitHistory(practice.root).changes(OTHER)
    assert [change.kind for change in found] == ["added", "changed", "changed", "moved"]
    assert found[-1].fate == "moved and edited"


def test_one_gone_and_another_come_is_no_move(practice: Repository) -> None:
    practice.git("mv", NOTE, OTHER)
    practice.write(OTHER, "something else\n")
    practice.commit("Begin anew")
    assert [change.kind for change in GitHistory(practice.root).changes(OTHER)] == ["added"]


def test_two_gone_and_one_come_is_no_move(practice: Repository) -> None:
    third = NOTE.replace("-03", "-10")
    practice.write(third, "another\n")
    practice.commit("Another")
    for path in (NOTE, third):
        Path(practice.root, path).unlink()
    practice.write(OTHER, "something else\n")
    practice.commit("Begin anew")
    assert [change.kind for change in GitHistory(practice.root).changes(OTHER)] == ["added"]


def test_a_history_ends_at_its_tip(practice: Repository) -> None:
    assert len(GitHistory(practice.root, tip="HEAD~1").changes(NOTE)) == 1


def test_a_process_reads_the_past_once_however_often_it_is_sent_there(practice: Repository) -> None:
    sent = pickle.dumps(LazyHistory(practice.root))
    first, second = pickle.loads(sent), pickle.loads(sent)
    assert first is second and len(first.changes(NOTE)) == 2


def test_practice_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    outer = Repository(tmp_path / "outer")
    outer.write("clinic/" + NOTE, "inside\n")
    outer.write(NOTE, "outside\n")
    outer.commit("Both")
    history = GitHistory(outer.root / "clinic")
    (only,) = history.changes(NOTE)
    assert history.text_at(only) == "inside\n"


def test_odd_names_dates_and_subjects(practice: Repository) -> None:
    path = "records/clients/C-0142/sessions/ä :\n b.md"
    practice.write(path, "x\n")
    practice.git("add", "-A")
    practice.git("commit", "-q", "--allow-empty-message", "-m", "", GIT_AUTHOR_NAME=": 100644\x01 \x1f")
    tree = practice.git("rev-parse", "HEAD^{tree}").strip()
    ancient = f"tree {tree}\nauthor A <> 99999999999999 +0000\ncommitter A <> 99999999999999 +0000\n\nfar\n"
    made = run_git(
        practice.root, ["hash-object", "-w", "-t", "commit", "--stdin", "--literally"], stdin=ancient.encode()
    )
    history = GitHistory(practice.root)
    (only,) = history.changes(path)
    assert only.subject == "" and history.text_at(only) == "x\n"
    practice.git("update-ref", "HEAD", made.decode().strip())
    assert GitHistory(practice.root).changes(path)[0].authored_at.year in (1970, 9999)


def test_between_two_commits(practice: Repository) -> None:
    practice.write(PLAN, "plan two\n")
    practice.write(NOTE, "corrected\n")
    practice.commit("Both")
    changes = GitHistory(practice.root).changes_between("HEAD~1", "HEAD")
    assert [change.path for change in changes] == [PLAN, NOTE]
    assert {change.subject for change in changes} == {"Both"}


def test_shallow_clone_is_not_complete(practice: Repository, tmp_path: Path) -> None:
    practice.git("clone", "-q", "--depth", "1", f"file://{practice.root}", str(tmp_path / "clone"))
    assert not GitHistory(tmp_path / "clone").complete


def test_contents_missing_too_large_and_not_text(practice: Repository) -> None:
    practice.write("records/large.md", b"x" * (LARGEST + 1))
    practice.write("records/latin.md", "é".encode("latin-1"))
    practice.commit("Odd ones")
    history = GitHistory(practice.root)
    assert history.text_at(history.changes("records/large.md")[0]) is None
    assert history.text_at(history.changes("records/latin.md")[0]) is None
    tree = commit_id_of(practice.root, "HEAD")
    known = history.changes(NOTE)[0].content
    assert list(read_contents(practice.root, ["", "1" * 40, tree, known])) == [
        None,
        None,
        None,
        b"scheduled\n",
    ]


def test_no_commit_yet(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert init_repository(tmp_path / "new")
    history = GitHistory(tmp_path / "new")
    assert history.complete and history.changes(NOTE) == ()
    assert read_head(tmp_path / "new") == Head(branch="main", dirty=True)
    assert not init_repository(tmp_path / "new")


def test_head_names_commit_and_branch(practice: Repository) -> None:
    found = read_head(practice.root)
    assert found.commit == practice.git("rev-parse", "HEAD").strip()
    assert (found.branch, found.dirty, len(found.short)) == ("main", False, 10)


@pytest.mark.parametrize(
    ("path", "text"), [(NOTE, "edited\n"), ("records/clients/C-0142/new.md", "new\n"), (NOTE, None)]
)
def test_head_sees_what_is_not_committed(practice: Repository, path: str, text: str | None) -> None:
    if text is None:
        (practice.root / path).unlink()
    else:
        practice.write(path, text)
    assert read_head(practice.root).dirty


def test_line_ends_of_a_checkout_are_no_edit(practice: Repository) -> None:
    practice.write(NOTE, b"attended\r\n")
    assert not read_head(practice.root).dirty


def test_sha256_repository(tmp_path: Path) -> None:
    root = tmp_path / "long"
    root.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", "--object-format=sha256", str(root)], check=True)
    made = Repository(root)
    made.write(NOTE, "x\n")
    made.commit("Begin")
    assert len(GitHistory(root).changes(NOTE)[0].content) == 64
    assert not read_head(root).dirty


def test_replaced_and_grafted_history_is_not_believed(practice: Repository) -> None:
    tip = commit_id_of(practice.root, "HEAD")
    practice.git("replace", "--graft", tip)
    Path(practice.root, ".git/info/grafts").write_text(tip + "\n")
    assert len(GitHistory(practice.root).changes(NOTE)) == 2


def test_outside_a_repository(tmp_path: Path) -> None:
    with pytest.raises(NoRepositoryError, match="not in a git repository"):
        GitHistory(tmp_path)
    assert read_head(tmp_path) == Head()


def test_without_git(practice: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoGitError, match="git is not installed"):
        GitHistory(practice.root)
    with pytest.raises(NoGitError), git_stream(practice.root, ["cat-file", "--batch"]):
        pass


def test_a_held_lock_is_said_and_left_alone(practice: Repository) -> None:
    lock = practice.root / ".git/index.lock"
    lock.write_text("")
    with pytest.raises(CaseloadError, match="holds a lock"):
        run_git(practice.root, ["update-index", "--force-remove", NOTE])
    assert lock.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can do this")
def test_a_repository_of_another_user(practice: Repository) -> None:
    for folder in (practice.root, practice.root / ".git"):
        os.chown(folder, 12345, 12345)
    with pytest.raises(CaseloadError, match="belongs to another user") as caught:
        GitHistory(practice.root)
    assert "safe.directory" in caught.value.hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can do this")
def test_a_practice_of_another_user(practice: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A plain lint goes on with what the notes say; what asks git itself says why it cannot."""
    practice.write("caseload.toml", 'name = "Theirs"\n')
    past = LazyHistory(practice.root)
    for folder in (practice.root, practice.root / ".git"):
        os.chown(folder, 12345, 12345)
    assert not past.complete and past.changes(NOTE) == ()
    assert past.trouble is not None and "belongs to another user" in past.trouble.message
    for state in (["--staged"], ["--at", "HEAD"]):
        assert run(["-C", str(practice.root), "lint", *state]) == 2
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 2 and "belongs to another user" in said[0] and "safe.directory" in said[1]


def test_damage_is_named(practice: Repository) -> None:
    content = GitHistory(practice.root).changes(NOTE)[0]
    tree = practice.git("rev-parse", "HEAD^{tree}").strip()
    damaged = practice.root / ".git/objects" / tree[:2] / tree[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(b"junk")
    with pytest.raises(CaseloadError, match="damaged"):
        GitHistory(practice.root).changes(NOTE)
    assert content.content


def test_a_slow_git_is_stopped(practice: Repository) -> None:
    with pytest.raises(CaseloadError, match="did not end within"):
        run_git(practice.root, ["cat-file", "--batch"], timeout=0.0001)


@pytest.mark.parametrize("revision", ["--output=stolen", "nowhere", "-h", "HEAD:records", "a b", ""])
def test_a_revision_is_looked_up_never_obeyed(practice: Repository, revision: str) -> None:
    with pytest.raises(CaseloadError, match="no commit is called"):
        commit_id_of(practice.root, revision)
    assert not (practice.root / "stolen").exists()


def test_settings_of_a_hook_do_not_lead_git_astray(
    practice: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/nowhere")
    assert len(GitHistory(practice.root).changes(NOTE)) == 2
