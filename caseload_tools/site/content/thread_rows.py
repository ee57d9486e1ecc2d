"""From a plan and its sessions to the golden thread that the chart draws.

What a bead says, and which thread is broken, is for `chart.thread` to say, as for rules and reports; here it is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.agency import Agency
from caseload_tools.chart.records.plan import Goal, Intervention, Objective, Plan, PlanProblem
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.thread import Thread
from caseload_tools.dates import count_of, say_day
from caseload_tools.practice.measures import MEASURES
from caseload_tools.site.addresses import record_address
from caseload_tools.site.components.marks import day_in_words, due_state, state_mark
from caseload_tools.site.components.thread import WORDS, DrawnBead, DrawnThread, GoalTree, ProblemTree, bullet_graph
from caseload_tools.site.html import Child, Html, element, joined_html, link

SHOWN = 8


def shown_sessions(chart: Chart) -> tuple[Session, ...]:
    """The last sessions that were kept, missed or have no note yet: the beads of every string."""
    past = (each for each in chart.sessions if each.date <= chart.today)
    told = [
        each for each in past if each.took_place or each.was_missed or (each.is_planned and each.date < chart.today)
    ]
    return tuple(told[-SHOWN:])


def plan_trees(chart: Chart, plan: Plan) -> tuple[ProblemTree, ...]:
    """The plan as trees: each problem with its goals; goals without a known problem come last."""
    known = {problem.id for problem in plan.problems}
    trees = [_problem(chart, plan, each) for each in plan.problems]
    lost = [goal for goal in plan.goals if goal.problem not in known]
    homeless = [each for each in plan.objectives if each.goal_id not in {goal.id for goal in plan.goals}]
    goals = [_goal(chart, plan, goal) for goal in lost]
    if homeless:
        goals.append(GoalTree("", "Objectives without a goal", [_drawn(chart, plan, each) for each in homeless]))
    return (*trees, ProblemTree("", "", None, goals)) if goals else tuple(trees)


def _problem(chart: Chart, plan: Plan, problem: PlanProblem) -> ProblemTree:
    source = chart.find(problem.from_) if problem.from_ else None
    words: list[Child] = [problem.diagnosis or None]
    if isinstance(source, Record):
        told = f"{source.type.replace('-', ' ')} of {say_day(source.date, chart.today)}"
        words.append(joined_html(("from the ", link(told, record_address(chart, source)))))
    given = [word for word in words if word]
    goals = [_goal(chart, plan, goal) for goal in plan.goals if goal.problem == problem.id]
    return ProblemTree(problem.id, problem.text, joined_html(given, ", "), goals)


def _goal(chart: Chart, plan: Plan, goal: Goal) -> GoalTree:
    objectives = plan.objectives_of(goal)
    ids = {each.id for each in objectives}
    through = [_used(chart, each) for each in plan.interventions if ids & set(each.for_)]
    through += [
        _referral(chart, each.to, each.status, record_address(chart, each))
        for each in chart.referrals
        if goal.id and each.goal == goal.id
    ]
    note: Child = None
    if goal.achieved_on:
        note = joined_html((" ", state_mark(f"reached {say_day(goal.achieved_on, chart.today)}", "good")))
    told = joined_html(("Through ", joined_html(through, " · "))) if through else None
    return GoalTree(goal.id, goal.text, [_drawn(chart, plan, each) for each in objectives], told, note)


def _used(chart: Chart, intervention: Intervention) -> Html:
    plans = (plan.date for plan in chart.plans if intervention.id in plan.parts)
    began = next(plans, intervention.plan.date)
    since = [each for each in chart.kept_sessions if each.date >= began]
    used = sum(intervention.id in each.interventions for each in since)
    often = ", ".join(word for word in (intervention.text, intervention.frequency, intervention.by) if word)
    count = f" {used} of {count_of(len(since), 'session')}" if since else ""
    return joined_html((element("b", intervention.id), f" {often}", element("span", count, class_="c")))


def _referral(chart: Chart, to: str, status: str, address: str) -> Html:
    found = chart.find(to)
    name = found.name if isinstance(found, Agency) else to.rpartition("/")[2].replace("-", " ")
    return joined_html((link(f"Referral to {name}", address), element("span", f" {status}", class_="c")))


def _drawn(chart: Chart, plan: Plan, objective: Objective) -> DrawnThread:
    thread = Thread(chart, plan, objective)
    sessions = shown_sessions(chart)
    beads = [DrawnBead(each.date, thread.word_of(each)) for each in sessions]
    silent = "No session yet" if objective.is_open else "Closed before these sessions"
    reached = _reached(chart, objective)
    return DrawnThread(objective.id, objective.text, reached, beads, _when(thread), thread.why_broken or None, silent)


def _when(thread: Thread) -> Html:
    objective, today = thread.objective, thread.chart.today
    target = objective.target_date
    small = element("span", day_in_words(target, today), class_="c") if target else None
    if thread.is_met:
        words = f"met {say_day(thread.closed, today)}" if thread.closed else "met"
        return joined_html((state_mark(words, "good"), _early(thread.closed, target)))
    if not objective.is_open:
        return joined_html((state_mark(objective.status.replace("-", " ")), small))
    if thread.why_broken:
        return joined_html((state_mark("thread broken", "late"), small))
    if target is None:
        return state_mark("no target date", "late")
    return joined_html((due_state(target, today), small))


def _early(closed: date | None, target: date | None) -> Html | None:
    if closed is None or target is None or closed == target:
        return None
    days = (target - closed).days
    words = f"{count_of(abs(days), 'day')} {'early' if days > 0 else 'after its date'}"
    return element("span", words, class_="c")


def _reached(chart: Chart, objective: Objective) -> Child:
    if objective.done_when:
        met = f": yes, {say_day(objective.completed_on, chart.today)}" if objective.completed_on else ""
        return element("span", f"Done when {objective.done_when}{met}")
    begin, target = _number(objective.baseline), _number(objective.target)
    if begin is None or target is None:
        told = [f"from {objective.baseline}" if objective.baseline is not None else ""]
        told.append(f"wanted {objective.target}" if objective.target is not None else "")
        words = ", ".join(word for word in told if word)
        return element("span", words or (objective.measure or "not measured"))
    measure = MEASURES.get(objective.measure)
    now = _latest(chart, objective.measure) if measure else None
    scale = measure.range if measure else (min(0, begin, target), max(begin, target) * 1.25)
    unit = f" {objective.unit}" if objective.unit else ""
    here = f", now {now:g}" if now is not None else ""
    said = f"{'' if here else 'from '}{begin:g}{here}, wanted {target:g}{unit}"
    if measure and now is None:
        said += "; not taken yet"
    return joined_html((bullet_graph(begin, now, target, scale), element("span", said)))


def _latest(chart: Chart, measure_id: str) -> float | None:
    totals = [
        taken.total for taken in chart.scores(measure_id) if taken.total is not None and taken.date <= chart.today
    ]
    return float(totals[-1]) if totals else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def used_words(trees: Sequence[ProblemTree]) -> list[str]:
    """The words of beads that occur, in the order of the legend."""
    drawn = (thread for problem in trees for goal in problem.goals for thread in goal.threads)
    found = {bead.word for thread in drawn for bead in thread.beads}
    return [word for word in WORDS if word in found]  # the empty word is no sign
