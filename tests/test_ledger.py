"""One ledger: whoever is asked what is owed says the same, and nothing ends it in silence.

The scenes are told as a rule's examples are: the smallest clean chart (C-0001, opened Mon 5 Jan 2026, one consent, an
intake, a plan of Mon 12 Jan) and what differs from it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from caseload_tools.chart.audience import shown_caseload
from caseload_tools.chart.caseload import Caseload, charts_beside, read_caseload
from caseload_tools.chart.clocks import DUTIES, PRACTICE_DUTIES, Obligation
from caseload_tools.chart.clocks.bookings import booked_with_another
from caseload_tools.chart.clocks.obligation import WEIGHTS, Duty, PracticeDuty
from caseload_tools.chart.ledger import all_obligations, ledger_of, told_decisions
from caseload_tools.desk.demo.untidy import make_untidy
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import FILE, load_practice
from caseload_tools.reports.brief import brief
from caseload_tools.reports.due import DueFilter, due_obligations
from caseload_tools.site.content import decided
from caseload_tools.site.edition import Edition, make_edition
from caseload_tools.site.pages import charts
from caseload_tools.values import replace
from devtools.examples.trying import practice_of, settings_text, write_scene
from tests.conftest import ROOT
from tests.lint_scenes import lint, scene
from tests.site_rows import assert_pages_say

RULES = load_rules()


def caseload_of(text: str, folder: Path) -> Caseload:
    told = scene(text)
    write_scene(told, folder)
    return read_caseload(folder, practice_of(told), told.today)


def owed_in(text: str, folder: Path) -> Counter[str]:
    return Counter(each.kind for each in all_obligations(caseload_of(text, folder)))


# --- all askers ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def untidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("untidy") / "practice"
    make_untidy(root, history=False)
    return root


DAYS = [date(2026, 11, 24) + timedelta(days=step) for step in (-20, 0, 9, 45, 200)]


# Rules that say of a record what is wrong with it as well, or say beforehand what will be owed; all others say no more.
ALSO_WRONG = {
    "BIL008",
    "CON005",
    "LNK004",
    "PLN024",
    "SIG001",
    "SIG005",
    "SIG011",
    "SIG013",
    "SIG015",
    "TIM009",
    "PLN017",
    "PLN018",
}


def whose(path: str) -> str:
    """The client whose chart a path is in, or the path of what is the practice's own."""
    steps = path.split("/")
    return steps[2] if path.startswith("records/clients/") else path


def place_of(each: Obligation) -> str:
    """Whose it is: what comes from no record, such as a licence, comes from caseload.toml."""
    return whose(each.record.path) if each.record else each.client or FILE


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("place", ["demo", "untidy"])
def test_lint_due_and_show_say_the_same(place: str, day: date, untidy: Path) -> None:
    root = ROOT if place == "demo" else untidy
    practice = replace(load_practice(root), today=day, adopted=None)
    caseload = read_caseload(root, practice, day, past=PretendHistory())
    owed = all_obligations(caseload)
    asked = LintRequest(today=day, history=PretendHistory(), allowances=False)
    found = lint_caseload(root, practice, asked).findings
    codes = {each.rule for each in owed}
    said = {(each.code, whose(each.path)) for each in found if each.code in codes}
    late = {(each.rule, place_of(each)) for each in owed if each.is_wanted(day)}
    assert late - said == set()
    assert {each for each in said - late if each[0] not in ALSO_WRONG} == set()
    assert len(due_obligations(caseload, DueFilter(), later=True)) == len(owed)
    for chart in caseload.charts:
        shown = [row for table in brief(caseload, chart).tables if table.key == "due" for row in table.rows]
        twice = len(booked_with_another(caseload.charts).get(chart.id, ()))  # of the practice, and told in both charts
        assert len(shown) - twice == sum(each.client == chart.id and each.band(day) != "later" for each in owed)
    listed = due_obligations(caseload, DueFilter(), later=True)
    assert_pages_say(Edition(shown_caseload(caseload), listed, LintResult()), listed)


@pytest.mark.process
def test_the_site_is_built_from_what_due_has(tmp_path: Path) -> None:
    """By day, kind, client, record and owner: as `make_edition` asks for it."""
    told = scene(HIGH + REFERRED + BOOKED.replace("2026-01-19", "2026-01-26") + TODAY)
    write_scene(told, tmp_path)
    caseload = read_caseload(tmp_path, practice_of(told), told.today)
    edition = make_edition(tmp_path, practice_of(told), told.today)
    places = [
        [(each.kind, each.client, each.record and each.record.path, each.due, each.owner) for each in found]
        for found in (edition.due, due_obligations(caseload, DueFilter(), later=True))
    ]
    assert places[0] == places[1] and len(places[0]) > 3


def test_two_clients_at_one_time_are_said_in_both_charts(tmp_path: Path) -> None:
    """Whichever of them is looked at alone, and without a word of who the other is."""
    lines = "attendance: scheduled\ntime: 10:00-10:50\nprogress:\ninterventions:\nhomework:\nnext:\n"
    told = scene(f"--- session 2026-01-26\n{lines}--- session 2026-01-26 of C-0002\n{lines}today: 2026-01-20\n")
    write_scene(told, tmp_path)
    practice = practice_of(told)
    whole = read_caseload(tmp_path, practice, told.today)
    edition = Edition(whole, all_obligations(whole), LintResult())
    pages = {each.title: each.body for each in charts.charts(edition)}
    for client, other in (("C-0001", "C-0002"), ("C-0002", "C-0001")):
        alone = read_caseload(tmp_path, practice, told.today, [client])
        for caseload, beside in ((whole, ()), (alone, charts_beside(tmp_path, alone))):
            chart = caseload.chart(client)
            assert chart is not None
            said = brief(caseload, chart, beside)
            rows = [" ".join(map(str, row)) for table in said.tables if table.key == "due" for row in table.rows]
            assert any("Move one of the two clients of Mon 26 Jan" in row for row in rows) and other not in str(said)
            assert "1 thing wanted today" in said.lead, said.lead
        assert "Move one of the two clients of Mon 26 Jan" in pages[client] and other not in pages[client]
    moved = scene(f"--- session 2026-01-26\n{lines}--- session 2026-01-27 of C-0002\n{lines}today: 2026-01-20\n")
    write_scene(moved, tmp_path / "moved")
    apart = read_caseload(tmp_path / "moved", practice, told.today, ["C-0001"])
    said = brief(apart, apart.charts[0], charts_beside(tmp_path / "moved", apart))
    assert "Move one" not in str(said)


def test_every_kind_says_what_ends_it() -> None:
    kinds: list[Duty | PracticeDuty] = [*DUTIES.values(), *PRACTICE_DUTIES.values()]
    for kind in kinds:
        assert kind.weight in WEIGHTS and kind.ended_by, kind.name


# --- what ends nothing, and what does ------------------------------------------------------

MISSED = "--- session 2026-01-19\nattendance: no-show\nprogress:\ninterventions:\nhomework:\nnext:\n"
HIGH = "--- session 2026-01-19\nrisk: high\nconsultation: told Sam Lee the same day\n"
REFERRED = "--- referral 2026-01-19\nstatus: sent\ncheck_by: 2026-02-02\n--- agency riverside\n"
FAILED = "--- referral 2026-01-19\nstatus: declined\n--- agency riverside\n"
BOOKED = "--- session 2026-01-19\nattendance: scheduled\nprogress:\ninterventions:\nhomework:\nnext:\n"
CALLED_IN = "--- contact 2026-01-19\npurpose: inquiry\ndirection: in\nreceived: 2026-01-19 10:00\n"
RELAPSE = "--- session 2026-01-19\nrelapse: {date: 2026-01-18, substance: alcohol, severity: lapse}\n"
UNCHARGED = '--- session 2026-01-19\npractice: fees.therapy-50 = {label = "Therapy", amount = 140}\n'
UNLISTED = "--- session 2026-01-19\nservice: group\n"
TODAY = "today: 2026-03-15\n"
# What an event opens that no status ends, by kind.
EVENTS = {
    "outreach": MISSED,
    "risk contact": HIGH,
    "referral": REFERRED,
    "failed referral": FAILED,
    "session note": BOOKED,
    "inquiry": CALLED_IN,
    "relapse review": RELAPSE,
    "charge": UNCHARGED,
    "group list": UNLISTED,
}
CLOSED = "--- client\nstatus: discharged\nclosed: 2026-01-20\n"
DISCHARGED = CLOSED + "--- discharge 2026-01-20\nlast_session: 2026-01-12\n"
# Changes of a chart that are the act of nothing.
CHANGES = {
    "nothing else": "",
    "closed by status": CLOSED,
    "discharged": DISCHARGED,
    "follow-up": "--- client\nstatus: follow-up\n",
    "another clinician": "--- client\nclinician: sam.lee\n",
    "another programme": "--- client\nprogramme: \n",
    "the case of another client": "--- client C-0002\n",
    "came back": (
        "--- client\nopened: 2026-03-01\n--- discharge 2026-01-20\nlast_session: 2026-01-12\n"
        "--- assessment 2026-03-01\n--- plan 2026-03-01\n"
    ),
}


# Who came back was asked about the risk at the intake, and has a new plan: those are acts.
ACTS = {("risk contact", "came back"), ("relapse review", "came back")}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", EVENTS)
def test_no_status_ends_what_an_event_opened(kind: str, change: str, tmp_path: Path) -> None:
    left = 0 if (kind, change) in ACTS else 1
    assert owed_in(EVENTS[kind] + CHANGES[change] + TODAY, tmp_path)[kind] == left


@pytest.mark.parametrize("kind", EVENTS)
def test_a_disposition_ends_it_and_is_listed(kind: str, tmp_path: Path) -> None:
    opener = EVENTS[kind].partition("\n")[0].removeprefix("--- ")
    word, _, day = opener.partition(" ")
    folder = {"session": "sessions", "referral": "referrals", "contact": "contacts"}[word]
    line = f"  - {{duty: {kind}, of: {folder}/{day}, how: declined, reason: she asked for no more of it}}\n"
    told = EVENTS[kind] + f"--- review 2026-02-20\nnext_review: 2026-05-20\ndispositions:\n{line}" + TODAY
    caseload = caseload_of(told, tmp_path)
    ledger = ledger_of(caseload.charts[0])
    assert kind not in {each.kind for each in ledger.owed}
    settled = [each.obligation.kind for each in ledger.settled]
    assert settled == ([] if kind == "relapse review" else [kind])  # the review itself is the act


UNREASONED = (
    "how: declined",
    "reason: she asked for no more of it",
    "how: declined, reason: she asked for no more of it, on: 2026-01-01",
    "how: declined, reason: she asked for no more of it, of: sessions/2026-01-12",
    "how: declined, reason: she asked for no more of it, part: O1.1",
    "how: declined, reason: she asked for no more of it, by: no.body",
    "how: handed-over, reason: the day clinic asks her",
)


@pytest.mark.parametrize("said", UNREASONED)
def test_a_disposition_without_reason_or_about_another_ends_nothing(said: str, tmp_path: Path) -> None:
    told = MISSED + f"--- review 2026-02-20\ndispositions:\n  - {{duty: outreach, {said}}}\n" + TODAY
    assert owed_in(told, tmp_path)["outreach"] == 1


@pytest.mark.parametrize("day", ["2026-03-10", "2026-04-10"], ids=["of a day that is over", "to come"])
def test_what_is_only_planned_decides_nothing(day: str, tmp_path: Path) -> None:
    line = "  - {duty: outreach, of: sessions/2026-01-19, how: declined, reason: no more of it, on: 2026-02-20}\n"
    planned = f"--- session {day}\nattendance: scheduled\nprogress:\ninterventions:\nhomework:\nnext:\n"
    assert owed_in(f"{MISSED}{planned}dispositions:\n{line}{TODAY}", tmp_path)["outreach"] == 1


def test_what_the_practices_own_record_opened_before_is_in_that_line(tmp_path: Path) -> None:
    told = "practice: adopted = 2026-01-04\n--- group coping-skills/2026-01-02\n" + TODAY
    ledger = ledger_of(caseload_of(told, tmp_path).charts[0])
    assert [each.kind for each in ledger.earlier] == ["group note"]
    assert "adoption" in {each.kind for each in ledger.owed}


def test_no_one_decision_ends_all_that_was_owed_before(tmp_path: Path) -> None:
    line = "  - {duty: adoption, how: tried, reason: looked through}\n"
    told = f"practice: adopted = 2026-03-10\n{MISSED}{REFERRED}--- contact 2026-03-11\ndispositions:\n{line}{TODAY}"
    assert owed_in(told, tmp_path)["adoption"] == 1


def test_no_disposition_takes_the_place_of_a_signature(tmp_path: Path) -> None:
    told = (
        "practice: adopted = 2026-01-15\n--- session 2026-01-19\n--- review 2026-02-20\ndispositions:\n"
        "  - {duty: signature, of: sessions/2026-01-19, how: declined, reason: no time}\n" + TODAY
    )
    assert owed_in(told, tmp_path)["signature"] == 2  # the note's, and the review's


def test_of_a_client_who_died_nobody_asks_for_care(tmp_path: Path) -> None:
    told = "practice: adopted = 2026-01-01\n" + MISSED.replace("01-19", "01-20") + HIGH + REFERRED
    died = "--- client\nstatus: deceased\nclosed: 2026-01-25\n"
    found = owed_in(told + died + TODAY, tmp_path)
    left = {"signature", "plan signature", "discharge summary", *PRACTICE_DUTIES}
    assert set(found) <= left and found["signature"], found


def test_what_a_void_record_opened_is_withdrawn_and_listed(tmp_path: Path) -> None:
    void = "--- addendum 2026-01-22\nkind: void\nto: sessions/2026-01-19\nreason: another client's\n"
    caseload = caseload_of(MISSED + void + TODAY, tmp_path)
    ledger = ledger_of(caseload.charts[0])
    assert "outreach" not in {each.kind for each in ledger.owed}
    assert "outreach" in {each.kind for each in ledger.withdrawn}


def test_what_was_past_at_the_first_day_here_is_one_line(tmp_path: Path) -> None:
    told = "practice: adopted = 2026-03-10\n" + MISSED + REFERRED + TODAY
    caseload = caseload_of(told, tmp_path)
    ledger = ledger_of(caseload.charts[0])
    assert [each.kind for each in ledger.owed if each.is_wanted(caseload.today)] == ["adoption"]
    assert {"outreach", "referral"} <= {each.kind for each in ledger.earlier}
    assert next(each.weight for each in ledger.owed if each.kind == "adoption") == "safety"


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        ("task", "--- task 2026-01-19\nstatus: open\nended_on:\n", "Do the task, or say what became of it"),
        ("incident", "--- incident 2026-01-19\ntold:\n", "Tell somebody of the incident, and write who was told"),
    ],
)
def test_a_task_or_an_incident_that_is_void_is_listed(kind: str, text: str, what: str, tmp_path: Path) -> None:
    assert owed_in(text + TODAY, tmp_path)[kind] == 1
    folder = {"task": "tasks", "incident": "incidents"}[kind]
    void = f"--- addendum 2026-01-22\nkind: void\nto: {folder}/2026-01-19\nreason: another client's\n"
    chart = caseload_of(text + void + TODAY, tmp_path).charts[0]
    assert kind not in {each.kind for each in ledger_of(chart).owed}
    assert [(row[0].startswith(what), row[1]) for row in told_decisions(chart)] == [(True, "entered in error")]
    assert what in str(decided.settled(chart))


# --- the first day here ---------------------------------------------------------------------

DANGER = "--- session 2026-01-19\nphq9: [1, 1, 1, 1, 1, 1, 1, 1, 1]\nrisk:\n"


@pytest.mark.parametrize(("text", "level"), [(DANGER, "error"), (REFERRED, "warning"), (REFERRED + MISSED, "error")])
def test_what_was_owed_before_is_as_grave_as_the_gravest_of_it(text: str, level: str, tmp_path: Path) -> None:
    found = lint(tmp_path, f"practice: adopted = 2026-03-10\n{text}{TODAY}").findings
    assert [each.level for each in found if each.code == "FUP018"] == [level]


def test_it_says_how_many_of_each_weight(tmp_path: Path) -> None:
    told = f"practice: adopted = 2026-03-10\n{MISSED}{REFERRED}{TODAY}"
    line = next(each for each in ledger_of(caseload_of(told, tmp_path).charts[0]).owed if each.kind == "adoption")
    assert line.why.startswith("Owed before Tue 10 Mar: 1 about safety and 3 about timeliness: "), line.why


def _moved(first: str, changed: str, then: str, committed: str, root: Path) -> Counter[str]:
    """What is owed where `adopted` was `first`, and was moved on a day to what it is now."""
    told = scene(f"practice: adopted = {then}\n{DANGER}{MISSED.replace('01-19', '01-20')}{TODAY}")
    records = {path: text for path, text in told.files.items() if path.startswith("records/")}
    settings = [settings_text(f"adopted = {day}") for day in (first, then)]
    past = PretendHistory(
        [
            (date.fromisoformat(first), "Sam Lee", {FILE: settings[0]}),
            (date.fromisoformat(committed), "Dana Ruiz", records),
            (date.fromisoformat(changed), "Dana Ruiz", {FILE: settings[1]}),
        ]
    )
    write_scene(told, root)
    caseload = read_caseload(root, practice_of(told), told.today, past=past)
    return Counter(each.kind for each in all_obligations(caseload) if each.is_wanted(told.today))


def test_whoever_moves_the_first_day_silences_nothing_that_was_owed_here(tmp_path: Path) -> None:
    owed = _moved("2026-01-01", "2026-03-10", "2026-03-10", "2026-01-20", tmp_path)
    assert owed["risk screen"] and owed["outreach"] and not owed["adoption"]


@pytest.mark.parametrize(
    ("first", "changed", "then", "committed"),
    [
        ("2026-03-10", "2026-03-11", "2026-03-10", "2026-03-10"),  # not moved
        ("2025-03-10", "2026-03-12", "2026-03-10", "2026-03-10"),  # a slip, put right: nobody worked here before
        ("2026-02-01", "2026-03-12", "2026-03-10", "2026-02-20"),  # it was past on the first of the days as well
    ],
)
def test_what_was_past_by_the_first_day_that_held_is_in_the_one_line(
    first: str, changed: str, then: str, committed: str, tmp_path: Path
) -> None:
    owed = _moved(first, changed, then, committed, tmp_path)
    assert owed["adoption"] == 1 and not owed["risk screen"] and not owed["outreach"]


def test_what_nobody_has_to_do_stands_before_what_somebody_has(tmp_path: Path) -> None:
    text = MISSED.replace("2026-01-19\n", "2026-01-19\nclinician:\n") + "--- client\nclinician:\n"
    found = all_obligations(caseload_of(text + TODAY, tmp_path))
    assert found[0].weight == "safety" and found[0].owner == "nobody"


WORDS = "--- addendum 2026-01-20\nkind: late-entry\nto: sessions/2026-01-19\nreason: not written on the day\n"


@pytest.mark.parametrize(
    ("body", "also", "left"),
    [
        ("(no text)", "", 1),
        ("\n".join(f"## {each}\n\n(no text)\n" for each in ("Subjective", "Objective", "Assessment", "Plan")), "", 1),
        ("<!-- write here -->", "", 1),
        ("She came.", "", 0),
        ("(no text)", WORDS + "\nShe came, and spoke of work.\n", 0),
        ("(no text)", WORDS + "\n(no text)\n", 1),
        ("(no text)", CLOSED, 1),
        ("(no text)", DISCHARGED, 1),
    ],
)
def test_a_session_in_which_nobody_wrote_a_word_owes_its_note(body: str, also: str, left: int, tmp_path: Path) -> None:
    told = f"{also}--- session 2026-01-19\nformat: narrative\n{TODAY}\n{body}\n"
    assert owed_in(told, tmp_path)["session note"] == left
    assert len([each for each in lint(tmp_path, told).findings if each.code == "TIM008"]) == left


@pytest.mark.parametrize(("day", "late"), [("2026-01-19", False), ("2026-02-10", True)])
def test_a_note_without_a_word_is_late_once_its_limit_is_over(day: str, late: bool, tmp_path: Path) -> None:
    told = f"--- session 2026-01-19\nformat: narrative\ntoday: {day}\n\n(no text)\n"
    found = [each for each in all_obligations(caseload_of(told, tmp_path)) if each.kind == "session note"]
    assert [each.is_overdue(date.fromisoformat(day)) for each in found] == [late]
