"""Clocks of the practice itself: policies, complaints, inquiries. Never part of a chart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import (
    Obligation,
    chart_obligation,
    clock,
    practice_clock,
    practice_obligation,
    uncounted,
)
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.dates import Interval, say_day
from caseload_tools.practice import Limit, Practice


def review_interval(policy: PolicyRecord, limit: Limit) -> tuple[Interval | None, bool]:
    """How often a policy of the practice is looked at, and whether it says so itself. Nobody counts its sessions."""
    own = policy.review_every
    if own is not None and own.unit != "sessions":
        return own, True
    return (limit.value if isinstance(limit.value, Interval) else None), False


@practice_clock("policy review", weight="form", ended_by="a later `last_reviewed`")
def policy_review(shared: PracticeShelf, practice: Practice, today: Day) -> Iterator[Obligation]:
    """Policies are looked at again, by their own interval or the practice's."""
    limit = practice.policy(None, today)["policy_review"]
    for policy in shared.policies:
        every, own = review_interval(policy, limit)
        since = policy.last_reviewed or policy.effective
        if every is not None and since is not None:
            unread = "" if own else uncounted(policy, ("review_every",), policy.review_every)
            why = f"Last looked at {say_day(since, today)}; {every.each}{unread}"
            due = every.after(since, practice.holidays)
            cite = "the policy's own review interval" if own else limit.cite
            what = f"Review the policy “{policy.title}”"
            yield practice_obligation("policy review", what, why, due, "FUP012", policy, policy.owner, cite)


@practice_clock("agency check", weight="form", ended_by="a later `last_checked`")
def agency_check(shared: PracticeShelf, practice: Practice, today: Day) -> Iterator[Obligation]:
    """Entries of the directory of agencies are made sure of, by the practice's interval."""
    limit = practice.policy(None, today)["agency_check_every"]
    if not isinstance(limit.value, Interval):
        return
    for agency in shared.agencies:
        if agency.last_checked is not None:
            due = limit.value.after(agency.last_checked, practice.holidays)
            why = f"Checked {say_day(agency.last_checked, today)}; {limit.value.each}"
            what = f"Make sure that the entry of {agency.name} is right"
            yield practice_obligation("agency check", what, why, due, "FUP016", agency, "", limit.cite)


@practice_clock("complaint", weight="timeliness", ended_by="`acknowledged`, then `resolved`")
def complaint(shared: PracticeShelf, practice: Practice, today: Day) -> Iterator[Obligation]:
    """Complaints are acknowledged, then resolved."""
    for each in shared.complaints:
        if each.received is None or each.resolved is not None:
            continue
        policy = practice.policy(None, each.received)
        steps = [("complaint_resolve_within", "Resolve", "TIM011")]
        if each.acknowledged is None:
            steps.insert(0, ("complaint_acknowledge_within", "Acknowledge", "TIM010"))
        for key, verb, rule in steps:
            limit = policy[key]
            if isinstance(limit.value, Interval):
                why = f"Received {say_day(each.received, today)}; within {limit.value}. Not part of any client's record"
                due = limit.value.after(each.received, practice.holidays)
                what = f"{verb} the complaint of {say_day(each.received, today)}"
                yield practice_obligation("complaint", what, why, due, rule, each, each.owner, limit.cite)


@clock(
    "inquiry",
    weight="timeliness",
    ended_by="`responded`",
    whole=True,
)
def inquiry(chart: Chart) -> Iterator[Obligation]:
    """Inquiries that came in and were not answered."""
    limit = chart.policy["inquiry_within"]
    if not isinstance(limit.value, Interval):
        return
    for contact in chart.contacts:
        if contact.purpose != "inquiry" or contact.direction != "in" or contact.responded is not None:
            continue
        received = contact.received.date() if contact.received else contact.date
        why = f"Received {say_day(received, chart.today)}; answered within {limit.value}"
        due = limit.value.after(received, chart.practice.holidays)
        yield chart_obligation(
            chart,
            "inquiry",
            "Answer the inquiry",
            why,
            due,
            "TIM009",
            cite=limit.cite,
            record=contact,
            clinician=contact.staff,
        )


@practice_clock("feedback", weight="form", ended_by="`action`")
def feedback(shared: PracticeShelf, practice: Practice, today: Day) -> Iterator[Obligation]:
    """Feedback gets an action, or a word on why there is none."""
    for each in shared.feedback:
        limit = practice.policy(None, each.date)["feedback_action_within"]
        if not each.action and isinstance(limit.value, Interval):
            why = f"Given {say_day(each.date, today)}; answered within {limit.value}. Not part of any client's record"
            due = limit.value.after(each.date, practice.holidays)
            what = f"Say what was done with the feedback of {say_day(each.date, today)}"
            yield practice_obligation("feedback", what, why, due, "FUP013", each, "", limit.cite)
