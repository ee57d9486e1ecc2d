"""`caseload audit log`: who changed what in which record, and when."""

from __future__ import annotations

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
    wants_colour,
)
from caseload_tools.errors import CaseloadError

if TYPE_CHECKING:
    from caseload_tools.audit.log import Log, LogRow
    from caseload_tools.practice import Practice

EPILOG = """\b
Examples:
  caseload audit log --client C-0142              everything that was done to one chart
  caseload audit log --record C-0142/sessions/2026-11-10
  caseload audit log --staff m.okafor --since 2026-11-01
  caseload audit log --action signed --action co-signed
  caseload audit log --field target_date          who moved a target date
  caseload audit log --action deleted --action edited-after-signing
  caseload audit log --format csv > log.csv       for a spreadsheet

\b
Actions: created, restored, edited, edited-after-signing, signed, co-signed, sealed,
signature-changed,
signature-removed, addendum, returned, voided, moved, deleted, unreadable,
privilege-changed, settings-changed.
"""
SHOWN = 200


def complete_action(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[click.shell_completion.CompletionItem]:
    """Actions for the shell."""
    from caseload_tools.audit.changes import ACTIONS

    return [
        click.shell_completion.CompletionItem(name, help=about)
        for name, about in ACTIONS.items()
        if name.startswith(incomplete)
    ]


@click.command("log", epilog=EPILOG)
@click.option("--client", metavar="ID", default="", shell_complete=complete_client, help="Only this client's chart.")
@click.option("--staff", metavar="ID", default="", shell_complete=complete_staff, help="Only what this person did.")
@click.option(
    "--action",
    "actions",
    metavar="ACTION",
    multiple=True,
    shell_complete=complete_action,
    help="Only this; repeatable.",
)
@click.option("--field", metavar="KEY", default="", help="Only this field, such as target_date or section/Plan.")
@click.option(
    "--record", metavar="LINK", default="", help="Only this record, such as C-0142/sessions/2026-11-10, and addenda."
)
@click.option("--since", metavar="DATE", help="From this day on.")
@click.option("--until", metavar="DATE", help="Up to and with this day.")
@click.option("--sort", metavar="COLUMN", default="when", show_default=True, help="By which column to sort.")
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--values", is_flag=True, help="Also show old and new text. Such output is part of the chart.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(0), default=SHOWN, show_default=True, help="Rows of a table; 0 for all."
)
@format_option("table", "csv", "json")
@color_option
@click.pass_context
def log(
    ctx: click.Context,
    client: str,
    staff: str,
    actions: tuple[str, ...],
    field: str,
    record: str,
    since: str | None,
    until: str | None,
    sort: str,
    reverse: bool,
    values: bool,
    limit: int,
    format_: str,
    color: str,
) -> None:
    """Say who changed what in which record, and when, from git's history."""
    from caseload_tools.audit.log import Wanted, audit_log, check_asked, named_record, sorted_rows
    from caseload_tools.cli.terminal import show_status

    root, practice = practice_of_command(ctx)
    client, link = named_record(root, record, client)
    wanted = Wanted(
        client,
        _staff(practice, staff),
        frozenset(_word("--action", each, _actions()) for each in actions),
        field,
        link,
        named_day("--since", since) if since else None,
        named_day("--until", until) if until else None,
    )
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise CaseloadError("--until lies before --since", "change them round")
    column = _word("--sort", sort, _columns())
    with show_status("Reading the history"):
        found = audit_log(root, practice, wanted, values=values)
    check_asked(root, practice, wanted, found)
    rows = found.rows if column == "when" and not reverse else sorted_rows(found.rows, column, reverse)
    _print(found, rows, format_, values, limit, wants_colour(color))


def _print(found: Log, rows: tuple[LogRow, ...], format_: str, values: bool, limit: int, colour: bool) -> None:
    from caseload_tools.audit.csv_output import as_csv
    from caseload_tools.audit.log import COLUMNS, LIMITS

    if format_ == "json":
        listed = [{name: getattr(row, name) for name in COLUMNS} for row in rows]
        print_json({"head": found.head, "cut_off": found.cut_off, "rows": listed, "cannot_tell": LIMITS})
        return
    if format_ == "csv":
        click.echo(as_csv(COLUMNS, (row[:-1] for row in rows)), nl=False)
    else:
        from caseload_tools.audit.log import report_of
        from caseload_tools.cli.terminal import print_report

        print_report(report_of(found, rows, values, limit), colour)
    # A footer in a CSV file would be a row of it.
    click.echo("\n".join(("", "What this log cannot tell:", *(f"  - {each}" for each in LIMITS))), err=format_ == "csv")


def _actions() -> list[str]:
    from caseload_tools.audit.changes import ACTIONS

    return list(ACTIONS)


def _columns() -> list[str]:
    from caseload_tools.audit.log import SORTABLE

    return list(SORTABLE)


def _word(option: str, word: str, known: list[str]) -> str:
    from caseload_tools.text.nearest import near_or_all

    if word in known:
        return word
    raise CaseloadError(f"{option} does not know this word", near_or_all(word, known))


def _staff(practice: Practice, staff: str) -> str:
    """A staff id, or an author as the log prints one whom the settings do not know."""
    from caseload_tools.text.nearest import did_you_mean

    if staff and staff not in practice.staff and "@" not in staff:
        others = "an author who is no staff is asked for as the log prints them"
        raise CaseloadError("there is no such member of staff", did_you_mean(staff, practice.staff, others))
    return staff
