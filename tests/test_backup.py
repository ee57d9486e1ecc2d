"""A backup is encrypted before it reaches the disk, restores to what it was made of, and owns up when it does not."""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pyrage
import pytest

from caseload_tools.cli.app import run
from caseload_tools.errors import CaseloadError
from caseload_tools.guard.backup.archive import BadArchiveError, Unpacking, archive_pieces
from caseload_tools.guard.backup.encrypting import age_recipient, decrypt, encrypt
from caseload_tools.guard.backup.making import MadeBackup, make_backup, make_key
from caseload_tools.guard.backup.manifest import Manifest, read_manifest
from caseload_tools.guard.backup.restoring import RestoreVerdict, note_drill, restore_backup, restore_drill
from tests.conftest import TODAY, Git

CLIENT = "records/clients/C-0142"
CANARY = b"CANARY-7f3a-the-client-said"


@pytest.fixture(scope="module")
def clinic(practice_template: Path, tmp_path_factory: pytest.TempPathFactory, git: Git) -> Path:
    """A small practice under git with two branches and a tag; a client's words in it; not to be changed."""
    root = tmp_path_factory.mktemp("backup") / "clinic"
    root.mkdir()
    shutil.copytree(practice_template / CLIENT, root / CLIENT)
    shutil.copy(practice_template / "caseload.toml", root)
    git("init", "--quiet", "--initial-branch=main", cwd=root)
    git("add", "--all", cwd=root)
    git("commit", "--quiet", "--message=Begin", cwd=root)
    git("tag", "--annotate", "--message=as audited", "audit/2026-11-21", cwd=root)
    git("switch", "--quiet", "--create=draft", cwd=root)
    (root / CLIENT / "client.md").write_bytes((root / CLIENT / "client.md").read_bytes() + CANARY + b"\n")
    git("commit", "--quiet", "--all", "--message=More", cwd=root)
    git("switch", "--quiet", "main", cwd=root)
    return root


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "clinic.key"
    make_key(path)
    return path


def public(key: Path) -> str:
    return key.with_name(key.name + ".pub").read_text().strip()


@pytest.fixture(scope="module")
def made(clinic: Path, key: Path, tmp_path_factory: pytest.TempPathFactory) -> MadeBackup:
    return make_backup(clinic, tmp_path_factory.mktemp("made"), [public(key)], TODAY)


def said(verdict: RestoreVerdict) -> list[str]:
    return [step.said for step in verdict.steps]


@pytest.mark.requirement("S0.28")
def test_what_is_restored_is_what_was_there(
    clinic: Path, made: MadeBackup, key: Path, tmp_path: Path, git: Git
) -> None:
    verdict = restore_backup(made.path, key, TODAY, tmp_path / "back")
    assert verdict.good, said(verdict)
    for question in (
        ["for-each-ref"],
        ["rev-parse", "HEAD"],
        ["symbolic-ref", "HEAD"],
        ["log", "--all", "--format=raw"],
    ):
        assert git(*question, cwd=tmp_path / "back") == git(*question, cwd=clinic), question
    assert git("status", "--porcelain", cwd=tmp_path / "back") == ""
    for path in (clinic / CLIENT).iterdir():
        if path.is_file():
            assert (tmp_path / "back" / CLIENT / path.name).read_bytes() == path.read_bytes()
    assert stat.S_IMODE((tmp_path / "back").stat().st_mode) == 0o700
    assert os.listdir(tmp_path) == ["back"]


def test_a_drill_leaves_nothing_but_its_day(clinic: Path, made: MadeBackup, key: Path, tmp_path: Path) -> None:
    verdict = restore_drill(made.path, key, TODAY, tmp_path)
    assert verdict.good, said(verdict)
    assert os.listdir(tmp_path) == []
    assert note_drill(clinic, verdict, TODAY)
    told = json.loads((clinic / ".git/caseload/backup.json").read_text())
    assert told == {"verified": "2026-11-24", "head": made.manifest.head}


def test_a_drill_of_another_practice_is_not_noted(practice: Path, made: MadeBackup, key: Path, tmp_path: Path) -> None:
    verdict = restore_drill(made.path, key, TODAY, tmp_path)
    assert verdict.good and not note_drill(practice, verdict, TODAY)
    assert not (practice / ".git/caseload").exists()


def test_nothing_of_a_record_is_in_the_file_and_only_its_owner_may_read_it(clinic: Path, made: MadeBackup) -> None:
    raw = made.path.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1\n")
    names = [path.name.encode() for path in (clinic / CLIENT).iterdir()]
    for word in (CANARY, b"refs/heads/main", b"bundle", b"manifest", b"client", b"C-0142", *names):
        assert word not in raw
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_no_byte_in_the_clear_is_ever_written(
    clinic: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = bytearray()
    real = os.fdopen

    def watched(*arguments: Any, **keywords: Any) -> Watched:
        file = real(*arguments, **keywords)
        return Watched(file, file.write)

    class Watched:
        def __init__(self, file: IO[Any], write: Callable[[bytes], int]) -> None:
            self.file, self._write = file, write

        def write(self, piece: bytes) -> int:
            written.extend(piece)
            return self._write(piece)

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

        def __enter__(self) -> Watched:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

    monkeypatch.setattr(os, "fdopen", watched)
    (tmp_path / "system").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "system"))
    done = make_backup(clinic, tmp_path, [public(key)], TODAY)
    assert bytes(written) == done.path.read_bytes() and CANARY not in written and b"bundle" not in written
    assert os.listdir(tmp_path / "system") == [] and sorted(os.listdir(tmp_path)) == [done.path.name, "system"]


def test_standard_programs_could_open_it(made: MadeBackup, key: Path, clinic: Path, tmp_path: Path, git: Git) -> None:
    secret = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1])
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(made.path.read_bytes(), [secret]))) as archive:
        archive.extractall(tmp_path, filter="data")
    parts = sorted(tmp_path.glob("bundle-*"))
    (tmp_path / "practice.bundle").write_bytes(b"".join(part.read_bytes() for part in parts))
    git("clone", "--quiet", str(tmp_path / "practice.bundle"), "back", cwd=tmp_path)
    assert git("rev-parse", "HEAD", cwd=tmp_path / "back") == git("rev-parse", "HEAD", cwd=clinic)
    assert "git clone" in (tmp_path / "README.txt").read_text()


def flips(raw: bytes, times: int, seed: int) -> list[tuple[int, int]]:
    dice = random.Random(seed)
    return [(dice.randrange(len(raw)), dice.randrange(8)) for _ in range(times)]


def is_found(raw: bytes, at: int, bit: int, key: Path, folder: Path) -> bool:
    """Whether a drill of the backup with one bit turned says that something is wrong."""
    turned = bytearray(raw)
    turned[at] ^= 1 << bit
    path = folder / "turned.age"
    path.write_bytes(turned)
    (folder / "drill").mkdir(exist_ok=True)
    try:
        verdict = restore_drill(path, key, TODAY, folder / "drill")
    except CaseloadError as error:
        return bool(error.hint) and ("key does not open" in error.message or "no backup" in error.message)
    finally:
        assert os.listdir(folder / "drill") == []
    return not verdict.good and "damaged" in verdict.steps[0].said


@pytest.mark.requirement("S1.12")
def test_200_random_bits_turned_are_all_found(made: MadeBackup, key: Path, tmp_path: Path) -> None:
    raw = made.path.read_bytes()
    missed = [flip for flip in flips(raw, 200, 7) if not is_found(raw, *flip, key, tmp_path)]
    assert not missed


@pytest.mark.slow
def test_every_bit_of_the_header_and_2000_others_are_found(made: MadeBackup, key: Path, tmp_path: Path) -> None:
    raw = made.path.read_bytes()
    header = [(at, bit) for at in range(raw.index(b"\n--- ") + 80) for bit in range(8)]
    missed = [flip for flip in (*header, *flips(raw, 2000, 8)) if not is_found(raw, *flip, key, tmp_path)]
    assert not missed


@pytest.mark.parametrize("cut", [0.0, 0.1, 0.5, 0.9, 0.9999])
def test_a_file_cut_off_is_found(cut: float, made: MadeBackup, key: Path, tmp_path: Path) -> None:
    raw = made.path.read_bytes()
    (tmp_path / "cut.age").write_bytes(raw[: int(len(raw) * cut)])
    (tmp_path / "drill").mkdir()
    try:
        assert not restore_drill(tmp_path / "cut.age", key, TODAY, tmp_path / "drill").good
    except CaseloadError as error:
        assert error.hint
    assert os.listdir(tmp_path / "drill") == []


# --- files that decrypt and are no backup ----------------------------------------------------


def forged(made: MadeBackup, key: Path, path: Path, bundle: bytes, manifest: bytes) -> Path:
    """A file anybody could make who has the public half of the key."""
    with path.open("wb") as file:
        encrypt(archive_pieces(iter([bundle]), lambda: manifest), file, [age_recipient(public(key))])
    return path


@pytest.fixture(scope="module")
def inside(made: MadeBackup, key: Path) -> tuple[bytes, Manifest]:
    """The bundle and the manifest of the good backup."""
    secret = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1])
    bundle = bytearray()
    unpacking = Unpacking(bundle.extend)
    unpacking.take_piece(pyrage.decrypt(made.path.read_bytes(), [secret]))
    manifest = read_manifest(unpacking.manifest())
    assert manifest is not None and manifest == made.manifest
    return bytes(bundle), manifest


@pytest.mark.parametrize(
    ("lie", "found"),
    [
        ({"sha256": "0" * 64}, "not what `caseload backup` writes"),
        ({"refs": {}, "branch": ""}, "does not hold the references"),
        ({"head": "0" * 40}, "does not hold the references"),
        ({"branch": ""}, ""),
        ({"records": 3}, "of 3 records"),
        ({"folder": "../../elsewhere/"}, "not what `caseload backup` writes"),
        ({"refs": {"refs/../../x": "0" * 40}}, "not what `caseload backup` writes"),
    ],
)
def test_a_manifest_is_not_believed(
    lie: dict[str, Any], found: str, inside: tuple[bytes, Manifest], made: MadeBackup, key: Path, tmp_path: Path
) -> None:
    bundle, manifest = inside
    path = forged(made, key, tmp_path / "f.age", bundle, replace(manifest, **lie).to_bytes())
    verdict = restore_drill(path, key, TODAY, tmp_path)
    if found:
        assert not verdict.good and found in verdict.steps[-1].said, said(verdict)
    assert os.listdir(tmp_path) == ["f.age"]


def test_a_damaged_bundle_within_a_sound_file_is_found(
    inside: tuple[bytes, Manifest], made: MadeBackup, key: Path, tmp_path: Path
) -> None:
    import hashlib

    bundle, manifest = inside
    broken = bytearray(bundle)
    broken[len(broken) // 2] ^= 4
    lie = replace(manifest, sha256=hashlib.sha256(broken).hexdigest())
    verdict = restore_drill(forged(made, key, tmp_path / "f.age", bytes(broken), lie.to_bytes()), key, TODAY, tmp_path)
    assert not verdict.good and verdict.steps[-1].name == "git"


def tar_of(*entries: tuple[str, bytes, bytes]) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, kind, content in entries:
            about = tarfile.TarInfo(name)
            about.type, about.size, about.linkname = kind, len(content), "/etc/passwd"
            archive.addfile(about, io.BytesIO(content))
    return raw.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        bytes(1024),
        b"x" * 600,
        tar_of(("../evil", tarfile.REGTYPE, b"x")),
        tar_of(("/etc/cron.d/evil", tarfile.REGTYPE, b"x")),
        tar_of(("bundle-00000", tarfile.SYMTYPE, b"")),
        tar_of(("bundle-00001", tarfile.REGTYPE, b"x")),
        tar_of(("manifest.json", tarfile.REGTYPE, b"{}"), ("bundle-00000", tarfile.REGTYPE, b"x")),
        tar_of(("manifest.json", tarfile.REGTYPE, b"{}"), ("manifest.json", tarfile.REGTYPE, b"{}")),
        tar_of(("README.txt", tarfile.REGTYPE, b"x")),
        tar_of(("manifest.json", tarfile.REGTYPE, b"x"))[:700],
    ],
)
@pytest.mark.parametrize("step", [1, 7, 512, 10_000])
def test_a_strange_archive_is_refused(raw: bytes, step: int) -> None:
    unpacking = Unpacking(lambda piece: None)
    with pytest.raises(BadArchiveError):
        for start in range(0, len(raw), step):
            unpacking.take_piece(raw[start : start + step])
        unpacking.manifest()


@pytest.mark.parametrize(
    ("size", "step"),
    [*itertools.product([0, 1, 511, 512, 513], [1, 513, 1 << 20]), (100_000, 513), (100_000, 1 << 20)],
)
def test_an_archive_gives_back_what_went_in(size: int, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseload_tools.guard.backup.archive.PART", 4096)
    content = random.Random(size).randbytes(size)
    raw = b"".join(archive_pieces(iter([content[:300], content[300:]]), lambda: b"{}"))
    bundle = bytearray()
    unpacking = Unpacking(bundle.extend)
    for start in range(0, len(raw), step):
        unpacking.take_piece(raw[start : start + step])
    assert bytes(bundle) == content and unpacking.manifest() == b"{}"


# --- what people type ------------------------------------------------------------------------


def cli(*arguments: object, code: int, capsys: pytest.CaptureFixture[str]) -> str:
    assert run([str(each) for each in arguments]) == code
    printed = capsys.readouterr()
    assert "AGE-SECRET-KEY" not in (printed.out + printed.err).replace("with AGE-SECRET-KEY-1", "")
    return printed.out + printed.err


def test_a_day_with_backups(
    practice: Path, git: Git, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(practice)
    key, stick = tmp_path / "clinic.key", tmp_path / "stick"
    stick.mkdir()
    recipient = json.loads(cli("backup", "--new-key", key, "--format", "json", code=0, capsys=capsys))["recipient"]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = key.read_bytes()
    assert "already" in cli("backup", "--new-key", key, code=0, capsys=capsys) and key.read_bytes() == secret
    text = (practice / "caseload.toml").read_text()
    (practice / "caseload.toml").write_text(f'{text}\n[backup]\nrecipients = ["{recipient}"]\n')
    assert "not committed" in cli("backup", "--to", stick, code=0, capsys=capsys)
    git("commit", "--quiet", "--all", "--message=Backups", cwd=practice)
    told = cli("backup", "--to", stick, code=0, capsys=capsys)
    assert "attention" not in told and "404 records, 2 commits, encrypted to 1 key" in told
    files = sorted(os.listdir(stick))
    assert files == ["caseload-2026-11-24-2.age", "caseload-2026-11-24.age"]
    told = cli("restore", "--check", stick / files[0], "--identity", key, "--format", "json", code=0, capsys=capsys)
    assert json.loads(told)["good"] and json.loads(told)["noted"]
    assert json.loads((practice / ".git/caseload/backup.json").read_text())["verified"] == "2026-11-24"
    assert os.listdir(practice / ".git/caseload") == ["backup.json"]
    assert git("status", "--porcelain", cwd=practice) == ""


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (["--recipient", "ssh-ed25519 AAAAC3"], "ssh keys are not taken"),
        (["--recipient", "AGE-SECRET-KEY-1QQ"], "secret half"),
        (["--recipient", "correct horse battery"], "passphrases and names are not taken"),
        (["--recipient", "age1abc"], "not a whole age key"),
        (["--recipients-file", "KEY"], "secret half"),
        (["--recipients-file", "nowhere"], "cannot be read"),
        ([], "nobody is named"),
        (["--new-key", "other.key"], "goes with no other option"),
    ],
)
def test_a_mistake_about_keys_is_answered(
    typed: list[str], answer: str, clinic: Path, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [str(key) if each == "KEY" else each for each in typed]
    told = cli("-C", clinic, "backup", "--to", tmp_path, *typed, code=2, capsys=capsys)
    assert answer in told and os.listdir(tmp_path) == []


def test_a_place_that_is_none(clinic: Path, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = ("-C", clinic, "backup", "--recipient", public(key))
    assert "inside the practice" in cli(*start, "--to", clinic / "records", code=2, capsys=capsys)
    assert "neither a folder" in cli(*start, "--to", tmp_path / "nowhere", code=2, capsys=capsys)
    assert "--to is missing" in cli(*start, code=2, capsys=capsys)
    assert "inside the practice" in cli("-C", clinic, "backup", "--new-key", clinic / "k", code=2, capsys=capsys)
    (tmp_path / "a.age").write_bytes(b"mine")
    assert "exists already" in cli(*start, "--to", tmp_path / "a.age", code=2, capsys=capsys)
    assert (tmp_path / "a.age").read_bytes() == b"mine"


def test_a_practice_that_cannot_be_backed_up(
    clinic: Path, key: Path, tmp_path: Path, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(clinic, bare, ignore=shutil.ignore_patterns(".git"))
    start = ("backup", "--to", tmp_path, "--recipient", public(key))
    assert "not in a git repository" in cli("-C", bare, *start, code=2, capsys=capsys)
    git("init", "--quiet", cwd=bare)
    assert "no commit yet" in cli("-C", bare, *start, code=2, capsys=capsys)
    git("clone", "--quiet", "--depth=1", "--branch=draft", f"file://{clinic}", "shallow", cwd=tmp_path)
    assert "shallow" in cli("-C", tmp_path / "shallow", *start, code=2, capsys=capsys)
    assert not list(tmp_path.glob("*.age")) and not list(tmp_path.glob(".caseload*"))


def test_a_mistake_in_the_settings_is_no_reason_to_have_no_backup(
    clinic: Path, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(clinic, copy)
    (copy / "caseload.toml").write_text("name = \n")
    cli("-C", copy, "backup", "--to", tmp_path, code=2, capsys=capsys)
    cli("-C", copy, "backup", "--to", tmp_path, "--recipient", public(key), code=0, capsys=capsys)
    assert len(list(tmp_path.glob("*.age"))) == 1


def test_a_mistake_at_restoring_is_answered(
    made: MadeBackup, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other.key"
    make_key(other)
    check = ("restore", "--check", made.path, "--identity")
    assert "does not open this backup" in cli(*check, other, code=2, capsys=capsys)
    assert "public half" in cli(*check, f"{key}.pub", code=2, capsys=capsys)
    (tmp_path / "ssh").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n")
    assert "ssh key" in cli(*check, tmp_path / "ssh", code=2, capsys=capsys)
    (tmp_path / "locked").write_bytes(pyrage.passphrase.encrypt(b"x", "y"))
    assert "locked" in cli(*check, tmp_path / "locked", code=2, capsys=capsys)
    with_passphrase = ("restore", "--check", tmp_path / "locked", "--identity", key)
    assert "with a passphrase" in cli(*with_passphrase, code=2, capsys=capsys)
    assert "--check or --to" in cli("restore", made.path, "--identity", key, code=2, capsys=capsys)
    assert "--identity is missing" in cli("restore", "--check", made.path, code=2, capsys=capsys)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.md").write_text("mine")
    to = ("restore", made.path, "--to", tmp_path / "full", "--identity", key)
    assert "not empty" in cli(*to, code=2, capsys=capsys) and os.listdir(tmp_path / "full") == ["note.md"]


def test_without_pyrage_there_is_a_sentence(
    clinic: Path, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    told = cli("-C", clinic, "backup", "--to", tmp_path, "--recipient", public(key), code=2, capsys=capsys)
    assert "pyrage>=1.2.1" in told and "Traceback" not in told


def test_a_practice_in_a_folder_of_its_repository_and_no_branch(
    clinic: Path, key: Path, tmp_path: Path, git: Git
) -> None:
    top = tmp_path / "top"
    shutil.copytree(clinic, top / "our clinic", ignore=shutil.ignore_patterns(".git"))
    git("init", "--quiet", "--object-format=sha256", cwd=top)
    git("add", "--all", cwd=top)
    git("commit", "--quiet", "--message=Begin", cwd=top)
    git("checkout", "--quiet", "--detach", cwd=top)
    made = make_backup(top / "our clinic", tmp_path, [public(key)], TODAY)
    assert (made.manifest.folder, made.manifest.branch, len(made.manifest.head)) == ("our clinic/", "", 64)
    assert git("status", "--porcelain", cwd=top) == ""  # git has not taken `-` for the name of a file
    verdict = restore_backup(made.path, key, TODAY, tmp_path / "back")
    assert verdict.good, said(verdict)
    assert (tmp_path / "back" / "our clinic" / "caseload.toml").is_file()


def test_a_practice_that_no_longer_lints_is_restored_all_the_same(
    clinic: Path, key: Path, tmp_path: Path, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(clinic, copy)
    (copy / "caseload.toml").write_text("name = \n")
    git("commit", "--quiet", "--all", "--message=Broken", cwd=copy)
    made = make_backup(copy, tmp_path / "b.age", [public(key)], TODAY)
    told = cli("restore", made.path, "--to", tmp_path / "back", "--identity", key, code=1, capsys=capsys)
    assert "not everything about it is good" in told and (tmp_path / "back" / CLIENT / "client.md").is_file()


def test_a_full_disk_says_nothing_of_the_backup(
    made: MadeBackup, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither git's full disk nor our own is a verdict: exit 2, and no `NOT good`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "git").write_text(
        "#!/bin/sh\necho 'fatal: unable to write file: No space left on device' >&2\nexit 128\n"
    )
    (tmp_path / "git").chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        told = cli("restore", made.path, "--to", tmp_path / "back", "--identity", key, code=2, capsys=capsys)
    assert "the disk is full" in told and "NOT good" not in told
    with monkeypatch.context() as patch:
        patch.setattr(Unpacking, "take_piece", raising(OSError(errno.ENOSPC, "No space left on device")))
        told = cli("restore", made.path, "--to", tmp_path / "back", "--identity", key, code=2, capsys=capsys)
    assert "no space left" in told and "NOT good" not in told and not (tmp_path / "back").exists()


def raising(error: BaseException) -> Callable[..., None]:
    def call(*_: object) -> None:
        raise error

    return call


def test_trouble_while_it_is_decrypted_is_told_as_it_was(made: MadeBackup, key: Path) -> None:
    """pyrage offers a piece that was refused a second time; the first trouble is the one that counts."""
    seen: list[bytes] = []

    def take(piece: bytes) -> None:
        seen.append(piece)
        if len(seen) == 1:
            raise OSError(errno.ENOSPC, "full")

    with made.path.open("rb") as sealed, pytest.raises(OSError, match="full"):
        decrypt(sealed, take, key)
    assert len(seen) == 1


@pytest.mark.parametrize("size", [10, 8192, 8193, 100_000])
@pytest.mark.parametrize("nth", [0, 1, 2])
def test_no_piece_is_lost_without_a_word(size: int, nth: int, key: Path) -> None:
    """pyrage writes its last piece where it cannot tell of trouble; whatever fails is raised all the same."""

    class Full(io.BytesIO):
        left = nth

        def write(self, piece: Any) -> int:
            self.left -= 1
            if self.left == -1:
                raise OSError(errno.ENOSPC, "full")
            return super().write(piece)

    into = Full()
    try:
        encrypt(iter([bytes(size)]), into, [age_recipient(public(key))])
    except OSError as error:
        assert error.errno == errno.ENOSPC
    else:
        assert into.left >= 0, "a write failed, and nobody was told"


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_drill_that_is_stopped_removes_what_it_decrypted(
    kind: signal.Signals, practice: Path, key: Path, tmp_path: Path
) -> None:
    made = make_backup(practice, tmp_path, [public(key)], TODAY)
    command = [sys.executable, "-m", "caseload_tools", "restore", "--check", str(made.path), "--identity", str(key)]

    def heeding() -> None:  # a shell that runs the tests in the background has told us, and so the drill, to ignore it
        signal.signal(kind, signal.SIG_DFL)

    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=practice, preexec_fn=heeding, stdout=pipe, stderr=pipe) as running:
        for _ in range(2000):
            if list((practice / ".git").glob(".caseload-drill-*/practice/records")):
                break
            time.sleep(0.005)
        else:
            pytest.fail("the drill was not seen")
        running.send_signal(kind)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 130 and b"Traceback" not in err, err
    assert not list((practice / ".git").glob(".caseload-*"))
    assert not (practice / ".git/caseload").exists()


def test_what_a_killed_drill_left_is_removed_by_the_next(made: MadeBackup, key: Path, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    from caseload_tools.text.folders import _host

    left = tmp_path / f".caseload-drill-{_host()}-{ended.pid}-0123456789ab"
    alive = tmp_path / f".caseload-drill-{_host()}-{os.getppid()}-0123456789ab"
    for each in (left, alive):
        (each / "records").mkdir(parents=True)
    assert restore_drill(made.path, key, TODAY, tmp_path).good
    assert os.listdir(tmp_path) == [alive.name]
