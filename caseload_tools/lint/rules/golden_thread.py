"""LNK: the golden thread, from the need that was found to the note that says how it goes."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import wanted
from caseload_tools.chart.records import KeyPath, Problems
from caseload_tools.chart.records.assessment import Domain
from caseload_tools.chart.records.client import Client, Enrolment
from caseload_tools.chart.records.plan import Goal, Intervention, Objective, Plan
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.thread import unworked_since
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.text.nearest import near_or_all


@rule("LNK002", cites="S2.27")
def plan_part_belongs_to_nothing(part: Goal | Objective | Intervention) -> Problems:
    """A goal, objective or intervention points at a part that the plan does not have.

    The golden thread runs from problem to goal to objective to intervention; here it is cut.

    Bad:
        --- plan
        goals:
          - {id: G1, problem: P7, text: Sleep through most nights}
    Bad:
        --- plan
        interventions:
          - {id: I1, for: [O9.9], text: Sleep scheduling, method: individual, frequency: weekly, by: dana.ruiz}
    Good:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Sleep through most nights}
    """
    known, plan = part.plan.parts, part.plan
    if not plan.sound:
        return
    if isinstance(part, Goal):
        if not part.problem:
            yield part.at("problem", f"goal {part.id} belongs to no problem", "add `problem:` with its id, such as P1")
        elif part.problem not in known and plan.problems:  # where there is none, PLN001 says so once
            yield part.at(
                "problem",
                f"goal {part.id} belongs to {part.problem}, which this plan does not have",
                "correct the id, or add the problem",
            )
    elif isinstance(part, Objective):
        if part.goal_id not in known:
            message = f"objective {part.id} belongs to {part.goal_id} by its number, which this plan does not have"
            yield part.at("id", message, "number it after its goal, or add the goal")
    elif plan.objectives:  # where there is none, PLN002 says so of each goal
        for index, each in enumerate(part.for_):
            if each not in known:
                yield part.at(
                    ("for", index),
                    f"intervention {part.id} is for {each}, which this plan does not have",
                    "name objectives of this plan",
                )


@rule("LNK003", cites=("S1.7", "S2.3", "S2.17"), level="warning", limit="plan_needs_assessment")
def plan_without_assessment(plan: Plan) -> Problems:
    """The plan does not say which assessment it is based on.

    A plan is the bridge between assessment and treatment. It cites what was found out, or each problem does.

    Bad:
        --- plan
        based_on:
    Good:
        --- plan
        based_on: [assessments/2026-01-05]
    """
    if plan.problems and not plan.based_on and not any(each.from_ for each in plan.problems):
        yield plan.at("based_on", "the plan cites no assessment", "add `based_on: [assessments/…]`")


@rule("LNK005", cites=("13 CSR 70-3.030", "S1.3"), limit="objective_required")
def session_off_the_plan(session: Session, chart: Chart) -> Problems:
    """The session works on no objective of the plan in force on that day, and does not say why.

    Payers pay for work on the plan. Where something else had to come first, `off_plan_reason` says what.

    Bad:
        progress:
    Bad:
        progress:
          O7.7: progressing
    Good:
        progress:
          O1.1: progressing
    Good:
        progress:
        off_plan_reason: eviction notice came this morning; housing call instead
    """
    if not session.took_place or session.off_plan_reason or session.service in ("assessment", "crisis"):
        return
    plan = chart.sure_plan_on(session.date)
    if plan is None or not plan.objectives:  # PLN002 asks for those
        return
    known = {each.id for each in plan.objectives} | {each.id for each in plan.goals}
    for each in (*session.progress, *session.objectives):
        if each not in known:
            path: KeyPath = ("progress", each) if each in session.progress else ("objectives",)
            hint = f"the plan in force is {plan.link}"
            yield session.at(path, f"{each} is not in the plan that was in force on that day", hint)
    if not session.progress and not session.objectives:
        hint = "add `progress:` with the objectives, or `off_plan_reason:`"
        yield session.at("progress", "the session names no objective of the plan", hint)


@rule("LNK006", cites="S4.1")
def objective_already_closed(session: Session, chart: Chart) -> Problems:
    """The session reports progress on an objective that had been closed before.

    Either the objective was not really closed, or the wrong one is named.

    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-06-30, status: achieved, completed_on: 2026-01-15}
        --- session 2026-01-19
        progress:
          O1.1: progressing
    Good:
        --- session 2026-01-19
        progress:
          O1.1: progressing
    """
    plan = chart.sure_plan_on(session.date) if session.took_place else None
    if plan is None:
        return
    for objective in plan.objectives:
        closed = objective.completed_on
        word = session.progress.get(objective.id)
        if closed is not None and closed < session.date and word not in (None, "met", "not worked on"):
            message = f"{objective.id} was completed on {closed}, before this session"
            yield session.at(("progress", objective.id), message, "name the objective that is open")


@rule("LNK012", cites="S2.34", level="warning", limit="objective_progress_within")
def objective_never_worked_on(chart: Chart, policy: Policy) -> Problems:
    """An open objective has not been worked on in any recent session.

    The thread is broken: the plan promises something that nobody does. Work on it, or close it. Broken means here as on
    the page of the site: three kept sessions or more without it since it was last worked on, over all versions of the
    plan, and the policy's length of time over. A new version of the plan does not mend it.

    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-06-30}
          - {id: O1.2, text: Walk for half an hour a day, measure: diary, baseline: 0, target: 5, target_date: 2026-06-30}
        interventions:
          - {id: I1, for: [O1.1, O1.2], text: Sleep scheduling, method: individual, frequency: weekly, by: dana.ruiz}
        --- session 2026-01-19
        --- session 2026-02-16
        --- session 2026-03-16
        --- session 2026-03-23
    Good:
        --- session 2026-01-19
        --- session 2026-02-16
        --- session 2026-03-16
    """
    plan, limit = chart.plan, policy.interval("objective_progress_within")
    if plan is None or limit is None or not plan.sound or not chart.is_open or not chart.all_read("session"):
        return
    if chart.sure_plan_on(chart.today) is None:
        return
    for objective in plan.objectives:
        since = unworked_since(chart, plan, objective, limit)
        if since is not None:
            message = f"{objective.id} has not been worked on since {since}"
            yield objective.at("id", message, "take it up again, or close it with a reason")


@rule("LNK013", cites="S1.10", level="warning")
def intervention_not_in_the_plan(session: Session, chart: Chart) -> Problems:
    """The session used an intervention that the plan in force does not list.

    What is done and what was agreed on have come apart: correct the id, or bring the plan up to date.

    Bad:
        interventions: [I9]
    Good:
        interventions: [I1]
    """
    plan = chart.sure_plan_on(session.date) if session.took_place else None
    if plan is None or not plan.interventions:  # PLN010 asks for those
        return
    known = {each.id for each in plan.interventions}
    for index, each in enumerate(session.interventions):
        if each not in known:
            yield session.at(
                ("interventions", index), f"{each} is not an intervention of the plan in force", f"see {plan.link}"
            )


@rule("LNK009", cites="S2.2", level="warning")
def goal_without_its_referral(goal: Goal, chart: Chart) -> Problems:
    """A goal names a referral that was never made.

    What the goal needs is to be had elsewhere; as long as nobody has asked there, the goal waits.

    Bad:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Regular working hours, referral: referrals/2026-01-20}
    Good:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Regular working hours, referral: referrals/2026-01-12}
        --- referral 2026-01-12
    """
    if goal.referral and chart.find(goal.referral) is None:
        hint = f"make it with `caseload new referral {chart.typed} --to agencies/…`, or correct the link"
        yield goal.at("referral", f"the referral that goal {goal.id} relies on is not in the chart", hint)


@rule("LNK010", cites=("S1.7", "S2.24"), level="warning")
def assessed_need_left_open(domain: Domain, chart: Chart) -> Problems:
    """The assessment found a need that no plan takes up and that nobody has deferred.

    Either a problem of the plan speaks of it, or the assessment or plan says why it waits.

    Bad:
        --- assessment 2026-01-05
        domains:
          - {name: housing, need: present}
    Good:
        --- assessment 2026-01-05
        domains:
          - {name: housing, need: deferred, why: lease runs until autumn}
    Good:
        --- assessment 2026-01-05
        domains:
          - {name: sleep, need: present}
    """
    plan = chart.plan
    is_latest = domain.record is chart.assessments[-1]
    if domain.need != "present" or plan is None or not plan.sound or not is_latest or not chart.is_open:
        return
    if not plan.problems or not plan.goals or not chart.fully_read("assessment"):
        return
    if plan.date < domain.record.date:
        return  # the next plan version has still to be written; its review clock is running
    name = domain.name.casefold()
    texts = [each.text for each in (*plan.problems, *plan.objectives)] + [each.text for each in plan.deferred]
    texts += [f"{each.text} {each.domain}" for each in plan.goals]
    told = [text.casefold() for text in texts]
    if not any(name in text or any(word in text for word in name.split("-") if len(word) > 4) for text in told):
        hint = f"add `domain: {name}` to the goal that takes it up, or write `need: deferred` with `why`"
        yield domain.at("need", f"the plan does not take up the need for {domain.name}", hint)


@rule("LNK011", cites="S3.7", level="warning", limit="new_problem_within")
def new_problem_never_reached_the_plan(chart: Chart) -> Problems:
    """A session named a new problem, and no plan or review has followed.

    What comes up on the way must reach the plan, or a decision that it waits.

    Bad:
        --- session 2026-01-19
        new_problem: eviction notice
        today: 2026-03-15
    Good:
        --- session 2026-01-19
        new_problem: eviction notice
        --- review 2026-02-02
        today: 2026-03-15
    """
    for each in wanted(chart, "new problem"):
        message = "a new problem was named here, and no plan or review has followed"
        yield from each.at("new_problem", message, f"take it up: `caseload new plan {chart.typed}`")


@rule("LNK017", cites=("S2.34", "S0.16"), level="warning", limit="target_date_pushes")
def target_date_pushed_again(objective: Objective, chart: Chart, policy: Policy) -> Problems:
    """The target date of an objective has been moved in several plan versions.

    A date that always moves is no target. Make the step smaller, or change the help.

    Bad:
        practice: policy.target_date_pushes = 1
        --- plan 2026-03-02
        supersedes: plans/2026-01-12
        changes:
          - {what: the target, why: talked over with her}
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-08-30}
        --- review 2026-03-09
        plan: plans/2026-03-02
    Good:
        --- plan 2026-03-02
        supersedes: plans/2026-01-12
        changes:
          - {what: the target, why: talked over with her}
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-06-30}
        --- review 2026-03-09
        plan: plans/2026-03-02
    """
    limit = policy.count("target_date_pushes")
    if limit is None or objective.plan is not chart.plan or not objective.is_open:
        return
    dates = [
        part.target_date
        for plan in chart.plans
        if isinstance(part := plan.parts.get(objective.id), Objective) and part.target_date is not None
    ]
    pushes = sum(later > earlier + timedelta(days=1) for earlier, later in pairwise(dates))
    if pushes >= limit:
        times = "once" if pushes == 1 else f"{pushes} times"
        message = f"the target date of {objective.id} has been moved {times}"
        yield objective.at("target_date", message, "make the step smaller, or change what helps towards it")


@rule("LNK019", cites="S1.1")
def programme_not_known(part: Client | Enrolment | Session, practice: Practice) -> Problems:
    """A programme is named that caseload.toml does not have.

    The programme decides which policy the chart is held to. Under a misspelt name it is held to the practice's own, and
    nobody is told.

    Bad:
        programme: outpatiant
    Bad:
        --- session 2026-01-19
        programme: evening
    Good:
        programme: outpatient
    """
    word = part.programme
    if not word or not practice.programmes or word in practice.programmes:
        return
    hint = near_or_all(word, practice.programmes)
    yield part.at("programme", "this programme is not in caseload.toml", hint)
