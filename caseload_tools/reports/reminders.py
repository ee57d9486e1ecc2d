"""Whom to remind of what in the next seven days, by the channel that is safe: nothing is sent from here."""

from __future__ import annotations

from datetime import timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.clocks.sessions import BOOKED
from caseload_tools.chart.disclosing.channels import safe_channels_of
from caseload_tools.chart.ledger import owed
from caseload_tools.chart.records.session import Session
from caseload_tools.dates import count_of, say_day
from caseload_tools.reports.report import Caseload, Days, Report, Table, only_filled, report

AHEAD = timedelta(days=7)


@report("reminders", of_days=True)
def reminders(caseload: Caseload, _days: Days) -> Report:
    """Sessions booked for the next seven days, with the channel each client prefers and those never to use.

    As the ledger has them: nobody reminds whoever died, nor of what was declared void.
    """
    coming = (
        (each.due, _at(each), chart.id, chart)
        for chart in caseload.charts
        for each in owed(chart, BOOKED)
        if caseload.today <= each.due <= caseload.today + AHEAD
    )
    found = sorted(coming, key=lambda each: each[:3])
    rows = tuple((say_day(day, caseload.today), at, client, *_reach(chart)) for day, at, client, chart in found)
    table = Table("Coming sessions", ("day", "at", "client", "by", "never by"), rows, key="sessions")
    unsafe = sum(not row[3] for row in rows)
    lead = f"{count_of(len(rows), 'session')} to remind of by {say_day(caseload.today + AHEAD, caseload.today)}."
    ask = f" For {unsafe} no safe channel is known: ask before you remind." if unsafe else ""
    return Report("Reminders", lead + ask, only_filled((table,)))


def _at(booked: Obligation) -> str:
    session = booked.record
    return session.time[0].isoformat("minutes") if isinstance(session, Session) and session.time else ""


def _reach(chart: Chart) -> tuple[str, str]:
    """The preferred channel where it is safe, else the safe ones; and those that must never be used."""
    client = chart.client
    if client is None:
        return "", ""
    safe = safe_channels_of(client)
    by = safe[:1] if client.prefers in safe else safe
    return ", ".join(by), ", ".join(client.do_not_contact)
