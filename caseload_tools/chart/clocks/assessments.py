"""Clocks of assessments: the intake, and the comprehensive assessment where a policy asks for one."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock, has_begun
from caseload_tools.dates import Interval, say_day

_NO_INTAKE = ("risk", "level-of-care")  # what is asked of one thing alone


@clock(
    "intake",
    weight="thread",
    ended_by="an assessment",
    ends_with_care=True,
)
def intake(chart: Chart) -> Iterator[Obligation]:
    """The first assessment of any kind, within so many days of opening."""
    if chart.status == "inquiry" and not has_begun(chart):
        return
    made = any(each.kind not in _NO_INTAKE and each.date <= chart.today for each in chart.assessments)
    if not made and chart.all_read("assessment"):
        yield from _due(chart, "intake_within", "intake", "TIM006")


@clock(
    "comprehensive assessment",
    weight="thread",
    ended_by="a comprehensive assessment",
    ends_with_care=True,
)
def comprehensive_assessment(chart: Chart) -> Iterator[Obligation]:
    """The comprehensive assessment, which may be the intake itself where it was made so thoroughly."""
    if (chart.status == "inquiry" and not has_begun(chart)) or not chart.all_read("assessment"):
        return
    if not any(each.kind == "comprehensive" and each.date <= chart.today for each in chart.assessments):
        yield from _due(chart, "comprehensive_within", "comprehensive assessment", "TIM017")


def _due(chart: Chart, key: str, name: str, rule: str) -> Iterator[Obligation]:
    limit, opened = chart.policy[key], chart.opened
    if opened is None or not isinstance(limit.value, Interval):
        return
    due = limit.value.after(opened, chart.practice.holidays)
    why = f"Opened {say_day(opened, chart.today)}; the {name} is due within {limit.value}"
    yield chart_obligation(chart, name, f"Write the {name}", why, due, rule, cite=limit.cite, record=chart.client)
