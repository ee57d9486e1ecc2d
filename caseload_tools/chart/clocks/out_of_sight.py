"""Clocks against a client who falls out of sight: no next session, misses without a decision, a chart gone quiet."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, Recurrence, chart_obligation, clock
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import Interval, count_of, say_day


@clock(
    "next appointment",
    weight="timeliness",
    ended_by="a day under `next`, a word with its reason, or a later session",
    ends_with_care=True,
    at_once=True,
)
def next_appointment(chart: Chart) -> Iterator[Obligation]:
    """The next session is agreed on at the end of each, or the note says why there is none."""
    for session in chart.kept_sessions:
        limit = chart.policy_for(session)["next_session_required"]
        if limit.off or session.date > chart.today:
            continue
        if any(each.is_after(session) for each in reversed(chart.sessions)):  # the last one tells it of nearly all
            continue
        if session.next == "none" and not session.next_reason:
            why = "There is no next session, and no reason is given"
        elif not session.next:
            why = "No next session is agreed on"
        else:
            continue
        yield chart_obligation(
            chart,
            "next appointment",
            f"Agree on the next session, after that of {say_day(session.date, chart.today)}",
            why,
            session.date,
            "FUP001",
            cite=limit.cite,
            record=session,
            clinician=session.clinician,
        )


@clock(
    "decision after misses",
    weight="thread",
    ended_by="a session that was kept, or a review, a plan or a discharge since the last miss",
    ends_with_care=True,
    at_once=True,
)
def decision_after_misses(chart: Chart) -> Iterator[Obligation]:
    """What is done about so many missed sessions in a row."""
    row: list[Session] = []
    for session in chart.sessions:
        if session.reached_client:
            row = []
        elif session.was_missed and session.date <= chart.today:
            row.append(session)
    if not row:
        return
    last, count = row[-1], chart.policy_for(row[-1]).count("consecutive_misses")
    if count is None or len(row) < count:
        return
    if any(each.date >= last.date for each in (*chart.reviews, *chart.plans)):
        return
    yield chart_obligation(
        chart,
        "decision after misses",
        "Decide what follows from the missed sessions",
        f"{count_of(len(row), 'session')} in a row were missed, and nothing has been decided",
        last.date,
        "FUP006",
        cite=chart.policy_for(last)["consecutive_misses"].cite,
        record=last,
    )


@clock(
    "quiet chart",
    weight="timeliness",
    ended_by="a session or contact that reached the client, a session booked, or a discharge",
    ends_with_care=True,
    recurs=True,
)
def quiet_chart(chart: Chart) -> Iterator[Obligation]:
    """An open chart in which nothing has happened for a long time is taken up again, or closed."""
    limit, last = chart.policy["inactive_after"], chart.last_contact(chart.today)
    if not isinstance(limit.value, Interval) or last is None or chart.next_session(chart.today) is not None:
        return
    yield chart_obligation(
        chart,
        "quiet chart",
        "Take the client up again, or close the chart",
        f"The last contact was on {last.date}, and the chart is still open",
        limit.value.after(last.date),
        "FUP014",
        cite=limit.cite,
        record=last,
        again=Recurrence(((limit.value,),)),
    )
