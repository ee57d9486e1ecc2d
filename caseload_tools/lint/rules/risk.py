"""RSK: a sign of danger has to be answered, on the day and in the record."""

from __future__ import annotations

import re
from datetime import date as Day

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.chart.clocks.safety import safety_plans_on
from caseload_tools.chart.ledger import owed
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import lateness, parse_day
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_ASK = "ask, and write `risk:` with what was found"
_SUBSTANCE_CODE = re.compile(r"F1[0-9]")


def _assessed_on(chart: Chart, day: Day) -> bool:
    """Some record of the day says what the risk was, and not only that nobody asked."""
    return any(each.date == day for each in chart.risk_recorded)


def _alarms(chart: Chart) -> list[TakenScore]:
    return [taken for measure_id in chart.measured for taken in chart.scores(measure_id) if taken.score.asks_for_safety]


@rule("RSK001", cites="NPSG 15.01.01")
def positive_screen_unanswered(chart: Chart) -> Problems:
    """A screen pointed to thoughts of suicide, or a crisis was met, and no risk was recorded on that day.

    The last item of the PHQ-9 above 0, or a positive C-SSRS screen, asks for a risk assessment on the same
    day, however low the total; so does a crisis. `risk:` with the level found answers it.

    Bad:
        --- session 2026-01-19
        service: crisis
        risk:
    Bad:
        --- session 2026-01-19
        phq9: [1, 1, 2, 1, 1, 1, 1, 0, 1]
        risk:
    Good:
        --- session 2026-01-19
        phq9: [1, 1, 2, 1, 1, 1, 1, 0, 1]
        risk: none

        ## Subjective

        "Some days I would rather not wake up."

        ## Objective

        On time.

        ## Assessment

        Asked directly about suicide: passive thoughts, no plan, no intent.

        ## Plan

        Ring on Thursday.
    """
    for taken in _alarms(chart):
        if _assessed_on(chart, taken.date) or chart.in_doubt(taken.date, taken.date):
            continue
        items = taken.score.safety_items
        what = (
            f"item {items[0]} of the {taken.measure.name} is above 0"
            if items
            else f"the {taken.measure.name} is positive"
        )
        message = f"{what}, and no risk was recorded on that day"
        yield taken.record.at(taken.key, message, _ASK)
    for session in chart.kept_sessions:
        if session.service == "crisis" and not (
            _assessed_on(chart, session.date) or chart.in_doubt(session.date, session.date)
        ):
            yield session.at("risk", "this was a crisis, and no risk was recorded on that day", _ASK)


@rule("RSK002", cites="NPSG 15.01.01")
def risk_without_safety_plan(session: Session, chart: Chart) -> Problems:
    """The risk is moderate or high, and there is no safety plan for a crisis.

    The level of risk is recorded together with what is done about it. Of somebody who came back it is a plan written
    since the chart was opened again, or an older one that a record since then names under `safety_plan:`, as looked
    through with the client. One that is kept against a relapse answers no crisis.

    Bad:
        risk: moderate
    Good:
        risk: moderate
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
    """
    if session.risk not in ("moderate", "high") or not session.took_place or not chart.fully_read("safety-plan"):
        return
    if any(plan.kind == "crisis" for plan, _ in safety_plans_on(chart, session.date)):
        return
    old = [plan for plan in chart.safety_plans if plan.kind == "crisis" and plan.date <= session.date]
    episode = " of this episode" if old else ""
    message = f"the risk is {session.risk}, and there is no safety plan{episode} by this day"
    again = f"; or go through the old one with the client, and add `safety_plan: {old[-1].link}`" if old else ""
    yield session.at("risk", message, f"write one with `caseload new safety-plan {chart.typed}`{again}")


def _is_substance_work(plan: Plan) -> bool:
    if any(_SUBSTANCE_CODE.match(each.diagnosis) for each in plan.problems):
        return True
    named = [*(goal.domain for goal in plan.goals), *(each.text for each in plan.problems if not each.diagnosis)]
    return any("substance" in text.casefold() for text in named)


@rule("RSK003", cites="S3.17", level="warning", limit=("relapse_plan_within", "relapse_plan_required"))
def no_relapse_prevention_plan(chart: Chart, policy: Policy) -> Problems:
    """The work is about substance use, or the programme asks for it, and there is no relapse-prevention plan.

    Warning signs, coping, people, professionals, surroundings: written while it goes well.

    Bad:
        --- plan
        problems:
          - {id: P1, text: Drinking every evening, rank: 1, diagnosis: F10.20}
        goals:
          - {id: G1, problem: P1, text: Evenings without alcohol, domain: substance-use}
        today: 2026-03-01
    Good:
        --- safety-plan 2026-01-19
        kind: relapse-prevention
        --- plan
        problems:
          - {id: P1, text: Drinking every evening, rank: 1, diagnosis: F10.20}
        goals:
          - {id: G1, problem: P1, text: Evenings without alcohol, domain: substance-use}
        today: 2026-03-01
    """
    chart, limit = chart.current_episode, policy.interval("relapse_plan_within")
    plan, start = chart.plan, chart.opened
    required = policy.wants("relapse_plan_required")  # at once, where no length of time is set
    wanted = required or (limit is not None and plan is not None and _is_substance_work(plan))
    if not wanted or start is None or not chart.is_open or not chart.fully_read("safety-plan"):
        return
    due = limit.after(start) if limit is not None else start
    if any(each.kind == "relapse-prevention" for each in chart.safety_plans) or due >= chart.today:
        return
    hint = f"write one with `caseload new safety-plan {chart.typed} --kind relapse-prevention`"
    if plan is not None:
        yield plan.at("problems", "there is no relapse-prevention plan", hint)
    else:
        yield from chart.at("there is no relapse-prevention plan", hint)


@rule("RSK004", cites="S3.19", level="warning")
def no_emergency_contact(chart: Chart) -> Problems:
    """client.md names nobody to ring in an emergency.

    At night nobody has time to look for a number.

    Bad:
        --- client
        emergency_contact:
    Good:
        --- client
        emergency_contact: brother, on file, permission 2026-01-05
    """
    client = chart.client
    if (
        client is not None
        and client.sound
        and client.status in ("active", "follow-up")
        and not client.emergency_contact
    ):
        hint = "add `emergency_contact:`, or write that the client wants none"
        yield client.at("emergency_contact", "nobody is named to ring in an emergency", hint)


@rule("RSK011", cites="S3.19", level="warning", limit="crisis_contacts_fresh")
def emergency_contact_not_confirmed(chart: Chart, policy: Policy, today: Day) -> Problems:
    """Nobody has made sure for a long time that the emergency contact is right.

    People move, part, and change their number. What counts is the newest date in `emergency_contact:`, a session that says
    `emergency_contact_checked: true`, a safety plan, or the opening of the chart.

    Bad:
        --- client
        opened: 2024-06-03
        emergency_contact: brother, on file, permission 2024-06-03
    Good:
        --- client
        opened: 2024-06-03
        emergency_contact: brother, on file, confirmed 2025-12-08
    """
    client, limit = chart.client, policy.interval("crisis_contacts_fresh")
    if client is None or limit is None or not client.sound or not chart.is_open or not client.emergency_contact:
        return
    said = [parse_day(each) for each in _DAY.findall(client.emergency_contact)]
    asked = [each.date for each in chart.kept_sessions if each.emergency_contact_checked]
    planned = [each.date for each in chart.safety_plans]
    known = [each for each in (*said, *asked, *planned, chart.opened) if each is not None and each <= today]
    if known and limit.after(max(known)) < today:
        message = f"the emergency contact was last made sure of on {max(known)}"
        yield client.at("emergency_contact", message, "ask the client, and write `confirmed` with the day behind it")


@rule(
    "RSK006",
    cites=("S2.45", "no-shows of clients at risk need outreach in proportion (impactinsightshub.com)"),
    limit="high_risk_contact_within",
)
def high_risk_without_contact(chart: Chart) -> Problems:
    """The last recorded risk is high, and the client has not been contacted in time.

    At high risk, silence is a sign.

    Bad:
        --- session 2026-01-19
        risk: high
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        today: 2026-02-10
    Good:
        --- session 2026-01-19
        risk: high
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        today: 2026-01-22
    """
    for each in owed(chart, "risk contact"):
        if each.is_overdue(chart.today):
            message = f"the risk was high, and contact is {lateness(each.due, chart.today)}"
            yield from each.at("risk", message, "contact the client now, and record it")


@rule("RSK007", cites=("S3.3", "S3.10"), level="warning", limit="relapse_review_within")
def relapse_without_review(chart: Chart) -> Problems:
    """A relapse is noted, and the plan has not been looked at since.

    A setback changes what helps: more sessions, other steps, somebody else.

    Bad:
        --- session 2026-01-19
        relapse: {date: 2026-01-17, substance: alcohol}
        today: 2026-03-01
    Good:
        --- session 2026-01-19
        relapse: {date: 2026-01-17, substance: alcohol}
        --- review 2026-01-26
        today: 2026-03-01
    """
    for each in owed(chart, "relapse review"):
        if each.is_overdue(chart.today):
            message = f"a relapse is noted here, and the plan's review is {lateness(each.due, chart.today)}"
            yield from each.at("relapse", message, f"begin it with `caseload new review {chart.typed}`")


@rule("RSK008", cites="S3.17", level="warning", limit="safety_plan_review_every", own=True)
def safety_plan_not_looked_through(chart: Chart) -> Problems:
    """A safety plan has not been looked through when it was due.

    Numbers change, people move away, what helped wears out.

    Bad:
        --- safety-plan 2026-01-19
        review_on: 2026-03-01
        today: 2026-03-15
    Good:
        --- safety-plan 2026-01-19
        review_on: 2026-07-19
        today: 2026-03-15
    """
    for each in owed(chart, "safety plan"):
        if each.is_overdue(chart.today):
            message = f"looking through this plan is {lateness(each.due, chart.today)}"
            hint = f"go through it, then `caseload new safety-plan {chart.typed}`, or set a new `review_on`"
            yield from each.at("review_on", message, hint)


@rule(
    "RSK010", cites="practice default: nobody carries high risk alone", level="warning", limit="consultation_required"
)
def high_risk_without_consultation(session: Session) -> Problems:
    """The risk is high, and nobody else was consulted.

    A supervisor or colleague heard of it the same day, and the note says who.

    Bad:
        risk: high
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
    Good:
        risk: high
        safety_plan: safety/2026-01-19
        consultation: told Sam Lee the same day; agreed on daily calls
        --- safety-plan 2026-01-19
    """
    if session.took_place and session.risk == "high" and not session.consultation:
        yield session.at(
            "risk", "the risk is high, and nobody else was consulted", "add `consultation:` with who and what"
        )
