"""Clocks of who looks after whom: a chart without anybody in charge, clients of who leaves, licences that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import (
    PRACTICE_DUTIES,
    Obligation,
    chart_obligation,
    clock,
    practice_clock,
)
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.dates import Interval, say_day
from caseload_tools.practice import Practice

ASSIGNMENT, ENROLMENT, CHANNEL = "clinician in charge", "programme", "channel"
HAND_OVER, LICENCE = "hand-over", "licence"


@clock(ASSIGNMENT, weight="safety", ended_by="`clinician` in client.md", ends_with_care=True)
def clinician_in_charge(chart: Chart) -> Iterator[Obligation]:
    """Somebody is in charge of an open chart."""
    if not chart.clinician:
        yield from _unsaid(chart, ASSIGNMENT, "Say who is in charge of the client", "Nobody is named as clinician")


@clock(ENROLMENT, weight="form", ended_by="`programme` in client.md", ends_with_care=True)
def programme(chart: Chart) -> Iterator[Obligation]:
    """An open chart belongs to a programme, where the practice has some: its limits go by it."""
    if chart.practice.programmes and not chart.programme_on(chart.today):
        why = "No programme is named, so that only the practice's own limits hold"
        yield from _unsaid(chart, ENROLMENT, "Say which programme the client is in", why)


@clock(CHANNEL, weight="timeliness", ended_by="`safe_channels` or `prefers` in client.md", ends_with_care=True)
def channel(chart: Chart) -> Iterator[Obligation]:
    """How the client may be reached is known before somebody has to."""
    client = chart.client
    if client is not None and not client.safe_channels and not client.prefers:
        why = "Neither `safe_channels` nor `prefers` says how"
        yield from _unsaid(chart, CHANNEL, "Ask how the client may be reached", why)


_SAID_UNDER = {
    ASSIGNMENT: ("clinician",),
    ENROLMENT: ("programme", "enrolments"),
    CHANNEL: ("safe_channels", "prefers"),
}


def _unsaid(chart: Chart, kind: str, what: str, why: str) -> Iterator[Obligation]:
    """What client.md does not say of an open chart; of a value that was not understood nobody can tell."""
    client = chart.client
    if client is None or not chart.is_open or any(path[0] in _SAID_UNDER[kind] for path in client.lost):
        return
    yield chart_obligation(chart, kind, what, why, client.opened, "FUP027", record=client, opened=client.opened)


@clock(HAND_OVER, weight="safety", ended_by="another `clinician` in client.md", ends_with_care=True)
def hand_over(chart: Chart) -> Iterator[Obligation]:
    """Who leaves hands over each open client by the last day; whoever does not work here is in charge of nobody."""
    staff, name, client = chart.practice.staff, chart.clinician, chart.client
    if client is None or not chart.is_open or not staff or not name:
        return
    person = staff.get(name)
    if person is None:
        why, due = f"{name} is not on the staff", client.opened
    elif person.start is not None and chart.today < person.start:
        why, due = f"{name} begins on {person.start} only", client.opened
    elif person.end is not None:
        last = say_day(person.end, chart.today)
        why, due = f"The last day of {name} {'was' if person.end < chart.today else 'is'} {last}", person.end
    else:
        return
    # Whoever was never here while the chart was open is a wrong name: LNK004 says so of the record that has it.
    was_here = person is not None and person.active_on(client.opened)
    yield chart_obligation(
        chart,
        HAND_OVER,
        "Hand the client over to another clinician" if was_here else "Say who is in charge of the client",
        why,
        due,
        "FUP028" if was_here else "LNK004",
        record=client,
        also=client.supervisor or (person.supervisor if person is not None else ""),
        opened=client.opened,
    )


@practice_clock(LICENCE, weight="integrity", ended_by="a later `licence_expires` in caseload.toml")
def licence(shared: PracticeShelf, practice: Practice, today: Day) -> Iterator[Obligation]:
    """The licence of everybody who works here: every day from its announcement until it ends, and late from then on."""
    limit = practice.policy(None, today)["licence_warning"]
    for each in practice.staff.values():
        until = each.licence_expires
        leaves = each.end is not None and until is not None and each.end <= until
        if limit.off or until is None or leaves or not each.active_on(today):
            continue
        early = timedelta(days=int(limit.value.days)) if isinstance(limit.value, Interval) else timedelta()
        yield Obligation(
            kind=LICENCE,
            what=f"Renew the licence of {each.id}",
            why=f"It {'ended' if until < today else 'ends'} {say_day(until, today)}; renewal takes weeks",
            due=until if until < today else max(until - early, min(today, until)),
            client="",
            clinician=each.id,
            programme="",
            rule="FUP025",
            cite=limit.cite,
            weight=PRACTICE_DUTIES[LICENCE].weight,
            opened=until,
        )
