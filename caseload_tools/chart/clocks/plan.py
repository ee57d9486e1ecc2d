"""Clocks of the plan: the first plan, its reviews, its target dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, Recurrence, chart_obligation, clock, has_begun, uncounted
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.plan import Plan
from caseload_tools.dates import Interval, say_day

# A day, why something is due on it, and by whose rule.
_Dated = tuple[Day, str, str]


@clock(
    "first plan",
    weight="thread",
    ended_by="a plan",
    ends_with_care=True,
)
def first_plan(chart: Chart) -> Iterator[Obligation]:
    """The first plan, by so many days after opening or by the n-th session: the first of them; either may be off."""
    if any(each.date <= chart.today for each in chart.plans) or not chart.all_read("plan"):
        return
    if chart.status == "inquiry" and not has_begun(chart):
        return
    found = [*_plan_by_time(chart), *_plan_by_session(chart)]
    if chart.opened is None or not found:
        return
    due, why, cite = min(found, key=_day)
    yield chart_obligation(
        chart, "first plan", "Write the first plan", why, due, "TIM002", cite=cite, record=chart.client
    )


def _day(dated: _Dated) -> Day:
    return dated[0]


def _plan_by_time(chart: Chart) -> Iterator[_Dated]:
    within = chart.policy["initial_plan_within"]
    if chart.opened is not None and isinstance(within.value, Interval):
        due = within.value.after(chart.opened, chart.practice.holidays)
        opened = say_day(chart.opened, chart.today)
        yield due, f"Opened {opened}; the first plan is due within {within.value}", within.cite


def _plan_by_session(chart: Chart) -> Iterator[_Dated]:
    count = chart.policy.count("initial_plan_by_session")
    if count and len(chart.kept_sessions) >= count:
        reached = chart.kept_sessions[count - 1].date
        why = f"Session {count} was on {say_day(reached, chart.today)}; the plan is due by then"
        yield reached, why, chart.policy["initial_plan_by_session"].cite


def versions_since_made(chart: Chart, plan: Plan) -> list[Plan]:
    """The plan and the versions that it changed, newest first, back to the one that was made as a whole.

    A plan is made as a whole when it replaces none, or rests on an assessment newer than the version it replaces.
    To change a goal between two reviews is not to review the plan (docs/decisions/0045).
    """
    found = [plan]
    while not _made_as_a_whole(chart, found[-1]):
        before = chart.find(found[-1].supersedes)
        if not isinstance(before, Plan) or before.date >= found[-1].date:  # LNK014 says so
            break
        found.append(before)
    return found


def _made_as_a_whole(chart: Chart, plan: Plan) -> bool:
    before = chart.find(plan.supersedes) if plan.supersedes else None
    if not isinstance(before, Plan) or before.status == "provisional":
        return True
    rests_on = (chart.find(link) for link in plan.based_on)
    return any(isinstance(each, Assessment) and each.date > before.date for each in rests_on)


def review_due(chart: Chart, plan: Plan) -> _Dated | None:
    """When the plan's next review is due, why, and by whose rule: the plan's own words come first."""
    versions = versions_since_made(chart, plan)
    links = {each.link for each in versions}
    reviews = [each for each in chart.reviews if each.plan in links and each.date <= chart.today]
    last = reviews[-1] if reviews else None
    # One set for a day before the review itself is a slip, which STR016 tells.
    if last is not None and last.next_review is not None and last.next_review > last.date:
        return last.next_review, f"Set in the review of {say_day(last.date, chart.today)}", "the last review"
    start = last.date if last else versions[-1].date
    began = "Last review" if last else "Plan of" if len(versions) == 1 else "Changed since, not reviewed: plan of"
    found = [*_review_by_time(chart, plan, start, began), *_review_by_session(chart, plan, start)]
    return min(found, key=_day, default=None)


def _review_by_time(chart: Chart, plan: Plan, start: Day, began: str) -> Iterator[_Dated]:
    """By the plan's own length of time, or else the policy's; one in sessions sets no day when nobody comes."""
    found = _review_length(chart, plan)
    if found is None:
        return
    every, source, cite = found
    due = every.after(start, chart.practice.holidays)
    unread = uncounted(plan, ("review_every",), plan.review_every) if plan.review_every is None else ""
    yield due, f"{began} {say_day(start, chart.today)}; {source} {every.each}{unread}", cite


def _review_length(chart: Chart, plan: Plan) -> tuple[Interval, str, str] | None:
    """After how long a plan is reviewed, whose words these are, and by whose rule."""
    if plan.review_every is not None and plan.review_every.unit != "sessions":
        return plan.review_every, "this plan is reviewed", "the plan's own review interval"
    limit = chart.policy["plan_review_every"]
    return (limit.value, "plans are reviewed", limit.cite) if isinstance(limit.value, Interval) else None


def _review_counts(chart: Chart, plan: Plan) -> tuple[tuple[int | None, str, str], ...]:
    """By which session a plan is reviewed, whose words these are, and by whose rule."""
    own, limit = plan.review_every, "plan_review_by_session"
    amount = own.amount if own and own.unit == "sessions" else None
    return (
        (amount, "this plan is", "the plan's own review interval"),
        (chart.policy.count(limit), "plans are", chart.policy[limit].cite),
    )


def _reviewed_again(chart: Chart, plan: Plan, due: Day) -> Recurrence:
    """By its length of time and its sessions; where a day alone was set, the next turn is as long as this one was."""
    by_time = _review_length(chart, plan)
    ways = [(by_time[0],)] if by_time else []
    ways += [(Interval(count, "sessions"),) for count, *_ in _review_counts(chart, plan) if count]
    return Recurrence(tuple(ways) or ((Interval(max(1, (due - plan.date).days), "days"),),))


def _review_by_session(chart: Chart, plan: Plan, start: Day) -> Iterator[_Dated]:
    """The day of the session by which the plan or the policy wants a review; none before that many were kept."""
    since = [each for each in chart.kept_sessions if each.date > start]
    for count, source, cite in _review_counts(chart, plan):
        if count and len(since) >= count:
            reached = since[count - 1].date
            sessions = Interval(count, "sessions")
            yield reached, f"{sessions} by {say_day(reached, chart.today)}; {source} reviewed by then", cite


@clock(
    "plan review",
    weight="thread",
    ended_by="a review of the plan in force, or a plan made anew",
    ends_with_care=True,
    recurs=True,
)
def plan_review(chart: Chart) -> Iterator[Obligation]:
    """The review of the plan in force."""
    plan = chart.plan
    if plan is None or not chart.fully_read("review") or not chart.all_read("plan"):
        return
    found = review_due(chart, plan)
    if found is not None:
        due, why, cite = found
        again = _reviewed_again(chart, plan, due)
        what = "Review the plan with the client"
        yield chart_obligation(chart, "plan review", what, why, due, "TIM003", cite=cite, record=plan, again=again)


@clock(
    "target date",
    weight="thread",
    ended_by="the objective closed, or a later target date agreed on in a plan version",
    ends_with_care=True,
)
def target_date(chart: Chart) -> Iterator[Obligation]:
    """The target dates of open objectives."""
    plan = chart.plan
    if plan is None or chart.sure_plan_on(chart.today) is None:  # what was not read may have replaced it
        return
    for objective in plan.objectives:
        if not objective.sound or not objective.is_open or objective.ends_before_it_begins:
            continue
        if objective.target_date is not None:
            yield chart_obligation(
                chart,
                "target date",
                f"Decide on objective {objective.id}",
                f"Its target date is {say_day(objective.target_date, chart.today)} and it is still open",
                objective.target_date,
                "PLN024",
                cite="the plan's own target date",
                record=plan,
                subject=objective.id,
            )


@clock(
    "provisional plan",
    weight="thread",
    ended_by="a plan that is not provisional",
    ends_with_care=True,
)
def provisional_plan(chart: Chart) -> Iterator[Obligation]:
    """A provisional plan becomes a plan, or ends."""
    plan = chart.plan
    limit = chart.policy["provisional_limit"]
    if plan is None or plan.status != "provisional" or not isinstance(limit.value, Interval):
        return
    why = f"Provisional since {say_day(plan.date, chart.today)}; at most {limit.value}"
    due = limit.value.after(plan.date, chart.practice.holidays)
    yield chart_obligation(
        chart, "provisional plan", "Make the provisional plan final", why, due, "PLN017", cite=limit.cite, record=plan
    )


@clock(
    "reassessment",
    weight="thread",
    ended_by="an assessment",
    ends_with_care=True,
    recurs=True,
)
def reassessment(chart: Chart) -> Iterator[Obligation]:
    """The regular assessment, counted from the last one; with its own date when it names one."""
    if not chart.assessments or not chart.all_read("assessment"):
        return
    last = chart.assessments[-1]
    limit = chart.policy["reassessment_every"]
    since = say_day(last.date, chart.today)
    if last.reassess_on is not None:
        why, due = f"Set in the assessment of {since}", last.reassess_on
    elif isinstance(limit.value, Interval):
        why, due = f"Last assessment {since}; {limit.value.each}", limit.value.after(last.date, chart.practice.holidays)
    else:
        return
    window = chart.policy.interval("reassessment_window")
    if window is not None:
        why, due = f"{why}, with {window} of grace", window.after(due, chart.practice.holidays)
    turn = limit.value if isinstance(limit.value, Interval) else Interval(max(1, (due - last.date).days), "days")
    again = Recurrence(((turn,) if window is None or turn is not limit.value else (turn, window),))
    yield chart_obligation(
        chart, "reassessment", "Assess again", why, due, "TIM004", cite=limit.cite, record=last, again=again
    )
