"""What a push brings that is no record: leftovers of editors and systems, and copies beside their records.

Git forgets nothing, and the words of a note in an editor's trash are a client's as much as those in the note. The hook
of a commit asks the linter for them; who went past it is asked here again, by the same functions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from caseload_tools.chart.unplaced import StrayFile
from caseload_tools.git.command import run_git
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import PathChange
from caseload_tools.git.stored_trees import CommitTree
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.record_path import PRACTICE, RecordPath, is_read
from caseload_tools.lint.stray_files import stray_in_git
from caseload_tools.practice import FILE, Practice
from caseload_tools.practice.record_format import say_needed

_PLACE = "STR014"
_COPY = "STR019"


def left_lying(
    room: Path, step: CommitStep, contents: Contents, tip: str, practice: Practice, prefix: str = ""
) -> Iterator[Refusal]:
    """The files of a step that lie in no place, and did not lie there before; what was taken out by the tip is not
    told: that is for the audit.
    """
    found = [(each, stray) for each in step.own if (stray := _stray(each, contents, prefix)) is not None]
    if not found or not _asks_for_it(practice):
        return
    for change, stray in found:
        newer = stray.unknown and bool(say_needed(practice))
        if not newer and _is_at(room, tip, change.path) and _belongs_here(room, tip, change.path, prefix):
            yield Refusal(_PLACE, change.path, stray.why, stray.hint)


def _stray(change: PathChange, contents: Contents, prefix: str) -> StrayFile | None:
    if not change.after or not change.path.startswith(prefix):
        return None
    path = change.path.removeprefix(prefix)
    stray = stray_in_git(path, partial(contents.bytes_of, change.after))
    known = stray is not None and any(
        each and stray_in_git(path, partial(contents.bytes_of, each)) is not None for each in change.parents
    )
    return None if known else stray


def _asks_for_it(practice: Practice) -> bool:
    """Whether the linter of this practice looks for it at all."""
    from caseload_tools.lint.rule import load_rules
    from caseload_tools.lint.selecting import chosen_codes

    return _PLACE in chosen_codes(load_rules(), select=practice.lint.select, ignore=practice.lint.ignore)


def _is_at(room: Path, commit: str, path: str) -> bool:
    asked = ["rev-parse", "--verify", "--quiet", f"{commit}:{path}"]
    return bool(run_git(room, asked, accept=(0, 1, 128)).strip())


def _belongs_here(room: Path, commit: str, path: str, prefix: str) -> bool:
    """Whether the practice in `prefix` is the one that a file lies in: others are asked for theirs."""
    *folders, _ = path.removeprefix(prefix).split("/")
    inner = ("/".join(folders[:end]) for end in range(1, len(folders) + 1))
    return _is_at(room, commit, prefix + FILE) and not any(
        _is_at(room, commit, f"{prefix}{each}/{FILE}") for each in inner
    )


def copies_pushed(root: Path, tip: str, added: Collection[str], practice: Practice, today: date) -> Iterator[Refusal]:
    """The records that a push adds, by their paths in the practice, and that are copies of others at its tip."""
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.run import lint_caseload

    records = sorted(path for path in added if is_read(path))
    if not records:
        return
    charts = sorted({folder for path in records if (folder := RecordPath.parse(path).folder)})
    with CommitTree(root, tip, (FILE, PRACTICE, *charts)) as tree:
        request = LintRequest(today=today, select=(_COPY,), paths=records, part=True)
        for each in lint_caseload(tree, practice, request).findings:
            yield Refusal(each.code, f"{each.path}:{each.line}", each.message, each.hint)
