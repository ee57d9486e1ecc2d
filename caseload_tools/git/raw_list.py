"""Git's raw list of changes, and what one line of it says: the only place that reads `--raw`.

`git log`, `diff-tree` and `diff-index` print the same lines, framed in three ways. Whoever lists a past, a step or what
is staged asks here, so that an empty file, a link, another repository and an undecided merge mean the same to all.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import IO, NamedTuple

from caseload_tools.errors import CaseloadError

RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
"""How git is asked for such a list: the same whatever the settings of the repository say."""
WHOLE_PAST = (
    "log",
    *RAW,
    "--no-notes",
    "--no-decorate",
    "--no-color",
    "--diff-merges=combined",
    "--full-history",
    "--topo-order",
    "--reverse",
)
"""Every commit up to a tip, the oldest first, with what it changed, as `listed_lines` reads it."""
MOST_NAMED = 50  # paths; git compares each name of a folder with each of them

LINK, MODULE = "120000", "160000"
NO_FILE = frozenset((LINK, MODULE))
_AT_ONCE = 1 << 16
_NOTHING = frozenset(("0" * 40, "0" * 64))


class PathChange(NamedTuple):
    """One path that differs: the ids of its content before and after, empty where no file is, and its mode now.

    Another repository in its place (a submodule) is no file, and neither is a link: it has a mode and no content.
    `parents` are the contents in each parent, of which `before` is the first that is a file's; of anything but a merge
    there is one.
    """

    path: str
    before: str
    after: str
    mode: str = ""
    letters: str = ""
    parents: tuple[str, ...] = ("",)

    @property
    def undecided(self) -> bool:
        """Whether a merge has left it to a person, and there is no content yet."""
        return self.letters == "U"


def read_change(path: str, line: str) -> PathChange:
    """A line such as `:100644 100644 BEFORE AFTER M`; of a merge, with one colon, mode and BEFORE for each parent."""
    fields = line.split(" ")
    if len(fields) == 5:
        first, mode, before, after, letters = fields
        if before in _NOTHING or first[-6:] in NO_FILE:
            before = ""
        if after in _NOTHING or mode in NO_FILE:
            after = ""
        return PathChange(path, before, after, "" if mode == "000000" else mode, letters, (before,))
    half = len(fields) // 2
    modes = [each[-6:] for each in fields[:half]]
    ids = [
        "" if content in _NOTHING or mode in NO_FILE else content
        for mode, content in zip(modes, fields[half:-1], strict=True)
    ]
    parents, mode = tuple(ids[:-1]), modes[-1]
    before = next(filter(None, parents), "")
    return PathChange(path, before, ids[-1], "" if mode == "000000" else mode, fields[-1], parents)


def is_of_a_merge(line: str) -> bool:
    """Whether a line is a merge's. There git gives the whole path, whatever `--relative` says."""
    return "::" in line[:3]


def is_half_of_a_move(line: str) -> bool:
    """Whether a file may have been taken away, or put where none was; in a merge, as all its parents had it."""
    if line.endswith((" M", " A", " D")):
        return line[-1] != "M"
    letters = set(line[line.rindex(" ") + 1 :])
    return letters <= {"A", "T"} or letters <= {"D", "T"}


def may_leave_nothing(line: str) -> bool:
    """Whether there may be no file after this: `read_change` knows."""
    return line.endswith(("D", "T")) or f" {MODULE} " in line or f" {LINK} " in line


def listed_lines(printed: IO[bytes]) -> Iterator[tuple[str, str, str]]:
    """What `git log` prints, as (what stands above, path, line): a commit's fields, then pairs of a line and a path.

    Read while git writes it, so that a long history is never in memory whole.
    """
    tokens = chain.from_iterable(_tokens(printed))
    head = ""
    for token in tokens:
        if ":" in token[:2]:  # behind a line end, the first of a commit
            yield head, next(tokens, ""), token  # no path when git broke off, which is told at the end
        elif token:
            head = token


def changes_in(printed: bytes) -> list[PathChange]:
    """What `diff-index`, or `diff-tree` for one pair, prints: nothing but lines and paths."""
    fields = printed.decode("utf-8", "surrogateescape").split("\0")
    return [read_change(path, line) for line, path in zip(fields[::2], fields[1::2], strict=False)]


def changes_of_pairs(printed: bytes, count: int) -> list[list[PathChange]]:
    """What `diff-tree --stdin` prints for so many pairs: a line of two ids for each, then lines and paths."""
    found: list[list[PathChange]] = []
    tokens = printed.decode("utf-8", "surrogateescape").split("\0")
    place = 0
    while place < len(tokens):
        *heads, line = tokens[place].split("\n")
        found.extend([] for _ in heads)
        if not line.startswith(":"):
            break
        found[-1].append(read_change(tokens[place + 1], line))
        place += 2
    if len(found) != count:
        raise CaseloadError("git stopped while the past was read", "`git fsck --full` says what is broken")
    return found


def _tokens(printed: IO[bytes]) -> Iterator[list[str]]:
    """What stands between the NULs, read as it is asked for."""
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
