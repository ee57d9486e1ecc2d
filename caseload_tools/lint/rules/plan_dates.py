"""PLN: the plan in time: target dates, duration, frequency, and targets that lie beyond the baseline."""

from __future__ import annotations

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import owed, wanted
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.plan import Objective, Plan
from caseload_tools.dates import count_of, lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.practice.measures import measures_of_practice


@rule("PLN005", cites=("S2.32", "S2.33"))
def objective_without_target_date(objective: Objective) -> Problems:
    """An open objective has no target date.

    A treatment plan describes measurable, time-limited steps. Without a date nobody can
    say that an objective is late, and no review can be planned on it.

    Bad:
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
    Good:
        objectives:
          - id: O1.1
            text: Keep to the same bedtime on 5 nights a week
            done_when: 4 weeks running
            target_date: 2026-06-30
    """
    if objective.is_open and objective.target_date is None:
        yield objective.at("text", f"objective {objective.id} has no target date", hint="add `target_date: YYYY-MM-DD`")


@rule("PLN006", cites="S2.36")
def target_date_out_of_order(objective: Objective) -> Problems:
    """A target date lies before the objective was set, before the plan, or after the plan's end.

    A date that cannot be kept, or that the plan does not reach, sets nobody a time.

    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, established: 2026-01-12, target_date: 2025-12-01}
    Bad:
        --- plan
        duration: 3 months
    Good:
        --- plan
        duration: 6 months
    """
    target, plan = objective.target_date, objective.plan
    if target is None or objective in _all_due_before(plan):
        return
    start = objective.established or plan.date
    if objective.ends_before_it_begins:
        days = count_of((start - target).days, "day")
        word = "it was set" if objective.established else "the plan began"
        still = ", still open," if objective.is_open else ""
        ends = f"; the plan goes to {plan.ends}" if plan.ends else ""
        message = f"the target date of {objective.id}{still} is {days} before {word}{ends}"
        yield objective.at("target_date", message, "check both dates")
    elif plan.ends is not None and target > plan.ends and objective.is_open:
        message = f"the target date of {objective.id} is after the plan's end on {plan.ends}"
        yield objective.at("target_date", message, "end it within the plan, or make the plan longer")


@rule("PLN007", cites=("S2.15", "S2.37"))
def plan_duration_does_not_fit(plan: Plan) -> Problems:
    """The plan has neither a duration nor an end, or its duration disagrees with its other dates.

    Three months from June is September, a day more or less; a review every six months in a plan of three never comes. One
    open objective that is due outside of the plan is a slip in that date, and PLN006 says so; where every one was due
    before the plan begins, it is the plan's own date or duration that is wrong, and PLN006 and PLN024 say nothing.

    Closed objectives are not asked: a new version of a plan honestly shows what was met before it began.

    Bad:
        --- plan
        duration:
    Bad:
        --- plan
        duration: 6 months
        end: 2026-09-30
    Bad:
        --- plan
        duration: 2 months
        review_every: 90 days
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-03-01}
    Good:
        --- plan
        duration: 6 months
        end: 2026-07-12
    """
    if plan.duration is None and plan.end is None and plan.status not in ("revoked", "superseded"):
        yield plan.at("duration", "the plan does not say how long it lasts", "write `duration:`, such as 6 months")
    if plan.duration is None or plan.duration.unit == "sessions":
        return
    by_duration = plan.duration.after(plan.date)
    if plan.end is not None and abs((plan.end - by_duration).days) > 1:
        yield plan.at(
            "duration", f"{plan.duration} from the plan's date is {by_duration}, not {plan.end}", "correct one of them"
        )
    if plan.review_every is not None and plan.review_every.days > plan.duration.days:
        hint = f"review at least every {plan.duration}"
        yield plan.at("review_every", "the review comes only after the plan has ended", hint)
    if due := _all_due_before(plan):
        # Any date outside the duration would be two findings for one slip, on every third plan of the demo. `end` alone
        # would pass the sample plan of our sources: three months from June 2022, its one objective due in February 2015.
        message = f"the plan lasts {plan.duration}, to {by_duration}; the target date of {due[0].id} is before it began"
        yield plan.at("duration", message, "check the dates of the plan and its objectives")


def _all_due_before(plan: Plan) -> list[Objective]:
    """The open objectives of a plan whose date or duration is the wrong one: every target date lies before it begins."""
    due = [(each, each.target_date) for each in plan.objectives if each.is_open and each.target_date]
    slips = any(each.established and target < each.established for each, target in due)
    sure = plan.duration is not None and plan.duration.unit != "sessions" and not slips
    return [each for each, _ in due] if sure and all(target < plan.date for _, target in due) else []


@rule("PLN017", cites="S2.12", level="warning", limit="provisional_limit")
def provisional_for_too_long(chart: Chart) -> Problems:
    """A plan has been provisional for longer than the policy allows.

    A provisional plan is for the meeting that decides on it.

    Bad:
        --- plan 2026-01-12
        status: provisional
        --- review 2026-03-02
        plan: plans/2026-01-12
    Good:
        --- plan 2026-01-12
        status: active
    """
    for each in owed(chart, "provisional plan"):
        if each.is_overdue(chart.today) and each.record is not None:
            message = f"the plan is still provisional, {lateness(each.due, chart.today)}"
            yield each.record.at("status", message, "make it active, or revoke it")


@rule("PLN029", cites="S2.12", level="warning", limit="meeting_required")
def active_plan_without_meeting(plan: Plan, chart: Chart) -> Problems:
    """The plan is active, and no clinical meeting has decided on it.

    Where a programme works as a team, the clinician brings a provisional plan to the meeting, and the meeting makes it
    the plan. `for_meeting` names its day, in this version or an earlier one.

    Bad:
        practice: policy.meeting_required = true
        --- plan
        status: active
    Good:
        practice: policy.meeting_required = true
        --- plan
        status: active
        for_meeting: 2026-01-14
    """
    if plan.status != "active" or any(each.for_meeting for each in chart.plans if each.date <= plan.date):
        return
    yield plan.at("status", "no clinical meeting has decided on this plan", "add `for_meeting:` with the day it met")


@rule("PLN024", cites=("S2.39", "S2.34"))
def objective_past_its_date(objective: Objective, chart: Chart) -> Problems:
    """An objective is past its target date and still open, or closed without a day.

    On the day itself somebody decides: reached, a new date with a reason, or given up.

    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-02-01}
        today: 2026-02-10
    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-02-01, status: achieved}
    Good:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-02-01, status: achieved, completed_on: 2026-01-30}
    """
    done = objective.completed_on
    if objective.status == "achieved" and done is None:
        hint = "add `completed_on:` with the day"
        yield objective.at("completed_on", f"objective {objective.id} is achieved but has no day of completion", hint)
    elif done is not None and objective.established is not None and done < objective.established:
        yield objective.at(
            "completed_on", f"objective {objective.id} was completed before it was set", "check both dates"
        )
    for each in wanted(chart, "target date"):
        if each.record is objective.record and each.subject == objective.id:
            message = f"objective {objective.id} is still open, {lateness(each.due, chart.today)}"
            hint = "close it, or set a new date and say why under `revised_because`"
            yield objective.at("target_date", message, hint)


@rule("PLN026", cites="S3.25", level="warning")
def plan_without_frequency(plan: Plan, chart: Chart) -> Problems:
    """The plan does not say how often the client is seen.

    The stated frequency is the first clock for contact; without it only the policy's limit is left.

    Bad:
        --- plan
        frequency:
    Bad:
        --- plan
        frequency: every other session
    Good:
        --- plan
        frequency: weekly
    """
    if plan.status not in ("active", "provisional"):
        return
    if plan.frequency is not None and plan.frequency.unit == "sessions":
        message = f"`frequency` counts sessions ({plan.frequency}), which sets no day for contact"
        yield plan.at("frequency", message, "write a length of time, such as weekly or every 2 weeks")
    elif plan.frequency is None and (chart.client is None or chart.client.cadence is None):
        yield plan.at(
            "frequency", "the plan does not say how often the client is seen", "add `frequency:`, such as weekly"
        )


@rule("PLN027", cites="S2.14", level="warning")
def target_not_beyond_baseline(objective: Objective, practice: Practice) -> Problems:
    """The target of an outcome measure is not better than its baseline, or outside the measure's range.

    A PHQ-9 goes down when it gets better; a target above the baseline plans for worse.

    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Bring the PHQ-9 down, measure: phq9, baseline: 12, target: 15, target_date: 2026-06-30}
    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Bring the PHQ-9 down, measure: phq9, baseline: 32, target: 9, target_date: 2026-06-30}
    Good:
        --- plan
        objectives:
          - {id: O1.1, text: Bring the PHQ-9 down, measure: phq9, baseline: 12, target: 7, target_date: 2026-06-30}
    """
    measure = measures_of_practice(practice.measures).get(objective.measure)
    if measure is None:
        return
    lowest, highest = measure.range
    for key in ("baseline", "target"):
        value = getattr(objective, key)
        if isinstance(value, int | float) and not lowest <= value <= highest:
            yield objective.at(
                key, f"the {key} of {objective.id} is outside the {measure.name}", f"it goes from {lowest} to {highest}"
            )
            return
    baseline, target = objective.baseline, objective.target
    if not isinstance(baseline, int | float) or not isinstance(target, int | float):
        return
    worse = target >= baseline if measure.direction == "higher is worse" else target <= baseline
    if worse:
        yield objective.at(
            "target", f"the target of {objective.id} is not better than its baseline", "check both numbers"
        )
