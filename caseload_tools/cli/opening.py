"""What commands share and what needs no click: where the practice is, which day it is, how to print.

The short way of a commit hook takes these without loading click; `common` has them for all other commands.
"""

from __future__ import annotations

import os
import sys
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING

from caseload_tools import dates
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import FILE, Practice

if TYPE_CHECKING:
    from caseload_tools.chart.caseload import TreeOrFolder


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


def the_day(practice: Practice, today: str | None, as_of: str | None = None) -> Day:
    """The day a command is about: --as-of, else today: the option, CASELOAD_TODAY, the demo's clock, the clock."""
    return named_day("--as-of", as_of) if as_of else dates.today(today, practice.today, practice.timezone)


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


def check_client(place: TreeOrFolder, client: str) -> None:
    """Refuse a client id that is not there, naming the nearest one that is."""
    from caseload_tools.chart.caseload import client_folders

    client_folders(place, [client])


def print_now(text: str, *, end: str = "\n", err: bool = False) -> None:
    """Print, and let go of it at once, as `click.echo` does for a text that may have colours."""
    stream = sys.stderr if err else sys.stdout
    stream.write(text + end)
    stream.flush()
