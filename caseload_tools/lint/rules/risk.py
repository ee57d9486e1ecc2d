"""RSK, beside it: plans against a relapse, whom to ring, and what is looked through again."""

from __future__ import annotations

import re
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import owed
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.plan import Plan
from caseload_tools.dates import lateness, parse_day
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_SUBSTANCE_CODE = re.compile(r"F1[0-9]")


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
