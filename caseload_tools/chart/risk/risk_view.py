"""What a list, a page or a sentence says of a client's risk: a level, or what is unknown, each in a word of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date as Day
from weakref import WeakKeyDictionary

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.chart.comfort import NO_HIGH_RISK
from caseload_tools.chart.not_read import NOT_UNDERSTOOD, risk_not_understood
from caseload_tools.chart.risk.danger_texts import DangerText, unanswered_texts
from caseload_tools.chart.risk.risk_course import Witness, risk_course
from caseload_tools.chart.risk.witnesses import HEIGHTENED
from caseload_tools.dates import count_of, say_day
from caseload_tools.text.english import and_list
from caseload_tools.values import frozen

NOT_ASKED = "not asked"
SCREEN_OPEN = "screen not answered"
SCREEN_BLANK = "screen not complete"
TEXT_OPEN = "text not answered"
MARKED = "marked high-risk"
RISK_STATES = (
    *("high", NOT_UNDERSTOOD, "moderate", SCREEN_OPEN, TEXT_OPEN, SCREEN_BLANK, MARKED),
    *(NOT_ASKED, "low", "none"),
)
"""Every word for how a client's risk stands, what wants an answer first; a client stands under exactly one."""
_OPEN_WORDS = (
    (SCREEN_OPEN, "a positive screen without an answer"),
    (TEXT_OPEN, "a text that speaks of danger and is not answered"),
    (SCREEN_BLANK, "a screen whose question about safety was left blank"),
    (NOT_UNDERSTOOD, "a risk that is not understood"),
    (MARKED, "a mark of high risk and no such finding"),
)
UNKNOWN = (NOT_UNDERSTOOD, SCREEN_OPEN, TEXT_OPEN, SCREEN_BLANK, MARKED, NOT_ASKED)
"""The words by which nobody may be calmed: something is not known."""


@frozen(eq=False)
class RiskView:
    """How high the risk of a client is on the day of the chart, and what is unknown of it.

    `level` is what `risk:` and measures say, since `since`, by `witness`; empty where nobody asked. `screens`,
    `blank` ones and `texts` are what nobody has answered; `marked` that client.md says high risk and no record does.
    """

    level: str
    since: Day | None
    witness: Witness | None
    asked: bool
    not_understood: bool
    screens: tuple[TakenScore, ...]
    blank: tuple[TakenScore, ...]
    texts: tuple[DangerText, ...]
    marked: bool

    @property
    def state(self) -> str:
        """The one word that stands for it, of `RISK_STATES`."""
        if self.level == "high":
            return self.level
        if self.not_understood:
            return NOT_UNDERSTOOD
        if self.level == "moderate":
            return self.level
        if self.screens:
            return SCREEN_OPEN
        if self.texts:
            return TEXT_OPEN
        if self.blank:
            return SCREEN_BLANK
        if self.marked:
            return MARKED
        return self.level if self.asked else NOT_ASKED

    @property
    def is_unknown(self) -> bool:
        """Nobody may say that there is no risk, or that it is not high."""
        return self.state in UNKNOWN


_VIEWS: WeakKeyDictionary[Chart, RiskView] = WeakKeyDictionary()


def risk_view(chart: Chart) -> RiskView:
    """How high the risk of a client is, and what is unknown of it; worked out once for each chart."""
    known = _VIEWS.get(chart)
    if known is None:
        course = risk_course(chart)
        known = _VIEWS[chart] = RiskView(
            course.level,
            course.since,
            course.witness,
            course.is_asked,
            risk_not_understood(chart),
            tuple(each for each in course.screens if each.date >= chart.episode_start(chart.today)),
            tuple(each for each in course.blank if each.date >= chart.episode_start(chart.today)),
            unanswered_texts(chart.current_episode),
            _is_marked(chart) and not course.is_heightened,
        )
    return known


def _is_marked(chart: Chart) -> bool:
    return chart.client is not None and "high-risk" in chart.client.flags


def risk_of(chart: Chart) -> str:
    """The word for how a client's risk stands: see `RISK_STATES`."""
    return risk_view(chart).state


def ranked_risk(chart: Chart) -> str:
    """The same without reading texts for it: what lists are put in order by."""
    course = risk_course(chart)
    if course.level == "high" or not risk_not_understood(chart):
        return course.level
    return NOT_UNDERSTOOD


def say_risk(chart: Chart) -> str:
    """`screen not answered (PHQ-9 of Tue 13 Oct); low, asked Tue 24 Nov`: the state, what is open, who said so when."""
    view = risk_view(chart)
    said = [view.state]
    if view.state in HEIGHTENED and view.since is not None:
        said = [f"{view.level}, since {say_day(view.since, chart.today)}"]
    open_ = [f"{each.measure.name} of {say_day(each.date, chart.today)}" for each in (*view.screens, *view.blank)]
    open_ += [f"the {each.record.type} of {say_day(each.record.date, chart.today)}" for each in view.texts]
    if open_:
        said.append(f"not answered: {and_list(open_)}")
    if view.is_unknown and view.level not in ("", "none") and view.witness is not None:
        said.append(f"last said: {view.level}, {say_day(view.witness.record.date, chart.today)}")
    return "; ".join(said)


def say_risks(charts: Iterable[Chart], read: str = "") -> str:
    """`1 at high risk and 2 at moderate risk; 87 clients have a positive screen without an answer; risk was asked …`.

    The one sentence of lists and pages. That there is no high risk it says only where it is known of all; `read` is
    added to it where not all could be read.
    """
    found = [risk_view(each) for each in charts]
    if not found:
        return ""
    counted = {state: sum(each.state == state for each in found) for state in RISK_STATES}
    levels = [f"{counted[level]} at {level} risk" for level in HEIGHTENED[::-1] if counted[level]]
    first = and_list(levels)
    if not levels and not any(each.is_unknown for each in found):
        first = f"{NO_HIGH_RISK}{read}"
    open_ = [
        f"{count_of(counted[state], 'client has', 'clients have')} {said}"
        for state, said in _OPEN_WORDS
        if counted[state]
    ]
    return "; ".join(each for each in (first, *open_, _say_asked(found)) if each)


def _say_asked(found: Sequence[RiskView]) -> str:
    asked, whole = sum(each.asked for each in found), count_of(len(found), "client")
    return f"risk was asked of {asked} of {whole}" if asked else f"risk was not asked of {len(found)} of {whole}"


__all__ = [
    "MARKED",
    "NOT_ASKED",
    "NOT_UNDERSTOOD",
    "RISK_STATES",
    "SCREEN_BLANK",
    "SCREEN_OPEN",
    "TEXT_OPEN",
    "UNKNOWN",
    "RiskView",
    "ranked_risk",
    "risk_of",
    "risk_view",
    "say_risk",
    "say_risks",
]
