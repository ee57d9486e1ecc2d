"""Rows of what is due: what to do, why, for whom, by whom; and the days ahead, one line an item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from caseload_tools.dates import say_day
from caseload_tools.site.components.marks import due_state, state_mark, tone_of, tone_sign
from caseload_tools.site.html import UNSEARCHED, Child, Html, element, joined_html, link
from caseload_tools.text.english import upper_first


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do. `address` is where it is done, `chart` the client's page, empty for the practice's own."""

    what: str
    why: str
    due: date
    today: date
    client: str = ""
    chart: str = ""
    who: str = ""
    address: str = ""


def due_row(item: DueItem, *, show_client: bool = True, show_who: bool = True) -> Html:
    """`state | what | client | who`, and below it why."""
    return element(
        "li",
        due_state(item.due, item.today),
        element("span", link(item.what, item.address), class_="what"),
        element("span", link(item.client, item.chart), class_="id") if show_client else None,
        element("span", item.who, class_="by") if show_who else None,
        element("span", f"{item.why.rstrip('.')}.", class_="why") if item.why else None,
    )


def due_list(items: Iterable[DueItem], *, show_client: bool = True, show_who: bool = True) -> Html:
    """Due rows in the order given."""
    rows = (due_row(item, show_client=show_client, show_who=show_who) for item in items)
    return element("ol", joined_html(rows), class_="due")


def days_ahead(items: Iterable[DueItem], closed: Iterable[date], today: date) -> Html:
    """What comes, by day, one line an item; days on which the practice is closed are named."""
    by_day: dict[date, list[DueItem]] = {day: [] for day in closed}
    for item in items:
        by_day.setdefault(item.due, []).append(item)
    return element("ol", joined_html(_day(day, by_day[day], today) for day in sorted(by_day)), class_="days")


def _day(when: date, items: list[DueItem], today: date) -> Html:
    rows: Child = joined_html(
        element(
            "li",
            element("span", link(item.what, item.address), class_="what"),
            element("span", link(item.client, item.chart), class_="id"),
            element("span", item.who, class_="by"),
        )
        for item in items
    )
    named = element("time", say_day(when, today), datetime=when.isoformat(), class_="day")
    return element("li", named, element("ul", rows) if items else element("span", "Closed", class_="c"))


def due_strip(items: Iterable[DueItem]) -> Html:
    """The few nearest things of one chart, side by side under a thick line in the colour of their state."""
    cells = (
        element(
            "li", due_state(item.due, item.today), link(item.what, item.address), class_=tone_of(item.due, item.today)
        )
        for item in items
    )
    return element("ul", joined_html(cells), class_="strip", **UNSEARCHED)


def nothing_due(fact: str, *more: Child) -> Html:
    """A calm place: a tick, a good sentence, and what was looked at."""
    told = element("p", *more) if more else None
    return element("div", element("p", state_mark(fact, "good")), told, class_="empty")


def short_state(kind: str, due: date, today: date) -> Html:
    """What is due in a table's cell: `Review 12 d late`, `Note today`, `First plan 2 Dec`."""
    days = (today - due).days
    when = f"{days} d late" if days > 0 else "today" if days == 0 else say_day(due, today).split(" ", 1)[-1]
    if days == -1:
        when = "tomorrow"
    elif days < 0:
        when = f"{due.day} {say_day(due, today).split()[-1]}" if due.year == today.year else say_day(due, today)
    tone = tone_of(due, today)
    return element("span", tone_sign(tone), f"{upper_first(kind)} {when}", class_=f"st {tone}".strip())
