"""Clocks of signatures: what waits for a supervisor, what a supervisor has given back, and what was signed and is gone.

Counted from the day of the record and by the policy of that day, as the rules that say when it is late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.signing import author_of, missing_signatures, standing_of
from caseload_tools.chart.signing.out_of_place import MovedRecord, out_of_place
from caseload_tools.dates import say_day
from caseload_tools.practice import Policy, Practice


def co_signature_due(record: Record, policy: Policy, practice: Practice) -> Day | None:
    """By when a supervisor signs a record; None where the policy sets no limit."""
    limit = policy.interval("unsigned_limit")
    return limit.after(record.date, practice.holidays) if limit else None


def revision_due(returned: Addendum, policy: Policy, practice: Practice) -> Day | None:
    """By when an author answers what was returned; None where the policy sets no limit."""
    limit = policy.interval("returned_limit")
    return limit.after(returned.date, practice.holidays) if limit else None


@clock("co-signature")
def co_signature(chart: Chart) -> Iterator[Obligation]:
    """What its author has signed and the supervisor of that day has not."""
    for record in chart.records:
        found = missing_signatures(record, chart.practice, chart.past) if record.signatures else ()
        missing = {each.role: each for each in found}
        supervisor = missing.get("supervisor")
        if supervisor is None or "clinician" in missing:  # until its author has signed, nobody can sign below
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


@clock("revision")
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


@clock("void")
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


@clock("signed record")
def signed_record(chart: Chart) -> Iterator[Obligation]:
    """What was signed and does not lie where it was signed, from the day on which it was moved or deleted."""
    for each in out_of_place(chart):
        record = each.record if isinstance(each, MovedRecord) else None
        what = f"Put the {_called(record, chart.today)} back under its name" if record else f"Put back {each.link}"
        yield chart_obligation(
            chart,
            "signed record",
            what,
            f"{each.link} {each.wrong}",
            each.change.day,
            "SIG011" if record else "SIG015",
            record=record,
            clinician=author_of(record) if record else "",
        )


def _called(record: Record, today: Day) -> str:
    """As people call it: `review of 1 Sep`, `note of 6 Oct`."""
    word = "note" if record.word == "session" else record.word.replace("-", " ")
    return f"{word} of {say_day(record.date, today)}"
