"""TIM: notes in time: written soon after the service, never before it, none forgotten."""

from __future__ import annotations

from datetime import date, timedelta

from caseload_tools.chart import Chart
from caseload_tools.clocks import CLOCKS
from caseload_tools.dates import Interval, count_of, lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.records import Problems
from caseload_tools.records.assessment import Assessment
from caseload_tools.records.consent import Consent
from caseload_tools.records.contact import Contact
from caseload_tools.records.session import Session
from caseload_tools.vcs.history import History


def _written_late(session: Session, limit: Interval, history: History, practice: Practice) -> str:
    """How late a note is against its limit, in words; empty when in time or when nobody can say."""
    done = session.written
    if done is None:
        first = history.first_committed(session.path)
        if first is None or (practice.adopted is not None and session.date < practice.adopted):
            return ""
        done = first.moment
    ended = session.ended
    if limit.unit in ("hours", "days") and ended is not None:
        hours = (done - ended) / timedelta(hours=1)
        told = count_of(round(hours), "hour") if hours < 100 else count_of(round(hours / 24), "day")
        return f"{told} after the session" if hours > limit.hours else ""
    last = limit.after(session.date, practice.holidays)
    return f"{count_of((done.date() - session.date).days, 'day')} after the session" if done.date() > last else ""


@rule("TIM001", cites=("S0.15", "S2.8"), level="warning", limit="note_within")
def note_written_late(session: Session, policy: Policy, history: History, practice: Practice) -> Problems:
    """The note was written later than the policy allows.

    A note written days later is written from memory, and payers and courts read it so. Where a note is
    late all the same, it is a late entry: it says so and says why.

    Bad:
        written: 2026-01-23 09:00
    Bad:
        written:
        @ 2026-01-30 Dana Ruiz
    Good:
        written: 2026-01-19 12:00
    Good:
        written: 2026-01-23 09:00
        late_reason: clinician was ill; entered from the notes made in the session
    """
    limit = policy.interval("note_within")
    if limit is None or not session.took_place or session.late_reason:
        return
    late = _written_late(session, limit, history, practice)
    if late:
        key = "written" if session.written else "date"
        hint = f"the limit is {limit}; say why under `late_reason`"
        yield session.at(key, f"the note was written {late}", hint)


@rule("TIM005", cites="DHCS BHIN 22-019 (crisis services)", limit="crisis_note_within")
def crisis_note_written_late(session: Session, policy: Policy, history: History, practice: Practice) -> Problems:
    """The note of a crisis session was written later than a crisis allows.

    Whoever is on duty next reads this note to decide what to do.

    Bad:
        service: crisis
        written: 2026-01-21 12:00
    Good:
        service: crisis
        written: 2026-01-19 12:00
    """
    limit = policy.interval("crisis_note_within")
    if limit is None or session.service != "crisis" or not session.took_place or session.late_reason:
        return
    late = _written_late(session, limit, history, practice)
    if late:
        yield session.at("written", f"the note of a crisis was written {late}", f"the limit is {limit}")


@rule("TIM007", cites="WAC 388-877A-0120", level="warning", limit="note_before_next_session")
def note_after_the_next_session(session: Session, chart: Chart) -> Problems:
    """The note was written only after the next session of the same kind.

    What happened in between colours what is remembered. Where the policy asks for it, the note comes first.

    Bad:
        practice: policy.note_before_next_session = true
        written: 2026-01-27 09:00
        --- session 2026-01-26
    Good:
        practice: policy.note_before_next_session = true
        --- session 2026-01-26
    """
    if session.written is None or not session.took_place or session.late_reason:
        return
    later = next(
        (each for each in chart.kept_sessions if each.date > session.date and each.service == session.service), None
    )
    if later is not None and session.written.date() > later.date:
        yield session.at("written", "the note was written after the next session", "say why under `late_reason`")


@rule("TIM008", cites=("S0.15", "S3.24"), level="warning", limit="note_within")
def session_without_note(chart: Chart) -> Problems:
    """A session is past and still marked as planned.

    Either it took place and the note is missing, or it did not and nobody has said so.

    Bad:
        --- session 2026-01-19
        attendance: scheduled
        progress:
        today: 2026-02-10
    Good:
        --- session 2026-01-19
        attendance: attended
    """
    for each in CLOCKS["session note"](chart):
        if each.is_overdue(chart.today) and each.record is not None:
            hint = "write the note, or change `attendance` to no-show, cancelled or rescheduled"
            yield each.record.at("attendance", "this session is past and still marked as planned", hint)


@rule("TIM013", cites="42 CFR 482.61(d)", level="warning", limit="note_every")
def too_few_notes(chart: Chart, policy: Policy) -> Problems:
    """An active client has had no note for longer than the programme allows.

    Some programmes ask for a note at least every so often, whatever was booked.

    Bad:
        practice: policy.note_every = "7 days"
        --- session 2026-01-19
        today: 2026-02-10
    Good:
        practice: policy.note_every = "7 days"
        --- session 2026-01-19
        today: 2026-01-22
    """
    limit = policy.interval("note_every")
    if limit is None or chart.status != "active" or not chart.complete("session"):
        return
    noted = [*chart.kept_sessions, *chart.contacts]
    last = max((each.date for each in noted), default=chart.opened)
    if last is not None and limit.after(last) < chart.today:
        record = max(noted, key=lambda each: each.date) if noted else chart.client
        if record is not None:
            yield record.at(
                "date", f"the last note is of {last}; one is due every {limit}", "write what has happened since"
            )


@rule("TIM014", cites=("S4.5", "CMS Program Integrity Manual 3.3.2.5"))
def written_before_the_service(record: Session | Contact | Assessment) -> Problems:
    """The note says that it was written before the service was over.

    A note cannot tell what has not happened yet. Usually it is a slip in the date or the time.

    Bad:
        written: 2026-01-18 12:00
    Bad:
        written: 2026-01-19 10:20
    Good:
        written: 2026-01-19 12:00
    """
    if record.written is None:
        return
    if isinstance(record, Session) and not record.took_place:
        return
    ended = record.ended if isinstance(record, Session) else None
    early = record.written < ended if ended is not None else record.written.date() < record.date
    if early:
        yield record.at("written", "written before the service was over", "check the date and the time")


@rule("TIM015", cites="S0.3", level="warning", limit="licence_warning")
def licence_ran_out(session: Session, practice: Practice) -> Problems:
    """The clinician's licence had run out on the day of the session.

    A service by somebody without a licence in force is not the service that was agreed on, and cannot be billed.

    Bad:
        practice: staff."dana.ruiz".licence_expires = 2026-01-01
    Good:
        practice: staff."dana.ruiz".licence_expires = 2028-01-01
    """
    staff = practice.staff.get(session.clinician)
    if staff is not None and session.took_place and not staff.licensed_on(session.date):
        yield session.at("clinician", "this clinician's licence had run out on that day", "check caseload.toml")


@rule("TIM016", cites="S0.15", level="warning", limit="draft_limit")
def draft_never_finished(record: Consent, policy: Policy, practice: Practice, today: date) -> Problems:
    """A draft has waited for longer than the policy allows.

    A draft consent covers nothing, and a proposed plan is nobody's agreement.

    Bad:
        kind: recording
        status: draft
        today: 2026-03-01
    Good:
        kind: recording
        status: active
        today: 2026-03-01
    """
    limit = policy.interval("draft_limit")
    if limit is not None and record.status == "draft" and limit.after(record.date, practice.holidays) < today:
        due = limit.after(record.date, practice.holidays)
        yield record.at(
            "status", f"still a draft, {lateness(due, today)}", "finish it, or delete it if it was never used"
        )
