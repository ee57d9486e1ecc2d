"""TIM: notes nobody wrote, drafts nobody finished, and a licence that ran out meanwhile."""

from __future__ import annotations

from datetime import date

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import owed
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.consent import Consent
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice


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
    for each in owed(chart, "session note"):
        if each.is_overdue(chart.today):
            hint = "write the note, or change `attendance` to no-show, cancelled or rescheduled"
            yield from each.at("attendance", "this session is past and still marked as planned", hint)


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
    limit, chart = policy.interval("note_every"), chart.current_episode
    client = chart.client
    if limit is None or client is None or client.status != "active" or not chart.all_read("session"):
        return
    noted = [*chart.kept_sessions, *chart.contacts]
    record = max(noted, key=lambda each: each.date) if noted else client
    last = record.date if noted else client.opened
    if limit.after(last) < chart.today:
        message = f"the last note is of {last}; one is due every {limit}"
        yield record.at("date", message, "write what has happened since")


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
    if limit is None or record.status != "draft":
        return
    due = limit.after(record.date, practice.holidays)
    if due < today:
        hint = "finish it, or delete it if it was never used"
        yield record.at("status", f"still a draft, {lateness(due, today)}", hint)
