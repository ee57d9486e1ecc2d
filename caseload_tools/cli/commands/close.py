"""`caseload close CLIENT`: what is still owed, and the discharge begun with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caseload_tools.cli.common import (
    color_option,
    complete_client,
    complete_staff,
    format_option,
    named_day,
    practice_of_command,
    print_json,
    the_day,
    today_option,
    wants_colour,
)
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE

if TYPE_CHECKING:
    from caseload_tools.desk.new_record import Beginning
    from caseload_tools.practice import Practice

EPILOG = """\b
Examples:
  caseload close C-0142            what is still owed there, and a discharge begun
  caseload close C-0142 --list     only what is still owed; writes nothing
  caseload close C-0142 --edit     and open the discharge in your editor
"""


@click.command(epilog=EPILOG)
@click.argument("client", shell_complete=complete_client)
@click.option("--date", "day", metavar="DATE", help="The day of the discharge; today if not said.")
@click.option("--kind", type=click.Choice(["discharge", "transfer"]), default="discharge", show_default=True)
@click.option("--staff", metavar="ID", default="", shell_complete=complete_staff, help="Who; else its clinician.")
@click.option("--list", "only_list", is_flag=True, help="Only say what is still owed; write nothing.")
@click.option("--edit", is_flag=True, help="Open the discharge in your editor ($VISUAL or $EDITOR).")
@format_option("text", "json")
@color_option
@today_option
@click.pass_context
def close(
    ctx: click.Context,
    client: str,
    day: str | None,
    kind: str,
    staff: str,
    only_list: bool,
    edit: bool,
    format_: str,
    color: str,
    today: str | None,
) -> int:
    """Begin the discharge of CLIENT, with everything that a closed chart goes on owing.

    Closing a chart ends the rhythm of care. It does not end a signature, an answer to danger or a referral: each is
    done, or the discharge says under `dispositions` what became of it and why.
    """
    from caseload_tools.chart.caseload import read_caseload
    from caseload_tools.chart.not_read import not_read_in
    from caseload_tools.cli.common import check_client
    from caseload_tools.cli.state import open_state
    from caseload_tools.cli.terminal import print_report
    from caseload_tools.desk.drafts import Wish
    from caseload_tools.desk.new_record import Beginning
    from caseload_tools.reports.closing import closing

    root, practice = practice_of_command(ctx)
    state = open_state(ctx, None)
    check_client(state.tree, client)
    state = state.about_clients([client])
    on = the_day(practice, today)
    written_on = named_day("--date", day) if day else on
    caseload = read_caseload(state.tree, state.practice, on, [client], state.past)
    report = closing(caseload, caseload.charts[0])
    state.report(on)
    if format_ == "json":
        print_json(report.as_json())
    else:
        print_report(report, wants_colour(color))
    if state.unread:
        return EXIT_USAGE  # what git remembers could not be read, so that more may be owed
    code = EXIT_FINDINGS if not_read_in(caseload.charts[0]) else EXIT_CLEAN
    if only_list:
        return code
    wish = Wish(written_on, kind=kind, staff=staff)
    _begin(root, practice, Beginning("discharge", client, wish), edit, quiet=format_ == "json")
    return code


def _begin(root: Path, practice: Practice, discharge: Beginning, edit: bool, quiet: bool) -> None:
    """Write the discharge, say where it is and what comes after it; behind data that is no part of what is printed."""
    from caseload_tools.desk.editor import editor_named, open_in_editor

    editor = editor_named(os.environ) if edit else []
    path = discharge.write(root, practice).path
    click.echo(f"\n{path}\n  then write `status: discharged` and `closed:` in client.md", err=quiet)
    if editor:
        open_in_editor(editor, root / path)
