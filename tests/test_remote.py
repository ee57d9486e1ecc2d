"""A repository that only grows: what can be pushed to it, and what cannot, whatever is tried at the other end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from caseload_tools.guard.hooks.pushing import Update
from caseload_tools.guard.hooks.refusals import PushEvent, refusals_for
from caseload_tools.practice import load_practice
from tests import hook_scenes as scenes
from tests.hook_scenes import CLIENT, GOOD, OPEN, OTHER, SIGNED, commit, edit, here, run, said_nobody, sign


@pytest.fixture(scope="module")
def template(clean_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice without hooks of its own, and the append-only repository that it was pushed to."""
    folder = tmp_path_factory.mktemp("template")
    root = scenes.make_practice(folder)
    scenes.append_only(folder / "there.git")
    run(root, "git", "remote", "add", "there", "../there.git")
    assert push(root, "main").code == 0
    return folder


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "own", symlinks=True)
    return tmp_path / "own" / "clinic"


def push(root: Path, *words: str) -> scenes.Done:
    return run(root, "git", "push", "there", *words)


def at(root: Path, name: str) -> str:
    """Where a reference of the other side is; empty for nowhere."""
    return run(root.parent / "there.git", "git", "for-each-ref", "--format=%(objectname)", name).said.strip()


def head(root: Path) -> str:
    return run(root, "git", "rev-parse", "HEAD").said.strip()


def test_what_only_adds_is_accepted(root: Path) -> None:
    """By the hook as a user puts it there, which starts Python anew."""
    assert here(root, "remote", "init", "--append-only", root.parent / "there.git").code == 0
    edit(root / OPEN)
    assert commit(root).code == 0
    run(root, "git", "tag", "audit/2026-11-24")
    done = push(root, "main", "audit/2026-11-24", "main:refs/heads/second")
    assert done.code == 0, done.said
    assert (
        at(root, "refs/heads/main")
        == at(root, "refs/tags/audit/2026-11-24")
        == at(root, "refs/heads/second")
        == head(root)
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--delete", "main"], "nothing is deleted here"),
        (["--delete", "kept"], "nothing is deleted here"),
        (["--force", "HEAD~1:main"], "commits that are here would be gone"),
        (["--force", "other:main"], "commits that are here would be gone"),
        (["--force", "HEAD~1:refs/tags/kept"], "a tag stays where it was set"),
        (["HEAD~1:refs/tags/kept"], "already exists"),
        (["--force", "HEAD:refs/tags/annotated"], "a tag stays where it was set"),
        (["HEAD:refs/replace/" + "1" * 40], "another past than the one that was written"),
        (["HEAD:refs/notes/commits"], "can be written anew unseen"),
        (["HEAD:refs/original/refs/heads/main"], "a program that rewrites history left"),
        (["HEAD:refs/x/y"], "neither a branch nor a tag"),
        (["HEAD:refs/headsx/main"], "neither a branch nor a tag"),
        (["--force", "--mirror"], "nothing is deleted here"),
    ],
)
def test_nothing_is_deleted_moved_or_taken_back(grown: Path, words: list[str], why: str) -> None:
    before = run(grown.parent / "there.git", "git", "for-each-ref").said
    done = push(grown, *words)
    assert done.code != 0
    assert why in done.said, done.said
    assert run(grown.parent / "there.git", "git", "for-each-ref").said == before


@pytest.fixture(scope="module")
def grown(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two commits there, a tag of each kind, and another branch here that begins anew. Nothing may change it."""
    folder = tmp_path_factory.mktemp("grown") / "own"
    shutil.copytree(template, folder, symlinks=True)
    root = folder / "clinic"
    edit(root / OPEN)
    assert commit(root).code == 0
    run(root, "git", "tag", "kept")
    run(root, "git", "tag", "annotated", "--annotate", "--message=a checkpoint", "HEAD~1")
    done = push(root, "main", "kept", "annotated")
    assert done.code == 0, done.said
    tree = run(root, "git", "rev-parse", "HEAD^{tree}").said.strip()
    other = run(root, "git", "commit-tree", tree, "-m", "C-0142: all anew").said.strip()
    run(root, "git", "branch", "other", other)
    run(root, "git", "tag", "--delete", "kept", "annotated")
    return root


@pytest.mark.parametrize(
    "words",
    [
        ["--delete", "main"],
        ["--force", "HEAD~1:main"],
        ["--force", "HEAD~1:refs/tags/kept"],
        ["--force", "HEAD:refs/tags/annotated"],
        ["HEAD:refs/x/y"],
    ],
)
def test_the_references_are_guarded_also_when_python_is_gone(grown: Path, tmp_path: Path, words: list[str]) -> None:
    """The update hook alone, which is a few lines of shell, and without git's own settings."""
    shutil.copytree(grown.parent, tmp_path / "own", symlinks=True)
    root = tmp_path / "own" / "clinic"
    (root.parent / "there.git/hooks/pre-receive").unlink()
    for key in ("receive.denyDeletes", "receive.denyNonFastForwards", "receive.denyDeleteCurrent"):
        run(root.parent / "there.git", "git", "config", key, "false")
    before = run(root.parent / "there.git", "git", "for-each-ref").said
    done = push(root, *words)
    assert done.code != 0 and "caseload:" in done.said
    assert run(root.parent / "there.git", "git", "for-each-ref").said == before


def test_a_push_that_cannot_be_checked_is_not_accepted(root: Path) -> None:
    hook = root.parent / "there.git/hooks/pre-receive"
    lines = hook.read_text(encoding="utf-8").splitlines(keepends=True)
    hook.write_text("".join("python='/nowhere'\n" if line.startswith("python=") else line for line in lines))
    edit(root / OPEN)
    assert commit(root).code == 0
    done = run(root, "git", "push", "there", "main", PATH="/usr/bin:/bin")
    assert done.code != 0 and "cannot find caseload any more" in done.said


def test_signed_records_are_locked_here_too(root: Path) -> None:
    edit(root / SIGNED)
    assert commit(root, "C-0142: session 2026-10-20").code == 0
    refused = push(root, "main")
    assert refused.code != 0 and "changed since" in refused.said
    assert "SIG001" not in refused.said and "no commit has it so" not in refused.said, "one reason is told once"
    run(root, "git", "checkout", "--quiet", "HEAD^", "--", SIGNED)
    assert commit(root, "C-0142: session 2026-10-20 put back").code == 0
    mended = push(root, "main")
    assert mended.code == 0, mended.said


def test_signed_and_altered_in_one_push_is_refused(root: Path) -> None:
    """What is at the end looks whole: the note was signed, altered, and signed again."""
    text = (root / OPEN).read_text(encoding="utf-8")
    sign(root / OPEN)
    assert commit(root, "C-0142: session 2026-10-13 signed").code == 0
    (root / OPEN).write_text(text, encoding="utf-8")
    edit(root / OPEN)
    sign(root / OPEN)
    assert commit(root, "C-0142: session 2026-10-13 signed again").code == 0
    done = push(root, "main")
    assert done.code != 0 and f"{OPEN}: changed since m.okafor signed it" in done.said


def test_errors_in_what_is_pushed_are_refused(root: Path) -> None:
    text = (root / CLIENT).read_text(encoding="utf-8")
    (root / CLIENT).write_text(text.replace("\nstatus: ", "\nstatus: un", 1), encoding="utf-8")
    assert commit(root, "C-0142: client, status").code == 0
    done = push(root, "main")
    assert done.code != 0 and f"{CLIENT}:4:" in done.said
    assert at(root, "refs/heads/main") != head(root)


def test_a_note_that_an_addition_holds_on_to_is_not_reworded(root: Path) -> None:
    """The error stands at the addition, which the push does not change."""
    addition = ("--as", "m.okafor", "--kind", "correction", "--reason", "wrong day", "--text", "It was Thursday.")
    assert here(root, "addend", OPEN, *addition).code == 0
    run(root, "git", "add", "--all")
    assert commit(root, "C-0142: correction of session 2026-10-13").code == 0
    assert push(root, "main").code == 0
    edit(root / OPEN)
    assert commit(root).code == 0
    done = push(root, "main")
    assert done.code != 0 and "addenda/" in done.said and "has changed since" in done.said, done.said


@pytest.mark.parametrize(
    ("at", "why"),
    [("2099-11-30T10:00:00+0000", "dated in the future"), ("2020-11-20T10:00:00+0000", "before the one it follows")],
)
def test_a_commit_whose_time_cannot_be_true_is_refused(root: Path, at: str, why: str) -> None:
    """Nothing is taken back here, so that `audit verify` would fail for ever."""
    scenes.edit(root / scenes.OPEN)
    scenes.run(root, "git", "add", "--all")
    options = ("commit", "--quiet", "--no-verify", "-m", scenes.GOOD)
    assert scenes.run(root, "env", f"GIT_COMMITTER_DATE={at}", "git", *options).code == 0
    done = push(root, "main")
    assert done.code != 0 and why in done.said and "--amend" in done.said


def test_attributes_that_hide_what_becomes_of_records_are_refused(root: Path) -> None:
    """By this repository, and before that by the push's own hook."""
    for more, why in (
        ("records/** -diff\n", "changes of records are hidden"),
        ("*.md ident\n", "pass through a filter"),
        ("*.md filter=lfs\n", "pass through a filter"),
        ("", ""),
    ):
        (root / ".gitattributes").write_text(f"*.md text\n{more}", encoding="utf-8")
        assert run(root, "git", "add", "--all").code == 0
        assert run(root, "git", "commit", "--quiet", "-m", GOOD).code == 0
        update = Update("refs/heads/main", at(root, "refs/heads/main"), head(root))
        before = [each.message for each in refusals_for(PushEvent("there", "", (update,)), root, load_practice(root))]
        done = push(root, "main")
        assert (done.code != 0, any(why in each for each in before)) == (bool(why), bool(why)), (done.said, before)
        assert why in done.said


def test_a_merge_that_brings_something_of_its_own_is_made_anew(root: Path) -> None:
    """As the refusal says, typed as it stands there."""
    run(root, "git", "switch", "--quiet", "--create", "other")
    edit(root / CLIENT)
    assert commit(root, "C-0142: client").code == 0
    run(root, "git", "switch", "--quiet", "main")
    edit(root / OPEN)
    assert commit(root).code == 0
    assert run(root, "git", "merge", "--quiet", "--no-commit", "--no-ff", "other").code == 0
    edit(root / OTHER)
    assert commit(root, "Bring both together").code == 0
    for _ in range(2):  # also with another commit on top
        done = push(root, "main")
        assert done.code != 0 and f"{OTHER}: neither side of the merge has this" in done.said
        edit(root / OPEN, "And once more.")
        assert commit(root).code == 0
    update = Update("refs/heads/main", at(root, "refs/heads/main"), head(root))
    (refused,) = refusals_for(PushEvent("there", "", (update,)), root, load_practice(root))
    for line in refused.hint.splitlines():
        typed = line.partition(": ")[2].replace("&& git commit", f"&& git commit -m '{GOOD}'")
        assert run(root, "sh", "-c", typed).code == 0, typed
    assert "A word more." in (root / OTHER).read_text(encoding="utf-8")
    assert "And once more." in (root / OPEN).read_text(encoding="utf-8")
    assert push(root, "main").code == 0
    assert "neither side" not in here(root, "audit", "verify").said


def test_what_is_overdue_does_not_hold_records_back(root: Path) -> None:
    edit(root / OPEN)
    assert commit(root).code == 0
    done = run(root, "git", "push", "there", "main", CASELOAD_TODAY="2028-01-01")
    assert done.code == 0, done.said


def test_names_are_refused_here_too(root: Path) -> None:
    edit(root / OPEN)
    assert commit(root, "C-0142: seen with Annie").code == 0
    done = push(root, "main:refs/heads/annie")
    assert done.code != 0
    assert "message, line 1: a client's name" in done.said and "branch …" in done.said
    assert said_nobody("".join(line for line in done.said.splitlines() if line.startswith("remote:")))


def test_a_repository_without_a_practice_only_keeps_its_past(root: Path, tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "--quiet", "--initial-branch=main", "papers")
    (tmp_path / "papers/a.txt").write_text("a\n")
    run(tmp_path / "papers", "git", "add", "--all")
    run(tmp_path / "papers", "git", "commit", "--quiet", "--message=begin")
    done = run(tmp_path / "papers", "git", "push", str(root.parent / "there.git"), "main:papers")
    assert done.code == 0, done.said


def test_its_settings_and_reflogs(root: Path) -> None:
    there = root.parent / "there.git"
    for key in ("receive.denyNonFastForwards", "receive.denyDeletes", "receive.fsckObjects"):
        assert run(there, "git", "config", key).said.strip() == "true"
    assert run(there, "git", "config", "core.logAllRefUpdates").said.strip() == "always"
    assert (there / "logs/refs/heads/main").is_file()
    assert there.stat().st_mode & 0o077 == 0


def test_a_second_time_renews_and_a_foreign_folder_is_left_alone(root: Path, tmp_path: Path) -> None:
    there = root.parent / "there.git"
    (there / "hooks/update").unlink()
    again = here(root, "remote", "init", "--append-only", there)
    assert again.code == 0 and "anew" in again.said and (there / "hooks/update").is_file()
    (there / "hooks/update").write_text("#!/bin/sh\n")
    own = here(root, "remote", "init", "--append-only", there)
    assert own.code == 2 and "its own update hook" in own.said
    working = here(root, "remote", "init", "--append-only", root)
    assert working.code == 2 and "working repository" in working.said
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a.txt").write_text("a")
    full = here(root, "remote", "init", "--append-only", tmp_path / "full")
    assert full.code == 2 and "not empty" in full.said
    lacking = here(root, "remote", "init", tmp_path / "new")
    assert lacking.code == 2 and "--append-only is missing" in lacking.said


def _moved_into(root: Path, folder: str) -> Path:
    """The same practice, in a folder of its repository; its past is kept."""
    (root / folder).mkdir()
    for each in ("records", "caseload.toml"):
        run(root, "git", "mv", each, f"{folder}/{each}")
    text = (root / folder / "caseload.toml").read_text(encoding="utf-8")
    (root / folder / "caseload.toml").write_text(text.replace('"../identities', '"../../identities'), encoding="utf-8")
    run(root, "git", "add", "--all")
    return root / folder


def begun_anew(root: Path, name: str, *options: str) -> None:
    """The practice in a repository and with an append-only one of its own kind, both new, and its records pushed."""
    shutil.rmtree(root / ".git")
    run(root, "git", "init", "--quiet", "--initial-branch=main", *options)
    run(root, "git", "remote", "add", "there", f"../{name}")
    scenes.append_only(root.parent / name)
    run(root, "git", "add", "--all")
    assert commit(root, "C-0142, C-0095: begin").code == 0
    first = push(root, "main")
    assert first.code == 0, first.said


def test_a_practice_in_a_folder_of_the_repository_is_looked_at_too(root: Path) -> None:
    inner = _moved_into(root, "clinic")
    begun_anew(root, "second.git")
    edit(inner / SIGNED)
    assert commit(root, "C-0142: session 2026-10-20").code == 0
    refused = push(root, "main")
    assert refused.code != 0 and f"clinic/{SIGNED}: changed since m.okafor signed it" in refused.said
    run(root, "git", "reset", "--quiet", "--hard", "HEAD^")
    text = (inner / CLIENT).read_text(encoding="utf-8")
    (inner / CLIENT).write_text(text.replace("\nstatus: ", "\nstatus: un", 1), encoding="utf-8")
    assert commit(root, "C-0142: client, status").code == 0
    wrong = push(root, "main")
    assert wrong.code != 0 and f"clinic/{CLIENT}:4:" in wrong.said
    run(root, "git", "reset", "--quiet", "--hard", "HEAD^")
    run(root, "git", "rm", "-r", "--quiet", "clinic")
    assert commit(root, "C-0142, C-0095: all taken away", "--allow-empty").code == 0
    gone = push(root, "main")
    assert gone.code != 0 and f"clinic/{SIGNED}" in gone.said and "and deleted" in gone.said


def test_a_repository_with_long_ids_gets_one_of_its_kind(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    begun_anew(root, "long.git", "--object-format=sha256")
    edit(root / SIGNED)
    assert commit(root, "C-0142: session 2026-10-20").code == 0
    refused = push(root, "main")
    assert refused.code != 0 and f"{SIGNED}: changed since m.okafor signed it" in refused.said
    taken = push(root, "--delete", "main")
    assert taken.code != 0 and "nothing is deleted here" in taken.said


def test_what_is_late_does_not_hold_back_a_signature_under_it(root: Path) -> None:
    """The plan's review is long due when somebody signs the plan."""
    plan = next((root / "records/clients/C-0142/plans").glob("*.md"))
    sign(plan)
    assert commit(root, "C-0142: plan signed").code == 0
    done = run(root, "git", "push", "there", "main", CASELOAD_TODAY="2028-01-01")
    assert done.code == 0, done.said


def test_a_merge_that_drops_an_addition_is_refused(root: Path) -> None:
    run(root, "git", "switch", "--quiet", "--create", "other")
    added = here(root, "addend", SIGNED, "--kind", "correction", "--reason", "x", "--text", "y", "--as", "m.okafor")
    assert added.code == 0, added.said
    run(root, "git", "add", "--all")
    assert commit(root, "C-0142: correction").code == 0
    run(root, "git", "switch", "--quiet", "main")
    edit(root / OPEN)
    assert commit(root).code == 0
    assert run(root, "git", "merge", "--no-edit", "--strategy=ours", "other").code == 0
    done = push(root, "main")
    assert done.code != 0 and "addenda/" in done.said and "deleted by the merge" in done.said


def test_the_past_of_a_new_branch_is_looked_at(root: Path) -> None:
    run(root, "git", "switch", "--quiet", "--create", "other")
    edit(root / SIGNED)
    assert commit(root, "C-0142: session 2026-10-20").code == 0
    done = push(root, "other")
    assert done.code != 0 and "changed since" in done.said and at(root, "refs/heads/other") == ""


def test_a_chart_that_leaves_the_records_is_gone(root: Path) -> None:
    (root / "old").mkdir()
    run(root, "git", "mv", "records/clients/C-0142", "old/C-0142")
    assert commit(root, "C-0142: put away").code == 0
    done = push(root, "main")
    assert done.code != 0 and f"{SIGNED}: signed by m.okafor" in done.said
    run(root, "git", "reset", "--quiet", "--hard", "HEAD^")
    (root / "records/clients/closed").mkdir()
    run(root, "git", "mv", "records/clients/C-0142", "records/clients/closed/C-0142")
    assert commit(root, "C-0142: put with the closed charts").code == 0
    kept = push(root, "main")
    assert kept.code == 0, kept.said


def test_a_clone_cut_off_pushes_what_it_adds_and_nothing_else(root: Path, tmp_path: Path) -> None:
    edit(root / OPEN)
    assert commit(root).code == 0
    assert push(root, "main").code == 0
    run(tmp_path, "git", "clone", "--quiet", "--depth=1", f"file://{root.parent / 'there.git'}", "cut")
    edit(tmp_path / "cut" / OPEN, "Once more.")
    run(tmp_path / "cut", "git", "commit", "--quiet", "--all", f"--message={GOOD}")
    done = run(tmp_path / "cut", "git", "push", "origin", "main")
    assert done.code == 0, done.said
    run(tmp_path / "cut", "git", "switch", "--quiet", "--orphan", "anew")
    run(tmp_path / "cut", "git", "restore", "--source=main", "--staged", "--worktree", ".")
    edit(tmp_path / "cut" / SIGNED)
    run(tmp_path / "cut", "git", "commit", "--quiet", "--all", f"--message={GOOD}")
    over = run(tmp_path / "cut", "git", "push", "--force", "origin", "anew:main")
    assert over.code != 0 and "would be gone" in over.said


def test_a_long_push_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from caseload_tools.cli import hooks_lint

    clock = iter([0.0, 1.0, 5.5, 6.0, 11.0])
    monkeypatch.setattr("caseload_tools.cli.hooks_lint.time.monotonic", lambda: next(clock))
    wait = hooks_lint.Patience()
    for done in (0, 1_000, 1_100, 2_000):
        wait(done, 100_000)
    assert capsys.readouterr().err.splitlines() == [
        "caseload: 1,000 of 100,000 commits looked at",
        "caseload: 2,000 of 100,000 commits looked at",
    ]
