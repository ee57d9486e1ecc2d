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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("--- session 2026-01-19\nclinician:\ntherapist: dana.ruiz", "STR004"),
        ("--- session 2026-01-19\nsetting:\nmodality: office", "STR004"),
        ("--- session 2026-01-19\ntime:\nduration: 50", "STR004"),
        ("--- session 2026-01-19\ntime:\nminutes: an hour", "STR004"),
        ("--- session 2026-01-19\ntime:\nstart: 10am", "STR004"),
        ("--- session 2026-01-19\ntime: 2pm", "STR007"),
        ("--- session 2026-01-19\nwritten: some days later", "STR005"),
        ("--- session 2026-01-19\nwritten:\nwriten: 2026-01-19 12:00", "STR004"),
        ("--- session 2026-01-19\nwritten: 2026-01-23 09:00\nlate_reson: ill", "STR004"),
        ("--- plan\nfamily:\nfamilly: declined", "STR004"),
        ("--- measure 2026-01-19\ngad7: about ten", "STR004"),
        ("--- measure 2026-01-19\ngad7:\ngad_7: 11", "STR004"),
        (
            (
                "--- session 2026-01-19\nattendance: no-show\nprogress:\ninterventions:\nhomework:\nnext:\n"
                "outreach: left a message\ntoday: 2026-01-30"
            ),
            "STR004",
        ),
    ],
)
def test_what_follows_from_a_key_or_a_value_that_was_not_understood_is_not_told_beside_it(
    tmp_path: Path, text: str, code: str
) -> None:
    told = {"STR003", "STR004", "STR005", "STR007", "NOT003", "TIM001", "PLN016", "MEA009", "FUP004"}
    found = lint(tmp_path, f"{text}\n" if "today" in text else f"{text}\ntoday: 2026-01-30", select=told).findings
    assert [each.code for each in found] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("--- session 2026-01-19\ntime:\nzyx: 50", "NOT003"),
        ("--- plan\nfamily:\nzyx: declined", "PLN016"),
        ("--- session 2026-01-19\nwritten: 2026-01-23 09:00\nnxt: 2026-01-26", "TIM001"),
        ("--- measure 2026-01-19\ngad7:\nlanguag: English", "MEA009"),
    ],
)
def test_what_has_nothing_to_do_with_the_slip_is_told_beside_it(tmp_path: Path, text: str, code: str) -> None:
    found = lint(tmp_path, f"{text}\ntoday: 2026-01-30", select={"STR004", code}).findings
    assert {each.code for each in found} == {"STR004", code}
