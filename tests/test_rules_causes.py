"""One cause, one finding: a slip is told once, where it was made, and not again by each rule that meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint_scenes import lint

ONE = "{id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, "
TWO = "{id: O1.2, text: Go to work, measure: diary, baseline: 1, target: 5, target_date: 2026-03-01}"


@pytest.mark.parametrize(
    ("objectives", "codes"),
    [
        ([ONE + "established: 2026-01-12, target_date: 2025-03-01}"], ["PLN006"]),
        ([ONE + "target_date: 2025-03-01}"], ["PLN007"]),
        ([ONE + "target_date: 2025-03-01}", TWO], ["PLN006"]),
        ([ONE + "target_date: 2025-03-01}", TWO.replace("2026", "2025")], ["PLN007"]),
    ],
)
def test_a_wrong_year_in_a_target_date_is_one_finding(tmp_path: Path, objectives: list[str], codes: list[str]) -> None:
    lines = "\n".join(f"  - {each}" for each in objectives)
    text = f"--- plan\nduration: 3 months\nobjectives:\n{lines}\ntoday: 2026-02-10\n"
    found = lint(tmp_path, text, select=("PLN006", "PLN007", "PLN024")).findings
    assert [each.code for each in found] == codes
