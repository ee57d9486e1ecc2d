"""RSK, beside it: plans against a relapse, whom to ring, and what is looked through again."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import owed, wanted
from caseload_tools.chart.records import Problems
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.text.english import lower_first


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


@rule("RSK015", cites="NPSG 15.01.01", level="warning")
def client_perhaps_not_there(chart: Chart) -> Problems:
    """A record says how the client is, and not clearly that they were there.

    What somebody close to the client says may worry us, and calms nobody: a call with the mother is no contact with
    the client, and a session in which `participants` names her alone is none either. `client`, the client's own code
    and `client and mother` are understood under both keys; `her` and a misspelt word are not. It is asked until a
    session or a contact surely reached the client.

    Bad:
        --- contact 2026-01-26
        with: her
    Bad:
        --- contact 2026-01-26
        with: client mother
        risk: low
    Bad:
        --- contact 2026-01-26
        with: cleint

        No answer.
    Bad:
        --- session 2026-01-26
        service: family
        participants: [mother]
        risk: none
        --- consent 2026-01-05-family
        kind: family
        to: mother
        allows: [attend]
    Good:
        --- contact 2026-01-26
        with: client and mother
    Good:
        --- session 2026-01-26
        service: family
        participants: [mother]
        risk: not-asked
        --- consent 2026-01-05-family
        kind: family
        to: mother
        allows: [attend]
    """
    for each in wanted(chart, "who was there"):
        hint = "write `client` there if it was the client, or who else it was"
        if each.subject == "participants":
            hint = "add `client` if they were there; else `risk: not-asked`, since nobody could ask them"
        yield from each.at(each.subject, lower_first(each.why), hint)


@rule("RSK016", cites="NPSG 15.01.01", level="warning")
def marked_and_not_found(chart: Chart) -> Problems:
    """client.md is marked high-risk, and the records say that the risk is lower, or nothing.

    Every reader is told of the mark, and sees no danger in any note. Either the level is written under `risk:`, or
    `risk_reason:` says why it is lower now, or the mark goes.

    Bad:
        --- client
        flags: [high-risk]
    Bad:
        --- client
        flags: [high-risk]
        --- session 2026-01-26
        risk: low
    Bad:
        --- client
        flags: [high-risk]
        --- assessment 2026-01-05
        risk:
    Good:
        --- client
        flags: [high-risk]
        --- session 2026-01-26
        risk: low
        risk_reason: asked in the words of the screener, no to all; the mark stays until the review
    Good:
        --- client
        flags: [domestic-violence]
    """
    for each in wanted(chart, "high-risk mark"):
        hint = "write the level with its reason in the next note, or take `high-risk` out of `flags`"
        yield from each.at(each.subject, lower_first(each.why), hint)
