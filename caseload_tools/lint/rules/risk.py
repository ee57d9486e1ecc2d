"""RSK, beside it: plans against a relapse, whom to ring, and what is looked through again."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import owed, wanted
from caseload_tools.chart.records import Problems
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule


@rule("RSK003", cites="S3.17", level="warning", limit=("relapse_plan_within", "relapse_plan_required"))
def no_relapse_prevention_plan(chart: Chart) -> Problems:
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
    hint = f"write one with `caseload new safety-plan {chart.typed} --kind relapse-prevention`"
    for each in wanted(chart, "relapse-prevention plan"):
        yield from each.at("problems", "there is no relapse-prevention plan", hint)


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
def emergency_contact_not_confirmed(chart: Chart) -> Problems:
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
    for each in wanted(chart, "emergency contact"):
        hint = "ask the client, and write `confirmed` with the day behind it"
        yield from each.at("emergency_contact", f"the emergency contact was last made sure of on {each.opened}", hint)


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
