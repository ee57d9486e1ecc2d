"""The fee table of caseload.toml: lines in force on a day, minutes, units, and every mistake in plain words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Fee, Practice, read_practice
from caseload_tools.text.toml_lines import TomlLines

FEES = """\
name = "Northgate Clinic"

[[fees.90834]]
label = "Therapy, 45 minutes"
amount = 135
minutes_min = 38
minutes_max = 52
to = 2026-06-30

[[fees.90834]]
label = "Therapy, 45 minutes"
amount = 142.50
minutes_min = 38
minutes_max = 52
from = 2026-07-01

[fees.T1016]
label = "Case management"
amount = 24
unit_minutes = 15
unit_from = 8

[fees.missed]
label = "Missed session"
amount = 50
missed = true
"""


def practice(text: str = FEES) -> Practice:
    return read_practice(text.encode())


def mistake(text: str) -> CaseloadError:
    with pytest.raises(CaseloadError) as caught:
        practice("name = 'x'\n" + text)
    return caught.value


def test_the_line_in_force_depends_on_the_day() -> None:
    before, after = practice().fee("90834", date(2026, 6, 30)), practice().fee("90834", date(2026, 7, 1))
    assert before is not None and after is not None
    assert (before.amount, after.amount) == (Decimal(135), Decimal("142.5"))
    assert practice().fee("90837", date(2026, 7, 1)) is None


def test_a_code_without_a_line_for_the_day_has_no_fee() -> None:
    text = "name = 'x'\n[fees.a]\nlabel = 'A'\namount = 1\nfrom = 2026-02-01\nto = 2026-02-28"
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [practice(text).fee("a", day) is not None for day in days] == [False, True, True, False]


@pytest.mark.parametrize(("minutes", "fits"), [(37, False), (38, True), (52, True), (53, False)])
def test_a_band_of_minutes_includes_both_ends(minutes: int, fits: bool) -> None:
    fee = practice().fee("90834", date(2026, 7, 1))
    assert fee is not None and fee.allows_minutes(minutes) is fits


def test_an_open_band_is_open() -> None:
    assert Fee("a", "A", Decimal(1)).allows_minutes(1) and Fee("a", "A", Decimal(1)).say_minutes() == ""
    long = Fee("a", "A", Decimal(1), minutes_min=53)
    assert long.allows_minutes(300) and not long.allows_minutes(52) and long.say_minutes() == "53 minutes or more"
    short = Fee("a", "A", Decimal(1), minutes_max=20)
    assert short.allows_minutes(20) and not short.allows_minutes(21) and short.say_minutes() == "up to 20 minutes"
    assert Fee("a", "A", Decimal(1), 38, 52).say_minutes() == "38 to 52 minutes"


@pytest.mark.parametrize(("minutes", "units"), [(7, 0), (8, 1), (22, 1), (23, 2), (30, 2), (37, 2), (38, 3)])
def test_units_count_from_the_minute_the_practice_names(minutes: int, units: int) -> None:
    fee = practice().fee("T1016", date(2026, 7, 1))
    assert fee is not None and fee.units_for(minutes) == (units, units)


@pytest.mark.parametrize(("minutes", "units"), [(15, (1, 1)), (16, (1, 2)), (29, (1, 2)), (30, (2, 2)), (4, (0, 1))])
def test_without_it_a_begun_unit_may_count_or_not(minutes: int, units: tuple[int, int]) -> None:
    assert Fee("a", "A", Decimal(1), unit_minutes=15).units_for(minutes) == units


def test_a_code_without_units_has_none() -> None:
    assert Fee("a", "A", Decimal(1)).units_for(50) is None


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[fees.a]\namount = 1", ":2: `label` is missing in [fees.a]", "label ="),
        ("[fees.a]\nlabel = 'A'", ":2: `amount` is missing in [fees.a]", "amount = 140"),
        ("[fees.a]\nlabel = 'A'\namount = -1", ":4: `amount` must be an amount of money", ""),
        ("[fees.a]\nlabel = 'A'\namount = '140'", ":4: `amount` must be an amount of money", ""),
        ("[fees.a]\nlabel = 'A'\namount = nan", ":4: `amount` must be an amount of money", ""),
        ("[fees.a]\nlabel = 'A'\namount = inf", ":4: `amount` must be an amount of money", ""),
        ("[fees.a]\nlabel = 'A'\namount = 1\nminute_min = 3", ":5: there is no key `minute_min`", "`minutes_min`"),
        ("[fees.a]\nlabel = 'A'\namount = 1\nminutes_min = 4.5", ":5: `minutes_min` must be a whole number", ""),
        ("[fees.a]\nlabel = 'A'\namount = 1\nmissed = 'yes'", ":5: `missed` must be true or false", ""),
        ("[fees.a]\nlabel = 'A'\namount = 1\nunit_minutes = 0", ":5: a unit of no minutes", "15"),
        ("[fees.a]\nlabel = 'A'\namount = 1\nminutes_min = 9\nminutes_max = 8", ":6: `minutes_max` is less", ""),
        ("[fees.a]\nlabel = 'A'\namount = 1\nfrom = 2026-02-01\nto = 2026-01-01", ":6: this fee ends before", ""),
        ("fees = 3", ":2: `fees` must be a table", "[fees]"),
        ("[fees]\na = 3", ":3: `a` must be a table", "[fees.a]"),
        ("[fees]\na = [3]", ":3: each entry of `a` must be a table", "[fees.a]"),
    ],
)
def test_one_mistake_in_plain_words(text: str, message: str, hint: str) -> None:
    error = mistake(text)
    assert message in error.message
    assert hint in error.hint + error.message


@pytest.mark.parametrize(
    "dates",
    [("", ""), ("", "from = 2026-01-01"), ("to = 2026-06-30", "from = 2026-06-30"), ("to = 2026-06-30", "")],
)
def test_two_lines_of_a_code_on_one_day_are_a_mistake_of_the_second(dates: tuple[str, str]) -> None:
    lines = "\n".join(f"[[fees.a]]\nlabel = 'A'\namount = 1\n{each}" for each in dates)
    error = mistake(lines)
    assert ":6: two fees for a hold on the same day" in error.message
    assert "`to`" in error.hint


def test_a_mistake_in_the_second_line_of_a_code_is_shown_there() -> None:
    lines = "[[fees.a]]\nlabel = 'A'\namount = 1\nto = 2026-01-31\n[[fees.a]]\nlabel = 'A'\namount = 'x'\n"
    assert "caseload.toml:8: `amount`" in mistake(lines).message


def test_the_line_of_an_entry() -> None:
    assert TomlLines(FEES).line_of(("fees", "90834", 1, "amount")) == 12
    assert TomlLines(FEES).line_of(("fees", "90834", 0, "amount")) == 5
    assert TomlLines(FEES).line_of(("fees", "T1016", "unit_from")) == 21
