"""Measures as small multiples over one time axis, with the sessions under them, as inline SVG.

Two renditions, one hidden by a media query, because letters must stay legible on a phone: a wide
drawing is never scaled down. Every number stands in a table beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caseload_tools.dates import MONTHS
from caseload_tools.site.html import Html, element, joined_html

Y = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Scale:
    """Part of a measure's range and its name."""

    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure: its scores over time, its range, bands and cut-off, and a target to come."""

    name: str
    points: Sequence[tuple[date, float]]
    low: float
    high: float
    bands: Sequence[Scale] = ()
    cutoff: float | None = None
    target: tuple[date, float] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A session under the panels: kept, late, missed, no note, planned or cancelled."""

    day: date
    word: str


@dataclass(frozen=True, slots=True)
class PlanMark:
    """Something that happened to the plan; a dotted line across all panels."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things lie in one rendition, in pixels."""

    width: int
    left: int
    right: int
    panel: int
    first: date
    last: date
    wide: bool

    def x(self, day: date) -> float:
        """The place of a day on the shared axis."""
        days = max(1, (self.last - self.first).days)
        return self.left + (self.right - self.left) * (day - self.first).days / days


_TITLE, _GAP, _TOP, _WORD = 18, 10, 20, 66


def measure_chart(panels: Sequence[Panel], marks: Sequence[Mark], events: Sequence[PlanMark], today: date) -> Html:
    """All panels over one axis, in both renditions."""
    days = [day for panel in panels for day, _ in panel.points]
    targets = [panel.target[0] for panel in panels if panel.target and (panel.target[0] - today).days <= 60]
    first = min([*days, *(mark.day for mark in marks if mark.day >= min(days) - timedelta(days=30))])
    span = max(14, (max([*days, today]) - first).days)
    pad = timedelta(days=max(2, span // 40))
    last = max([*days, today, *targets]) + pad
    wide = _Frame(860, 34, 720, 118, first - pad, last, True)
    narrow = _Frame(358, 24, 300, 100, first - pad, last, False)
    shown = _with_room(wide, [event for event in events if first - pad <= event.day <= today], today)
    said = ", ".join(f"{panel.name} from {panel.points[0][1]:g} to {panel.points[-1][1]:g}" for panel in panels)
    label = f"Scores over time: {said}. All values are in the table."
    return element(
        "figure",
        element(
            "div",
            _drawing(wide, panels, marks, shown, today, label),
            _drawing(narrow, panels, marks, shown, today, label),
            class_="box",
            tabindex="0",
            role="region",
            aria_label="Scores over time",
        ),
        _key(narrow, shown),
        class_="mch",
    )


def _drawing(
    frame: _Frame, panels: Sequence[Panel], marks: Sequence[Mark], events: Sequence[PlanMark], today: date, label: str
) -> Html:
    height = _TOP + len(panels) * (_TITLE + frame.panel + _GAP) + 46
    base = height - 46
    parts = [element("title", label)]
    for at, panel in enumerate(panels):
        parts.append(_panel(frame, panel, _TOP + at * (_TITLE + frame.panel + _GAP) + _TITLE))
    parts.extend(_events(frame, events, base))
    parts.append(_today(frame, today, base))
    parts.extend(_marks(frame, marks, base + 8))
    parts.extend(_axis(frame, base + 22))
    return element(
        "svg",
        *parts,
        width=frame.width,
        height=height,
        viewBox=f"0 0 {frame.width} {height}",
        role="img",
        class_="w" if frame.wide else "s",
    )


def _panel(frame: _Frame, panel: Panel, top: int) -> Html:
    def y(value: float) -> float:
        return top + frame.panel * (1 - (value - panel.low) / ((panel.high - panel.low) or 1))

    return joined_html(
        (
            element("text", panel.name, x=frame.left, y=top - 6, class_="h"),
            *_bands(frame, panel, y(panel.low), y),
            *_line(frame, panel, y),
            *_target(frame, panel, y),
        )
    )


def _bands(frame: _Frame, panel: Panel, bottom: float, y: Y) -> Iterator[Html]:
    bands = panel.bands or (Scale(panel.low, panel.high, ""),)
    shade_of_last = max(1, len(bands) - 1)
    for at, band in enumerate(bands):
        # A band reaches to where the next begins, so that no score lies between two.
        upper = bands[at + 1].low if at + 1 < len(bands) else panel.high
        high_is_worse = bands[0].low <= bands[-1].low
        shade = round(3 * (at if high_is_worse else len(bands) - 1 - at) / shade_of_last)
        top, low = y(upper), y(band.low)
        yield element("rect", x=frame.left, y=top, width=frame.right - frame.left, height=low - top, class_=f"b{shade}")
        if low - top >= 9:
            yield element("text", band.label, x=frame.right + 6, y=(top + low) / 2 + 4)
    edges = [band.low for band in bands[1:]] or ([panel.cutoff] if panel.cutoff is not None else [])
    ticks = [panel.low, *edges, panel.high]
    before = bottom + 99
    for tick in ticks:
        if before - y(tick) >= 11:
            before = y(tick)
            yield element("text", f"{tick:g}", x=frame.left - 5, y=y(tick) + 4, text_anchor="end")
    if panel.cutoff is not None:
        at_cut = y(panel.cutoff)
        yield element("line", x1=frame.left, x2=frame.right, y1=at_cut, y2=at_cut, class_="cut")


def _line(frame: _Frame, panel: Panel, y: Y) -> Iterator[Html]:
    places = [(frame.x(day), y(value), value) for day, value in panel.points]
    if len(places) > 1:
        yield element("polyline", points=" ".join(f"{x:.0f},{at:.0f}" for x, at, _ in places), class_="score")
    labelled = -99.0
    final = places[-1][0]
    for index, (x, at, value) in enumerate(places):
        end = index in (0, len(places) - 1)
        yield element("circle", cx=x, cy=at, r=4 if end else 3 if len(places) < 30 else 2, class_="e" if end else "p")
        if end or (x - labelled >= 24 and final - x >= 20):
            labelled = x
            above = at - 8 if at - 8 > y(panel.high) + 8 else at + 17
            yield element("text", f"{value:g}", x=x, y=above, text_anchor="middle", class_="v" if end else "")


def _target(frame: _Frame, panel: Panel, y: Y) -> Iterator[Html]:
    if panel.target and panel.target[0] <= frame.last:
        yield element(
            "path",
            d=f"M{frame.x(panel.target[0]):.0f} {y(panel.target[1]) + 4:.0f}v-14h8l-2.5 3 2.5 3h-8",
            class_="flag",
        )


def _with_room(frame: _Frame, events: Sequence[PlanMark], today: date) -> list[PlanMark]:
    """Those whose words do not run into each other, the first given first; the others stand in the timeline."""
    kept: list[PlanMark] = []
    for event in events:
        taken = [frame.x(today) - 24, *(frame.x(other.day) for other in kept)]
        if all(abs(frame.x(event.day) - at) >= _WORD for at in taken):
            kept.append(event)
    return sorted(kept, key=lambda event: event.day)


def _events(frame: _Frame, events: Sequence[PlanMark], base: int) -> Iterator[Html]:
    for index, event in enumerate(events):
        x = frame.x(event.day)
        yield element("line", x1=x, x2=x, y1=_TOP, y2=base, class_="ev")
        words = event.words if frame.wide else "ABCDEFGH"[index % 8]
        yield element("text", words, x=x, y=11, text_anchor="middle" if x > 60 else "start")


def _key(frame: _Frame, events: Sequence[PlanMark]) -> Html | None:
    if not events:
        return None
    words = ", ".join(f"{'ABCDEFGH'[index % 8]} {event.words}" for index, event in enumerate(events))
    return element("p", f"{words}.", class_="c s")


def _today(frame: _Frame, today: date, base: int) -> Html:
    x = frame.x(today)
    line = element("line", x1=x, x2=x, y1=_TOP - 4, y2=base, class_="td")
    return joined_html((line, element("text", "today", x=x, y=11, text_anchor="middle", class_="td")))


def _marks(frame: _Frame, marks: Sequence[Mark], y: int) -> Iterator[Html]:
    inside = [mark for mark in marks if frame.first <= mark.day <= frame.last]
    pitch = (frame.right - frame.left) / max(1, len(inside))
    for mark in inside:
        yield session_mark(mark.word, frame.x(mark.day), y, small=pitch < 11)
    if inside:
        yield element("text", "sessions", x=frame.right + 6, y=y + 4)


def session_mark(word: str, x: float, y: float, *, small: bool = False) -> Html:
    """Full square kept, half-full late, cross missed, empty red square no note, dashed planned; bars when dense."""
    half = 2.0 if small else 3.5
    if word == "missed":
        return element(
            "path",
            d=f"M{x - half:.1f} {y - half}l{2 * half} {2 * half}m0 {-2 * half}l{-2 * half} {2 * half}",
            class_="m-x",
        )
    box = {"x": x - half, "y": y - half, "width": 2 * half, "height": 2 * half}
    if word == "late":
        filled = element("rect", x=x, y=y - half, width=half, height=2 * half, class_="m-k")
        return joined_html((element("rect", class_="m-o", **box), filled))
    return element("rect", class_={"kept": "m-k", "no note": "m-n", "planned": "m-p"}.get(word, "m-o"), **box)


def session_legend(words: Sequence[str]) -> Html:
    """The session marks that occur, each with its word."""
    items = (
        element("li", element("svg", session_mark(word, 6, 6), width=12, height=12, aria_hidden="true"), f" {word}")
        for word in words
    )
    return element(
        "ul", element("li", "Sessions:"), joined_html(items), class_="legend", aria_label="Signs of sessions"
    )


def _axis(frame: _Frame, y: int) -> Iterator[Html]:
    months = list(_months(frame.first, frame.last))
    step = max(1, -(-len(months) * 30 // (frame.right - frame.left)))
    for at, month in enumerate(months):
        x = frame.x(month)
        yield element("line", x1=x, x2=x, y1=y, y2=y + 5, class_="ax")
        if at % step == 0:
            words = MONTHS[month.month - 1] + (f" {month.year}" if month.month == 1 and step == 1 else "")
            yield element("text", words, x=x, y=y + 18, text_anchor="middle")


def _months(first: date, last: date) -> Iterator[date]:
    year, month = first.year, first.month + 1
    while (start := date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)) <= last:
        yield start
        month += 1
