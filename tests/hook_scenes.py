"""A small practice under git for everything about hooks: two clients, one signed note, an identity map beside it.

Committing runs real git with real hooks, so the practice is small; the signature is made here from the published
digest, and by nothing that is under test.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from caseload_tools.cli.app import run as run_in_process
from caseload_tools.guard.hooks.installing import install_hooks
from caseload_tools.guard.hooks.remote import init_remote
from caseload_tools.text import read_bytes
from caseload_tools.text.digest import content_digest
from tests.conftest import FORKS, ROOT, run_caseload

SIGNED = "records/clients/C-0142/sessions/2026-10-20.md"
OPEN = "records/clients/C-0142/sessions/2026-10-13.md"
CLIENT = "records/clients/C-0142/client.md"
OTHER = "records/clients/C-0095/client.md"
GOOD = "C-0142: session 2026-10-13, a word put right"
IDENTITIES = """\
[C-0142]
names = ["Anna Maria Lindgren", "Annie"]
born = 1991-05-02
phones = ["218-555-0142"]
family = ["Petra Lindgren"]
addresses = ["14 Mill Lane"]

[C-0095]
names = ["Will May"]
"""


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, and all it said."""

    code: int
    said: str


def make_practice(folder: Path) -> Path:
    """The practice, with its first commit; `identities.toml` lies beside its folder."""
    root = folder / "clinic"
    for name in ("C-0142", "C-0095"):
        shutil.copytree(ROOT / "records/clients" / name, root / "records/clients" / name)
    shutil.copytree(ROOT / "records/practice", root / "records/practice")
    settings = (ROOT / "caseload.toml").read_text(encoding="utf-8")
    (root / "caseload.toml").write_text('identities = "../identities.toml"\n' + settings, encoding="utf-8")
    (root / ".gitignore").write_text("/site/\n", encoding="utf-8")
    (folder / "identities.toml").write_text(IDENTITIES, encoding="utf-8")
    sign(root / SIGNED)
    for line in ("init --quiet --initial-branch=main", "add --all", "commit --quiet --message Begin"):
        assert run(root, "git", *line.split()).code == 0
    return root


def sign(file: Path, by: str = "m.okafor", role: str = "clinician") -> None:
    """Put a signature that holds under a record, below those it has."""
    text = file.read_text(encoding="utf-8")
    document = read_bytes(text.encode(), file.name)
    digest = content_digest(document.data, document.body)
    line = f"  - {{by: {by}, role: {role}, at: 2026-11-20 10:00, digest: {digest}}}\n"
    front, body = text.split("\n---\n", 1)
    above = "" if "signatures" in document.data else "signatures:\n"
    file.write_text(f"{front}\n{above}{line}---\n{body}", encoding="utf-8", newline="\n")


def edit(file: Path, said: str = "A word more.") -> None:
    """Change what a record says."""
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + f"\n\n{said}\n", encoding="utf-8", newline="\n")


def run(cwd: Path, *words: str | Path, stdin: str = "", **env: str) -> Done:
    """Run any program in a folder, with further variables."""
    command = [str(word) for word in words]
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **env},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout + done.stderr)


def caseload(cwd: Path, *words: str | Path, **env: str) -> Done:
    """Run caseload in a folder."""
    outcome = run_caseload(*words, cwd=cwd, env=dict(env))
    return Done(outcome.code, outcome.out + outcome.err)


def here(root: Path, *words: str | Path) -> Done:
    """Run caseload in this process, which is many times quicker: for what one command says."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run_in_process(["-C", str(root), *map(str, words)])
    return Done(code, said.getvalue())


def hooked(root: Path) -> None:
    """Put our hooks in place. What they call Python forks (tests/forks.py), which is many times quicker."""
    install_hooks(root, FORKS.python)


def append_only(place: Path) -> None:
    """Make an append-only repository, or give one its hooks anew, whose Python forks as well."""
    init_remote(place, FORKS.python)


def commit(root: Path, message: str = GOOD, *words: str) -> Done:
    """Commit everything that is tracked."""
    return run(root, "git", "commit", "--all", f"--message={message}", *words)


def commits(root: Path) -> int:
    """How many commits there are."""
    return int(run(root, "git", "rev-list", "--count", "--all").said)


def said_nobody(text: str) -> bool:
    """True when no name of the identity map was repeated."""
    lower = text.lower()
    return not any(word in lower for word in ("lindgren", "annie", "petra", "555-0142", "mill lane"))
