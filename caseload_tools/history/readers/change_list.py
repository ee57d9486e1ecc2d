"""The change list of a history: every commit and the paths it touched, in one pass of `git log --raw -z`.

Read while git writes it, so that a long history is never in memory whole, and with nothing imported that
reading a list does not need: most of its time is git's own. It says what git recorded and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from caseload_tools.git.command import git_stream, prefix_of

FLAGS = (
    "log",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-notes",
    "--no-decorate",
    "--no-color",
    "--ignore-submodules=all",
    "--diff-merges=combined",
    "--full-history",
    "--topo-order",
    "--reverse",
    "--relative",
    "--encoding=UTF-8",
)
"""How git lists a history: the same whatever the settings of the repository say."""

_FORMAT = "--format=%H%n%an%n%ae%n%aI%n%cn%n%ce%n%cI"
_AT_ONCE = 1 << 16


class Touched(NamedTuple):
    """What git printed of one path: the contents in each parent and now; empty where there is no file."""

    path: str
    before: tuple[str, ...]
    after: str


Listed = tuple[str, list[Touched]]
"""A line for each of id, author, e-mail, time, committer, e-mail, time; and the paths, at least one."""


def change_list(root: Path, revisions: Sequence[str], below: str, files: Iterable[str]) -> Iterator[Listed]:
    """Each commit that touched a path below a folder or one of `files`, oldest first."""
    # No paths are named: git would compare every commit twice, once to choose it and once to show it.
    with git_stream(root, [*FLAGS, _FORMAT, *revisions, "--"]) as (_, printed):
        yield from _commits(tokens_of(printed), below, frozenset(files), root)


def tokens_of(printed: IO[bytes]) -> Iterator[str]:
    """What stands between the NULs, read as it is asked for."""
    return chain.from_iterable(_parts(printed))


def _parts(printed: IO[bytes]) -> Iterator[list[str]]:
    rest = b""
    while part := printed.read(_AT_ONCE):
        whole, nul, begun = part.rpartition(b"\0")
        if nul:
            yield (rest + whole).decode("utf-8", "surrogateescape").split("\0")
            rest = begun
        else:
            rest += begun
    if rest:
        yield [rest.decode("utf-8", "surrogateescape")]


def of_a_merge(entry: str) -> bool:
    """Whether a line is a merge's. There git gives the whole path, whatever `--relative` says."""
    return "::" in entry[:3]


def _commits(tokens: Iterator[str], below: str, files: frozenset[str], root: Path = Path()) -> Iterator[Listed]:
    """A commit's fields, then pairs of a line that begins with a colon and a path."""
    fields, paths, prefix = "", list[Touched](), None
    for token in tokens:
        if ":" in token[:2]:  # behind a line end, the first of a commit
            path = next(tokens, "")  # none when git broke off, which is told at the end
            if of_a_merge(token):
                prefix = prefix_of(root) if prefix is None else prefix
                path = path.removeprefix(prefix) if path.startswith(prefix) else ""
            if path.startswith(below) or path in files:
                paths.append(_touched(path, token))
        elif token:
            if paths:
                yield fields, paths
                paths = []
            fields = token
    if paths:
        yield fields, paths


def _touched(path: str, entry: str) -> Touched:
    """A line such as `:100644 100644 BEFORE AFTER M`; of a merge, with one colon and BEFORE for each parent."""
    fields = entry.split(" ")
    if len(fields) == 5:
        _, _, before, after, letter = fields
        return Touched(path, ("",) if letter == "A" else (before,), "" if letter == "D" else after)
    *several, after = fields[len(fields) // 2 : -1]
    return Touched(path, tuple(map(_unless_nothing, several)), _unless_nothing(after))


def _unless_nothing(content_id: str) -> str:
    return content_id if content_id.strip("0") else ""
