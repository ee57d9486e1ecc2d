"""The other shipped mapping: 500 synthetic social-work notes, each found again letter by letter."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import stream_charts
from caseload_tools.desk.exchange.csv_import import import_csv, load_mapping
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_practice

TABLE = Path(__file__).parent / "corpus" / "case-notes" / "synthetic-case-notes.csv"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clinic")
    (root / "caseload.toml").write_text('name = "Brook"\n', encoding="utf-8")
    result = import_csv(root, TABLE, load_mapping("case-notes"), given={"day": "2026-10-01"})
    assert result.clean and len(result.outcomes_of("new")) == 1000 and not result.nobodys_columns
    return root


def test_each_note_is_there_letter_by_letter(clinic: Path) -> None:
    with TABLE.open(newline="", encoding="utf-8") as file:
        notes = {f"C-{row['person_oid'].replace('-', '')}": row["case_note"] for row in csv.DictReader(file)}
    assert len(notes) == 500
    for client, note in notes.items():
        raw = (clinic / "records/clients" / client / "sessions/2026-10-01.md").read_bytes()
        assert raw.endswith(b"---\n\n" + note.encode() + b"\n")


def test_each_chart_is_sound(clinic: Path) -> None:
    charts = list(stream_charts(clinic, load_practice(clinic), date(2026, 10, 10)))
    assert len(charts) == 500
    for chart in charts:
        assert not chart.faulty and not chart.unreadable and len(chart.sessions) == 1
        assert chart.sessions[0].clinician in load_practice(clinic).staff


def test_names_stay_out(clinic: Path) -> None:
    with TABLE.open(newline="", encoding="utf-8") as file:
        names = {(row["first_name"] + " " + row["last_name"]).encode() for row in csv.DictReader(file)}
    for path in clinic.rglob("*.md"):
        assert not any(name in path.read_bytes() for name in names)


def test_the_day_must_be_given_and_be_one(tmp_path: Path) -> None:
    (tmp_path / "caseload.toml").write_text('name = "Brook"\n', encoding="utf-8")
    mapping = load_mapping("case-notes")
    with pytest.raises(CaseloadError, match="needs `day`: the day to date all notes with") as raised:
        import_csv(tmp_path, TABLE, mapping)
    assert "--given day=" in raised.value.hint
    with pytest.raises(CaseloadError, match="--given day: is not a real date"):
        import_csv(tmp_path, TABLE, mapping, given={"day": "2026-02-30"})
    with pytest.raises(CaseloadError, match="asks for no `date`"):
        import_csv(tmp_path, TABLE, mapping, given={"day": "2026-10-01", "date": "2026-10-01"})
    assert not (tmp_path / "records").exists()
