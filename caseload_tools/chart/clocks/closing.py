"""Clocks of the end of care: the summary, the status that was left as it was, what was agreed on for afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, Recurrence, chart_obligation, clock
from caseload_tools.chart.records.client import CLOSED
from caseload_tools.dates import Interval, say_day


@clock(
    "discharge summary",
    weight="timeliness",
    ended_by="a discharge record",
    after_death=True,
    whole=True,
)
def discharge_summary(chart: Chart) -> Iterator[Obligation]:
    """The summary after a chart was closed: also of one that was opened again since."""
    closed = chart.client.closed if chart.client else None
    if closed is None or not _lacks_summary(chart):
        return
    limit = chart.policy_on(closed)["discharge_summary_within"]
    if not isinstance(limit.value, Interval):
        return
    why = f"Closed {say_day(closed, chart.today)}; the summary is due within {limit.value}"
    due = limit.value.after(closed, chart.practice.holidays)
    yield chart_obligation(
        chart,
        "discharge summary",
        "Write the discharge summary",
        why,
        due,
        "TIM012",
        cite=limit.cite,
        record=chart.client,
    )


def _lacks_summary(chart: Chart) -> bool:
    """Nothing was written of the closing that client.md tells of: the present one, or one before the last opening."""
    client = chart.client
    if chart.status in CLOSED:
        return chart.current_episode.lacks("discharge")
    if client is None or client.closed is None or client.closed >= client.opened:
        return False
    return chart.fully_read("discharge") and all(each.date >= client.opened for each in chart.discharges)


@clock(
    "closing", weight="form", ended_by="the status under which the chart is closed, or a session since", at_once=True
)
def closing(chart: Chart) -> Iterator[Obligation]:
    """The status of a chart whose discharge was written: from that day on, unless the client was seen again."""
    written = [each for each in chart.discharges if each.date <= chart.today]
    if not written or chart.status not in ("intake", "active"):
        return
    last = written[-1]
    if any(last.date < each.date <= chart.today for each in chart.kept_sessions):
        return
    why = f"The {last.kind or 'discharge'} is of {say_day(last.date, chart.today)}, and the chart is {chart.status}"
    yield chart_obligation(chart, "closing", "Close the chart", why, last.date, "FUP019", record=last)


@clock(
    "check-in",
    weight="timeliness",
    ended_by="a contact that reached the client, its last day under `check_ins_until`, or a disposition",
    recurs=True,
    ends_for_good=("declined", "handed-over"),
)
def check_in(chart: Chart) -> Iterator[Obligation]:
    """The next check-in that a discharge agreed on, in a chart that is closed; follow-up has the clock of contact."""
    written = [each for each in chart.discharges if each.date <= chart.today]
    last = written[-1] if written else None
    if last is None or chart.status != "discharged" or not chart.all_read("contact"):
        return
    every = last.check_ins
    if every is None or every.unit == "sessions":
        return
    seen = chart.last_contact(chart.today)
    since = max(last.date, seen.date) if seen is not None else last.date
    due = every.after(since, chart.practice.holidays)
    if last.check_ins_until is not None and due > last.check_ins_until:
        return
    began = "Discharged" if since == last.date else "Last contact"
    why = f"{began} {say_day(since, chart.today)}; the discharge says {every.each}"
    yield chart_obligation(
        chart,
        "check-in",
        "Check in with the client, as agreed",
        why,
        due,
        "FUP020",
        cite="the discharge's own check-ins",
        record=last,
        opened=since,
        again=Recurrence(((every,),), until=last.check_ins_until),
    )
