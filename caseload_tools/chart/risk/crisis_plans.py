"""The safety plans that count on a day, and the one that answers a risk which has risen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.safety_plan import SafetyPlan
from caseload_tools.chart.risk.witnesses import RiskRecord, is_spoken
from caseload_tools.chart.shelf import by_day_and_hour


def _naming(chart: Chart) -> tuple[RiskRecord, ...]:
    """The records that may name a safety plan, as gone through with the client, by day and hour."""
    records: tuple[RiskRecord, ...] = (*chart.assessments, *chart.kept_sessions, *chart.contacts)
    return tuple(sorted((each for each in records if each.safety_plan and is_spoken(each)), key=by_day_and_hour))


def safety_plans_on(chart: Chart, day: Day) -> Iterator[tuple[SafetyPlan, Day]]:
    """The safety plans that count on a day, each with the day since when: those of the episode, by date.

    An older one counts again once a record of this episode names it under `safety_plan:`, as gone through anew.
    """
    start = chart.episode_start(day) if chart.endings else Day.min
    named = {each.safety_plan: each.date for each in _naming(chart) if start <= each.date <= day}
    for plan in chart.safety_plans:
        if plan.date <= day and (plan.date >= start or plan.link in named):
            yield plan, plan.date if plan.date >= start else named[plan.link]


def answering_plans(chart: Chart, since: Day) -> tuple[SafetyPlan, ...]:
    """The crisis plans that were written on a day or later, or looked through since, newest last."""
    named = {each.safety_plan for each in _naming(chart) if since <= each.date <= chart.today}
    crisis = (each for each in chart.safety_plans if each.kind == "crisis" and each.date <= chart.today)
    return tuple(each for each in crisis if each.date >= since or each.link in named)


__all__ = ["answering_plans", "safety_plans_on"]
