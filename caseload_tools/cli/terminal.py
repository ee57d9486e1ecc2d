"""Tables and progress for a person at a terminal. The only home of rich, imported late.

Nothing here may print for a machine: rich wraps and pads.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from caseload_tools.cli.common import is_interactive
from caseload_tools.reports import Report
from caseload_tools.text.safe_text import show_controls

if TYPE_CHECKING:
    from rich.text import Text

T = TypeVar("T")
_LATE = re.compile(r"\d[\d,]* days? late$")


def print_report(report: Report, colour: bool) -> None:
    """A report: its lead in bold, then each table under its caption."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        color_system="auto" if colour else None,
        # A file or a pipe has no width; rich would take 80 and fold every row.
        width=None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 160,
    )
    console.print(Text(show_controls(report.lead), style="bold" if colour else ""))
    for table in report.tables:
        shown = Table(title=None, box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
        columns = _in_two_lines(table.columns)
        for index, _ in columns:
            name = table.columns[index]
            shown.add_column(name, overflow="fold", no_wrap=name in ("when", "client", "date", "id"))
        for row in table.rows:
            shown.add_row(*(_cell(row[index], None if below is None else row[below]) for index, below in columns))
        console.print()
        console.print(Text(show_controls(table.caption), style="bold" if colour else ""))
        console.print(shown)


# What stands under what, in a second line of the same cell: the site's rows are told in two lines as well.
_BELOW = {"when": "due", "what": "why", "record": "see"}


def _in_two_lines(names: tuple[str, ...]) -> list[tuple[int, int | None]]:
    """The columns to show, each with the one that goes below it."""
    below = {upper: lower for upper, lower in _BELOW.items() if upper in names and lower in names}
    return [
        (index, names.index(below[name]) if name in below else None)
        for index, name in enumerate(names)
        if name not in below.values()
    ]


def _cell(value: object, below: object = None) -> Text:
    from rich.text import Text

    text = show_controls("" if value is None else str(value))
    style = "red" if _LATE.match(text) else "yellow" if text == "today" else ""
    cell = Text(text, style=style)
    if below:
        cell = Text.assemble(cell, "\n", (show_controls(str(below)), "dim"))
    return cell


@contextmanager
def show_status(doing: str) -> Iterator[None]:
    """Show what is being done until it is done, when a person is watching."""
    if not is_interactive():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(doing):
        yield
