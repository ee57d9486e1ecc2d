"""`caseload profiles`, and `explain` with the limit in force: its value, its source, and the line that changes it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.cli.app import run
from caseload_tools.lint.explaining import InForce, explain_rule, how_to_change, limits_of
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice import KEYS, load_periods, load_profile, profile_names, read_practice
from tests.conftest import Snapshot

Say = Callable[..., str]


@pytest.fixture
def say(practice_template: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """`say("explain", "TIM003")`: what the command prints in the demo practice."""

    def printed(*typed: str, code: int = 0) -> str:
        assert run(["-C", str(practice_template), *typed]) == code
        told = capsys.readouterr()
        return told.out if code == 0 else told.err

    return printed


def flat(text: str) -> str:
    return " ".join(text.split())


# --- explain -------------------------------------------------------------------------------


def test_a_programme_s_limit_is_shown_with_its_source_and_the_line_that_changes_it(say: Say) -> None:
    told = flat(say("explain", "TIM003", "--programme", "virtual-iop"))
    assert "Here: 30 days (iop, IC&RC study guide" in told
    assert 'Change: [programmes.virtual-iop.policy] plan_review_every = "30 days" in caseload.toml' in told
    assert "Here: 180 days (private-practice," in flat(say("explain", "TIM003", "--programme", "outpatient"))
    assert "[policy] plan_review_every" in flat(say("explain", "TIM003"))


def test_the_line_that_changes_a_limit_can_be_typed_as_it_stands() -> None:
    for profile in profile_names():
        for limit in load_profile(profile):
            header, _, line = how_to_change(limit.key, limit, "policy").partition(" ")
            changed = read_practice(f'name = "x"\nprofile = "{profile}"\n{header}\n{line}\n'.encode())
            held = changed.policy()[limit.key]
            assert held.source == "caseload.toml"
            if KEYS[limit.key].kind == "yes or no":
                assert held.value is not limit.value
            elif not limit.off:
                assert held.value == limit.value


def test_a_limit_that_changed_says_what_held_before_and_what_comes_later(say: Say) -> None:
    told = flat(say("explain", "TIM003", "--profile", "ccbhc"))
    assert "Here: 6 months (ccbhc," in told and "Before: 90 days to 2024-06-30" in told and "(unverified)" in told
    told = flat(say("explain", "TIM003", "--profile", "ccbhc", "--as-of", "2024-06-30"))
    assert "Here: 90 days (ccbhc," in told and "Later: 6 months since 2024-07-01" in told


def test_every_limit_that_a_rule_asks_for_is_named(say: Say) -> None:
    rules = load_rules()
    assert limits_of(rules["TIM003"]) == ("plan_review_every", "plan_review_by_session")
    assert limits_of(rules["BIL008"]) == ("estimate_tolerance", "estimate_required")
    assert limits_of(rules["BIL001"]) == ("charge_needs_signature",)
    assert limits_of(rules["PLN005"]) == ()
    told = say("explain", "BIL008")
    assert "estimate_tolerance" in told and "estimate_required" in told


def test_a_limit_that_no_profile_sets_is_off_and_says_so(say: Say) -> None:
    assert "Here: off (no profile in use here sets it)" in flat(say("explain", "BIL010"))


def test_outside_a_practice_a_rule_names_its_limit_and_no_figure() -> None:
    told = explain_rule(load_rules()["TIM003"])
    assert "[policy] plan_review_every = …" in told and "Here:" not in told


def test_a_profile_s_name_in_place_of_a_programme_is_answered_with_both(say: Say) -> None:
    told = say("explain", "TIM003", "--programme", "iop", code=2)
    assert "no such programme" in told and "--profile iop" in told and "virtual-iop" in told


def test_a_misspelt_profile_is_answered_with_the_nearest(say: Say) -> None:
    for typed in (("explain", "TIM003", "--profile", "iopp"), ("profiles", "iopp")):
        assert "did you mean `iop`?" in say(*typed, code=2)


def test_json_holds_all_of_it(say: Say) -> None:
    told: Any = json.loads(say("explain", "TIM003", "--programme", "virtual-iop", "--format", "json"))
    assert told["limit"] == told["limits"][0]
    assert told["limit"]["value"] == "30 days" and told["limit"]["source"] == "iop"
    assert told["limit"]["change"].startswith("[programmes.virtual-iop.policy] plan_review_every")
    assert json.loads(say("explain", "PLN005", "--format", "json"))["limits"] == []


def test_what_held_at_other_times_is_complete() -> None:
    for name in profile_names():
        periods = load_periods(name)
        for key, values in periods.dated.items():
            for day in (date.min, date.max):
                holds = bool(periods.policy_on(day)[key].source)
                assert len(list(InForce(periods, day).other_times(key))) == len(values) - holds


# --- profiles ------------------------------------------------------------------------------


def test_the_list_says_who_uses_what(say: Say) -> None:
    told: Any = {each["name"]: each for each in json.loads(say("profiles", "--format", "json"))}
    assert told.keys() == set(profile_names())
    assert told["iop"]["used_by"] == ["virtual-iop"] and told["general"]["used_by"] == ["the practice"]
    assert told["iop"]["builds_on"] == "general" and told["general"]["builds_on"] is None
    assert told["ccbhc"]["unverified"] == ["plan_review_every"]


def test_outside_a_practice_nobody_uses_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(tmp_path), "profiles", "--format", "json"]) == 0
    assert all(each["used_by"] == [] for each in json.loads(capsys.readouterr().out))


def test_the_page_of_a_profile(say: Say, snapshot: Snapshot) -> None:
    snapshot(say("profiles", "ccbhc"), name="ccbhc")
    snapshot(say("profiles"), name="list")


def test_a_profile_shows_its_own_limits_and_with_all_also_the_inherited(say: Say) -> None:
    own: Any = json.loads(say("profiles", "iop", "--format", "json"))["limits"]
    everything: Any = json.loads(say("profiles", "iop", "--all", "--format", "json"))["limits"]
    assert {each["source"] for each in own} == {"iop"}
    assert {each["source"] for each in everything} == {"iop", "general"}
    table = tomllib.loads((Path(__file__).parent.parent / "caseload_tools/practice/profiles/iop.toml").read_text())
    assert len(own) == len(table) - 2
    assert "more limits from general" in say("profiles", "iop")
    assert "more limits" not in say("profiles", "iop", "--all")


def test_a_profile_as_of_a_day_has_one_value_a_limit(say: Say) -> None:
    told: Any = json.loads(say("profiles", "ccbhc", "--as-of", "2024-01-15", "--format", "json"))["limits"]
    assert [each["value"] for each in told if each["key"] == "plan_review_every"] == ["90 days"]
    told = json.loads(say("profiles", "ccbhc", "--format", "json"))["limits"]
    values = [(each["value"], each["since"]) for each in told if each["key"] == "plan_review_every"]
    assert values == [("90 days", None), ("6 months", "2024-07-01")]
