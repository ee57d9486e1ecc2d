"""Where the days of a record may lie: one table for every key, in which each key of every schema stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.day_keys import ELSEWHERE, ENDS, HAPPENED, LENGTHS, YEARS
from caseload_tools.chart.records.schemas import bundled_schema, schema_below, schema_resolved
from caseload_tools.lint.repairing import Repaired, repair_practice
from caseload_tools.lint.rule import load_rules
from caseload_tools.reports.due import due
from caseload_tools.values import Schema
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import lint, scene

FORMS = ("day", "moment", "interval")
PERIOD = " to "


def _days(schema: Schema, whole: Schema, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each key below a schema that takes a day, a moment, a period or a length of time."""
    schema = schema_resolved(schema, whole)
    form = schema.get("x-form", "")
    if form in FORMS or PERIOD in str(schema.get("pattern", "")):
        yield path, form
    for key in schema.get("properties", {}):
        yield from _days(schema_below(schema, key), whole, (*path, key))
    if "items" in schema:
        yield from _days(schema_below(schema, 0), whole, path)


ALL = sorted(
    {
        ("/".join(path), form)
        for word in RECORD_TYPES
        for path, form in _days(bundled_schema(word), bundled_schema(word))
    }
)


def test_every_day_of_every_schema_stands_in_the_table() -> None:
    days = {key for key, form in ALL if form != "interval"} | {"born"}
    assert days == {*YEARS, *ELSEWHERE}
    assert {key for key, form in ALL if form == "interval"} == LENGTHS
    assert len(days) > 30


# What stands there, the key as it is told, and another day for it.
PLACES = [
    ("--- session 2026-01-19", "written", "2062-01-19 12:00"),
    ("--- session 2026-01-19", "next", "2062-01-26"),
    ("--- review 2026-01-19", "next_review", "2062-07-19"),
    ("--- consent 2026-01-05-treatment", "expires", "2062-01-01"),
    ("--- consent 2026-01-05-treatment", "revoked_on", "2062-01-01"),
    ("--- client", "born", "2062"),
    ("--- client", "fee_agreed_on", "2062-01-01"),
    ("--- client", "fee_review_on", "2062-01-01"),
    ("--- safety-plan 2026-01-19", "review_on", "2062-01-01"),
    ("--- assessment 2026-01-12", "reassess_on", "2062-01-01"),
    ("--- session 2026-01-19", "relapse/date", "{date: 2062-01-01}"),
    ("--- plan", "review_every", "900 months"),
    ("--- policy follow-up", "last_reviewed", "2062-01-01"),
    ("--- policy follow-up", "effective", "2062-01-01"),
    ("--- agency riverside", "last_checked", "2062-01-01"),
    ("--- complaint 2026-01-12", "received", "2062-01-01"),
    ("--- complaint 2026-01-12", "acknowledged", "2062-01-01"),
    ("--- complaint 2026-01-12", "resolved", "2062-01-01"),
]


@pytest.mark.parametrize(("where", "key", "value"), PLACES, ids=lambda each: each)
def test_a_year_that_cannot_be_is_named_and_no_date_goes_by_it(
    tmp_path: Path, where: str, key: str, value: str
) -> None:
    name = key.partition("/")[0]
    text = f"{where}\n{name}: {value}\ntoday: 2026-01-25"
    code = "STR022" if YEARS.get(key) == HAPPENED else "STR023"
    said = [each for each in lint(tmp_path, text).findings if each.code == code]
    assert len(said) == 1 and said[0].line > 1, said
    if "complaint" in where:
        late = lint(tmp_path / "late", text.replace("today: 2026-01-25", "today: 2026-06-01")).findings
        assert {each.code for each in late if each.path == said[0].path} == {code}, "one cause, one finding"
    told = scene(text)
    write_scene(told, tmp_path / "again")
    caseload = read_caseload(tmp_path / "again", practice_of(told), told.today)
    assert not [each for each in all_obligations(caseload) if each.due.year > 2050]
    if key not in ("written", "born"):
        assert [each.key for each in caseload.not_read.values] == [key]
        assert "more may be due" in due(caseload).lead


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("--- session 2026-01-19", "written: 2026-01-21 01:00"),
        ("--- session 2026-01-19", "next: 2031-01-20"),
        ("--- session 2026-01-19", "next: none"),
        ("--- consent 2026-01-05-treatment", "expires: 2046-01-20"),
        ("--- plan", "review_every: 20 years"),
        ("--- client", "born: 2026"),
    ],
)
def test_the_last_day_that_may_be(tmp_path: Path, where: str, line: str) -> None:
    text = f"{where}\n{line}\ntoday: 2026-01-25"
    assert not {"STR022", "STR023"} & {each.code for each in lint(tmp_path, text).findings}


def test_a_record_that_is_itself_still_to_come_is_told_once(tmp_path: Path) -> None:
    text = "--- session 2026-05-01\nwritten: 2026-05-01 12:00\ntoday: 2026-01-25"
    codes = {each.code for each in lint(tmp_path, text).findings}
    assert "STR008" in codes and "STR022" not in codes


# Counted from the record's own day, 2026-01-19, a Monday.
COUNTED = [
    ("--- session 2026-01-19", "next", "in 3 weeks", "2026-02-09"),
    ("--- session 2026-01-19", "next", "2 weeks", "2026-02-02"),
    ("--- session 2026-01-19", "next", "Two weeks' time", "2026-02-02"),
    ("--- session 2026-01-19", "next", "tomorrow", "2026-01-20"),
    ("--- session 2026-01-19", "next", "a fortnight", "2026-02-02"),
    ("--- session 2026-01-19", "next", "Friday", "2026-01-23"),
    ("--- session 2026-01-19", "next", "next Monday", "2026-01-26"),
    ("--- referral 2026-01-19", "check_by", "in 30 days", "2026-02-18"),
    ("--- review 2026-01-19", "next_review", "in 3 months.", "2026-04-19"),
    ("--- safety-plan 2026-01-19", "review_on", "1 month from now", "2026-02-19"),
]
UNCOUNTED = [
    ("--- session 2026-01-19", "next: next Tuesday", ("2026-01-20", "2026-01-27")),
    ("--- session 2026-01-19", "next: Monday", ("2026-01-19", "2026-01-26")),
    ("--- session 2026-01-19", "next: weekly", ("YYYY-MM-DD",)),
    ("--- session 2026-01-19", "next: in 0 days", ("YYYY-MM-DD",)),
    ("--- session 2026-01-19", "next: in 99 years", ("YYYY-MM-DD",)),
    ("--- session 2026-01-19", "next: 2 weeks ago", ("YYYY-MM-DD",)),
    ("--- session 2026-01-19", "next: sunny", ("YYYY-MM-DD",)),
    ("--- consent 2026-01-05-treatment", "signed_on: tomorrow", ("YYYY-MM-DD",)),
    ("--- consent 2026-01-05-treatment", "expires: in a year", ("YYYY-MM-DD",)),
]


@pytest.mark.parametrize(("where", "key", "said", "day"), COUNTED)
def test_a_day_that_is_counted_from_the_records_own_is_named_and_gone_by(
    where: str, key: str, said: str, day: str, tmp_path: Path
) -> None:
    text = f"{where}\n{key}: {said}\ntoday: 2026-01-25"
    found = [each for each in lint(tmp_path, text).findings if each.code == "STR005"]
    assert [each.hint for each in found] == [f"write `{key}: {day}`"]
    told = scene(text)
    caseload = read_caseload(tmp_path, practice_of(told), told.today)
    [record] = [each for each in caseload.charts[0].records if str(each.data.get(key)) == said]
    assert str(getattr(record, key)) == day and not caseload.not_read
    [fixed] = repair_practice(tmp_path, practice_of(told), [record.path], load_rules().values(), told.today)
    assert isinstance(fixed, Repaired)
    before = (tmp_path / record.path).read_text(encoding="utf-8")
    assert fixed.after == before.replace(f"{key}: {said}", f"{key}: {day}") != before


@pytest.mark.parametrize(("where", "line", "days"), UNCOUNTED)
def test_a_day_of_two_meanings_or_none_is_never_chosen(
    where: str, line: str, days: tuple[str, ...], tmp_path: Path
) -> None:
    [found] = [each for each in lint(tmp_path, f"{where}\n{line}\ntoday: 2026-01-25").findings if each.code == "STR005"]
    key = line.split("\n")[-1].partition(":")[0]
    lead = "write" if len(days) > 1 else "write it like"
    assert found.hint.startswith(f"{lead} `{key}: {days[0]}`") and all(day in found.hint for day in days)


BEFORE = {
    "responded": (
        'practice: policy.inquiry_within = "2 days"\n--- contact 2026-01-19\ndirection: in\npurpose: inquiry',
        "responded: 2025-12-20 09:00",
    ),
    "acknowledged": ("--- complaint 2026-01-12\nresolved:", "acknowledged: 2025-12-20"),
    "resolved": ("--- complaint 2026-01-12", "resolved: 2025-12-20"),
    "reported_on": (
        "--- incident 2026-01-12\nkind: abuse\nreport: reported\nreported_to: the county",
        "reported_on: 2025-12-20",
    ),
    "ended_on": ("--- task 2026-01-12-form\nstatus: done", "ended_on: 2025-12-20"),
    "told/at": ("--- incident 2026-01-12", "told: [{who: dana.ruiz, at: 2025-12-20 09:00}]"),
    "follow_up/ended_on": (
        "--- incident 2026-01-12",
        "follow_up: [{what: talk it over, owner: dana.ruiz, due: 2026-02-01, status: done, ended_on: 2025-12-20}]",
    ),
    "decisions/ended_on": (
        "--- meeting 2026-01-12",
        "decisions: [{client: C-0001, what: x, owner: dana.ruiz, due: 2026-02-01, status: done, ended_on: 2025-12-20}]",
    ),
}


@pytest.mark.parametrize("key", BEFORE)
def test_what_ends_something_lies_no_earlier_than_that(tmp_path: Path, key: str) -> None:
    """Such a day ends nothing: it is a value that nobody could read, and each list says so."""
    assert BEFORE.keys() == ENDS
    where, line = BEFORE[key]
    text = f"{where}\n{line}\ntoday: 2026-01-25"
    assert [each.code for each in lint(tmp_path, text).findings if each.code == "STR022"]
    right = text.replace("2025-12-20", "2026-01-20")
    assert not [each for each in lint(tmp_path / "right", right).findings if each.code == "STR022"]
    told = scene(text)
    write_scene(told, tmp_path / "again")
    caseload = read_caseload(tmp_path / "again", practice_of(told), told.today)
    assert [each.key.replace("/0", "") for each in caseload.not_read.values] == [key]
    assert "more may be due" in due(caseload).lead
    told_right = scene(right)
    write_scene(told_right, tmp_path / "ended")
    ended = read_caseload(tmp_path / "ended", practice_of(told_right), told_right.today)
    assert len(all_obligations(caseload)) > len(all_obligations(ended))
