"""TIM: what was written or done too late, or is overdue. Due dates come from the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from caseload_tools.chart import Chart
from caseload_tools.clocks import CLOCKS, Obligation
from caseload_tools.dates import Interval, count_of, lateness, say_day
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.records import Problems, Record
from caseload_tools.records.assessment import Assessment
from caseload_tools.records.complaint import Complaint
from caseload_tools.records.contact import Contact
from caseload_tools.records.session import Session
from caseload_tools.vcs.history import History


def overdue(chart: Chart, clock: str, rule_code: str = "") -> Iterator[Obligation]:
    """The obligations of one clock whose day has passed."""
    for each in CLOCKS[clock](chart):
        if each.is_overdue(chart.today) and (not rule_code or each.rule == rule_code):
            yield each


def _problem(chart: Chart, each: Obligation, message: str, hint: str, key: str = "") -> Problems:
    record: Record | None = each.record
    if record is not None:
        yield record.at(key or "date", message, hint)
    else:
        yield from chart.at(message, hint)


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
        return f"{count_of(round(hours), 'hour')} after the session" if hours > limit.hours else ""
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


@rule("TIM002", cites="S1.2", limit="initial_plan_within")
def first_plan_overdue(chart: Chart) -> Problems:
    """The client has been seen for long enough, and there is no plan.

    Without a plan every session is off the plan, and nobody has agreed on what the work is for.

    Bad:
        --- no plan
        today: 2026-03-01
    Good:
        --- plan 2026-01-12
    """
    for each in overdue(chart, "first plan"):
        message = f"there is no plan; it was due {say_day(each.due, chart.today)}"
        yield from _problem(chart, each, message, f"begin one with `caseload new plan {chart.id}`", "opened")


@rule("TIM003", cites="S2.34", limit="plan_review_every")
def plan_review_overdue(chart: Chart) -> Problems:
    """The plan has not been reviewed when its review was due.

    A plan that nobody looks at again stops describing the work. The plan's own interval comes first, then
    what the last review set, then the policy.

    Bad:
        --- plan
        review_every: 90 days
        --- session 2026-05-04
        today: 2026-05-05
    Good:
        --- review 2026-04-06
        next_review: 2026-07-05
        today: 2026-05-05
    """
    for each in overdue(chart, "plan review"):
        message = f"the plan's review is {lateness(each.due, chart.today)}"
        yield from _problem(chart, each, message, f"begin it with `caseload new review {chart.id}`")


@rule("TIM004", cites="HUD data standards, annual assessment", level="warning", limit="reassessment_every")
def reassessment_overdue(chart: Chart, policy: Policy) -> Problems:
    """The regular reassessment has not been done within its window.

    Needs and risks change in a year; a plan on an old assessment answers old questions.

    Bad:
        --- review 2027-03-01
        today: 2027-03-02
    Good:
        --- plan
        duration: 18 months
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2027-04-30}
        --- assessment 2027-01-04
        kind: reassessment
        --- review 2027-03-01
        plan: plans/2026-01-12
        today: 2027-03-02
    """
    window = policy.interval("reassessment_window") or Interval(0, "days")
    for each in overdue(chart, "reassessment"):
        if window.after(each.due) < chart.today:
            message = f"the reassessment is {lateness(each.due, chart.today)}"
            yield from _problem(chart, each, message, f"begin it with `caseload new assessment {chart.id}`")


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


@rule("TIM006", cites="S1.6", level="warning", limit="intake_within")
def intake_overdue(chart: Chart, policy: Policy, practice: Practice) -> Problems:
    """The chart is open, and there is no intake assessment.

    The plan is built on what the intake found out: background, concerns, goals, risk.

    Bad:
        --- no assessment
        --- no plan
        today: 2026-01-25
    Good:
        --- assessment 2026-01-05
    """
    limit = policy.interval("intake_within")
    if limit is None or chart.opened is None or not chart.is_open or not chart.lacks("assessment"):
        return
    due = limit.after(chart.opened, practice.holidays)
    if chart.status != "inquiry" and due < chart.today:
        hint = f"begin it with `caseload new assessment {chart.id}`"
        yield from chart.at(f"there is no intake assessment; it was due {say_day(due, chart.today)}", hint, "opened")


@rule("TIM008", cites="S0.15", level="warning", limit="note_within")
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
    for each in overdue(chart, "session note"):
        hint = "write the note, or change `attendance` to no-show, cancelled or rescheduled"
        yield from _problem(chart, each, "this session is past and still marked as planned", hint, "attendance")


@rule("TIM009", cites="S0.24", level="warning", limit="inquiry_within")
def inquiry_unanswered(chart: Chart) -> Problems:
    """An inquiry came in and was not answered in time.

    Somebody asked and is waiting; the record cannot show that anybody heard.

    Bad:
        --- contact 2026-01-21
        purpose: inquiry
        direction: in
        today: 2026-02-01
    Good:
        --- contact 2026-01-21
        purpose: inquiry
        direction: in
        responded: 2026-01-22 09:00
        today: 2026-02-01
    """
    for each in overdue(chart, "inquiry"):
        yield from _problem(
            chart,
            each,
            f"this inquiry is not answered, {lateness(each.due, chart.today)}",
            "write `responded:`",
            "purpose",
        )


@rule("TIM010", cites="S1.15", level="warning", limit="complaint_acknowledge_within")
def complaint_not_acknowledged(complaint: Complaint, policy: Policy, practice: Practice, today: date) -> Problems:
    """A complaint has not been acknowledged in time.

    Whoever complains should know within days that it was heard.

    Bad:
        acknowledged:
        resolved:
        outcome:
        today: 2026-03-01
    Good:
        acknowledged: 2026-02-03
    """
    limit = policy.interval("complaint_acknowledge_within")
    if limit is None or complaint.received is None or complaint.acknowledged or complaint.resolved:
        return
    due = limit.after(complaint.received, practice.holidays)
    if due < today:
        yield complaint.at(
            "received", f"not acknowledged, {lateness(due, today)}", "write `acknowledged:` with the day"
        )


@rule("TIM011", cites="S1.15", level="warning", limit="complaint_resolve_within")
def complaint_unresolved(complaint: Complaint, policy: Policy, practice: Practice, today: date) -> Problems:
    """A complaint has been open for longer than the policy allows.

    A clear procedure ends with an answer.

    Bad:
        resolved:
        outcome:
        today: 2026-04-01
    Good:
        resolved: 2026-02-12
    """
    limit = policy.interval("complaint_resolve_within")
    if limit is None or complaint.received is None or complaint.resolved:
        return
    due = limit.after(complaint.received, practice.holidays)
    if due < today:
        yield complaint.at("received", f"not resolved, {lateness(due, today)}", "write `resolved:` and `outcome:`")


@rule("TIM012", cites="S0.23", level="warning", limit="discharge_summary_within")
def discharge_summary_overdue(chart: Chart) -> Problems:
    """The chart was closed, and there is no discharge summary.

    Whoever sees the client next asks for it first.

    Bad:
        --- client
        status: discharged
        closed: 2026-06-30
        today: 2026-09-01
    Good:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        today: 2026-09-01
    """
    for each in overdue(chart, "discharge summary"):
        message = f"there is no discharge summary; it was due {say_day(each.due, chart.today)}"
        yield from _problem(chart, each, message, f"begin it with `caseload new discharge {chart.id}`", "closed")


@rule("TIM014", cites="CMS Program Integrity Manual 3.3.2.5")
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
