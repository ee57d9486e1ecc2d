"""LNK: what a record cites must exist: records, staff, groups, plan versions; and no other client."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import wanted
from caseload_tools.chart.records import KeyPath, Problems, Record
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.group import Group
from caseload_tools.chart.records.household import Household
from caseload_tools.chart.records.incident import Incident
from caseload_tools.chart.records.meeting import Meeting
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.review import Review
from caseload_tools.chart.records.schemas import EACH, staff_keys
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.records.task import Task
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.dates import count_of, parse_day
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Practice
from caseload_tools.text.nearest import did_you_mean

_LINK_KEYS = (
    "plan",
    "session",
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
    "from",
)
_LINK_LISTS = ("based_on", "reviewed", "what")
_LINK = re.compile(r"[a-z]+(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+\Z", re.ASCII)
_STAFF_ID = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*\Z", re.ASCII)


def _links(record: Record) -> Iterator[tuple[KeyPath, str]]:
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
    for path, name, day in _people(record):
        staff = practice.staff.get(name)
        if staff is None:
            yield record.at(path, "this staff id is not in caseload.toml", _near(name, practice))
        elif day and not staff.active_on(day):
            yield record.at(
                path, "this person did not work here on that day", "check the id, the date, or caseload.toml"
            )


@rule("LNK021", cites="design: path is identity", level="warning")
def client_without_chart(shared: PracticeShelf) -> Problems:
    """A household, a meeting, a task or an incident of the practice names a client who has no chart.

    Nobody finds what was decided about a client whose code was mistyped, least of all whoever opens that client's page.
    It stops no commit: a chart may have been destroyed when its time was over.

    Bad:
        --- household 1
        clients: [C-0001, C-0009]
    Bad:
        --- meeting 2026-01-22
        clients: [C-0001, C-0009]
    Bad:
        --- meeting 2026-01-22
        decisions:
          - {client: C-0009, what: ask for a medical check, owner: dana.ruiz, due: 2026-01-29}
    Good:
        --- household 1
        clients: [C-0001, C-0002]
        --- client of C-0002
    """
    named = [(each, path, client) for each in shared.records for path, client in _clients_named(each)]
    known = shared.charted() if named else frozenset()
    for record, path, client in named:
        if client not in known:
            yield record.at(path, "there is no chart of this client", "correct the id, or begin the chart")


def _clients_named(record: Record) -> Iterator[tuple[KeyPath, str]]:
    """Whom a record of the practice names, and where."""
    if isinstance(record, Household | Meeting):
        yield from ((("clients", at), client) for at, client in enumerate(record.clients))
    if isinstance(record, Meeting):
        yield from (
            (("decisions", at, "client"), each.client) for at, each in enumerate(record.decisions) if each.client
        )
    if isinstance(record, Task | Incident) and record.client:
        yield ("client",), record.client


def _people(record: Record) -> Iterator[tuple[KeyPath, str, date | None]]:
    """Whom of the staff a record names, where, and the day on which that person had to be here."""
    day = record.date if record.date.year > 1 else None
    for (key, *inside), or_words in staff_keys(record.word):
        value = record.data.get(key)
        if value is None:
            continue
        for path, name, holder in _named((key,), value, tuple(inside), record.data):
            if isinstance(name, str) and (not or_words or ("." in name and _STAFF_ID.match(name))):
                # What stands in a list has a day of its own; a plan may name who begins next month.
                own = day if holder is record.data else parse_day(str(holder.get("at", ""))[:10])
                yield path, name, own


def _named(
    path: KeyPath, value: object, inside: tuple[str, ...], holder: Mapping[str, object]
) -> Iterator[tuple[KeyPath, object, Mapping[str, object]]]:
    if not inside:
        yield path, value, holder
    elif inside[0] == EACH and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _named((*path, index), each, inside[1:], holder)
    elif isinstance(value, dict) and value.get(inside[0]) is not None:
        yield from _named((*path, inside[0]), value[inside[0]], inside[1:], value)


def _near(value: str, practice: Practice) -> str:
    return did_you_mean(value, practice.staff, "add the person under [staff] in caseload.toml")


@rule("LNK008", cites="S3.11")
def group_count_below_its_names(group: Group, practice: Practice) -> Problems:
    """A group counts fewer people than its attendance names as present.

    The count goes on the claim. It may be higher than the names here, when a partner agency keeps a list of its own.

    Bad:
        count: 0
    Good:
        count: 1
    """
    present = sum(word in ("attended", "late") for word in group.attendance.values())
    if group.count is not None and group.count < present:
        message = f"the count says {group.count}, the attendance names {count_of(present, 'person', 'people')} present"
        yield group.at("count", message, "correct the count or the attendance")


@rule("LNK014", cites="S0.21")
def plan_version_not_linked(plan: Plan, chart: Chart) -> Problems:
    """Two plans replace the same one, a plan replaces itself or a later one, or does not say what it changes.

    Each version has one before and one after it; only then can anybody tell what held on a day. `changes` says what is
    different and why.

    Bad:
        --- plan 2026-01-12
        supersedes: plans/2026-01-12
    Bad:
        --- plan 2026-04-12
        supersedes: plans/2026-01-12
        changes:
          - {what: the target is 3 nights, why: five were too many}
        --- plan 2026-05-12
        supersedes: plans/2026-01-12
        changes:
          - {what: the target is 4 nights, why: three are reached}
    Bad:
        --- plan 2026-04-12
        supersedes: plans/2026-01-12
    Good:
        --- plan 2026-04-12
        supersedes: plans/2026-01-12
        changes:
          - {what: the target is 3 nights, why: five were too many}
        --- review 2026-06-12
        plan: plans/2026-04-12
    """
    if not plan.supersedes:
        return
    if not plan.changes:
        hint = "say under `changes:` what is different (`what`) and `why`"
        yield plan.at("changes", "this version does not say what it changes", hint)
    before = chart.find(plan.supersedes)
    if isinstance(before, Plan) and before.date >= plan.date:
        yield plan.at("supersedes", "this plan replaces itself or a later one", "name the version before this one")
    rivals = [each for each in chart.plans if each.supersedes == plan.supersedes]
    if any((each.date, each.path) < (plan.date, plan.path) for each in rivals):
        yield plan.at(
            "supersedes", "another plan already replaces that version", "name the version in force before this one"
        )


@rule("LNK015", cites="S3.12")
def other_client_named(record: Session | Contact | Review, chart: Chart, practice: Practice) -> Problems:
    """The record names the id of another client.

    A chart holds one person. Whoever may read this chart may not read that one.

    Bad:
        format: narrative

        Came together with C-0417.
    Good:
        format: narrative

        Came together with another member of the group.
    """
    for match in practice.client_codes.found_in(record.prose):
        if match.group() != chart.id:
            line, column = record.place_in_prose(match.start())
            yield record.at_line(line, "another client is named here", "write who it was without the id", column)


@rule("LNK016", cites="S3.11", level="warning")
def group_note_missing(chart: Chart) -> Problems:
    """A group's list says that the client came, or did not come, and the chart has no session of that day for it.

    The group's record holds who came, and nothing clinical; what it meant for this client is in their own note.
    Whoever did not come is missed as after any session, which the chart has to know.

    Bad:
        --- group coping-skills/2026-01-19
    Bad:
        --- group coping-skills/2026-01-19
        attendance:
          C-0001: no-show
    Good:
        --- group coping-skills/2026-01-19
        --- session 2026-01-19
        service: group
        group: groups/coping-skills/2026-01-19
    """
    for each in wanted(chart, "group note"):
        hint = f"write the note, with `group: {each.record.link if each.record else ''}`"
        yield from each.at("attendance", each.why, hint)


@rule("LNK018", cites="S3.11", level="warning")
def group_list_does_not_know_the_session(session: Session, chart: Chart) -> Problems:
    """A group session's note says that the client came, and the group's list does not.

    One of the two is wrong, and a claim was made from one of them.

    Bad:
        service: group
        group: groups/coping-skills/2026-01-19
        --- group coping-skills/2026-01-19
        attendance:
          C-0001: no-show
    Good:
        service: group
        group: groups/coping-skills/2026-01-19
        --- group coping-skills/2026-01-19
    """
    if not session.took_place:
        return
    group = chart.find(session.group)
    if isinstance(group, Group) and group.attendance.get(chart.id) not in ("attended", "late"):
        yield session.at("group", "the group's list does not say that this client came", "correct the list or the note")
