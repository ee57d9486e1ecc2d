"""The policy profiles: every figure says where it comes from, and how sure we are."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import caseload_tools
from caseload_tools.dates import Interval
from caseload_tools.practice import KEYS, Limit, load_periods, load_profile, profile_about, profile_names
from caseload_tools.practice.policy import SEVERITIES, read_value

NAMES = profile_names()
# Every value that ever held, with the day it began where it has one.
LIMITS = [(name, limit) for name in NAMES for values in load_periods(name).dated.values() for limit in values]


def test_the_shipped_profiles() -> None:
    assert {"general", "iop", "case-management", "private-practice", "strict-24h"} <= set(NAMES)
    assert {"ccbhc", "wa-outpatient", "sud-part2"} <= set(NAMES)
    assert all(profile_about(name)[0] for name in NAMES)
    assert all(profile_about(name)[1] == "general" for name in NAMES if name != "general")


NAMED = [f"{name}-{limit.key}-{limit.since or ''}" for name, limit in LIMITS]


@pytest.mark.parametrize(("name", "limit"), LIMITS, ids=NAMED)
@pytest.mark.requirement("S0.32")
def test_each_limit_is_cited_and_counts_from_something(name: str, limit: Limit) -> None:
    assert limit.severity in SEVERITIES
    assert len(limit.cite) > 20, "a citation, or `practice default:` and the reason"
    assert limit.start or KEYS[limit.key].kind not in ("time", "sessions")
    assert limit.source in NAMES


def test_the_baseline_rests_on_nothing_unverified() -> None:
    assert not [limit.key for limit in load_profile("general") if limit.unverified]


def test_the_baseline_speaks_of_every_limit_or_leaves_it_off() -> None:
    unset = {key for key in KEYS if key not in load_profile("general").limits}
    assert unset == {"comprehensive_within", "minimum_hours_week", "note_every", "plan_review_by_session"}
    assert all(load_profile("general")[key].off for key in unset)


def test_a_profile_inherits_what_it_does_not_set() -> None:
    general, iop = load_profile("general"), load_profile("iop")
    assert iop["consent_grace"] == general["consent_grace"]
    assert iop["note_within"].value == Interval(24, "hours") != general["note_within"].value
    assert iop["note_within"].source == "iop" and iop["consent_grace"].source == "general"


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("general", "note_within", Interval(72, "hours")),
        ("general", "initial_plan_within", Interval(30, "days")),
        ("general", "initial_plan_by_session", Interval(3, "sessions")),
        ("general", "plan_review_every", Interval(90, "days")),
        ("general", "measure_every", Interval(30, "days")),
        ("strict-24h", "note_within", Interval(24, "hours")),
        ("iop", "initial_plan_within", Interval(7, "days")),
        ("iop", "plan_review_every", Interval(30, "days")),
        ("iop", "minimum_hours_week", 9),
        ("case-management", "contact_every", Interval(30, "days")),
        ("case-management", "reassessment_every", Interval(12, "months")),
        ("case-management", "reassessment_window", Interval(30, "days")),
        ("ccbhc", "intake_within", Interval(10, "business days")),
        ("ccbhc", "comprehensive_within", Interval(60, "days")),
        ("ccbhc", "plan_review_every", Interval(6, "months")),
        ("wa-outpatient", "note_before_next_session", True),
        ("wa-outpatient", "age_of_consent", 13),
        ("sud-part2", "policy_acknowledge_within", Interval(0, "days")),
    ],
)
def test_figures_that_the_standards_name(name: str, key: str, value: Interval | int) -> None:
    assert load_profile(name)[key].value == value


def test_what_the_standards_only_know_by_hearsay_says_so() -> None:
    for name, key in (("ccbhc", "plan_review_every"), ("wa-outpatient", "plan_review_every")):
        assert load_profile(name)[key].unverified, f"{name}: {key}"


@pytest.mark.requirement("S0.31")
def test_a_record_of_an_earlier_year_meets_the_rule_of_that_year() -> None:
    before, after = (load_profile("ccbhc", date(2024, month, 30)) for month in (6, 7))
    assert before.interval("plan_review_every") == Interval(90, "days")
    assert after.interval("plan_review_every") == Interval(6, "months")
    assert not load_profile("private-practice", date(2021, 12, 31)).wants("estimate_required")
    assert load_profile("private-practice", date(2022, 1, 1)).wants("estimate_required")
    assert load_profile("wa-outpatient", date(2017, 1, 1))["note_before_next_session"].unverified is False
    assert load_profile("wa-outpatient")["note_before_next_session"].unverified


def test_a_limit_reads_as_people_write_it() -> None:
    policy = load_profile("general")
    assert str(policy["note_within"]) == "72 hours"
    assert str(policy["plan_needs_strengths"]) == "yes"
    assert str(policy["minimum_hours_week"]) == "off"
    assert Limit("x", cite="a book", unverified=True).why == "a book (unverified)"


def test_each_kind_of_limit_has_its_own_question() -> None:
    policy = load_profile("general")
    assert policy.interval("note_within") == Interval(72, "hours") and policy.interval("max_goals") is None
    assert policy.count("max_goals") == 10 and policy.count("initial_plan_by_session") == 3
    assert policy.share("note_similarity") == 0.85 and policy.share("max_goals") is None
    assert policy.wants("plan_needs_strengths") and not policy.wants("meeting_required")
    assert policy.count("plan_needs_strengths") is None
    assert [limit.key for limit in policy] == list(KEYS)


def test_a_yes_or_no_may_be_no_and_is_then_off() -> None:
    key = KEYS["meeting_required"]
    assert read_value(key, False) is False and Limit(key.name, False).off


def test_nobody_asks_for_a_limit_that_does_not_exist() -> None:
    asked = re.compile(r'''(?:policy(?:\(\w*\))?\[|\.interval\(|\.wants\(|\.share\(|limit=)"(\w+)"''')
    for path in Path(caseload_tools.__file__).parent.rglob("*.py"):
        for key in asked.findall(path.read_text(encoding="utf-8")):
            assert key in KEYS, f"{path.name} asks for `{key}`: add it to practice/keys.py and profiles/general.toml"
