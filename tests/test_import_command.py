"""`caseload import csv` as a user runs it: what it prints, what it leaves, and what no interruption may break."""

from __future__ import annotations

import csv
import io
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseload_tools.desk.exchange.csv_import import import_csv, load_mapping
from caseload_tools.text import read_file
from tests.conftest import Invoke

HEADER = (
    "person_oid,first_name,last_name,gender,age,location,complexity_level,archetype_id,"
    "writer_style,embedded_scenarios,case_note\n"
)
ONE = "CN-001,Ada,Brook,Female,26,Rural,3,pattern,senior_worker,,Seen at home.\n"
BAD = "CN-002,Ben,Weir,Male,31,Rural,3,pattern,senior_worker,,Seen at work,and again.\n"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    root = tmp_path / "clinic"
    root.mkdir()
    (root / "caseload.toml").write_text('name = "Brook"\n', encoding="utf-8")
    return root


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "notes.csv"
    path.write_text(HEADER + ONE, encoding="utf-8")
    return path


def test_it_says_what_it_did(invoke: Invoke, clinic: Path, table: Path) -> None:
    arguments = ("import", "csv", "--map", "case-notes", "--given", "day=2026-10-01", table)
    dry = invoke(*arguments, "--dry-run", cwd=clinic).ok()
    assert dry.out.startswith("case-notes: 2 new (1 client, 1 session) (dry run: nothing was written)\n")
    assert not (clinic / "records").exists()
    done = invoke(*arguments, cwd=clinic).ok()
    assert done.out.startswith("case-notes: 2 new (1 client, 1 session)\ncaseload.toml: 1 staff added\n")
    assert "  notes.archetype_id: which pattern" in done.out and done.out.endswith(
        "Next: caseload lint; caseload due\n"
    )
    again = invoke(*arguments, "--format", "json", cwd=clinic).ok().json()
    assert again["counts"] == {"new": 0, "updated": 0, "unchanged": 2, "kept": 0, "conflict": 0, "rejected": 0}


def test_it_leaves_with_1_when_a_row_was_not_taken(invoke: Invoke, clinic: Path, table: Path, tmp_path: Path) -> None:
    table.write_text(HEADER + ONE + BAD, encoding="utf-8")
    rejects = tmp_path / "rejects.csv"
    arguments = ("import", "csv", "--map", "case-notes", "--given", "day=2026-10-01", "--rejects", rejects, table)
    done = invoke(*arguments, cwd=clinic)
    assert done.code == 1 and "1 row not taken:\n  notes.csv:3  has 12 cells, the header has 11\n" in done.out
    assert "Weir" not in done.out + done.err
    (row,) = csv.DictReader(io.StringIO(rejects.read_text(encoding="utf-8")))
    assert row["row"] == BAD.strip() and rejects.stat().st_mode & 0o777 == 0o600
    table.write_text(HEADER + ONE + BAD.replace(",and", " and"), encoding="utf-8")
    assert "2 new (1 client, 1 session); 2 unchanged" in invoke(*arguments, cwd=clinic).ok().out
    assert list(csv.DictReader(io.StringIO(rejects.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--map", "bhsimm", "."], "there is no mapping bhsimm, did you mean `bhsim`?"),
        (["--map", "case-notes", "notes.csv"], "this mapping needs `day`"),
        (["--map", "case-notes", "--given", "day", "notes.csv"], "--given needs a name and a value"),
        (["--map", "case-notes", "--given", "day=2026-10-01", "nowhere"], "there is no such export"),
        (["--map", "bhsim", "notes.csv"], "bhsim.toml reads 12 tables"),
        (["--map", "bhsim", "."], "the export has no individuals.csv"),
        (
            ["--map", "case-notes", "--given", "day=2026-10-01", "--rejects", "clinic/r.csv", "notes.csv"],
            "must not lie inside the practice",
        ),
        (
            ["--map", "case-notes", "--given", "day=2026-10-01", "--rejects", "notes.csv", "notes.csv"],
            "notes.csv is there already and holds something else",
        ),
    ],
)
def test_wrong_use_is_said_plainly(
    invoke: Invoke, clinic: Path, table: Path, arguments: list[str], message: str
) -> None:
    before = table.read_bytes()
    done = invoke("-C", "clinic", "import", "csv", *arguments, cwd=table.parent)
    assert done.code == 2 and message in done.err and len(done.err.splitlines()) == 2
    assert table.read_bytes() == before


def test_the_help_has_examples(invoke: Invoke) -> None:
    assert "caseload import csv --map bhsim out" in invoke("import", "csv", "--help").ok().out


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(note=st.text(min_size=1), style=st.text())
def test_any_text_is_given_back_or_refused(tmp_path: Path, note: str, style: str) -> None:
    """No text breaks an import, and none arrives changed: the note as the body, the rest as sound values."""
    root = Path(tempfile.mkdtemp(dir=tmp_path))
    (root / "caseload.toml").write_text('name = "Brook"\n', encoding="utf-8")
    out = io.StringIO(newline="")
    csv.writer(out).writerow(["CN-001", "A", "B", "Female", "26", style, "3", "x", "worker", "", note])
    (root / "notes.csv").write_bytes((HEADER + out.getvalue()).encode("utf-8", "surrogatepass"))
    result = import_csv(root, root / "notes.csv", load_mapping("case-notes"), given={"day": "2026-10-01"})
    path = "records/clients/C-CN001/sessions/2026-10-01.md"
    if (root / path).exists():
        document = read_file(root, path)
        assert document.usable and not document.faults
        with_lf = note.replace("\r\n", "\n").replace("\r", "\n")
        assert document.body == (f"\n{with_lf}\n" if note.strip() else "")
    else:
        assert result.rejected


def test_killed_at_any_moment_it_leaves_whole_records_and_can_go_on(clinic: Path, tmp_path: Path) -> None:
    table = tmp_path / "many.csv"
    rows = [ONE.replace("CN-001", f"CN-{number:04}") for number in range(400)]
    table.write_text(HEADER + "".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "caseload_tools", "import", "csv", "--map", "case-notes"]
    command += ["--given", "day=2026-10-01", str(table)]
    chance = random.Random(7)
    killed = 0
    for _ in range(4):
        process = subprocess.Popen(command, cwd=clinic, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = len(list(clinic.rglob("*.md")))
        deadline = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline:
            if len(list(clinic.rglob("*.md"))) > before + chance.randrange(5, 60):
                process.send_signal(signal.SIGKILL)
                killed += 1
                break
            time.sleep(0.01)
        process.wait()
        for path in clinic.rglob("*.md"):
            assert path.read_bytes().rstrip().endswith((b"Seen at home.", b"Complexity level: 3."))
    assert killed
    result = import_csv(clinic, table, load_mapping("case-notes"), given={"day": "2026-10-01"})
    assert result.clean and len(result.outcomes) == 800
    assert sum(1 for _ in clinic.rglob("*.md")) == 800
