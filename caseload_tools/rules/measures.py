"""MEA: outcome measures, filled in rightly, taken when due, and answered when they get worse."""

from __future__ import annotations

from caseload_tools.chart import Chart
from caseload_tools.clocks import CLOCKS
from caseload_tools.dates import Interval, lateness
from caseload_tools.lint.rule import rule
from caseload_tools.measures import of_practice
from caseload_tools.practice import Policy
from caseload_tools.records import Problems
from caseload_tools.records.measure import MeasureRecord


@rule("MEA001", cites="S0.14", level="warning", limit="measure_every")
def measure_overdue(chart: Chart) -> Problems:
    """A measure that the plan relies on has not been taken when it was due.

    An objective measured by a score stands still without a new score.

    Bad:
        --- plan
        measures:
          - {id: gad7, every: 4 weeks}
        today: 2026-03-15
    Good:
        --- plan
        measures:
          - {id: gad7, every: 4 weeks}
        --- measure 2026-02-25
        today: 2026-03-15
    """
    for each in CLOCKS["measure"](chart):
        if each.is_overdue(chart.today) and each.record is not None:
            name = of_practice(chart.practice.measures)[each.subject].name
            message = f"the {name} is {lateness(each.due, chart.today)}"
            yield each.record.at("measures", message, "take it in the next session")


@rule("MEA002", cites="S0.14")
def measure_wrongly_filled_in(chart: Chart) -> Problems:
    """A score is outside the measure's range, or the list has too many or too few items.

    A wrong number looks like a change that never was.

    Bad:
        --- measure 2026-01-26
        gad7: [1, 1, 0, 1, 1, 0, 4]
    Bad:
        --- measure 2026-01-26
        gad7: 28
    Good:
        --- measure 2026-01-26
        gad7: [1, 1, 0, 1, 1, 0, 1]
    """
    for measure_id in chart.measured:
        for taken in chart.scores(measure_id):
            for fault in taken.score.faults:
                yield taken.record.at(taken.key, fault.message, fault.hint or "look at the answer sheet again")


@rule("MEA003", cites="S0.14", level="warning")
def measure_incomplete(record: MeasureRecord, chart: Chart) -> Problems:
    """A measure taken on its own is incomplete, and nothing says why.

    An incomplete sheet has no total. `missing_reason` says what happened, so that the gap is not a riddle.

    Bad:
        gad7: [1, 1, null, 1, 1, 0, 1]
    Good:
        gad7: [1, 1, null, 1, 1, 0, 1]
        missing_reason: stopped after a telephone call came in
    """
    if record.missing_reason or record.source:
        return
    for key in record.scores:
        taken = next((each for each in chart.scores(key) if each.record is record), None)
        if taken is not None and taken.score.missing and not taken.score.faults:
            hint = "complete it, or say why under `missing_reason`"
            yield record.at(key, f"the {taken.measure.name} is incomplete, so it has no total", hint)


@rule("MEA006", cites="S3.22", level="warning", limit="deterioration_review_within")
def worsening_unanswered(chart: Chart, policy: Policy) -> Problems:
    """A score got reliably worse, and no review or plan has answered it.

    Worse by more than chance is early news: look at the plan before it becomes a crisis.

    Bad:
        --- measure 2026-01-26
        gad7: 5
        --- measure 2026-02-23
        gad7: 14
        today: 2026-04-01
    Good:
        --- measure 2026-01-26
        gad7: 5
        --- measure 2026-02-23
        gad7: 14
        --- review 2026-03-02
        today: 2026-04-01
    """
    limit = policy.interval("deterioration_review_within") or Interval(14, "days")
    if not chart.is_open or not chart.complete("review"):
        return
    for measure_id in chart.measured:
        scored = [each for each in chart.scores(measure_id) if each.total is not None]
        if len(scored) < 2:
            continue
        before, last = scored[-2], scored[-1]
        assert before.total is not None and last.total is not None
        if last.measure.reliable(before.total, last.total) != "worse" or limit.after(last.date) >= chart.today:
            continue
        if not any(each.date >= last.date for each in (*chart.reviews, *chart.plans)):
            message = f"the {last.measure.name} got reliably worse, and no review has followed"
            yield last.record.at(last.key, message, f"begin one with `caseload new review {chart.id}`")


@rule("MEA009", cites="S0.14")
def measure_record_without_a_measure(record: MeasureRecord) -> Problems:
    """A record of measures holds none.

    The sheet was handed out, and nobody can see what came back.

    Bad:
        gad7:
    Good:
        gad7: [1, 1, 0, 1, 1, 0, 1]
    """
    if not record.scores:
        hint = "add the key of a measure with its items or total; `caseload measures` lists the keys"
        yield record.at("type", "this record holds no measure", hint)
