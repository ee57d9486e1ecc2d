"""TIM: notes in time: written soon after the service, and never before it.

A note was written when it says so under `written`; where it does not, in the first commit in which it is more
than scheduled. That is asked of the past only when the answer could matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import KEPT, Session
from caseload_tools.dates import Interval, count_of, on_the_wall
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.lint.rule import rule
from caseload_tools.practice import FILE, Policy, Practice
from caseload_tools.text import read_bytes

Late = Callable[[datetime], str]
"""How late a note is that was written at a moment, in words; empty for one in time."""


# How far the clock of a computer that knows no time zone may be from the one on the wall.
_OTHER_ZONE = timedelta(hours=14)


def _past(session: Session, history: History, practice: Practice) -> Sequence[CommittedChange] | None:
    """The commits that git may be believed about when a note was written; None when it cannot say.

    It cannot for what is older than the practice's use of it, when the beginning is cut off, and in a demo,
    whose stopped clock has nothing to do with the days of its commits. Today is not asked: a commit of tomorrow was made.
    """
    if practice.today is not None or (practice.adopted is not None and session.date < practice.adopted):
        return None
    if not history.is_complete_for(session.path):
        return None
    found = [each for each in history.changes(session.path) if each.kind != "removed"]
    if practice.adopted is None:
        begun = history.first_committed(FILE)
        if not found if begun is None else session.date < begun.day:
            return None
    return found


def _made(change: CommittedChange, practice: Practice) -> datetime:
    """When the author says a change was made, by the clock that records go by: the practice's, or else the author's."""
    return on_the_wall(change.authored_at, practice.timezone, change.authored_at.tzinfo)


def _noted(past: Sequence[CommittedChange], history: History) -> CommittedChange | None:
    """The first commit in which a note is more than scheduled."""
    return next((each for each in past if _attendance(history.text_at(each), each.path) != "scheduled"), None)


def _attendance(text: str | None, path: str) -> object:
    return read_bytes((text or "").encode("utf-8", "surrogatepass"), path).data.get("attendance")


def _against(session: Session, limit: Interval, practice: Practice) -> Late:
    """How late a note that was written at some moment is against a limit."""

    def late(done: datetime) -> str:
        ended = session.ended
        if limit.unit in ("hours", "days") and ended is not None:
            hours = (done - ended) / timedelta(hours=1)
            told = count_of(round(hours), "hour") if hours < 100 else count_of(round(hours / 24), "day")
            return f"{told} after the session" if hours > limit.hours else ""
        last = limit.after(session.date, practice.holidays)
        return f"{count_of((done.date() - session.date).days, 'day')} after the session" if done.date() > last else ""

    return late


def _written_late(session: Session, late: Late, history: History, practice: Practice, today: date) -> str:
    """What is to be said of a note that came too late; empty when in time or when nobody can say."""
    if session.written is not None:
        told = late(session.written)
        return f"was written {told}" if told else ""
    now = datetime.combine(today, time.min)
    if not late(now):
        return ""
    past = _past(session, history, practice)
    if past is None:
        return ""
    first = _noted(past, history)
    if first is None:
        return f"is not committed yet, {late(now)}"
    told = late(_made(first, practice))
    return f"was written {told}" if told else ""


def _committed_early(session: Session, history: History, practice: Practice) -> bool:
    """Whether git holds the note of a kept session from before that session began, in any time zone."""
    begun = session.started or datetime.combine(session.date, time.min)
    past, unsure = _past(session, history, practice) or (), timedelta(0) if practice.timezone else _OTHER_ZONE
    early = [
        each for each in past if _made(each, practice) + unsure < begun and each.day >= (practice.adopted or date.min)
    ]
    return any(_attendance(history.text_at(each), each.path) in KEPT for each in early)


@rule(
    "TIM001",
    cites=("S0.15", "S2.8"),
    level="warning",
    limit="note_within",
    rests_on=("written", "late_reason"),
)
def note_written_late(session: Session, policy: Policy, history: History, practice: Practice, today: date) -> Problems:
    """The note was written later than the policy allows.

    A note written days later is written from memory, and payers and courts read it so. Where a note is
    late all the same, it is a late entry: it says so and says why. A note without `written:` was written
    when it was first committed as more than planned, as far as git goes back (`adopted` in caseload.toml).

    Bad:
        written: 2026-01-23 09:00
    Bad:
        written:
        @ 2026-01-30 Dana Ruiz
    Bad:
        --- session 2026-01-19
        attendance: scheduled
        progress:
        written:
        @ 2026-01-19 Dana Ruiz
        --- session 2026-01-19
        attendance: attended
        progress:
          O1.1: progressing
        @ 2026-01-24 Dana Ruiz
    Bad:
        attendance: scheduled
        progress:
        written:
        @ 2026-01-19 Dana Ruiz
        --- session 2026-01-19
        attendance: attended
        progress:
          O1.1: progressing
        today: 2026-01-26
    Good:
        written: 2026-01-19 12:00
    Good:
        written:
        @ 2026-01-19 Dana Ruiz
    Good:
        written: 2026-01-23 09:00
        late_reason: clinician was ill; entered from the notes made in the session
    """
    limit = policy.interval("note_within")
    if limit is None or not session.took_place or session.late_reason:
        return
    late = _written_late(session, _against(session, limit, practice), history, practice, today)
    if late:
        key = "written" if session.written else "date"
        hint = f"the limit is {limit}; say why under `late_reason`"
        hint += "" if session.written else ", or when it was written under `written`"
        yield session.at(key, f"the note {late}", hint)


@rule("TIM005", cites="DHCS BHIN 22-019 (crisis services)", limit="crisis_note_within")
def crisis_note_written_late(
    session: Session, policy: Policy, history: History, practice: Practice, today: date
) -> Problems:
    """The note of a crisis session was written later than a crisis allows.

    Whoever is on duty next reads this note to decide what to do.

    Bad:
        service: crisis
        written: 2026-01-21 12:00
    Bad:
        service: crisis
        written:
        @ 2026-01-21 Dana Ruiz
    Good:
        service: crisis
        written: 2026-01-19 12:00
    Good:
        service: crisis
        written:
        @ 2026-01-19 Dana Ruiz
    """
    limit = policy.interval("crisis_note_within")
    if limit is None or session.service != "crisis" or not session.took_place or session.late_reason:
        return
    late = _written_late(session, _against(session, limit, practice), history, practice, today)
    if late:
        yield session.at(
            "written" if session.written else "date", f"the note of a crisis {late}", f"the limit is {limit}"
        )


@rule("TIM007", cites="WAC 388-877A-0120", level="warning", limit="note_before_next_session")
def note_after_the_next_session(
    session: Session, chart: Chart, history: History, practice: Practice, today: date
) -> Problems:
    """The note was written only after the next session of the same kind.

    What happened in between colours what is remembered. Where the policy asks for it, the note comes first.

    Bad:
        practice: policy.note_before_next_session = true
        written: 2026-01-27 09:00
        --- session 2026-01-26
    Bad:
        practice: policy.note_before_next_session = true
        written:
        --- session 2026-01-26
        @ 2026-01-27 Dana Ruiz
    Good:
        practice: policy.note_before_next_session = true
        --- session 2026-01-26
    """
    if not session.took_place or session.late_reason:
        return
    later = next(
        (each for each in chart.kept_sessions if each.date > session.date and each.service == session.service), None
    )
    if later is None:
        return
    day = later.date
    late = _written_late(
        session, lambda done: "after the next session" if done.date() > day else "", history, practice, today
    )
    if late:
        yield session.at("written" if session.written else "date", f"the note {late}", "say why under `late_reason`")


@rule("TIM014", cites=("S4.5", "CMS Program Integrity Manual 3.3.2.5"))
def written_before_the_service(
    record: Session | Contact | Assessment, history: History, practice: Practice
) -> Problems:
    """The note says that it was written before the service was over, or was committed before it began.

    A note cannot tell what has not happened yet. Usually it is a slip in the date or the time.

    Bad:
        written: 2026-01-18 12:00
    Bad:
        written: 2026-01-19 10:20
    Bad:
        written:
        @ 2026-01-16 Dana Ruiz
        today: 2026-01-20
    Good:
        written: 2026-01-19 12:00
    Good:
        --- session 2026-01-19
        attendance: scheduled
        progress:
        written:
        @ 2026-01-12 Dana Ruiz
        --- session 2026-01-19
        attendance: attended
        progress:
          O1.1: progressing
        @ 2026-01-19 Dana Ruiz
    """
    if isinstance(record, Session) and not record.took_place:
        return
    if record.written is None:
        # Other records are prepared before their day, and nothing in them says that they were.
        if isinstance(record, Session) and _committed_early(record, history, practice):
            yield record.at("date", "git holds this note from before the session", "check the date and the attendance")
        return
    ended = record.ended if isinstance(record, Session) else None
    early = record.written < ended if ended is not None else record.written.date() < record.date
    if early:
        yield record.at("written", "written before the service was over", "check the date and the time")
