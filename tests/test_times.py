"""From and to: how long a service lasts is one answer by every way in, also over midnight, for every pair of times."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.checking import Checker
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.dates import parse_times
from caseload_tools.desk.new_record import check_words
from caseload_tools.errors import CaseloadError
from caseload_tools.lint.rule import load_rules
from caseload_tools.text import read_bytes
from devtools.examples.scenes import Scene, scene_of
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import lint, places

_TIMED = [word for word in RECORD_TYPES if "time" in bundled_schema(word)["properties"]]
_CLOCK = st.times().map(lambda each: each.replace(second=0, microsecond=0, tzinfo=None))
_HOUR = st.sampled_from(["%H:%M", "%-H:%M"])
_NIGHT = "--- session 2026-01-19\ntime: 23:30-00:20\nwritten: 2026-01-20 08:00\n"
_READER = Checker()


def _scene(text: str) -> Scene:
    return scene_of(load_rules()["BIL004"], text)


def _faults(word: str, written: str) -> list[str]:
    """The codes for a time in the smallest record of a type that cannot be read; `1:00` in an office is only asked."""
    kind = RECORD_TYPES[word]
    lines = [line for line in kind.smallest.strip().split("\n") if not line.startswith("time:")]
    text = "\n".join([lines[0], f"time: {written}", *lines[1:]]) + "\n"
    read = read_record(read_bytes(text.encode(), "x"), kind.folder, f"{kind.folder}/2026-01-19", "C-0001", _READER)
    problems = read.faulty.problems if read.faulty else ()
    return [coded.code for coded in problems if coded.problem.path == ("time",) and coded.loses]


@settings(deadline=None)
@given(start=_CLOCK, end=_CLOCK, forms=st.tuples(_HOUR, _HOUR), dash=st.sampled_from(["-", "–", " - "]))
def test_every_pair_of_times_has_one_length_and_the_schema_agrees(
    start: time, end: time, forms: tuple[str, str], dash: str
) -> None:
    written = f"{start.strftime(forms[0])}{dash}{end.strftime(forms[1])}"
    read = parse_times(written)
    assert (read is None) is (start == end)
    assert [_faults(word, written) for word in _TIMED] == [["STR007"] if start == end else []] * len(_TIMED)
    if read is None:
        return
    day = datetime(2026, 2, 28)
    begun, over = read.moments_on(day.date())
    assert begun == datetime.combine(day, start) and over.time() == end
    assert over == datetime.combine(day + timedelta(days=end < start), end)
    assert timedelta(minutes=read.minutes) == over - begun and 0 < read.minutes < 24 * 60


def test_the_types_with_a_time_are_these() -> None:
    assert _TIMED == ["contact", "group", "session"]


def test_a_session_over_midnight_has_its_minutes_and_nothing_is_said_of_it(tmp_path: Path) -> None:
    assert places(lint(tmp_path, _NIGHT)) == []
    told = _scene(_NIGHT)
    chart = read_caseload(tmp_path, practice_of(told), told.today).charts[0]
    [session] = chart.kept_sessions
    assert session.minutes == 50 and session.ended == datetime(2026, 1, 20, 0, 20)


def test_a_call_over_midnight_has_its_minutes(tmp_path: Path) -> None:
    told = _scene("--- contact 2026-01-21\ntime: 23:50-00:10\nwritten: 2026-01-22 00:20\n")
    write_scene(told, tmp_path)
    [contact] = read_caseload(tmp_path, practice_of(told), told.today).charts[0].contacts
    assert contact.minutes == 20


@pytest.mark.parametrize(
    ("second", "clash"),
    [
        ("2026-01-20\ntime: 00:10-01:00\nwritten: 2026-01-20 08:00", True),
        ("2026-01-20\ntime: 00:20-01:00\nwritten: 2026-01-20 08:00", False),
        ("2026-01-19-2\ntime: 22:50-23:31\nwritten: 2026-01-20 08:00", True),
        ("2026-01-19-2\ntime: 22:50-23:30\nwritten: 2026-01-20 08:00", False),
        ("2026-01-20\ntime: 23:35-00:20\nwritten: 2026-01-21 08:00", False),
        ("2026-01-18\ntime: 23:35-00:20\nwritten: 2026-01-19 08:00", False),
    ],
)
def test_what_overlaps_over_midnight_is_seen_in_one_chart_and_in_two(tmp_path: Path, second: str, clash: bool) -> None:
    day, _, rest = second.partition("\n")
    one = lint(tmp_path / "one", f"{_NIGHT}--- session {day}\n{rest}\n")
    assert bool(places(one, "BIL004")) is clash
    two = lint(tmp_path / "two", f"{_NIGHT}--- session {day.removesuffix('-2')} of C-0002\n{rest}\n")
    assert bool(places(two, "BIL013")) is clash


def test_a_note_written_while_the_night_service_lasts_is_early(tmp_path: Path) -> None:
    early = _NIGHT.replace("2026-01-20 08:00", "2026-01-20 00:10")
    assert [code for code, *_ in places(lint(tmp_path, early), "TIM014")] == ["TIM014"]


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("23:30-00:20", True),
        ("14:00-14:50", True),
        ("20:00-08:00", True),
        ("14:00-14:00", False),
        ("14:50-14:00", False),
    ],
)
def test_what_is_typed_behind_time_is_read_in_the_same_way(typed: str, taken: bool) -> None:
    asked = {"time": typed, "staff": "", "programme": ""}
    if taken:
        check_words("session", asked, practice_of(_scene("")))
    else:
        with pytest.raises(CaseloadError, match="--time"):
            check_words("session", asked, practice_of(_scene("")))


# The smallest record of each type that has a time, but for that time and the moment it was written.
_SERVICES = ("session 2026-01-19", "contact 2026-01-21", "group coping-skills/2026-01-19")


def test_each_type_with_a_time_is_among_those_tried_here() -> None:
    assert sorted(each.partition(" ")[0] for each in _SERVICES) == sorted(_TIMED)
    assert {each.__name__.lower() for each in load_rules()["NOT002"].over} == {*_TIMED, "charge"}


@pytest.mark.parametrize("service", _SERVICES)
@pytest.mark.parametrize("written", ["10:50-10:00", "18:15-17:00", "00:10-00:00", "15:00-07:01"])
def test_two_times_the_wrong_way_round_are_one_finding_and_no_length(
    tmp_path: Path, service: str, written: str
) -> None:
    text = f"--- {service}\ntime: {written}\n"
    own = ["LNK016"] * service.startswith("group")  # nobody's note names this group
    assert [code for code, *_ in places(lint(tmp_path, text))] == ["NOT002", *own]
    told = _scene(text)
    chart = read_caseload(tmp_path, practice_of(told), told.today).charts[0]
    if service.startswith("session"):
        [session] = [each for each in chart.kept_sessions if each.path.endswith("2026-01-19.md")]
        assert (session.minutes, session.started, session.ended) == (None, None, None)
    if service.startswith("contact"):
        [contact] = chart.contacts
        assert contact.minutes is None


@pytest.mark.parametrize(
    "service",
    [
        "session 2026-01-19\nservice: crisis\ntime: 20:00-08:00\nwritten: 2026-01-20 08:30",
        "session 2026-01-19\nservice: crisis\ntime: 16:00-08:00\nwritten: 2026-01-20 08:30",
        "contact 2026-01-21\npurpose: crisis\ntime: 21:00-07:00\nwritten: 2026-01-22 08:30",
        "contact 2026-01-21\nface_to_face: true\nchannel: in-person\ntime: 08:00-16:00\nwritten: 2026-01-21 16:30",
    ],
)
def test_a_long_night_on_duty_is_a_length(tmp_path: Path, service: str) -> None:
    assert places(lint(tmp_path, f"--- {service}\n"), "NOT002") == []


def test_a_service_that_its_minutes_confirm_is_as_long_as_they_say(tmp_path: Path) -> None:
    text = "--- contact 2026-01-21\npurpose: crisis\ntime: 09:00-08:00\nminutes: 1380\nwritten: 2026-01-22 08:30\n"
    assert places(lint(tmp_path / "a", f"practice: crisis_minutes_max = 1380\n{text}"), "NOT002") == []
    assert places(lint(tmp_path / "b", text), "NOT002") == []
    assert len(places(lint(tmp_path / "c", text.replace("minutes: 1380\n", "")), "NOT002")) == 1
    told = _scene(text)
    write_scene(told, tmp_path)
    [contact] = read_caseload(tmp_path, practice_of(told), told.today).charts[0].contacts
    assert contact.minutes == 1380


def test_hours_face_to_face_are_not_met_by_a_slip_in_the_time(tmp_path: Path) -> None:
    asked = "practice: face_to_face_hours_month = 20\n--- client\n--- contact 2026-02-10\nface_to_face: true\n"
    today = "today: 2026-03-10\n"
    slip = lint(tmp_path / "slip", f"{asked}time: 10:50-10:00\nwritten: 2026-02-11 12:00\n{today}")
    assert len(places(slip, "BIL009")) == 1


def test_a_charge_of_a_whole_day_is_questioned_once(tmp_path: Path) -> None:
    turned = "--- charge\nminutes: 1390\n--- session 2026-01-19\ntime: 10:50-10:00\n"
    assert [code for code, *_ in places(lint(tmp_path / "a", turned))] == ["NOT002", "NOT002"]
    right = "--- charge\nminutes: 1390\n"
    assert [code for code, *_ in places(lint(tmp_path / "b", right))] == ["BIL003"]


@pytest.mark.parametrize("service", ["session 2026-01-19", "contact 2026-01-21"])
def test_time_and_minutes_that_differ_are_one_finding_and_time_counts(tmp_path: Path, service: str) -> None:
    text = f"--- {service}\nminutes: 90\n"
    assert [code for code, *_ in places(lint(tmp_path, text))] == ["NOT021"]
    told = _scene(text)
    chart = read_caseload(tmp_path, practice_of(told), told.today).charts[0]
    found = chart.contacts if service.startswith("contact") else chart.kept_sessions
    assert [each.minutes for each in found] == [10 if service.startswith("contact") else 50]
