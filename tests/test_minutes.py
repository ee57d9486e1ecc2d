"""The page of what the tests cost: each command writes its own part, and every file says what it proves."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests import quality_page
from tests.forks import ROOT
from tests.minutes import LEAST, page, proves, used_below
from tests.speeds import EXTENDED, LONG, STARTS_PROCESSES, is_left_out

FILES = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if "node_modules" not in path.parts]
TOLD = {
    "collecting": 5.0,
    "files": {"tests/test_hooks.py": [12, LEAST + 7], "tests/test_values.py": [8, 0.4], "tests/test_rows.py": [9, 0.2]},
}


def test_every_file_of_tests_says_what_it_proves() -> None:
    assert not [path.name for path in FILES if len(proves(path.relative_to(ROOT).as_posix())) < 30]


def test_the_dearest_come_first_and_the_cheap_are_one_line() -> None:
    told = page(TOLD, date(2026, 11, 24))
    rows = [line for line in told.splitlines() if line.startswith("| `")]
    assert rows[0].startswith("| `tests/test_hooks.py` | 12 | 10.0 | The hooks of .pre-commit-hooks.yaml")
    assert rows[1].startswith("| `2 others` | 17 | 0.6 |") and len(rows) == 2
    assert "| **all** | **29** | **16** |" in told and "2026-11-24" in told


def test_each_command_leaves_the_part_of_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "quality.md"
    file.write_text("# How well\n\nrules\n")
    monkeypatch.setattr(quality_page, "PAGE", file)
    quality_page.write_minutes("\nten\n")
    quality_page.write_rules("# How well\n\nbetter\n")
    quality_page.write_minutes("\nnine\n")
    assert file.read_text() == "# How well\n\nbetter\n\n## What each minute buys\n\nnine\n"


@pytest.mark.process
def test_a_process_is_counted_while_it_runs() -> None:
    busy = "import sys\nfor _ in range(3_000_000): pass\nprint(flush=True)\nsys.stdin.read()"
    starts = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', sys.argv[1]])"
    command = [sys.executable, "-c", starts, busy]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        assert used_below(str(process.pid)) > 0
        process.communicate()
    assert used_below(str(process.pid)) == 0


def test_files_without_a_chosen_test_are_not_read() -> None:
    hooks, values = ROOT / "tests/test_hooks.py", ROOT / "tests/test_values.py"
    assert is_left_out(hooks, "not process and not slow")
    assert not any(is_left_out(hooks, chosen) for chosen in ("", "not slow", "process", "not process or slow"))
    assert not is_left_out(values, "not process and not long and not extended")


@pytest.mark.parametrize("listed", [*STARTS_PROCESSES, *LONG, *EXTENDED])
def test_what_is_listed_is_there(listed: str) -> None:
    assert any(path.relative_to(ROOT / "tests").match(listed) for path in FILES)
