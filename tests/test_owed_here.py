"""What `caseload new` tells of a chart before somebody writes: what this record could end or has to answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.clocks import DUTIES
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.desk.drafts import DRAFTS
from caseload_tools.desk.owed_here import ENDED_IN, IN_THE_RECORD, MOST, owed_in_chart
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import scene

SCREEN = "--- session 2026-01-19\nphq9: [1, 1, 1, 1, 1, 1, 1, 1, 1]\nrisk:\n"
MISSED = "--- session 2026-01-20\nattendance: no-show\nprogress:\ninterventions:\nhomework:\nnext:\n"
HIGH = "--- session 2026-01-26\nrisk: high\nconsultation: told Sam Lee the same day\ntoday: 2026-01-26\n"
LATE = "today: 2026-02-10\n"


def told(word: str, text: str, root: Path) -> tuple[str, ...]:
    made = scene(text)
    write_scene(made, root)
    return owed_in_chart(root, practice_of(made), word, "C-0001", made.today)


def test_each_kind_is_ended_in_some_record_or_where_it_stands() -> None:
    assert ENDED_IN.keys() == DRAFTS.keys() and DRAFTS.keys() <= RECORD_TYPES.keys()
    named = {kind for kinds in ENDED_IN.values() for kind in kinds}
    assert (named | IN_THE_RECORD) == DUTIES.keys() and not named & IN_THE_RECORD


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("session", "ask about suicide, and answer what was found on 19 Jan"),
        ("contact", "ask about suicide, and answer what was found on 19 Jan"),
        ("assessment", "ask about suicide, and answer what was found on 19 Jan"),
        ("measure", ""),
        ("charge", ""),
    ],
)
def test_danger_comes_first_and_only_what_the_record_could_end(word: str, first: str, tmp_path: Path) -> None:
    lines = told(word, MISSED + SCREEN + LATE, tmp_path)
    assert lines[0].startswith(first) if first else not lines
    assert len(lines) <= MOST + 1


def test_of_danger_what_is_due_soon_is_told_too(tmp_path: Path) -> None:
    lines = told("contact", HIGH, tmp_path)
    assert any("client" in each for each in lines), lines


def test_a_clean_chart_tells_nothing(tmp_path: Path) -> None:
    for word in ENDED_IN:
        assert told(word, "--- session 2026-01-19\ntoday: 2026-01-20\n", tmp_path) == ()


def test_how_many_more_there_are(tmp_path: Path) -> None:
    lines = told("session", MISSED + SCREEN + MISSED.replace("01-20", "01-21") + LATE, tmp_path)
    assert lines[-1] == f"and {lines[-1].split()[1]} more: `caseload show C-0001`" and len(lines) == MOST + 1
