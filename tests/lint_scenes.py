"""A practice told in the words of a rule's examples, written out and linted: what the lint tests begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from devtools.examples.scenes import Scene, scene_of
from devtools.examples.trying import practice_of, write_scene

PLAN = "records/clients/C-0001/plans/2026-01-12.md"

# A plan whose only objective has no target date: one PLN005, and nothing else of that code.
UNDATED = """
objectives:
  - id: O1.1
    text: Keep to the same bedtime on 5 nights a week
    done_when: 4 weeks running
"""


def scene(text: str) -> Scene:
    """The scene of an example whose first lines are about the plan."""
    return scene_of(load_rules()["PLN005"], text.strip("\n"))


def lint(root: Path, text: str, **options: Any) -> LintResult:
    """The result of linting the practice that `text` describes, written out below `root`."""
    told = scene(text)
    write_scene(told, root)
    return lint_caseload(
        root, practice_of(told), LintRequest(**{"today": told.today, "history": PretendHistory(told.past), **options})
    )


def places(result: LintResult, *codes: str) -> list[tuple[str, int, int]]:
    """Code, line and column of the findings, or of those with some codes."""
    return [(each.code, each.line, each.column) for each in result.findings if not codes or each.code in codes]


def line_of(text: str, words: str) -> int:
    """The line (1-based) of a file on which some words stand for the first time."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)
