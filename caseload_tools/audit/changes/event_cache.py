"""Events of earlier runs, kept in the git directory so that the next run pays for new commits only.

A convenience, never evidence: it is used only when the commit it ends with is part of the history asked
for, and was written by the very code that reads it; all else is thrown away and made again. It holds what
`audit log` prints by default, no text of a record, and is its owner's alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import run_git
from caseload_tools.shipped import shipped_path
from caseload_tools.text import write_atomic

CachedRow = list[Any]
_OTHERS = 0o077


class Remembered(NamedTuple):
    """The commit up to which events are known, and a row for each commit that has any."""

    head: str
    rows: list[CachedRow]


def read_event_cache(root: Path, head: str) -> Remembered | None:
    """What is remembered of a history that `head` continues; None when nothing is, or nothing that may be used."""
    path = _place(root)
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or (os.name == "posix" and status.st_mode & _OTHERS):
            path.unlink()
            return None
        first, _, rows = path.read_bytes().partition(b"\n")
        about = json.loads(first)
        if about["maker"] != maker_digest() or about["digest"] != hashlib.sha256(rows).hexdigest():
            return None
        known = Remembered(about["head"], json.loads(rows))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return known if _continues(root, known.head, head) else None


def write_event_cache(root: Path, head: str, rows: list[CachedRow]) -> None:
    """Keep the events of a history that ends with `head`. That it cannot be kept is no trouble worth a word."""
    content = _as_json(rows)
    about = {"maker": maker_digest(), "head": head, "digest": hashlib.sha256(content).hexdigest()}
    with suppress(CaseloadError, OSError):
        write_atomic(_place(root), _as_json(about) + b"\n" + content, replace=True, durable=False, private=True)


def _continues(root: Path, known: object, head: str) -> bool:
    """Whether `known` is a commit of the history of `head`."""
    if not isinstance(known, str) or not known.isalnum():
        return False
    try:
        run_git(root, ["merge-base", "--is-ancestor", known, head])
    except CaseloadError:  # 1 when it is none, 128 when there is no such commit
        return False
    return True


def _place(root: Path) -> Path:
    """In the git directory, which no clone and no push carries along; one file for each practice in a repository."""
    printed = run_git(root, ["rev-parse", "--path-format=absolute", "--git-common-dir", "--show-prefix"])
    folder, _, prefix = printed.decode("utf-8", "surrogateescape").rstrip("\n").partition("\n")
    name = hashlib.sha256(prefix.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(folder) / "caseload" / f"events-{name}.json"


@cache
def maker_digest() -> str:
    """A digest of all that decides what an event says: this folder, git's list, the fates, schemas, measures."""
    code = Path(__file__).parent
    git = [code.parents[1] / "git" / name for name in ("raw_list.py", "commits.py")]
    measures = code.parents[1] / "practice" / "measures"
    fates = code.parents[1] / "history"
    files = [
        *git,
        *code.rglob("*.py"),
        *fates.rglob("*.py"),
        *measures.glob("*.py"),
        *shipped_path("schemas").glob("*.json"),
    ]
    found = hashlib.sha256()
    for file in sorted(files, key=lambda each: each.as_posix()):
        found.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _as_json(value: object) -> bytes:
    # ASCII, so that a name which is no UTF-8 can be written down and read back.
    return json.dumps(value, separators=(",", ":")).encode("ascii")
