"""Who took part: a session or a call without the client is no word of theirs, and every question asks one predicate.

Charts are told as rules' examples are; each cell asks what is owed, and how high the risk stands.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.chart.caseload import read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import obligations
from caseload_tools.chart.records.who_was_there import may_mean_client, names_client
from caseload_tools.chart.risk.risk_view import risk_of
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import scene

HIGH = "--- session 2026-01-19\nrisk: high\nconsultation: told Sam Lee\nsafety_plan: safety/2026-01-19\n"
PLAN = "--- safety-plan 2026-01-19\n"
MISSED = "--- session 2026-01-19\nattendance: no-show\nprogress:\ninterventions:\nhomework:\nnext:\nrisk:\n"
CALM = "risk: none\nrisk_reason: all is well again, no to all of it\n"
WITHOUT = {
    "family, mother alone": "service: family\nparticipants: [mother]\n",
    "both parents": "service: family\nparticipants: [mother, father]\n",
    "mother and a colleague": "service: family\nparticipants: [the client's mother, sam.lee]\n",
    "a partner": "service: couple\nparticipants: [her husband]\n",
}
THERE = {
    "nobody is named": "",
    "an empty list": "participants: []\n",
    "client and mother": "service: family\nparticipants: [client, mother]\n",
    "Client": "service: family\nparticipants: [Client, mother]\n",
    "their own code": "service: family\nparticipants: [C-0001, mother]\n",
    "in one line": "service: family\nparticipants: [client and mother]\n",
    "a colleague beside": "participants: [sam.lee]\n",
    "the whole family": "service: family\nparticipants: [whole family]\n",
    "a group": "service: group\nparticipants: [C-0002, C-0003]\n",
}
CASES = [*((each, False) for each in WITHOUT.values()), *((each, True) for each in THERE.values())]


def _chart(root: Path, text: str) -> Chart:
    told = scene(text)
    write_scene(told, root)
    return read_caseload(root, practice_of(told), told.today).charts[0]


def _owed(chart: Chart) -> set[str]:
    return {each.rule for each in obligations(chart) if each.is_wanted(chart.today)}


@pytest.mark.parametrize(("keys", "there"), CASES)
def test_a_session_without_the_client_is_no_word_of_theirs(tmp_path: Path, keys: str, there: bool) -> None:
    seen = f"--- session 2026-01-26\n{keys}"
    lowered = _chart(tmp_path / "lowered", f"{HIGH}{PLAN}{seen}{CALM}today: 2026-02-03\n")
    assert risk_of(lowered) == ("none" if there else "high")
    assert ("RSK006" in _owed(lowered)) != there
    last = lowered.last_contact(lowered.today)
    assert last is not None and last.date.day == (26 if there else 19)
    crisis = keys.replace("service: family", "service: crisis").replace("service: couple", "service: crisis")
    if "group" not in keys:
        crisis = crisis if "service" in crisis else f"service: crisis\n{crisis}"
        chart = _chart(tmp_path / "crisis", f"--- session 2026-01-26\n{crisis}{CALM}today: 2026-01-27\n")
        assert ("RSK001" in _owed(chart)) != there
    missed = _chart(tmp_path / "missed", f"{MISSED}{seen}risk:\ntoday: 2026-02-03\n")
    assert ("FUP004" in _owed(missed)) != there


def test_a_session_without_the_client_may_worry_somebody(tmp_path: Path) -> None:
    chart = _chart(tmp_path, "--- session 2026-01-26\nservice: family\nparticipants: [mother]\nrisk: high\n")
    assert risk_of(chart) == "high"


def test_a_session_without_the_client_ends_no_row_of_misses(tmp_path: Path) -> None:
    rows = [MISSED.replace("01-19", f"01-{day}") for day in (12, 19, 26)]
    mother = "--- session 2026-01-28\nservice: family\nparticipants: [mother]\nrisk:\n"
    assert "FUP006" in _owed(_chart(tmp_path, f"{''.join(rows)}{mother}today: 2026-02-03\n"))


# --- the words for the client ----------------------------------------------------------------

CLIENT: tuple[str, ...]
CLIENT = (
    "client",
    "Client",
    "the client",
    "C-0001",
    "c-0001",
    "self",
    "client and mother",
    "mother, client",
)
CLIENT += (
    "mother & the client",
    "client (by text)",
    "client herself",
    "the patient",
    "client by phone",
    "mother with client",
)
OTHERS: tuple[str, ...]
OTHERS = (
    "mother",
    "client's mother",
    "the client’s brother",
    "brother of the client",
    "mother and sister",
    "C-0002",
)
OTHERS += (
    "agencies/client-services",
    "agencies/riverside",
    "Officer Lund",
    "mother of client and her sister",
    "guardian",
)
DOUBTED = ("clients", "cleint", "client mother", "her", "him", "them", "mother (client present)", "Pt?")


@pytest.mark.parametrize("said", [*CLIENT, *OTHERS, *DOUBTED])
def test_the_client_is_known_by_each_of_their_words(said: str) -> None:
    assert names_client(said, "C-0001") == (said in CLIENT)
    assert may_mean_client(said, "C-0001") == (said in DOUBTED)


CALL = "--- contact 2026-01-23\ndirection: out\nwith: %s\nrisk: low\nrisk_reason: no plan, the tablets are gone\n"


@pytest.mark.parametrize("said", [*CLIENT[:9], "mother", "client's mother", *DOUBTED[:3]])
def test_a_call_that_reached_the_client_in_any_word_is_one(tmp_path: Path, said: str) -> None:
    chart = _chart(tmp_path, f"{HIGH}{PLAN}{CALL % said}today: 2026-02-03\n")
    reached = said in CLIENT
    assert risk_of(chart) == ("low" if reached else "high")
    assert ("RSK006" in _owed(chart)) != reached
    assert ("RSK015" in _owed(chart)) == (said in DOUBTED)


@pytest.mark.parametrize(("later", "asked"), [("", True), ("--- session 2026-01-29\nrisk: low\n", False)])
@pytest.mark.parametrize("what", [CALL % "her", "--- session 2026-01-23\nparticipants: [mother]\nrisk: none\n"])
def test_who_was_there_is_asked_until_the_client_is(tmp_path: Path, what: str, later: str, asked: bool) -> None:
    chart = _chart(tmp_path, f"{what}{later}today: 2026-02-03\n")
    assert ("RSK015" in _owed(chart)) == asked
