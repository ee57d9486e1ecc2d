"""FUP: tasks, decisions of meetings and follow-ups of incidents. How each stands, its clock says (`chart.clocks.tasks`).

Every message names the key and never the words: what is to be done may tell what a client said.
"""

from __future__ import annotations

from datetime import date

from caseload_tools.chart.clocks.tasks import LATE, NO_END, NO_OWNER, Owed, is_earlier, task_owed
from caseload_tools.chart.records import Problems, Record
from caseload_tools.chart.records.incident import FollowUp
from caseload_tools.chart.records.meeting import Decision
from caseload_tools.chart.records.task import Task
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice

_HINTS = {
    "owner": "add `owner:` with the staff id of whoever does it",
    "due": "add `due:` with the day, for example 2026-11-24",
    "ended_on": "add `ended_on:` with the day on which it ended, or write `status: open`",
    "handed_to": "add `handed_to:` with who outside the practice has it now, or write `status: open` and the new `owner:`",
    "reason": "add `reason:` with why nobody does it, or write `status: open`",
}


def _standing(task: Task | Decision | FollowUp, practice: Practice, today: date, rule_code: str) -> Owed | None:
    """How it stands, where that is for this rule to say."""
    record = task if isinstance(task, Record) else task.record
    stands = task_owed(task, record.date, practice, today)
    if stands is None or stands.rule != rule_code or not stands.is_wanted(today):
        return None
    client = task.client if isinstance(task, Decision) else ""
    return None if is_earlier(record, stands.due, practice, client) else stands


@rule("FUP021", cites="S0.6", level="warning")
def nobodys_task(task: Task | Decision | FollowUp, practice: Practice, today: date) -> Problems:
    """A task has no owner who works here, or no day.

    What is everybody's is nobody's: a client rings on Friday and asks for the letter that the meeting decided on.

    Bad:
        status: open
        ended_on:
        owner:
    Bad:
        status: open
        ended_on:
        due:
    Bad:
        practice: staff."dana.ruiz".end = 2026-01-22
        status: open
        ended_on:
        today: 2026-01-24
    Bad:
        status:
        ended_on:
        owner:
    Bad:
        --- meeting 2026-01-22
        decisions:
          - {client: C-0001, what: ask for a medical check, due: 2026-01-29}
    Bad:
        --- meeting 2026-01-22
        decisions:
          - {what: order the new chairs, owner: sam.lee}
    Bad:
        --- incident 2026-01-21
        follow_up:
          - {what: have the stairs mended, due: 2026-01-29}
    Bad:
        --- incident 2026-01-21
        follow_up:
          - {what: have the stairs mended, owner: sam.lee}
    Good:
        status: open
        ended_on:
        today: 2026-01-22
    """
    stands = _standing(task, practice, today, NO_OWNER)
    if stands is None:
        return
    if stands.lacks == "due":
        yield task.at("due", "this has no day by which it is done", _HINTS["due"])
    elif task.owner:
        yield task.at("owner", "whoever is to do this does not work here any more", "write whose it is now")
    else:
        yield task.at("owner", "this is nobody's: it has no owner", _HINTS["owner"])


@rule("FUP022", cites="S0.6", level="warning")
def task_ended_in_a_word(task: Task | Decision | FollowUp, practice: Practice, today: date) -> Problems:
    """A task is called done, dropped or handed over, and nothing says when, why or to whom.

    A word alone ends nothing: it stays in the list. On the staff it is handed over by another `owner`, and stays open.

    Bad:
        ended_on:
    Bad:
        status: dropped
    Bad:
        status: dropped
        reason: the client asked for it to be dropped
        ended_on:
    Bad:
        status: handed-over
    Bad:
        status: handed-over
        handed_to: sam.lee
    Bad:
        --- meeting 2026-01-22
        decisions:
          - {client: C-0001, what: ask for a check, owner: dana.ruiz, due: 2026-01-29, status: dropped, ended_on: 2026-01-27}
    Bad:
        --- incident 2026-01-21
        follow_up:
          - {what: have the stairs mended, owner: sam.lee, due: 2026-01-29, status: done}
    Good:
        status: dropped
        reason: the client asked for it to be dropped
    Good:
        status: handed-over
        handed_to: the landlord
    """
    stands = _standing(task, practice, today, NO_END)
    if stands is None:
        return
    if task.handed_to and stands.lacks == "handed_to":
        yield task.at("handed_to", "this was handed to somebody on the staff, so it has not ended", _HINTS["handed_to"])
    else:
        message = f"`status: {task.status}` needs `{stands.lacks}` before it ends anything"
        yield task.at(stands.lacks, message, _HINTS[stands.lacks])


@rule("FUP003", cites="S0.6", level="warning")
def task_overdue(task: Task | Decision | FollowUp, practice: Practice, today: date) -> Problems:
    """A task was not done by its day.

    It is owed until it is done or somebody says what became of it, also when the chart has been closed meanwhile.

    Bad:
        status: open
        ended_on:
        today: 2026-01-28
    Bad:
        status:
        ended_on:
        --- client
        status: discharged
        closed: 2026-01-25
        today: 2026-02-01
    Bad:
        --- meeting 2026-01-22
        decisions:
          - {client: C-0001, what: ask for a medical check, owner: dana.ruiz, due: 2026-01-29}
        today: 2026-01-30
    Bad:
        --- incident 2026-01-21
        follow_up:
          - {what: have the stairs mended, owner: sam.lee, due: 2026-01-29}
        today: 2026-01-30
    Good:
        status: open
        ended_on:
        today: 2026-01-27
    """
    stands = _standing(task, practice, today, LATE)
    if stands is not None:
        hint = "do it and write `status: done` and `ended_on:`; or agree on another `due:`; or drop it with `reason:`"
        yield task.at("due", f"this is {lateness(stands.due, today)}", hint)
