"""NOT: does the note say what a note has to say, in words that describe."""

from __future__ import annotations

import re
from collections.abc import Sequence

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.discharge import Discharge
from caseload_tools.chart.records.review import Review
from caseload_tools.chart.records.safety_plan import SafetyPlan, has_content
from caseload_tools.chart.records.session import FORMATS, Session
from caseload_tools.dates import MONTHS, count_of
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy

_OTHER_SPELLING = {"Behaviour": "Behavior"}
REVIEW_SECTIONS = ("Accomplished", "Progress", "Challenges")


@rule("NOT001", cites=("S1.3", "S2.21", "S3.18", "S4.1"), fixes=True)
def section_missing_or_empty(record: Session | Review | SafetyPlan | Assessment | Discharge) -> Problems:
    """A section that this note's format has is missing or empty.

    SOAP, DAP, BIRP, GIRP and PIE are promises of what a reader finds where. A safety plan without one of
    its parts is not a safety plan. Under an empty heading of an assessment or a discharge nobody can tell whether there
    was nothing, or nobody asked.

    A heading that was meant for one, such as `## S` or `##Subjective`, is put right by `caseload fix`. It adds none: with nothing below it this rule would speak again at once, and a note with all its
    headings looks finished to whoever leafs through it. `caseload new` begins a note with them, before the words.

    Bad:
        She came on time.

        ##Subjective

        "Three nights out of seven," she said.

        # Objective

        Awake and quiet.

        ## Assesment

        Bedtime kept on 3 nights.

        ## P

        Move the bedtime.
    Fixed:
        She came on time.

        ## Subjective

        "Three nights out of seven," she said.

        ## Objective

        Awake and quiet.

        ## Assessment

        Bedtime kept on 3 nights.

        ## Plan

        Move the bedtime.
    Bad:
        format: DAP
    Bad:
        ## Subjective

        "Three nights out of seven," she said.

        ## Objective

        ## Assessment

        Bedtime kept on 3 nights.

        ## Plan

        Move the bedtime.
    Bad:
        --- assessment 2026-01-05

        ## Environment

        (no text)
    Good:
        format: SOAP
    Good:
        --- assessment 2026-01-05

        ## Environment

        Not asked today; her sister was in the room.
    """
    wanted, kind = _wanted(record)
    for title in wanted:
        section = record.section(title) or record.section(_OTHER_SPELLING.get(title, title))
        if section is None:
            message = f"{kind} has a section “{title}”; this one has not"
            yield record.lacks_section(title, "format" if isinstance(record, Session) else "type", message, wanted)
        elif not section.text.strip():
            yield record.at_section(title, f"the section “{title}” is empty", "write it, or say why there is nothing")
        elif isinstance(record, SafetyPlan) and not has_content(section.text):
            message = f"the step “{title}” says no more than that there is nothing"
            yield record.at_section(title, message, "find something with the client, or say in words why there is none")


def _wanted(record: Session | Review | SafetyPlan | Assessment | Discharge) -> tuple[Sequence[str], str]:
    """The sections that must be there and filled in, and what has them."""
    if isinstance(record, Session):
        return FORMATS.get(record.format, ()) if record.took_place else (), f"a {record.format} note"
    if isinstance(record, Review):
        return REVIEW_SECTIONS, "a progress review"
    if isinstance(record, SafetyPlan):
        return record.headings, "a safety plan"
    # Which headings these have is the clinician's choice; one that is there is filled in.
    return [section.title for section in record.document.sections if section.level == 2], "the record"


@rule("NOT003", cites=("13 CSR 70-3.030", "S4.1"), rests_on=("time", "minutes"))
def session_without_length(session: Session) -> Problems:
    """A session that took place does not say how long it lasted.

    The length is billed, and it counts towards a programme's hours.

    Bad:
        time:
    Good:
        time: 10:00-10:50
    Good:
        time:
        minutes: 50
    """
    if session.took_place and session.time is None and session.minutes is None:
        yield session.at(
            "time", "the session does not say how long it lasted", "add `time:` from and to, or `minutes:`"
        )


@rule("NOT004", cites=("S0.13", "S4.2", "13 CSR 70-3.030"), level="warning")
def progress_not_stated(session: Session) -> Problems:
    """The session lists objectives it worked on, and says of none how it goes.

    "Worked on O1.1" tells nobody whether it helps.

    Bad:
        progress:
        objectives: [O1.1]
    Good:
        progress:
          O1.1: progressing
    """
    if session.took_place and session.objectives and not session.progress:
        hint = "write `progress:` with met, progressing, no change or worse for each"
        yield session.at("objectives", "objectives are named, but not how they stand", hint)


# What a narrative says of what comes next, mostly towards its end.
_NEXT = re.compile(
    r"\b(?:next|will|going to|plans? to|to do|to be|until|follow[- ]?up|homework|agreed to|we['’]ll|i['’]ll|(?:he|she|they)['’]ll)\b",
    re.IGNORECASE,
)

_PLANNED = re.compile(r"\b(?:plan|next step|to-?do|p)[*_]*:[*_]*\s*\w", re.IGNORECASE)


@rule("NOT007", cites=("S1.8", "S4.2"), level="warning", prose=True)
def note_without_next_step(session: Session) -> Problems:
    """The note says nothing of what comes next: no plan, no homework.

    The next session begins where this line points. In a narrative a sentence that says what will be done is enough.

    Bad:
        format: narrative
        homework:

        "Three nights out of seven," she said. We looked at the diary.
    Good:
        format: SOAP
    Good:
        format: narrative
        homework:

        "Three nights out of seven," she said. Plan: look at it on Monday.
    Good:
        format: narrative
        homework:
        next: 2026-01-26

        "Three nights out of seven," she said. On Monday the 26th of January, or January 26, he comes with her.
    Good:
        format: narrative
        homework:

        "Three nights out of seven," she said. She will ask the landlord about the blinds.
    """
    if not session.took_place or session.homework or session.next_reason or not session.prose.strip():
        return
    if session.format not in ("", "narrative"):  # the others have sections of their own for it: NOT001
        return
    plan = session.section("Plan")
    if (plan is None or not plan.text.strip()) and not _says_what_is_next(session):
        yield session.at(
            "homework", "the note says nothing of what comes next", "add `homework:` or a section `## Plan`"
        )


def _says_what_is_next(session: Session) -> bool:
    """In a word for it, behind `Plan:`, or by the day of the next session."""
    if _NEXT.search(session.prose) or _PLANNED.search(session.prose):
        return True
    day = session.next_day
    if day is None:
        return False
    month = rf"{MONTHS[day.month - 1]}[a-z]*\.?"
    said = rf"\b(?:{day.day}(?:st|nd|rd|th)?(?: of)? {month}|{month} {day.day}(?:st|nd|rd|th)?|{day})\b"
    return re.search(said, session.prose, re.IGNORECASE) is not None


@rule("NOT012", cites="S4.7", level="advice", prose=True, limit=("note_words_min", "note_words_max"))
def note_length_unusual(session: Session, policy: Policy) -> Problems:
    """The note is very short or very long.

    Concise yet thorough: a few words rarely hold what happened; pages are not read before the next session.

    Bad:
        format: narrative

        Client seen. Went well.
    Good:
        format: narrative

        She kept the bedtime on three nights of seven, counted them on her fingers and laughed at the fourth. We looked
        at the diary line by line. On the bad nights the phone was in the bed. She said that putting it in the kitchen
        helped most, and will do so each night until the twenty-sixth. No thoughts of suicide when asked. Mood even.
    """
    if not session.took_place or not session.prose.strip():
        return
    words = len(session.document.prose.words)
    least, most = policy.count("note_words_min"), policy.count("note_words_max")
    if least is not None and words < least:
        yield session.at_line(
            session.document.body_line, f"the note has {count_of(words, 'word')}", f"most notes need at least {least}"
        )
    elif most is not None and words > most:
        yield session.at_line(
            session.document.body_line, f"the note has {count_of(words, 'word')}", f"few readers go past {most}"
        )


@rule("NOT013", cites=("S3.20", "S3.19"), limit="telehealth_location_required")
def telehealth_without_location(session: Session) -> Problems:
    """A session at a distance does not say where the client was, or that the emergency contact was checked.

    Help can be sent only to a place that is known.

    Bad:
        setting: video
    Good:
        setting: video
        location: at home in Duluth, alone in the room
        emergency_contact_checked: true
        telehealth_consent: consents/2026-01-05-telehealth
        --- consent 2026-01-05-telehealth
        kind: telehealth
    """
    if not session.is_telehealth or not session.took_place:
        return
    if not session.location:
        yield session.at("location", "the note does not say where the client was", "add `location:`")
    elif not session.emergency_contact_checked and session.setting == "video":
        hint = "add `emergency_contact_checked: true` once it was"
        yield session.at("emergency_contact_checked", "the emergency contact was not checked", hint)


@rule("NOT018", cites="S1.5", level="warning")
def note_contradicts_itself(session: Session, chart: Chart) -> Problems:
    """The note says two things that cannot both be.

    A missed session with a note of what was said, or with progress on an objective; a planned one that is rated already.

    Bad:
        attendance: no-show
        next:
    Good:
        attendance: attended
    """
    if session.took_place or not session.attendance:  # a misspelt attendance is no absence
        return
    for key in ("progress", "interventions", "homework", "risk"):
        if session.data.get(key):
            message = f"the session is {_said(session)}, yet it has `{key}`"
            yield session.at(key, message, "correct `attendance`, or take the line out")
            return


def _said(session: Session) -> str:
    words = {"scheduled": "still planned", "no-show": "a no-show", "rescheduled": "moved to another day"}
    return words.get(session.attendance, "cancelled")
