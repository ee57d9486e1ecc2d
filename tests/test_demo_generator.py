"""The generated caseload: the size asked for, the same bytes again, a past that fits the notes, valid records."""

from __future__ import annotations

import subprocess
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from caseload_tools.audit.verifying import verify_history
from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.desk.demo import generator
from caseload_tools.desk.demo.calendar import RHYTHMS, Rhythm, calendar_slots, rhythms_for, session_days
from caseload_tools.desk.demo.generator import generate_caseload
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.git_history import GitHistory
from caseload_tools.history.readers.head import read_head
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice
from caseload_tools.text import read_file
from caseload_tools.text.rendering import render_record

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("generated") / "practice"
    generate_caseload(root, clients=24, notes=20, seed=7)
    return root


@pytest.fixture(scope="module")
def caseload(made: Path) -> Caseload:
    practice = load_practice(made)
    return read_caseload(made, practice, practice.today or TODAY)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def git(root: Path, *args: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *args], capture_output=True, check=True)
    return done.stdout.decode()


def test_twenty_three_files_a_client(made: Path) -> None:
    counts = Counter(path.split("/")[2] for path in files(made) if path.startswith("records/"))
    assert set(counts.values()) == {23} and len(counts) == 24


def test_the_same_seed_gives_the_same_bytes_and_commits(made: Path, tmp_path: Path) -> None:
    generate_caseload(tmp_path / "again", clients=24, notes=20, seed=7)
    generate_caseload(tmp_path / "other", clients=24, notes=20, seed=8)
    assert files(tmp_path / "again") == files(made)
    assert git(tmp_path / "again", "rev-parse", "HEAD") == git(made, "rev-parse", "HEAD")
    assert git(tmp_path / "other", "rev-parse", "HEAD") != git(made, "rev-parse", "HEAD")


def test_every_record_fits_its_schema(caseload: Caseload) -> None:
    faulty = [faulty for chart in caseload.charts for faulty in chart.faulty]
    assert not faulty, [(each.document.path, [str(coded.problem) for coded in each.problems]) for each in faulty[:3]]
    assert caseload.record_count == 24 * 23


def test_it_lints_clean(made: Path) -> None:
    """Not even advice: what a generated caseload costs to lint is the cost of rules, not of findings."""
    practice = load_practice(made)
    result = lint_caseload(made, practice, LintRequest(today=practice.today or TODAY, history=GitHistory(made)))
    assert [(each.code, each.path, each.message) for each in result.findings] == []


def test_every_record_is_as_our_writer_writes_it(made: Path) -> None:
    for path in files(made):
        if path.endswith(".md"):
            document = read_file(made, path)
            assert not document.faults
            assert render_record(document.data, document.body) == document.text, path


def test_no_two_records_have_the_same_words(made: Path) -> None:
    bodies = [read_file(made, path).body for path in files(made) if "/sessions/" in path]
    told = [body for body in bodies if body.strip()]
    assert len(told) > 250 and len(set(told)) == len(told)


def test_the_tree_is_clean_and_the_past_is_whole(made: Path) -> None:
    assert git(made, "status", "--porcelain") == ""
    assert read_head(made).branch == "main" and not read_head(made).dirty
    assert git(made, "fsck", "--full", "--strict") == ""


def test_it_stands_under_verify(made: Path) -> None:
    assert alarms_of(made) == []


@pytest.mark.extended
@pytest.mark.parametrize("seed", [1, 3, 11])
@pytest.mark.parametrize("clients", [3, 5, 24])
def test_whatever_is_made_up_stands_under_verify(tmp_path: Path, clients: int, seed: int) -> None:
    generate_caseload(tmp_path / "practice", clients=clients, notes=20, seed=seed)
    assert alarms_of(tmp_path / "practice") == []


def alarms_of(root: Path) -> list[str]:
    answers = verify_history(root, today=load_practice(root).today or TODAY).answers
    return [f"{each.path}: {each.what}" for one in answers for each in one.alarms]


def test_commits_are_dated_as_the_notes_were_written(made: Path, caseload: Caseload) -> None:
    history = GitHistory(made)
    for chart in caseload.charts:
        for session in chart.kept_sessions:
            first = history.first_committed(session.path)
            assert first is not None and session.written is not None
            assert first.day == session.written.date()
            assert first.moment >= session.written
            assert first.email == f"{session.clinician}@northgate.example"


def test_commits_follow_in_time_and_have_several_authors(made: Path) -> None:
    lines = git(made, "log", "--reverse", "--format=%ct %an").splitlines()
    times = [int(line.split()[0]) for line in lines]
    assert times == sorted(times)
    assert len({line.split(" ", 1)[1] for line in lines}) >= 3


def test_a_closed_chart_changed_when_it_was_closed(made: Path, caseload: Caseload) -> None:
    history = GitHistory(made)
    closed = [chart for chart in caseload.charts if chart.status == "discharged"]
    assert 0 < len(closed) < len(caseload.charts)
    for chart in closed:
        assert chart.client is not None
        kinds = [change.kind for change in history.changes(chart.client.path)]
        assert kinds == ["added", "changed"]


def test_nobody_is_in_two_places_at_once(caseload: Caseload) -> None:
    taken = Counter(
        (session.clinician, session.date, session.time) for chart in caseload.charts for session in chart.sessions
    )
    assert max(taken.values()) == 1


def test_a_client_in_care_has_one_session_to_come(caseload: Caseload) -> None:
    for chart in caseload.charts:
        planned = [session for session in chart.sessions if session.is_planned]
        assert len(planned) == (1 if chart.status == "active" else 0)
        assert all(session.date >= TODAY for session in planned)
        assert all(session.date < TODAY for session in chart.sessions if session not in planned)


def test_more_clients_than_fit_in_one_folder_lie_in_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "FLAT", 10)
    monkeypatch.setattr(generator, "SHARD", 4)
    made = generate_caseload(tmp_path / "large", clients=11, notes=2, seed=1)
    folders = sorted(path.name for path in (tmp_path / "large/records/clients").iterdir())
    assert folders == ["group-00", "group-01", "group-02"]
    assert made.records == 11 * 5
    practice = load_practice(tmp_path / "large")
    caseload = read_caseload(tmp_path / "large", practice, TODAY)
    assert [chart.id for chart in caseload.charts][-1] == "C-0011"


@pytest.mark.parametrize("notes", [2, 3, 5, 6, 13, 45, 150])
def test_any_number_of_notes(tmp_path: Path, notes: int) -> None:
    made = generate_caseload(tmp_path / "some", clients=3, notes=notes, seed=3)
    assert made.records == 3 * (notes + 3)
    root = tmp_path / "some"
    practice = load_practice(root)
    caseload = read_caseload(root, practice, TODAY)
    assert not [faulty for chart in caseload.charts for faulty in chart.faulty]


def test_a_start_is_kept(tmp_path: Path) -> None:
    start = date(2026, 3, 2)
    generate_caseload(tmp_path / "short", clients=6, notes=20, seed=1, start=start)
    practice = load_practice(tmp_path / "short")
    caseload = read_caseload(tmp_path / "short", practice, TODAY)
    assert all(record.date >= start for chart in caseload.charts for record in chart.records)


@pytest.mark.parametrize(("clients", "notes"), [(0, 20), (3, 1), (3, 400)])
def test_what_cannot_be_made_is_said(tmp_path: Path, clients: int, notes: int) -> None:
    with pytest.raises(CaseloadError):
        generate_caseload(tmp_path / "none", clients=clients, notes=notes, seed=1)
    assert not (tmp_path / "none").exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    with pytest.raises(CaseloadError, match="folder is not empty"):
        generate_caseload(tmp_path, clients=1, notes=5, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.md"]


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda rhythm: rhythm.word)
def test_slots_never_meet(rhythm: Rhythm) -> None:
    weeks_each = rhythm.weeks_for(10) + 2
    seen: Counter[tuple[int, int, date]] = Counter()
    for place in calendar_slots(60, weeks_each, 78, rhythm.starts):
        for day in session_days(place, rhythm, 10, TODAY):
            seen[place.clinician, place.hour, day] += 1
    assert max(seen.values()) == 1


def test_dense_charts_come_more_often() -> None:
    assert [rhythm.word for rhythm in rhythms_for(16, 70)] == ["biweekly", "weekly"]
    assert rhythms_for(120, 70)[0].word == "3 times a week"
    assert timedelta(weeks=rhythms_for(200, 70)[0].weeks_for(200)) < timedelta(days=366)
