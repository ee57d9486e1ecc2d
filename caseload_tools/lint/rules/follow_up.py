"""FUP: nobody falls out of sight: next sessions, missed ones, contact, referrals, policies."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import owed, wanted
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.discharge import Discharge
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.text.english import lower_first

_OF_REFERRALS = ("referral", "referral outcome")


@rule("FUP001", cites="S0.7", level="warning", limit="next_session_required")
def session_without_next(chart: Chart) -> Problems:
    """The session ends without a next one, and without a reason.

    The next appointment is made at the end of each: a date, or `declined`, or `none` with `next_reason`.

    Bad:
        --- session 2026-01-19
        next:
    Bad:
        --- session 2026-01-19
        next: none
    Good:
        --- session 2026-01-19
        next: 2026-01-26
    Good:
        --- session 2026-01-19
        next: none
        next_reason: goals reached; discharge agreed on
    """
    for each in wanted(chart, "next appointment"):
        hint = "add `next:` with the date, `none` with `next_reason:`, or `declined`"
        yield from each.at("next", lower_first(each.why), hint)


@rule(
    "FUP002",
    cites=("S0.8", "S2.44", "S3.4", "S3.6", "S3.8"),
    level="warning",
    limit=("contact_every", "aftercare_contact_every"),
    own=True,
)
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
    for each in owed(chart, "contact"):
        if each.is_overdue(chart.today):
            message = f"contact with the client is {lateness(each.due, chart.today)}"
            hint = f"see or call the client; {lower_first(each.why)}"
            if each.record is not None:
                yield each.record.at("date", message, hint)
            else:
                yield from chart.at(message, hint)


@rule(
    "FUP004",
    cites="S0.17",
    limit=("no_show_outreach_within", "high_risk_no_show_outreach_within"),
    rests_on=("outreach",),
)
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
    Bad:
        --- session 2026-01-19
        time: 16:00-16:50
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        --- contact 2026-01-19
        time: 09:00-09:10
        written: 2026-01-19 09:20
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
    Good:
        --- session 2026-01-19
        time: 16:00-16:50
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        --- contact 2026-01-19
        time: 16:20-16:25
        outcome: left message
        written: 2026-01-19 16:30
        today: 2026-01-20
    """
    for each in owed(chart, "outreach"):
        if each.is_overdue(chart.today):
            message = f"a no-show without an attempt to reach the client, {lateness(each.due, chart.today)}"
            yield from each.at("attendance", message, "try now, and add `outreach:` with when, how and what came of it")


@rule("FUP005", cites="S0.17", level="warning", limit="reschedule_within")
def missed_session_not_rebooked(chart: Chart) -> Problems:
    """A missed or cancelled session has not been replaced by another, or one was moved to no day.

    A gap that nobody closes grows: the new date is agreed on while the old one is still remembered.

    Bad:
        --- session 2026-01-19
        attendance: cancelled
        progress:
        interventions:
        homework:
        next:
        today: 2026-02-20
    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next:
        outreach:
          - {at: 2026-01-19 11:00, channel: phone, result: no answer}
        today: 2026-02-20
    Bad:
        --- session 2026-01-19
        attendance: rescheduled
        rescheduled_to:
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
    for each in owed(chart, "rescheduling"):
        if each.is_overdue(chart.today):
            moved = isinstance(each.record, Session) and each.record.attendance == "rescheduled"
            what = "it was moved to no day" if moved else "no session has been booked in its place"
            message = f"{what}, {lateness(each.due, chart.today)}"
            yield from each.at("attendance", message, "book one, and write `rescheduled_to:`")


@rule("FUP006", cites="S0.18", level="warning", limit="consecutive_misses")
def misses_without_decision(chart: Chart) -> Problems:
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
    for each in wanted(chart, "decision after misses"):
        yield from each.at("attendance", each.why, f"decide in a review: `caseload new review {chart.typed}`")


@rule("FUP014", cites="S3.1", level="warning", limit="inactive_after")
def open_chart_gone_quiet(chart: Chart) -> Problems:
    """The chart is open, but nothing has happened in it for a long time.

    Either the client is in care and out of sight, or the chart should be closed with a summary.

    Bad:
        --- session 2026-01-19
        today: 2026-09-01
    Good:
        --- session 2026-01-19
        today: 2026-01-25
    """
    for each in wanted(chart, "quiet chart"):
        hint = f"contact the client, or close the chart with `caseload new discharge {chart.typed}`"
        yield from chart.at(lower_first(each.why), hint, "status")


@rule("FUP015", cites="S0.23", level="warning")
def discharged_with_loose_ends(chart: Chart) -> Problems:
    """A chart was closed while referrals are open or sessions are planned.

    Somebody waits for a client who will not come, or an agency answers to nobody.

    Bad:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        --- referral 2026-06-22
        status: sent
        --- agency riverside
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
                "attendance", "a session is planned, though the chart is closed", "cancel it, or reopen it"
            )
    open_still = {each.record: each for kind in _OF_REFERRALS for each in owed(chart, kind)}
    for each in open_still.values():
        hint = "write its outcome, or a disposition in the discharge: to whom it was handed over"
        yield from each.at("status", "this referral is open, though the chart is closed", hint)


@rule("FUP007", cites="S0.7", level="warning")
def active_client_without_appointment(chart: Chart) -> Problems:
    """An active client has no session booked, and the last note gives no reason.

    The chart is open, and nobody knows when the client is seen again.

    Bad:
        --- session 2026-01-19
        next: 2026-01-26
        today: 2026-01-27
    Bad:
        --- session 2026-01-19
        attendance: no-show
        progress:
        interventions:
        homework:
        next: 2026-01-22
        outreach:
          - {at: 2026-01-19 12:00, channel: phone, result: will come on Thursday}
        today: 2026-01-23
    Bad:
        practice: policy.next_session_required = false
        --- session 2026-01-19
        next: 2026-01-26
        today: 2026-01-27
    Good:
        --- session 2026-01-19
        --- session 2026-01-26
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
        today: 2026-01-22
    """
    for each in owed(chart, "agreed session"):
        if each.is_overdue(chart.today):
            promised = each.due
            hint = f"write what became of it: `caseload new session {chart.typed} --date {promised}`"
            yield from each.at(
                "next", f"the next session was to be on {each.due}, and there is no record of that day", hint
            )


@rule("FUP017", cites="S3.25", level="warning")
def interval_in_sessions(record: Client | Discharge | PolicyRecord) -> Problems:
    """Something that comes round by the calendar says how often in sessions, which sets no day for it.

    What nobody can count is passed over, and only the practice's own limit is left.

    Bad:
        --- client
        cadence: every 2 sessions
    Good:
        --- client
        cadence: every 2 weeks
    """
    key = {"client": "cadence", "discharge": "check_ins"}.get(record.word, "review_every")
    every = getattr(record, key)
    if every is not None and every.unit == "sessions":
        message = f"`{key}` counts sessions ({every}), which sets no day"
        yield record.at(key, message, "write a length of time, such as monthly or every 2 weeks")
