"""Clocks of risk: what a sign of danger asks for, from whatever record it comes, until it is done or handed over.

A screen, a crisis or a text without an answer asks for one; a risk that is moderate or high for a crisis plan, for
contact that reaches the client and for a consultation. Closing the chart ends none of it: a disposition does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.client import CLOSED
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.risk.crisis_plans import answering_plans
from caseload_tools.chart.risk.danger_texts import unanswered_texts
from caseload_tools.chart.risk.risk_course import LeftRisk, Witness, risk_course
from caseload_tools.chart.risk.witnesses import Asked, is_spoken
from caseload_tools.dates import Interval, say_day

CONTACT = "Contact the client about safety"
LIMITS_OF = {
    "high": ("high_risk_contact_within", "consultation_required"),
    "moderate": ("moderate_risk_contact_within", "moderate_risk_consultation"),
}
"""The limits of contact and of consultation, by the level that asks for them."""


def _is_closed(chart: Chart) -> bool:
    return chart.status in CLOSED or (chart.client is None and bool(chart.discharges))


@clock(
    "risk screen", weight="safety", ended_by="`risk:` of that day, or `risk_reason:` later", whole=True, at_once=True
)
def risk_screen(chart: Chart) -> Iterator[Obligation]:
    """A screen that is positive or blank, or a crisis, on whose day nobody asked the client and wrote what it was."""
    course = risk_course(chart)
    for taken in course.screens:
        items = taken.score.safety_items
        name = taken.measure.name
        why = f"Item {items[0]} of the {name} is above 0" if items else f"The {name} is positive"
        yield _answer(chart, taken.record, f"{why}, and no risk was recorded on that day", taken.key)
    for taken in course.blank:
        blank = next(each for each in taken.measure.safety_items if taken.score.items[each - 1] is None)
        why = f"Item {blank} of the {taken.measure.name}, about safety, was left blank"
        yield _answer(chart, taken.record, f"{why}, and no risk was recorded on that day", taken.key)
    for record in course.crises:
        why = (
            "no risk was recorded on that day" if is_spoken(record) else "nobody asked the client about it on that day"
        )
        yield _answer(chart, record, f"This was a crisis, and {why}", "risk")


def _answer(chart: Chart, record: Record, why: str, key: str) -> Obligation:
    day = say_day(record.date, chart.today)
    what = f"Ask about suicide, and answer what was found on {day}"
    return chart_obligation(chart, "risk screen", what, why, record.date, "RSK001", record=record, subject=key)


@clock("risk reason", weight="integrity", ended_by="`risk_reason:`, or the higher level", whole=True, at_once=True)
def risk_reason(chart: Chart) -> Iterator[Obligation]:
    """A level that is lower than another witness says, without a reason."""
    for each in risk_course(chart).contradictions:
        asked, higher = each.asked, each.higher
        day = say_day(higher.record.date, chart.today)
        if isinstance(higher, Asked):
            said = f"the risk was {higher.level} on {day}"
        else:
            said = f"the {higher.taken.measure.name} of {day} says {higher.level} at least"
        why = f"Here it is {asked.level}, {said}, and no reason is given"
        what = f"Say why the risk is {asked.level}, or set it to {higher.level}"
        yield chart_obligation(
            chart, "risk reason", what, why, asked.record.date, "RSK012", record=asked.record, subject="risk"
        )


@clock("danger in a text", weight="safety", ended_by="`risk:` as high, or `risk_reason:`", whole=True, at_once=True)
def danger_in_a_text(chart: Chart) -> Iterator[Obligation]:
    """A text that speaks of danger, and `risk:` does not answer it: asked in a closed chart, too."""
    for each in unanswered_texts(chart):
        day = say_day(each.record.date, chart.today)
        what = f"Answer what the {each.record.type} of {day} says of danger"
        why = "The text speaks of it, and neither `risk:` nor a reason answers it"
        yield chart_obligation(chart, "danger in a text", what, why, each.record.date, "RSK005", record=each.record)


@clock(
    "crisis plan", weight="safety", ended_by="a crisis plan that is newer or was gone through", whole=True, at_once=True
)
def crisis_plan(chart: Chart) -> Iterator[Obligation]:
    """The crisis plan that a risk which rose to moderate or high asks for."""
    for rise, why in _without_plan(chart):
        yield chart_obligation(
            chart,
            "crisis plan",
            "Write the safety plan for a crisis, or look through it",
            f"The risk was {rise.level} on {say_day(rise.record.date, chart.today)}; {why}",
            rise.record.date,
            "RSK002",
            record=rise.record,
            subject=rise.key,
        )


def _without_plan(chart: Chart) -> Iterator[tuple[Witness, str]]:
    """Of each episode the first rise that no plan answers, and what is missing: since the rise, or in the plan."""
    if not chart.fully_read("safety-plan"):
        return
    told: set[Day] = set()
    for rise in risk_course(chart).rises:
        plans, episode = answering_plans(chart, rise.record.date), chart.episode_start(rise.record.date)
        if episode in told or any(not tuple(each.steps_without_content) for each in plans):
            continue
        told.add(episode)
        if plans:
            empty = tuple(plans[-1].steps_without_content)
            steps = f"“{empty[0]}”" if len(empty) == 1 else f"{len(empty)} of its steps"
            yield rise, f"the safety plan says nothing under {steps}"
        elif any(each.kind == "crisis" and each.date < rise.record.date for each in chart.safety_plans):
            yield rise, "the safety plan is older, and nobody looked through it since"
        else:
            yield rise, "there is no safety plan"


@clock(
    "risk contact",
    weight="safety",
    ended_by=(
        "a session or contact that reached the client, or a later, lower finding with its reason; "
        "once the chart is closed, that finding or a disposition"
    ),
    whole=True,
)
def risk_contact(chart: Chart) -> Iterator[Obligation]:
    """Contact that reaches a client whose risk is moderate or high; once the chart is closed, what was done instead."""
    course = risk_course(chart)
    for left in course.left:
        if not _is_reached_since(chart, left):
            yield _left_open(chart, left)
    if course.witness is None or not course.is_heightened:
        return
    limit, record = chart.policy[LIMITS_OF[course.level][0]], course.witness.record
    if _is_closed(chart):
        yield _closed_at_risk(chart, course.level, record, limit.cite)
    elif isinstance(limit.value, Interval):
        last = chart.last_contact(chart.today)
        since = max(record.date, last.date) if last is not None else record.date
        due = limit.value.after(since, chart.practice.holidays)
        why = f"Risk was {course.level} on {say_day(record.date, chart.today)}; contact within {limit.value}"
        yield chart_obligation(chart, "risk contact", CONTACT, why, due, "RSK006", cite=limit.cite, record=record)


def _closed_at_risk(chart: Chart, level: str, record: Record, cite: str) -> Obligation:
    """What was done about a risk that nobody follows any more; of what was told since, no discharge could say it."""
    ended = chart.client.closed if chart.client else None
    closed = ended or max((each.date for each in chart.discharges), default=record.date)
    why = (
        f"Risk was {level} on {say_day(record.date, chart.today)}; the chart was closed {say_day(closed, chart.today)}"
    )
    what = "Say in the discharge what was done about the risk"
    if record.date > closed:
        last = chart.last_contact(chart.today)
        what = f"{CONTACT}, or say in a contact or review what was done"
        if is_spoken(record):
            what = "Say in a contact or review what was done about the risk"
        elif last is not None and last.date >= record.date:
            what = "Write how high the risk is now, or say in a contact or review what was done"
    due = max(record.date, ended or record.date)
    return chart_obligation(
        chart, "risk contact", what, why, due, "RSK013", cite=cite, record=record, ends=_ends_it(record, closed)
    )


def _ends_it(record: Record, closed: Day) -> str:
    where = "in the discharge, a contact or a review"
    if record.date > closed:
        where = "in a contact or review of that day or later"
    return f"a later, lower finding with its reason, or a disposition for {record.link} {where}"


def _is_reached_since(chart: Chart, left: LeftRisk) -> bool:
    """Since the episode ended, and since the risk was told, somebody saw the client, or spoke to them."""
    since = max(left.ended, left.witness.record.date)
    seen: tuple[Record, ...] = (*chart.kept_sessions, *chart.assessments, *chart.contacts)
    return any(since < each.date <= chart.today and is_spoken(each) for each in seen)


def _left_open(chart: Chart, left: LeftRisk) -> Obligation:
    """The contact with a client who came back: a chart that is opened again ends as little as one that is closed."""
    record, level = left.witness.record, left.witness.level
    why = f"Risk was {level} on {say_day(record.date, chart.today)}; the chart was closed "
    why += f"{say_day(left.ended, chart.today)} and opened again, and nobody was reached since"
    return chart_obligation(chart, "risk contact", CONTACT, why, left.again, "RSK013", record=record)


@clock(
    "risk consultation", weight="integrity", ended_by="`consultation:` of that day or later", whole=True, at_once=True
)
def risk_consultation(chart: Chart) -> Iterator[Obligation]:
    """The colleague or supervisor who hears of a high risk the same day, and the record that says who."""
    for each in _untold(chart):
        limit = chart.policy_for(each.record)[LIMITS_OF[each.level][1]]
        why = f"The risk was {each.level} on {say_day(each.record.date, chart.today)}, and nobody else was consulted"
        what = "Consult a supervisor or colleague about the risk"
        yield chart_obligation(
            chart, "risk consultation", what, why, each.record.date, "RSK010", cite=limit.cite, record=each.record
        )


def _untold(chart: Chart) -> Iterator[Asked]:
    """The findings that name nobody who was told.

    A session says it each time. A call or an assessment may rest on what was told since the risk rose.
    """
    course = risk_course(chart)
    told = [each.record.date for each in course.asked if each.record.consultation]
    for each in course.asked:
        if each.level not in LIMITS_OF or each.record.consultation:
            continue
        if not chart.policy_for(each.record).wants(LIMITS_OF[each.level][1]):
            continue
        rose = [rise.record.date for rise in course.rises if rise.record.date <= each.record.date]
        if isinstance(each.record, Session) or not any(day >= max(rose, default=each.record.date) for day in told):
            yield each
