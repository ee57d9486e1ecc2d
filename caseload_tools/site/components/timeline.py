"""The timeline: what happened, newest first, by month; a note opens in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from caseload_tools.site.components.marks import month_name, short_day
from caseload_tools.site.html import Child, Html, element, joined_html


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One record in the timeline. `opened` is what unfolds; without it the row is only a row.

    `mark` says why it is no part of what happened: `Void`, `To come`.
    """

    anchor: str
    day: date
    kind: str
    details: str = ""
    gist: Child = None
    opened: Html | None = None
    is_open: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of one month, newest first, and what they come to."""

    first: date
    told: str
    entries: Sequence[TimelineRow]


def timeline(months: Iterable[Month]) -> Html:
    """Months with their entries."""
    return joined_html(_month(month) for month in months)


def _month(month: Month) -> Html:
    title = f"{month_name(month.first)} {month.first.year}"
    told = element("span", month.told, class_="c") if month.told else None
    rows = joined_html(element("li", _heading(entry), entry_row(entry)) for entry in month.entries)
    return joined_html((element("h3", title, " ", told, class_="month"), element("ol", rows, class_="timeline")))


def entry_row(entry: TimelineRow) -> Html:
    """`date | kind details · gist`, as a fold when there is a note to open."""
    row = (
        element("time", short_day(entry.day), datetime=entry.day.isoformat(), class_="day"),
        " ",
        element(
            "span",
            element("b", entry.kind),
            " ",
            element("span", entry.details, class_="c") if entry.details else None,
            " ",
            element("span", entry.gist, class_="gist") if entry.gist else None,
            class_="main",
        ),
    )
    class_ = "entry void" if entry.mark == "Void" else "entry"
    if entry.opened is None:
        return element("div", *row, class_=class_)
    return element(
        "details",
        element("summary", *row),
        element("div", entry.opened, class_="note"),
        class_=class_,
        open=entry.is_open,
    )


def _heading(entry: TimelineRow) -> Html:
    # For search and screen readers. Material's search cuts pages at headings with an id, and ends a section
    # where the heading's parent ends: so it stands beside the fold, not inside.
    mark = f"{entry.mark}: " if entry.mark else ""
    words = f"{mark}{entry.kind}, {entry.day.day} {month_name(entry.day)} {entry.day.year}"
    return element("h4", words, id=entry.anchor, class_="vh")
