"""`caseload audit report`: a folder for an auditor to take away."""

from __future__ import annotations

from pathlib import Path

import click

from caseload_tools import dates
from caseload_tools.cli.common import (
    check_client,
    complete_client,
    format_option,
    named_day,
    practice_of_command,
    print_json,
    today_option,
)
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, CaseloadError

EPILOG = """\b
Examples:
  caseload audit report --out ~/for-the-auditor
  caseload audit report --out q3 --since 2026-07-01 --until 2026-09-30
  caseload audit report --out c-0142 --client C-0142
  caseload audit report --out ~/2026 --anchor anchor.txt   against the line that you kept elsewhere
The folder holds client ids, staff names and dates: keep it as you keep charts.
Exit code: 0 made, 1 made, and a check of the history failed, 2 wrong use.
"""


@click.command("report", epilog=EPILOG)
@click.option("--out", metavar="FOLDER", help="Where to write it: a new or empty folder.")
@click.option("--client", metavar="ID", default="", shell_complete=complete_client, help="Only this client's chart.")
@click.option("--since", metavar="DATE", help="From this day on.")
@click.option("--until", metavar="DATE", help="Up to and with this day.")
@click.option("--anchor", metavar="LINE OR FILE", help="A line of `caseload audit anchor` kept elsewhere.")
@format_option("text", "json")
@today_option
@click.pass_context
def report(
    ctx: click.Context,
    out: str | None,
    client: str,
    since: str | None,
    until: str | None,
    anchor: str | None,
    format_: str,
    today: str | None,
) -> int:
    """Make a folder for an auditor: the log, the settings and the checks, as a page and as tables."""
    from caseload_tools.audit.bundle import make_bundle
    from caseload_tools.audit.log import Wanted
    from caseload_tools.cli.terminal import show_status
    from caseload_tools.text import write_atomic
    from caseload_tools.text.folders import new_folder

    root, _ = practice_of_command(ctx)
    if not out:
        raise CaseloadError("say where the report goes", "--out FOLDER, a folder that does not exist yet")
    folder = _outside_the_records(Path(out), root)
    first = named_day("--since", since) if since else None
    last = named_day("--until", until) if until else None
    if first and last and last < first:
        raise CaseloadError("--until lies before --since", "change them round")
    with show_status("Reading and checking the history"):
        made = make_bundle(root, Wanted(client, since=first, until=last), dates.today(today), anchor=anchor)
    if client and not made.rows:
        check_client(root, client)
    with new_folder(folder) as ready:
        for name, content in made.files.items():
            write_atomic(ready / name, content, replace=False, private=True)
    if format_ == "json":
        print_json({"folder": str(folder), "head": made.head, "acts": made.rows, "stands": made.stands})
    else:
        click.echo(f"{len(made.files)} files in {folder}; open {folder / 'index.html'}")
        if not made.stands:
            click.echo("a check of the history failed: `caseload audit verify` says which", err=True)
    return EXIT_CLEAN if made.stands else EXIT_FINDINGS


def _outside_the_records(folder: Path, root: Path) -> Path:
    if folder.resolve().is_relative_to((root / "records").resolve()):
        raise CaseloadError("a report does not belong among the records", "name a folder elsewhere")
    return folder
