"""What verification may cost, in processor time: 2,000 commits in 5 seconds, signed ones in 30, and a verdict
on a signature in a twentieth of what git takes for it."""

from __future__ import annotations

import base64
import hashlib
import os
import resource
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseload_tools.audit.verifying import verify_history
from caseload_tools.git.borrowed_repository import BorrowedRepository
from caseload_tools.git.command import commit_id_of
from caseload_tools.git.commits import read_commit
from caseload_tools.git.signers import read_signers
from caseload_tools.git.ssh_signatures import judge_commit
from tests.tampering.ledger import TODAY, make_keys

DANA = "dana@northgate.example"
NOTE = (
    "---\ntype: session\nclient: C-{client}\ndate: 2025-01-01\n---\n\nWhat was said, number {number}.\n"
    + "More.\n" * 60
)


def _past(root: Path, commits: int) -> None:
    """A history of notes, one edit in three, an hour between commits."""
    lines, at = list[bytes](), 1_700_000_000
    for number in range(commits):
        client, at = 1000 + number % 100, at + 3600
        name = f"records/clients/C-{client}/" + (f"sessions/{number}.md" if number % 3 else "client.md")
        text, who = NOTE.format(client=client, number=number).encode(), f"Dana <{DANA}> {at} +0000"
        lines.append(f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 5\nNote\n".encode())
        lines.append(f"M 100644 inline {name}\ndata {len(text)}\n".encode() + text + b"\n")
    root.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=b"".join(lines), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=root, check=True)


def _sign_all(root: Path, key: Path) -> None:
    """The same history with each commit signed, without starting ssh-keygen two thousand times."""
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    private = load_ssh_private_key(key.read_bytes(), None)
    public = base64.b64decode(key.with_suffix(".pub").read_text().split()[1])
    commit = b""
    for raw in list(_raw_commits(root)):
        head, _, message = raw.partition(b"\n\n")
        headers = [line for line in head.split(b"\n") if not line.startswith(b"parent ")]
        headers[1:1] = [b"parent " + commit] if commit else []
        digest = hashlib.sha512(b"\n".join(headers) + b"\n\n" + message).digest()
        value = private.sign(b"SSHSIG" + _strings(b"git", b"", b"sha512", digest))  # type: ignore[union-attr,call-arg]
        blob = b"SSHSIG\0\0\0\1" + _strings(public, b"git", b"", b"sha512", _strings(b"ssh-ed25519", value))
        coded = base64.b64encode(blob).decode()
        armor = ["-----BEGIN SSH SIGNATURE-----", *(coded[at : at + 70] for at in range(0, len(coded), 70))]
        headers.append(("gpgsig " + "\n ".join([*armor, "-----END SSH SIGNATURE-----"])).encode())
        whole = b"\n".join(headers) + b"\n\n" + message
        stored = b"commit %d\0" % len(whole) + whole
        commit = hashlib.sha1(stored, usedforsecurity=False).hexdigest().encode()
        file = root / ".git/objects" / commit[:2].decode() / commit[2:].decode()
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(zlib.compress(stored))
    subprocess.run(["git", "update-ref", "refs/heads/main", commit.decode()], cwd=root, check=True)


def _raw_commits(root: Path) -> Iterator[bytes]:
    head = commit_id_of(root, "HEAD")
    with BorrowedRepository(root) as room:
        ids = room.run(["rev-list", "--reverse", head]).decode().split()
        yield from (stored.raw for stored in room.objects(ids) if stored)


def _strings(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def _processor() -> float:
    """Seconds that this process and those it waited for have had."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    make_keys(tmp_path, ("dana",))
    public = (tmp_path / "dana.pub").read_text().rsplit(" ", 1)[0]
    (tmp_path / "signers").write_text(f"{DANA} {public}\n")
    return tmp_path


@pytest.mark.slow
def test_two_thousand_commits(signed: Path) -> None:
    root = signed / "practice"
    _past(root, 2000)
    start = _processor()
    found = verify_history(root, today=TODAY)
    plain = _processor() - start
    assert found.commits == 2000 and not found.failed
    assert plain <= 5, f"{plain:.1f} s of processor time, unsigned"
    _sign_all(root, signed / "dana")
    start = _processor()
    found = verify_history(root, today=TODAY, signers=signed / "signers")
    assert found.signed == 2000 and not found.failed
    took = _processor() - start
    assert took <= 30, f"{took:.1f} s of processor time, signed"
    print(f"2,000 commits: {plain:.2f} s unsigned, {took:.2f} s signed")


@pytest.mark.slow
def test_a_verdict_costs_a_twentieth_of_gits(signed: Path) -> None:
    root = signed / "practice"
    _past(root, 300)
    _sign_all(root, signed / "dana")
    signers = read_signers((signed / "signers").read_text())
    ours, theirs = [], []
    for _ in range(3):
        start = _processor()
        head = commit_id_of(root, "HEAD")
        with BorrowedRepository(root) as room:
            ids = room.run(["rev-list", head]).decode().split()
            found = [
                judge_commit(read_commit(commit, stored.raw), signers).letter
                for commit, stored in zip(ids, room.objects(ids), strict=True)
                if stored
            ]
        ours.append(_processor() - start)
    start = _processor()
    setting = f"gpg.ssh.allowedSignersFile={signed / 'signers'}"
    told = subprocess.run(
        ["git", "-c", setting, "log", "--format=%G?"], cwd=root, capture_output=True, check=True, env=os.environ
    )
    theirs.append(_processor() - start)
    assert found == told.stdout.decode().split() == ["G"] * 300
    ratio = min(theirs) / min(ours)
    print(f"git {min(theirs):.2f} s, here {min(ours):.3f} s: 1/{ratio:.0f}")
    assert ratio >= 20
