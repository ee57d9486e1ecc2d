"""Which services are charged, what a charge is for, and which sessions have neither one nor a reason for none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date as Day
from typing import NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.signing import STAFF_ROLES


class Uncharged(NamedTuple):
    """A session that is to be charged, since when, and whether its note has to be signed before."""

    session: Session
    since: Day
    unsigned: bool


def uncharged(chart: Chart, *, drafts: bool = True) -> Iterator[Session]:
    """The sessions that took place, without a charge that stands and without a reason under `no_charge`.

    A charge that was taken back is none, nor is an addition to one (an interpreter, beside the session). One that
    names no session is for one of its day: what it lacks is told of it. Without `drafts`, one that was only begun does
    not count either.
    """
    named: set[str] = set()
    of_day: Counter[Day] = Counter()
    for charge in chart.charges:
        fee = chart.practice.fee(charge.code, charge.date)
        if charge.is_void or (charge.status == "draft" and not drafts) or (fee is not None and fee.add_on):
            continue
        if charge.session:
            named.add(charge.session)
        else:
            of_day[charge.date] += 1
    for session in chart.kept_sessions:
        if session.link in named or session.no_charge or ("no_charge",) in session.lost:
            continue
        if of_day[session.date]:
            of_day[session.date] -= 1
        else:
            yield session


def to_be_charged(chart: Chart) -> Iterator[Uncharged]:
    """The uncharged sessions of a practice that charges: it has fees, or the chart has charges.

    What is older than the practice's first day here was charged where it was kept, as was what was imported. Where
    only signed notes are billed, the charge waits for the signature, as long as that is owed in its own name.
    """
    if not (chart.practice.fees or chart.charges) or not chart.fully_read("charge"):
        return
    first = chart.practice.adopted
    for session in uncharged(chart, drafts=False):
        if session.date > chart.today or (session.date < first if first is not None else session.source):
            continue
        policy = chart.policy_for(session)
        if not policy.wants("charge_needs_signature"):
            yield Uncharged(session, session.date, unsigned=False)
            continue
        signed = _signed_on(session)
        if signed is not None:
            yield Uncharged(session, max(session.date, signed), unsigned=False)
        elif first is None or policy["unsigned_limit"].off:
            yield Uncharged(session, session.date, unsigned=True)


def _signed_on(session: Session) -> Day | None:
    """The day on which staff signed the note; None while nobody has."""
    by_staff = [each for each in session.signatures if each.role in STAFF_ROLES]
    return min((each.moment.date() if each.moment else session.date for each in by_staff), default=None)
