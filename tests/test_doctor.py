"""`caseload doctor`: each thing that puts records at risk is found, and mended by the command that it names."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.desk import founding
from caseload_tools.guard.doctor import Examined, examine_computer
from caseload_tools.guard.doctor.checks import disk_encryption
from caseload_tools.guard.doctor.checks.doctor_check import Surroundings
from caseload_tools.guard.doctor.checks.law_on_file import law_on_file
from caseload_tools.practice import load_practice, read_practice
from tests import hook_scenes as scenes
from tests.hook_scenes import OPEN, here, run, said_nobody

TODAY = date(2026, 11, 24)
NAMES = (
    "repository", "remotes", "hooks", "modes", "disk encryption", "ignored files", "leftovers", "keys", "sync folder",
    "git configuration", "signed commits", "backup", "git-crypt", "built pages", "identity map", "versions",
    "record format", "law on file",
)  # fmt: skip


@pytest.fixture(autouse=True)
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's list of disks: this one is a volume on an encrypted partition."""
    folder = tmp_path / "devices"
    device = tmp_path.stat().st_dev
    own = folder / f"{os.major(device)}:{os.minor(device)}"
    for place, said in ((own, "LVM-abc"), (own / "slaves/dm-0", "CRYPT-LUKS2-def")):
        (place / "dm").mkdir(parents=True)
        (place / "dm/uuid").write_text(said)
    monkeypatch.setattr(disk_encryption, "BLOCK_DEVICES", folder)
    return folder


@pytest.fixture(scope="module")
def template(clean_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice that has everything in order."""
    folder = tmp_path_factory.mktemp("template")
    root = scenes.make_practice(folder)
    lines = (Path(founding.__file__).parent / "templates/gitignore").read_text(encoding="utf-8")
    (root / ".gitignore").write_text(f"/site/\n{lines}")
    run(root, "git", "commit", "--quiet", "--all", "--message=Ignore what editors leave")
    for key, value in (
        ("user.name", "M. Okafor"),
        ("user.email", "m.okafor@northgate.example"),
        ("gpg.format", "ssh"),
        ("user.signingKey", "~/.ssh/id_ed25519.pub"),
        ("commit.gpgSign", "true"),
    ):
        run(root, "git", "config", key, value)
    assert here(root, "hooks", "install").code == 0
    (root / ".git/caseload").mkdir()
    (root / ".git/caseload/backup.json").write_text('{"verified": "2026-11-20"}\n')
    root.chmod(0o700)
    (folder / "identities.toml").chmod(0o600)
    return folder


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "own", symlinks=True)
    return tmp_path / "own" / "clinic"


def look(root: Path, name: str, beside: str = "") -> Examined:
    """The answer of one check; all others must be as they were, but for one that has to say it as well."""
    found = {each.name: each for each in examine_computer(root, load_practice(root), TODAY)}
    assert tuple(found) == NAMES
    assert not beside or found[beside].state != "ok"
    strange = [each for other, each in found.items() if other not in (name, beside) and each.state != "ok"]
    assert not strange, strange
    return found[name]


@pytest.mark.requirement("S0.28")
def test_where_everything_is_in_order_it_says_so(root: Path) -> None:
    found = examine_computer(root, load_practice(root), TODAY)
    assert [(each.name, each.state) for each in found] == [(name, "ok") for name in NAMES]
    assert all(each.why and each.sentence for each in found)
    done = here(root, "doctor", "--today", "2026-11-24")
    assert done.code == 0 and "18 checks: 0 wrong, 0 to look at" in done.said


@pytest.mark.parametrize(
    ("address", "state", "why"),
    [
        ("git@github.com:somebody/records.git", "wrong", "public host"),
        ("https://gitlab.com/somebody/records.git", "wrong", "public host"),
        ("https://user:secret@BitBucket.org/x/y", "wrong", "public host"),
        ("http://git.northgate.example/records.git", "wrong", "in clear text"),
        ("git://git.northgate.example/records.git", "wrong", "in clear text"),
        ("ssh://git@[fe80::1]:22/records.git", "wrong", "nobody here has allowed"),
        ("git@git.northgate.example:records.git", "wrong", "nobody here has allowed"),
        ("/mnt/disk/records.git", "ok", "1 remote"),
        ("file:///mnt/disk/records.git", "ok", "1 remote"),
        ("C:/records.git", "ok", "1 remote"),
    ],
)
@pytest.mark.requirement("S0.26", "S0.28")
def test_remotes(root: Path, address: str, state: str, why: str) -> None:
    run(root, "git", "config", "remote.there.url", address)
    found = look(root, "remotes")
    assert (found.state, why in found.sentence) == (state, True), found
    assert "secret" not in found.sentence + found.command
    if state == "wrong":
        assert run(root, *found.command.split()).code == 0
        assert look(root, "remotes").state == "ok"


def test_a_push_address_counts_and_an_allowed_host_is_in_order(root: Path) -> None:
    settings = (root / "caseload.toml").read_text(encoding="utf-8")
    (root / "caseload.toml").write_text('allowed_remotes = ["northgate.example"]\n' + settings, encoding="utf-8")
    run(root, "git", "config", "remote.there.url", "git@git.northgate.example:records.git")
    assert look(root, "remotes").state == "ok"
    run(root, "git", "config", "remote.there.pushurl", "git@notnorthgate.example:records.git")
    assert look(root, "remotes").state == "wrong"


def test_hooks(root: Path) -> None:
    hook = root / ".git/hooks/commit-msg"
    hook.write_text(hook.read_text(encoding="utf-8") + "exit 0\n", encoding="utf-8")
    assert "commit-msg is not as caseload wrote it" in look(root, "hooks").sentence
    assert here(root, *look(root, "hooks").command.split()[1:]).code == 0
    assert look(root, "hooks").state == "ok"
    hook.chmod(0o644)
    assert "may not be executed" in look(root, "hooks").sentence
    shutil.rmtree(root / ".git/hooks")
    assert look(root, "hooks").state == "wrong"
    (root / ".git/hooks").mkdir()
    (root / ".git/hooks/pre-commit").write_text(
        "#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n"
    )
    assert look(root, "hooks").state == "wrong"
    (root / ".pre-commit-config.yaml").write_text("repos: [{repo: local, hooks: [{id: caseload-lint}]}]\n")
    assert look(root, "hooks").state == "look"


@pytest.mark.skipif(os.name == "nt", reason="no modes")
@pytest.mark.requirement("S0.28")
def test_modes(root: Path) -> None:
    root.chmod(0o755)
    found = look(root, "modes")
    assert found.state == "wrong"
    assert run(root, "sh", "-c", found.command).code == 0
    assert look(root, "modes").state == "ok"
    root.chmod(0o750)
    assert look(root, "modes").state == "look"
    root.chmod(0o700)
    run(root, "git", "config", "core.sharedRepository", "world")
    assert look(root, "modes").state == "wrong"


def test_disk_encryption(root: Path, devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(next(devices.rglob("slaves")))
    found = look(root, "disk encryption")
    assert found.state == "look" and "lsblk" in found.command
    shutil.rmtree(devices)
    assert look(root, "disk encryption").state == "look"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "FileVault" in look(root, "disk encryption").sentence


def test_ignored_files(root: Path) -> None:
    (root / ".gitignore").write_text("*.bak\n!*.swp\n")
    found = look(root, "ignored files")
    assert found.state == "wrong" and "*.sw[a-p]" in found.sentence
    assert run(root, "sh", "-c", found.command).code == 0
    assert look(root, "ignored files").state == "ok"
    for name in (".note.md.swp", "note.md~", ".#note.md", "identities.toml", "site/index.html"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("x")
    assert run(root, "git", "status", "--porcelain", "--untracked-files=all").said == " M .gitignore\n"


def test_leftovers(root: Path) -> None:
    (root / "records/clients/C-0142/sessions/.2026-10-13.md.swp").write_text("clear")
    found = look(root, "leftovers")
    assert found.state == "look"
    assert "2026-10-13.md.swp" in run(root, "sh", "-c", found.command).said
    run(root, "git", "add", "--force", "--all")
    assert look(root, "leftovers").state == "wrong"


def test_doctor_and_lint_say_one_thing_of_copies(root: Path) -> None:
    """Of each kind of copy that lint names there is one, and none where lint names none."""
    sessions = root / "records/clients/C-0142/sessions"
    for name in ("2026-10-13-9.md", ".x.md", "../client 2.md"):
        shutil.copy(root / OPEN, sessions / name)
        found = look(root, "leftovers", "sync folder" if name == "../client 2.md" else "")
        assert found.state == "look", name
        (sessions / name).unlink()
    (root / OPEN).rename(sessions / "2026-10-13 2.md")
    said = {each.name: each.state for each in examine_computer(root, load_practice(root), TODAY)}
    assert said["leftovers"] == said["sync folder"] == "ok"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("backup.key", "AGE-SECRET-KEY-1" + "QPZRY9X8" * 6 + "\n"),
        ("keys/id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n"),
        ("vault", "\0GITCRYPTKEY\0\0\0"),
    ],
)
def test_keys(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(text)
    found = look(root, "keys")
    assert found.state == "wrong" and name in found.sentence and "QPZRY" not in found.sentence


def test_sync_folder(root: Path, tmp_path: Path) -> None:
    doubled = root / "records/clients/C-0142/sessions/2026-10-13 (conflicted copy).md"
    shutil.copy(root / OPEN, doubled)
    found = look(root, "sync folder", "leftovers")
    assert found.state == "wrong"
    doubled.unlink()
    shutil.copytree(root.parent, tmp_path / "OneDrive - Northgate", symlinks=True)
    found = look(tmp_path / "OneDrive - Northgate/clinic", "sync folder")
    assert found.state == "wrong" and "OneDrive" in found.sentence


@pytest.mark.parametrize(
    ("key", "value", "state"),
    [
        ("core.fsmonitor", "/tmp/x", "wrong"),
        ("core.sshCommand", "/tmp/x", "wrong"),
        ("core.pager", "/tmp/x", "wrong"),
        ("filter.evil.clean", "/tmp/x", "wrong"),
        ("diff.external", "/tmp/x", "wrong"),
        ("diff.evil.textconv", "/tmp/x", "wrong"),
        ("alias.st", "!/tmp/x", "wrong"),
        ("include.path", "/nowhere/x", "wrong"),
        ("url.https://github.com/.insteadOf", "/mnt/", "wrong"),
        ("gpg.ssh.program", "/tmp/x", "wrong"),
        ("filter.git-crypt.clean", "/tmp/x", "wrong"),
        ("filter.git-crypt.clean", '"git-crypt" clean', "ok"),
        ("alias.st", "status", "ok"),
        ("core.fsmonitor", "false", "ok"),
    ],
)
def test_git_configuration(root: Path, key: str, value: str, state: str) -> None:
    run(root, "git", "config", key, value)
    found = look(root, "git configuration")
    assert found.state == state, found
    if state == "wrong":
        assert run(root, *found.command.split()).code == 0
        assert look(root, "git configuration").state == "ok"


def test_a_hooks_path_is_to_be_looked_at(root: Path) -> None:
    shutil.copytree(root / ".git/hooks", root / ".githooks")
    run(root, "git", "config", "core.hooksPath", ".githooks")
    assert look(root, "git configuration").state == "look"


def test_signed_commits(root: Path) -> None:
    run(root, "git", "config", "commit.gpgSign", "false")
    assert look(root, "signed commits").state == "look"
    run(root, "git", "config", "commit.gpgSign", "true")
    run(root, "git", "config", "--unset", "user.signingKey")
    assert look(root, "signed commits").state == "wrong"
    run(root, "git", "config", "--unset", "user.email")
    assert "who you are" in look(root, "signed commits").sentence


@pytest.mark.parametrize(
    ("stamp", "state"),
    [
        ('{"verified": "2026-11-17"}', "ok"),
        ('{"verified": "2026-11-16"}', "wrong"),
        ('{"verified": "yesterday"}', "wrong"),
        ("[]", "wrong"),
        ("{", "wrong"),
        ("", "wrong"),
    ],
)
def test_backup(root: Path, stamp: str, state: str) -> None:
    (root / ".git/caseload/backup.json").write_text(stamp)
    assert look(root, "backup").state == state


def test_git_crypt(root: Path) -> None:
    (root / ".gitattributes").write_text("*.gpg filter=git-crypt diff=git-crypt\n")
    (root / "a.gpg").write_bytes(b"\0GITCRYPT\0\1\2\3")
    run(root, "git", "add", "--all")
    assert "not unlocked" in look(root, "git-crypt").sentence
    run(root, "git", "config", "filter.git-crypt.smudge", '"git-crypt" smudge')
    run(root, "git", "config", "filter.git-crypt.clean", '"git-crypt" clean')
    assert look(root, "git-crypt").state == "ok"
    clear = run(root, "git", "hash-object", "-w", "--stdin", "--no-filters", stdin="clear\n").said.strip()
    run(root, "git", "update-index", "--add", "--cacheinfo", f"100644,{clear},b.gpg")
    assert "1 of 2 files that must be encrypted are in git in clear text" in look(root, "git-crypt").sentence


def test_built_pages(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site/.gitignore").write_text("*\n!.gitignore\n")
    (root / "site/index.html").write_text("<p>x</p>")
    assert look(root, "built pages").state == "ok"
    run(root, "git", "add", "--force", "site")
    assert look(root, "built pages").state == "wrong"


def test_identity_map(root: Path) -> None:
    map_ = root.parent / "identities.toml"
    map_.chmod(0o644)
    found = look(root, "identity map")
    assert found.state == "wrong"
    assert run(root, "sh", "-c", found.command).code == 0
    assert look(root, "identity map").state == "ok"
    shutil.move(map_, root / "map.toml")
    assert look(root, "identity map").state == "look"
    settings = (root / "caseload.toml").read_text(encoding="utf-8")
    (root / "caseload.toml").write_text(settings.replace("../identities.toml", "map.toml"), encoding="utf-8")
    assert "inside of the repository" in look(root, "identity map").sentence
    run(root, "git", "add", "map.toml")
    assert "is in git" in look(root, "identity map").sentence
    (root / "caseload.toml").write_text(settings.replace('identities = "../identities.toml"', ""), encoding="utf-8")
    (root / "map.toml").unlink()
    assert look(root, "identity map").state == "look"


def test_outside_of_git_it_goes_on(root: Path) -> None:
    shutil.rmtree(root / ".git")
    done = here(root, "doctor")
    assert done.code == 1
    assert done.said.count("this practice is not in a git repository") == 1
    assert "3 checks: 1 wrong, 0 to look at; 15 more checks when there is a repository" in done.said
    told = json.loads(here(root, "doctor", "--format", "json").said)["checks"]
    assert {each["name"] for each in told if each["state"] == "not asked"} == {*NAMES} - {
        *("repository", "record format", "law on file")
    }


def test_as_json_and_with_reasons_and_without_a_name(root: Path) -> None:
    (root / "records/clients/C-0142/contacts/anna-lindgren.md~").write_text("x")
    run(root, "git", "add", "--force", "--all")
    told = json.loads(here(root, "doctor", "--format", "json").said)
    assert told["wrong"] == 1 and [each["name"] for each in told["checks"]] == list(NAMES)
    done = here(root, "doctor", "--all")
    assert done.code == 1 and "A swap file of vim holds the note" in done.said
    assert said_nobody(done.said)


def test_it_changes_nothing_and_runs_nothing_that_the_repository_names(root: Path) -> None:
    trap = root.parent / "ran"
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "diff.external", "filter.evil.clean"):
        run(root, "git", "config", key, f"touch {trap}; false")
    (root / ".gitattributes").write_text("* filter=evil\n")
    before = {file: file.stat().st_mtime_ns for file in root.rglob("*") if file.is_file()}
    assert here(root, "doctor").code == 1
    assert not trap.exists()
    assert {file: file.stat().st_mtime_ns for file in root.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("words", [["--today", "soon"], ["--format", "xml"], ["extra"]])
def test_wrong_use_is_told_in_a_line(root: Path, words: list[str]) -> None:
    done = here(root, "doctor", *words)
    assert done.code == 2 and done.said.startswith("caseload: ")


@pytest.mark.parametrize("folder", [".trash", ".old", "~kept"])
def test_a_record_in_any_hidden_folder_is_a_leftover(root: Path, folder: str) -> None:
    kept = root / "records/clients/C-0142" / folder / "2026-10-13.md"
    kept.parent.mkdir()
    shutil.copyfile(root / OPEN, kept)
    assert look(root, "leftovers").state == "look"
    page = root / ".github" / "page.md"
    page.parent.mkdir()
    page.write_text("How we work.")
    shutil.rmtree(kept.parent)
    assert look(root, "leftovers").state == "ok"


def test_law_that_nobody_looked_at_for_a_year_is_named(root: Path) -> None:
    place = Surroundings(root, load_practice(root), date(2026, 12, 24))
    held = law_on_file(place)
    assert held.state == "ok" and "provisions on file (HIPAA Privacy Rule) checked within a year" in held.sentence
    old = law_on_file(replace(place, today=date(2027, 12, 24)))
    assert old.state == "look" and "last checked a year ago or more (2026-12-01): HIPAA Privacy Rule" in old.sentence
    elsewhere = replace(place, practice=read_practice(b'name = "N"\njurisdiction = []'))
    assert law_on_file(elsewhere).sentence == "no law that this tool has on file is named for this practice"
