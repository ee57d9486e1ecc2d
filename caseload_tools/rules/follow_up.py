"""FUP: nobody falls out of sight: next sessions, missed ones, contact, referrals, policies."""

from __future__ import annotations

from datetime import date

from caseload_tools.chart import Chart
from caseload_tools.clocks import CLOCKS
from caseload_tools.dates import count_of, lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.records import Problems
from caseload_tools.records.feedback import Feedback
from caseload_tools.records.policy import PolicyRecord
from caseload_tools.records.referral import FAILED, Referral
from caseload_tools.records.review import Review
from caseload_tools.records.session import Session


@rule("FUP001", cites="S0.7", level="warning", limit="next_session_required")
def session_without_next(session: Session, chart: Chart) -> Problems:
    """The session ends without a next one, and without a reason.

    The next appointment is made at the end of each: a date, or `declined`, or `none` with `next_reason`.

    Bad:
        next:
    Bad:
        next: none
    Good:
        next: 2026-01-26
    Good:
        next: none
        next_reason: goals reached; discharge agreed on
    """
    if not session.took_place or not chart.is_open:
        return
    if not session.next:
        if not any(each.date > session.date for each in chart.sessions):
            yield session.at("next", "no next session is agreed on", "add `next:` with the date, `none` or `declined`")
    elif session.next == "none" and not session.next_reason:
        yield session.at("next", "there is no next session, and no reason is given", "add `next_reason:`")


@rule("FUP002", cites=("S0.8", "S2.44"), level="warning", limit="contact_every")
def contact_overdue(chart: Chart) -> Problems:
    """The client has not been seen or spoken to for longer than agreed.

    The plan's own frequency is the first clock, then the chart's, then the policy's; a booked session in time meets it.

    Bad:
        --- session 2026-01-19
        today: 2026-02-20
    Good:
        --- session 2026-01-19
        today: 2026-01-28
    """
    for each in CLOCKS["contact"](chart):
        if each.is_overdue(chart.today):
            message = f"contact with the client is {lateness(each.due, chart.today)}"
            if each.record is not None:
                yield each.record.at("date", message, each.why)
            else:
                yield from chart.at(message, each.why)


@rule("FUP004", cites="S0.17", limit="no_show_outreach_within")
def no_show_without_outreach(chart: Chart) -> Problems:
    """The client did not come, and nobody has recorded an attempt to reach them.

    A missed session can mean anything from a bus strike to a crisis. Somebody finds out, and writes it down.

    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-30
    Good:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        outreach:
          - {at: 2026-01-19 11:00, channel: phone, result: no answer}
        today: 2026-01-20
    """
    for each in CLOCKS["outreach"](chart):
        if each.is_overdue(chart.today) and each.record is not None:
            message = f"a no-show without an attempt to reach the client, {lateness(each.due, chart.today)}"
            yield each.record.at(
                "attendance", message, "try now, and add `outreach:` with when, how and what came of it"
            )


@rule("FUP005", cites="S0.17", level="warning", limit="reschedule_within")
def missed_session_not_rebooked(chart: Chart) -> Problems:
    """A missed or cancelled session has not been replaced by another.

    A gap that nobody closes grows: the new date is agreed on while the old one is still remembered.

    Bad:
        --- session 2026-01-19
        attendance: cancelled
        progress:
        interventions:
        homework:
        next:
        today: 2026-02-20
    Good:
        --- session 2026-01-19
        attendance: rescheduled
        rescheduled_to: sessions/2026-01-21
        progress:
        interventions:
        homework:
        next:
        --- session 2026-01-21
        today: 2026-01-28
    """
    for each in CLOCKS["rescheduling"](chart):
        if each.is_overdue(chart.today) and each.record is not None:
            message = f"no session has been booked in its place, {lateness(each.due, chart.today)}"
            yield each.record.at("attendance", message, "book one, and write `rescheduled_to:`")


@rule("FUP006", cites="S0.18", level="warning", limit="consecutive_misses")
def misses_without_decision(chart: Chart, policy: Policy) -> Problems:
    """Several sessions in a row were missed, and nothing has been decided.

    A pattern is met by a decision: another time, another setting, a visit, or a discharge with notice.

    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        --- session 2026-01-26
        attendance: no-show
        progress:
        interventions:
        homework:
        --- session 2026-02-02
        attendance: no-show
        progress:
        interventions:
        homework:
    Good:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        outreach:
          - {at: 2026-01-19 11:00, channel: phone, result: no answer}
        --- session 2026-01-26
    """
    most = policy.count("consecutive_misses")
    if most is None or not chart.is_open:
        return
    row: list[Session] = []
    for session in chart.sessions:
        if session.took_place:
            row = []
        elif session.was_missed:
            row.append(session)
    if len(row) < most:
        return
    last = row[-1]
    if not any(each.date >= last.date for each in (*chart.reviews, *chart.plans, *chart.discharges)):
        message = f"{count_of(len(row), 'session')} in a row were missed, and nothing has been decided"
        yield last.at("attendance", message, f"decide in a review: `caseload new review {chart.id}`")


@rule("FUP008", cites=("S2.51", "S0.25"), level="warning", limit="referral_open_limit")
def referral_loop_open(referral: Referral, chart: Chart, policy: Policy, today: date) -> Problems:
    """A referral has been open for too long, was due to be checked, or failed without another in its place.

    A referral counts when the client arrives. If the agency says no, another one is asked, or the record says why not.

    Bad:
        status: waiting
        check_by: 2026-01-20
        --- agency riverside
        today: 2026-02-10
    Bad:
        status: declined
        --- agency riverside
    Good:
        status: attending
        --- agency riverside
    """
    if not chart.is_open:
        return
    if referral.status in FAILED and not referral.replaced_by and not referral.reason:
        hint = "add `replaced_by:` with the new referral, or `reason:`"
        yield referral.at("status", f"the referral was {_no(referral)}, and nothing has taken its place", hint)
    if not referral.is_open:
        return
    limit = policy.interval("referral_open_limit")
    asked = [each.date for each in chart.contacts if each.referral == referral.link]
    if referral.check_by is not None and referral.check_by < today and max([referral.date, *asked]) < referral.check_by:
        message = f"this referral was to be checked, {lateness(referral.check_by, today)}"
        yield referral.at("check_by", message, "ask the agency, then write what they said and the next `check_by`")
    elif limit is not None and limit.after(referral.date) < today:
        message = f"this referral has been open since {referral.date}"
        yield referral.at("status", message, f"the limit is {limit}; ask the agency, or refer elsewhere")


def _no(referral: Referral) -> str:
    return "declined" if referral.status == "declined" else "a failure"


@rule("FUP011", cites=("S2.50", "S2.51"), level="warning")
def barrier_without_action(review: Review) -> Problems:
    """A review names what stands in the way, and not what is done about it.

    Unwilling or unable: either way somebody looks into it.

    Bad:
        barrier: {party: agency, kind: unable}
    Good:
        barrier: {party: agency, kind: unable, action: ask the second agency on the list}
    """
    if review.barrier is not None and review.barrier.sound and not review.barrier.action:
        yield review.barrier.at("action", "the barrier is named, but not what is done about it", "add `action:`")


@rule("FUP012", cites="S0.29", level="warning", limit="policy_review")
def policy_not_reviewed(policy_record: PolicyRecord, policy: Policy, practice: Practice, today: date) -> Problems:
    """A policy of the practice has not been looked at again when it was due.

    A policy that describes what was done two years ago is no help to whoever looks something up tonight.

    Bad:
        last_reviewed: 2024-12-01
        effective: 2024-12-01
        today: 2026-02-01
    Good:
        last_reviewed: 2026-01-01
        today: 2026-02-01
    """
    every = policy_record.review_every or policy.interval("policy_review")
    since = policy_record.last_reviewed or policy_record.effective
    if every is not None and every.unit != "sessions" and since is not None and every.after(since) < today:
        message = f"this policy's review is {lateness(every.after(since), today)}"
        yield policy_record.at(
            "last_reviewed", message, "read it, change what is out of date, then set `last_reviewed`"
        )


@rule("FUP013", cites="S0.30", level="advice", limit="feedback_action_within")
def feedback_without_action(feedback: Feedback, policy: Policy, practice: Practice, today: date) -> Problems:
    """Feedback was given, and nothing says what was done with it.

    People who are asked and never hear back do not answer a second time.

    Bad:
        action:
        today: 2026-04-01
    Good:
        action: heating turned down
        today: 2026-04-01
    """
    limit = policy.interval("feedback_action_within")
    if limit is not None and not feedback.action and limit.after(feedback.date, practice.holidays) < today:
        yield feedback.at(
            "about", "nothing says what was done with this feedback", "add `action:`, even if it is: nothing, because …"
        )


@rule("FUP014", cites="S3.1", level="warning", limit="inactive_after")
def open_chart_gone_quiet(chart: Chart, policy: Policy) -> Problems:
    """The chart is open, but nothing has happened in it for a long time.

    Either the client is in care and out of sight, or the chart should be closed with a summary.

    Bad:
        --- session 2026-01-19
        today: 2026-09-01
    Good:
        --- session 2026-01-19
        today: 2026-01-25
    """
    limit = policy.interval("inactive_after")
    last = chart.last_contact(chart.today)
    if limit is None or last is None or not chart.is_open or chart.next_session(chart.today) is not None:
        return
    if limit.after(last.date) < chart.today:
        hint = f"contact the client, or close the chart with `caseload new discharge {chart.id}`"
        yield from chart.at(f"the last contact was on {last.date}, and the chart is still open", hint, "status")


@rule("FUP015", cites="S0.23", level="warning")
def discharged_with_loose_ends(chart: Chart) -> Problems:
    """A chart was closed while referrals are open or sessions are planned.

    Somebody waits for a client who will not come, or an agency answers to nobody.

    Bad:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        --- session 2026-07-06
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
    Good:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
    """
    if chart.status not in ("discharged", "deceased"):
        return
    for session in chart.sessions:
        if session.is_planned and session.date >= chart.today:
            yield session.at(
                "attendance", "a session is planned, though the chart is closed", "cancel it, or reopen the chart"
            )
    for referral in chart.referrals:
        if referral.is_open:
            yield referral.at("status", "this referral is open, though the chart is closed", "write its outcome")
