"""PLN: is the plan whole: need, goals, objectives, interventions, strengths, family, discharge."""

from __future__ import annotations

import re

from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.plan import Goal, Intervention, Objective, Plan, PlanProblem
from caseload_tools.dates import count_of
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy

_SUBSTANCE_CODE = re.compile(r"F1[0-9]")
_DOMAIN = re.compile(r"substance[-_ ]?(?:use|abuse)|addiction|sud\b", re.IGNORECASE)
_SUBSTANCE_WORDS = re.compile(
    r"substance|alcohol|drinking|drugs?\b|opioid|opiate|cocaine|cannabis|sober|sobriety|relapse|stopping (?:active )?use|active use",
    re.IGNORECASE,
)


@rule(
    "PLN001",
    cites=("S2.25", "42 CFR 456.180"),
    limit=("plan_needs_discharge_criteria", "plan_needs_diagnosis", "plan_needs_baseline"),
)
def plan_without_need_or_end(plan: Plan, policy: Policy) -> Problems:
    """The plan lacks what a plan of care must hold: a diagnosis or need, a baseline, what ends treatment.

    Whoever pays, and whoever takes over, asks why this care, from where, and until when.

    Bad:
        --- plan
        problems:
          - {id: P1, text: Poor sleep since the move, rank: 1}
    Bad:
        --- plan
        status: active

        (no text)
    Bad:
        --- plan
        problems:
        goals:
        objectives:
        interventions:
    Good:
        --- plan
        status: active
    """
    if plan.status in ("revoked", "superseded"):
        return
    missing: dict[str, str] = {}
    if not plan.problems:
        missing["a problem or need"] = "`problems:`"
    elif policy.wants("plan_needs_diagnosis") and not any(each.diagnosis for each in plan.problems):
        missing["a diagnosis"] = "`diagnosis:` of a problem"
    if policy.wants("plan_needs_baseline") and _lacks_a_baseline(plan):
        missing["a baseline"] = "`baseline:` of each measured objective"
    if policy.wants("plan_needs_discharge_criteria") and not plan.section("Discharge criteria"):
        missing["discharge criteria"] = "`## Discharge criteria`"
    if missing:
        yield plan.at("problems", f"the plan lacks {', '.join(missing)}", f"add {', '.join(missing.values())}")


def _lacks_a_baseline(plan: Plan) -> bool:
    """No objective says where the client starts, and not all of them are simply done or not done."""
    if any(each.measure and each.baseline is not None for each in plan.objectives):
        return False
    return bool(plan.objectives) and not all(each.done_when for each in plan.objectives)


@rule("PLN002", cites=("S2.13", "S2.14", "S1.10"), level="warning")
def thread_ends_early(part: PlanProblem | Goal | Objective) -> Problems:
    """A problem has no goal, a goal has no objective, or an objective has no intervention.

    A problem that no goal takes up belongs under `deferred`, with the reason; a goal nobody works towards is a wish; an
    objective without help is homework.

    Bad:
        --- plan
        problems:
          - {id: P1, text: Poor sleep since the move, rank: 1, diagnosis: F51.01}
          - {id: P2, text: Worry about money, rank: 2}
    Bad:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Sleep through most nights}
          - {id: G2, problem: P1, text: Go out in the evening again}
    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to one bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-06-30}
          - {id: O1.2, text: Get up at seven, measure: diary, baseline: 1, target: 5, target_date: 2026-06-30}
    Good:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Sleep through most nights}
    """
    plan = part.plan
    if not plan.sound:
        return
    if isinstance(part, PlanProblem):
        if plan.goals and not any(goal.problem == part.id for goal in plan.goals):
            hint = f"add a goal with `problem: {part.id}`, or move it to `deferred:` with the reason"
            yield part.at("id", f"problem {part.id} has no goal", hint)
    elif isinstance(part, Goal):
        if part.status not in ("achieved", "not-achieved", "cancelled") and not plan.objectives_of(part):
            yield part.at("id", f"goal {part.id} has no objective", f"add an objective O{part.id[1:]}.1")
    elif part.is_open and plan.interventions and not plan.interventions_for(part):
        hint = f"add {part.id} to the `for:` of an intervention"
        yield part.at("id", f"objective {part.id} has no intervention", hint)


@rule("PLN003", cites=("S2.14", "S2.19", "S2.33"))
def objective_without_measure(objective: Objective) -> Problems:
    """An open objective says neither how progress is measured nor when it is done.

    Without one of them nobody can tell whether it was reached. Either `measure` with a `target`, or `done_when`.

    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to the same bedtime, target_date: 2026-06-30}
    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to the same bedtime, measure: sleep diary, target_date: 2026-06-30}
    Good:
        --- plan
        objectives:
          - {id: O1.1, text: Book a first meeting, done_when: meeting booked, target_date: 2026-06-30}
    """
    if not objective.is_open or objective.done_when:
        return
    if not objective.measure:
        hint = "add `measure`, `baseline` and `target`, or `done_when`"
        yield objective.at("measure", f"objective {objective.id} has no measure", hint)
    elif objective.target is None:
        yield objective.at("target", f"objective {objective.id} has a measure but no target", "add `target:`")


@rule("PLN010", cites=("S2.38", "S1.10"))
def intervention_missing_or_thin(thing: Plan | Intervention) -> Problems:
    """The plan has no intervention, or one that does not say how often, how, or by whom.

    The plan says what the staff will do, in which form, how often, and who does it.

    Bad:
        --- plan
        interventions:
    Bad:
        --- plan
        interventions:
          - {id: I1, for: [O1.1], text: Sleep scheduling}
    Good:
        --- plan
        interventions:
          - {id: I1, for: [O1.1], text: Sleep scheduling, method: individual, frequency: weekly, by: dana.ruiz}
    """
    if isinstance(thing, Plan):
        if thing.objectives and not thing.interventions and thing.status not in ("revoked", "superseded"):
            yield thing.at(
                "interventions", "the plan has no interventions", "say what will be done, how often, by whom"
            )
        return
    missing = [
        key for key, value in (("method", thing.method), ("frequency", thing.frequency), ("by", thing.by)) if not value
    ]
    if missing and not thing.referral:
        listed = " or ".join(f"`{key}`" for key in missing)
        yield thing.at(missing[0], f"intervention {thing.id} has no {listed}", "say how, how often and by whom")


@rule("PLN011", cites="S2.24", level="warning", limit=("max_goals", "max_problems"))
def too_many_goals(plan: Plan, policy: Policy) -> Problems:
    """The plan takes on more problems or goals than can be worked on.

    A selected number of challenges: what waits goes under `deferred`, with the reason.

    Bad:
        practice: policy.max_problems = 1
        --- plan
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: F51.01}
          - {id: P2, text: Worry about money, rank: 2}
    Good:
        --- plan
        status: active
    """
    most, goals = policy.count("max_problems"), policy.count("max_goals")
    if most is not None and len(plan.problems) > most:
        yield plan.at(
            "problems",
            f"{count_of(len(plan.problems), 'problem')}; the policy says at most {most}",
            "move some to `deferred:`",
        )
    open_goals = [each for each in plan.goals if each.status not in ("achieved", "not-achieved", "cancelled")]
    if goals is not None and len(open_goals) > goals:
        yield plan.at(
            "goals",
            f"{count_of(len(open_goals), 'open goal')}; the policy says at most {goals}",
            "move some to `deferred:`",
        )


@rule("PLN012", cites=("S2.22", "42 CFR 482.61(b)(7)"), level="warning", limit="plan_needs_strengths", fixes=True)
def plan_without_strengths(plan: Plan) -> Problems:
    """The plan names no strengths and no solution the client has found before.

    Treatment builds on what works already.

    Bad:
        --- plan
        status: provisional
        signatures:

        Written with her on one afternoon.

        ## Strenghts

        She keeps a diary.

        ## Discharge criteria

        Five nights out of seven for a month.
    Fixed:
        --- plan
        status: provisional
        signatures:

        Written with her on one afternoon.

        ## Strengths

        She keeps a diary.

        ## Discharge criteria

        Five nights out of seven for a month.
    Bad:
        --- plan
        status: active

        (no text)
    Good:
        --- plan
        status: active
    """
    if plan.status in ("revoked", "superseded"):
        return
    if not plan.section("Strengths") and not any(each.solutions for each in plan.problems):
        yield plan.lacks_section("Strengths", "problems", "the plan names no strengths")


@rule("PLN013", cites=("S2.23", "S2.13"), level="warning")
def problems_not_ranked(plan: Plan) -> Problems:
    """One of several problems has no rank, or two have the same.

    Which comes first is a clinical decision; the plan says it.

    Bad:
        --- plan
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: F51.01}
          - {id: P2, text: Worry about money, rank: 1}
    Bad:
        --- plan
        problems:
          - {id: P1, text: Poor sleep, diagnosis: F51.01}
          - {id: P2, text: Worry about money}
          - {id: P3, text: Alone since the move}
    Bad:
        --- plan
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: F51.01}
          - {id: P2, text: Worry about money}
    Good:
        --- plan
        problems:
          - {id: P1, text: Poor sleep, rank: 1, diagnosis: F51.01}
    """
    if len(plan.problems) < 2:
        return
    ranks = [each.rank for each in plan.problems if each.rank is not None]
    without = len(plan.problems) - len(ranks)
    hint = "give each `rank:` a number of its own"
    if len(ranks) > len(set(ranks)):
        yield plan.at("problems", "two problems have the same rank", hint)
    if without:
        yield plan.at("problems", f"{count_of(without, 'problem')} of {len(plan.problems)} without a rank", hint)


@rule("PLN016", cites="S2.6", level="warning", limit="plan_needs_family_decision")
def family_part_undecided(plan: Plan) -> Problems:
    """The plan does not say whether family takes part.

    Engaged, declined, not appropriate or no permission: each is an answer, silence is none.

    Bad:
        --- plan
        family:
    Bad:
        --- plan
        family: undecided
    Good:
        --- plan
        family: declined
    """
    if plan.status in ("revoked", "superseded", "provisional"):
        return
    if plan.family in ("", "undecided"):
        hint = "write `family:` with engaged, declined, not-appropriate or no-permission"
        yield plan.at("family", "the plan does not say whether family takes part", hint)


@rule("PLN019", cites="S2.29")
def substance_use_without_goal(plan: Plan, policy: Policy) -> Problems:
    """A problem of the plan is substance use, and no goal is about it.

    Where substance use is diagnosed, at least one goal relates to it.

    Bad:
        --- plan
        problems:
          - {id: P1, text: Drinking every evening, rank: 1, diagnosis: F10.20}
    Good:
        --- plan
        problems:
          - {id: P1, text: Drinking every evening, rank: 1, diagnosis: F10.20}
        goals:
          - {id: G1, problem: P1, text: Evenings without alcohol, domain: substance-use}
    """
    diagnosed = any(_SUBSTANCE_CODE.match(each.diagnosis) for each in plan.problems)
    if not diagnosed and not policy.wants("substance_goal_required"):
        return
    about_it = any(_DOMAIN.match(each.domain) or _SUBSTANCE_WORDS.search(each.text) for each in plan.goals)
    if plan.goals and not about_it:
        yield plan.at("goals", "no goal is about substance use", "add a goal with `domain: substance-use`")
