"""Whether clients come, stay and get better, and what that took: by programme, in figures of the records alone.

None of it is a score of a person. What cannot be told is not counted, and a column says how many that were.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import count_of
from caseload_tools.reports.report import Caseload, Days, Report, Table, only_filled, report


@report("figures", of_days=True)
def figures(caseload: Caseload, days: Days) -> Report:
    """Attendance, gaps, endings, hours, units and reliable change, by programme: for a funder or a board."""
    names = sorted({name for chart in caseload.charts for name in _programmes(chart, days)})
    charts = {name: [each for each in caseload.charts if name in _programmes(each, days)] for name in names}
    tables = (
        Table(
            "Coming and staying",
            ("programme", "clients", "kept", "missed", "kept %", "longest gap (days)", "ended", "handed on"),
            tuple((_label(caseload, name), *_staying(charts[name], name, days)) for name in names),
            key="staying",
        ),
        Table(
            "What it took",
            ("programme", "sessions", "hours", "without a length", "units"),
            tuple((_label(caseload, name), *_took(charts[name], name, days)) for name in names),
            key="took",
        ),
        Table(
            "First and last score of those measured twice or more: change beyond the measure's own noise",
            ("measure", "clients", "better", "no reliable change", "worse", "no figure for it"),
            tuple(_changes(caseload, days)),
            key="change",
        ),
    )
    return Report(f"Figures, {days}", _lead(caseload, days), only_filled(tables))


def _lead(caseload: Caseload, days: Days) -> str:
    sessions = [each for chart in caseload.charts for each in _sessions(chart, days)]
    kept, missed = sum(each.took_place for each in sessions), sum(each.was_missed for each in sessions)
    if not kept + missed:
        return f"No session was kept or missed from {days}."
    share = round(100 * kept / (kept + missed))
    return f"{count_of(kept, 'session')} kept and {missed} missed from {days}: {share} % kept."


def _label(caseload: Caseload, name: str) -> str:
    programme = caseload.practice.programmes.get(name)
    return programme.label if programme else name or "none stated"


def _sessions(chart: Chart, days: Days) -> list[Session]:
    return [each for each in chart.sessions if each.date in days and each.date <= chart.today]


def _programmes(chart: Chart, days: Days) -> set[str]:
    """The programmes in which a client was seen or missed."""
    return {chart.programme_on(each.date) for each in _sessions(chart, days)}


def _within(charts: Sequence[Chart], name: str, days: Days) -> list[Session]:
    return [each for chart in charts for each in _sessions(chart, days) if chart.programme_on(each.date) == name]


def _staying(charts: Sequence[Chart], name: str, days: Days) -> tuple[int | None, ...]:
    found = _within(charts, name, days)
    kept, missed = sum(each.took_place for each in found), sum(each.was_missed for each in found)
    days_seen = [[each.date for each in _within([chart], name, days) if each.took_place] for chart in charts]
    gaps = [(after - before).days for seen in days_seen for before, after in pairwise(seen)]
    ended = [
        each
        for chart in charts
        for each in chart.discharges
        if each.date in days and chart.programme_on(each.date) == name
    ]
    handed_on = sum(each.kind == "transfer" for each in ended)
    share = round(100 * kept / (kept + missed)) if kept + missed else None
    return len(charts), kept, missed, share, max(gaps, default=None), len(ended), handed_on


def _took(charts: Sequence[Chart], name: str, days: Days) -> tuple[int | float, ...]:
    kept = [each for each in _within(charts, name, days) if each.took_place]
    minutes = [each.minutes for each in kept]
    units = sum(each.units or 0 for each in kept)
    return len(kept), round(sum(each or 0 for each in minutes) / 60, 1), minutes.count(None), units


def _changes(caseload: Caseload, days: Days) -> list[tuple[str | int, ...]]:
    ways: dict[str, list[str]] = {}
    for chart in caseload.charts:
        for measure_id in chart.measured:
            taken = [each for each in chart.scores(measure_id) if each.total is not None and each.date in days]
            if len(taken) > 1 and taken[0].measure.sums:
                change = taken[0].measure.reliable(taken[0].total or 0, taken[-1].total or 0)
                ways.setdefault(taken[0].measure.name, []).append(change)
    return [
        (name, len(found), *(found.count(way) for way in ("better", "same", "worse", "unknown")))
        for name, found in sorted(ways.items())
    ]
