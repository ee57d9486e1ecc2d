"""What differs between two states of a practice, record by record: two commits, or a commit and the disk.

A new version of a plan is told against the one it takes the place of, since that is what the people who
work with it ask: what has changed? Reads both states, and judges and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from caseload_tools.audit.changes.event import Event, moved_event
from caseload_tools.audit.changes.version_diff import events_between, events_of_return
from caseload_tools.git.command import prefix_of
from caseload_tools.git.contents import Contents
from caseload_tools.git.stored_trees import CommitTree
from caseload_tools.git.tree import NotAFileError, Tree, WorkTree
from caseload_tools.history.fates import Deletion, RecordChange, what_became, with_returns
from caseload_tools.history.readers.deletions import created_in, last_deletions
from caseload_tools.history.record_path import RecordPath
from caseload_tools.text import read_bytes

RECORDS, SETTINGS = "records", ("caseload.toml",)
# What every new version of a plan has of its own; the reader looks for what the versions do not share.
_OWN = frozenset(("date", "supersedes", "written", "author", "signatures", "status", "changes"))
_LINK = re.compile(r"plans/[A-Za-z0-9][A-Za-z0-9._-]{0,60}\Z")


class Changed(NamedTuple):
    """One file that differs. `was` is its path before a move; `against` the plan that a new plan is told against."""

    path: str
    was: str
    events: tuple[Event, ...]
    against: str = ""

    @property
    def place(self) -> RecordPath:
        return RecordPath.parse(self.path)


def changed_files(before: Tree, after: Tree, client: str = "", *, values: bool = False) -> tuple[Changed, ...]:
    """Every file that differs, by client and then by path; only a client's when one is named.

    Where one of these came or went, what moved is decided over the files of all: it may have another chart now. On the
    disk a checkout may have turned the ends of lines; of two commits they differ where somebody turned them. Of what
    was left out of this computer on purpose nobody knows how it differs.
    """
    first, second = _differing(before, after, client)
    if client and first.keys() != second.keys():
        first, second = _differing(before, after, "")
    turned = isinstance(after, WorkTree) or isinstance(before, WorkTree)
    differing = sorted({**first, **second})
    differing = [path for path in differing if not (turned and _same_text(first.get(path), second.get(path)))]
    became = [each for each in _became(differing, first, second, before, turned) if _is_of(client, each)]
    found = [_changed(each, first, second, after, values) for each in became]
    return tuple(sorted(found, key=lambda each: (each.place.client, each.path)))


def _differing(before: Tree, after: Tree, client: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of which both states do not have the same content, as each of them has them."""
    old, new = _paths(before, client), _paths(after, client)
    unknown = {path for tree in (before, after) for path in tree.left_out if path not in tree.gone}
    differing = [path for path in sorted((old | new) - unknown) if not _same_id(before, after, path)]
    before.expect([path for path in differing if path in old])
    first = {path: raw for path in differing if path in old and (raw := _read(before, path)) is not None}
    after.expect([path for path in differing if path in new])
    second = {path: raw for path in differing if path in new and (raw := _read(after, path)) is not None}
    return first, second


def _is_of(client: str, change: RecordChange) -> bool:
    """Whether a change is of a client's chart, or takes something out of it; of any where none is named."""
    return not client or client in (RecordPath.parse(change.path).client, RecordPath.parse(change.was).client)


def _paths(tree: Tree, client: str) -> set[str]:
    # What is hidden is told only where a record went there, or came from there.
    found = {path for path in tree.walk(RECORDS) if path.endswith(".md") or not _is_hidden(path)}
    found |= {path for path in SETTINGS if tree.holds(path)}
    return {path for path in found if RecordPath.parse(path).client == client} if client else found


def _is_hidden(path: str) -> bool:
    return any(part.startswith((".", "~")) for part in path.split("/"))


def _same_id(before: Tree, after: Tree, path: str) -> bool:
    known = before.content_id(path)
    return bool(known) and known == after.content_id(path)


def _same_text(one: bytes | None, other: bytes | None) -> bool:
    """Equal, but for line ends: a checkout may have turned LF into CRLF, which is nobody's edit."""
    return one is not None and other is not None and one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")


def _read(tree: Tree, path: str) -> bytes | None:
    """Nothing for a link: it is no record, and what lay in its place is gone."""
    try:
        return tree.read(path)
    except NotAFileError as refusal:
        return None if refusal.reason == "link" else b""  # the other is told as a version that cannot be read


def _became(
    differing: list[str], first: dict[str, bytes], second: dict[str, bytes], start: Tree, turned: bool
) -> list[RecordChange]:
    """What became of each file that differs. Line ends that a checkout may have `turned` make no other content either.

    What came where a record had been deleted before the first state, as far as that is a commit, was restored; `first`
    then has it as it was deleted.
    """
    contents: dict[str, bytes] = {}

    def named(raw: bytes | None) -> str:
        if raw is None:
            return ""
        name = sha256(raw.replace(b"\r\n", b"\n") if turned else raw).hexdigest()
        contents[name] = raw
        return name

    files = [(path, named(first.get(path)), named(second.get(path))) for path in differing]
    became = what_became(files, lambda name: contents.get(name, b""))
    deleted = dict(_deleted_before(created_in(became), start))
    gone = {path: Deletion(each.commit, named(raw)) for path, (each, raw) in deleted.items()}
    became = with_returns(became, gone, lambda name: contents.get(name, b""))
    first |= {each.path: contents[each.before] for each in became if each.kind.startswith("restored")}
    return [each for each in became if not _is_hidden(each.path) or (each.was and not _is_hidden(each.was))]


def _deleted_before(created: Sequence[str], start: Tree) -> Iterator[tuple[str, tuple[Deletion, bytes]]]:
    """Of each path at which a file had been deleted, when that was, and what it said."""
    if not created or not isinstance(start, CommitTree):
        return
    with Contents(start.root) as contents:
        prefix = prefix_of(start.root)
        for path, gone in last_deletions(start.root, [prefix + each for each in created], [start.commit]).items():
            raw = contents.get(gone.content)
            if isinstance(raw, bytes):
                yield path.removeprefix(prefix), (gone, raw)


def _changed(
    change: RecordChange, first: dict[str, bytes], second: dict[str, bytes], after: Tree, values: bool
) -> Changed:
    path, was = change.path, change.was
    if change.kind.startswith("restored"):
        return Changed(path, "", events_of_return(change, first[path], second[path], values=values))
    events = events_between(first.get(was or path), second.get(path), path, values=values)
    if was:
        events = () if change.kind == "moved" else events
        return Changed(path, was, (moved_event(change), *events))
    against = ""
    if path not in first and RecordPath.parse(path).word == "plan":
        against, more = _against(path, second[path], after, values)
        events += more
    return Changed(path, was, events, against)


def _against(path: str, raw: bytes, tree: Tree, values: bool) -> tuple[str, tuple[Event, ...]]:
    """The link of the plan that a new plan supersedes, and what differs between the two."""
    folder = path.rpartition("/plans/")[0]
    named = read_bytes(raw, path).data.get("supersedes")
    older = sorted(each for each in tree.walk(f"{folder}/plans") if each < path and each.endswith(".md"))
    if isinstance(named, str) and _LINK.match(named) and tree.holds(f"{folder}/{named}.md"):
        before = f"{folder}/{named}.md"
    elif older:
        before = older[-1]
    else:
        return "", ()
    found = events_between(_read(tree, before) or b"", raw, path, values=values)
    return RecordPath.parse(before).link, tuple(_of_substance(found))


def _of_substance(events: tuple[Event, ...]) -> Iterator[Event]:
    for event in events:
        if event.action == "unreadable" or event.field.partition("/")[0] not in _OWN:
            yield event._replace(action="edited") if event.action == "edited-after-signing" else event
