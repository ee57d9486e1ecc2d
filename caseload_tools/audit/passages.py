"""What became of a path from a commit's parent to the commit, and which two of these are one move.

The values that the checks of records compare. Of a merge only what no commit before it did; what has moved is decided
where all who read the past have it decided, over the contents of a suspected repository as its borrower reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from caseload_tools.git.borrowed_repository import BorrowedRepository
from caseload_tools.git.commits import Commit
from caseload_tools.git.raw_list import PathChange
from caseload_tools.history.moves import moved_paths


class PathPassage(NamedTuple):
    """What a commit did to one path, against one parent; with `went`, what took the file from where it was before."""

    commit: Commit
    change: PathChange
    went: PathChange | None = None

    @property
    def path(self) -> str:
        return self.change.path

    @property
    def was(self) -> str:
        """The path before, in a passage that stands for both halves of a move."""
        return self.went.path if self.went is not None else ""

    @property
    def is_return(self) -> bool:
        """Whether it stands for a deletion and for what came to the same path again."""
        return self.went is not None and self.went.path == self.change.path

    @property
    def before(self) -> str:
        return self.went.before if self.went is not None else self.change.before

    @property
    def after(self) -> str:
        return self.change.after


class Seen:
    """Which changes commits made before, on whatever branch, so that a merge is not blamed for them."""

    def __init__(self) -> None:
        self._number = 0
        self._made: dict[tuple[str, str, str], int] = {}
        self._came: dict[tuple[str, str], int] = {}

    def before(self, passage: PathPassage) -> bool:
        """Whether a merge only repeats here what a commit did. Passages are given in the order of history."""
        self._number += 1
        key, came = (passage.path, passage.before, passage.after), (passage.path, passage.before)
        if len(passage.commit.parents) > 1:
            # Had the content come back since that commit, its loss here would be another one.
            return bool(passage.before) and self._came.get(came, 0) < self._made.get(key, 0)
        self._made[key] = self._number
        self._came[passage.path, passage.after] = self._number
        return False


def moves_among(
    passages: Iterable[PathPassage], borrowed: BorrowedRepository
) -> Iterator[tuple[PathPassage, PathPassage]]:
    """Rename detection: of passages in the order of history, each two that took a record away and put it elsewhere."""
    gone: dict[str, dict[str, PathPassage]] = {}
    came: dict[str, dict[str, PathPassage]] = {}
    for each in passages:
        if each.before and not each.after:
            gone.setdefault(each.commit.id, {})[each.path] = each
        elif each.after and not each.before:
            came.setdefault(each.commit.id, {})[each.path] = each
    for commit, went in gone.items():
        if commit in came:
            yield from _moved(went, came[commit], borrowed)


def returns_among(
    passages: Sequence[PathPassage],
    moves: Collection[tuple[PathPassage, PathPassage]],
    is_before: Callable[[str, str], bool],
) -> Iterator[tuple[PathPassage, PathPassage]]:
    """Each deletion with what came to its path again next, where neither is half of a move.

    `is_before` says whether a commit is in another's past.
    """
    halves = {half for pair in moves for half in pair}
    came: dict[str, list[PathPassage]] = {}
    for each in passages:
        if each.after and not each.before and each not in halves:
            came.setdefault(each.path, []).append(each)
    for went in passages:
        if went.before and not went.after and went not in halves:
            later = (each for each in came.get(went.path, ()) if is_before(went.commit.id, each.commit.id))
            if (back := next(later, None)) is not None:
                yield went, back


def _moved(
    gone: Mapping[str, PathPassage], came: Mapping[str, PathPassage], borrowed: BorrowedRepository
) -> Iterator[tuple[PathPassage, PathPassage]]:
    old = {path: each.before for path, each in gone.items()}
    new = {path: each.after for path, each in came.items()}
    known: dict[str, bytes] = {}

    def read(content: str) -> bytes:
        if not known:
            known.update(_files([*old.values(), *new.values()], borrowed))
        return known[content]

    for after, before in moved_paths(old, new, read).items():
        yield gone[before], came[after]


def _files(contents: Iterable[str], borrowed: BorrowedRepository) -> Iterator[tuple[str, bytes]]:
    """The bytes of each content, none for what is no file's, for one start of git."""
    ids = sorted(set(contents))
    for content, stored in zip(ids, borrowed.objects(ids), strict=True):
        yield content, stored.raw if stored is not None and stored.kind == "blob" else b""
