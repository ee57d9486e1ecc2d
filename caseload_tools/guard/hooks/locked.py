"""A signed record stays as it was signed: no change, no deletion, no other name; only signatures may be added.

An addendum stays from its first commit, and loses no line. Of all else that was committed the words may be written
anew, as long as there are some: it is not deleted, not emptied, and not put where nobody reads it (`history.keeping`).
A record is signed when a signature stands in it, with a digest or typed by hand. One that was changed past the hooks is
held to what was signed, and not to what it says since; whoever mends it, or puts it back where it lay, is not kept
from that: see `putting_back`. Of a merge only what no parent brought is judged, so that bringing two honest branches
together is never refused. What a signature is worth is for `audit verify` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from caseload_tools.chart.signing.ways_back import adds_beside, checks_out, declares_void
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import PathChange
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.fates import RETURNED, Deletion, RecordChange, what_became
from caseload_tools.history.keeping import (
    ATTACHED_EMPTIED,
    ATTACHED_GONE,
    ODD,
    REWRITTEN,
    UNREADABLE,
    is_addendum,
    is_emptied,
    is_rewritten,
    says_nothing,
)
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.record_path import is_attached, is_filed, is_read, name_in_chart
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text import Document, read_bytes, refused_file
from caseload_tools.text.digest import CONTENT, content_digest
from caseload_tools.text.signed_text import (
    CHANGED,
    TAKEN_OUT,
    SignatureLine,
    all_said_of,
    entries_of,
    keeps_signatures,
    said_of,
)

_RECORDS = "records/"
CODES = frozenset({"dropped", "moved", "deleted", "unreadable", "signature-altered", "altered"})
"""What a refusal that is about a signed record is called."""


class LockedChange(NamedTuple):
    """A record that a step would not keep: as it was, and as it would be."""

    path: str
    name: str
    before: Document
    now: Document | None
    moved: RecordChange | None
    deleted: str = ""
    """The commit that had deleted it, of a record that the step puts back with other words."""
    side: str = ""
    """The parent that has it as it was, of a merge whose first parent has not."""

    @property
    def is_signed(self) -> bool:
        """Whether a signature fixes it; else it is an addendum, or has to stay as everything does."""
        return bool(entries_of(self.before.data))


def locked_changes(
    step: CommitStep, contents: Contents, prefix: str = "", deleted: Mapping[str, Deletion] | None = None
) -> Iterator[LockedChange]:
    """What a step would do to records that stay. `prefix` is the practice's folder within its repository.

    `deleted` are the last deletions at the paths that the step adds, where there were any: what comes there again is
    held to what it said.
    """
    back = _returns(step, contents, deleted or {})
    moved = moved_records(step, contents, prefix + _RECORDS)
    for path, (earlier, after) in sorted(_versions(step, prefix + _RECORDS).items()):
        earlier = [back[path].content] if path in back else earlier
        there = [(each, found) for each in earlier if each and (found := _fixed(contents, each, path))]
        if after and len(step.parents) > 1:
            there = [pair for pair in there if not step.lies_beside(path, pair[0], prefix)] or there
        signed = [pair for pair in there if entries_of(pair[1].data)]
        # A branch may not have a signature yet.
        fixed = [pair for pair in signed if still_holds(pair[1])] or signed or there
        own, went = path.removeprefix(prefix), None if after else moved.get(path)
        if not fixed:
            yield from _lost_unfixed(step, contents, path, earlier, after, went, prefix)
        if not fixed or any(each == after for each, _ in fixed):
            continue
        before = fixed[0][1]
        if went is not None and _moved_with_its_chart(went, moved, prefix):
            continue  # a client's whole folder was put elsewhere: each record keeps its own name
        if not entries_of(before.data) and _is_longer(contents, after, before):
            continue
        now = read_content(contents, after, path) if after else None
        deleted_in = back[path].commit if path in back else ""
        side = _side(step, earlier, fixed[0][0])
        breach = LockedChange(path, name_in_chart(own), before, now, went, deleted_in, side)
        if breach.is_signed:
            if not any(only_added(each, now) for _, each in fixed):
                yield breach
        elif is_lost(breach, own, prefix) and after not in earlier:
            yield breach
    yield from _lost_attached(step, contents, moved, prefix)


def _lost_attached(
    step: CommitStep, contents: Contents, moved: Mapping[str, RecordChange], prefix: str
) -> Iterator[LockedChange]:
    """Attached files that a step takes away or empties; one that never had a byte only keeps a folder."""
    for path, (earlier, after) in sorted(_versions(step, prefix + _RECORDS, is_filed).items()):
        lost = (not after and path not in moved) or contents.get(after) == b""
        if lost and all(earlier) and after not in earlier and contents.get(earlier[0]) != b"":
            now = Document.empty(path) if after else None
            name = name_in_chart(path.removeprefix(prefix))
            yield LockedChange(path, name, Document.empty(path), now, None)


def odd_files(step: CommitStep, prefix: str = "") -> Iterator[Refusal]:
    """What a step puts among the records and is no plain file: a link, or another repository."""
    for each in step.own:
        if each.path.startswith(prefix + _RECORDS) and each.mode in ODD:
            yield Refusal("odd", each.path, ODD[each.mode], "put the record itself there, as a file of this repository")


def _side(step: CommitStep, earlier: Sequence[str], content: str) -> str:
    """The parent of a merge that has a content, of what the first one has otherwise or not at all."""
    at = earlier.index(content) if len(earlier) == len(step.parents) else 0
    return step.parents[at] if at else ""


def _lost_unfixed(
    step: CommitStep,
    contents: Contents,
    path: str,
    earlier: list[str],
    after: str,
    went: RecordChange | None,
    prefix: str,
) -> Iterator[LockedChange]:
    """What no signature fixes, and what cannot be read: it may be mended in any way, and not be lost."""
    known = next((each for each in earlier if each), "")
    before = read_content(contents, known, path) if known and after not in earlier else None
    if before is None:
        return
    own, now = path.removeprefix(prefix), read_content(contents, after, path) if after else None
    breach = LockedChange(path, name_in_chart(own), before, now, went, side=_side(step, earlier, known))
    if is_lost(breach, own, prefix) if now is None else is_emptied(RecordVersion(before), RecordVersion(now)):
        yield breach


def _returns(step: CommitStep, contents: Contents, deleted: Mapping[str, Deletion]) -> dict[str, Deletion]:
    """Of what a step adds where the same record had been deleted, when that was."""
    if not deleted:
        return {}
    after = {change.path: change.after for changes in step.changes for change in changes}
    return {
        path: gone
        for path, gone in deleted.items()
        if path in step.added and gone.returns(path, after[path], contents.bytes_of)
    }


def is_record_in_git(path: str, prefix: str = "") -> bool:
    """Whether a path, counted from the repository's top, is that of a record of the practice in `prefix`."""
    return path.startswith(prefix + _RECORDS) and _is_record(path)


def rewritten_records(step: CommitStep, prefix: str = "") -> Iterator[PathChange]:
    """What a step changes of records that were there before and are there after."""
    return (each for each in step.own if each.before and each.after and is_record_in_git(each.path, prefix))


def added_records(step: CommitStep, prefix: str = "") -> list[str]:
    """The paths at which a step puts a record where none was: to be asked for what had been deleted there."""
    return [path for path in step.added if path.startswith(prefix + _RECORDS) and path.endswith(".md")]


def _is_longer(contents: Contents, after: str, before: Document) -> bool:
    """Whether what nobody signed has lost no line, told without reading it: most drafts grow."""
    raw = contents.get(after) if after and not is_addendum(before.path) else None
    if not isinstance(raw, bytes) or b"<!--" in raw or b"%%" in raw or len(raw) < len(before.text.encode()):
        return False
    return set(before.text.encode().splitlines()) <= set(raw.splitlines())


def _moved_with_its_chart(went: RecordChange, moved: Mapping[str, RecordChange], prefix: str) -> bool:
    """Whether a record went, by its name in the chart and as it was, with the whole chart to where it is read."""
    old, new = went.was.removeprefix(prefix), went.path.removeprefix(prefix)
    return went.kind == "moved" and name_in_chart(new) == name_in_chart(old) and is_read(new)


def is_lost(breach: LockedChange, path: str, prefix: str) -> bool:
    """Whether a record that nobody signed is gone, empty, or out of sight; of an addendum, whether it lost a line."""
    before, went = RecordVersion(breach.before), breach.moved
    now = RecordVersion(breach.now) if breach.now is not None else None
    if is_addendum(path, before):
        return now is None or is_rewritten(before, now)
    if now is not None:
        return is_emptied(before, now)
    is_seen = went is not None and is_read(went.path.removeprefix(prefix))
    return not is_seen and not says_nothing(before)


def refusal_of(breach: LockedChange, back: str, prefix: str = "", *, merging: bool = False) -> Refusal:
    """What is said of a breach; `back` is how this very record is put back.

    Commands are typed in the practice's folder, which is `prefix` within its repository. In a merge that is `merging`
    nothing new is written: an addition comes after it.
    """
    if not breach.deleted:
        return _refusal_of(breach, back, prefix, merging)
    put_back = f"put it back: {checks_out(f'{breach.deleted[:10]}^', breach.path.removeprefix(prefix))}"
    refusal = _refusal_of(breach, put_back, prefix, merging)
    return refusal._replace(message=RETURNED.format(refusal.message))


def _refusal_of(breach: LockedChange, back: str, prefix: str, merging: bool) -> Refusal:
    path, before, now, went = breach.path, breach.before, breach.now, breach.moved
    own, said = path.removeprefix(prefix), _said(breach)
    if is_attached(path):
        return Refusal("deleted", path, ATTACHED_GONE if now is None else ATTACHED_EMPTIED, back)
    if now is None and went is not None:
        unseen = not is_read(went.path.removeprefix(prefix))
        why = "nobody reads it there" if unseen else "links and the audit know a record by its name"
        return Refusal(
            "moved", path, f"{said}, and {went.kind}", f"{back}\nand take the one with the new name away: {why}"
        )
    if now is None or (not breach.is_signed and not is_addendum(path, RecordVersion(before))):
        kind = "deleted" if now is None else "emptied"
        void = declares_void(own, RecordVersion(before))
        error = f"\nwas it made in error? {void}" if void else ""
        return Refusal(kind, path, f"{said}, and {kind}", f"{back}{error}")
    if not now.usable and before.usable:
        return Refusal("unreadable", path, f"{said}, and {UNREADABLE}", f"{back}\n`caseload lint` says what broke")
    beside = adds_beside(own, RecordVersion(before))
    if not breach.is_signed:
        hint = _with_addition("add another one beside it", beside, back, merging)
        return Refusal("altered", path, f"{said}, and {REWRITTEN}", hint)
    if RecordVersion(now).says(RecordVersion(before)):
        lost = all_said_of(RecordVersion(now).lost_signatures(RecordVersion(before)))
        whose = f"{lost}'s signature" if lost else "what was added to it"
        return Refusal("signature-altered", path, f"{said}, and {whose} was {TAKEN_OUT}", back)
    hint = _with_addition("keep what is new beside it", beside, back, merging)
    broken = RecordVersion(now).broken_signatures(RecordVersion(before))
    return Refusal("altered", path, f"{CHANGED.format(all_said_of(broken))} on {_day_of(broken)}", hint)


def _with_addition(what: str, beside: str, back: str, merging: bool) -> str:
    """What to add, and how the record is put back; in a merge that comes first, and is committed."""
    if not beside:
        return back
    if merging:
        return f"{back}\nthen commit the merge first: git commit --no-edit\nthen {what}: {beside}"
    return f"{what}: {beside}\nthen {back}"


def _said(breach: LockedChange) -> str:
    """What makes a record stay."""
    entries = sorted(entries_of(breach.before.data), key=_without_digest)
    if entries:
        return f"signed by {said_of(entries[0])} on {_day_of(entries)}"
    return "an addendum" if is_addendum(breach.path, RecordVersion(breach.before)) else "a record that was committed"


def _without_digest(entry: SignatureLine) -> bool:
    return not entry.get("digest")


def _day_of(entries: Iterable[SignatureLine]) -> str:
    """The day of the first signature, of those with a digest where there are any."""
    first = min(entries, key=_without_digest)
    return str(first.get("at", ""))[:10] or "a day unknown"


def is_kept(breach: LockedChange, now: Document | None) -> bool:
    """Whether a later version of a record at its place keeps what the breach would have lost."""
    if is_attached(breach.path):
        return now is not None
    if now is not None and now.text and now.text == breach.before.text:
        return True
    if breach.is_signed:
        return only_added(breach.before, now)
    return now is not None and not is_lost(breach._replace(now=now, moved=None), breach.path, "")


def only_added(before: Document, now: Document | None) -> bool:
    """True when nothing but signatures and addenda was added."""
    return now is not None and now.usable and keeps_signed(RecordVersion(before), RecordVersion(now))


def read_content(contents: Contents, content_id: str, path: str) -> Document | None:
    """A record as one version of it stands in git."""
    raw = contents.get(content_id)
    if isinstance(raw, int):
        return refused_file(path, "large", raw)
    return read_bytes(raw, path) if raw is not None else None


def _is_record(path: str) -> bool:
    return path.endswith(".md") and not is_attached(path)


def _versions(
    step: CommitStep, folder: str, wanted: Callable[[str], bool] = _is_record
) -> dict[str, tuple[list[str], str]]:
    """By path of each record that some parent has otherwise: its content in every parent, and afterwards."""
    after: dict[str, str] = {}
    before: dict[str, dict[int, str]] = {}
    for number, changes in enumerate(step.changes):
        for change in changes:
            if change.path.startswith(folder) and wanted(change.path):
                after[change.path] = change.after
                before.setdefault(change.path, {})[number] = change.before
    # Where a path is not among the changes against a parent, that parent has what stands there now.
    return {
        path: ([known.get(number, after[path]) for number in range(len(step.changes))], after[path])
        for path, known in before.items()
    }


def moved_records(step: CommitStep, contents: Contents, folder: str) -> dict[str, RecordChange]:
    """By its path before, what moved within the records against some parent.

    Outside of this folder nothing is a record any more: it would be gone for everybody who reads the charts.
    """
    found: dict[str, RecordChange] = {}
    for changes in step.changes:
        files = [each for each in changes if each.path.startswith(folder)]
        became = what_became(((each.path, each.before, each.after) for each in files), contents.bytes_of)
        found |= {each.was: each for each in became if each.was}
    return found


def _fixed(contents: Contents, content_id: str, path: str) -> Document | None:
    """The record, where it can be read."""
    found = read_content(contents, content_id, path)
    return found if found is not None and found.usable else None


def still_holds(said: Document | RecordVersion) -> bool:
    """Whether a record says what was signed, as far as it tells by itself: one of its digests holds, or it has none."""
    digests = [str(each["digest"]) for each in entries_of(said.data) if each.get("digest")]
    ours = [each for each in digests if each.startswith(f"{CONTENT}:")]
    return not ours or content_digest(said.written, said.body) in ours


def keeps_signed(older: RecordVersion, now: RecordVersion) -> bool:
    """Whether a record has the words of an older version, all its signatures in any order, and its addenda."""
    if not now.says(older):
        return False
    kept = keeps_signatures(older.written.get("signatures"), now.data.get("signatures"), now.digest)
    return kept and _goes_on(older.written.get("addenda"), now.data.get("addenda"))


def _goes_on(before: Any, now: Any) -> bool:
    """True when a list begins with all that stood in it."""
    if not before:
        return True
    return isinstance(before, list) and isinstance(now, list) and now[: len(before)] == before
