"""`caseload report NAME`: figures, patterns, groups and the like over some days, for a meeting or a funder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

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
from caseload_tools.dates import add_months, parse_day
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, CaseloadError

if TYPE_CHECKING:
    from caseload_tools.reports.report import Report

USUAL = timedelta(days=90)
EPILOG = """\b
Examples:
  caseload report                             which reports there are
  caseload report figures --from 2026-10-01   attendance, hours, change: for a board or a funder
  caseload report patterns --client C-0142    themes, skills, what moved the objectives
  caseload report progress --client C-0142    how far somebody has come, for them to take home
  caseload report reminders                   whom to remind this week, and by which channel
  caseload report statement --client C-0142 --month 2026-10   what was charged, paid and is open
"""


@click.command(epilog=EPILOG)
@click.argument("name", required=False, default="")
@click.option("--client", metavar="ID", default="", shell_complete=complete_client, help="Only this client's.")
@click.option("--from", "first", metavar="DATE", help="The first day; 90 days before the last one, if not said.")
@click.option("--until", "last", metavar="DATE", help="The last day; today, if not said.")
@click.option("--month", metavar="MONTH", default="", help="One month, as in 2026-10, in place of --from and --until.")
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
    month: str,
    at: str | None,
    format_: str,
    color: str,
    today: str | None,
) -> int:
    """Print a report over some days: figures, patterns, progress, groups, partners, reminders, statement.

    Without a NAME it lists them. The tables hold what the records hold: give them only to who may read those.
    Where a record or a value could not be read, the report names it first, and the exit code is 1.
    """
    from caseload_tools.chart.caseload import read_caseload
    from caseload_tools.reports import all_reports
    from caseload_tools.reports.report import Days, unread_of_days, with_unread

    reports = all_reports()
    if not name:
        _list(reports)
        return EXIT_CLEAN
    _check(name)
    state = open_state(ctx, at)
    if client:
        check_client(state.tree, client)
    day = state.judged_on(today, None)
    since, until = _days(first, last, month, day)
    caseload = read_caseload(state.tree, state.practice, day, [client] if client else None, state.past)
    unread = unread_of_days(caseload, Days(since, until))
    told = with_unread(reports[name](caseload, Days(since, until)), unread)
    state.report(day)
    state.report_later(today, day, sum(each.later for each in unread.values))
    if format_ == "json":
        print_json({"as_of": day.isoformat(), "from": since.isoformat(), "until": until.isoformat(), **told.as_json()})
    else:
        _print(told, wants_colour(color))
    if state.unread:
        return EXIT_USAGE
    return EXIT_FINDINGS if unread else EXIT_CLEAN


def _days(first: str | None, last: str | None, month: str, today: date) -> tuple[date, date]:
    """The first and the last day to tell of."""
    if month:
        if first or last:
            raise CaseloadError("--month says which days already", "leave --from and --until away, or --month")
        begun = parse_day(f"{month}-01") if len(month) == len("2026-10") else None
        if begun is None:
            raise CaseloadError("--month is not a month", "write it as YYYY-MM, such as 2026-10")
        return begun, add_months(begun, 1) - timedelta(days=1)
    until = named_day("--until", last) if last else today
    since = named_day("--from", first) if first else until - USUAL
    if since > until:
        raise CaseloadError("--from lies after --until", "give them the other way round")
    return since, until


def _print(told: Report, colour: bool) -> None:
    from caseload_tools.cli.terminal import print_report

    print_report(told, colour)


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
