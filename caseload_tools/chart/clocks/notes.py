"""Clocks of notes beside the session's own: of a group, at least so often, of what came up and reached no plan."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, Recurrence, chart_obligation, clock
from caseload_tools.chart.records.group import Group
from caseload_tools.chart.records.session import KEPT, MISSED
from caseload_tools.dates import Interval, say_day


@clock(
    "group note",
    weight="timeliness",
    ended_by="a note that names the group",
    after_death=True,
    at_once=True,
    whole=True,
)
def group_note(chart: Chart) -> Iterator[Obligation]:
    """What a group's meeting meant for this client is in their own note."""
    if not chart.all_read("session"):
        return
    noted = {session.group for session in chart.sessions if session.group}
    of_group = {session.date for session in chart.sessions if session.service == "group"}
    for group in chart.shared.groups:
        word = group.attendance.get(chart.id)
        if word not in (*KEPT, *MISSED) or group.link in noted or group.date > chart.today:
            continue
        if word in MISSED:
            if group.date not in of_group:
                yield _missed(chart, group)
            continue
        yield chart_obligation(
            chart,
            "group note",
            f"Write the note of the group of {say_day(group.date, chart.today)}",
            f"{chart.id} was there by {group.link}, and the chart has no note of it",
            group.date,
            "LNK016",
            record=group,
        )


def _missed(chart: Chart, group: Group) -> Obligation:
    """The record of a miss that only the group's list knows: without it nobody reaches out to whoever did not come."""
    day = say_day(group.date, chart.today)
    what = f"Write that the client missed the group of {day}, and reach out"
    why = f"{chart.id} did not come by {group.link}, and the chart has no session of it"
    return chart_obligation(chart, "group note", what, why, group.date, "LNK016", record=group, weight="safety")


@clock(
    "regular note",
    weight="timeliness",
    ended_by="a note of a session or a contact",
    ends_with_care=True,
    recurs=True,
)
def regular_note(chart: Chart) -> Iterator[Obligation]:
    """Some programmes ask for a note at least every so often, whatever was booked."""
    limit, client = chart.policy["note_every"], chart.client
    if not isinstance(limit.value, Interval) or client is None or client.status != "active":
        return
    if not chart.all_read("session") or not chart.all_read("contact"):
        return
    noted = [each for each in (*chart.kept_sessions, *chart.contacts) if each.date <= chart.today]
    last = max(noted, key=lambda each: each.date) if noted else None
    since = last.date if last is not None else client.opened
    yield chart_obligation(
        chart,
        "regular note",
        "Write what has happened since the last note",
        f"The last note is of {since}; one is due {limit.value.each}",
        limit.value.after(since, chart.practice.holidays),
        "TIM013",
        cite=limit.cite,
        record=last or client,
        opened=since,
        again=Recurrence(((limit.value,),)),
    )


@clock("new problem", weight="thread", ended_by="a plan or a review since then", ends_with_care=True)
def new_problem(chart: Chart) -> Iterator[Obligation]:
    """What a session named as a new problem reaches a plan, or a review that decides that it waits."""
    if not chart.all_read("review") or not chart.all_read("plan"):
        return
    for session in chart.kept_sessions:
        limit = chart.policy_for(session)["new_problem_within"]
        if not session.new_problem or not isinstance(limit.value, Interval):
            continue
        if any(each.date >= session.date for each in (*chart.plans, *chart.reviews)):
            continue
        why = f"A new problem was named on {say_day(session.date, chart.today)}; it is taken up within {limit.value}"
        due = limit.value.after(session.date, chart.practice.holidays)
        what = "Take the new problem up in the plan, or in a review"
        yield chart_obligation(chart, "new problem", what, why, due, "LNK011", cite=limit.cite, record=session)
