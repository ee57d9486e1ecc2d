"""The golden thread, drawn: problem, goal and objectives as a tree, one bead a session on a shared row of dates.

A broken thread is seen as broken before it is read: it is dotted from its last bead on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caseload_tools.dates import say_day
from caseload_tools.site.components.marks import tick_day
from caseload_tools.site.html import Child, Html, element, joined_html, small

PITCH, HEIGHT = 37, 20
_X0, _Y = 18, 10
# Each has a form of its own. In the order of the legend: what a session said of how it goes, then what else there is.
_SAID = ("progressing", "met", "no change", "worse", "stopped", "worked on")
WORDS = (*_SAID, "not worked on", "missed", "no note")


@dataclass(frozen=True, slots=True)
class DrawnBead:
    """One session on an objective's thread; `word` is one of WORDS, empty where the thread is not."""

    day: date
    word: str


@dataclass(frozen=True, slots=True)
class DrawnThread:
    """One objective: its text, how far it is, its beads, its date.

    `broken` says why the thread is broken, `silent` what stands there when no session shown has a bead.
    """

    id: str
    text: str
    reached: Child
    beads: Sequence[DrawnBead]
    when: Child
    broken: Child = None
    silent: str = "No session yet"


@dataclass(frozen=True, slots=True)
class GoalTree:
    """One goal with its objectives and what is done for them."""

    id: str
    text: str
    threads: Sequence[DrawnThread]
    through: Child = None
    note: Child = None


@dataclass(frozen=True, slots=True)
class ProblemTree:
    """One problem with its goals; `source` is where it comes from."""

    id: str
    text: str
    source: Child
    goals: Sequence[GoalTree]


def thread_tree(problems: Sequence[ProblemTree], days: Sequence[date], today: date) -> Html:
    """The whole plan as threads over one row of dates."""
    head = element(
        "div",
        element("span"),
        element("span", "From, now, wanted"),
        element("span", dates_row(days), class_="beads"),
        element("span", "Target date"),
        class_="th-head",
        aria_hidden="true",
    )
    return element("div", head, joined_html(_problem(each, today) for each in problems), class_="thread")


def _problem(problem: ProblemTree, today: date) -> Html:
    named = element("p", element("b", problem.id), f" {problem.text} ", element("span", problem.source, class_="c"))
    return element(
        "section",
        named if problem.id else None,
        joined_html(_goal(goal, today) for goal in problem.goals),
        class_="problem",
        id=problem.id or None,
        aria_label=f"Problem {problem.id}" if problem.id else "Goals without a problem",
    )


def _goal(goal: GoalTree, today: date) -> Html:
    return element(
        "div",
        element("p", element("b", goal.id), f" {goal.text}", goal.note, class_="g"),
        element("ul", joined_html(_drawn(each, today) for each in goal.threads), class_="objectives"),
        element("p", goal.through, class_="through") if goal.through else None,
        class_="goal",
        id=goal.id,
    )


def _drawn(thread: DrawnThread, today: date) -> Html:
    why = element("span", thread.broken, class_="c") if thread.broken else None
    held = bead_string(thread.beads, today, broken=thread.broken is not None)
    return element(
        "li",
        element("p", element("b", thread.id), f" {thread.text} ", why, class_="o"),
        element("div", thread.reached, class_="reach"),
        element("div", held or small(thread.silent), _span(thread.beads, today), class_="beads"),
        element("div", thread.when, class_="when"),
        id=thread.id,
    )


def _span(beads: Sequence[DrawnBead], today: date) -> Html | None:
    """From when to when, in words, where there is no room for the row of dates."""
    days = [say_day(bead.day, today) for bead in beads if bead.word]
    words = dict.fromkeys((days[0], days[-1])) if days else {}
    return small(" to ".join(words), "c s") if words else None


def dates_row(days: Sequence[date]) -> Html:
    """The dates over the beads, with the month named where one begins."""
    texts = []
    for at, day in enumerate(days):
        before = days[at - 1] if at else None
        texts.append(element("text", tick_day(day, before), x=_X0 + PITCH * at, y=11, text_anchor="middle"))
    return element("svg", *texts, width=_width(len(days)), height=14, class_="dates")


def _width(count: int) -> int:
    return max(2 * _X0, 2 * _X0 + PITCH * (count - 1))


def bead_string(beads: Sequence[DrawnBead], today: date, *, broken: bool) -> Html | None:
    """One objective's beads on their string; the label says the sequence in words. None without a bead."""
    begun = next((at for at, bead in enumerate(beads) if bead.word), len(beads))
    ended = max((at for at, bead in enumerate(beads) if bead.word), default=-1)
    if ended < 0:
        return None
    said = ", ".join(f"{say_day(bead.day, today)} {bead.word}" for bead in beads if bead.word)
    held = [at for at, bead in enumerate(beads) if bead.word in _SAID]
    return element(
        "svg",
        element("title", said),
        joined_html(_segment(beads, at, held[-1] if held else -1, broken) for at in range(begun, ended)),
        joined_html(bead_mark(bead.word, _X0 + PITCH * at) for at, bead in enumerate(beads) if bead.word),
        width=_width(len(beads)),
        height=HEIGHT,
        viewBox=f"0 0 {_width(len(beads))} {HEIGHT}",
        role="img",
    )


def _segment(beads: Sequence[DrawnBead], at: int, last_held: int, broken: bool) -> Html:
    dotted = beads[at + 1].word in ("missed", "no note") or beads[at].word in ("missed", "no note")
    dotted = dotted or (broken and at >= last_held)
    x = _X0 + PITCH * at
    return element("line", x1=x, x2=x + PITCH, y1=_Y, y2=_Y, class_="s d" if dotted else "s")


def bead_mark(word: str, x: int) -> Html:
    """The form of one bead: disc, large with a tick, small, ring, triangle, bar, stroke, cross, question mark."""
    if word == "met":
        tick = element("path", d=f"M{x - 3.5} {_Y}l2.5 3 4.5-5.5", class_="k")
        return joined_html((element("circle", cx=x, cy=_Y, r=8, class_="b"), tick))
    if word == "progressing":
        return element("circle", cx=x, cy=_Y, r=6, class_="b")
    if word == "worked on":
        return element("circle", cx=x, cy=_Y, r=3.5, class_="b")
    if word == "no change":
        return element("circle", cx=x, cy=_Y, r=5.5, class_="o")
    if word == "worse":
        return element("path", d=f"M{x - 6} {_Y - 5}h12l-6 10z", class_="w")
    if word == "missed":
        return element("path", d=f"M{x - 4} {_Y - 4}l8 8m0-8l-8 8", class_="x")
    if word == "no note":
        return element("text", "?", x=x, y=_Y + 4, text_anchor="middle", class_="no")
    if word == "stopped":
        return element("rect", x=x - 4, y=_Y - 4, width=8, height=8, class_="o")
    return element("line", x1=x, x2=x, y1=_Y - 4, y2=_Y + 4, class_="s")


def bead_legend(words: Sequence[str]) -> Html:
    """The forms that occur, each with its word, once below the tree."""
    items = (
        element("li", element("svg", bead_mark(word, 10), width=20, height=HEIGHT, aria_hidden="true"), f" {word}")
        for word in words
    )
    return element("ul", joined_html(items), class_="legend", aria_label="Signs on the threads")


def bullet_graph(baseline: float, now: float | None, target: float, scale: tuple[float, float]) -> Html:
    """Where it began, where it is and where it should be, on one grey track. The words stand below it."""
    low, high = scale

    def x(value: float) -> float:
        return 4 + 140 * (min(max(value, low), high) - low) / ((high - low) or 1)

    flag = element("path", d=f"M{x(target):.1f} 18v-16h8l-2.5 3 2.5 3h-8", class_="flag")
    way = element("line", x1=x(baseline), x2=x(now), y1=12, y2=12, class_="way") if now is not None else None
    dot = element("circle", cx=x(now), cy=12, r=4, class_="dot") if now is not None else None
    return element(
        "svg",
        element("line", x1=4, x2=144, y1=12, y2=12, class_="track"),
        element("line", x1=x(baseline), x2=x(baseline), y1=7, y2=17, class_="way"),
        way,
        dot,
        flag,
        width=154,
        height=20,
        aria_hidden="true",
    )
