"""The main job on a foreign system's whole export: bhsim, 100 clients, seed 42, with its known answers.

Each figure is worked out twice: from the CSV files, by plain loops that know nothing of the package,
and from the records that the import made of them.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.chart.caseload import stream_charts
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.base import Record
from caseload_tools.desk.exchange.csv_import import ImportResult, import_csv, load_mapping
from caseload_tools.practice import load_practice

REFERENCE_DAY = date(2026, 10, 10)  # bhsim's own today: what is scheduled lies after it


@dataclass(frozen=True)
class Imported:
    """The export, the practice it was imported into, the result, and every chart read back."""

    export: Path
    root: Path
    result: ImportResult
    charts: tuple[Chart, ...]

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.export / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def scores(self) -> Iterator[tuple[str, list[int | None]]]:
        """Every PHQ-9 and GAD-7 in the records, as its key and its items."""
        for chart in self.charts:
            for record in (*chart.sessions, *chart.measures):
                yield from record.scores.items()


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bhsim")
    for arguments in (
        ["generate", "demo.db", "--clients", "100", "--seed", "42"],
        ["export-csv", "demo.db", "out"],
    ):
        subprocess.run([sys.executable, "-m", "bhsim", *arguments], cwd=folder, check=True, capture_output=True)
    return folder / "out"


@pytest.fixture(scope="module")
def imported(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    root = tmp_path_factory.mktemp("clinic")
    (root / "caseload.toml").write_text('name = "Brook"\n', encoding="utf-8")
    result = import_csv(root, export, load_mapping("bhsim"))
    charts = tuple(stream_charts(root, load_practice(root), REFERENCE_DAY))
    return Imported(export, root, result, charts)


def test_every_client_and_visit_is_there(imported: Imported) -> None:
    assert imported.result.clean and not imported.result.nobodys_columns and not imported.result.nobodys_tables
    assert len(imported.table("individuals")) == len(imported.charts) == 100
    assert {f"C-{row['individual_id']}" for row in imported.table("individuals")} == {c.id for c in imported.charts}
    sessions = [session for chart in imported.charts for session in chart.sessions]
    assert len(imported.table("visits")) == len(sessions) == 1512
    by_source = {session.source.split(" ")[2]: session for session in sessions}
    for row in imported.table("visits"):
        session = by_source.pop(row["visit_id"])
        assert session.client == f"C-{row['individual_id']}"
        assert session.started == datetime.fromisoformat(row["actual_start"] or row["scheduled_start"])
    assert not by_source


def test_every_record_is_sound(imported: Imported) -> None:
    for chart in imported.charts:
        assert not chart.faulty and not chart.unreadable and chart.client is not None


@pytest.mark.requirement("S0.17")
def test_attendance(imported: Imported) -> None:
    known = {"attended": 1047, "no-show": 245, "cancelled": 124, "scheduled": 49, "rescheduled": 47}
    told = Counter(row["visit_status"] for row in imported.table("visits"))
    assert told == {"COMPLETED": 1047, "NO_SHOW": 245, "CANCELED": 124, "SCHEDULED": 49, "RESCHEDULED": 47}
    assert Counter(session.attendance for chart in imported.charts for session in chart.sessions) == known


@pytest.mark.requirement("S0.17")
def test_every_rescheduled_visit_leads_to_the_one_that_replaced_it(imported: Imported) -> None:
    target = {row["visit_id"]: row["rescheduled_to_visit_id"] for row in imported.table("visits")}
    count = 0
    for chart in imported.charts:
        for session in chart.sessions:
            if session.rescheduled_to:
                other = chart.find(session.rescheduled_to)
                assert isinstance(other, Record) and session.attendance == "rescheduled"
                assert other.source.split(" ")[2] == target[session.source.split(" ")[2]]
                count += 1
    assert count == sum(map(bool, target.values())) == 47


@pytest.mark.requirement("S0.14")
def test_measures_keep_every_item(imported: Imported) -> None:
    codes = {row["instrument_id"]: row for row in imported.table("assessment_instruments")}
    items: dict[str, dict[int, int]] = {}
    for row in imported.table("assessment_responses"):
        items.setdefault(row["assessment_id"], {})[int(row["item_number"])] = int(row["response_value"])
    totals = {row["assessment_id"]: int(row["total_score"]) for row in imported.table("assessment_scores")}
    expected: Counter[tuple[str, str]] = Counter()
    complete = incomplete = positive = 0
    for row in imported.table("assessments"):
        answers = items[row["assessment_id"]]
        size = int(codes[row["instrument_id"]]["item_count"])
        key = codes[row["instrument_id"]]["instrument_code"].lower()
        expected[key, json.dumps([answers.get(place) for place in range(1, size + 1)])] += 1
        complete += totals.get(row["assessment_id"]) == sum(answers.values()) and len(answers) == size
        incomplete += row["assessment_id"] not in totals and len(answers) < size
        positive += key == "phq9" and answers.get(9, 0) > 0
    assert (complete, incomplete, positive) == (415, 41, 166)

    found = list(imported.scores())
    assert Counter((key, json.dumps(answers)) for key, answers in found) == expected
    whole = [answers for _, answers in found if None not in answers]
    assert (len(whole), len(found) - len(whole)) == (415, 41)
    assert sum(each for answers in whole for each in answers if each is not None) == sum(totals.values())
    assert sum(key == "phq9" and bool(answers[8]) for key, answers in found) == 166


@pytest.mark.requirement("S0.15")
def test_lateness_of_notes(imported: Imported) -> None:
    told = [
        datetime.fromisoformat(row["documented_at"]) - datetime.fromisoformat(row["actual_end"])
        for row in imported.table("visits")
        if row["documented_at"]
    ]
    found = [
        session.written - session.ended
        for chart in imported.charts
        for session in chart.sessions
        if session.written and session.ended
    ]
    assert Counter(told) == Counter(found) and len(found) == 1047
    assert sum(late > timedelta(hours=24) for late in found) == 533
    assert sum(late > timedelta(hours=72) for late in found) == 0
    assert max(found) == timedelta(hours=72)


def test_two_visits_on_a_day_get_a_path_each_in_the_order_of_the_day(imported: Imported) -> None:
    told = Counter((row["individual_id"], row["scheduled_start"][:10]) for row in imported.table("visits"))
    shared = {key: count for key, count in told.items() if count > 1}
    assert Counter(shared.values()) == {2: 106, 3: 7, 4: 1}
    for (client, day), count in shared.items():
        chart = next(chart for chart in imported.charts if chart.id == f"C-{client}")
        names = [f"sessions/{day}", *(f"sessions/{day}-{number}" for number in range(2, count + 1))]
        planned = {row["visit_id"]: row["scheduled_start"] for row in imported.table("visits")}
        starts = []
        for name in names:
            visit = chart.find(name)
            assert isinstance(visit, Record), name
            starts.append(planned[visit.source.split(" ")[2]])
        assert all(earlier <= later for earlier, later in pairwise(starts))


def test_clients_are_open_or_closed_as_their_enrolments_say(imported: Imported) -> None:
    told: dict[str, list[dict[str, str]]] = {}
    for row in imported.table("individual_programs"):
        told.setdefault(f"C-{row['individual_id']}", []).append(row)
    for chart in imported.charts:
        client, stays = chart.client, told[chart.id]
        assert client is not None and len(client.enrolments) == len(stays)
        assert client.opened.isoformat() == min(stay["start_date"] for stay in stays)
        ends = [stay["end_date"] for stay in stays]
        if "" in ends:
            assert client.status == "active" and client.closed is None
        else:
            assert client.status == "discharged" and client.closed == date.fromisoformat(max(ends))


def test_the_practice_knows_its_staff_and_programmes(imported: Imported) -> None:
    practice = load_practice(imported.root)
    assert set(practice.staff) == {f"e{row['employee_id']}" for row in imported.table("employees")}
    assert set(practice.programmes) == {row["program_code"].lower() for row in imported.table("programs")}
    supervisors = {f"e{row['employee_id']}": row["supervisor_id"] for row in imported.table("employees")}
    assert {id_: person.supervisor.removeprefix("e") for id_, person in practice.staff.items()} == supervisors
    for chart in imported.charts:
        for session in chart.sessions:
            assert practice.staff[session.clinician].active_on(session.date)


def test_no_client_is_named_in_a_record(imported: Imported) -> None:
    names = {row["full_name"].encode() for row in imported.table("individuals")}
    born = {row["date_of_birth"].encode() for row in imported.table("individuals")}
    for path in (imported.root / "records").rglob("*.md"):
        raw = path.read_bytes()
        assert not any(name in raw for name in names | born), path.name


def test_a_second_run_changes_nothing(imported: Imported) -> None:
    before = {path: path.read_bytes() for path in imported.root.rglob("*") if path.is_file()}
    again = import_csv(imported.root, imported.export, load_mapping("bhsim"))
    assert again.clean and len(again.outcomes_of("unchanged")) == len(again.outcomes) == 1695 and not again.added
    assert {path: path.read_bytes() for path in imported.root.rglob("*") if path.is_file()} == before


def found_by_lint(invoke: Any, root: Path, codes: str) -> Counter[str]:
    done = invoke("lint", "--select", codes, "--format", "json", "--today", REFERENCE_DAY.isoformat(), cwd=root)
    assert done.code in (0, 1), done.err
    return Counter(finding["code"] for finding in done.json()["findings"])


@pytest.mark.parametrize(("profile", "late"), [("strict-24h", 533), ("general", 0)])
def test_lint_gives_the_known_answers(imported: Imported, invoke: Any, tmp_path: Path, profile: str, late: int) -> None:
    """533 notes later than 24 hours, none later than 72.

    Each PHQ-9 with item 9 above 0 asks for a risk record, and so does each of the 169 crises that the client came for,
    and each that broke off before item 9 and has no later one that goes on to it.
    """
    root = tmp_path / "clinic"
    shutil.copytree(imported.root, root)
    settings = (root / "caseload.toml").read_text(encoding="utf-8")
    (root / "caseload.toml").write_text(f'profile = "{profile}"\n{settings}', encoding="utf-8")
    notes = (path.read_text(encoding="utf-8") for path in (root / "records").rglob("sessions/*.md"))
    kept = [each for each in notes if "\nservice: crisis\n" in each and "\nattendance: attended\n" in each]
    assert sum("\nrisk:" not in each for each in kept) == 169
    assert found_by_lint(invoke, root, "TIM001,RSK001") == Counter(TIM001=late, RSK001=166 + 169 + _broken_off(root))


def _broken_off(root: Path) -> int:
    """How many sheets end in a blank, of which no later one of that client ends in an answer; read as plain text."""
    found = 0
    for client in (root / "records" / "clients").iterdir():
        lines = [each.read_text(encoding="utf-8") for each in sorted(client.glob("*/*.md"), key=lambda each: each.name)]
        ends = [text.partition("\nphq9: [")[2].partition("]")[0][-4:] for text in lines if "\nphq9: [" in text]
        found += next((at for at, end in enumerate(reversed(ends)) if end != "null"), len(ends))
    return found


def test_lint_finds_nothing_unsound_in_an_import(imported: Imported, invoke: Any) -> None:
    assert not found_by_lint(invoke, imported.root, "STR,LNK,MEA001,MEA002,MEA003")


def test_due_speaks_of_every_open_client(imported: Imported, invoke: Any) -> None:
    done = invoke("due", "--as-of", REFERENCE_DAY.isoformat(), "--all", "--format", "json", cwd=imported.root).ok()
    open_charts = {chart.id for chart in imported.charts if chart.client and chart.client.is_open}
    assert all(chart in done.out for chart in open_charts)
