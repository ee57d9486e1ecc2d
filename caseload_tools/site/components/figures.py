"""Headline figures: at most five, each a link to what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caseload_tools.site.html import Html, element, joined_html


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with what it is of. `course` are shares from 0 to 1 over the last weeks, oldest first."""

    label: str
    value: str
    context: str
    address: str
    course: Sequence[float | None] = ()


def figure_strip(items: Iterable[Figure]) -> Html:
    """The strip below the lead."""
    return element(
        "ul", joined_html(element("li", _cell(item)) for item in items), class_="figs", aria_label="Headline figures"
    )


def _cell(item: Figure) -> Html:
    return element(
        "a",
        element("span", item.label, class_="l"),
        element("span", item.value, class_="v"),
        element("span", item.context, class_="c"),
        course_line(item.course) if len([each for each in item.course if each is not None]) > 2 else None,
        href=item.address,
    )


def course_line(shares: Sequence[float | None]) -> Html:
    """A small line of shares; weeks without any are left out, they are not zero."""
    while shares and shares[0] is None:
        shares = shares[1:]
    step = 120 / max(1, len(shares) - 1)
    points = [(4 + step * at, 20 - 16 * share) for at, share in enumerate(shares) if share is not None]
    drawn = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
    last_x, last_y = points[-1]
    return element(
        "svg",
        element("polyline", points=drawn, class_="ln"),
        element("circle", cx=last_x, cy=last_y, r=2.3, class_="dot"),
        width=132,
        height=24,
        viewBox="0 0 132 24",
        aria_hidden="true",
    )


def share_in_words(part: int, whole: int) -> str:
    """`83%`, but `4 of 5` below ten: a percentage of so few would say more than is known."""
    if not whole:
        return "none"
    return f"{part} of {whole}" if whole < 10 else f"{round(100 * part / whole)}%"
