"""The way in for what is typed most often and by hooks, without click: `lint --staged`, `lint` of some files, and the
hook that drafts a commit's message, where somebody has begun one.

Loading click, with `inspect` and `uuid` behind it, costs a commit hook as much as judging a chart. So these few command
lines, exactly as they stand here, go straight to what the command does; every other one, and every one with a word that
is not understood here, goes through click, which says the same. Knows the words only, never what they lead to.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from caseload_tools.guard.hooks import BEGUN


class Lint(NamedTuple):
    """`lint --staged` (no paths) or `lint` of these paths, in the practice in the folder `place` or around here."""

    place: str | None
    paths: tuple[str, ...]


def short_way(typed: Sequence[str]) -> Lint | None:
    """What was typed, when it is one of these command lines; None leaves it to click."""
    words = list(typed)
    place = None
    if len(words) > 2 and words[0] in ("-C", "--practice"):
        place, words = words[1], words[2:]
    if len(words) < 2 or words[0] != "lint":
        return None
    if words[1:] == ["--staged"]:
        return Lint(place, ())
    return Lint(place, tuple(words[1:])) if not any(each.startswith("-") or not each for each in words) else None


def nothing_to_draft(typed: Sequence[str]) -> bool:
    """Whether git runs the hook that drafts a message, and says itself that there is one: most commits have `-m`."""
    words = list(typed[2:] if typed[:1] == ["-C"] else typed)
    return words[:3] == ["hooks", "run", "prepare-commit-msg"] and len(words) > 4 and words[4] in BEGUN


def is_open() -> bool:
    """Whether the short way leads where click would: not in a shell's completion, nor where click mends a terminal."""
    plain = (sys.stdout.encoding or "").lower().replace("_", "-") == "utf-8"
    return plain and sys.platform != "win32" and "_CASELOAD_COMPLETE" not in os.environ


def lint_shortly(asked: Lint) -> int:
    """Run it; returns the exit code."""
    from caseload_tools.cli.outcome import exit_code_of

    return exit_code_of(lambda: _lint(asked))


def _lint(asked: Lint) -> int:
    from caseload_tools.cli.lint_run import LintOptions, run_lint

    return run_lint(asked.place, LintOptions(paths=asked.paths, staged=not asked.paths))
