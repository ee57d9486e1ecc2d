"""Which records that a history put on file are records that it had deleted: the same words, at the same path.

Told of the whole history once it is in order, so that what is remembered of it and what is read anew agree. Git is
asked only where something came to a path from which something was deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from caseload_tools.audit.changes.event import Event
from caseload_tools.git.command import prefix_of, run_git
from caseload_tools.git.commits import Commit


class _PastEvent(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def event(self) -> Event: ...


class _Made(Protocol):
    @property
    def commit(self) -> Commit: ...
    @property
    def found(self) -> Sequence[_PastEvent]: ...


class Return(NamedTuple):
    """A file that a commit put where another commit had deleted one."""

    path: str
    deleted: str
    returned: str


def restored_records(root: Path, past: Sequence[_Made]) -> set[tuple[str, str]]:
    """Commit and path of each record that was put back as it was when it was deleted."""
    returns = list(_returns(past))
    if not returns:
        return set()
    prefix = prefix_of(root)
    asked = "".join(f"{each.deleted}^:{prefix}{each.path}\n{each.returned}:{prefix}{each.path}\n" for each in returns)
    printed = run_git(root, ["cat-file", "--batch-check=%(objectname)"], stdin=asked.encode("utf-8", "surrogateescape"))
    ids = printed.decode("utf-8", "surrogateescape").splitlines()
    pairs = zip(returns, ids[::2], ids[1::2], strict=True)
    return {(each.returned, each.path) for each, before, after in pairs if before == after}


def _returns(past: Sequence[_Made]) -> Iterator[Return]:
    gone: dict[str, str] = {}
    for each in past:
        for did in each.found:
            if did.event.action == "deleted":
                gone[did.path] = each.commit.id
            elif did.event.action == "created" and did.path in gone and "\n" not in did.path:
                yield Return(did.path, gone.pop(did.path), each.commit.id)
