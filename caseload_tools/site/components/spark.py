"""The small line of one measure in a table: always on the measure's own full scale, with its cut-off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from caseload_tools.site.html import Html, element

_WIDTH, _HEIGHT, _MARGIN = 56, 26, 3


def sparkline(points: Sequence[tuple[date, float]], scale: tuple[float, float], cutoff: float | None) -> Html:
    """Scores over time; one score is a dot. Hidden from screen readers: value and word stand beside it."""
    first, last = points[0][0], points[-1][0]
    days = max(1, (last - first).days)
    low, high = scale
    span = (high - low) or 1

    def y(value: float) -> float:
        return _HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * (value - low) / span

    places = [(_MARGIN + (_WIDTH - 2 * _MARGIN) * (day - first).days / days, y(value)) for day, value in points]
    drawn = " ".join(f"{x:.0f},{at:.1f}".removesuffix(".0") for x, at in places[-30:])
    return element(
        "svg",
        element("line", x1=0, x2=_WIDTH, y1=y(cutoff), y2=y(cutoff), class_="cut") if cutoff is not None else None,
        element("polyline", points=drawn, class_="ln"),
        element("circle", cx=places[-1][0], cy=places[-1][1], r=2.3, class_="dot"),
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        class_="spark",
        aria_hidden="true",
    )
