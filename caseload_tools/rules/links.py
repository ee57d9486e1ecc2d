"""LNK: what a record cites must exist, and the golden thread must hold from problem to note."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseload_tools.chart import Chart
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.records import Path, Problems, Record
from caseload_tools.records.contact import Contact
from caseload_tools.records.group import Group
from caseload_tools.records.plan import Goal, Intervention, Objective, Plan
from caseload_tools.records.review import Review
from caseload_tools.records.session import Session
from caseload_tools.thread import is_broken, thread_of

_LINK_KEYS = (
    "plan",
    "consent",
    "referral",
    "safety_plan",
    "telehealth_consent",
    "rescheduled_to",
    "supersedes",
    "group",
    "replaced_by",
    "relapse_plan",
    "to",
    "basis",
    "with",
)
_LINK_LISTS = ("based_on", "reviewed", "what")
_LINK = re.compile(r"[a-z]+(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+\Z", re.ASCII)
_OTHER_CLIENT = re.compile(r"\bC-[0-9A-Z]{3,12}\b", re.ASCII)
_STAFF_KEYS = ("clinician", "supervisor", "author", "staff", "by", "owner", "attested_by")


def _links(record: Record) -> Iterator[tuple[Path, str]]:
    data = record.data
    for key in _LINK_KEYS:
        value = data.get(key)
        if isinstance(value, str) and _LINK.match(value):
            yield (key,), value
    for key in _LINK_LISTS:
        value = data.get(key)
        if isinstance(value, list):
            for index, each in enumerate(value):
                if isinstance(each, str) and _LINK.match(each):
                    yield (key, index), each


@rule("LNK001", cites="design: path is identity")
def link_leads_nowhere(record: Record, chart: Chart) -> Problems:
    """A link names a record that does not exist.

    Whoever follows it finds nothing: the release that covered a call, the session a missed one moved to.

    Bad:
        --- session 2026-01-19
        safety_plan: safety/2026-01-19
        risk: low
    Good:
        --- session 2026-01-19
        safety_plan: safety/2026-01-19
        --- safety-plan 2026-01-19
    """
    for path, link in _links(record):
        if chart.find(link) is None:
            yield record.at(path, f"there is no record {link}", "correct the link, or add the record")


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
    known = part.plan.parts
    if not part.plan.sound:
        return
    if isinstance(part, Goal):
        if not part.problem:
            yield part.at("problem", f"goal {part.id} belongs to no problem", "add `problem:` with its id, such as P1")
        elif part.problem not in known:
            yield part.at(
                "problem",
                f"goal {part.id} belongs to {part.problem}, which this plan does not have",
                "correct the id, or add the problem",
            )
    elif isinstance(part, Objective):
        if part.goal_id not in known:
            message = f"objective {part.id} belongs to {part.goal_id} by its number, which this plan does not have"
            yield part.at("id", message, "number it after its goal, or add the goal")
    else:
        for index, each in enumerate(part.for_):
            if each not in known:
                yield part.at(
                    ("for", index),
                    f"intervention {part.id} is for {each}, which this plan does not have",
                    "name objectives of this plan",
                )


@rule("LNK003", cites=("S2.17", "S2.3"), level="warning", limit="plan_needs_assessment")
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


@rule("LNK004", cites=("S0.3", "S0.4"))
def person_not_on_the_staff(record: Record, practice: Practice) -> Problems:
    """A staff id is not in caseload.toml, or the person did not work here on that day.

    Every record has to be traceable to a person who was there.

    Bad:
        clinician: dana.ruis
    Bad:
        practice: staff."dana.ruiz".start = 2026-03-01
    Good:
        clinician: dana.ruiz
    """
    if not practice.staff:
        return
    for key in _STAFF_KEYS:
        value = record.data.get(key)
        if not isinstance(value, str) or (key == "by" and "." not in value):
            continue
        staff = practice.staff.get(value)
        if staff is None:
            yield record.at(key, "this staff id is not in caseload.toml", _near(value, practice))
        elif record.date.year > 1 and not staff.active_on(record.date):
            yield record.at(
                key, "this person did not work here on that day", "check the id, the date, or caseload.toml"
            )


def _near(value: str, practice: Practice) -> str:
    from difflib import get_close_matches

    near = get_close_matches(value, practice.staff, n=1)
    return f"did you mean {near[0]}?" if near else "add the person under [staff] in caseload.toml"


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
    plan = chart.plan_on(session.date)
    if plan is None or not plan.sound:
        return
    known = {each.id for each in plan.objectives} | {each.id for each in plan.goals}
    for each in (*session.progress, *session.objectives):
        if each not in known:
            path: Path = ("progress", each) if each in session.progress else ("objectives",)
            hint = f"the plan in force is {plan.link}"
            yield session.at(path, f"{each} is not in the plan that was in force on that day", hint)
    if not session.progress and not session.objectives and plan.objectives:
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
    plan = chart.plan_on(session.date) if session.took_place else None
    if plan is None:
        return
    for objective in plan.objectives:
        closed = objective.completed_on
        word = session.progress.get(objective.id)
        if closed is not None and closed < session.date and word not in (None, "met", "not worked on"):
            message = f"{objective.id} was completed on {closed}, before this session"
            yield session.at(("progress", objective.id), message, "name the objective that is open")


@rule("LNK008", cites="S3.11")
def group_attendance_and_note_differ(group: Group, practice: Practice) -> Problems:
    """A group has more or fewer people counted than its attendance names.

    The count goes on the claim; it must be the people who are named as present.

    Bad:
        count: 4
    Good:
        count: 1
    """
    present = sum(word in ("attended", "late") for word in group.attendance.values())
    if group.count is not None and group.count != present:
        yield group.at(
            "count", f"{group.count} are counted, {present} are named as present", "correct the count or the attendance"
        )


@rule("LNK012", cites="S2.34", level="warning", limit="objective_progress_within")
def objective_never_worked_on(chart: Chart, policy: Policy) -> Problems:
    """An open objective has not been worked on in any recent session.

    The thread is broken: the plan promises something that nobody does. Work on it, or close it.

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
    if plan is None or limit is None or not plan.sound or not chart.is_open or not chart.complete("session"):
        return
    for objective in plan.objectives:
        if not objective.is_open:
            continue
        beads = thread_of(chart, plan, objective.id)
        worked = [bead.date for bead in beads if bead.word not in ("not worked on", "missed", "no note", "planned")]
        since = max(worked, default=plan.date)
        if is_broken(beads) and limit.after(since) < chart.today:
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
    plan = chart.plan_on(session.date) if session.took_place else None
    if plan is None or not plan.sound:
        return
    known = {each.id for each in plan.interventions}
    for index, each in enumerate(session.interventions):
        if each not in known:
            yield session.at(
                ("interventions", index), f"{each} is not an intervention of the plan in force", f"see {plan.link}"
            )


@rule("LNK014", cites="S0.21")
def plan_version_not_linked(plan: Plan, chart: Chart) -> Problems:
    """A plan replaces itself, an older plan that another one replaces too, or a later one.

    Each version has one before and one after it; only then can anybody tell what held on a day.

    Bad:
        --- plan 2026-01-12
        supersedes: plans/2026-01-12
    Bad:
        --- plan 2026-04-12
        supersedes: plans/2026-01-12
        --- plan 2026-05-12
        supersedes: plans/2026-01-12
    Good:
        --- plan 2026-04-12
        supersedes: plans/2026-01-12
        --- review 2026-06-12
        plan: plans/2026-04-12
    """
    if not plan.supersedes:
        return
    before = chart.find(plan.supersedes)
    if isinstance(before, Plan) and before.date >= plan.date:
        yield plan.at("supersedes", "this plan replaces itself or a later one", "name the version before this one")
    rivals = [each for each in chart.plans if each is not plan and each.supersedes == plan.supersedes]
    if any(each.date < plan.date or (each.date == plan.date and each.path < plan.path) for each in rivals):
        yield plan.at(
            "supersedes", "another plan already replaces that version", "name the version in force before this one"
        )


@rule("LNK015", cites="S3.12")
def other_client_named(record: Session | Contact | Review, chart: Chart) -> Problems:
    """The record names the id of another client.

    A chart holds one person. Whoever may read this chart may not read that one.

    Bad:
        format: narrative

        Came together with C-0417.
    Good:
        format: narrative

        Came together with another member of the group.
    """
    if "C-" not in record.prose:
        return
    for match in _OTHER_CLIENT.finditer(record.prose):
        if match.group() != chart.id:
            line, column = record.place_in_prose(match.start())
            yield record.at_line(line, "another client is named here", "write who it was without the id", column)
