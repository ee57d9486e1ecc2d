"""How a client's scores have moved: the one answer of rules, clocks and pages, within the present episode."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.practice.measures import ChangeOfScores


def change_of_scores(chart: Chart, measure_id: str) -> ChangeOfScores | None:
    """How a measure moved by today since the chart was last opened; None without a complete sheet, or a sum."""
    taken = complete_scores(chart, measure_id)
    totals = tuple(each.total for each in taken if each.total is not None)
    return ChangeOfScores(taken[0].measure, totals) if totals else None


def complete_scores(chart: Chart, measure_id: str) -> tuple[TakenScore, ...]:
    """The sheets that it goes by, oldest first: those with a total."""
    episode = chart.current_episode
    return tuple(each for each in episode.scores(measure_id) if each.total is not None and each.date <= chart.today)
