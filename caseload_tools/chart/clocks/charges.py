"""Clocks of what is billed: a session without its charge, a group session without the list of who was there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.charging import uncharged
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.signing import STAFF_ROLES
from caseload_tools.dates import Interval, say_day


@clock(
    "charge",
    weight="money",
    ended_by="a charge for it that is not void, or `no_charge` with its reason",
    after_death=True,
    whole=True,
)
def charge(chart: Chart) -> Iterator[Obligation]:
    """Each session that took place is charged, where the practice charges: it has fees, or the chart has charges."""
    if not (chart.practice.fees or chart.charges) or not chart.fully_read("charge"):
        return
    for session in uncharged(chart):
        limit = chart.policy_for(session)["charge_within"]
        if (
            not isinstance(limit.value, Interval)
            or ("no_charge",) in session.lost
            or _charged_elsewhere(session, chart)
        ):
            continue
        signed = _signed_on(session)
        needs_signature = chart.policy_for(session).wants("charge_needs_signature")
        if needs_signature and signed is None and _signature_is_owed(session, chart):
            continue
        since = max(session.date, signed) if needs_signature and signed is not None else session.date
        first = "Sign the note, then charge" if needs_signature and signed is None else "Charge"
        yield chart_obligation(
            chart,
            "charge",
            f"{first} the session of {say_day(session.date, chart.today)}, or say why not",
            f"It took place, and nothing was charged; a session is charged within {limit}",
            limit.value.after(since, chart.practice.holidays),
            "BIL014",
            cite=limit.cite,
            record=session,
            clinician=session.clinician,
        )


def _charged_elsewhere(session: Session, chart: Chart) -> bool:
    """It is still to come, or of before the practice kept its records here: that was charged where it was kept."""
    first = chart.practice.adopted
    if session.date > chart.today:
        return True
    return session.date < first if first is not None else bool(session.source)


def _signed_on(session: Session) -> Day | None:
    """The day on which staff signed the note; None while nobody has."""
    days = [
        each.moment.date() if each.moment else session.date for each in session.signatures if each.role in STAFF_ROLES
    ]
    return min(days, default=None)


def _signature_is_owed(session: Session, chart: Chart) -> bool:
    """Whether the missing signature is in a list of its own, so that the charge can wait for it."""
    return chart.practice.adopted is not None and chart.policy_for(session).interval("unsigned_limit") is not None


@clock(
    "group list",
    weight="money",
    ended_by="the group's record, named under `group`",
    after_death=True,
    at_once=True,
    whole=True,
)
def group_list(chart: Chart) -> Iterator[Obligation]:
    """A group session that names no list of who was there: payers ask how many took part, and nobody can say."""
    for session in chart.kept_sessions:
        if session.service != "group" or session.group or session.date > chart.today or session.source:
            continue
        if ("group",) in session.lost:
            continue
        yield chart_obligation(
            chart,
            "group list",
            f"Say which meeting the group session of {say_day(session.date, chart.today)} was",
            f"{session.link} is a group session, and no list says who was there",
            session.date,
            "BIL012",
            record=session,
            clinician=session.clinician,
        )
