"""What a user typed for 0.1.0 is still understood, and no longer taught."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.cli.app import help_pages, run

PLAN = "records/clients/C-0142/plans/2026-11-20.md"


def _undated_and_allowed(plan: Path) -> None:
    """An objective without its target date, beside a reason for that."""
    lines = plan.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.lstrip().startswith("target_date:"))
    lines.pop(at)
    start = next(number for number in range(at - 1, 0, -1) if lines[number].lstrip().startswith("- id:"))
    lines[start] += "  # caseload: allow [PLN005] the date is set with the family"
    plan.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_old_option_for_allowances(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(practice)
    _undated_and_allowed(practice / PLAN)
    told = {}
    for option in ("--exit-zero", "--no-allowances", "--no-waivers"):
        run(["lint", "--select", "PLN005", option])
        told[option] = capsys.readouterr().out
    assert told["--no-waivers"] == told["--no-allowances"]
    assert PLAN in told["--no-allowances"] and PLAN not in told["--exit-zero"]


def test_no_help_page_teaches_an_old_word() -> None:
    assert not [typed for typed, page in help_pages() if "waive" in page]
