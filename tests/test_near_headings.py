"""A heading that was meant for a section is told at its own line with its right form, and not as a section missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.lint.repairing import Repaired, repair_practice
from caseload_tools.lint.rule import load_rules
from caseload_tools.text import read_bytes, set_heading
from caseload_tools.text.near_headings import near_heading
from devtools.examples.trying import practice_of
from tests.lint_scenes import lint, scene

SOAP = ("Subjective", "Objective", "Assessment", "Plan")
NOTE = """--- session 2026-01-19

She came early.

{}

"Three nights out of seven," she said.

## Objective

Awake and quiet.

## Assessment

Bedtime kept on 3 nights.

## Plan

Move the bedtime.
"""
SURE = [
    "## S",
    "##Subjective",
    "# Subjective",
    "### Subjective",
    "## Subjectiv",
    "##  subjectve:",
    "**Subjective**",
    "Subjective:",
]
TOLD = ["## Subj", "## Subjectives and more"]


@pytest.mark.parametrize("heading", SURE)
def test_a_heading_with_one_meaning_is_told_where_it_stands_and_fix_writes_it(tmp_path: Path, heading: str) -> None:
    text = NOTE.format(heading)
    [found] = lint(tmp_path, text, select=["NOT001"]).findings
    lines = (tmp_path / found.path).read_text().split("\n")
    assert (lines[found.line - 1], found.hint) == (heading, "write `## Subjective`")
    told = scene(text)
    [made] = repair_practice(tmp_path, practice_of(told), [found.path], load_rules().values(), told.today)
    assert isinstance(made, Repaired)
    assert made.after == made.before.replace(f"\n{heading}\n", "\n## Subjective\n")


@pytest.mark.parametrize("heading", TOLD)
def test_a_heading_that_may_mean_more_is_told_and_not_written(tmp_path: Path, heading: str) -> None:
    [found] = lint(tmp_path, NOTE.format(heading), select=["NOT001"]).findings
    assert (found.hint, found.fixable) == ("write `## Subjective`, if that is meant", False)


@pytest.mark.parametrize("heading", ["## Also", "Her sister:", "**Quiet**", "```\n# Subjective\n```", "## Plan"])
def test_another_heading_is_no_section_that_is_missing(tmp_path: Path, heading: str) -> None:
    [found] = lint(tmp_path, NOTE.format(heading), select=["NOT001"]).findings
    assert found.hint == "add `## Subjective`"


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        (
            "--- plan\nstatus: active\n\nWritten with her.\n\n## Strenghts\n\nHer sister.",
            "PLN012",
            "write `## Strengths`",
        ),
        (
            "--- plan\nstatus: active\n\nWritten with her.\n\n# Strengths\n\nHer sister.",
            "PLN012",
            "write `## Strengths`",
        ),
        (
            "--- review 2026-04-06\ndecision: step-up\n\nWritten with her.\n\n## Why this decison\n\nX.",
            "PLN022",
            "write `## Why this decision`",
        ),
    ],
)
def test_each_section_that_is_asked_for_is_looked_for_so(tmp_path: Path, text: str, code: str, hint: str) -> None:
    found = lint(tmp_path, text, select=[code]).findings
    assert [each.hint for each in found] == [hint]


def test_a_heading_is_set_and_nothing_else() -> None:
    for end in ("\n", "\r\n"):
        text = end.join(("---", "type: session", "---", "", "##Plan ", "", "Walk."))
        assert set_heading(text, 5, "Plan") == text.replace("##Plan ", "## Plan")
    body = read_bytes(text.encode(), "").body
    found = near_heading(body, 4, "Plan", SOAP)
    assert found is not None and (found.line, found.sure) == (5, True)
