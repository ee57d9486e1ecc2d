"""`caseload doctor`: look at the folder, the repository and this computer, and say what puts records at risk."""

from __future__ import annotations

import click

from caseload_tools.cli.common import (
    color_option,
    format_option,
    practice_of_command,
    print_json,
    the_day,
    today_option,
    wants_colour,
)
from caseload_tools.errors import EXIT_CLEAN, EXIT_FINDINGS

EPILOG = """\b
Examples:
  caseload doctor                  what puts the records at risk, with a command for each
  caseload doctor --all            also what is in order, and why it is asked
  caseload doctor --format json    for another program
Exit code: 0 nothing is wrong (there may be something to look at), 1 something is wrong.
"""
_COLOURS = {"ok": "green", "look": "yellow", "wrong": "red"}


@click.command(epilog=EPILOG)
@click.option("--all", "everything", is_flag=True, help="Say why each is asked, too.")
@format_option("text", "json")
@color_option
@today_option
@click.pass_context
def doctor(ctx: click.Context, everything: bool, format_: str, color: str, today: str | None) -> int:
    """Look at what is around the records: remotes, hooks, modes, keys, backups. Changes nothing."""
    from caseload_tools.dates import count_of
    from caseload_tools.guard.doctor import examine_computer
    from caseload_tools.text.safe_text import show_controls

    root, practice = practice_of_command(ctx)
    found = examine_computer(root, practice, the_day(practice, today))
    wrong = sum(each.state == "wrong" for each in found)
    look = sum(each.state == "look" for each in found)
    asked = [each for each in found if each.state != "not asked"]
    if format_ == "json":
        print_json({"wrong": wrong, "look": look, "checks": [each._asdict() for each in found]})
        return EXIT_FINDINGS if wrong else EXIT_CLEAN
    colour = wants_colour(color)
    for each in asked:
        word = click.style(f"{each.state:6}", fg=_COLOURS[each.state]) if colour else f"{each.state:6}"
        click.echo(f"{word}{each.name}: {show_controls(each.sentence)}", color=colour)
        if each.command and each.state != "ok":
            click.echo(f"      {show_controls(each.command)}")
        if everything:
            click.echo(f"      {each.why}")
    rest = len(found) - len(asked)
    later = f"; {count_of(rest, 'more check')} when there is a repository" if rest else ""
    click.echo(f"\n{count_of(len(asked), 'check')}: {wrong} wrong, {look} to look at{later}")
    return EXIT_FINDINGS if wrong else EXIT_CLEAN
