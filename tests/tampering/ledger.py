"""A small practice with a past, made once with real git and real keys, for the tests to copy and tamper with.

Dana and Runa sign their commits, Runa is admin of the list of signers; Tobias has no key. The past: a note
that Dana wrote and signed and Runa co-signed, a draft of Tobias's, an addendum, a tag, two anchors.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from caseload_tools.audit.new_anchor import make_anchor
from caseload_tools.audit.verifying import Verification, verify_history
from caseload_tools.text.digest import content_digest
from caseload_tools.text.reading import read_bytes

TODAY = date(2026, 11, 24)
BEGUN = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
NOTE = "records/clients/C-0001/sessions/2026-09-02.md"
DRAFT = "records/clients/C-0002/sessions/2026-09-03.md"
ADDENDUM = "records/clients/C-0001/addenda/2026-09-04-sessions-2026-09-02.md"
SIGNERS = "audit/allowed_signers"
ANCHORS = "audit/anchors.jsonl"
DANA, RUNA, TOBIAS = "dana", "runa", "tobias"


def email(who: str) -> str:
    return f"{who}@northgate.example"


def record(type_: str, client: str, day: str, body: str, more: str = "") -> str:
    return f"---\ntype: {type_}\nclient: {client}\ndate: {day}\n{more}---\n\n{body}\n"


def signed(text: str, by: str, role: str, at: str) -> str:
    """A record with one more signature, as `caseload sign` writes it."""
    document = read_bytes(text.encode(), "")
    digest = content_digest(document.data, document.body)
    line = f"  - {{by: {by}, role: {role}, at: {at}, digest: '{digest}'}}\n"
    head, _, body = text.removeprefix("---\n").partition("---\n")
    head += "" if "signatures:\n" in head else "signatures:\n"
    return f"---\n{head}{line}---\n{body}"


@dataclass
class Ledger:
    """A practice in `root`; each commit is an hour after the last. `kept` is the line that was kept elsewhere."""

    root: Path
    keys: Path
    kept: str = ""
    hours: int = 0

    def copy(self, folder: Path) -> Ledger:
        shutil.copytree(self.root, folder, symlinks=True)
        return Ledger(folder, self.keys, self.kept, self.hours)

    def git(self, *args: str, who: str = TOBIAS, key: str = "", stdin: bytes = b"", **env: str) -> str:
        """Real git, as `who`, who signs with `key` if one is named."""
        at = (BEGUN + timedelta(hours=self.hours)).isoformat()
        own = {
            "GIT_AUTHOR_NAME": who, "GIT_COMMITTER_NAME": who, "GIT_AUTHOR_EMAIL": email(who),
            "GIT_COMMITTER_EMAIL": email(who), "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at,
        }  # fmt: skip
        signing = ["-c", "gpg.format=ssh", "-c", f"user.signingKey={self.keys / key}", "-c", "commit.gpgsign=true"]
        command = ["git", *(signing if key else ()), *args]
        done = subprocess.run(
            command, cwd=self.root, env=os.environ | own | env, input=stdin, capture_output=True, check=False
        )
        assert done.returncode == 0, f"git {args}: {done.stderr.decode()}"
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def commit(self, message: str, who: str = TOBIAS, key: str | None = None, **env: str) -> str:
        """Commit all there is; by Dana and Runa signed with their own keys unless another is named."""
        self.hours += 1
        own = "" if who == TOBIAS else who
        self.git("add", "--all")
        options = ["--quiet", "--allow-empty", "-m", message]
        self.git("commit", *options, who=who, key=own if key is None else key, **env)
        return self.git("rev-parse", "HEAD")

    def save(self, path: str, text: str, who: str = TOBIAS, key: str | None = None, **env: str) -> str:
        """Write a file and commit it."""
        self.write(path, text)
        return self.commit("Edit", who, key, **env)

    def public(self, name: str) -> str:
        return (self.keys / f"{name}.pub").read_text().rsplit(" ", 1)[0]

    def signer(self, who: str, key: str = "", options: str = "") -> str:
        return f"{email(who)} {options + ' ' if options else ''}{self.public(key or who)}\n"

    def anchor(self, who: str = RUNA) -> str:
        """Make an anchor signed by `who`, commit it, give the line to keep."""
        now = (BEGUN + timedelta(hours=self.hours)).replace(tzinfo=None)
        made = make_anchor(self.root, now=now, key=self.keys / who if who != TOBIAS else None)
        self.commit(f"Anchor {made.anchor.n}", who)
        return made.kept

    def verify(self, kept: bool = False, **options: object) -> Verification:
        return verify_history(self.root, today=TODAY, anchor=self.kept if kept and self.kept else None, **options)  # type: ignore[arg-type]

    def failed(self, kept: bool = False) -> dict[str, list[str]]:
        """The checks that failed, with what they say."""
        return {answer.name: [alarm.what for alarm in answer.alarms] for answer in self.verify(kept).failed}


def make_keys(folder: Path, names: Iterator[str] | tuple[str, ...]) -> None:
    for name in names:
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True)


def begin(root: Path, keys: Path) -> Ledger:
    """The past that the tests start from."""
    ledger = Ledger(root, keys)
    make_keys(keys, (DANA, RUNA, TOBIAS, "dana-new", "eve"))
    ledger.git("init", "--quiet", "--initial-branch=main")
    ledger.write("caseload.toml", 'name = "Northgate"\n')
    admin = 'namespaces="git,caseload-anchor,caseload-admin"'
    ledger.write(SIGNERS, ledger.signer(RUNA, options=admin) + ledger.signer(DANA, options='namespaces="git"'))
    ledger.commit("Begin", RUNA)
    note = record("session", "C-0001", "2026-09-02", "Slept six hours. Walked to the bridge.", "clinician: dana\n")
    ledger.save(NOTE, note, DANA)
    note = signed(note, "dana", "clinician", "2026-09-02 15:00")
    ledger.save(NOTE, note, DANA)
    ledger.save(NOTE, signed(note, "runa", "supervisor", "2026-09-02 16:00"), RUNA)
    ledger.save(DRAFT, record("session", "C-0002", "2026-09-03", "First draft.\n\nSecond paragraph."))
    more = "to: sessions/2026-09-02\nkind: correction\n"
    addition = record("addendum", "C-0001", "2026-09-04", "It was seven hours.", more)
    ledger.save(ADDENDUM, addition, DANA)
    ledger.git("tag", "audit-2026-3")
    ledger.anchor()
    ledger.save(DRAFT, ledger.read(DRAFT).replace("First draft.", "Second draft."))
    ledger.kept = ledger.anchor()
    return ledger
