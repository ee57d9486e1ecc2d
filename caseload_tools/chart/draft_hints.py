"""The words that `caseload new` writes behind `#` for whoever fills a draft in, and how they are known again.

Nobody reads a comment of the front matter but the person who writes, so what stands there is lost to everybody else.
Only what a draft brought, word for word, was never meant for others: lint says nothing of it, and signing takes it
out. What a draft of any version said stays on this list, as its notes still stand in charts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from caseload_tools.chart.chart import Chart
from caseload_tools.practice import Practice
from caseload_tools.text import Document
from caseload_tools.text.sections import Comment

# The same in every draft.
_FIXED = frozenset(
    (
        "`caseload sign` writes yours, `caseload sign --paper` the client's",
        "a code of the fee table",
        "a line an attempt, such as - {at: 2026-11-24 15:10, channel: phone, result: left a message}",
        "a line each, such as - {by: m.okafor, role: clinician, at: 2026-11-24 15:20}",
        "after each goal: achieved, partly achieved, not achieved or transferred",
        "after each objective: met, progressing, no change, worse, stopped or not worked on",
        "check-in, coordination, collateral, inquiry, outreach, monitoring …",
        "client, clinician or practice",
        "client, guardian or representative, once signed",
        "client, or the name of the insurance or funder",
        "continue, revise, step-up, step-down, transfer or discharge",
        "each attempt, such as 2026-11-24 15:10",
        "engaged, declined, not-appropriate, no-permission or undecided",
        "from and to, such as 10:00-10:10",
        "from and to, such as 14:00-14:50",
        "none, low, moderate, high or not-asked; ask, then write",
        "phone, sms, email, mail, portal, in-person, video or fax",
        "phq9, gad7, or what is counted; or use done_when",
        "sms, phone, email, mail, portal or in-person",
        "staff id, such as m.okafor",
        "such as 6 months",
        "such as 90 days",
        "such as [I1]",
        "such as left a message",
        "such as monthly",
        "such as weekly",
        "the assessment, such as [assessments/2026-11-03]",
        "the date, or none or declined",
        "the goal it serves, such as G1",
        "the items, such as [1, 0, 2, …], or the total",
        "the programme",
        "the record it came from",
        "the records, such as [plans/2026-10-06]",
        "the release of information, such as consents/…",
        "the release that covers this",
        "the release, or the legal basis in words",
        "the session in its place, such as sessions/2026-12-01",
        "there is no plan in force on this day: say why under off_plan_reason",
        "those that are safe to use, such as [phone, sms]",
        "true or false",
        "true, once checked",
        "true, once given",
        "true, once it was",
        "vocational, housing, prescriber …",
        "what is different from before",
        "what it is for, such as sessions/2026-11-03",
        "what may be told, such as [attendance, work goals]",
        "what the client will do, so that one can see it",
        "what was said, such as [attendance]",
        "where the client is",
        "who, where the number is, permission and its date",
    )
)
# With a number or a link in it, and no room for a word of somebody's own.
_FILLED = re.compile(
    r"how many units of \d+ minutes|\[sessions/\d{4}-\d{2}-\d{2}(?:-[a-z0-9-]+)?\], once you have read it"
)
_LATELY = "; lately "
# The words of a bead: what was said of an objective, or that nothing was.
_PROGRESS = frozenset(
    (
        "met",
        "progressing",
        "no change",
        "worse",
        "stopped",
        "not worked on",
        "worked on",
        "missed",
        "no note",
        "planned",
    )
)
_HOMEWORK = re.compile(r"homework of [^:]{2,24}: (.+)", re.DOTALL)
_TOTALS = re.compile(r"([a-z][a-z0-9-]*): ([0-9.]+(?:, [0-9.]+)*)")
_IN_THE_PLAN = "such as [I1]; the plan has "


class DraftHints:
    """What the drafts of one chart, or of the practice, may have said behind `#`: fixed or quoted."""

    def __init__(self, chart: Chart | None, practice: Practice) -> None:
        self._chart = chart
        self._practice = practice

    def has(self, text: str) -> bool:
        """Whether a comment is a hint, unchanged; `text` is what stands behind its `#`."""
        said = _plain(text)
        return (
            not said
            or said in _FIXED
            or _FILLED.fullmatch(said) is not None
            or said == " or ".join(self._practice.programmes)
            or (self._chart is not None and self._quotes(self._chart, said))
        )

    def _quotes(self, chart: Chart, said: str) -> bool:
        """Whether it repeats what stands elsewhere in the chart, and nothing more."""
        if said in self._of_plans:
            return True
        text, lately, words = said.rpartition(_LATELY)
        if lately and text in self._of_plans:
            return _PROGRESS.issuperset(words.split(", "))
        if homework := _HOMEWORK.fullmatch(said):
            return homework[1] in self._homework
        if totals := _TOTALS.fullmatch(said):
            return _has_totals(chart, totals[1], totals[2].split(", "))
        return said.startswith(_IN_THE_PLAN) and said.removeprefix(_IN_THE_PLAN) in self._interventions

    @cached_property
    def _of_plans(self) -> frozenset[str]:
        plans = self._chart.plans if self._chart else ()
        return frozenset(_plain(each.text) for plan in plans for each in (*plan.objectives, *plan.goals) if each.text)

    @cached_property
    def _homework(self) -> frozenset[str]:
        sessions = self._chart.sessions if self._chart else ()
        return frozenset(_plain(each.homework) for each in sessions if each.homework)

    @cached_property
    def _interventions(self) -> frozenset[str]:
        plans = [each.interventions for each in self._chart.plans] if self._chart else []
        return frozenset(", ".join(f"{each.id} {_plain(each.text)}" for each in held) for held in plans)


def unread_comments(document: Document, chart: Chart | None, practice: Practice) -> tuple[Comment, ...]:
    """The comments of a front matter that are neither a hint nor addressed to this program: words that nobody reads."""
    said = [each for each in document.comments if not each.in_body and not each.addressed]
    if not said:
        return ()
    hints = DraftHints(chart, practice)
    return tuple(each for each in said if not hints.has(each.text))


def hint_comments(document: Document, chart: Chart | None, practice: Practice) -> tuple[Comment, ...]:
    """The hints in a front matter that have served: nobody fills the record in any more."""
    hints = DraftHints(chart, practice)
    said = [each for each in document.comments if not each.in_body and not each.addressed]
    return tuple(each for each in said if hints.has(each.text))


def _has_totals(chart: Chart, measure_id: str, told: Sequence[str]) -> bool:
    """Whether the totals of a measure stood in this order in the chart; a later one may have come since."""
    all_of = [str(each.total) for each in chart.scores(measure_id) if each.total is not None]
    return any(all_of[at : at + len(told)] == told for at in range(len(all_of)))


def _plain(text: str) -> str:
    return " ".join(text.split())
