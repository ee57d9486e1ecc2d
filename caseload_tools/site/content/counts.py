"""Counts over charts that pages share: sessions kept, notes in time, risk, broken threads, news of a week.

Each says what it counted and what it could not know. Nothing is a score of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.risk.risk_course import risk_course
from caseload_tools.chart.risk.risk_view import risk_of
from caseload_tools.chart.risk.witnesses import height
from caseload_tools.chart.thread import Thread, threads_of
from caseload_tools.practice.measures import ChangeOfScores
from caseload_tools.site.content.score_courses import course_of

PERIOD = timedelta(days=30)
WEEKS = 12


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a whole; `unknown` could not be told."""

    some: int = 0
    whole: int = 0
    unknown: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.some / self.whole if self.whole else None


def sessions_of(
    charts: Iterable[Chart], first: date, last: date, clinician: str = ""
) -> Iterator[tuple[Chart, Session]]:
    """Sessions between two days, both counted, with their charts."""
    for chart in charts:
        for session in chart.sessions:
            if first <= session.date <= last and (not clinician or session.clinician == clinician):
                yield chart, session


def sessions_kept(charts: Iterable[Chart], first: date, last: date, clinician: str = "") -> Share:
    """Sessions kept, of those kept and missed. Cancelled and moved ones count neither way."""
    found = [each for _, each in sessions_of(charts, first, last, clinician) if each.took_place or each.was_missed]
    return Share(sum(each.took_place for each in found), len(found))


def in_time(charts: Iterable[Chart], first: date, last: date, clinician: str = "") -> Share:
    """Notes of kept sessions written within the policy's time, of those that say when they were written."""
    some = whole = unknown = 0
    for chart, session in sessions_of(charts, first, last, clinician):
        limit = chart.policy.interval("note_within")
        if not session.took_place or limit is None:
            continue
        if session.written is None:
            unknown += 1
            continue
        whole += 1
        if limit.unit in ("hours", "days"):
            ended = session.ended or datetime.combine(session.date, time(23, 59))
            some += session.written <= ended + timedelta(hours=limit.hours)
        else:
            some += session.written.date() <= limit.after(session.date, chart.practice.holidays)
    return Share(some, whole, unknown)


def by_week(count: Sequence[Share]) -> list[float | None]:
    """Shares of weeks, for a small line."""
    return [part.share for part in count]


def weeks_back(today: date) -> list[tuple[date, date]]:
    """The last weeks, each of seven days, oldest first; the last ends today."""
    ends = [today - timedelta(days=7 * back) for back in range(WEEKS - 1, -1, -1)]
    return [(end - timedelta(days=6), end) for end in ends]


def at_risk(charts: Iterable[Chart], state: str) -> list[Chart]:
    """The charts whose risk stands under one of its words."""
    return [chart for chart in charts if risk_of(chart) == state]


def seen_since(chart: Chart, day: date) -> bool:
    """The client was seen or spoken to on or after a day."""
    last = chart.last_contact(chart.today)
    return last is not None and last.date >= day


def thread_parts(charts: Iterable[Chart]) -> tuple[Share, list[Thread]]:
    """Whole threads of open objectives in plans in force, and those that are broken."""
    open_ = [thread for chart in charts for thread in threads_of(chart) if thread.objective.is_open]
    broken = [thread for thread in open_ if thread.why_broken]
    return Share(len(open_) - len(broken), len(open_)), broken


# --- news --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class News:
    """One change of the last days, for one client."""

    fact: str
    client: str
    rest: str = ""


def news_of(chart: Chart, since: date) -> Iterator[News]:
    """What changed for a client since a day, by the dates of the records: good news included."""
    for measure_id in chart.measured:
        course = course_of(chart, measure_id)
        if course and course.taken[-1].date >= since and _is_new(course.change):
            change = course.change
            before = change.best if change.has_worsened else change.first
            way = "fell" if change.last < before else "rose"
            word = f"{course.measure.name} {way}, {change.verdict}"
            yield News(word, chart.id, f"from {before:g} to {change.last:g}")
    yield from _risk_news(chart, since)
    for plan in chart.plans:
        if since <= plan.date <= chart.today:
            yield News(
                "New plan version" if plan.supersedes else "First plan" if plan is chart.plans[0] else "Plan", chart.id
            )
    for discharge in chart.discharges:
        if since <= discharge.date <= chart.today:
            yield News("Discharged" if discharge.kind == "discharge" else "Transferred", chart.id)
    if chart.opened and since <= chart.opened <= chart.today:
        yield News("Opened", chart.id)


def _is_new(change: ChangeOfScores) -> bool:
    """The last score says what the one before did not."""
    if not change.is_reliable or len(change.totals) < 2:
        return False
    before = ChangeOfScores(change.measure, change.totals[:-1])
    return len(before.totals) < 2 or not before.is_reliable or before.verdict != change.verdict


def _risk_news(chart: Chart, since: date) -> Iterator[News]:
    for step in risk_course(chart).steps:
        record, before, level = step.witness.record, step.before, step.witness.level
        if record.date < since or not before:
            continue
        rose = height(level) > height(before)
        if level == "high" or (before == "high" and not rose):
            by = getattr(record, "clinician", "") or getattr(record, "staff", "")
            yield News(f"Risk {'raised' if rose else 'lowered'} to {level}", chart.id, f"by {by}" if by else "")
