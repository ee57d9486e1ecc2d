"""`caseload due`: what is overdue, due today, and due in the next 14 days."""

from __future__ import annotations

import click

from caseload_tools.cli.common import (
    at_option,
    color_option,
    complete_client,
    complete_programme,
    complete_staff,
    format_option,
    print_json,
    today_option,
    wants_colour,
)
from caseload_tools.cli.state import open_state
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE

EPILOG = """\b
Examples:
  caseload due                          what needs attention, most urgent first
  caseload due --clinician m.okafor     one clinician's list
  caseload due --by programme           grouped by programme
  caseload due --as-of 2026-12-01       how it will stand on that day
  caseload due --at 2026-11-21          how it stood then, by the records of that day
"""


@click.command(epilog=EPILOG)
@click.option("--clinician", metavar="ID", default="", shell_complete=complete_staff, help="Only this clinician's.")
@click.option("--programme", metavar="ID", default="", shell_complete=complete_programme, help="Only this programme's.")
@click.option("--client", metavar="ID", default="", shell_complete=complete_client, help="Only this client's.")
@click.option(
    "--by",
    type=click.Choice(["band", "clinician", "programme", "client"]),
    default="band",
    help="How to group.",
    show_default=True,
)
@click.option("--all", "later", is_flag=True, help="Also what is due later than in 14 days.")
@at_option
@click.option("--as-of", metavar="DATE", help="As it stands on this day; without --at, with the records there are now.")
@click.option("--fail-on", type=click.Choice(["overdue"]), help="Leave with exit code 1 when something is overdue.")
@format_option("text", "json")
@color_option
@today_option
@click.pass_context
def due(
    ctx: click.Context,
    clinician: str,
    programme: str,
    client: str,
    by: str,
    later: bool,
    at: str | None,
    as_of: str | None,
    fail_on: str | None,
    format_: str,
    color: str,
    today: str | None,
) -> int:
    """Say what is overdue, due today, and due in the next 14 days."""
    from caseload_tools.chart.caseload import read_caseload
    from caseload_tools.cli.common import check_client, check_names
    from caseload_tools.reports.due import DueFilter, due_obligations, owed_as_data, unread_for
    from caseload_tools.reports.due import due as due_report

    state = open_state(ctx, at)
    check_names(state.practice, clinician, programme)
    if client:
        check_client(state.tree, client)
    asked = [client] if client else None
    state = state.about_clients(asked)
    day = state.judged_on(today, as_of)
    caseload = read_caseload(state.tree, state.practice, day, asked, state.past)
    wanted = DueFilter(clinician, programme, client)
    report = due_report(caseload, by=by, wanted=wanted, later=later)
    state.report(day)
    state.report_later(today or as_of, day, sum(each.later for each in unread_for(caseload, wanted).values))
    if format_ == "json":
        print_json({"as_of": day.isoformat(), **report.as_json(), "owed": owed_as_data(caseload, wanted, later)})
    else:
        from caseload_tools.cli.terminal import print_report

        print_report(report, wants_colour(color))
    if state.unread:
        return EXIT_USAGE
    if unread_for(caseload, wanted) or (
        fail_on and any(each.is_overdue(day) for each in due_obligations(caseload, wanted))
    ):
        return EXIT_FINDINGS
    return EXIT_CLEAN
