"""RSK, how high: a screen is answered, the lowest word does not win, and what a risk asks for is done or handed over."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import owed, wanted
from caseload_tools.chart.records import Problems
from caseload_tools.chart.risk.risk_course import risk_course
from caseload_tools.chart.risk.witnesses import RiskRecord
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.text.english import lower_first

_ASK = "ask, and write `risk:` with what was found"


@rule("RSK001", cites="NPSG 15.01.01")
def positive_screen_unanswered(chart: Chart) -> Problems:
    """A screen pointed to thoughts of suicide, or a crisis was met, and no risk was recorded on that day.

    The last item of the PHQ-9 above 0, or a positive C-SSRS screen, asks for a risk assessment on the same
    day, however low the total; so does a crisis, and one that somebody else told of or that a message told of as well.
    `risk:` with the level found answers it: of a client who was spoken to, and not earlier on that day. A sheet that
    leaves the item blank asks for the same, until somebody asks or a later sheet goes on to it.

    Bad:
        --- session 2026-01-19
        phq9: [1, 1, 2, 1, 1, 1, 1, 0, null]
        risk:
    Bad:
        --- contact 2026-01-19
        direction: in
        purpose: crisis
        outcome: left message
        risk:
    Bad:
        --- contact 2026-01-19
        with: mother
        purpose: crisis
        risk: none

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
    for each in wanted(chart, "risk screen"):
        yield from each.at(each.subject, lower_first(each.why), _ASK)


@rule("RSK002", cites=("NPSG 15.01.01", "Stanley and Brown 2012, Cogn Behav Pract 19:256"))
def risk_without_safety_plan(chart: Chart) -> Problems:
    """The risk rose to moderate or high, and no safety plan for a crisis was written or looked through since.

    The level of risk is recorded together with what is done about it, whatever it was found by: a session, a call, an
    assessment, a measure. A plan that is older counts once a record since names it under `safety_plan:`, as looked
    through with the client; so it is with the plan of somebody who came back. Each of its steps says something, or in
    words why there is nothing: `none` alone helps nobody at night. A plan that is kept against a relapse answers no
    crisis.

    Bad:
        --- session 2026-01-19
        risk: moderate
    Bad:
        --- contact 2026-01-21
        purpose: crisis
        risk: high
    Bad:
        --- session 2026-01-19
        risk: moderate
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19

        ## Warning signs

        - Lying awake past three for several nights

        ## Coping

        - The choir recordings

        ## People and places that distract

        None.

        ## People to ask for help

        - Her brother

        ## Professionals and crisis lines

        - 988, at any hour

        ## Making the place safe

        - Sleeping tablets kept by her brother
    Good:
        --- session 2026-01-19
        risk: moderate
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
    """
    for each in wanted(chart, "crisis plan"):
        hint = f"write one with `caseload new safety-plan {chart.typed}`"
        old = [plan for plan in chart.safety_plans if plan.kind == "crisis"]
        again = f"; or go through {old[-1].link} with the client, and add `safety_plan: {old[-1].link}`" if old else ""
        yield from each.at(each.subject, lower_first(each.why), hint + again)


@rule(
    "RSK006",
    cites=("S2.45", "no-shows of clients at risk need outreach in proportion (impactinsightshub.com)"),
    limit=("high_risk_contact_within", "moderate_risk_contact_within"),
)
def high_risk_without_contact(chart: Chart) -> Problems:
    """The risk is high or moderate, and nobody has reached the client in time.

    At high risk, silence is a sign. A message on a machine is an attempt and no contact.

    Bad:
        --- session 2026-01-19
        risk: high
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        today: 2026-02-10
    Bad:
        --- session 2026-01-19
        risk: high
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        --- contact 2026-01-22

        No answer, left a voicemail.
        --- session 2026-01-26
        attendance: scheduled
        today: 2026-01-28
    Bad:
        --- session 2026-01-19
        risk: moderate
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
        if each.rule == "RSK006" and each.is_overdue(chart.today):
            message = f"the risk was {risk_course(chart).level}, and contact is {lateness(each.due, chart.today)}"
            yield from each.at("risk", message, "contact the client now, and record it")


@rule(
    "RSK010",
    cites="practice default: nobody carries high risk alone",
    level="warning",
    limit=("consultation_required", "moderate_risk_consultation"),
)
def high_risk_without_consultation(chart: Chart) -> Problems:
    """The risk is high, and nobody else was consulted.

    A supervisor or colleague heard of it the same day, and the record says who. A session says it each time; a call or
    an assessment may rest on what was told since the risk rose.

    Bad:
        --- session 2026-01-19
        risk: high
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
    Bad:
        --- contact 2026-01-21
        purpose: crisis
        risk: high
        --- safety-plan 2026-01-21
    Bad:
        practice: moderate_risk_consultation = true
        --- assessment 2026-01-05
        risk: moderate
        --- safety-plan 2026-01-05
    Good:
        --- session 2026-01-19
        risk: high
        safety_plan: safety/2026-01-19
        consultation: told Sam Lee the same day; agreed on daily calls
        --- safety-plan 2026-01-19
    """
    for each in wanted(chart, "risk consultation"):
        message = f"the risk is {each.record.risk if isinstance(each.record, RiskRecord) else 'high'}"
        yield from each.at("risk", f"{message}, and nobody else was consulted", "add `consultation:` with who and what")


@rule("RSK012", cites="NPSG 15.01.01", level="warning")
def risk_lower_without_reason(chart: Chart) -> Problems:
    """The risk is lower than a measure of that day says, or than it was, and nothing says why.

    Whoever reads the chart at night takes the lower word for the truth. `risk_reason:` says what was asked and
    answered; until it does, the higher level stands, and with it what is asked for. For one step down it is enough
    that the note names the safety plan that was gone through, or tells of the risk under a heading of its own.

    Bad:
        --- session 2026-01-19
        risk: low
        cssrs: 5
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
    Bad:
        --- session 2026-01-19
        risk: none
        phq9: [1, 1, 2, 1, 1, 1, 1, 0, 1]
    Bad:
        --- session 2026-01-19
        risk: moderate
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        --- contact 2026-01-21
        risk: none
    Good:
        --- session 2026-01-19
        risk: none
        phq9: [1, 1, 2, 1, 1, 1, 1, 0, 1]
        risk_reason: asked what the 1 stood for; she meant the week of the funeral, no thoughts of it since
    Good:
        --- session 2026-01-19
        risk: moderate
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        --- contact 2026-01-21
        risk: none
        risk_reason: asked again in the words of the screener; no to all, and the tablets are at her brother's
    """
    for each in wanted(chart, "risk reason"):
        yield from each.at("risk", lower_first(each.why), "add `risk_reason:` with what was asked and answered")


@rule("RSK013", cites="NPSG 15.01.01")
def closed_at_risk(chart: Chart) -> Problems:
    """The chart was closed while the risk was moderate or high, and nothing says what was done about it.

    Closing ends the care and not the danger. A disposition in the discharge says who took over, what the client
    declined, what was tried and when; `caseload new discharge` begins it. What was told since the closing, as by a
    relative who rings, asks for contact with the client first, and for a disposition in a contact or a review of that
    day or later: no discharge could say it. Where the chart is open again, contact that reaches the client ends it.

    Bad:
        --- session 2026-01-19
        risk: high
        consultation: told Sam Lee the same day
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        --- client
        opened: 2026-01-25
        --- discharge 2026-01-22
        today: 2026-01-26

    Bad:
        --- session 2026-01-19
        risk: high
        consultation: told Sam Lee the same day
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        --- client
        status: discharged
        closed: 2026-01-22
        --- discharge 2026-01-22
        today: 2026-01-23
    Bad:
        --- client
        status: discharged
        closed: 2026-01-22
        --- discharge 2026-01-22
        --- contact 2026-01-26
        with: brother
        risk: high
        consultation: told Sam Lee the same day
        --- safety-plan 2026-01-26
        today: 2026-01-27
    Good:
        --- session 2026-01-19
        risk: high
        consultation: told Sam Lee the same day
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
        --- client
        status: discharged
        closed: 2026-01-22
        --- discharge 2026-01-22
        dispositions:
          - duty: risk contact
            of: sessions/2026-01-19
            how: handed-over
            to: the ward of St. Brendan
            reason: admitted on 22 January, told by phone at 14:10
        today: 2026-01-23
    """
    for each in owed(chart, "risk contact"):
        if each.rule == "RSK013":
            hint = f"{lower_first(each.what)}; it ends by {each.ended_by}: handed to whom, declined, tried when"
            yield from each.at("risk", lower_first(each.why), hint)
