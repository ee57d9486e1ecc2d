"""Which records once had a signature and then had none: asked by who judges a step, before their past is read in full.

A record that bears no signature tells nothing of one that was taken out. To read the past of every draft that somebody
goes on writing would cost what a hook must not cost; so git is asked once, for all of them, what their contents were,
and the word in those is enough to know of which the past has to be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path

from caseload_tools.git.command import run_git
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import MOST_NAMED, WHOLE_PAST, PathChange, listed_lines, read_change

_LOG = (*WHOLE_PAST, "--format=%H", "--full-diff")  # with what a commit took away, as a record may have come from there
_WORD = b"signatures"


def may_have_lost_signatures(root: Path, here: str, paths: Collection[str], tip: str, contents: Contents) -> set[str]:
    """Of these records those that may have lost a signature up to a commit.

    Paths count from the top of the repository, in which `root` is the folder `here`. What came from elsewhere in the
    commit that put it here may have left it there.
    """
    named = {each for each in paths if each.startswith(here) and "\n" not in each}
    if not named:
        return set()
    asked = sorted(each.removeprefix(here) for each in named) if len(named) <= MOST_NAMED else ["."]
    printed = run_git(root, [*_LOG, tip, "--", *asked])
    bore: set[str] = set()
    lost: set[str] = set()
    for step in _steps(printed):
        took = any(each.before and not each.after and each.path.endswith(".md") for each in step)
        for each in step:
            if each.path not in named or not each.after:
                continue
            if _WORD in contents.bytes_of(each.after):
                bore.add(each.path)
            elif each.path in bore or (took and not each.before):
                lost.add(each.path)
    return lost


def _steps(printed: bytes) -> Iterator[Sequence[PathChange]]:
    """What each commit changed, the oldest first."""
    for _, lines in groupby(listed_lines(BytesIO(printed)), key=lambda each: each[0]):
        yield [read_change(path, line) for _, path, line in lines]
