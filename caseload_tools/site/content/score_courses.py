"""Scores over time, made ready to draw and put into words: change, reliable change, the cut-off crossed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from caseload_tools.chart.chart import Chart, TakenScore
from caseload_tools.dates import count_of, say_day
from caseload_tools.practice.measures import MEASURES, Measure
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
    sex: str = ""

    @property
    def first(self) -> float:
        """The first total."""
        return float(self.taken[0].total or 0)

    @property
    def last(self) -> float:
        """The latest total."""
        return float(self.taken[-1].total or 0)

    @property
    def points(self) -> list[tuple[date, float]]:
        """Day and total of each score."""
        return [(each.date, float(each.total or 0)) for each in self.taken]

    @property
    def by(self) -> float:
        """How far the score has moved since the first, without a sign."""
        return abs(self.last - self.first)

    @property
    def verdict(self) -> str:
        """`first`, `same`, `better`, `worse`, by the direction of the measure."""
        if len(self.taken) < 2:
            return "first"
        if self.last == self.first:
            return "same"
        fell = self.last < self.first
        return "better" if fell == (self.measure.direction == "higher is worse") else "worse"

    @property
    def reliable(self) -> bool:
        """The change is more than noise, by the measure's own figure."""
        return len(self.taken) > 1 and self.measure.reliable(self.first, self.last) in ("better", "worse")


def course_of(chart: Chart, measure_id: str) -> Course | None:
    """A client's course on a measure; None when no complete score is on file."""
    measure = MEASURES.get(measure_id)
    if measure is None or not measure.sums:
        return None
    by_now = [each for each in chart.scores(measure_id) if each.date <= chart.today]
    complete = tuple(each for each in by_now if each.total is not None)
    sex = chart.client.sex if chart.client else ""
    return Course(measure, complete, len(by_now) - len(complete), sex) if complete else None


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
    measure, today = course.measure, chart.today
    band = measure.band(course.last)
    if course.verdict == "first":
        named = f", {band}" if band else ""
        when = say_day(course.taken[0].date, today)
        return element("p", strong(f"{measure.name} was {course.last:g}"), f"{named}, on {when}: the first.")
    if course.verdict == "same":
        return element("p", strong(f"{measure.name} is {course.last:g}"), ", as at the first time.", _cut_words(course))
    way = "fell" if course.last < course.first else "rose"
    fact = strong(f"{measure.name} {way} by {course.by:g},")
    return element("p", fact, f" from {course.first:g} to {course.last:g}{_reliable_words(course)}", _cut_words(course))


def _reliable_words(course: Course) -> str:
    least = course.measure.reliable_change
    if least is None:
        return "."
    if course.reliable:
        return f": {course.verdict}, and more than chance ({least:g} or more)."
    return f": less than the {least:g} points that are more than chance."


def _cut_words(course: Course) -> Child:
    cutoff = _cutoff(course)
    if cutoff is None:
        return None
    before = course.measure.beyond_cutoff(course.first, course.sex)
    after = course.measure.beyond_cutoff(course.last, course.sex)
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
            answered = "; the note has a risk section" if last.record.section("Risk") else ""
            yield element("p", f"{item} above 0 on {say_day(last.date, chart.today)}{answered}.")


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
    value = element("span", f"{course.last:g}", class_="v")
    if course.verdict == "first":
        return joined_html((value, element("span", class_="spark"), element("span", "first", class_="c"))), course.last
    word: Html = element("span", course.verdict, class_="c")
    if course.reliable:
        word = element(
            "b", f"{course.verdict} by {course.by:g}", class_="good" if course.verdict == "better" else "late"
        )
    low, high = course.measure.range
    return joined_html((value, sparkline(course.points, (low, high), _cutoff(course)), word)), course.last
