"""A signed record stays as it was signed: no change, no deletion, no other name; only signatures may be added.

A record is signed when a signature stands in it, with a digest or typed by hand. A digest that does not hold must keep
nobody from mending the record, and neither must one by hand that was changed since: see `puts_back`. Of a merge only
what no parent brought is judged, so that bringing two honest branches together is never refused. What a signature is
worth is for `audit verify` to say.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from caseload_tools.chart.signing.signed_versions import versions_that_count
from caseload_tools.git.command import prefix_of
from caseload_tools.git.contents import Contents
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.fates import RecordChange, what_became
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.readers.lazy_history import LatePast
from caseload_tools.history.readers.record_history import History
from caseload_tools.history.record_path import is_read, name_in_chart
from caseload_tools.text import Document, read_bytes
from caseload_tools.text.digest import CONTENT, content_digest
from caseload_tools.text.signed_text import (
    CHANGED,
    TAKEN_OUT,
    all_said_of,
    entries_of,
    is_sealed,
    keeps_signatures,
    keeps_words,
    said_of,
)

_RECORDS = "records/"
CODES = frozenset({"moved", "deleted", "unreadable", "signature-altered", "altered"})
"""What a refusal that is about a signed record is called."""


class LockedChange(NamedTuple):
    """A signed record that a step would not leave as it was: as it was signed, and as it would be."""

    path: str
    name: str
    before: Document
    now: Document | None
    moved: RecordChange | None


def locked_changes(step: CommitStep, contents: Contents, prefix: str = "") -> Iterator[LockedChange]:
    """What a step would do to signed records. `prefix` is the practice's folder within its repository."""
    moved = _moved(step, contents, prefix + _RECORDS)
    for path, (earlier, after) in sorted(_versions(step, prefix + _RECORDS).items()):
        signed = [(each, found) for each in earlier if each and (found := _signed(contents, each, path))]
        if not signed or any(each == after for each, _ in signed):
            continue
        before = signed[0][1]
        name = name_in_chart(path.removeprefix(prefix))
        went = None if after else moved.get(path)
        new = went.path.removeprefix(prefix) if went is not None and went.kind == "moved" else ""
        if new and name_in_chart(new) == name and is_read(new):
            continue  # a client's whole folder was put elsewhere: each record keeps its own name
        now = read_content(contents, after, path) if after else None
        if not any(only_added(each, now) for _, each in signed):
            yield LockedChange(path, name, before, now, went)


def refusal_of(change: LockedChange, back: str) -> Refusal:
    """What is said of a change of a signed record; `back` is how this very record is put back."""
    path, _, before, now, _ = change
    first = next(each for each in sorted(entries_of(before.data), key=lambda each: not each.get("digest")))
    day, typed = str(first.get("at", ""))[:10] or "a day unknown", shlex.quote(path)
    said = f"signed by {said_of(first)} on {day}"
    if now is None and change.moved is not None:
        hint = f"{back}\nand take the one with the new name away: links and the audit know a record by its name"
        return Refusal("moved", path, f"{said}, and {change.moved.kind}", hint)
    if now is None:
        hint = f'{back}\nwas it made in error? caseload void {typed} --reason "wrong chart"'
        return Refusal("deleted", path, f"{said}, and deleted", hint)
    if not now.usable:
        return Refusal(
            "unreadable", path, f"{said}, and no longer readable", f"{back}\n`caseload lint` says what broke"
        )
    if _same_content(before, now):
        return Refusal("signature-altered", path, f"{said}, and a signature of it was {TAKEN_OUT}", back)
    hint = f'keep what is new beside it: caseload addend {typed} --kind correction --reason "wrong day"\nthen {back}'
    return Refusal("altered", path, f"{CHANGED.format(all_said_of(entries_of(before.data)))} on {day}", hint)


def only_added(before: Document, now: Document | None) -> bool:
    """True when nothing but signatures and addenda was added."""
    return now is not None and now.usable and _stays(before.data, before.body, now)


def puts_back(change: LockedChange, history: History, path: str) -> bool:
    """Whether a change of a record signed by hand brings back what was first signed; `path` is its path in the past.

    One that was changed past the hooks holds on to nothing that a hook could see without the past.
    """
    before, now = entries_of(change.before.data), change.now
    if now is None or not now.usable or is_sealed(before):
        return False
    signed = next((each for each in versions_that_count(path, history) if each.entries), None)
    kept = all(each in entries_of(now.data) for each in before)
    return signed is not None and kept and _stays(signed.data, signed.body, now)


def past_of(change: LockedChange, root: Path, tip: str) -> tuple[History, str]:
    """What `puts_back` asks: the past of a record up to a commit, and its path there. Git is asked at need."""
    path = change.path.removeprefix(prefix_of(root))
    return LatePast(root, [path.rpartition("/")[0]], tip), path


def read_content(contents: Contents, content_id: str, path: str) -> Document | None:
    """A record as one version of it stands in git."""
    raw = contents.get(content_id)
    return read_bytes(raw, path) if isinstance(raw, bytes) else None


def signature_entries(document: Document) -> list[Mapping[str, Any]]:
    """The signatures of a record as they stand in it."""
    return entries_of(document.data)


def _versions(step: CommitStep, folder: str) -> dict[str, tuple[list[str], str]]:
    """By path of each record that some parent has otherwise: its content in every parent, and afterwards."""
    after: dict[str, str] = {}
    before: dict[str, dict[int, str]] = {}
    for number, changes in enumerate(step.changes):
        for change in changes:
            if change.path.startswith(folder) and change.path.endswith(".md"):
                after[change.path] = change.after
                before.setdefault(change.path, {})[number] = change.before
    # Where a path is not among the changes against a parent, that parent has what stands there now.
    return {
        path: ([known.get(number, after[path]) for number in range(len(step.changes))], after[path])
        for path, known in before.items()
    }


def _moved(step: CommitStep, contents: Contents, folder: str) -> dict[str, RecordChange]:
    """By its path before, what moved within the records against some parent.

    Outside of this folder nothing is a record any more: it would be gone for everybody who reads the charts.
    """

    def read(content_id: str) -> bytes:
        found = contents.get(content_id)
        return found if isinstance(found, bytes) else b""

    found: dict[str, RecordChange] = {}
    for changes in step.changes:
        files = [each for each in changes if each.path.startswith(folder) and each.path.endswith(".md")]
        became = what_became(((each.path, each.before, each.after) for each in files), read)
        found |= {each.was: each for each in became if each.was}
    return found


def _signed(contents: Contents, content_id: str, path: str) -> Document | None:
    """The record, if it carries a signature that holds, or one by hand."""
    found = read_content(contents, content_id, path)
    if found is None or not found.usable:
        return None
    entries = entries_of(found.data)
    digests = [str(each["digest"]) for each in entries if each.get("digest")]
    ours = [each for each in digests if each.startswith(f"{CONTENT}:")]
    if ours and content_digest(found.data, found.body) not in ours:
        return None
    return found if entries else None


def _stays(data: Mapping[str, Any], body: str, now: Document) -> bool:
    if not keeps_words((data, body), (now.data, now.body)):
        return False
    content = content_digest(now.data, now.body)
    kept = keeps_signatures(data.get("signatures"), now.data.get("signatures"), content)
    return kept and _goes_on(data.get("addenda"), now.data.get("addenda"))


def _same_content(before: Document, now: Document) -> bool:
    return keeps_words((before.data, before.body), (now.data, now.body))


def _goes_on(before: Any, now: Any) -> bool:
    """True when a list begins with all that stood in it."""
    if not before:
        return True
    return isinstance(before, list) and isinstance(now, list) and now[: len(before)] == before
