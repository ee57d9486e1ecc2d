"""The words that `caseload new` writes behind `#` for whoever fills a draft in, and how they are known again.

Nobody reads a comment of the front matter but the person who writes, so what stands there is lost to everybody else.
Only what a draft brought, word for word and behind the same key, was never meant for others: lint says nothing of it,
and signing takes it out. What a draft of any version said stays on this list, as its notes still stand in charts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from caseload_tools.chart.chart import Chart
from caseload_tools.practice import Practice
from caseload_tools.practice.measures import MEASURES
from caseload_tools.text import Document
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.sections import Comment

# The same in every draft, by the key that they stand behind; empty for a line of its own.
_FIXED: Mapping[str, tuple[str, ...]] = {
    "": (
        "after each goal: achieved, partly achieved, not achieved or transferred",
        "after each objective: met, progressing, no change, worse, stopped or not worked on",
        "by client id: attended, late, absent, no-show or cancelled",
        "each decision is a task: what somebody does, whose it is, by when",
        "reported: also reported_to and reported_on; not-required: also reason, with why none is required",
        "done-elsewhere, handed-over (and `to:`), declined, tried, entered-in-error, died",
        "still owed: do it and take its lines out, or say how it ended and why; how is one of",
        "there is no plan in force on this day: say why under off_plan_reason",
    ),
    "action": ("what is done about it, or why nothing",),
    "about": ("what it is about; never a name",),
    "acknowledged": ("the day",),
    "at": (
        "each attempt, such as 2026-11-24 15:10",
        "such as 2026-11-24 15:20",
    ),
    "attended": ("staff ids, such as [m.okafor, r.lindqvist]",),
    "based_on": ("the assessment, such as [assessments/2026-11-03]",),
    "basis": (
        "the release, or the legal basis in words",
        "where no release covers it: treatment, payment, mandated-report, emergency, threat, court, client-asked …",
    ),
    "cancelled_by": ("client, clinician or practice",),
    "channel": ("phone, sms, email, mail, portal, in-person, video or fax",),
    "check_ins": ("such as monthly",),
    "client_has_copy": ("true, once given",),
    "client_took_part": ("true or false",),
    "clients": ("who lives there, such as [C-0142, C-0150]",),
    "clinician": ("staff id, such as m.okafor",),
    "code": ("a code of the fee table",),
    "consent": (
        "the release of information, such as consents/…",
        "the release that covers this",
    ),
    "conditions_explained": ("true, once it was",),
    "copy_given": ("true, once it was",),
    "decision": ("continue, revise, step-up, step-down, transfer or discharge",),
    "due": (
        "by when, such as 2026-11-24",
        "such as 2026-11-24",
    ),
    "duration": ("such as 6 months",),
    "effective": ("from which day it holds",),
    "emergency_contact": ("who, where the number is, permission and its date",),
    "emergency_contact_checked": ("true, once checked",),
    "facilitators": ("staff ids, such as [m.okafor]",),
    "family": ("engaged, declined, not-appropriate, no-permission or undecided",),
    "frequency": ("such as weekly",),
    "consultation": ("who was told the same day, and what was said",),
    "from": (
        "client, staff, family or other",
        "the record it came from",
        "the record that gave rise to it, such as sessions/2026-11-03",
    ),
    "goal": ("the goal it serves, such as G1",),
    "information": (
        "what may be told, such as [attendance, work goals]",
        "what was said, such as [attendance]",
    ),
    "interventions": ("such as [I1]",),
    "kind": (
        "abuse, threat, self-harm, violence, injury, medication, missing, privacy, property or other",
        "case-conference, supervision, team or partner",
        "vocational, housing, prescriber …",
    ),
    "last_checked": ("the day somebody made sure of this",),
    "level": ("minor, moderate or serious",),
    "location": ("where the client is",),
    "measure": ("phq9, gad7, or what is counted; or use done_when",),
    "minutes": ("how long",),
    "next": ("the date, or none or declined",),
    "notice": ("the words that go along, of 42 CFR 2.32",),
    "outreach": ("a line an attempt, such as - {at: 2026-11-24 15:10, channel: phone, result: left a message}",),
    "owner": (
        "a staff id",
        "who answers it: a staff id",
        "who keeps it up: a staff id",
        "who sees to it: a staff id",
        "whose it is: a staff id",
    ),
    "payer": ("client, or the name of the insurance or funder",),
    "prefers": ("sms, phone, email, mail, portal or in-person",),
    "present": ("who was there: staff ids or roles, without names",),
    "programme": ("the programme",),
    "purpose": ("check-in, coordination, collateral, inquiry, outreach, monitoring …",),
    "redisclosure_explained": ("true, once it was",),
    "report": ("by law: pending, reported or not-required",),
    "rescheduled_to": ("the session in its place, such as sessions/2026-12-01",),
    "resolved": ("the day",),
    "result": ("such as left a message",),
    "review_every": ("such as 90 days",),
    "right_to_revoke_explained": ("true, once it was",),
    "risk": ("none, low, moderate, high or not-asked; ask, then write",),
    "safety_plan": ("the plan that was gone through, such as safety/2026-10-13",),
    "safe_channels": ("those that are safe to use, such as [phone, sms]",),
    "scope_told": ("copy, or explanation: what of the consent went along",),
    "services": ("such as [vocational]",),
    "session": ("what it is for, such as sessions/2026-11-03",),
    "signatures": (
        "`caseload sign` writes yours, `caseload sign --paper` the client's",
        "a line each, such as - {by: m.okafor, role: clinician, at: 2026-11-24 15:20}",
    ),
    "signed_by": ("client, guardian or representative, once signed",),
    "since": ("since when, as far as known",),
    "text": ("what the client will do, so that one can see it",),
    "time": (
        "from and to, such as 10:00-10:10",
        "from and to, such as 14:00-14:50",
        "from and to, such as 17:00-18:15",
    ),
    "until": ("the day it ended, once it has",),
    "waiting_time": ("such as 3 weeks",),
    "what": (
        "the records, such as [plans/2026-10-06]",
        "what happened, in a sentence, without names",
        "what is different from before",
        "what is to be done",
    ),
    "who": ("who was told: a staff id or a role",),
}
_OF_A_MEASURE = "the items, such as [1, 0, 2, …], or the total"
# With a number or a link in it, and no room for a word of somebody's own.
_FILLED = {
    "units": late_pattern(r"how many units of \d+ minutes"),
    "reviewed": late_pattern(r"\[sessions/\d{4}-\d{2}-\d{2}(?:-[a-z0-9-]+)?\], once you have read it"),
}
# Behind what each part of a plan is asked for by its id.
_PARTS = ("progress", "outcomes")
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
_HOMEWORK = late_pattern(r"homework of [^:]{2,24}: (.+)", re.DOTALL)
_TOTALS = late_pattern(r"([a-z][a-z0-9-]*): ([0-9.]+(?:, [0-9.]+)*)")
_IN_THE_PLAN = "such as [I1]; the plan has "


class DraftHints:
    """What the drafts of one chart, or of the practice, may have said behind `#`: fixed or quoted."""

    def __init__(self, chart: Chart | None, practice: Practice) -> None:
        self._chart = chart
        self._practice = practice

    def has(self, text: str, path: KeyPath = ()) -> bool:
        """Whether a comment is a hint, unchanged, where the draft put it: behind the key at a path, or on its own line.

        `text` is what stands behind its `#`.
        """
        said, key = _plain(text), str(path[-1]) if path else ""
        if not said or said in _FIXED.get(key, ()):
            return True
        if said == _OF_A_MEASURE:
            return key in MEASURES or key in self._practice.measures
        if key == "programme" and said == " or ".join(self._practice.programmes):
            return True
        filled = _FILLED.get(key)
        if filled is not None and filled.fullmatch(said):
            return True
        return self._chart is not None and self._quotes(self._chart, said, path)

    def _quotes(self, chart: Chart, said: str, path: KeyPath) -> bool:
        """Whether it repeats what stands elsewhere in the chart, and nothing more."""
        if len(path) == 2 and path[0] in _PARTS:
            texts = self._of_plans.get(str(path[1]), ())
            text, lately, words = said.rpartition(_LATELY)
            return said in texts or (bool(lately) and text in texts and _PROGRESS.issuperset(words.split(", ")))
        if path == ("interventions",):
            return said.startswith(_IN_THE_PLAN) and said.removeprefix(_IN_THE_PLAN) in self._interventions
        if path:
            return False
        if homework := _HOMEWORK.fullmatch(said):
            return homework[1] in self._homework
        totals = _TOTALS.fullmatch(said)
        return totals is not None and _has_totals(chart, totals[1], totals[2].split(", "))

    @cached_property
    def _of_plans(self) -> Mapping[str, frozenset[str]]:
        """What each objective and goal was called, by its id."""
        found: dict[str, set[str]] = {}
        for plan in self._chart.plans if self._chart else ():
            for each in (*plan.objectives, *plan.goals):
                found.setdefault(each.id, set()).update({_plain(each.text)} if each.text else ())
        return {part: frozenset(texts) for part, texts in found.items()}

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
    return tuple(each for each, _, is_hint in _judged(document, chart, practice) if not is_hint)


def hint_comments(document: Document, chart: Chart | None, practice: Practice) -> tuple[tuple[Comment, str], ...]:
    """The hints in a front matter that have served, each with the key that it stands behind, if any: nobody fills the
    record in any more.
    """
    judged = _judged(document, chart, practice)
    return tuple((each, str(path[-1]) if path else "") for each, path, is_hint in judged if is_hint)


def _judged(document: Document, chart: Chart | None, practice: Practice) -> Iterator[tuple[Comment, KeyPath, bool]]:
    """Each comment of a front matter that people read, the key on its line, and whether it is a hint."""
    said = [each for each in document.comments if not each.in_body and not each.addressed]
    if said:
        hints = DraftHints(chart, practice)
        for each in said:
            path = key_on_line(document, each)
            yield each, path, hints.has(each.text, path)


def key_on_line(document: Document, comment: Comment) -> KeyPath:
    """The key that a comment stands behind, on its line; empty for a line of its own."""
    found: KeyPath = ()
    for path in document.places:
        span = document.key_position(path) if isinstance(path[-1], str) else None
        if span is not None and span.line == comment.line and span.column <= comment.column:
            found = path
    return found


def _has_totals(chart: Chart, measure_id: str, told: Sequence[str]) -> bool:
    """Whether the totals of a measure stood in this order in the chart; a later one may have come since."""
    all_of = [str(each.total) for each in chart.scores(measure_id) if each.total is not None]
    return any(all_of[at : at + len(told)] == told for at in range(len(all_of)))


def _plain(text: str) -> str:
    return " ".join(text.split())
