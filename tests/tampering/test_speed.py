"""What verification may cost, counted and not timed: so many calls for each commit, and no process for any of them.

Git starts ssh-keygen for each signature that it judges, some 10 ms of which the starting is nearly all; here a
verdict starts nothing.
"""

from __future__ import annotations

import base64
import hashlib
import os
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseload_tools.audit.verifying import verify_history
from caseload_tools.git.borrowed_repository import BorrowedRepository
from caseload_tools.git.commits import read_commit
from caseload_tools.git.signers import read_signers
from caseload_tools.git.ssh_signatures import judge_commit
from tests.tampering.ledger import TODAY, make_keys
from tests.work import Work, counted

# Calls for each commit, its own, and for each verdict.
UNSIGNED, SIGNED, VERDICT = 1500, 2300, 150
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
    with BorrowedRepository(root) as room:
        yield from (stored.raw for stored in room.objects(_ids(root)) if stored)


def _ids(root: Path) -> list[str]:
    """The commits, the first first."""
    told = subprocess.run(["git", "rev-list", "--reverse", "HEAD"], cwd=root, capture_output=True, check=True)
    return told.stdout.decode().split()


def _strings(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    make_keys(tmp_path, ("dana",))
    public = (tmp_path / "dana.pub").read_text().rsplit(" ", 1)[0]
    (tmp_path / "signers").write_text(f"{DANA} {public}\n")
    return tmp_path


@pytest.mark.slow
def test_a_long_past_costs_calls_for_each_commit_and_no_process(signed: Path) -> None:
    costs = list[tuple[Work, Work]]()
    for commits in (200, 2000):
        root = signed / f"practice-{commits}"
        _past(root, commits)
        with counted() as plain:
            found = verify_history(root, today=TODAY)
        assert found.commits == commits and not found.failed
        _sign_all(root, signed / "dana")
        with counted() as with_signatures:
            found = verify_history(root, today=TODAY, signers=signed / "signers")
        assert found.signed == commits and not found.failed
        costs.append((plain, with_signatures))
    for (few, many), most in zip(zip(*costs, strict=True), (UNSIGNED, SIGNED), strict=True):
        each = (many.calls - few.calls) / 1800
        print(f"{each:.0f} calls for each commit, {few.starts} and {many.starts} processes")
        assert each <= most
        assert many.starts <= few.starts + 2  # thousands are asked for at once


@pytest.mark.slow
def test_a_verdict_starts_nothing_and_is_gits(signed: Path) -> None:
    root = signed / "practice"
    _past(root, 300)
    _sign_all(root, signed / "dana")
    signers = read_signers((signed / "signers").read_text())
    commits = [read_commit(commit, raw) for commit, raw in zip(_ids(root), _raw_commits(root), strict=True)]
    with counted() as work:
        found = [judge_commit(commit, signers).letter for commit in commits]
    setting = f"gpg.ssh.allowedSignersFile={signed / 'signers'}"
    told = subprocess.run(
        ["git", "-c", setting, "log", "--format=%G?"], cwd=root, capture_output=True, check=True, env=os.environ
    )
    assert found == told.stdout.decode().split() == ["G"] * 300
    print(f"{work.calls / 300:.0f} calls for each verdict")
    assert work.starts == 0 and work.calls / 300 <= VERDICT
