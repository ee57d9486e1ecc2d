"""`caseload upgrade`: convert what is not signed to the record format of this version."""

from __future__ import annotations

import click

from caseload_tools.cli.common import format_option, practice_of_command, print_json
from caseload_tools.desk.upgrading import Converted, StaysAsSigned, conversions
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS, CaseloadError

EPILOG = """\b
Examples:
  caseload upgrade --diff     show what would change, write nothing
  caseload upgrade            convert the drafts, and raise `format` in caseload.toml
"""


@click.command(epilog=EPILOG)
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@format_option("text", "json")
@click.pass_context
def upgrade(ctx: click.Context, /, diff: bool, format_: str) -> int:
    """Convert records to the newest format that this version reads: keys get the names of today.

    Signed records are never touched: they are read by their older names for ever. Older formats need no conversion to
    be read; convert once everybody's caseload-tools is new enough.
    """
    from caseload_tools.desk.rewriting import written_anew
    from caseload_tools.practice.record_format import say_needed

    root, practice = practice_of_command(ctx)
    if practice.is_newer:
        raise CaseloadError(say_needed(practice), "update caseload-tools; nothing was changed")
    found = list(written_anew(root, conversions(root, practice), only_show=diff))
    done = [each for each in found if isinstance(each, Converted)]
    left = [each for each in found if isinstance(each, StaysAsSigned)]
    if format_ == "json":
        print_json(_as_json(done, left, diff))
    else:
        _tell(done, left, diff)
    return EXIT_FINDINGS if any(not each.signed for each in left) or (diff and done) else EXIT_CLEAN


def _tell(done: list[Converted], left: list[StaysAsSigned], diff: bool) -> None:
    from caseload_tools.cli.differing import print_difference
    from caseload_tools.dates import count_of
    from caseload_tools.practice.record_format import FORMAT

    for each in done:
        if diff:
            print_difference(each.path, each.before, each.after)
        else:
            click.echo(f"{each.path}  {'; '.join(each.what)}")
    for stays in left:
        if not stays.signed:
            click.echo(f"{stays.path}  left alone: {stays.why}")
    signed = sum(each.signed for each in left)
    if signed:
        click.echo(f"{count_of(signed, 'signed record')} with older names left as signed; read for ever")
    if done:
        click.echo(f"{count_of(len(done), 'file')} {'would be ' if diff else ''}converted to format {FORMAT}")
    else:
        click.echo(f"Nothing to convert: format {FORMAT} is the newest that this version reads.")


def _as_json(done: list[Converted], left: list[StaysAsSigned], diff: bool) -> dict[str, object]:
    return {
        "written": not diff,
        "files": [{"path": each.path, "changes": each.what} for each in done],
        "left_alone": [{"path": each.path, "why": each.why} for each in left],
    }
