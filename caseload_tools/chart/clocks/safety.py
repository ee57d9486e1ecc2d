"""Clocks of risk: contact after high risk, safety plans to look through, relapses to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.safety_plan import SafetyPlan
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.shelf import by_day_and_hour
from caseload_tools.dates import Interval, say_day


@clock(
    "risk contact",
    weight="safety",
    ended_by="a session or contact that reached the client, or a later, lower finding",
    whole=True,
)
def risk_contact(chart: Chart) -> Iterator[Obligation]:
    """Contact with a client whose last recorded risk is high."""
    limit = chart.policy["high_risk_contact_within"]
    if not isinstance(limit.value, Interval):
        return
    asked = [each for each in chart.risk_recorded if each.date <= chart.today]
    if not asked:
        return
    latest = asked[-1]
    if latest.risk != "high":
        return
    last = chart.last_contact(chart.today)
    since = max(latest.date, last.date) if last is not None else latest.date
    due = limit.value.after(since, chart.practice.holidays)
    why = f"Risk was high on {say_day(latest.date, chart.today)}; contact within {limit.value}"
    yield chart_obligation(
        chart, "risk contact", "Contact the client about safety", why, due, "RSK006", cite=limit.cite, record=latest
    )


def safety_plans_on(chart: Chart, day: Day) -> Iterator[tuple[SafetyPlan, Day]]:
    """The safety plans that count on a day, each with the day since when: those of the episode, by date.

    An older one counts again once a record of this episode names it under `safety_plan:`, as gone through anew.
    """
    start = chart.episode_start(day) if chart.endings else Day.min
    records: tuple[Session | Assessment, ...] = (*chart.assessments, *chart.kept_sessions)
    named = {each.safety_plan: each.date for each in sorted(records, key=by_day_and_hour) if start <= each.date <= day}
    for plan in chart.safety_plans:
        if plan.date <= day and (plan.date >= start or plan.link in named):
            yield plan, plan.date if plan.date >= start else named[plan.link]


@clock(
    "safety plan",
    weight="safety",
    ended_by="a newer safety plan, a later `review_on`, or a record that names it",
    whole=True,
    ends_with_care=True,
)
def safety_plan(chart: Chart) -> Iterator[Obligation]:
    """The newest safety plan of each kind, looked through by its own date or the policy's."""
    limit = chart.policy["safety_plan_review_every"]
    if not chart.current_episode.all_read("safety-plan"):
        return
    newest: dict[str, tuple[SafetyPlan, Day]] = {}
    for plan, since in safety_plans_on(chart, chart.today):
        if not plan.kind:
            newest.clear()  # what nobody can tell the kind of may stand in place of any
        newest[plan.kind] = plan, since
    for plan, since in newest.values():
        if plan.review_on is not None and (since == plan.date or plan.review_on >= since):
            due, why = plan.review_on, f"Set in the plan of {say_day(plan.date, chart.today)}"
        elif isinstance(limit.value, Interval):
            due = limit.value.after(since, chart.practice.holidays)
            began = "Written" if since == plan.date else "Looked through"
            why = f"{began} {say_day(since, chart.today)}; looked through {limit.value.each}"
        else:
            continue
        kind = "relapse-prevention plan" if plan.kind == "relapse-prevention" else "safety plan"
        what = f"Look through the {kind} with the client"
        yield chart_obligation(chart, "safety plan", what, why, due, "RSK008", cite=limit.cite, record=plan)


@clock(
    "relapse review",
    weight="safety",
    ended_by="a review or a plan since the relapse",
    whole=True,
)
def relapse_review(chart: Chart) -> Iterator[Obligation]:
    """A look at the plan after a relapse: a review or a new plan version answers it."""
    if not chart.all_read("review"):
        return
    for session in chart.sessions:
        if session.relapse is None:
            continue
        limit = chart.policy_for(session)["relapse_review_within"]
        if not isinstance(limit.value, Interval):
            continue
        answered = any(each.date >= session.date for each in (*chart.reviews, *chart.plans))
        if not answered:
            why = f"A relapse is noted on {say_day(session.date, chart.today)}; review within {limit.value}"
            due = limit.value.after(session.date, chart.practice.holidays)
            what = "Review the plan after the relapse"
            yield chart_obligation(chart, "relapse review", what, why, due, "RSK007", cite=limit.cite, record=session)
