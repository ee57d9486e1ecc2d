"""`caseload diff`: what changed between two states of the practice, in clinical words."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caseload_tools.cli.common import (
    check_client,
    color_option,
    complete_client,
    format_option,
    practice_root,
    print_json,
    wants_colour,
)
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_practice

if TYPE_CHECKING:
    from caseload_tools.audit.changes.between import Changed
    from caseload_tools.git.stored_trees import CommitTree, WorkTree

EPILOG = """\b
A and B are commits as git names them (HEAD~5, main@{yesterday}, a3f09c1e), or `.` for the
files as they are now. Without them: from the last commit to the files as they are now.

\b
Examples:
  caseload diff                          what I have changed and not committed
  caseload diff C-0142                   the same, for one client
  caseload diff HEAD~10 HEAD C-0142      what ten commits did to one chart
  caseload diff main@{2026-10-01} .      since the first of October
"""
NOW = "."


@click.command(epilog=EPILOG)
@click.argument("what", metavar="[A] [B] [CLIENT]", nargs=-1, shell_complete=complete_client)
@click.option("--values", is_flag=True, help="Also show old and new text. Such output is part of the chart.")
@format_option("text", "json")
@color_option
@click.pass_context
def diff(ctx: click.Context, what: tuple[str, ...], values: bool, format_: str, color: str) -> None:
    """Say what changed between two states of the practice, in clinical words."""
    from caseload_tools.audit.changes.between import changed_files
    from caseload_tools.cli.terminal import show_status

    root = practice_root(ctx.find_root().obj)
    start, end, client = _asked(what, root)
    with show_status("Comparing"):
        before, after = _tree(root, start), _tree(root, end)
        changed = changed_files(before, after, client, values=values)
    _say_left_out(before, after)
    if client and not changed:
        check_client(root, client)
    names = _named(start, before), _named(end, after)
    if format_ == "json":
        print_json({"from": names[0], "to": names[1], "records": [_as_json(each) for each in changed]})
    else:
        _print(changed, names, values, wants_colour(color))


def _say_left_out(*trees: CommitTree | WorkTree) -> None:
    """What is not compared, since it is not on this computer."""
    from caseload_tools.chart.unplaced import say_left_out
    from caseload_tools.cli.opening import print_now

    for said in (each for tree in trees if len(tree.left_out) > len(tree.gone) for each in say_left_out(tree)):
        print_now(f"caseload: {said}", err=True)


def _asked(what: tuple[str, ...], root: Path) -> tuple[str, str, str]:
    """The two states and the client, which comes last."""
    states = list(what)
    client = states.pop() if states and _is_client(states[-1], root) else ""
    if len(states) > 2:
        raise CaseloadError("there are two states to compare, and one client", "caseload diff A B CLIENT")
    start, end = states + ["HEAD", NOW][len(states) :]
    return start, end, client


def _is_client(word: str, root: Path) -> bool:
    """A branch may have the name of a code, so the practice says whether it is one of its own."""
    from caseload_tools.text.client_codes import USUAL_CODES, looks_like_code_any_case

    if USUAL_CODES.fits_any_case(word):
        return True
    return looks_like_code_any_case(word) and load_practice(root).client_codes.fits_any_case(word)


def _tree(root: Path, state: str) -> CommitTree | WorkTree:
    from caseload_tools.git.stored_trees import CommitTree, WorkTree

    return WorkTree(root) if state == NOW else CommitTree(root, state)


def _named(state: str, tree: CommitTree | WorkTree) -> str:
    commit: str = getattr(tree, "commit", "")
    if not commit:
        return "the files as they are now"
    return commit[:10] if commit.startswith(state) else f"{state} ({commit[:10]})"


def _as_json(each: Changed) -> dict[str, object]:
    place = each.place
    return {
        "client": place.client,
        "record": place.link,
        "type": place.word,
        "path": each.path,
        "was": each.was,
        "against": each.against,
        "events": [event._asdict() for event in each.events],
    }


def _print(changed: tuple[Changed, ...], names: tuple[str, str], values: bool, colour: bool) -> None:
    from caseload_tools.dates import count_of
    from caseload_tools.text.safe_text import show_controls, styled_text

    if not changed:
        click.echo(f"Nothing differs between {show_controls(names[0])} and {show_controls(names[1])}.")
        return
    clients = count_of(len({each.place.client for each in changed} - {""}), "client")
    lead = f"{count_of(len(changed), 'file')} of {clients}: from {show_controls(names[0])} to {show_controls(names[1])}"
    click.echo(styled_text(lead, "strong", colour))
    for client, records in groupby(changed, key=lambda each: each.place.client):
        click.echo("\n" + styled_text(show_controls(client or "The practice"), "strong", colour))
        for each in records:
            click.echo(f"  {show_controls(each.place.link)}")
            _print_events(each, values, colour)


def _print_events(each: Changed, values: bool, colour: bool) -> None:
    from caseload_tools.text.safe_text import show_controls, styled_text

    told = False
    for event in each.events:
        if each.against and event.action == "edited" and not told:
            click.echo(f"    against {show_controls(each.against)}:")
            told = True
        flag = styled_text(" (after signing)", "faint", colour) if event.action == "edited-after-signing" else ""
        click.echo(f"    {'  ' if told else ''}{show_controls(event.words)}{flag}")
        if values and (event.before or event.after):
            for mark, text in (("-", event.before), ("+", event.after)):
                for line in text.splitlines():
                    click.echo(f"        {mark} {show_controls(line)}")
