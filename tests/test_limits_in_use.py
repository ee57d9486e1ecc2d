"""A limit that nothing asks for, or that says nothing when another is off, would be a promise in the manual only.

Each limit is tried alone, on the examples of the rules that apply it or on a scene below; each interval of a record in
each unit that its schema accepts.
"""

from __future__ import annotations

import ast
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.dates import _UNITS, Interval
from caseload_tools.lint.docstring import page_of
from caseload_tools.lint.explaining import limits_of
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice.keys import KEYS
from devtools.examples.scenes import Scene, scene_of
from devtools.examples.trying import practice_of, try_scene, write_scene
from tests.conftest import ROOT
from tests.lint_scenes import scene

ASKED = "".join(
    path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "caseload_tools").rglob("*.py"))
    if "practice" not in path.relative_to(ROOT / "caseload_tools").parts
)


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_limit_is_asked_for(key: str) -> None:
    assert f'"{key}"' in ASKED, f"no rule, clock or report asks for `{key}`: use it, or take it out of practice/keys.py"


# --- each limit alone -----------------------------------------------------------------------


class Speaks(NamedTuple):
    """A scene in which a limit speaks alone: what says so (a rule's code or a kind of obligation), and what differs."""

    who: str
    text: str


THREE = "".join(f"--- session 2026-01-{day:02}\n" for day in (6, 13, 20))
MISSED = "--- session 2026-02-03\nattendance: no-show\nprogress:\nrisk:\nnext:\n"
HIGH = "--- session 2026-01-20\nrisk: high\nnext:\n"
FOLLOW_UP = "frequency:\n--- client\nstatus: follow-up\n--- session 2026-01-19\n"
PENDING = "--- incident 2026-01-21\nreport: pending\nreason:\n"
TWO_GOALS = "goals:\n  - {id: G1, problem: P1, text: Sleep through}\n  - {id: G2, problem: P1, text: Go out again}\n"

# Where the examples of the rules would speak of something else: of another limit, or of what the plan itself says.
SCENES = {
    "session_minutes_min": Speaks("NOT002", "--- session 2026-01-19\ntime: 10:00-10:02"),
    "group_minutes_max": Speaks("NOT002", "--- session 2026-01-19\nservice: group\ntime: 10:00-16:50"),
    "contact_minutes_max": Speaks("NOT002", "--- contact 2026-01-21\ntime: 10:00-18:10\nwritten: 2026-01-21 19:00"),
    "crisis_minutes_max": Speaks("NOT002", "--- contact 2026-01-21\npurpose: crisis\ntime: 06:00-22:10"),
    "note_words_max": Speaks("NOT012", "practice: note_words_max = 9\n--- session 2026-01-19"),
    "initial_plan_by_session": Speaks("TIM002", f"{THREE}--- no plan\ntoday: 2026-01-22"),
    "plan_review_every": Speaks("TIM003", "review_every:\n--- session 2026-05-04\ntoday: 2026-05-05"),
    "plan_review_by_session": Speaks(
        "TIM003", 'review_every:\npractice: plan_review_by_session = "1 session"\n--- session 2026-01-20'
    ),
    "substance_goal_required": Speaks("PLN019", "practice: substance_goal_required = true\nstatus: active"),
    "max_goals": Speaks("PLN011", f"practice: max_goals = 1\n{TWO_GOALS}"),
    "contact_every": Speaks("FUP002", "frequency:\n--- session 2026-01-19\ntoday: 2026-03-20"),
    "aftercare_contact_every": Speaks("FUP002", f"{FOLLOW_UP}today: 2026-03-20"),
    "referral_check_every": Speaks("referral", "--- referral 2026-01-12\nstatus: waiting\ntoday: 2026-01-20"),
    "high_risk_no_show_outreach_within": Speaks("FUP004", f"{HIGH}{MISSED}today: 2026-02-09"),
    "relapse_plan_required": Speaks("RSK003", "practice: relapse_plan_required = true\ntoday: 2026-03-01"),
    "safety_plan_review_every": Speaks("RSK008", "--- safety-plan 2026-01-19\nreview_on:\ntoday: 2027-03-01"),
    "policy_review": Speaks(
        "FUP012", "--- policy follow-up\nreview_every:\nlast_reviewed: 2024-12-01\ntoday: 2026-02-01"
    ),
    "measure_every": Speaks(
        "MEA001",
        "objectives:\n  - {id: O1.1, text: Worry less, measure: gad7, baseline: 14, target: 5, "
        'target_date: 2026-06-30}\npractice: measure_every = "4 weeks"\ntoday: 2026-04-01',
    ),
}

# These say nothing alone, they let something pass: each is tried beside the limit that it softens (none: a demand of no
# limit). With it nothing is said, without it something is.
LETS_PASS = {
    "contact_grace": ("contact_every", Speaks("FUP002", "frequency:\n--- session 2026-01-19\ntoday: 2026-02-20")),
    "measure_grace": (
        "measure_every",
        Speaks("MEA001", SCENES["measure_every"].text.replace("2026-04-01", "2026-02-11")),
    ),
    "reassessment_window": ("reassessment_every", Speaks("TIM004", "today: 2027-01-20")),
    "minutes_tolerance": ("", Speaks("BIL003", "--- charge 2026-01-19\nminutes: 51")),
    # Without it the report is owed at once.
    "incident_report_within": ("", Speaks("RSK009", f"{PENDING}today: 2026-01-21")),
}


def with_only(told: Scene, *keys: str) -> Scene:
    """The scene with these limits as the scene or the profile has them, and every other one off."""
    lines = [line for line in told.settings.splitlines() if _limit_of(line) in (*keys, "")]
    lines += [f"{key} = false" for key in KEYS if key not in keys]
    return replace(told, settings="\n".join(lines))


def _limit_of(line: str) -> str:
    """The limit that a line of the settings sets; nothing when it sets something else."""
    name = line.partition("=")[0].strip().removeprefix("policy.")
    return name if name in KEYS else ""


def says(who: str, told: Scene) -> bool:
    """Whether a rule finds something in a scene, or a clock has something due."""
    if who in load_rules():
        return any(each.code == who for each in try_scene(told))
    return any(each.kind == who for each in due(told))


def due(told: Scene) -> tuple[Obligation, ...]:
    """What is due in a scene, the most urgent first."""
    with tempfile.TemporaryDirectory() as folder:
        write_scene(told, Path(folder))
        return all_obligations(read_caseload(Path(folder), practice_of(told), told.today))


def scenes_of(key: str) -> Iterator[tuple[str, Scene]]:
    """Who may speak for a limit, and where: the scene above, or else the examples of the rules that apply it."""
    if key in SCENES:
        yield SCENES[key].who, scene(SCENES[key].text)
        return
    for rule in load_rules().values():
        if key in limits_of(rule):
            yield from ((rule.code, scene_of(rule, each.text)) for each in page_of(rule).of_kind("Bad"))


@pytest.mark.parametrize("key", [key for key in KEYS if key not in LETS_PASS])
def test_a_limit_speaks_while_every_other_one_is_off(key: str) -> None:
    tried = []
    for who, told in scenes_of(key):
        if says(who, with_only(told, key)) and not says(who, with_only(told)):
            return
        tried.append(who)
    pytest.fail(
        f"`{key}` alone says nothing: tried {sorted(set(tried))}. Does its rule name it in `limit=(…)`, and its clock "
        "take the earliest of what each limit gives? Where no example of the rule is about it, add a scene to SCENES"
    )


@pytest.mark.parametrize("key", LETS_PASS)
def test_a_limit_that_lets_something_pass_does_so(key: str) -> None:
    other, (who, text) = LETS_PASS[key]
    assert not says(who, with_only(scene(text), key, other)), f"`{key}` lets nothing pass"
    assert says(who, with_only(scene(text), other)), f"without `{key}` nothing is said either"


# --- several limits of one clock ------------------------------------------------------------

# The limits that one clock takes together, a scene in which each gives a day of its own, and the kind of obligation.
TOGETHER = {
    "first plan": (("initial_plan_within", "initial_plan_by_session"), f"{THREE}--- no plan\ntoday: 2026-01-22"),
    "plan review": (
        ("plan_review_every", "plan_review_by_session"),
        'review_every:\npractice: plan_review_by_session = "1 session"\n--- session 2026-01-20\ntoday: 2026-01-21',
    ),
    "outreach": (
        ("no_show_outreach_within", "high_risk_no_show_outreach_within"),
        f'{HIGH}{MISSED}practice: high_risk_no_show_outreach_within = "9 days"\ntoday: 2026-02-04',
    ),
    "session note": (
        ("note_within", "crisis_note_within"),
        "--- session 2026-01-20\nservice: crisis\nattendance: scheduled\ntoday: 2026-01-26",
    ),
}


@pytest.mark.parametrize("kind", TOGETHER)
def test_of_several_limits_the_first_day_holds(kind: str) -> None:
    keys, text = TOGETHER[kind]
    told = scene(text)
    alone = [_day_of(kind, with_only(told, key)) for key in keys]
    assert None not in alone and len(set(alone)) == 2, f"the scene shows no difference: {alone}"
    assert _day_of(kind, with_only(told, *keys)) == min(each for each in alone if each)


def _day_of(kind: str, told: Scene) -> date | None:
    return next((each.due for each in due(told) if each.kind == kind), None)


def test_a_clock_that_asks_for_several_limits_is_tried_above() -> None:
    tried = {key for keys, _ in TOGETHER.values() for key in keys} | ONE_OR_THE_OTHER
    for path in sorted((ROOT / "caseload_tools" / "chart" / "clocks").glob("*.py")):
        functions = [
            node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        ]
        names = {node.name: {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} for node in functions}
        keys = {node.name: _limits_in(node) - set(LETS_PASS) for node in functions}
        for node in functions:
            asked = set().union(*(keys[name] for name in _reached(node.name, names)))
            assert not node.decorator_list or len(asked) < 2 or asked <= tried, f"{path.name}: add {asked} to TOGETHER"


def _limits_in(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and each.value in KEYS}


def _reached(name: str, names: dict[str, set[str]]) -> set[str]:
    """The functions of one file that a function calls, itself among them."""
    found, open_ = {name}, [name]
    while open_:
        new = (names[open_.pop()] & set(names)) - found
        found |= new
        open_ += new
    return found


# Two limits that never hold for the same thing: a client is active or in follow-up, a step is the first or the second.
ONE_OR_THE_OTHER = {
    *("relapse_plan_within", "relapse_plan_required"),  # the length of what the other asks of everybody
    "contact_every", "aftercare_contact_every", "complaint_acknowledge_within", "complaint_resolve_within"
}  # fmt: skip


# --- what a record says of itself ----------------------------------------------------------

# One way to write each unit; the other ways differ in their figures alone.
UNITS = (
    "36 hours", "10 days", "3 business days", "weekly", "2 months", "yearly", "1 year", "2 sessions",
)  # fmt: skip
SEEN = "--- session 2026-01-20\n--- session 2026-01-27\ntoday: 2026-01-28"
# An interval of a record, by schema and key: the kind of obligation that it leads to, and a scene with `{}` for it.
OWN = {
    ("plan", "review_every"): ("plan review", f"review_every: {{}}\n{SEEN}"),
    ("plan", "frequency"): ("contact", f"frequency: {{}}\n{SEEN}"),
    ("plan", "every"): ("measure", f"measures:\n  - {{{{id: gad7, every: {{}}}}}}\n{SEEN}"),
    ("client", "cadence"): ("contact", f"frequency:\n--- client\ncadence: {{}}\n{SEEN}"),
    ("discharge", "check_ins"): (
        "contact",
        "--- client\nstatus: follow-up\n--- discharge 2026-01-27\ncheck_ins: {}\ntoday: 2026-01-28",
    ),
    ("policy", "review_every"): ("policy review", "--- policy follow-up\nreview_every: {}\ntoday: 2026-01-20"),
}
# What is read by people and by rules that compare dates; nothing comes round by it.
NOT_DUE = {("plan", "duration"), ("intervention", "frequency"), ("agency", "waiting_time")}


def test_every_interval_of_a_record_is_tried_or_is_none_that_comes_round() -> None:
    found = set()
    for path in sorted((ROOT / "schemas").glob("*.schema.json")):
        text = path.read_text(encoding="utf-8")
        for key in re.findall(r'"(\w+)": \{\s+"\$ref": "common\.schema\.json#/\$defs/interval"', text):
            found.add((path.name.partition(".")[0], key))
    by_hand = {("plan", "frequency"), ("plan", "duration")}  # those of an intervention stand in the plan's schema
    assert found == set(OWN) | {each for each in NOT_DUE if each[0] != "intervention"} | by_hand


@pytest.mark.parametrize("said", UNITS)
@pytest.mark.parametrize("own", OWN, ids=".".join)
def test_an_interval_of_a_record_is_used_or_lint_says_that_it_is_not(own: tuple[str, str], said: str) -> None:
    kind, text = OWN[own]
    told = scene(text.format(said))
    found = [each for each in due(told) if each.kind == kind]
    if any("own" in each.cite for each in found):
        return
    lines = (told.files[each.path].splitlines()[each.line - 1] for each in try_scene(told))
    assert any(f"{own[1]}:" in line for line in lines), (
        f"`{own[1]}: {said}` is neither used nor told: {[each.why for each in found]}"
    )


REFERRED = "--- referral 2026-01-12\nstatus: waiting\n"
REDUCED = "--- client\nfee_basis: sliding\nfee_agreed_on: 2026-01-05\n"
# Where a record sets for itself what the limit sets for all: a scene in which that day has passed, by the rule.
OVERDUE = {
    "TIM003": [
        "review_every: 10 days\ntoday: 2026-03-01",
        "--- review 2026-01-20\nnext_review: 2026-02-01\ntoday: 2026-03-01",
    ],
    "TIM004": ["--- assessment 2026-01-12\nreassess_on: 2026-02-01\ntoday: 2026-03-01"],
    "FUP002": ["frequency: weekly\n--- session 2026-01-19\ntoday: 2026-02-20"],
    "FUP008": [f"{REFERRED}check_by: 2026-01-20\n--- agency riverside\ntoday: 2026-02-10"],
    "FUP012": ["--- policy follow-up\nlast_reviewed: 2026-01-01\nreview_every: 10 days\ntoday: 2026-03-01"],
    "MEA001": ["measures:\n  - {id: gad7, every: 2 weeks}\ntoday: 2026-03-15"],
    "RSK008": ["--- safety-plan 2026-01-19\nreview_on: 2026-03-01\ntoday: 2026-03-15"],
    "RSK009": [f"{PENDING}today: 2026-01-23", "--- incident 2026-01-21\nkind: abuse\nreport:\ntoday: 2026-01-23"],
    "BIL007": [f"{REDUCED}fee_review_on: 2026-02-01\ntoday: 2026-03-01"],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in OVERDUE.items() for text in texts])
def test_what_a_record_sets_for_itself_is_told_while_every_limit_is_off(code: str, text: str) -> None:
    told = with_only(scene(text))
    late = {each.rule for each in due(told) if each.is_overdue(told.today)}
    assert code in late, f"nothing is due in this scene: {late}"
    levels = {each.level for each in try_scene(told) if each.code == code}
    assert levels == {"advice"}, "what `caseload due` calls overdue lint does not hide"


def test_each_rule_that_goes_by_a_record_of_its_own_is_tried_above() -> None:
    assert {code for code, rule in load_rules().items() if rule.own} == OVERDUE.keys()


def test_the_units_above_are_all_that_there_are() -> None:
    assert {Interval.parse(each).unit for each in UNITS} == set(_UNITS)
