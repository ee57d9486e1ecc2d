"""Which records that a history put on file are records that it had deleted, and what is told of these instead.

Told of the whole history once it is in order, so that what is remembered of it and what is read anew agree. Git is
asked only where something came to a path from which something was deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from caseload_tools.audit.changes.event import Event
from caseload_tools.audit.changes.version_diff import events_of_return
from caseload_tools.git.command import git_outcome, prefix_of, run_git
from caseload_tools.git.commits import Commit
from caseload_tools.git.contents import Contents
from caseload_tools.history.fates import Deletion, RecordChange, with_returns

_PUT_ON_FILE = ("created", "addendum", "voided", "returned")


class _PastEvent(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def was(self) -> str: ...
    @property
    def event(self) -> Event: ...


class _Made(Protocol):
    @property
    def commit(self) -> Commit: ...
    @property
    def found(self) -> Sequence[_PastEvent]: ...


class Return(NamedTuple):
    """A file that a commit put where another commit had deleted one, or moved one away."""

    path: str
    deleted: str
    returned: str
    moved: bool


def restored_records(
    root: Path, past: Sequence[_Made], values: bool = False
) -> Mapping[tuple[str, str], tuple[Event, ...]]:
    """By commit and path, what is told of each record that was put back where it had been deleted."""
    returns = [each for each in _returns(past) if _precedes(root, each)]
    if not returns:
        return {}
    prefix = prefix_of(root)
    asked = "".join(f"{each.deleted}^:{prefix}{each.path}\n{each.returned}:{prefix}{each.path}\n" for each in returns)
    printed = run_git(root, ["cat-file", "--batch-check=%(objectname)"], stdin=asked.encode("utf-8", "surrogateescape"))
    ids = printed.decode("utf-8", "surrogateescape").splitlines()
    with Contents(root) as contents:
        pairs = zip(returns, ids[::2], ids[1::2], strict=True)
        return {
            (each.returned, each.path): told
            for each, before, after in pairs
            if (told := tuple(_told(each, before, after, contents, values)))
        }


def _told(each: Return, before: str, after: str, contents: Contents, values: bool) -> Iterator[Event]:
    """Nothing where what came is another record, or cannot be read."""
    created = RecordChange(each.path, "", "", after, "created")
    (change,) = with_returns([created], {each.path: Deletion(each.deleted, before, each.moved)}, contents.bytes_of)
    if change.kind != "created":
        yield from events_of_return(change, contents.bytes_of(before), contents.bytes_of(after), values=values)


def _returns(past: Sequence[_Made]) -> Iterator[Return]:
    gone: dict[str, tuple[str, bool]] = {}
    for each in past:
        for did in each.found:
            action, path = did.event.action, did.path
            if action == "deleted":
                gone[path] = each.commit.id, False
            elif did.was:
                gone.pop(path, None)
                gone[did.was] = each.commit.id, True
            elif action in _PUT_ON_FILE and path in gone and "\n" not in path:
                deleted, moved = gone.pop(path)
                yield Return(path, deleted, each.commit.id, moved)


def _precedes(root: Path, each: Return) -> bool:
    """Whether the deletion is in the past of the return, and not on a branch beside it."""
    return not git_outcome(root, ["merge-base", "--is-ancestor", each.deleted, each.returned])[0]
