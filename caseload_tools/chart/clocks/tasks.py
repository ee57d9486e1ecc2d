"""Clocks of tasks: those of their own, what a meeting decided, and what follows an incident.

A task is owed until it is done or a disposition says what became of it, whatever becomes of the chart: who was
discharged still waits for the letter that was promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from typing import NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import (
    Obligation,
    chart_obligation,
    clock,
    practice_clock,
    practice_obligation,
)
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.assignment import Assignment
from caseload_tools.chart.records.incident import Incident
from caseload_tools.chart.records.meeting import Meeting
from caseload_tools.chart.records.task import Task
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.dates import say_day
from caseload_tools.history.record_path import CLIENTS
from caseload_tools.practice import Practice
from caseload_tools.values import replace

NO_OWNER, NO_END, LATE = "FUP021", "FUP022", "FUP003"
"""The rules that report a task: nobody's or of no day, ended in a word alone, late."""
ENDED_BY = "`status:` done, handed-over or dropped, with its day"
_WORDS = {"done": "done", "handed-over": "handed over", "dropped": "dropped"}


class Owed(NamedTuple):
    """How an open task stands: whose it is (empty: nobody's), by when, which key says too little, and whose rule.

    What says too little is put right at once, whatever day the task itself has.
    """

    owner: str
    due: Day
    lacks: str
    rule: str

    def is_wanted(self, today: Day) -> bool:
        """Whether lint speaks of it: see `Obligation.is_wanted`."""
        return self.due < today or (bool(self.lacks) and self.due == today)


def task_owed(task: Assignment, set_on: Day, practice: Practice, today: Day) -> Owed | None:
    """How a task stands; None once it has ended.

    It is nobody's where no owner is named, or the one who is has left. What was handed to somebody on the staff has not
    ended: it is theirs now, which `owner` says.
    """
    inside = task.status == "handed-over" and task.handed_to in practice.staff
    if not task.is_open and not inside:
        return None
    owner = task.handed_to if inside else task.owner
    if owner in practice.staff and practice.staff[owner].has_left(today):
        owner = ""
    if inside or task.lacks:
        return Owed(owner, set_on, "handed_to" if inside else task.lacks, NO_END)
    if not owner or task.due is None:
        return Owed(owner, set_on, "owner" if not owner else "due", NO_OWNER)
    return Owed(owner, task.due, "", LATE)


def is_earlier(record: Record, due: Day, practice: Practice, client: str = "") -> bool:
    """Whether it was past before the practice began here: then it is in the one line that is owed for the chart."""
    first, of_chart = practice.adopted, bool(client or record.client) or record.path.startswith(f"{CLIENTS}/")
    return of_chart and first is not None and due < first and record.date < first


def _what(task: Assignment, stands: Owed, kind: str) -> str:
    """What is to be done next. Never the words of the task: a list is read where a chart is not."""
    if stands.rule == NO_END:
        how = {"ended_on": "when it was", "handed_to": "to whom outside it was", "reason": "why it was"}[stands.lacks]
        return f"Say of the {kind} {how} {_WORDS[task.status]}"
    if stands.lacks == "owner":
        return f"Say whose the {kind} is"
    return f"Say by when the {kind} is done" if stands.lacks else f"Do the {kind}, or say what became of it"


def _why(task: Assignment, set_on: Day, where: Record, today: Day) -> str:
    by = f", to be done by {say_day(task.due, today)}" if task.due else ", without a day"
    return f"Set on {say_day(set_on, today)} in {where.link}{by}"


def _inside(record: Record, client: str) -> Iterator[tuple[Assignment, str, str]]:
    """What is to be done of a record, what to call it, and where it stands; of a meeting, what is about this client."""
    if isinstance(record, Task):
        yield record, "task", ""
    elif isinstance(record, Incident):
        for number, each in enumerate(record.follow_up):
            yield each, "follow-up of the incident", f"follow_up/{number}"
    elif isinstance(record, Meeting):
        for number, decided in enumerate(record.decisions):
            if decided.client == client:
                yield decided, "decision of the meeting", f"decisions/{number}"


def _records(chart: Chart) -> Iterator[Record]:
    yield from chart.shelf.records_of(Task)
    yield from chart.shelf.records_of(Incident)
    yield from chart.shared.naming(chart.id)
    yield from chart.shared.meetings_about(chart.id)


def tasks_of(chart: Chart) -> Iterator[tuple[str, str, Assignment]]:
    """What was ever set about this client, ended or not: the record it stands in, the place there, and what it is."""
    for record in _records(chart):
        yield from ((record.link, subject, task) for task, _, subject in _inside(record, chart.id))


@clock("task", weight="timeliness", ended_by=ENDED_BY, after_death=True, may_be_settled=False, whole=True)
def chart_task(chart: Chart) -> Iterator[Obligation]:
    """The tasks in a chart, the follow-ups of its incidents, and what meetings decided about this client."""
    for record in _records(chart):
        for task, kind, subject in _inside(record, chart.id):
            stands = task_owed(task, record.date, chart.practice, chart.today)
            if stands is None:
                continue
            made = chart_obligation(
                chart,
                "task",
                _what(task, stands, kind),
                _why(task, record.date, record, chart.today),
                stands.due,
                stands.rule,
                record=record,
                subject=subject,
            )
            # Its owner's or nobody's: it never falls to the clinician of the chart by itself.
            yield replace(made, clinician=stands.owner, at_once=bool(stands.lacks))


@practice_clock("task", weight="timeliness", ended_by=ENDED_BY)
def practice_task(shared: PracticeShelf, practice: Practice, today: Day) -> Iterator[Obligation]:
    """The tasks of the practice, the follow-ups of its incidents, and what meetings decided about no client."""
    for record in (*shared.tasks, *shared.incidents, *shared.meetings_about("")):
        for task, kind, subject in _inside(record, ""):
            stands = task_owed(task, record.date, practice, today)
            if stands is None:
                continue
            what, why = _what(task, stands, kind), _why(task, record.date, record, today)
            made = practice_obligation("task", what, why, stands.due, stands.rule, record, stands.owner, "")
            yield replace(made, subject=subject, at_once=bool(stands.lacks))
