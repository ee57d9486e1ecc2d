"""The pretended past that rules' examples are read against."""

from __future__ import annotations

from datetime import UTC, date, datetime

from caseload_tools.history.readers.pretend_history import PretendHistory, PretendStep
from caseload_tools.history.readers.record_history import History, NoHistory

NOTE = "records/clients/C-0142/sessions/2026-11-03.md"
PLAN = "records/clients/C-0142/plans/2026-10-06.md"
STEPS: list[PretendStep] = [
    ("2026-10-06", "Dana Ruiz", {PLAN: "plan one", NOTE: "scheduled"}),
    (datetime(2026, 11, 3, 15, 20), "Maya Okafor", {PLAN: "plan one", NOTE: "attended"}),
    (date(2026, 11, 9), "Dana Ruiz", {PLAN: None}),
]


def test_a_step_changes_only_what_differs() -> None:
    history = PretendHistory(STEPS)
    assert [(change.commit, change.kind) for change in history.changes(PLAN)] == [
        ("1", "added"),
        ("3", "removed"),
    ]
    assert [(change.commit, change.kind) for change in history.changes(NOTE)] == [
        ("1", "added"),
        ("2", "changed"),
    ]


def _kinds(history: History, path: str) -> list[tuple[str, str]]:
    return [(change.commit, change.kind) for change in history.changes(path)]


def test_texts_stand_as_they_were() -> None:
    history = PretendHistory(STEPS)
    assert [history.text_at(change) for change in history.changes(NOTE)] == ["scheduled", "attended"]
    assert history.text_at(history.changes(PLAN)[-1]) is None


def test_a_moved_file_keeps_its_past() -> None:
    other = NOTE.replace("-03", "-04")
    history = PretendHistory([*STEPS, ("2026-11-10", "Dana Ruiz", {NOTE: None, other: "attended"})])
    assert _kinds(history, other) == [("1", "added"), ("2", "changed"), ("4", "moved")]
    assert history.changes(other)[-1].source == NOTE
    first = history.first_committed(other)
    assert first is not None and first.commit == "1"


def test_a_chart_that_goes_elsewhere_keeps_its_past_even_when_it_is_edited() -> None:
    north = NOTE.replace("clients/", "clients/north/")
    history = PretendHistory([*STEPS, ("2026-11-10", "Dana Ruiz", {NOTE: None, PLAN: None, north: "corrected"})])
    assert _kinds(history, north) == [("1", "added"), ("2", "changed"), ("4", "moved")]


def test_moments_are_those_of_the_author() -> None:
    first, second = PretendHistory(STEPS).changes(NOTE)
    assert first.authored_at == datetime(2026, 10, 6, 12, 0, tzinfo=UTC)
    assert second.moment == datetime(2026, 11, 3, 15, 20)
    assert second.day == date(2026, 11, 3)
    assert second.author == "Maya Okafor"


def test_first_committed_and_between() -> None:
    history = PretendHistory(STEPS)
    first = history.first_committed(NOTE)
    assert first is not None and first.commit == "1"
    assert history.first_committed("records/clients/C-0142/client.md") is None
    assert [change.path for change in history.changes_between("1", "3")] == [NOTE, PLAN]
    assert [change.path for change in history.changes_between("0", "1")] == [PLAN, NOTE]


def test_no_history_knows_nothing_and_says_so() -> None:
    nothing: History = NoHistory()
    pretended: History = PretendHistory()
    assert not nothing.complete and pretended.complete
    assert nothing.changes(NOTE) == () and nothing.first_committed(NOTE) is None
    assert nothing.changes_between("a", "b") == ()
    assert nothing.text_at(PretendHistory(STEPS).changes(NOTE)[0]) is None
