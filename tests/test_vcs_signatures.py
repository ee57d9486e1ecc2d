"""Signatures of commits: what we say of one is what `git log --format=%G?` says, and the list of signers is
read as OpenSSH reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.git import ssh_signatures
from caseload_tools.git.borrowed_repository import BorrowedRepository
from caseload_tools.git.commits import Commit, read_commit
from caseload_tools.git.signers import Signers, matches_patterns, read_signers
from caseload_tools.git.ssh_keygen import sign_with_key
from caseload_tools.git.ssh_signatures import ANCHOR, SshVerdict, judge_commit, judge_signature, take_apart

KINDS = {"ed25519": ("ed25519", ""), "ecdsa": ("ecdsa", "256"), "ecdsa521": ("ecdsa", "521"), "rsa": ("rsa", "2048")}
DANA, EVE = "dana@northgate.example", "eve@northgate.example"


def make_key(folder: Path, name: str, kind: str = "ed25519", bits: str = "") -> Path:
    key = folder / name
    size = ["-b", bits] if bits else []
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *size, "-N", "", "-C", name, "-f", str(key)], check=True)
    return key


def public(key: Path) -> str:
    return key.with_name(key.name + ".pub").read_text().rsplit(" ", 1)[0]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("keys")
    made = {name: make_key(folder, name, *how) for name, how in KINDS.items()}
    return made | {name: make_key(folder, name) for name in ("stranger", "expired", "early", "anchors", "pattern")}


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, keys: dict[str, Path]) -> tuple[Path, Path]:
    """(a repository with a commit of every kind, the list of signers)."""
    root = tmp_path_factory.mktemp("signed")
    _git(root, "init", "-q", "-b", "main")
    for name in (*KINDS, "stranger", "expired", "early", "anchors", "pattern", ""):
        _commit(root, name or "unsigned", keys.get(name))
    _commit(root, "to be tampered with", keys["ed25519"])
    _tamper(root)
    lines = [f"{DANA} {public(keys[name])}" for name in KINDS]
    lines += [
        f'{DANA} valid-before="20200101" {public(keys["expired"])}',
        f'{DANA} valid-after="20300101" {public(keys["early"])}',
        f'{DANA} namespaces="caseload-anchor" {public(keys["anchors"])}',
        f'*@northgate.example,!{EVE} namespaces="git,file",valid-after="20200101" {public(keys["pattern"])} Dana Ruiz',
    ]
    file = tmp_path_factory.mktemp("signers") / "allowed_signers"
    file.write_text("# who may sign\n\n" + "\n".join(lines) + "\n")
    return root, file


def _git(root: Path, *args: str, stdin: str = "") -> str:
    env = os.environ | {"GIT_AUTHOR_EMAIL": DANA, "GIT_COMMITTER_EMAIL": DANA}
    done = subprocess.run(
        ["git", "-C", str(root), *args], input=stdin.encode(), capture_output=True, env=env, check=True
    )
    return done.stdout.decode("utf-8", "replace")


def _commit(root: Path, message: str, key: Path | None) -> None:
    how = ["-c", "gpg.format=ssh", "-c", f"user.signingKey={key}"] if key else []
    _git(root, *how, "commit", "-q", "--allow-empty", "-m", message, *(["-S"] if key else []))


def _tamper(root: Path) -> None:
    """HEAD again, with another message under the same signature."""
    raw = _git(root, "cat-file", "commit", "HEAD").replace("to be tampered with", "tampered with")
    commit = _git(root, "hash-object", "-t", "commit", "-w", "--stdin", stdin=raw).strip()
    _git(root, "update-ref", "refs/heads/main", commit)


def _commits(root: Path) -> Iterator[Commit]:
    ids = _git(root, "rev-list", "HEAD").split()
    with BorrowedRepository(root) as room:
        for commit, stored in zip(ids, room.objects(ids), strict=True):
            assert stored is not None
            yield read_commit(commit, stored.raw)


def _ours(root: Path, signers: Signers) -> dict[str, SshVerdict]:
    return {commit.subject: judge_commit(commit, signers) for commit in _commits(root)}


def _theirs(root: Path, signers: Path) -> dict[str, tuple[str, str]]:
    printed = _git(root, "-c", f"gpg.ssh.allowedSignersFile={signers}", "log", "--format=%s%x00%G?%x00%GS%x00%GK")
    rows = [line.split("\0") for line in printed.splitlines()]
    return {subject: (letter, key) for subject, letter, _, key in rows}


STANDINGS = {
    **dict.fromkeys((*KINDS, "pattern"), "good"),
    "unsigned": "unsigned",
    "stranger": "unknown key",
    "expired": "not valid then",
    "early": "not valid then",
    "anchors": "other purpose",
    "tampered with": "bad",
}


def test_every_kind_of_signature_is_judged(signed: tuple[Path, Path]) -> None:
    root, file = signed
    found = _ours(root, read_signers(file.read_text()))
    assert {subject: verdict.standing for subject, verdict in found.items()} == STANDINGS


def test_our_letter_is_gits_letter(signed: tuple[Path, Path]) -> None:
    root, file = signed
    ours, theirs = _ours(root, read_signers(file.read_text())), _theirs(root, file)
    # For a key that is on the list for another purpose only, git's letter depends on its release.
    for subject in ours.keys() - {"anchors"}:
        assert ours[subject].letter == theirs[subject][0], subject
        if theirs[subject][1]:
            assert ours[subject].key == theirs[subject][1], subject
    assert theirs["anchors"][0] != "G" and ours["anchors"].letter != "G"


def test_without_cryptography_ssh_keygen_gives_the_same_verdicts(
    signed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, file = signed
    signers = read_signers(file.read_text())
    here = _ours(root, signers)
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    asked: list[bytes] = []
    keygen = ssh_signatures.ssh_keygen
    real = keygen.is_good_by_keygen
    monkeypatch.setattr(keygen, "is_good_by_keygen", lambda *given: (asked.append(given[0]), real(*given))[1])
    assert _ours(root, signers) == here
    assert len(asked) == len(STANDINGS) - 1, "each signed commit is asked about, the unsigned one is not"


def test_a_revoked_key_is_worth_nothing(signed: tuple[Path, Path], keys: dict[str, Path]) -> None:
    root, file = signed
    found = _ours(root, read_signers(file.read_text(), "# lost in March\n" + public(keys["rsa"]) + " rsa\n"))
    assert found["rsa"].standing == "revoked"
    assert found["ed25519"].standing == "good"


def test_a_signature_for_anchors_is_none_for_commits(keys: dict[str, Path]) -> None:
    signers = read_signers(f'{DANA} namespaces="caseload-anchor" {public(keys["anchors"])}')
    signature = sign_with_key(b"a line", keys["anchors"], ANCHOR)
    assert judge_signature(b"a line", signature, ANCHOR, signers, 0).standing == "good"
    assert judge_signature(b"a line", signature, "git", signers, 0).standing == "bad"
    assert judge_signature(b"a lime", signature, ANCHOR, signers, 0).standing == "bad"


def test_every_flipped_bit_of_a_signature_is_seen(keys: dict[str, Path]) -> None:
    import base64

    signers = read_signers(f"{DANA} {public(keys['ed25519'])}")
    armored = sign_with_key(b"a line", keys["ed25519"], ANCHOR)
    head, *middle, tail = armored.strip().splitlines()
    raw = base64.b64decode("".join(middle))
    for place in range(0, len(raw) * 8, 7):
        flipped = bytearray(raw)
        flipped[place // 8] ^= 1 << place % 8
        text = f"{head}\n{base64.b64encode(flipped).decode()}\n{tail}\n"
        assert judge_signature(b"a line", text, ANCHOR, signers, 0).standing != "good", place


def test_what_is_no_signature_is_none() -> None:
    begin, end = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
    for inside in ("", "U1NIU0lH", "!!!!", "U1NIU0lHAAAAAf////8="):
        assert take_apart(f"{begin}\n{inside}\n{end}") is None
    assert judge_signature(b"", "-----BEGIN PGP SIGNATURE-----", "git", Signers(()), 0).standing == "other kind"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("dana@northgate.example", "EMAIL ssh-ed25519 KEY"),
        ("dana@northgate.example ssh-ed25519 AAA*", "not whole"),
        ('dana@northgate.example valid-before="May" ssh-ed25519 AAAA', "20261231"),
        ('dana@northgate.example may-do="all" ssh-ed25519 AAAA', "options"),
    ],
)
def test_a_list_that_cannot_be_read_names_the_line(line: str, hint: str) -> None:
    with pytest.raises(CaseloadError) as caught:
        read_signers("# one\n" + line)
    assert "line 2" in caught.value.message and hint in caught.value.hint
    assert "dana" not in caught.value.message


def test_certificate_authorities_vouch_for_nobody(keys: dict[str, Path]) -> None:
    signers = read_signers(f"*@northgate.example cert-authority {public(keys['ed25519'])}")
    assert signers.authorities == 1
    key = signers.lines[0].key
    assert signers.of_key(key) == ()


def test_a_binary_list_of_revoked_keys_is_refused() -> None:
    with pytest.raises(CaseloadError, match="not supported"):
        read_signers("", "SSHKRL\n\x00\x00")


def test_times_of_the_list(keys: dict[str, Path]) -> None:
    text = f'a valid-after="20260101Z",valid-before="202612312359Z" {public(keys["ed25519"])}'
    (line,) = read_signers(text).lines
    assert line.after == datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    assert line.before == datetime(2026, 12, 31, 23, 59, tzinfo=UTC).timestamp()
    assert line.valid_at(line.after) and not line.valid_at(line.after - 1) and not line.valid_at(line.before + 1)


def test_patterns() -> None:
    assert matches_patterns("dana@x.example", "Dana@X.example")
    assert matches_patterns("*@x.example,!eve@x.example", "dana@x.example")
    assert not matches_patterns("*@x.example,!eve@x.example", "eve@x.example")
    assert not matches_patterns("[ab]@x.example", "a@x.example"), "OpenSSH knows no brackets"
