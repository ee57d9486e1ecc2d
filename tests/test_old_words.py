"""What a user typed for 0.1.0 is still understood, and no longer taught."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from caseload_tools.cli.app import COMMANDS, OLD_OPTIONS, app, run
from caseload_tools.practice.config_schema import config_schema
from caseload_tools.practice.profiles import OLD_NAMES, profile_names
from devtools.manual.commands import help_pages

ROOT = Path(__file__).parent.parent
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


def test_whoever_misspells_an_old_option_is_told_the_new_one() -> None:
    hidden = {word for name in COMMANDS for word in _hidden_options(name)}
    assert hidden == {*OLD_OPTIONS}
    shown = "".join(page for _, page in help_pages())
    assert all(new in shown for new in OLD_OPTIONS.values())


def _hidden_options(name: str) -> list[str]:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    return [word for each in command.params if isinstance(each, click.Option) and each.hidden for word in each.opts]


@pytest.mark.parametrize("words", ["profiles {}", "profiles {} --all", "explain TIM001 --profile {}"])
def test_the_old_name_of_a_profile(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = {}
    for name in ("general", "baseline"):
        assert run(words.format(name).split()) == 0
        told[name] = capsys.readouterr().out
    assert told["baseline"] == told["general"] and "72 hours" in told["general"]


def test_a_practice_begins_with_a_profile_by_its_old_name(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "clinic"), "--name", "x", "--profile", "baseline", "--no-git"]) == 0
    assert 'profile = "general"' in (tmp_path / "clinic" / "caseload.toml").read_text(encoding="utf-8")


def test_editors_do_not_underline_the_old_name_of_a_profile() -> None:
    listed = config_schema()["properties"]["profile"]["enum"]
    assert {"general", "baseline"} <= set(listed)


def test_no_help_page_teaches_an_old_word() -> None:
    assert not [typed for typed, page in help_pages() if "waive" in page]


def test_no_page_teaches_the_old_name_of_a_profile() -> None:
    assert not {*OLD_NAMES} & {*profile_names()}
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    old = re.compile("|".join(rf'profile = "{name}"|profiles/{name}\b|--profile {name}\b' for name in OLD_NAMES))
    assert not [path.name for path in pages if old.search(path.read_text(encoding="utf-8"))]
