"""The page of what the tests cost: each command writes its own part, and every file says what it proves."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from tests import quality_page
from tests.forks import ROOT
from tests.minutes import LEAST, page, proves, used_below
from tests.speeds import EXTENDED, LONG, ONE_IN, STARTS_PROCESSES, is_left_out, mark, one_of_each

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


def test_what_is_listed_is_there() -> None:
    lost = []
    for listed in (*STARTS_PROCESSES, *LONG, *EXTENDED, *ONE_IN):
        file, _, test = listed.partition("::")
        found = [path for path in FILES if path.relative_to(ROOT / "tests").match(file)]
        if not any(f"\ndef {test}(" in path.read_text(encoding="utf-8") if test else True for path in found):
            lost.append(listed)
    assert not lost, "no such file or test: take it out of tests/speeds.py, or write its new name there"


class _Item:
    """As much of a test as its marks are given by."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name, self.marks = path, name, set[str]()

    def add_marker(self, marked: pytest.MarkDecorator) -> None:
        self.marks.add(marked.name)


def test_of_a_table_with_rows_alike_the_first_of_each_few_is_in_make_test() -> None:
    listed, every = next(iter(ONE_IN.items()))
    file, _, test = listed.partition("::")
    rows = [_Item(ROOT / "tests" / file, f"{test}[{number}]") for number in range(2 * every + 1)]
    mark(cast(Any, rows))
    assert [number for number, row in enumerate(rows) if "extended" not in row.marks] == [0, every, 2 * every]


def test_a_test_that_is_extended_by_name_leaves_the_others_of_its_file() -> None:
    file, _, test = next(listed for listed in EXTENDED if "::" in listed).partition("::")
    named, other = (_Item(ROOT / "tests" / file, name) for name in (test, "test_another"))
    mark(cast(Any, [named, other]))
    assert "extended" in named.marks and "extended" not in other.marks


def test_the_first_row_of_each_kind_is_in_make_test() -> None:
    rows = one_of_each(["a1", "a2", "b1", "a3"], lambda row: row[0])
    assert [each.values[0] for each in rows if not each.marks] == ["a1", "b1"]
    assert [each.values[0] for each in rows] == ["a1", "a2", "b1", "a3"]
