"""Drafts to files: rendered, read back, compared with what stands there, and only then written.

Never overwrites an edit. Behind the `source:` of each imported record stands a digest of the
record as it was imported; a record that no longer fits its digest has been edited since.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from caseload_tools.chart.records.checking import Checker
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.desk.exchange.csv_import.free_paths import FreePaths, digest_in, source_in
from caseload_tools.desk.exchange.csv_import.row_drafts import RowDraft
from caseload_tools.errors import CaseloadError
from caseload_tools.text import read_bytes, render_record, write_atomic

Fate = Literal["new", "updated", "unchanged", "kept", "conflict"]
_UNSET = "0" * 12


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """What becomes of one draft. `kept`: edited here, and its row has not changed since the import."""

    fate: Fate
    path: str
    file: str
    line: int
    reason: str = ""
    type: str = ""


def drafted_file(draft: RowDraft) -> bytes:
    """The whole file of a draft, its digest filled in."""
    keys = {**draft.keys, "source": f"{draft.source} ({_UNSET})"}
    body = _with_lf(draft.body)
    text = render_record(keys) + (f"\n{body}\n" if body else "")
    return text.replace(_UNSET, import_digest(text.encode()), 1).encode()


def _with_lf(text: str) -> str:
    # Records have one kind of line end; all else of a text stays as it was.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def import_digest(raw: bytes) -> str:
    """The digest of a record as imported: of all of it but the digest itself, line ends not counted."""
    plain = raw.replace(b"\r\n", b"\n")
    own = digest_in(source_in(plain)).encode()
    if own:
        plain = plain.replace(b" (" + own + b")", b" (" + _UNSET.encode() + b")", 1)
    return hashlib.sha256(plain).hexdigest()[:12]


def is_as_imported(raw: bytes) -> bool:
    """Whether nobody has changed an imported record."""
    return digest_in(source_in(raw)) == import_digest(raw)


def fault_of(draft: RowDraft, raw: bytes, checker: Checker) -> str:
    """Why a rendered draft would not be a sound record that says what the row says; empty when it is."""
    document = read_bytes(raw, draft.path)
    folder = "" if draft.spec.type == "client" else draft.path.split("/")[-2]
    found = read_record(document, folder, draft.link, draft.client, checker)
    if found.faulty is not None:
        problem = found.faulty.problems[0].problem
        return f"would not make a sound {draft.spec.type}: {problem.message}"
    said = {**draft.keys, "source": document.data.get("source")}
    if document.data != said or _with_lf(draft.body) not in document.body:
        return "holds text that a record cannot give back unchanged"
    return ""


def planned_outcome(draft: RowDraft, raw: bytes, root: Path, places: FreePaths) -> WriteOutcome:
    """What writing this draft would do, decided from what stands in the practice."""

    def outcome(fate: Fate, reason: str = "") -> WriteOutcome:
        return WriteOutcome(fate, draft.path, draft.row.file, draft.row.line, reason, draft.spec.type)

    standing = places.by_source.get((draft.spec.type, draft.source), [])
    if not standing:
        if (root / draft.path).exists():
            return outcome("conflict", "stands here already and was not imported from this row")
        return outcome("new")
    if len(standing) > 1:
        return outcome("conflict", f"two records say they come from this row; the other is {standing[1]}")
    old = (root / draft.path).read_bytes()
    if old.replace(b"\r\n", b"\n") == raw:
        return outcome("unchanged")
    if not is_as_imported(old):
        same_row = digest_in(source_in(old)) == digest_in(source_in(raw))
        return outcome("kept") if same_row else outcome("conflict", "was edited here, and its row changed as well")
    if f"/{draft.client}/" not in f"/{draft.path}" or not _name_fits(draft, old):
        return outcome(
            "conflict",
            "its row now names another client or day; move or delete the record, then import again",
        )
    return outcome("updated")


def _name_fits(draft: RowDraft, old: bytes) -> bool:
    day = draft.keys.get("date")
    return day is None or f"\ndate: {day}\n".encode() in old.replace(b"\r\n", b"\n")


def write_outcome(outcome: WriteOutcome, raw: bytes, root: Path) -> None:
    """Carry out one outcome; raises when the file is no longer what it was compared as."""
    path = root / outcome.path
    if outcome.fate not in ("new", "updated"):
        return
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise CaseloadError(f"{outcome.path} leads out of the practice", "a folder there is a link; remove it")
    if outcome.fate == "new":
        write_atomic(path, raw, replace=False)
        return
    old = path.read_bytes()
    if not is_as_imported(old):
        raise CaseloadError(f"{outcome.path} was changed during the import", "run the import again")
    write_atomic(path, raw, replace=True, instead_of=old)
