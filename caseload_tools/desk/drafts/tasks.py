"""Tasks and incidents, in a chart or among the practice's own records."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.desk.drafts.draft import Draft, DraftLines, Wish, client_draft, draft, free_link, practice_draft
from caseload_tools.practice import Practice

_KINDS = "abuse, threat, self-harm, violence, injury, medication, missing, privacy, property or other"


@draft("task")
def task(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """A task in a chart: of its clinician, unless somebody else is named."""
    made = _task(client_draft("task", chart, wish), wish.staff or chart.clinician, wish)
    return Draft(free_link(chart, "task", wish), made.text)


@practice_draft("task")
def practice_task(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """A task of the practice: whoever it is for has to be said."""
    made = _task(DraftLines().key("type", "task").key("date", wish.date), wish.staff, wish)
    return Draft(free_link(shared, "task", wish), made.text)


def _task(made: DraftLines, owner: str, wish: Wish) -> DraftLines:
    made.key("what", None, "what is to be done").key("owner", owner, "whose it is: a staff id")
    made.key("due", None, "by when, such as 2026-11-24").key("status", "open")
    return made.key("from", wish.to, "the record that gave rise to it, such as sessions/2026-11-03")


@draft("incident")
def incident(chart: Chart, practice: Practice, wish: Wish) -> Draft:
    """An incident that concerns a client; its clinician sees to it."""
    made = _incident(client_draft("incident", chart, wish), wish.staff or chart.clinician, wish)
    return Draft(free_link(chart, "incident", wish), made.text)


@practice_draft("incident")
def practice_incident(shared: PracticeShelf, practice: Practice, wish: Wish) -> Draft:
    """An incident that belongs in no chart: a theft, a fall of a visitor."""
    made = _incident(DraftLines().key("type", "incident").key("date", wish.date), wish.staff, wish)
    return Draft(free_link(shared, "incident", wish), made.text)


def _incident(made: DraftLines, owner: str, wish: Wish) -> DraftLines:
    made.key("kind", wish.kind, _KINDS).key("what", None, "what happened, in a sentence, without names")
    made.key("level", None, "minor, moderate or serious").key("owner", owner, "who sees to it: a staff id")
    made.key("present", None, "who was there: staff ids or roles, without names")
    made.line("told:").line("  - who:  # who was told: a staff id or a role").line(
        "    at:  # such as 2026-11-24 15:20"
    )
    made.key("report", None, "by law: pending, reported or not-required")
    made.comment("reported: also reported_to and reported_on; not-required: also reason, with why none is required")
    return made
