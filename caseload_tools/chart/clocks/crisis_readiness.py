"""Clocks of what is ready before a crisis: a plan against relapse, and whom to ring."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.plan import Plan
from caseload_tools.dates import Interval, parse_day, say_day

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_SUBSTANCE_CODE = re.compile(r"F1[0-9]")


def _is_substance_work(plan: Plan) -> bool:
    if any(_SUBSTANCE_CODE.match(each.diagnosis) for each in plan.problems):
        return True
    named = [*(goal.domain for goal in plan.goals), *(each.text for each in plan.problems if not each.diagnosis)]
    return any("substance" in text.casefold() for text in named)


@clock("relapse-prevention plan", weight="safety", ended_by="a relapse-prevention plan", ends_with_care=True)
def relapse_prevention_plan(chart: Chart) -> Iterator[Obligation]:
    """A plan against relapse, where the work is about substance use, or the programme asks for one of everybody."""
    limit, plan, start = chart.policy["relapse_plan_within"], chart.plan, chart.opened
    required = chart.policy.wants("relapse_plan_required")  # at once, where no length of time is set
    within = limit.value if isinstance(limit.value, Interval) else None
    about = within is not None and plan is not None and _is_substance_work(plan)
    if not (required or about) or start is None or not chart.fully_read("safety-plan"):
        return
    if chart.status == "inquiry" or any(each.kind == "relapse-prevention" for each in chart.safety_plans):
        return
    yield chart_obligation(
        chart,
        "relapse-prevention plan",
        "Write the relapse-prevention plan with the client",
        f"Opened {say_day(start, chart.today)}{f'; written within {within}' if within else ''}",
        within.after(start) if within is not None else start,
        "RSK003",
        cite=limit.cite,
        record=plan or chart.client,
        opened=start,
    )


@clock(
    "emergency contact",
    weight="safety",
    ended_by="the day on which it was confirmed, in `emergency_contact` or a session",
    ends_with_care=True,
)
def emergency_contact(chart: Chart) -> Iterator[Obligation]:
    """Whom to ring in an emergency is made sure of again, since people move and change their number."""
    client, limit = chart.client, chart.policy["crisis_contacts_fresh"]
    if client is None or not isinstance(limit.value, Interval) or not client.emergency_contact:
        return
    said = [parse_day(each) for each in _DAY.findall(client.emergency_contact)]
    asked = [each.date for each in chart.kept_sessions if each.emergency_contact_checked]
    planned = [each.date for each in chart.safety_plans]
    known = [day for day in (*said, *asked, *planned, chart.opened) if day is not None and day <= chart.today]
    if not known:
        return
    since = max(known)
    yield chart_obligation(
        chart,
        "emergency contact",
        "Make sure that the emergency contact is right",
        f"Last made sure of {say_day(since, chart.today)}; {limit.value.each}",
        limit.value.after(since),
        "RSK011",
        cite=limit.cite,
        record=client,
        opened=since,
    )
