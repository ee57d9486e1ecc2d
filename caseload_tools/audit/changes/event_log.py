"""The past of a practice as events: every commit, oldest first, in one pass of `git log --raw`.

Contents are fetched from one running git, and only those that a comparison needs. What was found is
remembered in the git directory, so that the next run pays for new commits only. Names and dates in a
commit are claims; what git recorded is told here, and nothing is judged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from caseload_tools.audit.changes import event_cache
from caseload_tools.audit.changes.event import Event, moved_event
from caseload_tools.audit.changes.restored import restored_records
from caseload_tools.audit.changes.version_diff import events_between
from caseload_tools.collector import never_collected
from caseload_tools.git.command import current_commit, run_git
from caseload_tools.git.commits import Commit, CommitPerson
from caseload_tools.git.contents import Content, Contents
from caseload_tools.git.partial_clone import check_whole
from caseload_tools.git.raw_list import PathChange
from caseload_tools.history.fates import what_became
from caseload_tools.history.readers.change_list import CommitChanges
from caseload_tools.history.readers.change_list import changes as listed

# What belongs to a practice, and to who may do what in it.
_FOLDERS = ("records", "caseload.toml", "caseload-baseline.json", "audit/allowed_signers")


ContentsById = Mapping[str, Content]  # contents by their ids


class Did(NamedTuple):
    """An event and where it happened; `was` is the path before, for what was moved."""

    path: str
    was: str
    event: Event


class CommitEvents(NamedTuple):
    """A commit, as git lists it, and what happened in it."""

    commit: Commit
    found: tuple[Did, ...]


def read_past(root: Path, *, values: bool = False, fresh: bool = False, only: str = "") -> tuple[CommitEvents, ...]:
    """Every commit that touched the practice, oldest first. Raises NoRepositoryError.

    With `values` the events hold texts that are not shown by default; nothing is then remembered or taken from
    memory. `fresh` reads everything anew as well. `only` keeps the paths that have it as a part, such as `C-0142`.
    """
    head = current_commit(root)
    if not head:
        return ()
    packs = run_git(root, ["rev-parse", "--git-path", "objects/pack"]).rstrip(b"\n")
    check_whole(root, root / os.fsdecode(packs), head)
    with never_collected():
        return _with_restored(root, _read_past(root, head, values, fresh, only), values)


def _with_restored(root: Path, past: tuple[CommitEvents, ...], values: bool) -> tuple[CommitEvents, ...]:
    back = restored_records(root, past, values)
    if not back:
        return past
    among = {commit for commit, _ in back}

    def told(each: CommitEvents) -> CommitEvents:
        if each.commit.id not in among:
            return each
        found = [did for did in each.found if (each.commit.id, did.path) not in back]
        events = ((path, told) for (commit, path), told in back.items() if commit == each.commit.id)
        found += [Did(path, "", event) for path, told in events for event in told]
        return each._replace(found=tuple(sorted(found, key=lambda did: did.path)))

    return tuple(map(told, past))


def _read_past(root: Path, head: str, values: bool, fresh: bool, only: str) -> tuple[CommitEvents, ...]:
    if values or fresh or only:
        return tuple(_read(root, [head], values, only))
    known = event_cache.read_event_cache(root, head)
    if known is None:
        found = list(_read(root, [head]))
    elif known.head == head:
        return tuple(map(_from_row, known.rows))
    else:
        new = list(_read(root, [head, f"^{known.head}"]))
        found = [*map(_from_row, known.rows), *new]
        if run_git(root, ["rev-list", "--min-parents=2", "--max-count=1", head, f"^{known.head}"]):
            found = _in_order(root, head, found)
    event_cache.write_event_cache(root, head, [_as_row(each) for each in found])
    return tuple(found)


def practice_changes(root: Path, revisions: Sequence[str]) -> Iterator[CommitChanges]:
    """The commits that touched the practice, with the paths of it, oldest first."""
    return listed(root, revisions, _FOLDERS)


def _read(root: Path, revisions: Sequence[str], values: bool = False, only: str = "") -> Iterator[CommitEvents]:
    """The commits as git lists them, with what happened in them: three processes at work, and little held."""
    with Contents(root) as contents:
        for (commit, paths, ids), found in contents.of_each(_wanted(practice_changes(root, revisions), only)):
            # A merge that only brought two versions together has done nothing of its own.
            if told := tuple(_found(paths, dict(zip(ids, found, strict=True)), values)):
                yield CommitEvents(commit, told)


_Asked = tuple[Commit, list[PathChange], list[str]]


def _wanted(commits: Iterable[CommitChanges], only: str) -> Iterator[tuple[_Asked, list[str]]]:
    """Each commit with the ids of the contents that its events are told from."""
    for commit, paths in commits:
        kept = _about(paths, only) if only else paths
        if kept:
            ids = _needed(kept)
            yield (commit, kept, ids), ids


def _about(paths: Sequence[PathChange], part: str) -> list[PathChange]:
    """The paths with a part, and with them everything that came or went in the commit: it may have been moved."""
    wanted = [each for each in paths if part in each.path.split("/")]
    return [each for each in paths if each in wanted or not each.after or not each.before] if wanted else []


def _needed(paths: Sequence[PathChange]) -> list[str]:
    come = len(paths) > 1 and not all(each.before for each in paths)
    ids: list[str] = []
    for each in paths:
        if each.after or come:  # with what came, what is gone may have been moved
            ids += filter(None, (*each.parents, each.after))
    return ids


def _found(paths: Sequence[PathChange], contents: ContentsById, values: bool) -> Iterator[Did]:
    if len(paths) == 1:  # most commits, and nothing was moved
        (one,) = paths
        for event in _told(one.path, one.parents, one.after, contents, values):
            yield Did(one.path, "", event)
        return
    parents = {each.path: each.parents for each in paths}
    step = ((each.path, each.before, each.after) for each in paths)
    for change in what_became(step, lambda content: _text(contents, content)):
        if change.was:
            yield Did(change.path, change.was, moved_event(change))
        for event in _told(change.path, parents[change.was or change.path], change.after, contents, values):
            yield Did(change.path, change.was, event)


def _text(contents: ContentsById, content_id: str) -> bytes:
    found = contents.get(content_id)
    return found if isinstance(found, bytes) else b""


def _told(path: str, before: Sequence[str], after: str, contents: ContentsById, values: bool) -> Sequence[Event]:
    """What happened to one path. A merge is told what it did itself: what differs from every parent."""
    if not after:  # its content is of no matter, and was not fetched
        return events_between(b"", None, path) if any(before) else ()
    now = contents.get(after)
    versions = [contents.get(each) for each in before if each]
    # What is missing or too large is told, never taken for an empty file.
    if not isinstance(now, bytes) or not all(isinstance(each, bytes) for each in versions):
        if versions:
            return (Event("unreadable", "", "edited; a version could not be read (too large, or missing in git)"),)
        return (Event("created", "", "created; this version could not be read"),)
    if not versions:
        return events_between(None, now, path, values=values)
    first, *others = (events_between(each, now, path, values=values) for each in versions if isinstance(each, bytes))
    for other in others:
        fields = {event.field for event in other}
        first = tuple(event for event in first if event.field in fields)
    return first


def _in_order(root: Path, head: str, past: Sequence[CommitEvents]) -> list[CommitEvents]:
    """In the order in which git would list them all: a merge may put old commits between new ones."""
    args = ["rev-list", "--topo-order", "--reverse", head, "--"]
    order = {commit: at for at, commit in enumerate(run_git(root, args).decode("ascii").split())}
    return sorted(past, key=lambda each: order.get(each.commit.id, len(order)))


def _as_row(each: CommitEvents) -> event_cache.CachedRow:
    made, found = each.commit, [[did.path, did.was, *did.event] for did in each.found]
    return [made.id, made.parents, made.author, made.committer if made.committer != made.author else None, found]


def _from_row(row: event_cache.CachedRow) -> CommitEvents:
    commit, parents, author, committer, found = row
    by = CommitPerson(*author)
    made = Commit(commit, tuple(parents), by, CommitPerson(*committer) if committer else by)
    return CommitEvents(made, tuple(Did(path, was, Event(*event)) for path, was, *event in found))
