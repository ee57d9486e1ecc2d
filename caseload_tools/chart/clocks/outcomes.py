"""Clocks of outcome measures: those the plan asks for, or that were begun, come round again."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.dates import Interval, say_day
from caseload_tools.practice.measures import measures_of_practice


def wanted_measures(chart: Chart) -> dict[str, tuple[Interval, str]]:
    """Measure id to (how often, whose rule): the plan's list, else measures its open objectives use."""
    plan = chart.plan
    if plan is None:
        return {}
    known = measures_of_practice(chart.practice.measures)
    wanted: dict[str, tuple[Interval, str]] = {}
    limit = chart.policy["measure_every"]
    if isinstance(limit.value, Interval):
        for objective in plan.objectives:
            if objective.is_open and objective.measure in known:
                wanted[objective.measure] = (limit.value, limit.cite)
    for planned in plan.measures:
        if planned.every is not None and planned.id in known:
            wanted[planned.id] = (planned.every, "the plan's own interval")
    return wanted


@clock("measure")
def measure_due(chart: Chart) -> Iterator[Obligation]:
    """The next time of each wanted measure, with the policy's grace."""
    if not chart.is_open or chart.plan is None:
        return
    grace = chart.policy.interval("measure_grace") or Interval(0, "days")
    for measure_id, (every, cite) in wanted_measures(chart).items():
        if every.unit == "sessions":
            continue
        taken = [each for each in chart.scores(measure_id) if each.date <= chart.today]
        since = taken[-1].date if taken else chart.plan.date
        due = grace.after(every.after(since, chart.practice.holidays))
        name = measures_of_practice(chart.practice.measures)[measure_id].name
        last = f"Last taken {say_day(since, chart.today)}" if taken else "Not taken since the plan began"
        yield chart_obligation(
            chart,
            "measure",
            f"Take the {name}",
            f"{last}; {every.each}",
            due,
            "MEA001",
            cite=cite,
            record=chart.plan,
            subject=measure_id,
        )
