"""PLN: how goals and objectives are worded. Rules that read prose: they advise, and never fail a plan."""

from __future__ import annotations

import re

from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.plan import Goal, Objective, Plan
from caseload_tools.dates import count_of
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.text.language.lexicon import Lexicon
from caseload_tools.text.language.prose import Prose

# `The client will …` says no more than the verb that follows.
_LEAD = re.compile(
    r"\s*(?:(?:to|(?:the )?(?:client|patient|pt|member)(?: will| is to|'s goal is to)?|will|i will|be able to)\s+)*",
    re.IGNORECASE,
)
_POSITIVE_TURN = re.compile(
    r"\b(?:and|by|instead|so that|in order to|to \w+|while|for (?:the|a|an)|with|only)\b|[,;:]", re.IGNORECASE
)
# A figure gives even a vague verb an end: `improve the score from 18 to 9`.
_FIGURE = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|once|twice|half|one of)\b", re.IGNORECASE)
# "4 weeks running" says how long, and still not what will be seen.
_HOW_LONG = re.compile(r"(?:for )?[\w-]+ (?:days?|weeks?|months?)(?: (?:running|in a row))?", re.IGNORECASE)
_JOINED = re.compile(r",? (?:and then|and|as well as)\s+", re.IGNORECASE)
# `Read the letter and answer it` is one deed on one thing.
_SAME_THING = re.compile(r"\w+\s+(?:(?:with|to|for|by|through)\s+)?(?:it|them|this|that|so)\b", re.IGNORECASE)
# `without yelling and using foul language` goes on with the same thing.
_LIST_OF_WAYS = re.compile(r"\b(?:without|by|from|of|about|in|than|instead of)\s+\w+ing\b", re.IGNORECASE)
_LEAST_WORDS = 2
# `Go to the office and ask` is one errand; `Stay off meth and build days that do not need it`
# puts one thing in the place of another; `Back to where he can work and be a father` describes one place.
_ONE_PLACE = re.compile(r"\b(?:where|so that)\b", re.IGNORECASE)
_ERRAND = re.compile(r"\s*(?:go|come)\b", re.IGNORECASE)
_DONE_THERE = re.compile(r"(?:ask|say|get|see|bring|fetch|file|apply|sign|return|hand|pick)\b", re.IGNORECASE)
_OFF = re.compile(r"\s*(?:stay|keep|get) (?:off|away|clear)\b", re.IGNORECASE)
_OF_IT = re.compile(r"\b(?:it|them|that)\b", re.IGNORECASE)


def _begins(text: str, lexicon: Lexicon) -> bool:
    """The text begins with a phrase of the list, whatever leads up to the verb."""
    lead = _LEAD.match(text)
    starts = (0, lead.end() if lead else 0)
    return any(hit.start in starts for hit in lexicon.find(Prose(text)))


@rule("PLN004", cites=("S2.31", "S2.33", "S2.42"), level="warning", prose=True)
def objective_nobody_can_observe(objective: Objective, practice: Practice) -> Problems:
    """An objective begins with a verb for something nobody can see, or leaves open how much is enough.

    Feeling, understanding or working on something cannot be observed, and nobody can say when a history is
    detailed, so nobody can say later whether it was done. An objective names an action,
    or at least a measure or an end that tells when it is reached. "Four weeks running" tells only how long. The list is
    the practice's: `[words] vague` and `allow` in caseload.toml.

    Bad:
        objectives:
          - {id: O1.1, text: Work on sleep hygiene, target_date: 2026-06-30}
    Bad:
        objectives:
          - {id: O1.1, text: The client will understand the cycle of worry, target_date: 2026-06-30}
    Bad:
        objectives:
          - {id: O1.1, text: Write a detailed history of use, target_date: 2026-06-30}
    Bad:
        objectives:
          - {id: O1.1, text: Work on loneliness, done_when: four weeks running, target_date: 2026-06-30}
    Good:
        objectives:
          - id: O1.1
            text: Switch the phone off at 22:00 on 5 nights a week
            done_when: 4 weeks running
            target_date: 2026-06-30
    Good:
        objectives:
          - {id: O1.1, text: Improve sleep, measure: sleep diary, baseline: 1, target: 5, target_date: 2026-06-30}
    """
    if not objective.is_open or objective.measure:
        return
    end = objective.done_when.strip()
    if end and not _HOW_LONG.fullmatch(end):
        return
    hint = "name an action one can see, or say what will be seen: `measure` or `done_when`"
    if _begins(objective.text, practice.lexicon("vague")) and not _FIGURE.search(objective.text):
        message = f"objective {objective.id} begins with a verb for what nobody can observe"
        yield objective.at("text", message, hint)
    elif not end and Prose(objective.text) in practice.lexicon("open_ended"):
        yield objective.at("text", f"objective {objective.id} leaves open how much is enough", hint)


@rule("PLN008", cites="S2.26", level="advice", prose=True, limit="goal_characters_max")
def goal_too_long(goal: Goal, policy: Policy) -> Problems:
    """A goal is longer than a brief statement, or is the same words as one of its objectives.

    A goal says in one line what will be different; how comes in the objectives.

    Bad:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Keep to the same bedtime on 5 nights a week}
    Good:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Sleep through most nights}
    """
    limit = policy.count("goal_characters_max")
    if limit is not None and len(goal.text) > limit:
        yield goal.at(
            "text",
            f"goal {goal.id} is longer than {count_of(limit, 'character')}",
            "say in one line what will be different",
        )
    elif any(each.text.strip().casefold() == goal.text.strip().casefold() for each in goal.plan.objectives):
        yield goal.at(
            "text", f"goal {goal.id} has the same words as an objective", "say the change wanted, not the step"
        )


@rule("PLN009", cites="S2.28", level="advice", prose=True)
def goal_only_negative(goal: Goal, practice: Practice) -> Problems:
    """A goal says only what is to stop, not what comes in its place.

    It is easier to do something than to stop something: name the healthier behaviour.

    Bad:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Stop lying awake}
    Good:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Sleep through most nights}
    """
    if _begins(goal.text, practice.lexicon("only_stopping")) and not _POSITIVE_TURN.search(goal.text):
        yield goal.at("text", f"goal {goal.id} says only what is to stop", "add what is to take its place")


@rule("PLN023", cites="S2.30", level="warning", prose=True)
def objective_is_staff_action(objective: Objective, practice: Practice) -> Problems:
    """An objective says what the staff will do, not what the client will do.

    What the staff do is an intervention. An objective is a step of the client that one can see.

    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Therapist will teach sleep hygiene, measure: sessions, baseline: 0, target: 3, target_date: 2026-06-30}
    Good:
        --- plan
        objectives:
          - {id: O1.1, text: Keep to the same bedtime, measure: diary, baseline: 1, target: 5, target_date: 2026-06-30}
    """
    if objective.actor == "staff" or _begins(objective.text, practice.lexicon("staff_action")):
        hint = "say what the client will do, and make this an intervention"
        yield objective.at("text", f"objective {objective.id} says what the staff will do", hint)


@rule("PLN025", cites="S2.41", level="advice", prose=True)
def compound_goal_or_objective(part: Goal | Objective, practice: Practice) -> Problems:
    """A goal or an objective asks for two things at once.

    When one is reached and the other is not, nobody can say how it stands. Make two of it.

    Bad:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Sleep through most nights and find a new flat}
    Good:
        --- plan
        goals:
          - {id: G1, problem: P1, text: Sleep through most nights}
    """
    if any(_is_second_task(part.text, joined, practice) for joined in _JOINED.finditer(part.text)):
        kind = "goal" if isinstance(part, Goal) else "objective"
        yield part.at("text", f"{kind} {part.id} asks for two things at once", "make two of it")


def _is_second_task(text: str, joined: re.Match[str], practice: Practice) -> bool:
    """Behind the `and` stands another deed, or another end beside the first; not another word for the same."""
    before, after = text[: joined.start()], text[joined.end() :]
    if len(before.split()) < _LEAST_WORDS or _SAME_THING.match(after):
        return False
    if _ONE_PLACE.search(before) or (_ERRAND.match(before) and _DONE_THERE.match(after)):
        return False
    if _OFF.match(before) and _OF_IT.search(after):
        return False
    if _LIST_OF_WAYS.search(before) and re.match(r"\w+ing\b", after):
        return False
    if _begins(after, practice.lexicon("deeds")):
        return len(after.split()) >= _LEAST_WORDS
    ends = practice.lexicon("outcomes")
    return _begins(after, ends) and (Prose(before) in ends or _begins(before, practice.lexicon("deeds")))


@rule("PLN014", cites=("S2.18", "CSAT, what is a treatment plan"), level="warning", prose=True)
def plan_made_for_the_programme(plan: Plan, practice: Practice) -> Problems:
    """Every objective is to attend something; none is a change in the client's own life.

    A plan that would fit anybody fits nobody: attending is what the programme needs, not what the client wants.

    Bad:
        --- plan
        objectives:
          - {id: O1.1, text: Attend three meetings a week, done_when: 4 weeks running, target_date: 2026-06-30}
    Good:
        --- plan
        objectives:
          - {id: O1.1, text: Attend three meetings a week, done_when: 4 weeks running, target_date: 2026-06-30}
          - {id: O1.2, text: Spend five evenings a week without a drink, done_when: 4 weeks running, target_date: 2026-06-30}
        interventions:
          - {id: I1, for: [O1.1, O1.2], text: Sleep scheduling, method: individual, frequency: weekly, by: dana.ruiz}
    """
    open_ones = [each for each in plan.objectives if each.is_open]
    attending = practice.lexicon("attending")
    if open_ones and all(_begins(each.text, attending) for each in open_ones):
        yield open_ones[0].at(
            "text", "every objective is to attend something", "add what will be different in the client's life"
        )
