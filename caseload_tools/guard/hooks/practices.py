"""Which practices of a repository its hooks guard, and which they do not.

A repository has one set of hooks and may hold several practices, each in a folder of its own. A hook names those it
checks; whoever says that all is well asks here whether one was left out. Reads only.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

from caseload_tools.git.command import prefix_of, run_git
from caseload_tools.git.hook_files import HOOKS, hook_folder, hook_state, top_of
from caseload_tools.git.staged import staged_in_repository
from caseload_tools.practice import FILE
from caseload_tools.text.shell import shell_word

_NAMED = re.compile(r"^ *(?:practice=|for practice in )('.+?)(?:; do)?$", re.MULTILINE)
_RECORD = re.compile(r"(?:(.+?)/)?records/(?:clients|practice)/.+\.md")


def named_in(hook: Path) -> tuple[str, ...]:
    """The practices that a hook of ours checks, by their folders from the top of the repository: `.` for the top."""
    if hook_state(hook) not in ("ours", "altered"):
        return ()
    named = _NAMED.search(hook.read_text(encoding="utf-8", errors="replace"))
    try:
        return tuple(shlex.split(named[1])) if named else ()
    except ValueError:  # an altered hook may say anything
        return ()


def guarded_practices(root: Path) -> frozenset[str]:
    """The practices that every hook of the repository checks."""
    folder = hook_folder(root).path
    return frozenset.intersection(*(frozenset(named_in(folder / name)) for name in HOOKS))


def unguarded_practices(root: Path, guarded: Iterable[str]) -> tuple[str, ...]:
    """The practices that are committed or staged in this repository and are not among those guarded."""
    top = top_of(root)
    listed = run_git(top, ["ls-files", "-z"]).decode("utf-8", "surrogateescape").split("\0")
    folders = {path.rpartition("/")[0] for path in listed if path == FILE or path.endswith(f"/{FILE}")}
    found = {each or "." for each in folders if (top / each / "records").is_dir()}
    return tuple(sorted(found - set(guarded)))


def staged_and_unguarded(root: Path) -> tuple[str, ...]:
    """The practices of which a record is about to be committed, and that no hook checks."""
    touched = {match[1] or "." for match in map(_RECORD.fullmatch, staged_in_repository(root)) if match}
    others = touched - {own_folder(root)}
    # Nearly every commit is of one practice, and asks git no more than that.
    return tuple(sorted(others.intersection(unguarded_practices(root, guarded_practices(root))))) if others else ()


def own_folder(root: Path) -> str:
    """The practice's folder as hooks name it."""
    return prefix_of(root).rstrip("/") or "."


def line_to_guard(root: Path, practice: str) -> str:
    """The command that puts the hooks before a practice as well, to be typed anywhere."""
    return f"caseload -C {shell_word(top_of(root) / practice)} hooks install"


def line_to_go_there(root: Path, variables: Mapping[str, str], here: Path) -> str:
    """What is typed to get to the practice's folder, from anywhere; empty where whoever waits for us stands there.

    Git runs its hooks at the top of the repository, and does not tell them where its own `-C` was typed. So what runs
    as a hook cannot know where anybody stands.
    """
    stands_there = "GIT_PREFIX" not in variables and here.resolve() == root.resolve()
    return "" if stands_there else f"cd {shell_word(root.resolve())}"
