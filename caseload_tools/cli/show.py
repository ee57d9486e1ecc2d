"""`caseload show CLIENT`: one client on a page of the terminal."""

from __future__ import annotations

import click

from caseload_tools.cli.common import (
    check_client,
    color_option,
    complete_client,
    format_option,
    open_practice,
    print_json,
    the_day,
    today_option,
    wants_colour,
)

EPILOG = """\b
Example:
  caseload show C-0142        what to know before the next session
"""


@click.command(epilog=EPILOG)
@click.argument("client", shell_complete=complete_client)
@format_option("text", "json")
@color_option
@today_option
@click.pass_context
def show(ctx: click.Context, client: str, format_: str, color: str, today: str | None) -> None:
    """Show one client on a page: facts, what is due, plan, measures, last sessions."""
    from caseload_tools.caseload import read_caseload
    from caseload_tools.reports.brief import brief

    root, practice = open_practice(ctx)
    check_client(root, client)
    caseload = read_caseload(root, practice, the_day(practice, today), [client])
    report = brief(caseload, caseload.charts[0])
    if format_ == "json":
        print_json(report.as_json())
        return
    from caseload_tools.cli.terminal import print_report

    click.echo(report.title)
    print_report(report, wants_colour(color))
