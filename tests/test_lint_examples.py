"""The examples' grammar: what lies over what, what a header opens, what a commit keeps, which day it is."""

from __future__ import annotations

from datetime import date

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.lint.docstring import Example
from caseload_tools.lint.rule import WrongRule, load_rules
from caseload_tools.practice import read_practice
from devtools.examples.scenes import lay_over, scene_of
from devtools.examples.trying import check_example, practice_of, settings_text, try_scene
from tests.lint_scenes import PLAN, UNDATED, scene

CHART = "records/clients/C-0001"
RECORD = "---\ntype: plan\nkind: care  # why\nproblems:\n  - id: P1\nstatus: active\n---\n\n## Strengths\n\nSings.\n"


def test_the_smallest_chart_is_clean() -> None:
    told = scene("")
    assert sorted(told.files) == [
        f"{CHART}/assessments/2026-01-05.md",
        f"{CHART}/client.md",
        f"{CHART}/consents/2026-01-05-treatment.md",
        f"{CHART}/plans/2026-01-12.md",
    ]
    assert told.today == date(2026, 1, 13)
    assert try_scene(told) == ()


@pytest.mark.parametrize("word", RECORD_TYPES)
@pytest.mark.requirement("S1.1", "S4.6")
def test_the_smallest_record_of_each_type_is_clean_beside_it(word: str) -> None:
    closed = "--- client\nstatus: discharged\nclosed: 2026-06-30\nclosed_reason: goals reached\n"
    day = " 2026-01-06" if word == "consent" else ""  # of the day before there is one, and this would be its copy
    found = try_scene(scene(f"{closed if word == 'discharge' else ''}--- {word}{day}"))
    assert [each for each in found if each.level == "error"] == []


def test_keys_lie_over_keys() -> None:
    assert lay_over(RECORD, ["kind: goal"]).splitlines()[2] == "kind: goal"
    assert lay_over(RECORD, ["kind:"]) == RECORD.replace("kind: care  # why\n", "")
    assert lay_over(RECORD, ["problems:", "  - id: P2"]).splitlines()[3:5] == ["problems:", "  - id: P2"]
    assert lay_over(RECORD, ["rank: 1"]).splitlines()[6:8] == ["rank: 1", "---"]
    assert lay_over(RECORD, ["# why", "kind: goal"]).splitlines()[2:4] == ["# why", "kind: goal"]


def test_a_key_given_twice_stands_twice() -> None:
    assert lay_over(RECORD, ["kind: goal", "kind: care"]).count("kind:") == 2


def test_sections_lie_over_sections() -> None:
    over = lay_over(RECORD, ["kind: goal", "", "## Barriers", "", "Night shifts."])
    assert over.endswith("---\n\n## Strengths\n\nSings.\n\n## Barriers\n\nNight shifts.\n")
    assert lay_over(RECORD, ["## Strengths", "", "Swims."]).endswith("---\n\n## Strengths\n\nSwims.\n")
    assert lay_over(RECORD, ["## Strengths"]).endswith("status: active\n---\n")
    assert lay_over(RECORD, ["", "Only words."]).endswith("---\n\nOnly words.\n")
    assert lay_over(RECORD, ["(no text)"]).endswith("status: active\n---\n")


def test_a_header_opens_another_record_and_moves_its_days() -> None:
    told = scene("--- session 2026-03-03\nattendance: late")
    session = told.files[f"{CHART}/sessions/2026-03-03.md"]
    assert "\ndate: 2026-03-03\n" in session
    assert "\nnext: 2026-03-10\n" in session
    assert "\nwritten: 2026-03-03 12:00\n" in session
    assert "\nattendance: late\n" in session
    assert told.today == date(2026, 3, 4)


def test_a_planned_session_is_still_to_come() -> None:
    assert scene("--- session 2026-03-03\nattendance: scheduled").today == date(2026, 1, 13)


def test_records_of_other_clients_and_of_the_practice() -> None:
    told = scene("--- session 2026-03-03 of C-0002\n--- agency riverside\n--- group coping-skills/2026-03-10")
    assert "\nclient: C-0002\n" in told.files["records/clients/C-0002/sessions/2026-03-03.md"]
    assert "records/clients/C-0002/consents/2026-01-05-treatment.md" in told.files
    assert "records/practice/agencies/riverside.md" in told.files
    assert "\ndate: 2026-03-10\n" in told.files["records/practice/groups/coping-skills/2026-03-10.md"]


def test_records_can_be_taken_away_and_written_word_by_word() -> None:
    told = scene("--- no plan\n--- text sessions/2026-03-03.md\n---\ntype: x\n")
    assert PLAN not in told.files
    assert told.files[f"{CHART}/sessions/2026-03-03.md"] == "---\ntype: x\n"
    told = scene('--- text sessions/2026-03-03.md\n"today": x\n--- session 2026-03-04\ntoday: 2026-05-01')
    assert told.files[f"{CHART}/sessions/2026-03-03.md"] == '"today": x\n' and told.today == date(2026, 5, 1)


def test_a_commit_keeps_what_stands_so_far() -> None:
    told = scene(
        "status: provisional\n@ 2026-01-20 Dana Ruiz\nstatus: active\n@ 2026-03-20 15:30 Sam Lee\nstatus: on-hold"
    )
    assert [(day, author) for day, author, _ in told.past] == [
        ("2026-01-20", "Dana Ruiz"),
        ("2026-03-20 15:30", "Sam Lee"),
    ]
    states = [files[PLAN] or "" for _, _, files in told.past] + [told.files[PLAN]]
    assert [state.split("status: ")[1].split("\n")[0] for state in states] == ["provisional", "active", "on-hold"]
    assert told.today == date(2026, 3, 21)


def test_the_day_and_the_settings_can_be_said() -> None:
    told = scene('today: 2026-05-01\npractice: note_within = "24 hours"\npractice: staff."dana.ruiz".end = 2026-04-01')
    assert told.today == date(2026, 5, 1)
    practice = practice_of(told)
    assert str(practice.policy(None)["note_within"]) == "24 hours"
    assert practice.staff["dana.ruiz"].end == date(2026, 4, 1)
    assert practice.staff["dana.ruiz"].name == "Dana Ruiz"


def test_the_settings_of_all_examples_are_in_order() -> None:
    assert read_practice(settings_text("").encode()).name == "Willow Street Practice"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("--- sesion 2026-03-03", "unknown type `sesion`"),
        ("today: soon", "is not a date"),
        ("practice: note_within = 24 hours", "is not TOML"),
        ("--- text sessions/2026-03-03.md\n---\ntype: x\ntoday: 2026-05-01", "`today: 2026-05-01` would become a line"),
        ("--- text sessions/2026-03-03.md\npractice: note_within = false", "would become a line of .*2026-03-03.md"),
        ("--- identities\ntoday: 2026-05-01", "would become a line of"),
        ("@ 2026-3-20 Dana Ruiz", "commits nothing"),
        ("@ 2026-03-20", "commits nothing"),
    ],
)
def test_a_line_that_means_nothing_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(WrongRule, match=sentence):
        practice_of(scene(text))


def test_an_example_that_does_not_do_what_it_says_is_told_so() -> None:
    rule = load_rules()["PLN005"]
    assert check_example(rule, Example("Bad", 1, UNDATED.strip("\n"))).complaint == ""
    assert "should raise the rule" in check_example(rule, Example("Bad", 1, "rank: 1")).complaint
    assert "should be clean" in check_example(rule, Example("Good", 1, UNDATED.strip("\n"))).complaint
    assert "STR004" in check_example(rule, Example("Good", 1, "status: actve")).complaint


def test_what_a_rule_is_about() -> None:
    rules = load_rules()
    assert f"{CHART}/sessions/2026-01-19.md" in scene_of(rules["STR001"], "attendance: late").files
