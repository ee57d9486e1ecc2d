"""Restores a backup into a folder that does not exist yet, and tells at each step whether it is what it should be.

A drill does the same out of sight and keeps nothing but the day. Nothing that exists is ever written over, and
what is decrypted lies in a folder of the owner's alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path
from typing import Any

from caseload_tools.dates import count_of
from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import MachineError, NoRepositoryError, in_repository
from caseload_tools.guard.backup.archive import BadArchiveError, Unpacking
from caseload_tools.guard.backup.encrypting import DamagedError, decrypt
from caseload_tools.guard.backup.manifest import Manifest, read_manifest
from caseload_tools.guard.backup.repository import (
    References,
    count_records,
    examine_objects,
    holds_commit,
    rebuild_repository,
    references_of,
    refs_in,
    repository_paths,
)
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text.folders import new_folder, working_folder
from caseload_tools.text.writing import write_atomic

ESSENTIAL = ("decryption", "git", "references")
STAMP = "caseload/backup.json"
"""Below git's own folder: the day of the last good drill, for `caseload doctor`."""


@dataclass(frozen=True, slots=True)
class RestoreStep:
    """One thing that was looked at, whether it is good, and in words."""

    name: str
    good: bool
    said: str


@dataclass(frozen=True, slots=True)
class RestoreVerdict:
    """What became of a backup. `noted` when the day of the drill was written down."""

    steps: tuple[RestoreStep, ...]
    manifest: Manifest | None = None
    noted: bool = False

    @property
    def good(self) -> bool:
        """Whether the backup restores to what its manifest says."""
        return self.manifest is not None and all(step.good for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "good": self.good,
            "noted": self.noted,
            "steps": [{"name": step.name, "good": step.good, "said": step.said} for step in self.steps],
            "backup": self.manifest.as_json() if self.manifest else None,
        }


def restore_drill(backup: Path, key_file: Path, today: Day, beside: Path) -> RestoreVerdict:
    """Restore a backup into a working folder in `beside`, look at all of it, and leave nothing."""
    with working_folder(beside, "drill") as work:
        (work / "practice").mkdir()
        return _restored(backup, key_file, today, work, work / "practice")


def restore_backup(backup: Path, key_file: Path, today: Day, out: Path) -> RestoreVerdict:
    """Restore a backup into the new folder `out`; if it is damaged, nothing is left there.

    A practice that cannot be linted is restored all the same: somebody needs it now.
    """
    try:
        with new_folder(out) as folder, working_folder(folder.parent, "restore") as work:
            folder.chmod(0o700)
            verdict = _restored(backup, key_file, today, work, folder)
            if len([step for step in verdict.steps if step.good]) < len(ESSENTIAL):
                raise _NotGoodError(verdict)
            return verdict
    except _NotGoodError as error:
        return error.verdict


class _NotGoodError(Exception):
    def __init__(self, verdict: RestoreVerdict) -> None:
        super().__init__()
        self.verdict = verdict


def note_drill(root: Path, verdict: RestoreVerdict, today: Day) -> bool:
    """Write down a good drill in the repository of the practice it is a backup of; False when it is of another."""
    if not verdict.good or verdict.manifest is None or not in_repository(root):
        return False
    if not holds_commit(root, verdict.manifest.head):
        return False
    said = json.dumps({"verified": today.isoformat(), "head": verdict.manifest.head}) + "\n"
    write_atomic(repository_paths(root)[2] / STAMP, said.encode(), replace=True)
    return True


def _restored(backup: Path, key_file: Path, today: Day, work: Path, folder: Path) -> RestoreVerdict:
    bundle = work / "practice.bundle"
    steps: list[RestoreStep] = []
    manifest = _decrypted(backup, key_file, bundle, steps)
    if manifest is None:
        return RestoreVerdict(tuple(steps))
    looks: tuple[tuple[str, Callable[[], RestoreStep]], ...] = (
        ("git", lambda: _rebuilt(bundle, manifest, folder)),
        ("references", lambda: _compared(manifest, folder)),
        ("records", lambda: _linted(manifest, folder, today)),
    )
    for name, look in looks:
        try:
            steps.append(look())
        except (MachineError, NoRepositoryError):
            raise  # it says nothing of the backup
        except CaseloadError as error:
            steps.append(RestoreStep(name, False, f"{name}: {error.message}"))
        if not steps[-1].good:
            break
    return RestoreVerdict(tuple(steps), manifest)


def _decrypted(backup: Path, key_file: Path, bundle: Path, steps: list[RestoreStep]) -> Manifest | None:
    """The bundle, decrypted to a file, and the manifest, if they are what was once written."""
    digest = hashlib.sha256()
    try:
        with bundle.open("wb") as file, _opened(backup) as encrypted:

            def take(piece: bytes) -> None:
                file.write(piece)
                digest.update(piece)

            unpacking = Unpacking(take)
            decrypt(encrypted, unpacking.take_piece, key_file)
        manifest = read_manifest(unpacking.manifest())
    except DamagedError:
        steps.append(RestoreStep("decryption", False, "the backup is damaged: it is not as it was written"))
        return None
    except BadArchiveError:
        manifest = None
    if manifest is None or digest.hexdigest() != manifest.sha256:
        steps.append(RestoreStep("decryption", False, "it decrypts, but it is not what `caseload backup` writes"))
        return None
    steps.append(RestoreStep("decryption", True, "decrypted: every byte is as it was written"))
    return manifest


def _opened(backup: Path) -> Any:
    try:
        return backup.open("rb")
    except OSError as error:
        raise CaseloadError(f"the backup cannot be read: {error.strerror}", "check its path") from None


def _rebuilt(bundle: Path, manifest: Manifest, folder: Path) -> RestoreStep:
    with bundle.open("rb") as file:
        held = refs_in(file.read(_LARGEST_HEAD))
    if held != {**manifest.refs, "HEAD": manifest.head}:
        return RestoreStep("git", False, "the bundle does not hold the references that the manifest names")
    rebuild_repository(bundle, References(manifest.head, manifest.branch, manifest.refs), folder)
    examine_objects(folder)
    return RestoreStep("git", True, "the bundle is complete, and fsck finds nothing wrong")


def _compared(manifest: Manifest, folder: Path) -> RestoreStep:
    found = references_of(folder)
    same = sum(found.refs.get(name) == id_ for name, id_ in manifest.refs.items()) + (found.head == manifest.head)
    wanted = len(manifest.refs) + 1
    good = found == References(manifest.head, manifest.branch, manifest.refs)
    return RestoreStep("references", good, f"{same} of {count_of(wanted, 'reference')} as the manifest says")


def _linted(manifest: Manifest, folder: Path, today: Day) -> RestoreStep:
    root = folder / manifest.folder
    count = count_records(root)
    practice = load_practice(root)
    errors = lint_caseload(root, practice, LintRequest(today=practice.today or today, jobs=0)).by_level.get("error", 0)
    said = f"{count:,} of {count_of(manifest.records, 'record')}, and the practice can be linted"
    return RestoreStep("records", count == manifest.records, f"{said}: {count_of(errors, 'error')}")


_LARGEST_HEAD = 64 * 1024 * 1024
