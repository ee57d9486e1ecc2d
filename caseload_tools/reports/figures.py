"""Whether clients come, stay and get better, and what that took: by programme, in figures of the records alone.

None of it is a score of a person. What cannot be told is not counted, and a column says how many that were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.time_spent import TimeSpent, programme_of, time_spent, time_total
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
        *_time_tables(caseload, days, names),
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


_TIME = ("sessions", "contacts", "hours", "face to face", "without a length")


def _time_tables(caseload: Caseload, days: Days, names: Sequence[str]) -> tuple[Table, ...]:
    """The time that was given, as three people ask for it: by programme, by who pays, by who gave it."""
    spent = [(chart.id, each) for chart in caseload.charts for each in time_spent(chart, days.first, days.last)]
    units = Counter[str]()
    for _, each in spent:
        units[each.programme] += (each.record.units or 0) if isinstance(each.record, Session) else 0
    by_programme, by_payer, by_staff = (_grouped(spent, key) for key in ("programme", "payer", "by"))
    return (
        Table(
            "What it took, in hours",
            ("programme", *_TIME, "units"),
            tuple((_label(caseload, name), *_time(by_programme.get(name, [])), units[name]) for name in names),
            key="took",
        ),
        Table(
            "For whom it is paid: time by the payer of its charge, in hours",
            ("payer", "clients", *_TIME),
            tuple(
                (name or "not charged", len({client for client, _ in found}), *_time(found))
                for name, found in sorted(by_payer.items())
            ),
            key="payers",
        ),
        Table(
            "Who gave it, in hours: what several clients were in counts once",
            ("clinician", *_TIME),
            tuple((name or "nobody named", *_time(found, once=True)) for name, found in sorted(by_staff.items())),
            key="staff",
        ),
    )


def _grouped(spent: Sequence[tuple[str, TimeSpent]], key: str) -> dict[str, list[tuple[str, TimeSpent]]]:
    found: dict[str, list[tuple[str, TimeSpent]]] = {}
    for client, each in spent:
        found.setdefault(getattr(each, key), []).append((client, each))
    return found


def _time(found: Sequence[tuple[str, TimeSpent]], *, once: bool = False) -> tuple[int | float, ...]:
    spent = [each for _, each in found]
    contacts = time_total((each for each in spent if each.kind == "contact"), once=once)
    whole = time_total(spent, once=once)
    met = time_total((each for each in spent if each.face_to_face), once=once)
    return whole.services - contacts.services, contacts.services, whole.hours, met.hours, whole.unknown


def _sessions(chart: Chart, days: Days) -> list[Session]:
    return [each for each in chart.sessions if each.date in days and each.date <= chart.today]


def _programmes(chart: Chart, days: Days) -> set[str]:
    """The programmes in which a client was seen, missed, visited or spoken to."""
    given = {each.programme for each in time_spent(chart, days.first, days.last)}
    return given | {programme_of(each, chart) for each in _sessions(chart, days)}


def _within(charts: Sequence[Chart], name: str, days: Days) -> list[Session]:
    return [each for chart in charts for each in _sessions(chart, days) if programme_of(each, chart) == name]


def _staying(charts: Sequence[Chart], name: str, days: Days) -> tuple[int | None, ...]:
    found = _within(charts, name, days)
    kept, missed = sum(each.took_place for each in found), sum(each.was_missed for each in found)
    days_seen = [[each.date for each in _within([chart], name, days) if each.reached_client] for chart in charts]
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
