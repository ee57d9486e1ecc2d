"""What is due when, against a table worked out by hand with a calendar.

Each case is a practice told in the words of a rule's examples: the smallest clean chart (C-0001, opened Mon 5 Jan
2026, plan of Mon 12 Jan, weekly, reviewed every 90 days) and what differs from it. The limits are those of `general`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.history.readers.pretend_history import PretendHistory
from caseload_tools.lint.rule import load_rules
from caseload_tools.reports.due import DueFilter, due_obligations
from devtools.examples.trying import practice_of, write_scene
from tests.lint_scenes import scene


class Case(NamedTuple):
    """What differs, the kind of obligation, the day it is due (None: nothing of the kind is), a word of the reason."""

    text: str
    kind: str
    due: str | None
    why: str = ""


NO_SHOW = "--- session 2026-02-03\nattendance: no-show\nprogress:\nrisk:\nnext:\n"  # a Tuesday
SEEN = "--- session 2026-01-19\n"
HIGH = "--- session 2026-01-20\nrisk: high\nnext:\n"
SUPERVISED = 'practice: staff."dana.ruiz".supervisor = "sam.lee"\n'
SIGNED = "--- plan\nsignatures:\n  - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}\n"
OPEN_TASK = "--- task 2026-01-20\nstatus: open\nended_on:\n"
ABUSE = "--- incident 2026-01-21\nkind: abuse\nreport:\nreason:\n"
CLOSED = "--- client\nstatus: discharged\nclosed: 2026-01-25\n"
RETURNED = "--- addendum 2026-01-22\nkind: returned\nauthor: sam.lee\n"

TABLE = {
    # Plan.
    "first plan, 30 days after opening": Case("--- no plan\ntoday: 2026-02-10", "first plan", "2026-02-04", "30 days"),
    "first plan, by the third session": Case(
        "--- session 2026-01-06\n--- session 2026-01-13\n--- session 2026-01-20\n--- no plan\ntoday: 2026-01-22",
        "first plan",
        "2026-01-20",
        "Session 3",
    ),
    "first plan, by the third session, with no limit of time": Case(
        "--- session 2026-01-06\n--- session 2026-01-13\n--- session 2026-01-20\n--- no plan\n"
        "practice: initial_plan_within = false\ntoday: 2026-01-22",
        "first plan",
        "2026-01-20",
        "Session 3",
    ),
    "first plan, 30 days after opening, with no limit of sessions": Case(
        "--- session 2026-01-06\n--- session 2026-01-13\n--- session 2026-01-20\n--- no plan\n"
        "practice: initial_plan_by_session = false\ntoday: 2026-01-22",
        "first plan",
        "2026-02-04",
        "30 days",
    ),
    "no first plan where there is one": Case("today: 2026-02-10", "first plan", None),
    "review, by the plan's own interval": Case("today: 2026-01-13", "plan review", "2026-04-12", "90 days"),
    "review, by the policy": Case(
        'review_every:\npractice: plan_review_every = "60 days"\ntoday: 2026-01-13', "plan review", "2026-03-13", "60"
    ),
    "review, by the plan's own count of sessions": Case(
        "review_every: 1 session\n--- session 2026-01-20\ntoday: 2026-01-22",
        "plan review",
        "2026-01-20",
        "1 session by",
    ),
    "review, by the plan's own count of sessions, with no limit of time": Case(
        "review_every: 1 session\npractice: plan_review_every = false\n--- session 2026-01-20\ntoday: 2026-01-22",
        "plan review",
        "2026-01-20",
        "this plan is reviewed",
    ),
    "review, by the policy's time while too few sessions were kept": Case(
        'review_every: 9 sessions\npractice: plan_review_every = "60 days"\ntoday: 2026-01-13',
        "plan review",
        "2026-03-13",
        "60",
    ),
    "review, by the policy's count of sessions, with no limit of time": Case(
        'review_every:\npractice: plan_review_every = false\npractice: plan_review_by_session = "1 session"\n'
        "--- session 2026-01-20\ntoday: 2026-01-22",
        "plan review",
        "2026-01-20",
        "plans are reviewed",
    ),
    "review, set in the last one": Case(
        "--- review 2026-04-06\nnext_review: 2026-06-01\ntoday: 2026-04-07", "plan review", "2026-06-01", "6 Apr"
    ),
    "review, counted from the last one": Case(
        "review_every: 30 days\n--- review 2026-04-06\nnext_review:\ntoday: 2026-04-07", "plan review", "2026-05-06"
    ),
    "review, of a closed chart": Case(
        "--- client\nstatus: discharged\nclosed: 2026-06-30\ntoday: 2026-07-01", "plan review", None
    ),
    "target date": Case("today: 2026-01-13", "target date", "2026-06-30", "still open"),
    "target date, of a met objective": Case(
        "objectives:\n  - {id: O1.1, text: Keep to one bedtime, status: achieved, completed_on: 2026-02-02,"
        " target_date: 2026-03-03}\ntoday: 2026-04-01",
        "target date",
        None,
    ),
    "provisional plan": Case("status: provisional\ntoday: 2026-01-13", "provisional plan", "2026-02-11", "30 days"),
    "reassessment, every year": Case("today: 2026-01-13", "reassessment", "2027-02-04", "12 months"),
    "reassessment, on a day of its own": Case(
        "--- assessment 2026-01-05\nreassess_on: 2026-05-05\ntoday: 2026-01-13",
        "reassessment",
        "2026-06-04",
        "30 days of grace",
    ),
    # Sessions and contact. 6 Feb 2026 is a Friday.
    "note, 72 hours after the session": Case(
        "--- session 2026-01-20\nattendance: scheduled\ntoday: 2026-01-26", "session note", "2026-01-23", "72 hours"
    ),
    "note, not on the day itself": Case(
        "--- session 2026-01-20\nattendance: scheduled\ntoday: 2026-01-20", "session note", None
    ),
    "session to come": Case(
        "--- session 2026-01-20\nattendance: scheduled\ntoday: 2026-01-19", "session", "2026-01-20"
    ),
    "outreach, 2 business days": Case(f"{NO_SHOW}today: 2026-02-04", "outreach", "2026-02-05", "Tue 3 Feb"),
    "outreach, over a weekend": Case(
        "--- session 2026-02-06\nattendance: no-show\nnext:\ntoday: 2026-02-07", "outreach", "2026-02-10"
    ),
    "outreach, over a holiday": Case(
        "--- session 2026-02-06\nattendance: no-show\nnext:\npractice: holidays = [2026-02-09]\ntoday: 2026-02-07",
        "outreach",
        "2026-02-11",
    ),
    "outreach, the same day at high risk": Case(f"{HIGH}{NO_SHOW}today: 2026-02-04", "outreach", "2026-02-03", "high"),
    "outreach, made": Case(
        NO_SHOW + "outreach:\n  - {at: 2026-02-03 15:00, channel: phone, result: left a message}\ntoday: 2026-02-09",
        "outreach",
        None,
    ),
    "rescheduling": Case(f"{NO_SHOW}today: 2026-02-04", "rescheduling", "2026-02-17", "none is booked"),
    "rescheduling, done": Case(
        f"{NO_SHOW}--- session 2026-02-10\nattendance: scheduled\ntoday: 2026-02-04", "rescheduling", None
    ),
    "contact, weekly and a week of grace": Case(f"{SEEN}today: 2026-01-20", "contact", "2026-02-02", "the plan says"),
    "contact, by the chart's cadence": Case(
        f"frequency:\n--- client\ncadence: biweekly\n{SEEN}today: 2026-01-20", "contact", "2026-02-09", "the chart says"
    ),
    "contact, by the policy": Case(f"frequency:\n{SEEN}today: 2026-01-20", "contact", "2026-02-25", "30 days"),
    "contact, met by a booked session": Case(
        f"{SEEN}--- session 2026-01-30\nattendance: scheduled\ntoday: 2026-01-20", "contact", None
    ),
    "contact, by telephone": Case(f"{SEEN}--- contact 2026-01-21\ntoday: 2026-01-22", "contact", "2026-02-04"),
    "discharge summary": Case(
        "--- client\nstatus: discharged\nclosed: 2026-06-30\ntoday: 2026-07-01", "discharge summary", "2026-07-30"
    ),
    "discharge summary, written": Case(
        "--- client\nstatus: discharged\nclosed: 2026-06-30\n--- discharge 2026-06-30\ntoday: 2026-07-01",
        "discharge summary",
        None,
    ),
    # Consents, referrals, measures.
    "consent with an end": Case(
        "--- consent 2026-01-12-riverside\nexpires: 2027-01-12\ntoday: 2026-12-20",
        "consent",
        "2027-01-12",
        "12 Jan 2027",
    ),
    "consent, renewed": Case(
        "--- consent 2026-01-12-riverside\n--- consent 2026-12-12-riverside\nexpires: 2027-12-12\ntoday: 2026-12-20",
        "consent",
        "2027-12-12",
    ),
    "referral, on its own day": Case(
        "--- referral 2026-01-12\nstatus: waiting\ncheck_by: 2026-02-02\ntoday: 2026-01-20", "referral", "2026-02-02"
    ),
    "referral, by the policy": Case(
        "--- referral 2026-01-12\nstatus: waiting\ntoday: 2026-01-20", "referral", "2026-02-11", "30 days"
    ),
    "referral, since the last news": Case(
        "--- referral 2026-01-12\nstatus: waiting\n--- contact 2026-01-21\nwith: agencies/riverside\n"
        "purpose: monitoring\nreferral: referrals/2026-01-12\ntoday: 2026-01-22",
        "referral",
        "2026-02-20",
        "Wed 21 Jan",
    ),
    "measure, never taken": Case(
        "measures:\n  - {id: gad7, every: 4 weeks}\ntoday: 2026-01-20", "measure", "2026-02-16", "Not taken"
    ),
    "measure, taken": Case(
        "measures:\n  - {id: gad7, every: 4 weeks}\n--- measure 2026-01-26\ntoday: 2026-01-27",
        "measure",
        "2026-03-02",
        "Last taken",
    ),
    # Risk.
    "contact at high risk": Case(f"{HIGH}today: 2026-01-21", "risk contact", "2026-01-27", "7 days"),
    "contact at high risk, until it falls with its reason": Case(
        f"{HIGH}--- session 2026-01-27\nrisk: low\nrisk_reason: asked again\ntoday: 2026-01-28", "risk contact", None
    ),
    "contact at high risk, whose fall has no reason": Case(
        f"{HIGH}--- session 2026-01-27\nrisk: low\ntoday: 2026-01-28", "risk contact", "2026-02-03", "high"
    ),
    "safety plan, on its own day": Case("--- safety-plan 2026-01-19\ntoday: 2026-01-20", "safety plan", "2026-07-19"),
    "safety plan, by the policy": Case(
        "--- safety-plan 2026-01-19\nreview_on:\ntoday: 2026-01-20", "safety plan", "2026-04-19", "90 days"
    ),
    "relapse": Case(
        "--- session 2026-02-03\nrelapse: {date: 2026-02-01, substance: alcohol, severity: lapse}\ntoday: 2026-02-04",
        "relapse review",
        "2026-02-17",
        "14 days",
    ),
    # Signatures: 14 days for the supervisor, from the day of the record; 7 for the author, from the return.
    "co-signature": Case(f"{SUPERVISED}{SIGNED}today: 2026-01-20", "co-signature", "2026-01-26", "14 days"),
    "co-signature, when it is given": Case(
        f"{SUPERVISED}{SIGNED}  - {{by: sam.lee, role: supervisor, at: 2026-01-13 09:00}}\n@ 2026-01-13 Sam Lee\n"
        "today: 2026-01-20",
        "co-signature",
        None,
    ),
    "co-signature, typed by somebody else": Case(
        f"{SUPERVISED}{SIGNED}  - {{by: sam.lee, role: supervisor, at: 2026-01-13 09:00}}\n@ 2026-01-13 Dana Ruiz\n"
        "today: 2026-01-20",
        "co-signature",
        "2026-01-26",
        "counts for nothing",
    ),
    "co-signature, before the author signs": Case(
        f"{SUPERVISED}--- plan\nsignatures:\ntoday: 2026-01-20", "co-signature", None
    ),
    "co-signature, of who is not supervised": Case(f"{SIGNED}today: 2026-01-20", "co-signature", None),
    "signature": Case(
        f"practice: adopted = 2026-01-15\n{SEEN}today: 2026-01-20", "signature", "2026-02-02", "within 14 days"
    ),
    "signature, of what is older than the practice's git": Case(
        f"practice: adopted = 2026-01-20\n{SEEN}today: 2026-01-20", "signature", None
    ),
    "signature, of an addendum that was only begun": Case(
        "--- addendum 2026-01-22\n(no text)\ntoday: 2026-01-22", "signature", "2026-01-22", "says nothing"
    ),
    "revision": Case(f"{RETURNED}today: 2026-01-23", "revision", "2026-01-29", "sam.lee"),
    "revision, when it is answered": Case(
        f"{RETURNED}--- addendum 2026-01-23\nkind: correction\nto: sessions/2026-01-19\ntoday: 2026-01-24",
        "revision",
        None,
    ),
    # The practice. 2 Feb 2026 is a Monday, 21 Jan a Wednesday.
    "policy": Case("--- policy follow-up\ntoday: 2026-01-20", "policy review", "2027-01-01", "12 months"),
    # Tasks: the smallest one is of Tue 20 Jan 2026, its day Tue 27 Jan; dana.ruiz has it.
    "task, by its day": Case(OPEN_TASK + "today: 2026-01-21", "task", "2026-01-27", "tasks/2026-01-20"),
    "task, without a day: at once": Case(OPEN_TASK + "due:\ntoday: 2026-01-21", "task", "2026-01-20", "without a day"),
    "task, in a closed chart": Case(OPEN_TASK + CLOSED + "today: 2026-02-01", "task", "2026-01-27"),
    "task, without a status": Case("--- task 2026-01-20\nstatus:\nended_on:\ntoday: 2026-01-21", "task", "2026-01-27"),
    "task, done": Case("--- task 2026-01-20\ntoday: 2026-02-10", "task", None),
    "task, done and no day": Case("--- task 2026-01-20\nended_on:\ntoday: 2026-02-10", "task", "2026-01-20"),
    "task, dropped for a reason": Case(
        "--- task 2026-01-20\nstatus: dropped\nreason: she wrote it herself\ntoday: 2026-02-10", "task", None
    ),
    "task, dropped for none": Case("--- task 2026-01-20\nstatus: dropped\ntoday: 2026-02-10", "task", "2026-01-20"),
    "task, handed over outside": Case(
        "--- task 2026-01-20\nstatus: handed-over\nhanded_to: the landlord\ntoday: 2026-02-10", "task", None
    ),
    "task, handed over to nobody": Case(
        "--- task 2026-01-20\nstatus: handed-over\ntoday: 2026-02-10", "task", "2026-01-20"
    ),
    "task, handed over on the staff": Case(
        "--- task 2026-01-20\nstatus: handed-over\nhanded_to: sam.lee\ntoday: 2026-02-10", "task", "2026-01-20"
    ),
    "task, void": Case(
        OPEN_TASK + "--- addendum 2026-01-22\nto: tasks/2026-01-20\nkind: void\ntoday: 2026-02-01", "task", None
    ),
    "task of the practice": Case(
        "--- text records/practice/tasks/2026-01-20.md\n---\ntype: task\ndate: 2026-01-20\nwhat: mend the bell\n"
        "owner: sam.lee\ndue: 2026-01-30\n---",
        "task",
        "2026-01-30",
    ),
    "decision about a client": Case(
        "--- meeting 2026-01-22\ndecisions:\n  - {client: C-0001, what: ask, owner: sam.lee, due: 2026-01-29}",
        "task",
        "2026-01-29",
        "meetings/2026-01-22",
    ),
    "decision about no client": Case(
        "--- meeting 2026-01-22\ndecisions:\n  - {what: order chairs, owner: sam.lee, due: 2026-01-28}",
        "task",
        "2026-01-28",
    ),
    "decision that was carried out": Case("--- meeting 2026-01-22\ntoday: 2026-02-10", "task", None),
    "follow-up of an incident": Case(
        "--- incident 2026-01-21\nfollow_up:\n  - {what: mend the stairs, owner: sam.lee, due: 2026-01-28}",
        "task",
        "2026-01-28",
    ),
    # Incidents: the smallest one is of Wed 21 Jan 2026; what law asks for within 24 hours.
    "incident, abuse told": Case(ABUSE, "incident", "2026-01-21", "incidents/2026-01-21"),
    "incident, in a closed chart": Case(ABUSE + CLOSED + "today: 2026-02-01", "incident", "2026-01-21"),
    "incident, within the practice's own limit": Case(
        'practice: incident_report_within = "48 hours"\n' + ABUSE + "report: pending\n", "incident", "2026-01-23"
    ),
    "incident, with no limit: at once": Case(
        "practice: incident_report_within = false\n" + ABUSE + "report: pending\n", "incident", "2026-01-21"
    ),
    "incident, somebody threatened": Case(ABUSE.replace("abuse", "threat"), "incident", "2026-01-21"),
    "incident, of another kind": Case(ABUSE.replace("abuse", "property"), "incident", None),
    "incident, of another kind, and pending": Case(
        ABUSE.replace("abuse", "property") + "report: pending\n", "incident", "2026-01-22"
    ),
    "incident, reported to nobody named": Case(
        ABUSE + "report: reported\nreported_on: 2026-01-21\n", "incident", "2026-01-21"
    ),
    "incident, reported": Case(
        ABUSE + "report: reported\nreported_on: 2026-01-21\nreported_to: child protection\n", "incident", None
    ),
    "incident, not to be reported for no reason": Case(ABUSE + "report: not-required\n", "incident", "2026-01-21"),
    "incident, nobody told": Case("--- incident 2026-01-21\ntold:\n", "incident", "2026-01-21"),
    "incident, reported and told": Case("--- incident 2026-01-21\n", "incident", None),
    "incident of the practice": Case(
        "--- text records/practice/incidents/2026-01-21.md\n---\ntype: incident\ndate: 2026-01-21\nkind: threat\n"
        "what: a caller threatened the desk\nlevel: serious\nowner: sam.lee\n"
        "told:\n  - {who: sam.lee, at: 2026-01-21 10:00}\n---",
        "incident",
        "2026-01-21",
    ),
    "complaint, to acknowledge": Case(
        "--- complaint 2026-02-02\nacknowledged:\nresolved:\noutcome:\ntoday: 2026-02-03", "complaint", "2026-02-09"
    ),
    "complaint, to resolve": Case(
        "--- complaint 2026-02-02\nresolved:\noutcome:\ntoday: 2026-02-04", "complaint", "2026-03-04", "30 days"
    ),
    "inquiry": Case(
        "--- contact 2026-01-21\npurpose: inquiry\ndirection: in\ntoday: 2026-01-22", "inquiry", "2026-01-23"
    ),
    "inquiry, answered": Case(
        "--- contact 2026-01-21\npurpose: inquiry\ndirection: in\nresponded: 2026-01-21 16:00\ntoday: 2026-01-22",
        "inquiry",
        None,
    ),
}


def _read(text: str, root: Path) -> Caseload:
    told = scene(text)
    write_scene(told, root)
    return read_caseload(root, practice_of(told), told.today, past=PretendHistory(told.past))


@pytest.mark.parametrize("case", TABLE.values(), ids=TABLE)
@pytest.mark.requirement("S0.8", "S0.24", "S2.34", "S3.6")
def test_it_is_due_on_the_day_worked_out_by_hand(case: Case, tmp_path: Path) -> None:
    caseload = _read(case.text, tmp_path)
    found = [each for each in all_obligations(caseload) if each.kind == case.kind]
    if case.due is None:
        assert not found, [(each.what, each.due) for each in found]
        return
    assert found, f"no `{case.kind}` among {sorted({each.kind for each in all_obligations(caseload)})}"
    assert found[0].due == date.fromisoformat(case.due), found[0].why
    assert case.why in found[0].why
    assert found[0].rule in load_rules() or found[0].kind == "session"
    assert found[0].what[0].isupper() and not found[0].what.endswith(".")


def _due(day: str, risk: str = "", client: str = "C-0001") -> Obligation:
    return Obligation("k", "Do it", "why", date.fromisoformat(day), client, "", "", "TIM001", "", risk)


@pytest.mark.parametrize(
    ("day", "band", "words"),
    [
        ("2026-11-12", "overdue", "12 days late"),
        ("2026-11-23", "overdue", "1 day late"),
        ("2026-11-24", "today", "today"),
        ("2026-11-25", "soon", "tomorrow"),
        ("2026-12-08", "soon", "in 14 days"),
        ("2026-12-09", "later", "in 15 days"),
    ],
)
def test_bands_and_how_late_it_is(day: str, band: str, words: str, today: date) -> None:
    assert (_due(day).band(today), _due(day).lateness(today)) == (band, words)


def test_the_most_urgent_comes_first(today: date) -> None:
    late, later = _due("2026-11-01"), _due("2026-11-20")
    high, soon, high_soon = _due("2026-11-22", "high"), _due("2026-11-25"), _due("2026-11-26", "high")
    ordered = sorted([soon, later, high_soon, late, high], key=Obligation.urgency(today))
    # Risk comes first among what is late; what is to come goes by its day alone.
    assert ordered == [high, late, later, soon, high_soon]


def test_a_supervisor_is_told_what_her_trainee_has_not_signed_once_it_is_late(tmp_path: Path) -> None:
    told = f"practice: adopted = 2026-01-15\n{SUPERVISED}{SEEN}today: "
    kinds = {}
    for day in ("2026-02-02", "2026-02-03"):
        caseload = _read(told + day, tmp_path / day)
        for person in ("dana.ruiz", "sam.lee"):
            due = due_obligations(caseload, DueFilter(clinician=person))
            kinds[day, person] = [each.rule for each in due if each.kind == "signature"]
    assert list(kinds.values()) == [["SIG017"], [], ["SIG017"], ["SIG017"]]
