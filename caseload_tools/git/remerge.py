"""A merge done again: what git makes of its sides by itself, and over which paths they are at odds.

In a borrowed repository, so that nothing of it lands in the one that is looked at, and none of its settings has a say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from caseload_tools.git.borrowed_repository import BorrowedRepository

_FIRST_THAT_CAN = (2, 39)  # `merge-tree --stdin`


class Remerge(NamedTuple):
    """The tree that comes of a merge, and the paths that it leaves to a person."""

    tree: str
    at_odds: frozenset[str]


def can_remerge(borrowed: BorrowedRepository) -> bool:
    """Whether the git of this computer can merge without a work tree."""
    words = borrowed.run(["version"]).decode("ascii", "replace").split()
    return tuple(int(part) for part in words[2].split(".")[:2] if part.isdigit()) >= _FIRST_THAT_CAN


def remerge_all(borrowed: BorrowedRepository, merges: Sequence[Sequence[str]]) -> Iterator[Remerge]:
    """What comes of each merge, given by its parents. More than two are merged one after the other, as git does."""
    firsts = _merge(borrowed, [(parents[0], parents[1]) for parents in merges])
    for parents, (tree, at_odds) in zip(merges, firsts, strict=True):
        done = list(parents[:2])
        for parent in parents[2:]:
            so_far = borrowed.keep_merge(tree, done)
            ((tree, more),) = _merge(borrowed, [(so_far, parent)])
            at_odds |= more
            done.append(parent)
        yield Remerge(tree, at_odds)


def _merge(borrowed: BorrowedRepository, pairs: Sequence[tuple[str, str]]) -> Iterator[Remerge]:
    asked = "".join(f"{one} {other}\n" for one, other in pairs).encode("ascii")
    options = ["--write-tree", "--stdin", "-z", "--name-only", "--no-messages", "--allow-unrelated-histories"]
    printed = borrowed.run(["merge-tree", *options], stdin=asked)
    tokens = iter(printed.decode("utf-8", "surrogateescape").split("\0"))
    for _ in pairs:
        clean, tree = next(tokens), next(tokens)
        paths: set[str] = set()
        # After the tree: the paths at odds, then an empty word.
        while path := next(tokens, ""):
            paths.add(path)
        yield Remerge(tree, frozenset(paths) if clean != "1" else frozenset())


def contents_in(borrowed: BorrowedRepository, tree: str, paths: Sequence[str]) -> dict[str, str]:
    """The id of what lies at each path in a tree; empty for nothing."""
    asked = [path for path in paths if "\n" not in path]
    stdin = "".join(f"{tree}:{path}\n" for path in asked).encode("utf-8", "surrogateescape")
    told = borrowed.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], stdin=stdin) if asked else b""
    words = (line.split(b" ") for line in told.splitlines())
    found = (each[0].decode("ascii") if each[-1] == b"blob" else "" for each in words)
    return {**dict.fromkeys(paths, ""), **dict(zip(asked, found, strict=True))}
