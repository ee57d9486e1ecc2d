"""Limits that change on a day: a record of last year is judged by last year's policy."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload_tools.dates import Interval
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Limit, Periods, Practice, load_periods, profile_names, read_practice

YEAR = {year: date(year, 1, 1) for year in range(2020, 2031)}


def practice(text: str) -> Practice:
    return read_practice(f"name = 'x'\n{text}".encode())


def limit(value: int, since: date | None = None) -> Limit:
    return Limit("max_goals", value, cite="a book", source="test", since=since)


def periods(*values: Limit) -> Periods:
    return Periods("test", {"max_goals": values})


def test_a_limit_holds_from_its_day_on() -> None:
    policy = periods(limit(3), limit(5, YEAR[2026]))
    assert [policy.policy_on(day)["max_goals"].value for day in (date(1, 1, 1), date(2025, 12, 31), YEAR[2026])] == [
        3,
        3,
        5,
    ]
    assert policy.policy_on()["max_goals"].value == 5
    assert [each.since for each in policy.all_policies] == [None, YEAR[2026]]


def test_before_its_first_day_a_limit_is_off() -> None:
    policy = periods(limit(5, YEAR[2026]))
    assert policy.policy_on(date(2025, 12, 31))["max_goals"].off and not policy.policy_on(YEAR[2026])["max_goals"].off


def test_a_policy_that_never_changed_is_one_policy() -> None:
    policy = periods(limit(3))
    assert (
        len(policy.all_policies) == 1
        and policy.policy_on(YEAR[2020]) is policy.policy_on(YEAR[2030]) is policy.policy_on()
    )


def test_values_laid_over_hold_from_their_own_first_day() -> None:
    over = periods(limit(3), limit(5, YEAR[2026])).laid_over("own", {"max_goals": (limit(1, YEAR[2025]),)})
    assert [over.policy_on(YEAR[year])["max_goals"].value for year in (2024, 2025, 2026)] == [3, 1, 1]
    always = periods(limit(3), limit(5, YEAR[2026])).laid_over("own", {"max_goals": (limit(1),)})
    assert {each["max_goals"].value for each in always.all_policies} == {1}


@given(
    st.dictionaries(st.sampled_from(list(YEAR)), st.integers(0, 9), max_size=5),
    st.dictionaries(st.sampled_from(list(YEAR)), st.integers(10, 19), min_size=1, max_size=3),
    st.sampled_from(list(YEAR)),
)
def test_on_any_day_the_latest_value_of_the_upper_layer_wins(
    below: Mapping[int, int], above: Mapping[int, int], year: int
) -> None:
    def dated(values: Mapping[int, int]) -> tuple[Limit, ...]:
        return tuple(limit(value, YEAR[each]) for each, value in sorted(values.items()))

    both = periods(*dated(below)).laid_over("own", {"max_goals": dated(above)})
    held = [value for each, value in sorted(above.items()) if each <= year]
    held = held or [value for each, value in sorted(below.items()) if each <= year]
    assert both.policy_on(YEAR[year])["max_goals"].value == (held[-1] if held else None)


def test_caseload_toml_changes_a_limit_from_a_day_on() -> None:
    text = "[policy]\nnote_within = [{value = '48 hours', since = 2026-07-01, cite = 'our contract of 2026'}]"
    before, after = practice(text).policy(None, date(2026, 6, 30)), practice(text).policy(None, date(2026, 7, 1))
    assert (before["note_within"].source, before["note_within"].value) == ("general", Interval(72, "hours"))
    assert (after["note_within"].source, after["note_within"].value) == ("caseload.toml", Interval(48, "hours"))
    assert after["note_within"].cite == "our contract of 2026"
    assert before.name == after.name == "general (caseload.toml)" and before.since != after.since


def test_one_table_with_since_is_the_same_as_a_list_of_one() -> None:
    one = practice("[policy]\nmax_goals = {value = 3, since = 2026-07-01}").policy
    many = practice("[[policy.max_goals]]\nvalue = 3\nsince = 2026-07-01").policy
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        assert one(None, day) == many(None, day)


def test_several_values_in_any_order() -> None:
    text = "[policy]\nmax_goals = [{value = 9, since = 2027-01-01}, {value = 5}, {value = 7, since = 2026-01-01}]"
    days = (date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1))
    assert [practice(text).policy(None, day).count("max_goals") for day in days] == [5, 7, 9]


def test_a_level_alone_may_change_from_a_day_on() -> None:
    text = "[policy]\nnote_within = {severity = 'error', since = 2026-07-01}"
    before, after = practice(text).policy(None, date(2026, 6, 30)), practice(text).policy(None, date(2026, 7, 1))
    assert (before["note_within"].severity, after["note_within"].severity) == ("warning", "error")
    assert before["note_within"].value == after["note_within"].value
    assert before["note_within"].cite == after["note_within"].cite


def test_a_level_alone_keeps_every_later_value_of_the_profile() -> None:
    text = "profile = 'ccbhc'\n[policy]\nplan_review_every = {severity = 'advice'}"
    dated = load_periods("ccbhc").dated["plan_review_every"]
    assert len(dated) > 1
    for each in dated:
        held = practice(text).policy(None, each.since or date.min)["plan_review_every"]
        assert (held.value, held.severity) == (each.value, "advice")


def test_a_programme_lays_its_own_over_the_practices() -> None:
    text = (
        "[policy]\nmax_goals = [{value = 4}, {value = 6, since = 2026-01-01}]\n"
        "[programmes.a]\nprofile = 'iop'\n[programmes.a.policy]\nmax_goals = {value = 2, since = 2026-06-01}"
    )
    days = (date(2025, 1, 1), date(2026, 1, 1), date(2026, 6, 1))
    assert [practice(text).policy("a", day).count("max_goals") for day in days] == [4, 6, 2]
    assert [practice(text).policy(None, day).count("max_goals") for day in days] == [4, 6, 6]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[policy]\nmax_goals = [{value = 3}, {value = 4}]", ":3: two values of `max_goals` hold from the same day"),
        ("[policy]\nmax_goals = [{value = 3, since = 'soon'}]", ":3: `since` must be a date"),
        ("[policy]\nmax_goals = [{value = 3, sinc = 2026-01-01}]", ":3: there is no key `sinc` in [[policy.max_goals"),
        ("[[policy.max_goals]]\nvalue = 3\n[[policy.max_goals]]\nvalue = 'x'\nsince = 2026-01-01", ":4: `max_goals`"),
        ("[policy]\nmax_goals = []", ":3: `max_goals` must be a whole number"),
        ("[policy]\nmax_goals = [3]", ":3: `max_goals` must be a whole number"),
    ],
)
def test_one_mistake_in_plain_words(text: str, message: str) -> None:
    with pytest.raises(CaseloadError) as caught:
        practice(text)
    assert message in caught.value.message


def test_periods_travel_between_processes() -> None:
    told = practice("[policy]\nmax_goals = [{value = 3}, {value = 4, since = 2026-01-01}]")
    assert told.policy().count("max_goals") == 4
    copy: Any = pickle.loads(pickle.dumps(told))
    assert copy == told and copy.policy(None, date(2025, 1, 1)).count("max_goals") == 3


@pytest.mark.parametrize("name", profile_names())
def test_the_values_of_a_shipped_profile_are_in_the_order_of_their_days(name: str) -> None:
    for values in load_periods(name).dated.values():
        days = [each.since or date.min for each in values]
        assert days == sorted(set(days))
