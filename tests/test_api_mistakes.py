"""Whatever is typed wrong at the door for notebooks, the answer is an error of our own, with what to do."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Callable
from dataclasses import FrozenInstanceError, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from caseload_tools import CaseloadError, api, open_practice, to_rows
from caseload_tools.api import OpenedPractice
from caseload_tools.practice import FILE

DAY = date(2026, 11, 24)
NOTE = "records/clients/C-0142/sessions/2026-11-10.md"


@pytest.fixture(scope="module")
def opened(practice_template: Path) -> OpenedPractice:
    return open_practice(practice_template, today=DAY)


Wrong = Callable[[OpenedPractice], object]


def _chart(client: Any) -> Wrong:
    return lambda practice: practice.chart(client)


def _records(word: Any) -> Wrong:
    return lambda practice: practice.chart("C-0142").of_type(word)


def _scores(measure: Any) -> Wrong:
    return lambda practice: practice.chart("C-0142").scores(measure)


def _history(**asked: Any) -> Wrong:
    return lambda practice: practice.history(**asked)


def _open(path: Any = ".", **asked: Any) -> Wrong:
    return lambda practice: open_practice(practice.root if path == "." else path, **asked)


def _rows(values: Any) -> Wrong:
    return lambda practice: to_rows(values(practice) if callable(values) else values)


@pytest.mark.parametrize(
    ("wrong", "message", "hint"),
    [
        (_open("/nowhere/at/all"), "no such folder", "/nowhere/at/all"),
        (_open("~/nowhere"), "no such folder", "/nowhere"),
        (_open("/"), "there is no practice here", "folder that holds it"),
        (_open("a\0b"), "no folder can be at this path", r"'a\x00b'"),
        (_open("\ud800"), "no folder can be at this path", r"'\ud800'"),
        (_open("x" * 5000), "no folder can be at this path", "'xxx"),
        (_open("~nobody-of-this-name/x"), "no folder can be at this path", "~nobody"),
        (_open(None), "no path of a folder", 'such as "."'),
        (_open(142), "no path of a folder", 'such as "."'),
        (_open(today="2026-11-24"), "today is not a day", "date(2026, 11, 24)"),
        (_open(today="24.11.2026"), "today is not a day", "date(2026, 11, 24)"),
        (_open(today=datetime(2026, 11, 24, 9)), "today is not a day", "date()"),
        (_open(today=20261124), "today is not a day", "date(2026, 11, 24)"),
        (_chart("C-9999"), "no client with this id", "records/clients"),
        (_chart("c-0142"), "no client with this id", "did you mean `C-0142`?"),
        (_chart(""), "no client with this id", "records/clients"),
        (_chart(142), "a client's id is not a text", '"C-0142"'),
        (_chart(None), "a client's id is not a text", '"C-0142"'),
        (_records("sesion"), "no such record type", "did you mean `session`?"),
        (_records(""), "no such record type", "there are: addendum"),
        (_records(["session"]), "no such record type", "session"),
        (_scores("phq-9"), "no such measure", "did you mean `phq9`?"),
        (_scores("mood"), "no such measure", "there are: audit"),
        (_scores(9), "no such measure", "phq9"),
        pytest.param(_history(client="C-9999"), "no client", "records/clients", marks=pytest.mark.process),
        pytest.param(_history(client="c-0142"), "no client", "`C-0142`", marks=pytest.mark.process),
        pytest.param(
            _history(client="C-0142", record="sessions/1999-01-01"),
            "no such record",
            "did you mean `C-0142/sessions/2026-11-",
            marks=pytest.mark.process,
        ),
        pytest.param(_history(record="client"), "charts have a record", "client=", marks=pytest.mark.process),
        pytest.param(
            _history(record="sessions/2026-11-20"),
            "charts have a record",
            "/sessions/2026-11-20`",
            marks=pytest.mark.process,
        ),
        (_history(client="C-0118", record=NOTE), "in the chart of C-0142, and the client is C-0118", "one chart"),
        (_history(client="C-0118", record="C-0142/client"), "in the chart of C-0142, and the client", "one chart"),
        pytest.param(_history(record="nonsense"), "no such record", "sessions/2026-11-10", marks=pytest.mark.process),
        pytest.param(
            _history(record="/tmp/note.md"), "no such record", "sessions/2026-11-10", marks=pytest.mark.process
        ),
        (_history(client=None), "a client's id is not a text", '"C-0142"'),
        (_history(client="C-0142", record=DAY), "a record is not a text", '"sessions/2026-11-10"'),
        (_rows(lambda practice: practice.chart("C-0142")), "several values", "to_rows([chart])"),
        (_rows(142), "several values", "to_rows([chart])"),
        (_rows(["C-0142"]), "a value has no row", "take charts"),
        (_rows(lambda practice: [practice]), "a value has no row", "take charts"),
    ],
)
def test_what_is_typed_wrong_is_said(opened: OpenedPractice, wrong: Wrong, message: str, hint: str) -> None:
    with pytest.raises(CaseloadError) as caught:
        wrong(opened)
    assert message in caught.value.message and hint in caught.value.hint
    shown = "".join(traceback.format_exception_only(caught.value))
    assert caught.value.message in shown and caught.value.hint in shown, "a notebook shows no more than this"


@pytest.mark.process
def test_a_record_may_be_named_by_its_path(opened: OpenedPractice) -> None:
    acts = opened.history(record=NOTE)
    assert opened.history(record=str(opened.root / NOTE)) == opened.history(record=f"./{NOTE}") == acts
    assert acts and acts == opened.history(client="C-0142", record="sessions/2026-11-10.md")
    by_name = "C-0142/sessions/2026-11-10"
    assert acts == opened.history(record=by_name) == opened.history(client="C-0142", record=f"{by_name}.md")
    assert {(act.client, act.record) for act in acts} == {("C-0142", "sessions/2026-11-10")}


def test_the_variable_for_the_day_is_named(practice_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_TODAY", "yesterday")
    with pytest.raises(CaseloadError, match="CASELOAD_TODAY is not a date"):
        open_practice(practice_template)
    assert open_practice(practice_template, today=DAY).today == DAY


@pytest.fixture
def broken(practice_template: Path, tmp_path: Path) -> Path:
    """The chart C-0142, and settings; no git."""
    shutil.copy2(practice_template / FILE, tmp_path / FILE)
    shutil.copytree(practice_template / "records/practice", tmp_path / "records/practice")
    shutil.copytree(practice_template / "records/clients/C-0142", tmp_path / "records/clients/C-0142")
    return tmp_path


@pytest.mark.process
@pytest.mark.parametrize("text", [b"---\ntype: session\nclient: [\n---\n", b"\xff\xfe\x00", b"", b"type: session\n"])
def test_a_broken_record_is_named_and_the_others_are_read(broken: Path, text: bytes) -> None:
    whole = open_practice(broken, today=DAY).chart("C-0142")
    assert whole.unreadable == ()
    (broken / NOTE).write_bytes(text)
    opened = open_practice(broken, today=DAY)
    chart = opened.chart("C-0142")
    assert chart.unreadable == (NOTE,)
    assert [each.path for each in chart.records] == [each.path for each in whole.records if each.path != NOTE]
    assert chart.as_dict()["unreadable"] == 1
    assert opened.due()


@pytest.mark.process
def test_lint_says_why_a_record_is_broken(broken: Path) -> None:
    (broken / NOTE).write_text("---\ntype: session\nclient: [\n---\n")
    found = open_practice(broken, today=DAY).findings()
    assert [each.code for each in found if each.path == NOTE and each.level == "error"] == ["STR001"]


@pytest.mark.parametrize("text", ["name = [", 'nam = "A clinic"\n', 'name = "A clinic"\ntoday = 2026\n'])
def test_broken_settings_are_said_when_it_is_opened(broken: Path, text: str) -> None:
    opened = open_practice(broken, today=DAY)
    (broken / FILE).write_text(text)
    with pytest.raises(CaseloadError, match=FILE):
        open_practice(broken)
    assert opened.charts(), "what was opened goes on with the settings that it was opened with"


def test_a_practice_that_is_gone_is_no_empty_one(broken: Path) -> None:
    opened = open_practice(broken, today=DAY)
    (broken / FILE).unlink()
    questions: tuple[Callable[[], object], ...] = (
        opened.charts,
        lambda: opened.chart("C-0142"),
        opened.findings,
        opened.due,
        opened.history,
        lambda: opened.repository,
    )
    for question in questions:
        with pytest.raises(CaseloadError, match="no longer in the folder") as caught:
            question()
        assert str(broken) in caught.value.hint


@pytest.mark.process
def test_without_git_there_is_no_past_and_the_rest_is_there(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_practice(broken, today=DAY)
    for program in ("here", "nowhere"):
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(broken.parent))
        for question in (opened.history, lambda: opened.repository):
            with pytest.raises(CaseloadError, match="git") as caught:
                question()
            assert caught.value.hint
        assert opened.charts() and opened.due() and isinstance(opened.findings(), tuple)
        if program == "here":
            monkeypatch.setenv("PATH", str(broken))


DOOR = [
    each
    for each in vars(api).values()
    if isinstance(each, type) and is_dataclass(each) and each.__module__ == api.__name__
]


@pytest.mark.parametrize("value", DOOR, ids=lambda each: each.__name__)
def test_a_frozen_value_says_so_of_every_name(value: type[Any]) -> None:
    one = object.__new__(value)
    for name in (*value.__match_args__[:1], "foo"):
        with pytest.raises(FrozenInstanceError, match=name):
            setattr(one, name, 1)
        with pytest.raises(FrozenInstanceError, match=name):
            delattr(one, name)


def test_a_wrong_name_is_pythons_own_error(opened: OpenedPractice) -> None:
    with pytest.raises(AttributeError):
        _ = opened.chart("C-0142").recordz  # type: ignore[attr-defined]
