"""Times and lengths of time: a clock uses all that a schema accepts; what is written otherwise is read, or told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.chart.records.other_forms import Meant, begun_by, meant_by
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.dates import Interval, interval_pattern, parse_moment, parse_times
from caseload_tools.lint.repairing import Repaired, repair_practice
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice.config_schema import config_schema
from devtools.examples.trying import practice_of, write_scene
from tests.conftest import ROOT
from tests.lint_scenes import PLAN, lint, places, scene

_INTERVAL = re.compile(interval_pattern().replace("$", r"\Z"))
_UNITS = st.sampled_from(
    ["hour", "day", "business-day", "week", "fortnight", "month", "quarter", "year", "session", "minute"]
)
_PHRASES = st.one_of(
    st.from_regex(_INTERVAL, fullmatch=True),
    st.builds(
        "{}{} {}{}".format,
        st.sampled_from(["", "every "]),
        st.integers(0, 12000),
        _UNITS.map(lambda unit: unit.replace("-", " ")),
        st.sampled_from(["", "s"]),
    ),
    st.sampled_from(["fortnightly", "annually", "quarterly", "yearly", "bimonthly", "sometimes", "weekly"]),
)
READ = {
    ("times", "2:00pm-2:50pm"): "14:00-14:50",
    ("times", "2-2:50pm"): "14:00-14:50",
    ("times", "2pm-2:50"): "14:00-14:50",
    ("times", "11:30 AM - 12:20 PM"): "11:30-12:20",
    ("times", "11pm-12am"): "23:00-00:00",
    ("times", "12:10 a.m. to 1 a.m."): "00:10-01:00",
    ("times", "14.00-14.50"): "14:00-14:50",
    ("times", "14h00–14h50"): "14:00-14:50",
    ("times", "14:00 to 14:50"): "14:00-14:50",
    ("times", "1400-1450"): "14:00-14:50",
    ("times", "23:15-24:00"): "23:15-00:00",
    ("times", "11pm - 24:00"): "23:00-00:00",
    ("times", "9-9:10"): "09:00-09:10",
    ("times", "10:00-11"): "10:00-11:00",
    ("moment", "2026-11-24 9:30"): "2026-11-24 09:30",
    ("moment", "2026-11-24 2:30 PM"): "2026-11-24 14:30",
    ("moment", "2026-11-24T15:20:00.000"): "2026-11-24 15:20",
    ("moment", "2026-11-24 24:00"): "2026-11-25 00:00",
    ("moment", "24 Nov 2026, 2pm"): "2026-11-24 14:00",
    ("moment", "11/24/2026 5pm"): "2026-11-24 17:00",
    ("moment", "Nov 24, 2026 at 9:05"): "2026-11-24 09:05",
    ("moment", "2027-3-1 14:00"): "2027-03-01 14:00",
    ("day", "2026-11-24T00:00:00"): "2026-11-24",
    ("day", "24 Nov 2026"): "2026-11-24",
    ("day", "Nov 24, 2026"): "2026-11-24",
    ("day", "Tuesday, November 24th 2026"): "2026-11-24",
    ("day", "24-Nov-2026"): "2026-11-24",
    ("day", "2027-3-31"): "2027-03-31",
    ("day", "2027/03/31"): "2027-03-31",
    ("day", "2027.3.1"): "2027-03-01",
    ("interval", "Weekly"): "weekly",
    ("interval", "once a month"): "every month",
    ("interval", "every three weeks"): "every 3 weeks",
    ("interval", "twice a week"): "2 times a week",
    ("interval", "every second week"): "every other week",
    ("interval", "six-monthly"): "6 months",
    ("interval", "90d"): "90 days",
    ("interval", "one quarter"): "1 quarter",
    ("interval", "semi-annually"): "6 months",
    ("interval", "1x/wk"): "every week",
    ("interval", "1x/week"): "every week",
    ("interval", "1x weekly"): "every week",
    ("interval", "2x/month"): "2 times a month",
    ("interval", "2/wk"): "2 times a week",
    ("interval", "q2w"): "every 2 weeks",
    ("interval", "q4w"): "every 4 weeks",
    ("interval", "q 2 wks"): "every 2 weeks",
    ("interval", "q90d"): "every 90 days",
    ("interval", "q3mo"): "every 3 months",
    ("interval", "qwk"): "every week",
    ("interval", "6 mo"): "6 months",
    ("interval", "6mos"): "6 months",
    ("interval", "6 months."): "6 months",
    ("interval", "6 mths"): "6 months",
    ("interval", "month"): "every month",
}
TWO_MEANINGS = [
    ("times", "11:00-1:00pm"),
    ("times", "2:00-2:50 p"),
    ("times", "14.00"),
    ("times", "14-15"),
    ("times", "13pm-14pm"),
    ("times", "25:00-26:00"),
    ("times", "24:00-24:30"),
    ("times", "2-2:50"),
    ("times", "7:30-8"),
    ("moment", "6/9/2026 5pm"),
    ("day", "31 Feb 2026"),
    ("day", "Nov 3"),
    ("day", "March 2027"),
    ("day", "3 4 2026"),
    ("day", "Monday, November 24th 2026"),
    ("interval", "q2m"),
    ("interval", "2x"),
    ("moment", "2026-02-30 9:30"),
    ("moment", "2026-11-24 9"),
    ("moment", "2026-11-24T15:20Z"),
    ("day", "2026-02-30T00:00:00"),
    ("interval", "bimonthly"),
    ("interval", "ad-hoc"),
    ("interval", "0 weeks"),
    ("interval", "sometimes"),
]


@given(_PHRASES)
def test_what_the_schema_accepts_is_what_is_counted_by(phrase: str) -> None:
    read = Interval.try_parse(phrase)
    assert bool(_INTERVAL.match(phrase)) is (read is not None and read.amount > 0)


def test_the_schemas_have_the_pattern_of_the_reader() -> None:
    common: Any = json.loads((ROOT / "schemas/common.schema.json").read_text(encoding="utf-8"))
    assert common["$defs"]["interval"]["pattern"] == interval_pattern()
    assert interval_pattern("[0-9]{1,4}", sessions=False) in json.dumps(config_schema()).replace("\\\\", "\\")


@pytest.mark.parametrize(
    ("said", "amount", "unit"),
    [
        ("fortnightly", 2, "weeks"),
        ("every fortnight", 2, "weeks"),
        ("annually", 12, "months"),
        ("quarterly", 3, "months"),
        ("1 quarter", 3, "months"),
        ("every 2 quarters", 6, "months"),
        ("every 2 weeks", 2, "weeks"),
        ("every week", 1, "weeks"),
    ],
)
def test_the_words_of_the_trade(said: str, amount: int, unit: str) -> None:
    assert Interval.parse(said) == Interval(amount, unit) and _INTERVAL.match(said)


@pytest.mark.parametrize(("form", "said", "meant"), [(*key, value) for key, value in READ.items()])
def test_what_has_one_meaning_is_read_and_written_as_the_schema_wants_it(form: str, said: str, meant: str) -> None:
    assert meant_by(form, said) == Meant(meant)
    pattern = bundled_schema("plan")["$defs"].get(form, {}).get("pattern") or {"times": "^[0-9:-]{11}$"}.get(form, "^")
    assert re.search(pattern.replace("$", r"\Z"), meant)
    read = {"times": parse_times, "moment": parse_moment, "interval": Interval.try_parse}.get(form, str)(meant)
    assert read is not None


@pytest.mark.parametrize(("form", "said"), TWO_MEANINGS)
def test_what_has_two_meanings_or_none_is_not_guessed(form: str, said: str) -> None:
    assert meant_by(form, said) is None


@pytest.mark.parametrize(
    ("form", "said", "begun"),
    [
        ("day", "Nov 3", "YYYY-11-03"),
        ("day", "3 November", "YYYY-11-03"),
        ("day", "March 2027", "2027-03-DD"),
        ("day", "2027-03", "2027-03-DD"),
        ("day", "2027-03-32", "2027-03-DD"),
        ("day", "next Tuesday", "YYYY-MM-DD"),
        ("moment", "Nov 3 at 5pm", "YYYY-11-03 17:00"),
        ("moment", "5pm", "YYYY-MM-DD 17:00"),
        ("moment", "yesterday", "YYYY-MM-DD HH:MM"),
        ("times", "2pm", "14:00-HH:MM"),
        ("times", "half past two", "HH:MM-HH:MM"),
        ("interval", "now and then", ""),
    ],
)
def test_what_a_value_says_of_a_day_or_a_time_is_carried_over(form: str, said: str, begun: str) -> None:
    assert meant_by(form, said) is None
    assert begun_by(form, said) == begun


def test_a_day_with_an_hour_is_not_cut_by_fix_and_is_said_truly(tmp_path: Path) -> None:
    assert meant_by("day", "2026-11-24 14:00") == Meant("2026-11-24", whole=False)
    found = lint(tmp_path, "--- session 2026-01-19\ndate: 2026-01-19 10:00")
    told = [each for each in found.findings if each.code == "STR005"]
    assert [each.message for each in told] == [
        "`date` is not a date written YYYY-MM-DD: a time of day stands behind it"
    ]
    assert "`date: 2026-01-19`" in told[0].hint and not told[0].fixable


def _due(root: Path, text: str, kind: str) -> list[Obligation]:
    told = scene(text)
    write_scene(told, root)
    found = all_obligations(read_caseload(root, practice_of(told), told.today))
    return [each for each in found if each.kind == kind]


def _fixed(root: Path, text: str, path: str) -> str:
    told = scene(text)
    rules = load_rules().values()
    [made] = repair_practice(root, practice_of(told), [path], rules, told.today)
    assert isinstance(made, Repaired)
    return made.after


def test_a_time_with_pm_is_one_finding_with_the_right_line_and_fix_writes_it(tmp_path: Path) -> None:
    text = "--- session 2026-01-19\ntime: 2:00pm-2:50pm\nwritten: 2026-01-19 16:00"
    found = lint(tmp_path, text)
    assert [code for code, *_ in places(found)] == ["STR007"]
    assert found.findings[0].hint == "write `time: 14:00-14:50`"
    fixed = _fixed(tmp_path, text, "records/clients/C-0001/sessions/2026-01-19.md")
    assert "\ntime: 14:00-14:50\n" in fixed


def test_a_frequency_in_other_words_is_counted_by_and_fix_writes_it(tmp_path: Path) -> None:
    text = "signatures:\nreview_every: Every Three Weeks\ntoday: 2026-01-13"
    found = lint(tmp_path, text)
    assert [code for code, *_ in places(found, "STR004", "PLN026")] == ["STR004"]
    [review] = _due(tmp_path, text, "plan review")
    assert review.due.isoformat() == "2026-02-02" and "understood" not in review.why
    assert "\nreview_every: every 3 weeks\n" in _fixed(tmp_path, text, PLAN)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("review_every: sometimes", "plan review", "`review_every` in plans/2026-01-12 is not understood"),
        ("review_every: when she asks for it", "plan review", "`review_every` in plans/2026-01-12 is not understood"),
        ("frequency: sometimes", "contact", "`frequency` in plans/2026-01-12 is not understood"),
        ("frequency: 3 sessions", "contact", "`frequency: 3 sessions` in plans/2026-01-12 sets no day"),
        ("frequency:\n--- client\ncadence: 3 sessions", "contact", "`cadence: 3 sessions` in client sets no day"),
        ("measures:\n  - {id: phq9, every: sometimes}", "measure", "`every` in plans/2026-01-12 is not"),
    ],
)
def test_due_says_which_word_was_not_understood(tmp_path: Path, text: str, kind: str, said: str) -> None:
    [found] = _due(tmp_path, f"{text}\ntoday: 2026-01-20", kind)
    assert said in found.why


def test_due_says_nothing_of_what_it_goes_by(tmp_path: Path) -> None:
    for kind in ("plan review", "contact"):
        [found] = _due(tmp_path, "today: 2026-01-20", kind)
        assert "understood" not in found.why and "sets no day" not in found.why
