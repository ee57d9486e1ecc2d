"""Edges of rules that the language of the examples cannot say: a practice without programmes, and a hint's words.

What it can say belongs into tests/cases/ instead.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from caseload_tools.history.readers.record_history import NoHistory
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import read_practice
from devtools.examples.scenes import scene_of
from devtools.examples.trying import write_scene

ONE = '[programmes.outpatient]\nlabel = "Outpatient"\n[programmes.evening]\nlabel = "Evening"\n'


def programmes_not_known(root: Path, client: str, practice: str) -> list[Finding]:
    """What LNK019 says of a client.md in a practice with some programmes."""
    write_scene(scene_of(load_rules()["LNK019"], client), root)
    known = read_practice(f'name = "Willow Street Practice"\n{practice}'.encode())
    asked = lint_caseload(
        root, known, LintRequest(today=date(2026, 1, 20), select=["LNK019"], history=NoHistory(), baseline={})
    )
    return list(asked.findings)


def test_a_practice_without_programmes_corrects_nobody(tmp_path: Path) -> None:
    assert not programmes_not_known(tmp_path, "programme: outpatient", "")


def test_a_slip_of_the_pen_gets_the_programme_that_was_meant(tmp_path: Path) -> None:
    (finding,) = programmes_not_known(tmp_path, "programme: outpatiant", ONE)
    assert finding.hint == "did you mean `outpatient`?"


def test_a_strange_programme_gets_the_list(tmp_path: Path) -> None:
    (finding,) = programmes_not_known(tmp_path, "programme: winter school", ONE)
    assert finding.hint == "there are: evening, outpatient"
