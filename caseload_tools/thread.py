"""The golden thread of an objective: what each session since the plan said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day

from caseload_tools.chart import Chart
from caseload_tools.records.plan import Plan
from caseload_tools.records.session import Session


@dataclass(frozen=True, slots=True)
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


def is_broken(beads: tuple[Bead, ...]) -> bool:
    """Three or more kept sessions, and none of the last three worked on the objective."""
    kept = [bead for bead in beads if bead.word not in ("missed", "no note", "planned")]
    return len(kept) >= 3 and all(bead.word == "not worked on" for bead in kept[-3:])
