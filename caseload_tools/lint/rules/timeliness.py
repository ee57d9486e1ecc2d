"""TIM: what was written or done too late, or is overdue. Due dates come from the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import owed, wanted_of_practice
from caseload_tools.chart.records import Problems
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.dates import lateness, say_day
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice


def overdue_obligations(chart: Chart, clock: str) -> Iterator[Obligation]:
    """The obligations of one clock whose day has passed."""
    return (each for each in owed(chart, clock) if each.is_overdue(chart.today))


@rule("TIM002", cites="S1.2", limit=("initial_plan_within", "initial_plan_by_session"))
def first_plan_overdue(chart: Chart) -> Problems:
    """The client has been seen for long enough, and there is no plan.

    Without a plan every session is off the plan, and nobody has agreed on what the work is for.

    Bad:
        --- no plan
        today: 2026-03-01
    Good:
        --- plan 2026-01-12
    """
    for each in overdue_obligations(chart, "first plan"):
        message = f"there is no plan; it was due {say_day(each.due, chart.today)}"
        yield from chart.at(message, f"begin one with `caseload new plan {chart.typed}`", "opened")


@rule("TIM003", cites="S2.34", limit=("plan_review_every", "plan_review_by_session"), own=True)
def plan_review_overdue(chart: Chart) -> Problems:
    """The plan has not been reviewed when its review was due.

    A plan that nobody looks at again stops describing the work. What the last review set comes first, then the
    plan's own interval, then the policy. A new version that changes the plan between two reviews does not put
    the review off; a plan made anew on a newer assessment does.

    Bad:
        --- plan
        review_every: 90 days
        --- session 2026-05-04
        today: 2026-05-05
    Bad:
        --- plan 2026-04-01
        supersedes: plans/2026-01-12
        changes:
          - {what: a second goal, why: work came up}
        today: 2026-05-05
    Good:
        --- review 2026-04-06
        next_review: 2026-07-05
        today: 2026-05-05
    """
    for each in overdue_obligations(chart, "plan review"):
        message = f"the plan's review is {lateness(each.due, chart.today)}"
        yield from each.at("date", message, f"begin it with `caseload new review {chart.typed}`")


@rule("TIM004", cites="HUD data standards, annual assessment", level="warning", limit="reassessment_every", own=True)
def reassessment_overdue(chart: Chart) -> Problems:
    """The regular reassessment has not been done within its window.

    Needs and risks change in a year; a plan on an old assessment answers old questions.

    Bad:
        --- review 2027-03-01
        today: 2027-03-02
    Good:
        --- plan
        duration: 18 months
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2027-04-30}
        --- assessment 2027-01-04
        kind: reassessment
        --- review 2027-03-01
        plan: plans/2026-01-12
        today: 2027-03-02
    """
    for each in overdue_obligations(chart, "reassessment"):
        message = f"the reassessment is {lateness(each.due, chart.today)}"
        yield from each.at("date", message, f"begin it with `caseload new assessment {chart.typed}`")


@rule("TIM006", cites="S1.6", level="warning", limit="intake_within")
def intake_overdue(chart: Chart) -> Problems:
    """The chart is open, and there is no intake assessment.

    The plan is built on what the intake found out: background, concerns, goals, risk.

    Bad:
        --- no assessment
        --- no plan
        today: 2026-01-25
    Good:
        --- assessment 2026-01-05
    """
    for each in overdue_obligations(chart, "intake"):
        hint = f"begin it with `caseload new assessment {chart.typed}`"
        yield from chart.at(
            f"there is no intake assessment; it was due {say_day(each.due, chart.today)}", hint, "opened"
        )


@rule("TIM017", cites="S1.6", level="warning", limit="comprehensive_within")
def comprehensive_assessment_overdue(chart: Chart) -> Problems:
    """The chart has been open for long enough, and there is no comprehensive assessment.

    The first meeting finds out what cannot wait. Where the policy asks for a comprehensive assessment as well, care goes
    on without the whole picture until it is written. An assessment counts with `kind: comprehensive`.

    Bad:
        practice: policy.comprehensive_within = "60 days"
        --- assessment 2026-01-05
        kind: intake
        today: 2026-03-20
    Good:
        practice: policy.comprehensive_within = "60 days"
        --- assessment 2026-01-05
        kind: intake
        --- assessment 2026-02-20
        kind: comprehensive
        today: 2026-03-20
    """
    for each in overdue_obligations(chart, "comprehensive assessment"):
        message = f"there is no comprehensive assessment; it was due {say_day(each.due, chart.today)}"
        hint = f"write it with `caseload new assessment {chart.typed}` and `kind: comprehensive`"
        yield from chart.at(message, hint, "opened")


@rule("TIM009", cites="S0.24", level="warning", limit="inquiry_within")
def inquiry_unanswered(chart: Chart) -> Problems:
    """An inquiry came in and was not answered in time.

    Somebody asked and is waiting; the record cannot show that anybody heard.

    Bad:
        --- contact 2026-01-21
        purpose: inquiry
        direction: in
        today: 2026-02-01
    Good:
        --- contact 2026-01-21
        purpose: inquiry
        direction: in
        responded: 2026-01-22 09:00
        today: 2026-02-01
    """
    for each in overdue_obligations(chart, "inquiry"):
        message = f"this inquiry is not answered, {lateness(each.due, chart.today)}"
        yield from each.at("purpose", message, "write `responded:`")


@rule("TIM010", cites="S1.15", level="warning", limit="complaint_acknowledge_within", rests_on=("acknowledged",))
def complaint_not_acknowledged(shared: PracticeShelf, practice: Practice, today: date) -> Problems:
    """A complaint has not been acknowledged in time.

    Whoever complains should know within days that it was heard.

    Bad:
        --- complaint
        acknowledged:
        resolved:
        outcome:
        today: 2026-03-01
    Good:
        --- complaint
        acknowledged: 2026-02-03
    """
    for each in wanted_of_practice(shared, practice, today, "complaint"):
        if each.rule == "TIM010":
            message = f"not acknowledged, {lateness(each.due, today)}"
            yield from each.at("received", message, "write `acknowledged:` with the day")


@rule("TIM011", cites="S1.15", level="warning", limit="complaint_resolve_within", rests_on=("resolved",))
def complaint_unresolved(shared: PracticeShelf, practice: Practice, today: date) -> Problems:
    """A complaint has been open for longer than the policy allows.

    A clear procedure ends with an answer.

    Bad:
        --- complaint
        resolved:
        outcome:
        today: 2026-04-01
    Good:
        --- complaint
        resolved: 2026-02-12
    """
    for each in wanted_of_practice(shared, practice, today, "complaint"):
        if each.rule == "TIM011":
            yield from each.at(
                "received", f"not resolved, {lateness(each.due, today)}", "write `resolved:` and `outcome:`"
            )


@rule("TIM012", cites="S0.23", level="warning", limit="discharge_summary_within")
def discharge_summary_overdue(chart: Chart) -> Problems:
    """The chart was closed, and there is no discharge summary.

    Whoever sees the client next asks for it first.

    Bad:
        --- client
        status: discharged
        closed: 2026-06-30
        today: 2026-09-01
    Good:
        --- client
        status: discharged
        closed: 2026-06-30
        --- discharge 2026-06-30
        today: 2026-09-01
    """
    for each in overdue_obligations(chart, "discharge summary"):
        message = f"there is no discharge summary; it was due {say_day(each.due, chart.today)}"
        yield from chart.at(message, f"begin it with `caseload new discharge {chart.typed}`", "closed")
