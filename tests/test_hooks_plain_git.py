"""Hooks without another program: installed, looked at, taken away; and what they refuse, with real git."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from tests import hook_scenes as scenes
from tests.hook_scenes import (
    CLIENT,
    GOOD,
    OPEN,
    OTHER,
    SIGNED,
    caseload,
    commit,
    commits,
    edit,
    here,
    run,
    said_nobody,
    sign,
)


@pytest.fixture(scope="module")
def template(clean_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with our hooks, made once."""
    root = scenes.make_practice(tmp_path_factory.mktemp("template"))
    scenes.hooked(root)
    return root.parent


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    """The practice with our hooks, the test's own."""
    shutil.copytree(template, tmp_path / "own", symlinks=True)
    return tmp_path / "own" / "clinic"


@pytest.fixture
def started(root: Path) -> Path:
    """The same with hooks as a user installs them: each starts Python anew."""
    assert here(root, "hooks", "install").code == 0
    return root


@pytest.fixture
def bare(root: Path) -> Path:
    """The same without any hook."""
    shutil.rmtree(root / ".git" / "hooks")
    return root


# --- what is refused, and what is not ------------------------------------------------------------


def test_a_good_commit_passes(started: Path) -> None:
    edit(started / OPEN)
    done = commit(started)
    assert done.code == 0, done.said
    assert commits(started) == 2


def test_what_was_wrong_before_is_no_reason_to_refuse_todays_work(root: Path) -> None:
    """Years later everything in this chart is late; the same hook still refuses an error of today."""
    edit(root / OPEN)
    later = {"CASELOAD_TODAY": "2028-01-03"}
    shown = caseload(root, "lint", **later)
    assert shown.code == 1 and "C-0142/plans" in shown.said and "error" in shown.said
    done = run(root, "git", "commit", "--all", f"--message={GOOD}", **later)
    assert done.code == 0, done.said
    assert "older findings in these charts" in done.said
    text = (root / OPEN).read_text(encoding="utf-8")
    (root / OPEN).write_text(text.replace("setting:", "settin:"), encoding="utf-8")
    refused = run(root, "git", "commit", "--all", f"--message={GOOD}", **later)
    assert refused.code == 1
    assert "STR004" in refused.said and "plans/" not in refused.said
    assert "this commit is refused, for 1 error that it would bring" in refused.said
    assert "commit again" in refused.said.splitlines()[-2]


def test_a_note_that_was_signed_with_an_error_has_a_way_out(root: Path) -> None:
    """Whoever signs with --anyway would be stuck: the text is signed, and the hook goes on refusing it."""
    text = (root / OPEN).read_text(encoding="utf-8")
    (root / OPEN).write_text(text.replace("date: 2026-10-13", "date: 2024-10-13", 1), encoding="utf-8")
    refused = commit(root)
    assert refused.code == 1, refused.said
    assert "is it right as it stands? write `# caseload: allow[" in refused.said.splitlines()[-2]


def test_a_merge_is_not_refused_for_what_either_side_had(root: Path) -> None:
    text = (root / CLIENT).read_text(encoding="utf-8")
    run(root, "git", "switch", "--quiet", "--create", "other")
    (root / CLIENT).write_text(text.replace("\nstatus: ", "\nstatus: un", 1), encoding="utf-8")
    assert commit(root, "C-0142: client, status", "--no-verify").code == 0
    run(root, "git", "switch", "--quiet", "main")
    edit(root / OPEN)
    assert commit(root).code == 0
    done = run(root, "git", "merge", "--no-edit", "other")
    assert done.code == 0, done.said


def test_one_reason_is_told_once_and_last(root: Path) -> None:
    """A changed signed note is also a finding of lint; whoever reads it wants one way out, and to see it."""
    edit(root / SIGNED)
    done = commit(root, "C-0142: session 2026-10-20 put right")
    assert done.code == 1 and "SIG001" not in done.said and "git add" not in done.said
    *_, way_out, where = done.said.splitlines()
    assert way_out.startswith("    then put it back: git restore ") and where.endswith(f": cd {root}")


def test_what_it_drafts_it_also_accepts(root: Path) -> None:
    """More files than one line holds, new, changed and gone: the draft is a message that is let through."""
    for path in (OPEN, CLIENT, OTHER):
        edit(root / path)
    for day in range(14, 19):
        shutil.copy(root / OPEN, root / OPEN.replace("10-13", f"10-{day}"))
    run(root, "git", "add", "--all")
    drafted = _drafted(root).partition("\n#")[0]
    assert drafted.startswith("C-0095, C-0142: client, session written\n")
    (root.parent / "said.txt").write_text(drafted)
    done = here(root, "hooks", "message", root.parent / "said.txt")
    assert done.code == 0, done.said


@pytest.mark.requirement("S1.5", "S2.10")
def test_altering_a_signed_note_is_refused_and_says_what_to_do(root: Path) -> None:
    edit(root / SIGNED)
    done = commit(root, "C-0142: session 2026-10-20 put right")
    assert done.code == 1
    assert commits(root) == 1
    assert f"{SIGNED}: changed since m.okafor signed it on 2026-11-20" in done.said
    assert f"caseload addend {SIGNED}" in done.said


def test_what_it_says_to_do_puts_the_note_back(root: Path) -> None:
    edit(root / SIGNED)
    run(root, "git", "add", "--all")
    said = here(root, "hooks", "locked").said
    command = said.split("put it back: ")[1].splitlines()[0]
    assert run(root, *command.split()).code == 0
    assert run(root, "git", "status", "--porcelain").said == ""


def test_deleting_a_signed_note_is_refused(root: Path) -> None:
    run(root, "git", "rm", "--quiet", SIGNED)
    done = here(root, "hooks", "locked")
    assert done.code == 1
    assert "and deleted" in done.said and f"caseload void {SIGNED}" in done.said


def test_renaming_a_signed_note_is_refused(root: Path) -> None:
    run(root, "git", "mv", SIGNED, SIGNED.replace("10-20", "10-21"))
    done = here(root, "hooks", "locked")
    assert done.code == 1
    assert ", and moved" in done.said


def test_a_broken_front_matter_of_a_signed_note_is_refused(root: Path) -> None:
    text = (root / SIGNED).read_text(encoding="utf-8")
    (root / SIGNED).write_text(text.replace("\n---\n", "\n", 1), encoding="utf-8")
    run(root, "git", "add", "--all")
    assert "no longer readable" in here(root, "hooks", "locked").said


def test_taking_a_signature_out_is_refused(root: Path) -> None:
    lines = (root / SIGNED).read_text(encoding="utf-8").splitlines(keepends=True)
    (root / SIGNED).write_text("".join(each for each in lines if "digest:" not in each and "signatures:" not in each))
    run(root, "git", "add", "--all")
    done = here(root, "hooks", "locked")
    assert done.code == 1
    assert "signature was taken out" in done.said


def test_a_second_signature_and_another_way_to_write_the_same_are_allowed(root: Path) -> None:
    sign(root / SIGNED, "r.lindqvist", "supervisor")
    text = (root / SIGNED).read_text(encoding="utf-8")
    (root / SIGNED).write_bytes(text.replace("risk: none", 'risk: "none"', 1).encode())
    run(root, "git", "add", "--all")
    done = here(root, "hooks", "locked")
    assert done.code == 0, done.said


def test_a_clients_whole_folder_may_move(root: Path) -> None:
    (root / "records/clients/team-a").mkdir()
    run(root, "git", "mv", "records/clients/C-0142", "records/clients/team-a/C-0142")
    done = here(root, "hooks", "locked")
    assert done.code == 0, done.said


def test_a_name_does_not_hide_in_a_line_that_looks_like_a_comment(staged: Path) -> None:
    """`git commit --message` keeps such lines; what an editor leaves behind them is git's own."""
    file = staged.parent / "message.txt"
    file.write_text(f"{GOOD}\n\n# Annie\n", encoding="utf-8")
    given = caseload(staged, "hooks", "message", file, GIT_EDITOR=":")
    assert given.code == 1 and "message, line 3: a client's name" in given.said
    edited = caseload(staged, "hooks", "message", file, GIT_EDITOR="vi")
    assert edited.code == 0, edited.said


def test_git_says_with_a_colon_that_nobody_edits(bare: Path) -> None:
    (bare / ".git/hooks").mkdir()
    hook = bare / ".git/hooks/commit-msg"
    hook.write_text("#!/bin/sh\necho editor=$GIT_EDITOR\n")
    hook.chmod(0o755)
    edit(bare / OPEN)
    assert "editor=:" in commit(bare).said
    assert "editor=true" in run(bare, "git", "commit", "--amend", GIT_EDITOR="true").said


@pytest.fixture(scope="module")
def staged(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice with a change to an open note staged, for messages about it."""
    folder = tmp_path_factory.mktemp("staged") / "own"
    shutil.copytree(template, folder, symlinks=True)
    edit(folder / "clinic" / OPEN)
    run(folder / "clinic", "git", "add", "--all")
    return folder / "clinic"


def _judged(root: Path, message: str) -> scenes.Done:
    file = root.parent / "message.txt"
    file.write_text(message + "\n# On branch main\n", encoding="utf-8")
    return here(root, "hooks", "message", file)


def test_a_bad_message_stops_a_commit(root: Path) -> None:
    edit(root / OPEN)
    done = commit(root, "C-0142: seen with Annie")
    assert (done.code, commits(root)) == (1, 1)
    assert "a client's name" in done.said and said_nobody(done.said)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("update", "does not say what was done"),
        ("session 2026-10-13 put right", "records of C-0142 are changed"),
        ("Merge of two notes", "records of C-0142 are changed"),
        ("C-0142: seen with Annie", "a client's name"),
        ("C-0142: seen with anna lindgren", "a client's name"),
        ("C-0142: ring 218.555.0142", "a client's telephone number"),
        ("C-0142: mail to somebody@mail.example", "an e-mail address"),
        ("C-0142: born May 2, 1991", "a client's date of birth"),
        ("C-0142: moved to 14 Mill Lane", "a client's address"),
        ("C-0142: seen with Petra Lindgren", "a name of a client's family"),
        ("C-0142: as agreed with Will May", "a client's name"),
        ("C-0142: " + "a very long line " * 8, "characters"),
    ],
)
def test_a_message_is_refused(staged: Path, message: str, why: str) -> None:
    done = _judged(staged, message)
    assert done.code == 1, done.said
    assert why in done.said
    assert said_nobody(done.said)


@pytest.mark.parametrize(
    "message",
    [
        "C-0142: a walk will do in May\n\nSigned-off-by: M. Okafor <m.okafor@northgate.example>",
        "note: C-0142",
        "fixup! C-0142",
        "Merge branch 'tuesday'",
        "Merge remote-tracking branch 'origin/main'",
    ],
)
def test_a_message_is_accepted(staged: Path, message: str) -> None:
    done = _judged(staged, message)
    assert done.code == 0, done.said


@pytest.mark.requirement("S0.26")
def test_a_clients_name_in_a_path_is_refused_and_not_repeated(root: Path) -> None:
    for name in ("2026-11-19-anna-lindgren.md", "AnnaLindgren.md", "lindgren_anna.txt"):
        (root / "records/clients/C-0142/contacts" / name).write_text("x\n")
    run(root, "git", "add", "--all")
    done = here(root, "hooks", "privacy")
    assert done.code == 1
    assert done.said.count("a client's name stands in it") == 3
    assert "contacts/2026-11-19-….md" in done.said
    assert said_nobody(done.said)


def test_a_clients_name_in_a_branch_is_refused(root: Path) -> None:
    run(root, "git", "switch", "--quiet", "--create", "notes-lindgren")
    done = here(root, "hooks", "privacy")
    assert done.code == 1
    assert "branch notes-…" in done.said and said_nobody(done.said)


def test_clear_text_where_git_crypt_should_be_is_refused(root: Path) -> None:
    (root / ".gitattributes").write_text("*.gpg filter=git-crypt diff=git-crypt\n*.own filter=git-crypt-team\n")
    (root / "a.gpg").write_bytes(b"in clear\n")
    (root / "b.own").write_bytes(b"in clear\n")
    (root / "c.gpg").write_bytes(b"\0GITCRYPT\0\1\2\3")
    (root / "d.gpg").write_bytes(b"")
    run(root, "git", "add", "--all")
    done = here(root, "hooks", "privacy")
    assert done.code == 1
    refused = [line.strip().partition(":")[0] for line in done.said.splitlines() if "staged in clear text" in line]
    assert refused == ["a.gpg", "b.own"]


def test_the_identity_map_and_keys_are_refused(root: Path) -> None:
    (root / "identities.toml").write_text(scenes.IDENTITIES)
    (root / "backup.key").write_text("AGE-SECRET-KEY-1" + "QPZRY9X8" * 6)
    run(root, "git", "add", "--all")
    done = here(root, "hooks", "privacy")
    assert done.code == 1
    assert "identities.toml: the identity map is about to be committed" in done.said
    assert "backup.key: a private key" in done.said


# --- how people really commit ----------------------------------------------------------------------


def test_a_record_that_git_passes_over_is_named(root: Path) -> None:
    (root / ".gitignore").write_text("records/clients/C-0142/contacts/*\n.DS_Store\n", encoding="utf-8")
    (root / "records/clients/C-0142/.DS_Store").touch()
    new = root / "records/clients/C-0142/contacts/2026-11-29.md"
    new.parent.mkdir(exist_ok=True)
    new.write_text("---\ntype: contact\n---\n", encoding="utf-8")
    run(root, "git", "add", ".gitignore")
    done = run(root, "git", "commit", "--message=practice: passes over more")
    assert done.code == 0 and done.said.count("git does not look at it") == 1 and new.name in done.said


def test_only_what_is_staged_counts(root: Path) -> None:
    """`git add -p`: the signed note is altered on the disk, and not in the commit; the open one is both."""
    edit(root / SIGNED)
    edit(root / OPEN)
    run(root, "git", "add", OPEN)
    done = run(root, "git", "commit", f"--message={GOOD}")
    assert done.code == 0, done.said
    assert SIGNED in run(root, "git", "status", "--porcelain").said
    assert "A word more." in (root / SIGNED).read_text(encoding="utf-8")


def test_what_is_staged_counts_also_when_the_disk_was_put_right(root: Path) -> None:
    edit(root / SIGNED)
    run(root, "git", "add", SIGNED)
    run(root, "git", "restore", SIGNED, "--source=HEAD", "--worktree")
    assert here(root, "hooks", "locked").code == 1


def test_committing_one_file_leaves_the_others_out(root: Path) -> None:
    """`git commit FILE` makes an index of its own; the altered signed note in the usual one must not count."""
    edit(root / SIGNED)
    run(root, "git", "add", SIGNED)
    edit(root / OPEN)
    done = run(root, "git", "commit", f"--message={GOOD}", OPEN)
    assert done.code == 0, done.said


def test_amending_may_not_alter_what_was_signed(root: Path) -> None:
    edit(root / OPEN)
    assert commit(root, GOOD, "--no-verify").code == 0
    edit(root / OPEN, "And another.")
    assert run(root, "git", "commit", "--all", "--amend", "--no-edit").code == 0
    edit(root / SIGNED)
    run(root, "git", "add", "--all")
    done = here(root, "hooks", "locked")
    assert done.code == 1 and "changed since" in done.said


def test_two_clinicians_merge(root: Path) -> None:
    """One signs and adds, the other writes elsewhere: the merge is made by git and by hand, without alarm."""
    run(root, "git", "switch", "--quiet", "--create", "other")
    edit(root / OTHER, "Prefers mornings.")
    assert commit(root, "C-0095: client, prefers mornings", "--no-verify").code == 0
    run(root, "git", "switch", "--quiet", "main")
    sign(root / OPEN)
    assert commit(root, "C-0142: session 2026-10-13 signed", "--no-verify").code == 0
    done = run(root, "git", "merge", "--no-edit", "other")
    assert done.code == 0, done.said
    assert run(root, "git", "rev-list", "--merges", "--count", "HEAD").said.strip() == "1"


def test_a_merge_that_alters_a_signed_note_is_refused(root: Path) -> None:
    run(root, "git", "switch", "--quiet", "--create", "other")
    edit(root / OPEN, "Of the other.")
    assert commit(root, GOOD, "--no-verify").code == 0
    run(root, "git", "switch", "--quiet", "main")
    edit(root / OPEN, "Of the one.")
    sign(root / OPEN)
    assert commit(root, "C-0142: session 2026-10-13 signed", "--no-verify").code == 0
    assert run(root, "git", "merge", "other").code != 0  # both changed the same lines
    run(root, "git", "checkout", "--quiet", "--theirs", OPEN)
    run(root, "git", "add", OPEN)
    refused = here(root, "hooks", "locked")
    assert refused.code == 1 and "changed since" in refused.said
    run(root, "git", "checkout", "--quiet", "HEAD", "--", OPEN)
    done = here(root, "hooks", "locked")
    assert done.code == 0, done.said


def test_a_rebase_goes_through(root: Path) -> None:
    run(root, "git", "switch", "--quiet", "--create", "other")
    edit(root / OTHER, "Prefers mornings.")
    assert commit(root, "C-0095: client, prefers mornings", "--no-verify").code == 0
    run(root, "git", "switch", "--quiet", "main")
    edit(root / OPEN)
    assert commit(root, GOOD, "--no-verify").code == 0
    run(root, "git", "switch", "--quiet", "other")
    done = run(root, "git", "rebase", "main")
    assert done.code == 0, done.said
    assert run(root, "git", "log", "--format=%s", "-1").said.strip() == "C-0095: client, prefers mornings"


def test_the_first_commit_of_a_repository(tmp_path: Path) -> None:
    root = scenes.make_practice(tmp_path)
    shutil.rmtree(root / ".git")
    run(root, "git", "init", "--quiet", "--initial-branch=main")
    scenes.hooked(root)
    run(root, "git", "add", "--all")
    done = run(root, "git", "commit", "--quiet", "--message=C-0142, C-0095: begin")
    assert done.code == 0, done.said


def test_a_lint_error_is_refused_too(root: Path) -> None:
    text = (root / CLIENT).read_text(encoding="utf-8")
    (root / CLIENT).write_text(text.replace("\nstatus: ", "\nstatus: un", 1), encoding="utf-8")
    done = commit(root, "C-0142: client, status")
    assert (done.code, commits(root)) == (1, 1)
    assert CLIENT in done.said


# --- the draft of a message -----------------------------------------------------------------------


def _drafted(root: Path, *words: str) -> str:
    """What a person's editor is given."""
    shown = root.parent / "shown.txt"
    run(root, "git", "commit", "--no-verify", *words, GIT_EDITOR=f"sh -c 'cp \"$1\" {shown}; false' sh")
    return shown.read_text(encoding="utf-8") if shown.exists() else ""


def test_the_draft_says_what_is_staged(root: Path) -> None:
    sign(root / OPEN)
    run(root, "git", "add", "--all")
    assert _drafted(root).splitlines()[0] == "C-0142: session 2026-10-13 signed"
    edit(root / OTHER)
    shutil.copy(root / OPEN, root / OPEN.replace("10-13", "10-14"))
    run(root, "git", "add", "--all")
    assert _drafted(root).split("\n#")[0].rstrip() == (
        "C-0095, C-0142: client, session written\n\nC-0095: client changed\n"
        "C-0142: session 2026-10-13 signed, session 2026-10-14 added and signed"
    )


def test_the_draft_leaves_a_persons_words_alone(root: Path) -> None:
    edit(root / OPEN)
    run(root, "git", "add", "--all")
    (root.parent / "template.txt").write_text("C-0142: \n")
    run(root, "git", "config", "commit.template", "../template.txt")
    assert _drafted(root).startswith("C-0142: \n")
    assert _drafted(root, "--edit", f"--message={GOOD}").startswith(GOOD)
    assert commit(root, GOOD, "--no-verify").code == 0
    assert _drafted(root, "--amend").startswith(GOOD)
    assert run(root, "git", "log", "--format=%B", "-1").said.strip() == GOOD


def test_the_draft_never_brings_a_name_into_a_message(root: Path) -> None:
    (root / "records/clients/C-0142/contacts/anna-lindgren.md").write_text("x\n")
    run(root, "git", "add", "--all")
    assert said_nobody(_drafted(root).partition("\n#")[0])


# --- pushing ----------------------------------------------------------------------------------------


def test_a_push_is_looked_at_before_it_leaves(root: Path, tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "--quiet", "--bare", "there.git")
    run(root, "git", "remote", "add", "there", str(tmp_path / "there.git"))
    first = run(root, "git", "push", "there", "main")
    assert first.code == 0, first.said
    assert "Advice only" in first.said
    edit(root / SIGNED)
    assert commit(root, GOOD, "--no-verify").code == 0
    refused = run(root, "git", "push", "there", "main")
    assert refused.code == 1 and "changed since" in refused.said
    edit(root / CLIENT)
    run(root, "git", "checkout", "--quiet", "HEAD^", "--", SIGNED)
    assert commit(root, "C-0142: session 2026-10-20 put back", "--no-verify").code == 0
    mended = run(root, "git", "push", "there", "main")
    assert mended.code == 0, mended.said


def test_a_revert_which_git_does_not_check_is_seen_at_the_push(root: Path, tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "--quiet", "--bare", "there.git")
    sign(root / SIGNED, "r.lindqvist", "supervisor")
    assert commit(root, "C-0142: session 2026-10-20 co-signed", "--no-verify").code == 0
    assert run(root, "git", "revert", "--no-edit", "HEAD").code == 0
    done = run(root, "git", "push", str(tmp_path / "there.git"), "main")
    assert done.code == 1 and "signature was taken out" in done.said


def test_a_push_names_nobody(root: Path, tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "--quiet", "--bare", "there.git")
    run(root, "git", "remote", "add", "there", str(tmp_path / "there.git"))
    edit(root / OPEN)
    assert commit(root, "C-0142: seen with Annie", "--no-verify").code == 0
    run(root, "git", "tag", "lindgren")
    run(root, "git", "tag", "--annotate", "checkpoint", "--message=as told to Annie")
    done = run(root, "git", "push", "there", "main", "lindgren", "checkpoint")
    assert done.code == 1
    assert ", message, line 1: a client's name" in done.said.split("tag ")[2]
    assert "tag …" in done.said and ", message, line 1" in done.said
    assert said_nobody(done.said.split("error: failed")[0].replace("lindgren ->", ""))


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://github.com/somebody/records.git", "public host"),
        ("git@gitlab.com:somebody/records.git", "public host"),
        ("http://git.northgate.example/records.git", "in clear text"),
        ("ssh://git@git.unknown.example/records.git", "nobody here has allowed this host"),
    ],
)
def test_a_push_to_a_host_that_nobody_allowed_is_refused(root: Path, address: str, why: str) -> None:
    head = run(root, "git", "rev-parse", "HEAD").said.strip()
    told = f"refs/heads/main {head} refs/heads/main {'0' * 40}\n"
    done = run(root, root / ".git/hooks/pre-push", "there", address, stdin=told)
    assert done.code == 1 and why in done.said, done.said


def test_a_push_to_an_allowed_host_goes(root: Path) -> None:
    text = (root / "caseload.toml").read_text(encoding="utf-8")
    (root / "caseload.toml").write_text('allowed_remotes = ["northgate.example"]\n' + text, encoding="utf-8")
    head = run(root, "git", "rev-parse", "HEAD").said.strip()
    told = f"refs/heads/main {head} refs/heads/main {'0' * 40}\n"
    done = run(root, root / ".git/hooks/pre-push", "there", "git@git.northgate.example:records.git", stdin=told)
    assert done.code == 0, done.said


# --- putting them in place ----------------------------------------------------------------------


def test_installing_twice_changes_nothing(started: Path) -> None:
    folder = started / ".git" / "hooks"
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}
    done = caseload(started, "hooks", "install")
    assert done.code == 0 and "in place" in done.said
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()} == before
    assert all(file.stat().st_mode & stat.S_IXUSR for file in folder.iterdir())


def test_status_says_what_is_missing_or_altered(root: Path) -> None:
    assert caseload(root, "hooks", "status").code == 0
    hook = root / ".git/hooks/commit-msg"
    hook.write_text(hook.read_text(encoding="utf-8").replace("exit 1", "exit 0"), encoding="utf-8")
    (root / ".git/hooks/pre-push").chmod(0o644)
    (root / ".git/hooks/pre-commit").unlink()
    done = caseload(root, "hooks", "status")
    assert done.code == 1
    assert "commit-msg           caseload's, and altered since" in done.said
    assert "pre-commit           not there" in done.said
    assert "git will not run it" in done.said
    assert caseload(root, "hooks", "install").code == 0
    assert caseload(root, "hooks", "status").code == 0


def test_a_hook_that_was_there_runs_first_and_comes_back(bare: Path) -> None:
    folder = bare / ".git/hooks"
    folder.mkdir()
    own = "#!/bin/sh\necho the older hook ran\ntest ! -e stop\n"
    (folder / "pre-commit").write_text(own)
    (folder / "pre-commit").chmod(0o755)
    done = caseload(bare, "hooks", "install")
    assert done.code == 0 and "pre-commit, after the one that was there" in done.said
    edit(bare / OPEN)
    (bare / "stop").touch()
    stopped = commit(bare)
    assert stopped.code == 1 and stopped.said == "the older hook ran\n"
    (bare / "stop").unlink()
    gone_on = commit(bare)
    assert gone_on.code == 0 and "the older hook ran" in gone_on.said
    assert caseload(bare, "hooks", "uninstall").code == 0
    assert [file.name for file in folder.iterdir()] == ["pre-commit"]
    assert (folder / "pre-commit").read_text() == own


def test_the_older_push_hook_is_told_what_git_told(bare: Path, tmp_path: Path) -> None:
    folder = bare / ".git/hooks"
    folder.mkdir()
    (folder / "pre-push").write_text("#!/bin/sh\nread local rest && echo older: $local\n")
    (folder / "pre-push").chmod(0o755)
    assert caseload(bare, "hooks", "install").code == 0
    run(tmp_path, "git", "init", "--quiet", "--bare", "there.git")
    done = run(bare, "git", "push", str(tmp_path / "there.git"), "main")
    assert done.code == 0 and "older: refs/heads/main" in done.said and "Advice only" in done.said


def test_a_third_hook_is_refused_and_nothing_is_written(bare: Path) -> None:
    folder = bare / ".git/hooks"
    folder.mkdir()
    for name in ("commit-msg", "commit-msg.kept-by-caseload"):
        (folder / name).write_text(f"#!/bin/sh\n# {name}\n")
    done = caseload(bare, "hooks", "install")
    assert done.code == 2 and "two older hooks" in done.said
    assert sorted(file.name for file in folder.iterdir()) == ["commit-msg", "commit-msg.kept-by-caseload"]


def test_core_hooks_path_is_honoured(bare: Path) -> None:
    run(bare, "git", "config", "core.hooksPath", ".githooks")
    assert caseload(bare, "hooks", "install").code == 0
    assert (bare / ".githooks/pre-commit").is_file()
    edit(bare / SIGNED)
    assert commit(bare, "C-0142: session").code == 1


def test_a_hooks_path_of_all_repositories_is_left_alone(bare: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(f"[core]\n\thooksPath = {tmp_path}/shared\n")
    done = caseload(bare, "hooks", "install", HOME=str(home))
    assert done.code == 2 and "all your repositories" in done.said
    assert not (tmp_path / "shared").exists()


def test_a_worktree_has_the_hooks_of_its_repository(root: Path, tmp_path: Path) -> None:
    run(root, "git", "worktree", "add", "--quiet", str(tmp_path / "second"), "-b", "second")
    (tmp_path / "identities.toml").write_text(scenes.IDENTITIES)
    edit(tmp_path / "second" / SIGNED)
    done = commit(tmp_path / "second", "C-0142: session")
    assert done.code == 1 and "changed since" in done.said
    assert caseload(tmp_path / "second", "hooks", "status").code == 0


def test_a_practice_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    inner = scenes.make_practice(tmp_path)
    shutil.rmtree(inner / ".git")
    for line in ("init --quiet --initial-branch=main", "add --all", "commit --quiet --message Begin"):
        run(tmp_path, "git", *line.split())
    scenes.hooked(inner)
    edit(inner / SIGNED)
    assert "C-0142/sessions/2026-10-20.md: changed since" in commit(tmp_path, "C-0142: session").said
    assert commits(tmp_path) == 1
    run(tmp_path, "git", "checkout", "--quiet", ".")
    edit(inner / OPEN)
    done = commit(inner)
    assert done.code == 0, done.said


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    """Two practices in one repository, `first/clinic` and `second/clinic`, and no hook."""
    for name in ("first", "second"):
        shutil.rmtree(scenes.make_practice(tmp_path / name) / ".git")
    for line in ("init --quiet --initial-branch=main", "add --all", "commit --quiet --message Begin"):
        assert run(tmp_path, "git", *line.split()).code == 0
    return tmp_path / "first" / "clinic", tmp_path / "second" / "clinic"


def test_of_two_practices_each_that_is_asked_for_is_guarded(both: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = both
    scenes.hooked(first)
    assert not here(first, "doctor").said.count("hooks are in place")
    told = here(first, "hooks", "status")
    assert told.code == 1 and "no hook checks the practice in second/clinic of this repository" in told.said
    line = f"caseload -C {second} hooks install"
    assert line in told.said and line in here(first, "doctor").said
    other = here(second, "hooks", "status")
    assert other.code == 1 and "does not check this practice, but first/clinic/" in other.said
    assert "check first/clinic/ of this repository, not this practice" in here(second, "doctor").said
    edit(second / OPEN)
    unseen = commit(tmp_path)
    assert "No record of the practice in first/clinic is staged" in unseen.said, unseen.said
    assert "no hook checks the practice in second/clinic" in unseen.said

    scenes.hooked(second)
    assert here(first, "hooks", "status").code == here(second, "hooks", "status").code == 0
    assert "in place and unaltered, for first/clinic/ and second/clinic/" in here(first, "doctor", "--all").said
    for practice in both:
        edit(practice / SIGNED)
        refused = commit(tmp_path, "C-0142: session changed")
        assert refused.code == 1 and "changed since" in refused.said, practice
        run(tmp_path, "git", "checkout", "--quiet", "HEAD", ".")
    edit(first / OPEN)
    edit(second / OPEN)
    assert commit(tmp_path).code == 0


def test_of_two_practices_a_framework_may_guard_one(both: tuple[Path, Path], tmp_path: Path) -> None:
    for name in ("pre-commit", "commit-msg"):
        (tmp_path / ".git/hooks").mkdir(exist_ok=True)
        (tmp_path / ".git/hooks" / name).write_text("#!/bin/sh\n# File generated by pre-commit\n")
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: [{repo: local, hooks: [{id: caseload-lint}]}]\n")
    said = here(both[0], "doctor").said
    assert "look  hooks: pre-commit or prek runs caseload's hooks; look whether for second/clinic/ as well" in said


def test_of_two_practices_one_is_let_go(both: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = both
    scenes.hooked(first)
    scenes.hooked(second)
    run(tmp_path, "git", "init", "--quiet", "--bare", "away.git")
    run(tmp_path, "git", "remote", "add", "away", "away.git")
    pushed = run(tmp_path, "git", "push", "away", "main")
    assert pushed.code == 0 and pushed.said.count("Advice only") == 2, pushed.said
    told = here(first, "hooks", "uninstall")
    assert "no hook checks the practice in first/clinic" not in told.said, "whoever takes hooks away knows it"
    assert here(second, "hooks", "status").said.count("no hook checks the practice in first/clinic") == 1
    edit(first / SIGNED)
    assert commit(tmp_path, "C-0142: session changed").code == 0
    edit(second / SIGNED)
    assert commit(tmp_path, "C-0142: session changed").code == 1
    assert here(second, "hooks", "uninstall").code == 0
    assert not (tmp_path / ".git/hooks/pre-commit").exists()


def test_when_caseload_is_gone_the_hook_says_so(root: Path) -> None:
    for hook in (root / ".git/hooks").iterdir():
        text = hook.read_text(encoding="utf-8").splitlines(keepends=True)
        hook.write_text("".join("python='/nowhere/python3'\n" if line.startswith("python=") else line for line in text))
    edit(root / OPEN)
    done = run(root, "git", "commit", "--all", f"--message={GOOD}", PATH=os.pathsep.join(["/usr/bin", "/bin"]))
    assert done.code == 1 and "cannot find caseload any more" in done.said
    assert "caseload hooks install" in done.said
    assert commits(root) == 1


def test_a_folder_beside_the_records_cannot_pose_as_caseload(started: Path) -> None:
    (started / "caseload_tools").mkdir()
    (started / "caseload_tools/__init__.py").write_text("raise SystemExit('somebody else')\n")
    (started / "click.py").write_text("raise SystemExit('somebody else')\n")
    edit(started / OPEN)
    done = run(started, "git", "commit", "--all", f"--message={GOOD}")
    assert done.code == 0 and "somebody else" not in done.said


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    root = scenes.make_practice(tmp_path)
    shutil.rmtree(root / ".git")
    for words in (("install",), ("status",), ("locked",), ("privacy",)):
        done = caseload(root, "hooks", *words)
        assert done.code == 2 and "not in a git repository" in done.said, words


def test_a_missing_map_is_said_and_refuses_nothing(root: Path) -> None:
    (root.parent / "identities.toml").unlink()
    edit(root / OPEN)
    done = commit(root)
    assert done.code == 0, done.said
    assert "names were not looked for" in done.said
