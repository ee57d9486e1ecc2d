"""The treatment plan: problems, goals, objectives and interventions, one file a version."""

from __future__ import annotations

import re
from datetime import date as Day
from functools import cached_property
from typing import cast

from caseload_tools.chart.records.base import Part, Record, record_type
from caseload_tools.dates import Interval

IN_FORCE = ("active", "provisional", "on-hold", "completed", "superseded")
OPEN_OBJECTIVE = ("", "proposed", "in-progress", "on-hold")


class PlanPart(Part):
    """A problem, goal, objective or intervention: it has an id typed by hand and a text."""

    id: str = ""
    text: str = ""

    @property
    def plan(self) -> Plan:
        """The plan this part stands in."""
        return cast(Plan, self.record)


class PlanProblem(PlanPart):
    """A presenting problem that the plan takes on."""

    rank: int | None = None
    diagnosis: str = ""
    from_: str = ""
    solutions: str = ""


class Goal(PlanPart):
    """The broad change wanted for one problem."""

    problem: str = ""
    domain: str = ""
    status: str = ""
    achieved_on: Day | None = None
    referral: str = ""
    priority: int | None = None


class Objective(PlanPart):
    """A measurable, time-limited step of the client towards a goal."""

    measure: str = ""
    baseline: object = None
    target: object = None
    unit: str = ""
    done_when: str = ""
    established: Day | None = None
    target_date: Day | None = None
    status: str = ""
    completed_on: Day | None = None
    actor: str = ""
    revised_because: str = ""

    @property
    def goal_id(self) -> str:
        """`G1` for `O1.2`: an objective belongs to a goal by its number."""
        match = re.match(r"O(\d+)\.", self.id)
        return f"G{match.group(1)}" if match else ""

    @property
    def is_open(self) -> bool:
        """Neither achieved nor given up."""
        return self.status in OPEN_OBJECTIVE and self.completed_on is None

    @property
    def ends_before_it_begins(self) -> bool:
        """A slip in the target date itself: nobody can tell which day was meant."""
        start = self.established or self.plan.date
        return self.target_date is not None and self.target_date < start


class Intervention(PlanPart):
    """What the staff do for one or more objectives: method, how often, who."""

    for_: tuple[str, ...] = ()
    method: str = ""
    technique: str = ""
    frequency: str = ""
    duration: str = ""
    by: str = ""
    referral: str = ""


class PlanChange(Part):
    """One change against the version before, why, and the record it came from."""

    what: str = ""
    why: str = ""
    from_: str = ""


class Deferred(Part):
    """A need that this plan leaves for later, and why."""

    text: str = ""
    why: str = ""


class PlannedMeasure(Part):
    """An outcome measure the plan asks for, and how often."""

    id: str = ""
    every: Interval | None = None


@record_type(
    "plan",
    folder="plans",
    smallest="""
---
type: plan
client: C-0001
date: 2026-01-12
kind: treatment
status: active
clinician: dana.ruiz
based_on: [assessments/2026-01-05]
duration: 6 months
review_every: 90 days
frequency: weekly
family: declined
participants: [client]
problems:
  - id: P1
    text: Poor sleep since the move
    rank: 1
    diagnosis: F51.01
goals:
  - id: G1
    problem: P1
    text: Sleep through most nights
objectives:
  - id: O1.1
    text: Keep to the same bedtime on 5 nights a week
    measure: sleep diary, nights per week
    baseline: 1
    target: 5
    established: 2026-01-12
    target_date: 2026-06-30
    status: in-progress
interventions:
  - id: I1
    for: [O1.1]
    text: Sleep scheduling
    method: individual
    frequency: weekly
    by: dana.ruiz
signatures:
  - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
  - {by: C-0001, role: client, at: 2026-01-12 15:05}
written: 2026-01-12 15:00
---

## In the client's words

> "I want to wake up and not feel beaten."

## Strengths

Keeps up her choir; her brother visits every week.

## Discharge criteria

Five nights of sleep a week, for two months.
""",
)
class Plan(Record):
    """The agreement on problems, goals, objectives and interventions; each version is a file."""

    kind: str = ""
    status: str = ""
    clinician: str = ""
    supervisor: str = ""
    based_on: tuple[str, ...] = ()
    duration: Interval | None = None
    end: Day | None = None
    review_every: Interval | None = None
    frequency: Interval | None = None
    family: str = ""
    participants: tuple[str, ...] = ()
    level_of_care: str = ""
    for_meeting: Day | None = None
    supersedes: str = ""
    changes: tuple[PlanChange, ...] = ()
    deferred: tuple[Deferred, ...] = ()
    measures: tuple[PlannedMeasure, ...] = ()
    problems: tuple[PlanProblem, ...] = ()
    goals: tuple[Goal, ...] = ()
    objectives: tuple[Objective, ...] = ()
    interventions: tuple[Intervention, ...] = ()

    @cached_property
    def parts(self) -> dict[str, PlanPart]:
        """Every part by its id; of two with one id, the first."""
        found: dict[str, PlanPart] = {}
        for part in (*self.problems, *self.goals, *self.objectives, *self.interventions):
            found.setdefault(part.id, part)
        return found

    @property
    def ends(self) -> Day | None:
        """The last day the plan states: `end`, or its date and `duration` together."""
        if self.end is not None:
            return self.end
        if self.duration is None or self.duration.unit == "sessions":
            return None
        return self.duration.after(self.date)

    def objectives_of(self, goal: Goal) -> tuple[Objective, ...]:
        """The objectives whose number says that they belong to the goal."""
        return tuple(objective for objective in self.objectives if objective.goal_id == goal.id)

    def interventions_for(self, objective: Objective) -> tuple[Intervention, ...]:
        """The interventions that name the objective in `for`."""
        return tuple(each for each in self.interventions if objective.id in each.for_)
