"""Scores over time, made ready to draw and put into words: change, reliable change, the cut-off crossed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.chart.risk.risk_view import risk_view
from caseload_tools.chart.risk.witnesses import all_asked
from caseload_tools.chart.score_changes import change_of_scores, complete_scores
from caseload_tools.dates import count_of, say_day
from caseload_tools.practice.measures import MEASURES, ChangeOfScores, Measure
from caseload_tools.site.components.marks import state_mark
from caseload_tools.site.components.measure_chart import Mark, Panel, PlanMark, Scale
from caseload_tools.site.components.spark import sparkline
from caseload_tools.site.html import Child, Html, element, joined_html, strong

_READ_FIRST = ("phq9", "phq2", "gad7", "gad2")


@dataclass(frozen=True)
class Course:
    """One measure of one client: every complete score by today, oldest first; and sheets left incomplete."""

    measure: Measure
    taken: tuple[TakenScore, ...]
    incomplete: int
    change: ChangeOfScores
    best_on: date
    sex: str = ""

    @property
    def points(self) -> list[tuple[date, float]]:
        """Day and total of each score."""
        return [(each.date, float(each.total or 0)) for each in self.taken]


def course_of(chart: Chart, measure_id: str) -> Course | None:
    """A client's course on a measure; None when no complete score is on file."""
    measure = MEASURES.get(measure_id)
    if measure is None or not measure.sums:
        return None
    by_now = [each for each in chart.scores(measure_id) if each.date <= chart.today]
    complete = tuple(each for each in by_now if each.total is not None)
    sex = chart.client.sex if chart.client else ""
    change = change_of_scores(chart, measure_id)
    if not complete or change is None:
        return None
    best_on = complete_scores(chart, measure_id)[change.best_at].date
    return Course(measure, complete, len(by_now) - len(complete), change, best_on, sex)


def measure_courses(chart: Chart) -> tuple[Course, ...]:
    """Every measure with a complete score, the most often taken first."""
    found = [course for each in chart.measured if (course := course_of(chart, each)) is not None]
    return tuple(sorted(found, key=lambda course: (-len(course.taken), usual_order(course.measure.id))))


def usual_order(measure_id: str) -> tuple[int, str]:
    """Mood before worry before the rest, as most people read them."""
    return (_READ_FIRST.index(measure_id) if measure_id in _READ_FIRST else len(_READ_FIRST), measure_id)


def measure_panel(chart: Chart, course: Course) -> Panel:
    """A course as a panel of the chart, with the target that the plan in force sets for it."""
    measure = course.measure
    low, high = measure.range
    bands = tuple(Scale(band.low, band.high, band.label) for band in sorted(measure.bands, key=lambda each: each.low))
    target = None
    for objective in chart.plan.objectives if chart.plan else ():
        wanted = objective.target
        if objective.measure == measure.id and isinstance(wanted, int | float) and objective.target_date:
            target = (objective.target_date, float(wanted))
    return Panel(measure.name, course.points, low, high, bands, _cutoff(course), target)


def _cutoff(course: Course) -> float | None:
    by_sex = dict(course.measure.cutoff_by_sex).get(course.sex)
    found = by_sex if by_sex is not None else course.measure.cutoff
    return float(found) if found is not None else None


def session_marks(chart: Chart) -> tuple[Mark, ...]:
    """The sessions for the row below the panels."""
    return tuple(Mark(each.date, each.word_on(chart.today)) for each in chart.sessions)


def plan_marks(chart: Chart) -> list[PlanMark]:
    """What happened to the plan, the weightiest first: the chart keeps those that have room."""
    found = [
        PlanMark(plan.date, "plan agreed" if n == 1 else f"plan v{n}") for n, plan in enumerate(chart.plans, start=1)
    ]
    found += [PlanMark(each.date, "discharge" if each.kind == "discharge" else "transfer") for each in chart.discharges]
    found += [PlanMark(each.date, "safety plan") for each in chart.safety_plans]
    found += [PlanMark(each.date, "review") for each in chart.reviews]
    return [event for event in found if event.day <= chart.today]


# --- in words --------------------------------------------------------------------------------


def course_paragraph(chart: Chart, course: Course) -> Html:
    """One paragraph: how the score moved, whether that is more than noise, where the cut-off lies."""
    measure, change = course.measure, course.change
    band = measure.band(change.last)
    if change.verdict == "first":
        named = f", {band}" if band else ""
        when = say_day(course.taken[-1].date, chart.today)
        return element("p", strong(f"{measure.name} was {change.last:g}"), f"{named}, on {when}: the first.")
    if change.has_worsened and change.best != change.first:
        return _worsened_paragraph(chart, course)
    if change.last == change.first:
        return element("p", strong(f"{measure.name} is {change.last:g}"), ", as at the first time.", _cut_words(course))
    fact = strong(f"{measure.name} {_way(change.first, change.last)} by {change.by:g},")
    said = f" from {change.first:g} to {change.last:g}{_reliable_words(change, change.since_start)}"
    return element("p", fact, said, _cut_words(course))


def _worsened_paragraph(chart: Chart, course: Course) -> Html:
    """What comes first where a score is reliably worse than its best; then what it is against the start."""
    change = course.change
    fact = state_mark(f"{course.measure.name} {_way(change.best, change.last)} by {change.by:g} since its best", "late")
    when = say_day(course.best_on, chart.today)
    said = f", from {change.best:g} on {when} to {change.last:g}{_reliable_words(change, change.since_best)}"
    start = f" It was {change.first:g} at the start"
    if change.last == change.first:
        return element("p", fact, said, f"{start} as well.", _cut_words(course))
    by = abs(change.last - change.first)
    since = f": it {_way(change.first, change.last)} by {by:g} since then{_reliable_words(change, change.since_start)}"
    return element("p", fact, said, start, since, _cut_words(course))


def _way(before: float, after: float) -> str:
    return "fell" if after < before else "rose"


def _reliable_words(change: ChangeOfScores, word: str) -> str:
    least = change.measure.reliable_change
    if least is None:
        return "."
    if word in ("better", "worse"):
        return f": {word}, and more than chance ({least:g} or more)."
    return f": less than the {least:g} points that are more than chance."


def _cut_words(course: Course) -> Child:
    cutoff, change = _cutoff(course), course.change
    if cutoff is None:
        return None
    before = course.measure.beyond_cutoff(change.first, course.sex)
    after = course.measure.beyond_cutoff(change.last, course.sex)
    if before and not after:
        return f" It has crossed the cut-off of {cutoff:g}."
    if after and not before:
        return f" It has gone beyond the cut-off of {cutoff:g}."
    return f" It stays {'beyond' if after else 'within'} the cut-off of {cutoff:g}."


def safety_words(chart: Chart) -> Iterator[Html]:
    """Answers that ask for a closer look at safety, the latest of each measure."""
    for measure_id in chart.measured:
        asking = [each for each in chart.scores(measure_id) if each.score.asks_for_safety and each.date <= chart.today]
        if asking:
            last = asking[-1]
            which = " and ".join(str(item) for item in last.score.safety_items)
            item = f"Item {which} of the {last.measure.name} was" if which else f"The {last.measure.name} was"
            said = f"{item} above 0 on {say_day(last.date, chart.today)}"
            if any(each.record is last.record and each.key == last.key for each in risk_view(chart).screens):
                yield element("p", state_mark(f"{said}, and nobody answered it", "late"), ".")
            else:
                asked = any(each.record.date == last.date and each.is_spoken for each in all_asked(chart))
                yield element("p", f"{said}{'; the risk was recorded on that day' if asked else ''}.")


def incomplete_words(course: Course) -> Html | None:
    """How many sheets have no total, since an item is missing."""
    if not course.incomplete:
        return None
    has = "has" if course.incomplete == 1 else "have"
    sheets = count_of(course.incomplete, f"{course.measure.name} sheet")
    return element("p", f"{sheets} {has} unanswered items and so no total.")


def score_cell(course: Course | None) -> tuple[Child, float | None]:
    """A score in a table: value, small line, word; and what it sorts by."""
    if course is None:
        return element("span", "not yet", class_="z"), None
    change = course.change
    last = float(change.last)
    value = element("span", f"{last:g}", class_="v")
    if change.verdict == "first":
        return joined_html((value, element("span", class_="spark"), element("span", "first", class_="c"))), last
    word: Html = element("span", change.verdict, class_="c")
    if change.is_reliable:
        tone = "good" if change.verdict == "better" else "late"
        word = element("b", f"{change.verdict} by {change.by:g}", class_=tone)
    low, high = course.measure.range
    return joined_html((value, sparkline(course.points, (low, high), _cutoff(course)), word)), last
