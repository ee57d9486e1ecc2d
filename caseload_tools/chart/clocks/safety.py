"""Clocks of safety: plans to look through, relapses to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, Recurrence, chart_obligation, clock
from caseload_tools.chart.records.safety_plan import SafetyPlan
from caseload_tools.chart.risk.crisis_plans import safety_plans_on
from caseload_tools.dates import Interval, say_day


@clock(
    "safety plan",
    weight="safety",
    ended_by="a newer safety plan, a later `review_on`, or a record that names it",
    whole=True,
    ends_with_care=True,
    recurs=True,
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
        # Where only a day was set, the next turn is as long as this one was.
        length = limit.value if isinstance(limit.value, Interval) else Interval(max(1, (due - since).days), "days")
        again = Recurrence(((length,),))
        yield chart_obligation(
            chart, "safety plan", what, why, due, "RSK008", cite=limit.cite, record=plan, again=again
        )


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
