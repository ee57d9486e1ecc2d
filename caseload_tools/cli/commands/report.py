"""`caseload report NAME`: figures, patterns, groups and the like over some days, for a meeting or a funder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import click

from caseload_tools.cli.common import (
    at_option,
    check_client,
    color_option,
    complete_client,
    format_option,
    named_day,
    print_json,
    today_option,
    wants_colour,
)
from caseload_tools.cli.state import open_state
from caseload_tools.errors import CaseloadError

USUAL = timedelta(days=90)
EPILOG = """\b
Examples:
  caseload report                             which reports there are
  caseload report figures --from 2026-10-01   attendance, hours, change: for a board or a funder
  caseload report patterns --client C-0142    themes, skills, what moved the objectives
  caseload report progress --client C-0142    how far somebody has come, for them to take home
  caseload report reminders                   whom to remind this week, and by which channel
  caseload report statement --client C-0142   what was charged, taken off and paid
"""


@click.command(epilog=EPILOG)
@click.argument("name", required=False, default="")
@click.option("--client", metavar="ID", default="", shell_complete=complete_client, help="Only this client's.")
@click.option("--from", "first", metavar="DATE", help="The first day; 90 days before the last one, if not said.")
@click.option("--until", "last", metavar="DATE", help="The last day; today, if not said.")
@at_option
@format_option("text", "json")
@color_option
@today_option
@click.pass_context
def report(
    ctx: click.Context,
    name: str,
    client: str,
    first: str | None,
    last: str | None,
    at: str | None,
    format_: str,
    color: str,
    today: str | None,
) -> None:
    """Print a report over some days: figures, patterns, progress, groups, partners, reminders, statement.

    Without a NAME it lists them. The tables hold what the records hold: give them only to who may read those.
    """
    from caseload_tools.chart.caseload import read_caseload
    from caseload_tools.chart.not_read import say_unread
    from caseload_tools.cli.opening import print_now
    from caseload_tools.reports import all_reports
    from caseload_tools.reports.report import Days

    reports = all_reports()
    if not name:
        _list(reports)
        return
    _check(name)
    state = open_state(ctx, at)
    if client:
        check_client(state.tree, client)
    day = state.judged_on(today, None)
    until = named_day("--until", last) if last else day
    since = named_day("--from", first) if first else until - USUAL
    if since > until:
        raise CaseloadError("--from lies after --until", "give them the other way round")
    caseload = read_caseload(state.tree, state.practice, day, [client] if client else None, state.past)
    told = reports[name](caseload, Days(since, until))
    state.report(day)
    if caseload.not_read:
        said = say_unread(caseload.not_read, "what they say is not in this report")
        print_now(f"caseload: {said}; `caseload due` names them", err=True)
    if format_ == "json":
        print_json({"as_of": day.isoformat(), "from": since.isoformat(), "until": until.isoformat(), **told.as_json()})
        return
    from caseload_tools.cli.terminal import print_report

    print_report(told, wants_colour(color))


def _list(reports: Mapping[str, Callable[..., Any]]) -> None:
    from caseload_tools.reports.report import OF_DAYS

    for name in sorted(OF_DAYS):
        click.echo(f"{name:<10} {(reports[name].__doc__ or '').splitlines()[0]}")


def _check(name: str) -> None:
    from caseload_tools.reports.report import OF_DAYS
    from caseload_tools.text.nearest import near_or_all

    if name not in OF_DAYS:
        hint = near_or_all(name, OF_DAYS)
        raise CaseloadError("there is no such report", hint)
