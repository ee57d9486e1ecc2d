"""What was deleted before at a path where something comes now: asked by all who tell a restored record from a new one.

Of the last times that commits took something away there. Git walks the whole past for it, which costs a third of a
second in 20,000 commits: so it is asked once for all paths of a step, and only for those that came in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from io import BytesIO
from pathlib import Path

from caseload_tools.git.command import prefix_of, run_git
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import MOST_NAMED, RAW, WHOLE_PAST, changes_in, listed_lines, read_change
from caseload_tools.history.fates import Deletion, RecordChange
from caseload_tools.history.moves import moved_paths

_LOG = (*WHOLE_PAST, "--format=%H", "--diff-filter=DT")
_RECORDS = "records/"


def last_deletions(root: Path, paths: Collection[str], tips: Sequence[str]) -> dict[str, Deletion]:
    """Of each of these paths at which commits up to `tips` took a file away, the last time, and whether it moved.

    Paths count from the top of the repository. Of many of them git is asked for all that was ever taken away.
    """
    if not paths or not tips:
        return {}
    here = prefix_of(root)
    named = {each for each in paths if each.startswith(here) and "\n" not in each}
    few = len(named) <= MOST_NAMED
    # Where the practice is all of the repository no path is named: git would compare each commit twice.
    asked = sorted(each.removeprefix(here) for each in named) if few else ["."] if here else []
    printed = run_git(root, [*_LOG, *tips, "--", *asked]) if named else b""
    found: dict[str, Deletion] = {}
    for commit, path, line in listed_lines(BytesIO(printed)):
        change = read_change(path, line)
        if path in named and change.before and not change.after:
            found[path] = Deletion(commit.strip(), change.before)
    return {path: gone._replace(moved=_moved(root, path, gone.commit)) for path, gone in found.items()}


def _moved(root: Path, path: str, commit: str) -> bool:
    """Whether what a commit took away at a path went to another place among the records."""
    listed = changes_in(run_git(root, ["diff-tree", "-r", *RAW, f"{commit}^", commit]))
    records = path[: path.find(_RECORDS) + len(_RECORDS)]
    gone = {each.path: each.before for each in listed if each.before and not each.after}
    came = {each.path: each.after for each in listed if each.after and not each.before}
    came = {each: content for each, content in came.items() if each.startswith(records)}
    gone = {each: content for each, content in gone.items() if each.startswith(records)}
    with Contents(root) as contents:
        return path in moved_paths(gone, came, contents.bytes_of).values()


def created_in(changes: Iterable[RecordChange]) -> list[str]:
    """The paths of what a step created: those to be asked for."""
    return [each.path for each in changes if each.kind == "created"]
