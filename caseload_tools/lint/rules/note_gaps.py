"""TIM: notes nobody wrote, drafts nobody finished, and a licence that ran out meanwhile."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import owed, wanted
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice


@rule("TIM008", cites=("S0.15", "S3.24"), level="warning", limit="note_within")
def session_without_note(chart: Chart) -> Problems:
    """A session is past and still marked as planned, or it was kept and its note has not a word.

    Either it took place and the note is missing, or it did not and nobody has said so. An addendum that tells of the
    session is its note as well.

    Bad:
        --- session 2026-01-19
        attendance: scheduled
        progress:
        today: 2026-02-10
    Bad:
        --- session 2026-01-19
        format: narrative
        today: 2026-02-10

        (no text)
    Bad:
        --- session 2026-01-19
        attendance: late
        format: narrative
        today: 2026-02-10

        <!-- to be written -->
    Good:
        --- session 2026-01-19
        attendance: attended
    """
    for each in owed(chart, "session note"):
        if not each.is_overdue(chart.today):
            continue
        if isinstance(each.record, Session) and each.record.took_place:
            hint = "write what happened; where the note was signed empty, `caseload addend` adds it"
            yield from each.at("attendance", "this session was kept, and its note has not a word", hint)
        else:
            hint = "write the note, or change `attendance` to no-show, cancelled or rescheduled"
            yield from each.at("attendance", "this session is past and still marked as planned", hint)


@rule("TIM013", cites="42 CFR 482.61(d)", level="warning", limit="note_every")
def too_few_notes(chart: Chart) -> Problems:
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
    for each in wanted(chart, "regular note"):
        message = f"the last note is of {each.opened}, and the next is {lateness(each.due, chart.today)}"
        yield from each.at("date", message, "write what has happened since")


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
def draft_never_finished(chart: Chart) -> Problems:
    """A draft has waited for longer than the policy allows.

    A draft consent covers nothing, and a proposed plan is nobody's agreement.

    Bad:
        --- consent 2026-01-05-treatment
        kind: recording
        status: draft
        today: 2026-03-01
    Good:
        --- consent 2026-01-05-treatment
        kind: recording
        status: active
        today: 2026-03-01
    """
    for each in wanted(chart, "draft consent"):
        hint = "finish it, or delete it if it was never used"
        yield from each.at("status", f"still a draft, {lateness(each.due, chart.today)}", hint)
