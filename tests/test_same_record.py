"""Which record that came may be the one that went: what it told stands there, beside what any two of its kind share."""

from __future__ import annotations

import pytest

from caseload_tools.history.moves import moved_paths
from tests.history.repository import call, charge, measured, note

CHART, OTHER = "records/clients/C-0001", "records/clients/C-0002"
SAID = "She rang from the station and said that the key is with her neighbour, who will not open before noon."
OTHERWISE = "Asked for the form of the landlord. It was sent to him by post the same day."
LONGER = f"{SAID.replace('noon', 'one')} We agreed on a walk, and she has it written down."
CALL, CALL_LATER, THEIR_CALL = (f"{chart}/contacts/2026-01-{day}.md" for chart, day in
                                ((CHART, 21), (CHART, 23), (OTHER, 23)))  # fmt: skip
NOTE, NOTE_LATER = (f"{CHART}/sessions/2026-01-{day}.md" for day in (21, 28))
BILL, BILL_LATER, THEIR_BILL = (f"{chart}/charges/2026-01-{day}.md" for chart, day in
                                ((CHART, 21), (CHART, 23), (OTHER, 21)))  # fmt: skip
SCORE, SCORE_LATER = (f"{CHART}/measures/2026-01-{day}.md" for day in (21, 28))
PLAN, PLAN_LATER = (f"{CHART}/plans/2026-01-{day}.md" for day in (21, 28))
FAMILY, SISTER = (f"{CHART}/consents/2026-01-21-{whom}.md" for whom in ("wife", "sister"))


def session(path: str, said: str, attendance: str = "attended") -> str:
    return note(path, "x").replace("attended", attendance).partition("## ")[0] + f"## Plan\n\n{said}\n"


def redated(text: str, to: str = "2026-01-23") -> str:
    """What is left when somebody corrects the day of a record: when it was written stays."""
    return text.replace("date: 2026-01-21", f"date: {to}")


def release(to: str, purpose: str, kind: str = "family", expires: str = "2027-01-21") -> str:
    return (
        f"---\ntype: consent\nclient: C-0001\ndate: 2026-01-21\nkind: {kind}\nstatus: active\nto: {to}\n"
        f"purpose: {purpose}\nexpires: {expires}\nsigned_by: client\nsigned_on: 2026-01-21\n"
        "right_to_revoke_explained: true\ncopy_given: true\n---\n"
    )


def plan(path: str, supersedes: str = "") -> str:
    named = f"supersedes: {supersedes}\n" if supersedes else ""
    return (
        f"---\ntype: plan\nclient: C-0001\ndate: {path[-13:-3]}\nstatus: active\n{named}goals:\n"
        "  - {id: g1, text: she takes the bus to the market by herself and stays for as long as she wants to}\n---\n\n"
        f"## Strengths\n\n{SAID}\n"
    )


WIFE = release("wife", "she stops driving for him step by step")
SAME = {
    "a call of another day, edited": (CALL, call(CALL, SAID), CALL_LATER, redated(call(CALL, LONGER))),
    "a call written anew, of the same time": (CALL, call(CALL, SAID), f"{CALL[:-3]}-2.md", call(CALL, OTHERWISE)),
    "a call of few words put into another chart": (
        CALL, call(CALL, "Will be late."),
        THEIR_CALL, redated(call(CALL, "Will be late.")).replace("C-0001", "C-0002")),
    "a session of another day": (NOTE, session(NOTE, SAID), NOTE_LATER, session(NOTE_LATER, LONGER)),
    "an appointment that was put off": (
        NOTE, session(NOTE, "", "scheduled"), NOTE_LATER, session(NOTE_LATER, "", "scheduled")),
    "a charge renamed, and paid": (BILL, charge(BILL), f"{BILL[:-3]}-2.md", charge(BILL).replace("billed", "paid")),
    "a charge put into the right chart": (BILL, charge(BILL), THEIR_BILL, charge(THEIR_BILL)),
    "scores of another day": (SCORE, measured(SCORE, "3, 2, 3, 2, 3"), SCORE_LATER,
                              measured(SCORE_LATER, "3, 2, 3, 2, 3")),
    "a plan of another day": (PLAN, plan(PLAN), PLAN_LATER, plan(PLAN_LATER)),
    "a draft of a plan, of another day and edited": (
        PLAN, plan(PLAN), PLAN_LATER, plan(PLAN_LATER).replace("market", "harbour")),
    "a release renamed, with another end": (FAMILY, WIFE, f"{CHART}/consents/2026-01-21-anna.md",
                                            WIFE.replace("2027-01-21", "2026-12-31")),
    "what cannot be read, renamed": (CALL, call(CALL, SAID, "risk: none\n"), CALL_LATER,
                                     call(CALL_LATER, LONGER, "risk: none\n")),
}  # fmt: skip
ANOTHER = {
    "a call": (CALL, call(CALL, SAID), CALL_LATER, call(CALL_LATER, OTHERWISE)),
    "a call of few words": (CALL, call(CALL, "No answer."), CALL_LATER, call(CALL_LATER, "Will be late.")),
    "a call begun from a copy": (CALL, call(CALL, SAID), CALL_LATER, call(CALL_LATER, LONGER)),
    "a call of few words that says the same": (
        CALL, call(CALL, "No answer."), CALL_LATER, call(CALL_LATER, "No answer.")),
    "another client's call of few words that says the same": (
        CALL, call(CALL, "Will be late."), THEIR_CALL, call(THEIR_CALL, "Will be late.")),
    "another client's call": (CALL, call(CALL, SAID), THEIR_CALL, call(THEIR_CALL, OTHERWISE)),
    "another client's call at the same time": (
        CALL, call(CALL, SAID), CALL.replace("C-0001", "C-0002"), call(CALL.replace("C-0001", "C-0002"), OTHERWISE)),
    "a session at the same hour": (NOTE, session(NOTE, SAID), NOTE_LATER, session(NOTE_LATER, OTHERWISE)),
    "a charge": (BILL, charge(BILL), BILL_LATER, charge(BILL_LATER)),
    "another client's charge of that day": (
        BILL,
        charge(BILL).replace("sliding fee, agreed on when she lost her work", "paid twice in May"),
        THEIR_BILL, charge(THEIR_BILL)),
    "scores": (SCORE, measured(SCORE, "3, 2, 3, 2, 3"), SCORE_LATER, measured(SCORE_LATER, "1, 0, 1, 1, 2")),
    "the plan that takes its place": (PLAN, plan(PLAN), PLAN_LATER, plan(PLAN_LATER, "plans/2026-01-21")),
    "a release to somebody else": (FAMILY, WIFE, SISTER, release("sister", "calls when he is not at the group")),
    "a release of another kind": (FAMILY, WIFE, SISTER, WIFE.replace("kind: family", "kind: telehealth")),
    "what cannot be read": (CALL, call(CALL, SAID, "risk: none\n"), CALL_LATER,
                            call(CALL_LATER, OTHERWISE, "risk: none\n")),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_what_tells_the_same_moved(case: str) -> None:
    old, _, new, _ = SAME[case]
    assert _moved(*SAME[case]) == {new: old}


@pytest.mark.parametrize("case", ANOTHER)
def test_what_tells_another_thing_is_another_record(case: str) -> None:
    assert _moved(*ANOTHER[case]) == {}


def test_of_two_that_came_it_is_the_one_that_tells_it() -> None:
    """Though the other one shares more of its lines."""
    nearer = redated(call(CALL, OTHERWISE), to="2026-01-22")
    edited = redated(call(CALL, LONGER)).replace("check-in", "crisis").replace("phone", "video")
    came = {CALL_LATER: edited, f"{CHART}/contacts/2026-01-22.md": nearer}
    assert _all_moved({CALL: call(CALL, SAID)}, came) == {CALL_LATER: CALL}


def _moved(old: str, before: str, new: str, after: str) -> dict[str, str]:
    return _all_moved({old: before}, {new: after})


def _all_moved(gone: dict[str, str], came: dict[str, str]) -> dict[str, str]:
    texts = {f"{path}@": text.encode() for path, text in (*gone.items(), *came.items())}
    went, put = ({path: f"{path}@" for path in files} for files in (gone, came))
    return moved_paths(went, put, texts.__getitem__)
