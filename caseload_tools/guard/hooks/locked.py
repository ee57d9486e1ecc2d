"""A signed record stays as it was signed: no change, no deletion, no other name; only signatures may be added.

A record is signed when a signature of it carries a digest, and that holds: one that does not must keep nobody from
mending it. Of a merge only what no parent brought is judged, so that bringing two honest branches together is never
refused. What a signature is worth is for `audit verify` to say.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from caseload_tools.git.contents import Contents
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.fates import RecordChange, what_became
from caseload_tools.history.place_in_chart import name_in_chart
from caseload_tools.history.readers.commit_steps import Step
from caseload_tools.text import Document, read_bytes
from caseload_tools.text.digest import CONTENT, content_digest

_RECORDS = "records/"


class Breach(NamedTuple):
    """A signed record that a step would not leave as it was: as it was signed, and as it would be."""

    path: str
    name: str
    before: Document
    now: Document | None
    moved: RecordChange | None


def breaches(step: Step, contents: Contents, prefix: str = "") -> Iterator[Breach]:
    """What a step would do to signed records. `prefix` is the practice's folder within its repository."""
    moved = _moved(step, contents, prefix + _RECORDS)
    for path, (earlier, after) in sorted(_versions(step, prefix + _RECORDS).items()):
        signed = [(each, found) for each in earlier if each and (found := _signed(contents, each, path))]
        if not signed or any(each == after for each, _ in signed):
            continue
        before = signed[0][1]
        name = name_in_chart(path.removeprefix(prefix))
        went = None if after else moved.get(path)
        if went is not None and went.kind == "moved" and name_in_chart(went.path.removeprefix(prefix)) == name:
            continue  # a client's whole folder was put elsewhere: each record keeps its own name
        now = read_content(contents, after, path) if after else None
        if not any(stays(each, now) for _, each in signed):
            yield Breach(path, name, before, now, went)


def refusal_of(breach: Breach, back: str) -> Refusal:
    """What is said of a breach; `back` is how this very record is put back."""
    path, _, before, now, _ = breach
    said, typed = f"signed {_by_whom(signatures_of(before))}", shlex.quote(path)
    if now is None and breach.moved is not None:
        hint = f"{back}\nand take the one with the new name away: links and the audit know a record by its name"
        return Refusal("moved", path, f"{said}, and {breach.moved.kind}", hint)
    if now is None:
        hint = f'{back}\nwas it made in error? caseload void {typed} --reason "wrong chart"'
        return Refusal("deleted", path, f"{said}, and deleted", hint)
    if not now.usable:
        return Refusal(
            "unreadable", path, f"{said}, and no longer readable", f"{back}\n`caseload lint` says what broke"
        )
    if _same_content(before, now):
        return Refusal("signature-altered", path, f"{said}, and a signature of it was taken out or altered", back)
    hint = f'keep what is new beside it: caseload addend {typed} --kind correction --reason "wrong day"\nthen {back}'
    return Refusal("altered", path, f"{said}, and altered since", hint)


def stays(before: Document, now: Document | None) -> bool:
    """True when nothing but signatures and addenda was added."""
    if now is None or not now.usable or not _same_content(before, now):
        return False
    return all(_goes_on(before.data.get(key), now.data.get(key)) for key in ("signatures", "addenda"))


def read_content(contents: Contents, content_id: str, path: str) -> Document | None:
    """A record as one version of it stands in git."""
    raw = contents.get(content_id)
    return read_bytes(raw, path) if isinstance(raw, bytes) else None


def signatures_of(document: Document) -> list[Mapping[str, Any]]:
    """The signatures of a record as they stand in it."""
    listed = document.data.get("signatures")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _versions(step: Step, folder: str) -> dict[str, tuple[list[str], str]]:
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


def _moved(step: Step, contents: Contents, folder: str) -> dict[str, RecordChange]:
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
    """The record, if it carries a signature that holds."""
    found = read_content(contents, content_id, path)
    if found is None or not found.usable:
        return None
    digests = [str(each["digest"]) for each in signatures_of(found) if each.get("digest")]
    ours = [each for each in digests if each.startswith(f"{CONTENT}:")]
    if ours and content_digest(found.data, found.body) not in ours:
        return None
    return found if digests else None


def _same_content(before: Document, now: Document) -> bool:
    return content_digest(before.data, before.body) == content_digest(now.data, now.body)


def _goes_on(before: Any, now: Any) -> bool:
    """True when a list begins with all that stood in it."""
    if not before:
        return True
    return isinstance(before, list) and isinstance(now, list) and now[: len(before)] == before


def _by_whom(signatures: Sequence[Mapping[str, Any]]) -> str:
    first = next(each for each in signatures if each.get("digest"))
    return f"by {first.get('by', 'somebody')} on {str(first.get('at', ''))[:10] or 'a day unknown'}"
