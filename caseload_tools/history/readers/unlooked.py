"""What git was told not to look at among the records: asked by lint, by the commit's hook and by `audit verify`.

A record that a line of .gitignore covers, in this repository or in any list of the person's own, is read by everybody
here and never comes to be committed. So it is with the changes of one that git was told to take for unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from caseload_tools.git.staged import ignored_files, listed_with_flags
from caseload_tools.history.record_path import NOT_LOOKED_AT, is_filed, is_read
from caseload_tools.text.leftover_names import leftover_name
from caseload_tools.text.shell import shell_word

NOT_WATCHED = "git was told not to look at this file"


class Unlooked(NamedTuple):
    """A record or an attached file that git does not look at: what is said of it, and what to do."""

    path: str
    why: str
    hint: str


def unlooked_files(root: Path) -> tuple[Unlooked, ...]:
    """The records and attached files that git was told to pass over, by path.

    None where git keeps nothing of the practice: a folder above it may be a repository for something else. What an
    editor leaves beside a file is passed over rightly.
    """
    flags = listed_with_flags(root)
    letters = set(flags.values())
    if letters <= {"?"}:
        return ()
    # Mostly git has all that is there, and looks at it.
    found = list(_unwatched(root, flags)) if letters - {"H", "?"} else []
    if "?" in letters and any(flag == "?" and _is_kept(path) for path, flag in flags.items()):
        found += [_ignored(path) for path in ignored_files(root) if _is_kept(path)]
    return tuple(sorted(found))


def _is_kept(path: str) -> bool:
    return (is_read(path) or is_filed(path)) and leftover_name(path.rpartition("/")[2]) is None


def _ignored(path: str) -> Unlooked:
    return Unlooked(path, NOT_LOOKED_AT, f"take out the line that says so: `git check-ignore -v {shell_word(path)}`")


def _unwatched(root: Path, flags: dict[str, str]) -> Iterator[Unlooked]:
    """What is taken for unchanged, or skipped and there: what is not there was left out by a sparse checkout."""
    for path, flag in flags.items():
        if (flag.islower() or (flag == "S" and (root / path).exists())) and (is_read(path) or is_filed(path)):
            command = f"git update-index --no-assume-unchanged --no-skip-worktree {shell_word(path)}"
            yield Unlooked(path, NOT_WATCHED, f"let git look again, then see `git diff`: `{command}`")
