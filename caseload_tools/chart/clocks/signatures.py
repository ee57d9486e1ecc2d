"""Clocks of signatures: what waits for its author or a supervisor, what was given back, what was signed and is gone.

Counted from the day of the record and by the policy of that day, as the rules that say when it is late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from typing import NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.signing import (
    STAFF_ROLES,
    author_of,
    has_digest,
    missing_signatures,
    standing_of,
)
from caseload_tools.chart.signing.out_of_place import MovedRecord, UnreadRecord, out_of_place
from caseload_tools.chart.signing.standing import changed_in, changed_on, is_changed_plan
from caseload_tools.dates import parse_day, say_day
from caseload_tools.practice import Policy, Practice

# What its author signs when it is finished. A plan is an agreement of two, which SIG003 and SIG004 ask for at once;
# a call, a missed session and a client's own safety plan may be signed, and nobody has to.
_LIMIT = "unsigned_limit"
_PLAN_ROLES = ("clinician", "author", "supervisor")
_CLIENT_ROLES = ("client", "guardian")
_SIGNED_BY_ITS_AUTHOR = ("session", "assessment", "review", "discharge", "addendum")


class Unsigned(NamedTuple):
    """A record that its author has not signed: who that is (empty where it names nobody), by when, and whether it is
    still to be written."""

    author: str
    due: Day
    empty: bool = False


def unsigned(record: Record, chart: Chart) -> Unsigned | None:
    """What the author of a record owes it; None when it is signed, is not finished, or nobody asks for it.

    An addendum that was begun and says nothing is owed from its first day: it is committed when it is signed.
    """
    if not _its_author_signs(record, chart):
        return None
    author = author_of(record)
    if any(each.role in STAFF_ROLES and each.by == (author or each.by) for each in record.signatures):
        return None
    if isinstance(record, Addendum) and not record.prose.strip() and chart.policy_for(record).interval(_LIMIT):
        return Unsigned(author, record.date, empty=True)
    due = _signed_by(record, chart) or _supervised_by(record, author, chart)
    return None if due is None else Unsigned(author, due)


def is_draft(record: Record, chart: Chart) -> bool:
    """Whether somebody is still writing it: its author is to sign it, nobody has, and there is time to.

    What a draft lacks is told and stops nobody from keeping it. A type that nobody signs is never a draft, and in a
    practice that does not sign nothing is.
    """
    if record.signatures or not _its_author_signs(record, chart):
        return False
    due = _signed_by(record, chart)
    return due is not None and chart.today <= due


def _its_author_signs(record: Record, chart: Chart) -> bool:
    """Whether it is one that its author signs. Nobody has to sign that a client did not come.

    As long as nobody can tell whether they came, it is neither a note that is kept nor the draft of one.
    """
    if record.word not in _SIGNED_BY_ITS_AUTHOR or record.source or record.date > chart.today:
        return False
    return not isinstance(record, Session) or record.took_place


def _signed_by(record: Record, chart: Chart) -> Day | None:
    """The day until which a record of this practice is signed; None where it need not be."""
    limit, first = chart.policy_for(record).interval(_LIMIT), _signing_since(chart)
    if limit is None or first is None or record.date < first:
        return None
    return limit.after(record.date, chart.practice.holidays)


def _supervised_by(record: Record, author: str, chart: Chart) -> Day | None:
    """The day until which somebody signs who needs a co-signature, also where nobody in the chart signs.

    What is older than the first day here was signed, or not, where it was written.
    """
    limit, first = chart.policy_for(record).interval(_LIMIT), chart.practice.adopted
    staff = chart.practice.staff.get(author)
    held = staff.supervised_on(record.date) if staff is not None else None
    if limit is None or held is None or not held.wants_signature or (first is not None and record.date < first):
        return None
    return limit.after(record.date, chart.practice.holidays)


def _signing_since(chart: Chart) -> Day | None:
    """The day from which records are signed: `adopted`, or else that of the first record that was signed here.

    What is older was written where nobody signed in this way, and a practice that never began to is not asked.
    """
    if chart.practice.adopted is not None:
        return chart.practice.adopted
    signed = (each for each in chart.records if each.word in _SIGNED_BY_ITS_AUTHOR and has_digest(each))
    return min((each.date for each in signed), default=None)


def co_signature_due(record: Record, policy: Policy, practice: Practice) -> Day | None:
    """By when a supervisor signs a record; None where the policy sets no limit."""
    limit = policy.interval("unsigned_limit")
    return limit.after(record.date, practice.holidays) if limit else None


def revision_due(returned: Addendum, policy: Policy, practice: Practice) -> Day | None:
    """By when an author answers what was returned; None where the policy sets no limit."""
    limit = policy.interval("returned_limit")
    return limit.after(returned.date, practice.holidays) if limit else None


@clock(
    "signature",
    weight="integrity",
    ended_by="its author's signature, or its being declared void",
    after_death=True,
    may_be_settled=False,
    whole=True,
)
def signature(chart: Chart) -> Iterator[Obligation]:
    """What its author has not signed. The supervisor of that day, who cannot co-sign it, is told once it is late."""
    for record in chart.records:
        owed = unsigned(record, chart)
        if owed is None:
            continue
        limit, called = chart.policy_for(record)["unsigned_limit"], _called(record, chart.today)
        staff = chart.practice.staff.get(owed.author)
        held = staff.supervised_on(record.date) if staff is not None else None
        late = owed.due < chart.today
        yield chart_obligation(
            chart,
            "signature",
            f"Write the {called}, then sign it" if owed.empty else f"Sign the {called}",
            _why_unsigned(record, owed, str(limit)),
            owed.due,
            "SIG017",
            cite=limit.cite,
            record=record,
            clinician=owed.author,
            also=held.supervisor if held is not None and held.wants_signature and late else "",
        )


def _why_unsigned(record: Record, owed: Unsigned, limit: str) -> str:
    if owed.empty:
        return f"{record.link} was begun and says nothing"
    nobody = "" if owed.author else f"; {record.link} does not say who wrote it"
    return f"What is finished is signed within {limit}{nobody}"


def plan_signatures_missing(plan: Plan) -> tuple[str, ...]:
    """Who has not signed a plan that both agree on: `clinician`, `client`, both or neither.

    A section `Client's signature` says why the client has not.
    """
    if plan.status in ("provisional", "revoked"):
        return ()
    roles = {each.role for each in plan.signatures}
    missing = [] if roles & {*_PLAN_ROLES} else ["clinician"]
    if not roles & {*_CLIENT_ROLES} and not plan.section("Client's signature"):
        missing.append("client")
    return tuple(missing)


@clock(
    "plan signature",
    weight="integrity",
    ended_by="the signature of its clinician, and the client's or why there is none",
    at_once=True,
    after_death=True,
    may_be_settled=False,
    whole=True,
)
def plan_signature(chart: Chart) -> Iterator[Obligation]:
    """A plan is an agreement of two: it is signed at once, by both."""
    for plan in chart.plans:
        missing = plan_signatures_missing(plan)
        if chart.status == "deceased":
            missing = tuple(each for each in missing if each != "client")
        for role in missing:
            own, called = role == "clinician", _called(plan, chart.today)
            yield chart_obligation(
                chart,
                "plan signature",
                f"Sign the {called}" if own else f"Have the client sign the {called}, or say why not",
                f"No clinician has signed {plan.link}" if own else f"The client has not signed {plan.link}",
                plan.date,
                "SIG003" if own else "SIG004",
                record=plan,
                clinician=plan.clinician,
                subject=role,
            )


@clock(
    "co-signature",
    weight="integrity",
    ended_by="the supervisor's signature, or a return",
    after_death=True,
    may_be_settled=False,
    whole=True,
)
def co_signature(chart: Chart) -> Iterator[Obligation]:
    """What its author has signed and the supervisor of that day has not."""
    for record in chart.records:
        found = missing_signatures(record, chart.practice, chart.past) if record.signatures else ()
        missing = {each.role: each for each in found}
        supervisor = missing.get("supervisor")
        if supervisor is None or "clinician" in missing:  # until its author has signed, nobody can sign below
            continue
        if standing_of(record, chart).returned is not None:  # then it is its author's turn
            continue
        within = f"the supervisor signs within {chart.policy_for(record)['unsigned_limit']}"
        policy = chart.policy_for(record)
        due = co_signature_due(record, policy, chart.practice)
        if due is not None:
            yield chart_obligation(
                chart,
                "co-signature",
                f"Read the {_called(record, chart.today)} and co-sign it",
                "; ".join(filter(None, (f"{author_of(record)} signed {record.link}", within, supervisor.idle))),
                due,
                "SIG005",
                cite=policy["unsigned_limit"].cite,
                record=record,
                clinician=supervisor.by,
            )


@clock(
    "revision",
    weight="integrity",
    ended_by="the author's answer and a new signature",
    after_death=True,
    may_be_settled=False,
    whole=True,
)
def revision(chart: Chart) -> Iterator[Obligation]:
    """What a supervisor returned and its author has not answered."""
    for returned in chart.addenda:
        target = chart.find(returned.to) if returned.kind == "returned" else None
        if not isinstance(target, Record) or standing_of(target, chart).returned is not returned:
            continue
        policy = chart.policy_for(returned)
        due = revision_due(returned, policy, chart.practice)
        if due is not None:
            day, limit = say_day(returned.date, chart.today), policy["returned_limit"]
            yield chart_obligation(
                chart,
                "revision",
                f"Revise the {_called(target, chart.today)}, or answer what was asked",
                f"{returned.author} returned {returned.to} on {day}; it is answered within {limit}",
                due,
                "SIG013",
                cite=policy["returned_limit"].cite,
                record=returned,
                clinician=author_of(target),
            )


@clock(
    "void",
    weight="integrity",
    ended_by="a signature below it of somebody who may declare it",
    after_death=True,
    may_be_settled=False,
    whole=True,
)
def void(chart: Chart) -> Iterator[Obligation]:
    """What was declared void and is not: nobody who may say so has signed it."""
    for declared in chart.shelf.waiting_voids:
        yield chart_obligation(
            chart,
            "void",
            f"Sign that {declared.to} is void, or let it count",
            f"{declared.link} was declared on {say_day(declared.date, chart.today)}, and nobody who may has signed it",
            declared.date,
            "SIG016",
            record=declared,
            clinician=declared.author,
        )


@clock(
    "signed record",
    weight="integrity",
    ended_by="the record as it was signed, at its place",
    after_death=True,
    may_be_settled=False,
    whole=True,
)
def signed_record(chart: Chart) -> Iterator[Obligation]:
    """What was signed and is another one now, or does not lie where it was signed; from the day of the change on."""
    for changed in changed_in(chart):
        yield chart_obligation(
            chart,
            "signed record",
            f"Put the {_called(changed.record, chart.today)} back as it was signed",
            f"{changed.record.link} {changed.wrong}",
            changed_on(changed, chart),
            "PLN018" if is_changed_plan(changed) else "SIG001",
            record=changed.record,
            clinician=author_of(changed.record),
        )
    for each in out_of_place(chart):
        if isinstance(each, UnreadRecord):
            yield _unread(chart, each)
            continue
        record = each.record if isinstance(each, MovedRecord) else None
        what = f"Put the {_called(record, chart.today)} back under its name" if record else f"Put back {each.link}"
        yield chart_obligation(
            chart,
            "signed record",
            what,
            f"{each.link} {each.wrong}",
            each.change.day if isinstance(each, MovedRecord) else each.since,
            "SIG011" if record else "SIG015",
            record=record,
            clinician=author_of(record) if record else "",
        )


def _unread(chart: Chart, each: UnreadRecord) -> Obligation:
    data = each.said.data
    word, day = str(data.get("type", "record")), parse_day(data.get("date"))
    called = _named(word, day, chart.today) if day else f"record {each.link}"
    author = next((str(line.get("by", "")) for line in each.said.entries if line.get("role") in STAFF_ROLES), "")
    return chart_obligation(
        chart,
        "signed record",
        f"Put the {called} back as it was signed",
        f"{each.link} {each.wrong}",
        each.since,
        "SIG001",
        clinician=author,
    )


def _called(record: Record, today: Day) -> str:
    """As people call it: `review of 1 Sep`, `note of 6 Oct`."""
    return _named(record.word, record.date, today)


def _named(word: str, day: Day, today: Day) -> str:
    return f"{'note' if word == 'session' else word.replace('-', ' ')} of {say_day(day, today)}"
