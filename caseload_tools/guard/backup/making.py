"""Makes a backup: the bundle of the whole repository and its manifest, encrypted on their way to the disk.

Refuses what would be no backup: a practice without git, half a past, a place inside the practice itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import count
from pathlib import Path

from caseload_tools import __version__
from caseload_tools.errors import CaseloadError
from caseload_tools.guard.backup.archive import archive_pieces
from caseload_tools.guard.backup.encrypting import age_recipient, encrypt, new_key, public_half
from caseload_tools.guard.backup.manifest import Manifest
from caseload_tools.guard.backup.repository import (
    GitBundle,
    References,
    count_commits,
    count_records,
    is_whole,
    references_of,
    repository_paths,
)
from caseload_tools.history.readers.head import read_head
from caseload_tools.text.writing import new_file, write_atomic

ENDING = ".age"


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A finished backup; `dirty` when there was something not committed, which is therefore not in it."""

    path: Path
    manifest: Manifest
    keys: int
    dirty: bool


def make_backup(root: Path, to: Path, recipients: Sequence[str], today: Day) -> MadeBackup:
    """Back up the repository that the practice in `root` lies in, to a new file at `to` or in the folder `to`."""
    if not recipients:
        raise CaseloadError(
            "nobody is named who could open the backup",
            'give --recipient age1…, or `recipients = ["age1…"]` below [backup] in caseload.toml',
        )
    keys = [age_recipient(each) for each in dict.fromkeys(recipients)]
    top, folder, _ = repository_paths(root)
    path = _place(to, top, today)
    if not is_whole(root):
        raise CaseloadError(
            "this is a shallow clone: a part of the past is missing, and would be from its backup",
            "git fetch --unshallow, or back up the practice it was cloned from",
        )
    state, bundle = references_of(root), GitBundle(top)
    known = {"records": count_records(root), "commits": count_commits(root)}
    done: list[Manifest] = []

    def manifest() -> bytes:
        _check_same(state, bundle)
        done.append(
            Manifest(
                made=today, version=__version__, head=state.head, branch=state.branch, folder=folder,
                size=bundle.size, sha256=bundle.digest.hexdigest(), refs=state.refs, **known,
            )
        )  # fmt: skip
        return done[0].to_bytes()

    with new_file(path) as file:
        encrypt(archive_pieces(bundle.pieces(), manifest), file, keys)
    return MadeBackup(path, done[0], len(keys), read_head(root).dirty)


def _check_same(state: References, bundle: GitBundle) -> None:
    if bundle.refs() != {**state.refs, "HEAD": state.head}:
        raise CaseloadError("the repository changed while it was backed up; no backup was made", "make it again")


def _place(to: Path, top: Path, today: Day) -> Path:
    """The file to write; a name of its own in a folder."""
    if to.resolve().is_relative_to(top.resolve()):
        raise CaseloadError(
            "a backup inside the practice would be lost with it", "give a folder on another disk or machine"
        )
    if not to.is_dir():
        if to.suffix != ENDING:
            raise CaseloadError(
                "--to is neither a folder nor a name that ends in .age", "make the folder first, or name the file"
            )
        return to
    names = (f"caseload-{today}{'' if number == 1 else f'-{number}'}{ENDING}" for number in count(1))
    return next(path for path in (to / name for name in names) if not path.exists())


def make_key(path: Path) -> tuple[Path, str]:
    """Write a new key for its owner alone, and its public half beside it. Returns that file, and the public half.

    A key that is there is never touched: then only its public half is written.
    """
    if not path.exists():
        secret, public = new_key()
        write_atomic(path, f"# public key: {public}\n{secret}\n".encode(), replace=False, private=True)
    public = public_half(path)
    beside = path.with_name(path.name + ".pub")
    write_atomic(beside, f"{public}\n".encode(), replace=True)
    return beside, public
