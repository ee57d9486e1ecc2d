"""The golden thread of an objective: what each session since the plan said of it."""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.plan import Objective, Plan
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import Interval
from caseload_tools.values import frozen

# Two sessions may be about something else; three without an objective are a plan that nobody follows.
_ENOUGH = 3


@frozen
class Bead:
    """One session on the thread: `word` is the progress word, `not worked on`, `missed`, `no note` or `planned`."""

    date: Day
    word: str
    session: Session


def thread_of(chart: Chart, plan: Plan, objective_id: str) -> tuple[Bead, ...]:
    """The beads of one objective, by date, from the plan's day to the next version's or to today."""
    after = [each.date for each in chart.plans if each.date > plan.date and each.status != "revoked"]
    end = min(after, default=Day.max)
    beads = []
    for session in chart.sessions:
        if plan.date <= session.date < end and session.date <= chart.today:
            word = _word(session, objective_id, chart.today)
            if word:
                beads.append(Bead(session.date, word, session))
    return tuple(beads)


def _word(session: Session, objective_id: str, today: Day) -> str:
    if session.is_planned:
        return "no note" if session.date < today else "planned"
    if session.was_missed:
        return "missed"
    if not session.took_place:
        return ""
    if objective_id in session.progress:
        return session.progress[objective_id]
    return "worked on" if objective_id in session.objectives else "not worked on"


def unworked_since(chart: Chart, plan: Plan, objective: Objective, limit: Interval) -> Day | None:
    """Since when nobody has worked on an open objective; None while its thread is whole.

    Broken is a thread when three kept sessions or more went by without it and `limit` is over. It counts from the last
    session that worked on it, else from the day it was set, over all versions of the plan: a new version that
    carries an objective on is no work on it.
    """
    if not objective.is_open:
        return None
    worked = [each.date for each in chart.kept_sessions if objective.id in each.addressed and each.date <= chart.today]
    since = max(worked, default=began_on(chart, plan, objective))
    without = sum(since < each.date <= chart.today for each in chart.kept_sessions)
    return since if without >= _ENOUGH and limit.after(since) < chart.today else None


def began_on(chart: Chart, plan: Plan, objective: Objective) -> Day:
    """The day an objective was set: as it says, else that of the first plan it stands in."""
    first = (each.date for each in chart.plans if objective.id in each.parts)
    return objective.established or next(first, plan.date)
