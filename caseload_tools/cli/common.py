"""What the commands share: finding the practice, the clock, colour, formats, completion."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from caseload_tools.cli.opening import check_client, is_interactive, named_day, practice_root, the_day, wants_colour
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice, load_practice

__all__ = [
    "at_option",
    "check_client",
    "check_names",
    "color_option",
    "complete_client",
    "complete_code",
    "complete_profile",
    "complete_programme",
    "complete_staff",
    "format_option",
    "is_interactive",
    "named_day",
    "practice_of_command",
    "practice_root",
    "print_json",
    "the_day",
    "today_option",
    "wants_colour",
]

F = TypeVar("F", bound=Callable[..., Any])

at_option = click.option("--at", metavar="REV", help="As the records stood in this commit, or at the end of a day.")

today_option = click.option(
    "--today", metavar="DATE", help="Take this day (YYYY-MM-DD) for today; else CASELOAD_TODAY, else the clock."
)
color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours; NO_COLOR and FORCE_COLOR are honoured.",
)


def format_option(*formats: str) -> Callable[[F], F]:
    """`--format` with the formats a command can print; the first is the default."""
    return click.option(
        "--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print."
    )


def practice_of_command(ctx: click.Context) -> tuple[Path, Practice]:
    """The practice that the command line is about."""
    root = practice_root(ctx.find_root().obj)
    return root, load_practice(root)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def complete_client(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Client ids of the practice for the shell."""
    from caseload_tools.chart.caseload import client_folders

    try:
        folders = client_folders(practice_root(ctx.find_root().params.get("place")))
    except CaseloadError:
        return []
    wanted = incomplete.casefold()
    return [CompletionItem(folder.id) for folder in folders if folder.id.casefold().startswith(wanted)]


def complete_code(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rule codes with their sentence for the shell."""
    from caseload_tools.lint.rule import load_rules

    wanted = incomplete.upper()
    rules = load_rules()
    return [CompletionItem(code, help=rules[code].summary) for code in sorted(rules) if code.startswith(wanted)]


def complete_staff(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Staff ids of the practice for the shell."""
    try:
        practice = load_practice(practice_root(ctx.find_root().params.get("place")))
    except CaseloadError:
        return []
    return [
        CompletionItem(each.id, help=each.name) for each in practice.staff.values() if each.id.startswith(incomplete)
    ]


def complete_programme(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Programme ids of the practice for the shell."""
    try:
        practice = load_practice(practice_root(ctx.find_root().params.get("place")))
    except CaseloadError:
        return []
    return [CompletionItem(each) for each in practice.programmes if each.startswith(incomplete)]


def complete_profile(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Policy profiles with what they are for, for the shell."""
    from caseload_tools.practice import profile_about, profile_names

    known = (name for name in profile_names() if name.startswith(incomplete))
    return [CompletionItem(name, help=profile_about(name)[0]) for name in known]


def check_names(practice: Practice, clinician: str, programme: str) -> None:
    """Refuse a staff id or programme that the practice does not have, naming the nearest; `nobody` is a name here."""
    from caseload_tools.chart.clocks.obligation import NOBODY
    from caseload_tools.text.nearest import near_or_all

    for name, known, word in (
        (clinician, practice.staff, "member of staff"),
        (programme, practice.programmes, "programme"),
    ):
        if name and name not in known and not (name == NOBODY and known is practice.staff):
            hint = near_or_all(name, known) if known else "none are named in caseload.toml"
            raise CaseloadError(f"there is no such {word}", hint)
