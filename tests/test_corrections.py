"""What was signed stays as it is: a signed addendum answers for what nobody could read in it, and for no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.audience import may_be_shown
from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.not_read import not_read_in
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.signing.standing import digest_of
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import lint, scene

SIGNED = "signatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:00}"
NOTE = f"--- session 2026-01-19\nattendance: attended\n{SIGNED}\n"
BESIDE = "--- addendum 2026-01-22\nto: sessions/2026-01-19\nkind: correction\n"
BY_HAND = "signatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-01-22 12:00}\n"
TODAY = "today: 2026-01-25"


def _read(text: str, root: Path) -> tuple[Chart, Session]:
    told = scene(text)
    write_scene(told, root)
    chart = read_caseload(root, practice_of(told), told.today).charts[0]
    record = chart.find("sessions/2026-01-19")
    assert isinstance(record, Session)
    return chart, record


@pytest.mark.parametrize(
    ("line", "corrects", "key"),
    [
        ("next: soonish", "next: 2026-02-09", "next"),
        ("risk: High!", "risk: high", "risk"),
        ("minutes: a lot", "minutes: 50", "minutes"),
    ],
)
def test_a_signed_correction_says_what_nobody_could_read(line: str, corrects: str, key: str, tmp_path: Path) -> None:
    note, told = NOTE.replace("attendance", f"{line}\nattendance"), f"corrects:\n  {corrects}\n"
    chart, record = _read(note + TODAY, tmp_path / "before")
    assert record.lost and not_read_in(chart)
    hints = [each.hint for each in lint(tmp_path / "told", note + TODAY).findings if each.code in ("STR004", "STR005")]
    assert hints and all("`corrects`" in each for each in hints), "whoever reads of it is told what answers it"
    chart, mended = _read(note + BESIDE + told + BY_HAND + TODAY, tmp_path / "after")
    assert not mended.lost and not not_read_in(chart)
    assert str(mended.corrected[key]) == corrects.partition(": ")[2]
    assert mended.data == record.data and digest_of(mended) == digest_of(record), "the file is as it was signed"
    said = lint(tmp_path / "lint", note + BESIDE + told + BY_HAND + TODAY).findings
    assert not [each for each in said if each.code in ("STR004", "STR005") and "sessions" in each.path]


@pytest.mark.parametrize(
    ("note", "beside"),
    [
        (NOTE, BESIDE + "corrects:\n  next: 2026-02-09\n"),  # nobody signed it
        (NOTE, (BESIDE + "corrects:\n  next: 2026-02-09\n" + BY_HAND).replace("kind: correction", "kind: addendum")),
        (NOTE, BESIDE + "corrects:\n  next: later\n" + BY_HAND),  # nobody can read that either
        (NOTE, BESIDE + "corrects:\n  minutes: 50\n" + BY_HAND),
        (NOTE.replace(SIGNED + "\n", ""), BESIDE + "corrects:\n  next: 2026-02-09\n" + BY_HAND),
    ],
)
def test_nothing_else_says_it(note: str, beside: str, tmp_path: Path) -> None:
    _, record = _read(note.replace("attendance", "next: soonish\nattendance") + beside + TODAY, tmp_path)
    assert record.lost == (("next",),) and not record.corrected and not record.next


def test_what_could_be_read_is_never_corrected(tmp_path: Path) -> None:
    _, record = _read(NOTE + BESIDE + "corrects:\n  attendance: no-show\n" + BY_HAND + TODAY, tmp_path)
    assert record.attendance == "attended" and not record.corrected


@pytest.mark.parametrize("line", ["visibility: privat", "tags: [private]"])
@pytest.mark.parametrize(("word", "shown"), [("clinician-only", False), ("team", True)])
def test_a_correction_says_whom_a_signed_record_is_for(line: str, word: str, shown: bool, tmp_path: Path) -> None:
    note, told = NOTE.replace("attendance", f"{line}\nattendance"), f"corrects:\n  visibility: {word}\n"
    _, record = _read(note + TODAY, tmp_path / "before")
    assert not may_be_shown(record)
    whole = note + BESIDE + told + BY_HAND + TODAY
    chart, record = _read(whole, tmp_path / "after")
    assert may_be_shown(record) is shown
    assert all(may_be_shown(each) for each in chart.addenda), "it says nothing of its own readers"
    assert "PRV013" not in {each.code for each in lint(tmp_path / "lint", whole).findings}
    chart, record = _read(note + BESIDE + told + TODAY, tmp_path / "unsigned")
    assert not may_be_shown(record)


def test_somebody_elses_word_shows_nothing(tmp_path: Path) -> None:
    """Only its author or a supervisor may say that what was hidden may be read."""
    note = NOTE.replace("attendance", "visibility: privat\nattendance")
    other = BY_HAND.replace("dana.ruiz", "kim.day")
    staff = 'practice: staff."kim.day".name = "Kim Day"\npractice: staff."kim.day".roles = ["clinician"]\n'
    _, record = _read(f"{staff}{note}{BESIDE}corrects:\n  visibility: team\n{other}{TODAY}", tmp_path)
    assert not may_be_shown(record)


@pytest.mark.parametrize(
    ("beside", "answered"),
    [
        ("risk_reason: She meant a film\n" + BY_HAND, True),
        ("risk_reason: She meant a film\n", False),  # nobody signed it
        (BY_HAND, False),
    ],
)
def test_an_addendum_answers_a_text_that_speaks_of_danger(beside: str, answered: bool, tmp_path: Path) -> None:
    note = (
        NOTE.replace("attendance", "risk: none\nattendance") + "\n## Subjective\n\nShe thinks of suicide each night.\n"
    )
    codes = {each.code for each in lint(tmp_path, note + BESIDE + beside + TODAY).findings}
    assert ("RSK005" not in codes) is answered
