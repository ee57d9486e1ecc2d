"""The golden thread of an objective: what each session says of it, and whether anybody still works on it.

The one place that knows what a bead is. Rules, reports, drafts and the site ask here, so that all tell one thread.
"""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.plan import Objective, Plan
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import Interval, say_day
from caseload_tools.text.english import upper_first
from caseload_tools.values import frozen

# Two sessions may be about something else; three without an objective are a plan that nobody follows.
_ENOUGH = 3


@frozen
class Bead:
    """One session on the thread: a progress word, `worked on`, `not worked on`, `missed`, `no note` or `planned`."""

    date: Day
    word: str
    session: Session


@frozen
class Thread:
    """One objective across the plan's versions and the sessions of the chart."""

    chart: Chart
    plan: Plan
    objective: Objective

    @property
    def began(self) -> Day:
        """The day the objective was set."""
        return began_on(self.chart, self.plan, self.objective)

    @property
    def closed(self) -> Day | None:
        """The day it was met or given up; None while open or when nobody wrote down the day."""
        return self.objective.completed_on

    @property
    def worked_on(self) -> tuple[Session, ...]:
        """The sessions that worked on it."""
        return tuple(each for each in self.chart.kept_sessions if self.objective.id in each.addressed)

    @property
    def is_met(self) -> bool:
        """The plan says so, with or without the day."""
        return self.objective.status == "achieved" or (self.closed is not None and self.objective.status != "stopped")

    @property
    def why_broken(self) -> str:
        """Why the thread is broken, in a sentence; empty while it is whole or the objective is closed."""
        if not self.objective.is_open:
            return ""
        reasons = []
        limit = self.chart.policy.interval("objective_progress_within")
        since = limit and unworked_since(self.chart, self.plan, self.objective, limit)
        if since:
            worked = any(each.date == since for each in self.worked_on)
            when = f"no session since {say_day(since, self.chart.today)}" if worked else "no session yet"
            reasons.append(f"{when} has worked on it")
        if not self.plan.interventions_for(self.objective):
            reasons.append("no intervention is for it")
        words = "; ".join(reasons)
        return f"{upper_first(words)}." if words else ""

    def word_of(self, session: Session) -> str:
        """The word of one session on this thread; empty before it began and after it was closed."""
        if session.date < self.began or (self.closed is not None and session.date > self.closed):
            return ""
        return bead_word(session, self.objective.id, self.chart.today)


def threads_of(chart: Chart) -> tuple[Thread, ...]:
    """The thread of every objective of the plan in force."""
    plan = chart.plan
    return tuple(Thread(chart, plan, each) for each in plan.objectives if each.id) if plan else ()


def beads_of(chart: Chart, plan: Plan, objective_id: str) -> tuple[Bead, ...]:
    """The beads of one objective, by date, from the plan's day to the next version's or to today."""
    after = [each.date for each in chart.plans if each.date > plan.date and each.status != "revoked"]
    end = min(after, default=Day.max)
    beads = []
    for session in chart.sessions:
        if plan.date <= session.date < end and session.date <= chart.today:
            word = bead_word(session, objective_id, chart.today)
            if word:
                beads.append(Bead(session.date, word, session))
    return tuple(beads)


def bead_word(session: Session, objective_id: str, today: Day) -> str:
    """What a session says of an objective; empty where it says nothing, as one that was cancelled."""
    if not session.took_place:
        became = session.word_on(today)
        return "" if became == "cancelled" else became
    if word := session.progress.get(objective_id):
        return word
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
