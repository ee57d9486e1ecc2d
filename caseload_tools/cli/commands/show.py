"""`caseload show CLIENT`: one client on a page of the terminal."""

from __future__ import annotations

import click

from caseload_tools.cli.common import (
    at_option,
    check_client,
    color_option,
    complete_client,
    format_option,
    print_json,
    today_option,
    wants_colour,
)
from caseload_tools.cli.state import open_state
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE

EPILOG = """\b
Examples:
  caseload show C-0142                     what to know before the next session
  caseload show C-0142 --at 2026-11-21     what was known then
"""


@click.command(epilog=EPILOG)
@click.argument("client", shell_complete=complete_client)
@at_option
@format_option("text", "json")
@color_option
@today_option
@click.pass_context
def show(ctx: click.Context, client: str, at: str | None, format_: str, color: str, today: str | None) -> int:
    """Show one client on a page: facts, what is due, plan, measures, last sessions."""
    from caseload_tools.chart.caseload import charts_beside, read_caseload
    from caseload_tools.chart.not_read import not_read_in
    from caseload_tools.reports.brief import brief

    state = open_state(ctx, at)
    check_client(state.tree, client)
    state = state.about_clients([client])
    day = state.judged_on(today, None)
    caseload = read_caseload(state.tree, state.practice, day, [client], state.past)
    report = brief(caseload, caseload.charts[0], charts_beside(state.tree, caseload))
    unread = not_read_in(caseload.charts[0])
    state.report(day)
    state.report_later(today, day, sum(each.later for each in unread.values))
    if format_ == "json":
        print_json(report.as_json())
    else:
        from caseload_tools.cli.terminal import print_report

        click.echo(report.title)
        print_report(report, wants_colour(color))
    if state.unread:
        return EXIT_USAGE
    return EXIT_FINDINGS if unread else EXIT_CLEAN
