"""Clocks of outcome measures: those the plan asks for, or that were begun, come round again."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import (
    Obligation,
    Recurrence,
    chart_obligation,
    clock,
    day_after,
    uncounted,
)
from caseload_tools.chart.score_changes import change_of_scores, complete_scores
from caseload_tools.dates import Interval, say_day
from caseload_tools.practice.measures import measures_of_practice


def wanted_measures(chart: Chart) -> dict[str, list[tuple[Interval, str]]]:
    """Measure id to how often and by whose rule: the plan's list, else measures its open objectives use.

    A number of sessions sets no day when nobody comes, so the policy's time stays beside it.
    """
    plan = chart.plan
    if plan is None:
        return {}
    known = measures_of_practice(chart.practice.measures)
    wanted: dict[str, list[tuple[Interval, str]]] = {}
    limit = chart.policy["measure_every"]
    if isinstance(limit.value, Interval):
        for objective in plan.objectives:
            if objective.is_open and objective.measure in known:
                wanted[objective.measure] = [(limit.value, limit.cite)]
    for planned in plan.measures:
        if planned.id not in known:
            continue
        if planned.every is None:
            if isinstance(limit.value, Interval):
                wanted.setdefault(planned.id, [(limit.value, limit.cite)])
        else:
            beside = wanted.get(planned.id, []) if planned.every.unit == "sessions" else []
            wanted[planned.id] = [(planned.every, "the plan's own interval"), *beside]
    return wanted


@clock(
    "worsening",
    weight="safety",
    ended_by="a review or a plan since the worse score",
    ends_with_care=True,
)
def worsening(chart: Chart) -> Iterator[Obligation]:
    """A look at the plan once a score is reliably worse than its best: a review or a new plan answers it."""
    limit = chart.policy["deterioration_review_within"]
    if not isinstance(limit.value, Interval) or not chart.all_read("review"):
        return
    for measure_id in chart.measured:
        change = change_of_scores(chart, measure_id)
        at = change.worsened_at if change is not None else None
        if change is None or at is None:
            continue
        worse, best = (complete_scores(chart, measure_id)[each] for each in (at, change.best_at))
        if any(each.date >= worse.date for each in (*chart.reviews, *chart.plans)):
            continue
        name = worse.measure.name
        why = f"The {name} got reliably worse: {worse.total:g} on {say_day(worse.date, chart.today)}"
        why += f", {best.total:g} on {say_day(best.date, chart.today)}; review within {limit.value}"
        due = limit.value.after(worse.date, chart.practice.holidays)
        what = "Review the plan after the worse score"
        yield chart_obligation(
            chart, "worsening", what, why, due, "MEA006", cite=limit.cite, record=worse.record, subject=measure_id
        )


@clock(
    "measure",
    weight="thread",
    ended_by="the measure, in any record",
    ends_with_care=True,
    recurs=True,
)
def measure_due(chart: Chart) -> Iterator[Obligation]:
    """The next time of each wanted measure, with the policy's grace."""
    if chart.plan is None:
        return
    grace = chart.policy.interval("measure_grace") or Interval(0, "days")
    for measure_id, intervals in wanted_measures(chart).items():
        taken = [each for each in chart.scores(measure_id) if each.date <= chart.today]
        since = taken[-1].date if taken else chart.plan.date
        dated = [(day, *each) for each in intervals if (day := day_after(chart, each[0], since)) is not None]
        if not dated:
            continue
        day, every, cite = min(dated, key=lambda each: each[0])
        due = grace.after(day, chart.practice.holidays)
        name = measures_of_practice(chart.practice.measures)[measure_id].name
        unread = "".join(
            uncounted(chart.plan, (*each.where, "every"), each.every)
            for each in chart.plan.measures
            if each.id == measure_id and each.every is None
        )
        last = f"Last taken {say_day(since, chart.today)}" if taken else "Not taken since the plan began"
        yield chart_obligation(
            chart,
            "measure",
            f"Take the {name}",
            f"{last}; {every.each}{unread}",
            due,
            "MEA001",
            cite=cite,
            record=chart.plan,
            subject=measure_id,
            again=Recurrence(tuple((each[0], grace) for each in intervals)),
        )
