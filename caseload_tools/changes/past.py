"""The past of a practice as events: every commit, oldest first, in one pass of `git log --raw`.

Contents are fetched from one running git, and only those that a comparison needs. What was found is
remembered in the git directory, so that the next run pays for new commits only. Names and dates in a
commit are claims; what git recorded is told here, and nothing is judged.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from caseload_tools.changes import remembered
from caseload_tools.changes.event import Event
from caseload_tools.changes.moves import alike, same_content
from caseload_tools.changes.versions import events_between
from caseload_tools.vcs.command import run_git
from caseload_tools.vcs.contents import Contents
from caseload_tools.vcs.git_history import LOG

# What belongs to a practice, and to who may do what in it.
_BELOW = "records/"
_FILES = frozenset(("caseload.toml", "caseload-baseline.json", "audit/allowed_signers"))

_FORMAT = "--format=%H%n%an%n%ae%n%aI%n%cn%n%ce%n%cI"


class Did(NamedTuple):
    """An event and where it happened; `was` is the path before, for what was moved."""

    path: str
    was: str
    event: Event


class Commit(NamedTuple):
    """Who claims to have made it and when, by ISO 8601, and what happened in it."""

    id: str
    author: str
    email: str
    authored: str
    committer: str
    committer_email: str
    committed: str
    merge: bool
    found: tuple[Did, ...]


class Raw(NamedTuple):
    """What git printed of one path: the contents in each parent and now; empty where there is no file."""

    path: str
    before: tuple[str, ...]
    after: str


def read_past(root: Path, *, values: bool = False, fresh: bool = False, only: str = "") -> tuple[Commit, ...]:
    """Every commit that touched the practice, oldest first. Raises NoRepositoryError.

    With `values` the events hold texts that are not shown by default; nothing is then remembered or taken from
    memory. `fresh` reads everything anew as well. `only` keeps the paths that have it as a part, such as `C-0142`.
    """
    head = run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], accept=(0, 1)).decode("ascii").strip()
    if not head:
        return ()
    with _nothing_collected():
        return _read_past(root, head, values, fresh, only)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Without looking for garbage: what is made here is kept, and looking through it again and again costs a fifth."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _read_past(root: Path, head: str, values: bool, fresh: bool, only: str) -> tuple[Commit, ...]:
    if values or fresh or only:
        return tuple(_read(root, [head], values, only))
    known = remembered.recall(root, head)
    if known is None:
        found = list(_read(root, [head]))
    elif known.head == head:
        return tuple(map(_from_row, known.rows))
    else:
        new = list(_read(root, [head, f"^{known.head}"]))
        found = [*map(_from_row, known.rows), *new]
        if run_git(root, ["rev-list", "--min-parents=2", "--max-count=1", head, f"^{known.head}"]):
            found = _in_order(root, head, found)
    remembered.remember(root, head, [_as_row(commit) for commit in found])
    return tuple(found)


def change_list(root: Path, revisions: Sequence[str]) -> Iterator[tuple[str, list[Raw]]]:
    """What git printed of each commit, a line for each field, and the paths it touched, oldest first."""
    # No paths are named: git would compare every commit twice, once to choose it and once to show it.
    printed = run_git(root, [*LOG, _FORMAT, *revisions, "--"])
    tokens = iter(printed.decode("utf-8", "surrogateescape").split("\0"))
    last, paths = "", list[Raw]()
    for token in tokens:
        if token[:1] == ":" or token[:2] == "\n:":
            path = next(tokens)
            if path.startswith(_BELOW) or path in _FILES:
                paths.append(_raw(path, token))
        elif token:
            if paths:
                yield last, paths
                paths = []
            last = token
    if paths:
        yield last, paths


def _raw(path: str, entry: str) -> Raw:
    """A line such as `:100644 100644 BEFORE AFTER M`; of a merge, with one colon and BEFORE for each parent."""
    fields = entry.split(" ")
    if len(fields) == 5:
        _, _, before, after, letter = fields
        return Raw(path, ("" if letter == "A" else before,), "" if letter == "D" else after)
    *several, after = fields[len(fields) // 2 : -1]
    return Raw(path, tuple(map(_unless_nothing, several)), _unless_nothing(after))


def _unless_nothing(content_id: str) -> str:
    return content_id if content_id.strip("0") else ""


def _read(root: Path, revisions: Sequence[str], values: bool = False, only: str = "") -> Iterator[Commit]:
    listed = list(change_list(root, revisions))
    if only:
        listed = [(commit, kept) for commit, paths in listed if (kept := _about(paths, only))]
    with Contents(root) as contents:
        texts = contents.all_of(each for _, paths in listed for each in _needed(paths))
        for fields, paths in listed:
            known = {content_id: next(texts) for content_id in _needed(paths)}
            # A merge that only brought two versions together has done nothing of its own.
            if found := tuple(_found(paths, _Texts(known), values)):
                yield _commit(fields.split("\n"), len(paths[0].before) > 1, found)


def _commit(fields: Sequence[str], merge: bool, found: tuple[Did, ...]) -> Commit:
    commit, author, email, authored, committer, committer_email, committed = fields
    return Commit(commit, author, email, authored, committer, committer_email, committed, merge, found)


def _about(paths: Sequence[Raw], part: str) -> list[Raw]:
    """The paths with a part, and with them everything that came or went in the commit: it may have been moved."""
    wanted = [each for each in paths if part in each.path.split("/")]
    return [each for each in paths if each in wanted or not each.after or not any(each.before)] if wanted else []


def _needed(paths: Sequence[Raw]) -> list[str]:
    """The ids of the contents that the events of a commit are told from, each once."""
    if len(paths) == 1:
        (one,) = paths
        return [*dict.fromkeys(filter(None, (*one.before, one.after)))] if one.after else []
    come = any(not any(each.before) for each in paths)
    ids: dict[str, None] = {}
    for each in paths:
        if each.after and any(each.before):
            ids.update(dict.fromkeys(filter(None, each.before)))
            ids[each.after] = None
        elif each.after:
            ids[each.after] = None
        elif come:  # it may have been moved
            ids.update(dict.fromkeys(filter(None, each.before)))
    return list(ids)


class _Texts:
    """Contents by id; what is missing or too large is told, never taken for an empty file."""

    def __init__(self, known: dict[str, bytes | int | None]) -> None:
        self._known = known

    def readable(self, *ids: str) -> bool:
        return all(isinstance(self._known.get(each), bytes) for each in ids if each)

    def get(self, content_id: str) -> bytes | None:
        found = self._known.get(content_id) if content_id else None
        return found if isinstance(found, bytes) else None


def _found(paths: Sequence[Raw], texts: _Texts, values: bool) -> Iterator[Did]:
    if len(paths) == 1:  # most commits, and nothing was moved
        (one,) = paths
        yield from (Did(one.path, "", event) for event in _told(one, texts, values))
        return
    origins = _origins(paths, texts)
    left = set(origins.values())
    before_of = {each.path: each.before for each in paths}
    for each in paths:
        if each.path in origins:
            was = origins[each.path]
            yield Did(each.path, was, Event("moved", "", f"moved from {was}", was, each.path))
            told = _told(Raw(each.path, before_of[was], each.after), texts, values)
        elif each.path in left:
            continue
        else:
            was, told = "", _told(each, texts, values)
        yield from (Did(each.path, was, event) for event in told)


def _origins(paths: Sequence[Raw], texts: _Texts) -> dict[str, str]:
    """From the new path to the old one, for what was moved in this commit."""
    gone = {each.path: each.before[0] for each in paths if not each.after and each.before[0]}
    come = {each.path: each.after for each in paths if each.after and not any(each.before)}
    if not gone or not come:
        return {}
    found = same_content(gone, come)
    rest = {path: texts.get(content) or b"" for path, content in gone.items() if path not in found.values()}
    new = {path: texts.get(content) or b"" for path, content in come.items() if path not in found}
    return found | alike(rest, new) if rest and new else found


def _told(raw: Raw, texts: _Texts, values: bool) -> Sequence[Event]:
    """What happened to one path. A merge is told what it did itself: what differs from every parent."""
    if raw.after and not any(raw.before) and not texts.readable(raw.after):
        return (Event("created", "", "created; this version could not be read"),)
    if raw.after and not texts.readable(*raw.before, raw.after):
        return (Event("unreadable", "", "edited; a version could not be read (too large, or missing in git)"),)
    after = texts.get(raw.after)
    if not raw.after:  # its content is of no matter, and was not fetched
        return events_between(b"", None, raw.path)
    versions = [texts.get(each) for each in raw.before if each] or [None]
    first, *others = (events_between(each, after, raw.path, values=values) for each in versions)
    for other in others:
        fields = {event.field for event in other}
        first = tuple(event for event in first if event.field in fields)
    return first


def _in_order(root: Path, head: str, commits: Sequence[Commit]) -> list[Commit]:
    """In the order in which git would list them all: a merge may put old commits between new ones."""
    args = ["rev-list", "--topo-order", "--reverse", head, "--"]
    order = {commit: at for at, commit in enumerate(run_git(root, args).decode("ascii").split())}
    return sorted(commits, key=lambda commit: order.get(commit.id, len(order)))


def _as_row(commit: Commit) -> remembered.Row:
    return [*commit[:-1], [[did.path, did.was, *did.event] for did in commit.found]]


def _from_row(row: remembered.Row) -> Commit:
    *about, merge, found = row
    return _commit(about, merge, tuple(Did(path, was, Event(*event)) for path, was, *event in found))
