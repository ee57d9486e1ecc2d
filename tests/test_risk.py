"""How high the risk of a client is, and what is unknown of it: tables of witnesses, of states, of what answers them.

Each cell is a chart told in the words of a rule's examples, read once; no cell lints more than it must.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import all_obligations, obligations
from caseload_tools.chart.records.safety_plan import SECTIONS, has_content
from caseload_tools.chart.risk.risk_view import (
    MARKED,
    NOT_ASKED,
    RISK_STATES,
    SCREEN_BLANK,
    SCREEN_OPEN,
    TEXT_OPEN,
    UNKNOWN,
    risk_of,
    risk_view,
    say_risk,
    say_risks,
)
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rules.owed_things import disposition_of_nothing
from caseload_tools.practice.measures import MEASURES, read_score
from caseload_tools.reports.brief import brief
from caseload_tools.site.edition import Edition
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import scene


def _caseload(root: Path, text: str) -> Caseload:
    told = scene(text)
    write_scene(told, root)
    return read_caseload(root, practice_of(told), told.today)


def _chart(root: Path, text: str) -> Chart:
    return _caseload(root, text).charts[0]


# --- text x measure x risk -------------------------------------------------------------------

TEXTS = {"nothing": "On time.", "passive": "She hopes not to wake up.", "means": "Keeps a noose in the shed."}
MEASURED = {"nothing": "", "low": "cssrs: 1\n", "item 9": "phq9: [1,1,1,1,1,1,1,0,1]\n", "high": "cssrs: 5\n"}
HEIGHT = {"nothing": -1, "passive": 1, "means": 2, "low": 1, "item 9": 1, "high": 3}
LEVELS = ("none", "low", "moderate", "high")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str, bool], set[str]]:
    """What is asked of each combination of witnesses, in one caseload of many clients: the rules by which."""
    cells = list(product(TEXTS, MEASURED, ("", "not-asked", *LEVELS), (False, True)))
    texts = ["today: 2026-01-20\n"]
    for number, (said, measured, risk, reason) in enumerate(cells):
        why = "risk_reason: asked again, no to all of it\n" if reason else ""
        texts.append(
            f"--- session 2026-01-19 of C-{1000 + number}\n{MEASURED[measured]}risk: {risk}\n{why}\n"
            f"## Objective\n\n{TEXTS[said]}\n"
        )
    caseload = _caseload(tmp_path_factory.mktemp("cells"), "".join(texts))
    charts = {each.id: each for each in caseload.charts}
    found = {}
    for number, cell in enumerate(cells):
        rules = {each.rule for each in obligations(charts[f"C-{1000 + number}"])}
        found[cell] = rules & {"RSK001", "RSK005", "RSK012"}
    return found


@pytest.mark.parametrize("said", TEXTS)
@pytest.mark.parametrize("measured", MEASURED)
def test_the_lowest_of_three_witnesses_never_wins(
    told: dict[tuple[str, str, str, bool], set[str]], said: str, measured: str
) -> None:
    for risk in ("", "not-asked", *LEVELS):
        height = LEVELS.index(risk) if risk in LEVELS else -1
        asked = told[said, measured, risk, False]
        assert ("RSK005" in asked) == (HEIGHT[said] > height), (said, measured, risk)
        higher = HEIGHT[measured] > height
        if risk in LEVELS:
            assert ("RSK012" in asked) == higher and "RSK001" not in asked, (said, measured, risk)
        else:
            assert ("RSK001" in asked) == (measured in ("item 9", "high")) and "RSK012" not in asked
        if risk in LEVELS:
            assert not told[said, measured, risk, True], "a reason under its key answers each of them"


def test_raising_one_witness_never_takes_a_finding_away(told: dict[tuple[str, str, str, bool], set[str]]) -> None:
    for (said, measured, risk, reason), rules in told.items():
        for other in TEXTS:
            if HEIGHT[other] > HEIGHT[said]:
                assert rules <= told[other, measured, risk, reason]
        for other in MEASURED:
            if HEIGHT[other] > HEIGHT[measured]:
                assert rules <= told[said, other, risk, reason]


# --- the level through time ------------------------------------------------------------------

PLAN = "--- safety-plan 2026-01-19\n"


@pytest.mark.parametrize(
    ("later", "state"),
    [
        ("", "high"),
        ("--- session 2026-01-26\nrisk: low\n", "high"),
        ("--- session 2026-01-26\nrisk: not-asked\n", "high"),
        ("--- session 2026-01-26\nrisk:\n", "high"),
        ("--- session 2026-01-26\nrisk: none\nsafety_plan: safety/2026-01-19\n", "high"),
        ("--- session 2026-01-26\nrisk: none\nrisk_reason: n/a\n", "high"),
        ("--- session 2026-01-26\nrisk: moderate\nsafety_plan: safety/2026-01-19\n", "moderate"),
        ("--- session 2026-01-26\nrisk: none\nrisk_reason: asked, no to all\n", "none"),
        ("--- contact 2026-01-26\nrisk: low\nrisk_reason: asked, no to all\n", "low"),
        ("--- contact 2026-01-26\noutcome: left a message\nrisk: low\nrisk_reason: copied\n", "high"),
        ("--- assessment 2026-01-26\nkind: risk\nrisk: none\nrisk_reason: asked, no to all\n", "none"),
        ("--- session 2026-01-26\nrisk: none\nrisk_reason: asked\n--- measure 2026-01-27\ngad7:\ncssrs: 4\n", "high"),
        ("--- session 2026-01-26\nattendance: no-show\nrisk: none\nrisk_reason: copied\n", "high"),
    ],
)
@pytest.mark.parametrize("first", ["session", "contact", "measure"])
def test_high_holds_until_a_later_lower_finding_with_its_reason(
    tmp_path: Path, first: str, later: str, state: str
) -> None:
    said = "gad7:\ncssrs: 5" if first == "measure" else "risk: high"
    chart = _chart(tmp_path, f"--- {first} 2026-01-19\n{said}\n{PLAN}{later}today: 2026-02-01")
    assert risk_of(chart) == state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("--- session 2026-01-19\nrisk:\n--- assessment 2026-01-05\nrisk:\n", NOT_ASKED),
        ("--- session 2026-01-19\nrisk: not-asked\n--- assessment 2026-01-05\nrisk:\n", NOT_ASKED),
        ("--- session 2026-01-19\nrisk:\nphq9: [1,1,1,1,1,1,1,0,1]\n", SCREEN_OPEN),
        ("--- session 2026-01-19\nrisk:\nphq9: [1,1,1,1,null,1,1,0,1]\n", SCREEN_OPEN),
        ("--- measure 2026-01-19\ngad7:\ncssrs: [0,1,1,0,0,0,null]\n", "moderate"),
        ("--- session 2026-01-19\nrisk: none\n\n## Objective\n\nShe hopes not to wake up.\n", TEXT_OPEN),
        ("--- session 2026-01-19\nrisk: low\n\n## Objective\n\nShe hopes not to wake up.\n", "low"),
        ("--- session 2026-01-19\nrisk: elevated\n", "not understood"),
        ("--- measure 2026-01-19\ngad7:\ncssrs: 0\n--- assessment 2026-01-05\nrisk:\n", "none"),
        ("--- session 2026-01-19\nrisk: none\n", "none"),
    ],
)
def test_each_state_has_a_word_of_its_own(tmp_path: Path, text: str, state: str) -> None:
    chart = _chart(tmp_path, f"today: 2026-01-20\n{text}")
    assert risk_of(chart) == state and state in RISK_STATES
    assert risk_view(chart).is_unknown == (state in UNKNOWN)


def test_a_sentence_reassures_only_of_those_who_were_asked(tmp_path: Path) -> None:
    calm = _caseload(tmp_path / "calm", "--- session 2026-01-19\nrisk: none\ntoday: 2026-01-20").charts
    assert say_risks(calm) == "no high or moderate risk; risk was asked of 1 of 1 client"
    text = "--- session 2026-01-19\nrisk:\nphq9: [1,1,1,1,1,1,1,0,1]\n"
    text += "--- assessment 2026-01-05 of C-0002\nrisk:\ntoday: 2026-01-20"
    open_ = say_risks(_caseload(tmp_path / "open", text).charts)
    assert open_ == "1 client has a positive screen without an answer; risk was asked of 1 of 2 clients"
    assert not {"no", "none", "0"} & set(open_.split())
    text = "--- session 2026-01-19\nrisk:\n--- assessment 2026-01-05\nrisk:\ntoday: 2026-01-20"
    assert say_risks(_caseload(tmp_path / "never", text).charts) == "risk was not asked of 1 of 1 client"


# --- what it asks for, from every type -------------------------------------------------------

FROM = {
    "session": "--- session 2026-01-19\nrisk: high\n",
    "contact": "--- contact 2026-01-19\npurpose: crisis\nrisk: high\n",
    "assessment": "--- assessment 2026-01-19\nkind: risk\nrisk: high\n",
    "measure": "--- measure 2026-01-19\ngad7:\ncssrs: 5\n",
}
ENDS = {
    "RSK002": ["--- safety-plan 2026-01-19\n", "--- safety-plan 2026-01-22\n"],
    "RSK006": [],
    "RSK010": ["--- contact 2026-01-19-late\nconsultation: Sam Lee, by phone\nrisk: high\n"],
}


@pytest.mark.parametrize("kind", FROM)
@pytest.mark.parametrize("status", ["active", "inquiry", "follow-up", "intake"])
def test_high_risk_asks_for_the_same_from_every_record(tmp_path: Path, kind: str, status: str) -> None:
    chart = _chart(tmp_path, f"{FROM[kind]}--- client\nstatus: {status}\ntoday: 2026-01-30")
    owed = {each.rule: each for each in obligations(chart)}
    wanted = {"RSK002", "RSK006"} | ({"RSK001"} if kind == "measure" else {"RSK010"})
    assert wanted <= set(owed)
    assert all(each.clinician and each.record is not None for rule, each in owed.items() if rule in wanted)


@pytest.mark.parametrize(
    ("plan", "ends"),
    [
        ("--- safety-plan 2026-01-19\n", True),
        ("--- safety-plan 2026-01-25\n", True),
        ("--- safety-plan 2026-01-18\n", False),
        ("--- safety-plan 2026-01-18\n--- session 2026-01-22\nsafety_plan: safety/2026-01-18\nrisk: high\n", True),
        ("--- safety-plan 2026-01-18\n--- contact 2026-01-22\nsafety_plan: safety/2026-01-18\n", True),
        (
            "--- safety-plan 2026-01-18\n--- contact 2026-01-22\noutcome: no answer\nsafety_plan: safety/2026-01-18\n",
            False,
        ),
        ("--- safety-plan 2026-01-19\nkind: relapse-prevention\n", False),
        *((f"--- safety-plan 2026-01-19\n\n## {each}\n\nNone.\n", False) for each in SECTIONS),
        ("--- safety-plan 2026-01-19\n\n## Coping\n\nNone that she trusts yet: we try two this week.\n", True),
    ],
)
def test_a_crisis_plan_with_content_alone_answers_a_risk_that_rose(tmp_path: Path, plan: str, ends: bool) -> None:
    chart = _chart(tmp_path, f"today: 2026-01-30\n--- session 2026-01-19\nrisk: high\n{plan}")
    assert ("RSK002" in {each.rule for each in obligations(chart)}) == (not ends)


@pytest.mark.parametrize(
    ("call", "reached"),
    [
        ("\nNo answer, left a voicemail.", False),
        ("\nLeft her a short message on the machine.", False),
        ("\nRang out twice.", False),
        ("\nCould not reach her.", False),
        ("outcome: left message", False),
        ("outcome: LVM", False),
        ("outcome: no answer; sent a text", False),
        ("direction: in\n\nLeft a message that she is safe.", True),
        ("\nRang as agreed; she slept.", True),
        ("\nNo answer at nine. Called back at ten and talked about the night.", True),
        ("outcome: reached", True),
        ("outcome: safe, brother at home", True),
        ("outcome: Nobody picked up.", False),
        ("outcome: Line engaged.", False),
        ("outcome: The phone was switched off.", False),
        ("outcome: Switched off.", False),
        ("outcome: Number not in service.", False),
        ("outcome: Tried to call.", False),
        ("outcome: attempted to call her on both numbers", False),
        ("outcome: Her sister picked up; client out.", False),
        ("outcome: Her sister picked up and said she was out.", False),
        ("\nThe line was engaged; tried to call again at noon.", False),
        ("\nHis mother answered, he was asleep.", False),
        ("outcome: wrong number", False),
        ("risk: none\n\nNo answer, left a voicemail.", False),
        ("outcome: Her sister picked up and passed the phone to her; slept better.", True),
        ("\nHis mother answered; then spoke with him about the night.", True),
        ("\nShe tried to call the pharmacy; the tablets are there.", True),
        ("\nHer mother answered the letter, and she is glad of it.", True),
        ("\nTried to call her sister as agreed, and slept.", True),
        ("\nEngaged well; the new number is in service.", True),
        ("\nShe switched off the radio at ten and slept.", True),
    ],
)
def test_an_attempt_is_no_contact(tmp_path: Path, call: str, reached: bool) -> None:
    text = f"today: 2026-01-30\n--- session 2026-01-19\nrisk: high\n{PLAN}--- contact 2026-01-25\n{call}\n"
    [owed] = [each for each in obligations(_chart(tmp_path, text)) if each.rule == "RSK006"]
    assert owed.due.day == (1 if reached else 26)


DONE = "dispositions:\n  - {duty: risk %s, how: handed-over, to: the ward, reason: admitted on 22 Jan}\n"


@pytest.mark.parametrize("status", ["discharged", "deceased", "active"])
@pytest.mark.parametrize(
    ("what", "duty", "rule"),
    [("risk: high\n", "contact", "RSK013"), ("risk:\nphq9: [1,1,1,1,1,1,1,0,1]\n", "screen", "RSK001")],
)
@pytest.mark.parametrize("said", [False, True])
def test_closing_ends_no_alarm_in_silence(
    tmp_path: Path, status: str, what: str, duty: str, rule: str, said: bool
) -> None:
    closed = f"--- client\nstatus: {status}\n" + ("closed: 2026-01-22\n" if status != "active" else "")
    done = DONE % duty if said else ""
    text = f"--- session 2026-01-19\n{what}{closed}--- discharge 2026-01-22\n{done}today: 2026-01-22"
    rules = {each.rule for each in obligations(_chart(tmp_path, text))}
    rules = rules if status != "active" else {each.replace("RSK006", "RSK013") for each in rules}
    assert (rule in rules) == (status != "deceased" and not said)


# --- who was not spoken to calms nobody ------------------------------------------------------

UNSPOKEN = {
    "no answer": "outcome: no answer\n",
    "left message": "outcome: left message\ndirection: out\n",
    "in words": "\nNo answer, left a voicemail.\n",
    "mother": "with: mother\n",
    "agency": "with: agency\n",
}
ASKING = {
    "text": ("risk:\n\n## Objective\n\nShe said she wants to end her life.\n", {"RSK005"}),
    "measured": ("risk:\ncssrs: 5\n", {"RSK001", "RSK002", "RSK006"}),
    "item 9": ("risk:\nphq9: [1,1,1,1,1,1,1,0,2]\n", {"RSK001"}),
    "crisis": ("service: crisis\nrisk:\n", {"RSK001"}),
    "high": ("risk: high\n", {"RSK002", "RSK006", "RSK010"}),
    "lower without a reason": ("risk: low\ncssrs: 5\n", {"RSK012", "RSK002", "RSK006"}),
}


@pytest.mark.parametrize("day", ["2026-01-19-2", "2026-01-21"])
@pytest.mark.parametrize("level", ["none", "low"])
@pytest.mark.parametrize("call", UNSPOKEN)
@pytest.mark.parametrize("first", ASKING)
def test_who_was_not_spoken_to_calms_nobody(tmp_path: Path, first: str, call: str, level: str, day: str) -> None:
    said, asked = ASKING[first]
    keys, _, body = UNSPOKEN[call].partition("\n\n") if call != "in words" else ("", "", UNSPOKEN[call])
    later = f"--- contact {day}\ntime: 17:00-17:10\nrisk: {level}\nrisk_reason: knows her well\n{keys}\n{body}\n"
    text = f"today: 2026-01-30\n--- session 2026-01-19\n{said}--- assessment 2026-01-05\nrisk:\n"
    if "##" in said:
        text = f"today: 2026-01-30\n--- assessment 2026-01-05\nrisk:\n--- session 2026-01-19\n{said}"
    before, after = _chart(tmp_path / "before", text), _chart(tmp_path / "after", later + text)
    assert asked <= {each.rule for each in obligations(before)}
    assert asked <= {each.rule for each in obligations(after)}
    assert risk_of(after) == risk_of(before)


@pytest.mark.parametrize("level", ["none", "low"])
@pytest.mark.parametrize("call", UNSPOKEN)
def test_who_was_not_spoken_to_was_not_asked(tmp_path: Path, call: str, level: str) -> None:
    text = f"--- assessment 2026-01-05\nrisk:\n--- contact 2026-01-19\nrisk: {level}\n{UNSPOKEN[call]}"
    caseload = _caseload(tmp_path, f"today: 2026-01-20\n{text}")
    assert risk_of(caseload.charts[0]) == NOT_ASKED
    assert say_risks(caseload.charts) == "risk was not asked of 1 of 1 client"


@pytest.mark.parametrize("level", ["moderate", "high"])
def test_who_was_not_spoken_to_may_be_feared_for(tmp_path: Path, level: str) -> None:
    text = f"--- assessment 2026-01-05\nrisk:\n--- contact 2026-01-19\nwith: mother\nrisk: {level}\ntoday: 2026-01-20"
    caseload = _caseload(tmp_path, text)
    assert risk_of(caseload.charts[0]) == level
    assert say_risks(caseload.charts).endswith("risk was not asked of 1 of 1 client")


# --- a client who comes back -----------------------------------------------------------------

BACK = "--- client\nstatus: active\nopened: 2026-01-25\n--- discharge 2026-01-22\n"


@pytest.mark.parametrize(
    ("since", "owed"),
    [
        ("", True),
        ("--- contact 2026-01-26\noutcome: no answer\nrisk: none\nrisk_reason: copied\n", True),
        ("--- contact 2026-01-26\nwith: mother\nrisk:\n", True),
        ("--- session 2026-01-26\nattendance: no-show\n", True),
        ("--- contact 2026-01-26\noutcome: reached\nrisk:\n", False),
        ("--- session 2026-01-26\nrisk: low\n", False),
        ("--- contact 2026-01-24\noutcome: reached\nrisk: none\nrisk_reason: asked, no to all\n", False),
        ("--- contact 2026-01-26\noutcome: no answer\nrisk:\n" + DONE % "contact", False),
    ],
)
def test_what_a_high_risk_asked_for_is_owed_when_the_client_comes_back(tmp_path: Path, since: str, owed: bool) -> None:
    first = "--- contact 2026-01-19\npurpose: crisis\nrisk: high\nconsultation: told Sam Lee\n"
    intake = "--- assessment 2026-01-05\nrisk:\n"
    chart = _chart(tmp_path, f"today: 2026-01-28\n{intake}{first}{PLAN}{BACK}{since}")
    found = [each for each in obligations(chart) if each.kind == "risk contact" and each.rule == "RSK013"]
    assert bool(found) == owed
    assert all(each.due.day == 25 and each.clinician for each in found)


# --- before the crisis, and after it ---------------------------------------------------------


@pytest.mark.parametrize(("asked", "open_"), [("08:00-08:10", True), ("", False), ("23:00-23:10", False)])
@pytest.mark.parametrize("reason", ["", "risk_reason: asked, no to all\n"])
@pytest.mark.parametrize(
    "later",
    [
        "--- contact 2026-01-19\ntime: 21:30-21:50\npurpose: crisis\nrisk:\n",
        "--- session 2026-01-19\ntime: 17:00-17:50\nrisk:\nphq9: [3,3,3,3,3,3,3,3,3]\n",
        "--- session 2026-01-19\ntime: 17:00-17:50\nservice: crisis\nrisk: not-asked\n",
    ],
)
def test_what_was_asked_before_a_crisis_does_not_answer_it(
    tmp_path: Path, later: str, asked: str, reason: str, open_: bool
) -> None:
    call = f"--- contact 2026-01-19-a\ntime: {asked}\nrisk: low\n{reason}"
    rest = "--- assessment 2026-01-05\nrisk:\ntoday: 2026-01-20"
    rules = {each.rule for each in obligations(_chart(tmp_path, f"{call}{later}{rest}"))}
    assert ("RSK001" in rules) == open_


@pytest.mark.parametrize(
    ("call", "open_"),
    [
        ("direction: in\noutcome: left message\n", True),
        ("with: mother\n", True),
        ("direction: out\noutcome: no answer\n", True),
        ("with: mother\nrisk: none\nrisk_reason: she exaggerates\n", True),
        ("with: mother\nrisk: high\n", False),
        ("with: mother\n--- contact 2026-01-19-late\ntime: 23:00-23:10\nrisk: low\n", False),
        ("with: mother\n--- contact 2026-01-19-late\noutcome: no answer\nrisk: low\n", True),
        ("with: mother\n--- session 2026-01-20\nrisk: low\nrisk_reason: asked what it was\n", False),
    ],
)
def test_a_crisis_in_which_the_client_was_not_reached_wants_an_answer(tmp_path: Path, call: str, open_: bool) -> None:
    text = f"--- assessment 2026-01-05\nrisk:\n--- contact 2026-01-19\npurpose: crisis\nrisk:\n{call}today: 2026-01-21"
    found = [each for each in obligations(_chart(tmp_path, text)) if each.rule == "RSK001"]
    assert len(found) == open_
    assert all(each.due.day == 19 and each.clinician for each in found)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("risk:\n", SCREEN_BLANK),
        ("risk: low\n", "low"),
        ("risk:\n--- session 2026-01-20\nrisk: none\n", "none"),
        ("risk:\n--- session 2026-01-20\nphq9: [1,1,1,1,1,1,1,0,0]\ncssrs: 0\nrisk:\n", "low"),
        ("risk:\n--- session 2026-01-20\nphq9: [1,1,1,1,1,1,1,0]\ncssrs: [0]\nrisk:\n", SCREEN_BLANK),
        ("risk:\n--- session 2026-01-20\nphq9: [1,1,1,1,1,1,1,0,1]\nrisk:\n", SCREEN_OPEN),
        ("risk:\n--- contact 2026-01-20\noutcome: no answer\nrisk: none\nrisk_reason: copied\n", SCREEN_BLANK),
    ],
)
@pytest.mark.parametrize("sheet", ["phq9: [3,3,3,3,2,3,3,3,null]", "cssrs: [0,0,null,null,null,null,null]"])
def test_a_safety_question_left_blank_is_unknown(tmp_path: Path, said: str, state: str, sheet: str) -> None:
    text = f"--- session 2026-01-12\nrisk: low\n--- session 2026-01-19\n{sheet}\n{said}today: 2026-01-21"
    chart = _chart(tmp_path, text)
    assert risk_of(chart) == state
    assert ("RSK001" in {each.rule for each in obligations(chart)}) == (state in (SCREEN_BLANK, SCREEN_OPEN))
    if state == SCREEN_BLANK:
        assert "not answered: " in say_risk(chart) and "last said: low" in say_risk(chart)


def test_a_safety_plan_that_does_not_exist_is_no_reason(tmp_path: Path) -> None:
    text = (
        "--- session 2026-01-19\nrisk: high\n--- session 2026-01-26\nrisk: moderate\nsafety_plan: safety/2026-01-01\n"
    )
    chart = _chart(tmp_path, f"{text}today: 2026-01-27")
    assert risk_of(chart) == "high"
    assert "RSK012" in {each.rule for each in obligations(chart)}


@pytest.mark.parametrize(("said", "content"), [("None.", False), ("- n/a", False), ("see above", False)])
@pytest.mark.parametrize("more", ["", "Her brother"])
def test_none_alone_is_no_content(said: str, content: bool, more: str) -> None:
    assert has_content(f"{said}\n{more}") == (content or bool(more))


@pytest.mark.parametrize("level", range(6))
def test_a_screener_says_the_risk_by_its_colours(level: int) -> None:
    colours = ("none", "low", "low", "moderate", "high", "high")
    assert read_score(MEASURES["cssrs"], level).risk_level == colours[level]


def test_a_questionnaire_says_no_more_than_that_it_is_not_none() -> None:
    assert read_score(MEASURES["phq9"], [0, 0, 0, 0, 0, 0, 0, 0, 3]).risk_level == "low"
    assert read_score(MEASURES["phq9"], [3, 3, 3, 3, 3, 3, 3, 3, 0]).risk_level == ""
    assert read_score(MEASURES["gad7"], 21).risk_level == ""


# --- state x place ---------------------------------------------------------------------------

SAID = {
    "high": "risk: high\n",
    "moderate": "risk: moderate\n",
    "low": "risk: low\n",
    "none": "risk: none\n",
    NOT_ASKED: "risk:\n",
    SCREEN_OPEN: "risk:\nphq9: [1,1,1,1,1,1,1,0,1]\n",
    SCREEN_BLANK: "risk:\nphq9: [1,1,1,1,1,1,1,0,null]\n",
    "not understood": "risk: elevated\n",
    MARKED: "risk: none\n--- client\nflags: [high-risk, domestic-violence]\n",
    TEXT_OPEN: "risk: none\n\n## Objective\n\nShe hopes not to wake up.\n",
}
PLACES = ("index.html", "clients.html", "clients/C-0001.html", "show", "clinicians/dana.ruiz.html")


def _plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture(scope="module", params=SAID)
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    """A practice of one client in some state, as each page and `show` tell it."""
    state = str(request.param)
    text = f"--- session 2026-01-19\n{SAID[state]}--- assessment 2026-01-05\nrisk:\n"
    if "##" in SAID[state]:
        text = f"--- assessment 2026-01-05\nrisk:\n--- session 2026-01-19\n{SAID[state]}"
    caseload = _caseload(tmp_path_factory.mktemp("shown"), f"today: 2026-01-20\n{text}")
    pages = {each.address: _plain(each.body) for each in Edition(caseload, (), LintResult((), 1)).pages()}
    report = brief(caseload, caseload.charts[0])
    (facts,) = (each for each in report.tables if each.key == "facts")
    pages["show"] = next(str(row[1]) for row in facts.rows if row[0] == "risk")
    return state, pages


@pytest.mark.parametrize("place", PLACES)
def test_each_place_says_the_same_of_the_risk(shown: tuple[str, dict[str, str]], place: str) -> None:
    state, pages = shown
    said = pages[place].casefold()
    if place == "index.html":
        words = {"high": "1 at high risk", "moderate": "1 at moderate risk", NOT_ASKED: "not asked of 1 of 1 client"}
        words |= {SCREEN_OPEN: "positive screen without", TEXT_OPEN: "speaks of danger"}
        words |= {SCREEN_BLANK: "left blank", MARKED: "a mark of high risk and no such finding"}
        words |= dict.fromkeys(("low", "none"), "no high or moderate risk; risk was asked of 1 of 1")
        assert words.get(state, state) in said
    else:
        assert state in said
    if state in UNKNOWN:
        said = said.partition("timeline")[0]  # a note below still says what was written in it on its day
        assert not [
            each for each in ("no high", "none", "high risk, open 0", "no client now") if f"risk {each}" in said
        ]
        assert "no high" not in said and "high risk, open 0" not in said and "no client now" not in said


def test_a_figure_is_the_length_of_the_list_it_leads_to(shown: tuple[str, dict[str, str]]) -> None:
    state, pages = shown
    if state in UNKNOWN:
        assert f"Risk: {state} 1 of 1 client" in pages["index.html"]


# --- told since the chart was closed ---------------------------------------------------------

CLOSED_ON_22 = "--- client\nstatus: discharged\nclosed: 2026-01-22\n--- discharge 2026-01-22\n"
BROTHER = "--- contact 2026-02-09\nwith: brother\npurpose: crisis\nrisk: high\nconsultation: told Sam Lee\n"
REACHED = "--- contact 2026-02-09-2\ntime: 14:00-14:10\nrisk: %s\nconsultation: told Sam Lee\n"
HANDED = "dispositions:\n  - {duty: risk contact, of: %s, how: handed-over, to: the ward, reason: admitted that day}\n"
_FIRST = "contacts/2026-02-09"
SINCE = {
    "nobody was reached": ("", "Contact the client about safety, or say in a contact or review what was done", 9),
    "reached, and still high": (REACHED % "high", "Say in a contact or review what was done about the risk", 9),
    "reached, and not asked": (
        REACHED.replace("risk: %s\n", ""),
        "Write how high the risk is now, or say in a contact or review what was done",
        9,
    ),
    "reached, and lower": (f"{REACHED % 'low'}risk_reason: no to all, her brother stays\n", "", 9),
    "said in a contact": (f"--- contact 2026-02-09-2\nwith: ward\n{HANDED % _FIRST}", "", 9),
    "said in a review": (f"--- review 2026-02-10\n{HANDED % _FIRST}", "", 9),
}


@pytest.mark.parametrize("since", SINCE)
def test_what_is_told_after_closing_says_what_ends_it(tmp_path: Path, since: str) -> None:
    text, what, day = SINCE[since]
    chart = _chart(tmp_path, f"{CLOSED_ON_22}{BROTHER}{text}today: 2026-02-10\n")
    found = [each for each in obligations(chart) if each.rule == "RSK013"]
    assert [each.what for each in found] == ([what] if what else [])
    for each in found:
        assert "the chart was closed 22 Jan" in each.why and each.due.day == day
        assert each.record is not None
        assert "reached the client" not in each.ended_by and each.record.link in each.ended_by
        done = f"--- contact 2026-02-10\nwith: ward\n{HANDED % each.record.link}"
        after = _chart(tmp_path / "after", f"{CLOSED_ON_22}{BROTHER}{text}{done}today: 2026-02-10\n")
        assert not [each for each in obligations(after) if each.rule == "RSK013"]


def test_no_discharge_decides_about_what_was_told_later(tmp_path: Path) -> None:
    text = f"{CLOSED_ON_22}{HANDED % _FIRST}{BROTHER}today: 2026-02-10\n"
    chart = _chart(tmp_path, text)
    [owed] = [each for each in obligations(chart) if each.rule == "RSK013"]
    assert "in a contact or review of that day or later" in owed.ended_by
    [idle] = disposition_of_nothing(chart)
    assert "before the day" in idle.message and "a contact or a review of that day or later" in idle.hint


@pytest.mark.parametrize(
    ("text", "today", "counted"),
    [
        (BROTHER, "2026-02-10", True),
        (BROTHER, "2026-02-09", True),
        (BROTHER.replace("purpose: crisis\n", ""), "2026-02-09", True),
        (f"{BROTHER}--- safety-plan 2026-02-09\n", "2026-02-09", True),
        (f"{BROTHER}{HANDED % _FIRST}--- safety-plan 2026-02-09\n", "2026-02-10", False),
    ],
)
def test_a_finding_made_after_closing_is_counted_where_it_is_listed(
    tmp_path: Path, text: str, today: str, counted: bool
) -> None:
    other = "--- session 2026-02-02 of C-0002\n--- client of C-0002\n"
    caseload = _caseload(tmp_path, f"{CLOSED_ON_22}{text}{other}today: {today}\n")
    edition = Edition(caseload, all_obligations(caseload), LintResult((), 1))
    pages = {each.address: each.body for each in edition.pages()}
    home, listed = _plain(pages["index.html"]), pages["clients.html"]
    assert ("1 at high risk" in home.casefold()) == counted
    assert ("High risk, open 1" in home) == counted
    assert ('data-risk="high"' in listed) == counted
    assert ("no high" in home.casefold()) != counted
