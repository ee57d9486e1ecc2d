"""The few forms and words in which the site says a state. A status is never a bare colour or sign.

Forms are drawn, not backgrounds, so that they outlast high contrast modes and print.
"""

from __future__ import annotations

from calendar import day_name as day_names
from calendar import month_name as month_names
from datetime import date

from caseload_tools.chart.risk.risk_view import MARKED, NOT_ASKED, NOT_UNDERSTOOD, SCREEN_BLANK, SCREEN_OPEN, TEXT_OPEN
from caseload_tools.dates import MONTHS, WEEKDAYS, lateness, say_day
from caseload_tools.site.html import Child, Html, element, joined_html

_DISC = element("circle", cx=5, cy=5, r=4, class_="f")
_HALF = joined_html((element("circle", cx=5, cy=5, r=3.5), element("path", d="M5 1a4 4 0 0 0 0 8z", class_="f")))
_RING = element("circle", cx=5, cy=5, r=3.5)
_TICK = element("path", d="M1 5.5l2.7 2.8L9 2", stroke_width=2)
_FORMS = {"late": _DISC, "now": _HALF, "": _RING, "good": _TICK}


def tone_sign(tone: str) -> Html:
    """The drawn sign of a tone: late, now, good, or nothing for what is yet to come."""
    return element("svg", _FORMS[tone], width=9, height=9, viewBox="0 0 10 10", aria_hidden="true")


def state_mark(words: Child, tone: str = "") -> Html:
    """A state: its sign, its words, its colour."""
    return element("span", tone_sign(tone), words, class_=f"st {tone}".strip())


def tone_of(due: date, today: date) -> str:
    """The tone of a due date."""
    return "late" if due < today else "now" if due == today else ""


def due_state(due: date, today: date) -> Html:
    """`12 days late`, `today`, `in 21 days`, with sign and colour."""
    return state_mark(lateness(due, today), tone_of(due, today))


def day_in_words(when: date, today: date, class_: str = "") -> Html:
    """A day in words, and for machines."""
    return element("time", say_day(when, today), datetime=when.isoformat(), class_=class_)


def long_day(when: date) -> str:
    """`Tuesday 24 November 2026`, for the head of the first page."""
    return f"{day_names[when.weekday()]} {when.day} {month_name(when)} {when.year}"


def month_name(when: date) -> str:
    """`November`."""
    return month_names[when.month]


def short_day(when: date) -> str:
    """`Tue 17`, inside a month that is named above."""
    return f"{WEEKDAYS[when.weekday()]} {when.day}"


def tick_day(when: date, before: date | None) -> str:
    """`6 Oct` where a month begins in a row of dates, else `13`."""
    begins = before is None or (before.year, before.month) != (when.year, when.month)
    return f"{when.day} {MONTHS[when.month - 1]}" if begins else str(when.day)


def badge(words: Child, tone: str = "") -> Html:
    """A word in a thin box: at most one in a row of text."""
    return element("span", words, class_=f"badge {tone}".strip())


def risk_word(state: str) -> Html:
    """The risk in its word: high and what nobody answered in a box, moderate and not asked bold, the rest plain."""
    word = {"": NOT_ASKED, "not-asked": NOT_ASKED}.get(state, state)
    if word in ("high", SCREEN_OPEN):
        return badge(word, "late")
    if word in (TEXT_OPEN, SCREEN_BLANK, NOT_UNDERSTOOD, MARKED):
        return badge(word, "now")
    if word in ("moderate", NOT_ASKED):
        return element("b", word)
    return element("span", word, class_="" if word == "low" else "z")
