"""What the commands share: finding the practice, the clock, colour, formats, completion."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from caseload_tools import dates
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import FILE, Practice, load_practice

if TYPE_CHECKING:
    from caseload_tools.caseload import Place

F = TypeVar("F", bound=Callable[..., Any])

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


def practice_root(place: str | None = None) -> Path:
    """The practice's folder: the one named, or the nearest folder upwards with a caseload.toml."""
    if place is not None:
        root = Path(place)
        if not root.is_dir():
            raise CaseloadError("the folder given with --practice is not there", "check the path")
        return root
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise CaseloadError(
        f"there is no practice here: no {FILE} in this folder or above it",
        "go to your practice's folder, or start one with `caseload init my-clinic`",
    )


def open_practice(ctx: click.Context) -> tuple[Path, Practice]:
    """The practice that the command line is about."""
    root = practice_root(ctx.find_root().obj)
    return root, load_practice(root)


def the_day(practice: Practice, today: str | None, as_of: str | None = None) -> Day:
    """The day a command is about: --as-of, else today: the option, CASELOAD_TODAY, the demo's clock, the clock."""
    return named_day("--as-of", as_of) if as_of else dates.today(today, practice.today)


def named_day(option: str, text: str) -> Day:
    """The day given with an option; the mistake names the option."""
    day = dates.parse_day(text)
    if day is None:
        raise CaseloadError(f"{option} is not a date", "write it as YYYY-MM-DD, for example 2026-11-24")
    return day


def wants_colour(color: str) -> bool:
    """Whether to print colours: as asked, else NO_COLOR, FORCE_COLOR, else whether a terminal reads."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty()


def is_interactive() -> bool:
    """A person is watching: progress may be shown (on standard error)."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def complete_client(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Client ids of the practice for the shell."""
    from caseload_tools.caseload import client_folders

    try:
        folders = client_folders(practice_root(ctx.find_root().params.get("place")))
    except CaseloadError:
        return []
    wanted = incomplete.upper()
    return [CompletionItem(folder.id) for folder in folders if folder.id.startswith(wanted)]


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


def check_client(place: Place, client: str) -> None:
    """Refuse a client id that is not there, naming the nearest one that is."""
    from difflib import get_close_matches

    from caseload_tools.caseload import client_folders

    known = [folder.id for folder in client_folders(place)]
    if client not in known:
        near = get_close_matches(client.upper(), known, n=1)
        raise CaseloadError(
            "there is no client with this id",
            f"did you mean {near[0]}?" if near else "the ids are the names of the folders in records/clients",
        )


def check_names(practice: Practice, clinician: str, programme: str) -> None:
    """Refuse a staff id or a programme that the practice does not have, naming the nearest."""
    from difflib import get_close_matches

    for name, known, word in (
        (clinician, practice.staff, "member of staff"),
        (programme, practice.programmes, "programme"),
    ):
        if name and name not in known:
            near = get_close_matches(name, known, n=1)
            listed = ", ".join(sorted(known)) or "none are named in caseload.toml"
            raise CaseloadError(
                f"there is no such {word}", f"did you mean {near[0]}?" if near else f"there are: {listed}"
            )
