"""Clocks of what is billed: a session without its charge, a group session without the list of who was there."""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.chart.charging import to_be_charged
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import Obligation, chart_obligation, clock
from caseload_tools.dates import Interval, say_day


@clock(
    "charge",
    weight="money",
    ended_by="a charge for it that is neither void nor a draft, or `no_charge` with its reason",
    after_death=True,
    whole=True,
)
def charge(chart: Chart) -> Iterator[Obligation]:
    """Each session that took place is charged, where the practice charges: it has fees, or the chart has charges."""
    for each in to_be_charged(chart):
        session, limit = each.session, chart.policy_for(each.session)["charge_within"]
        if not isinstance(limit.value, Interval):
            continue
        act = "Sign the note, then charge" if each.unsigned else "Charge"
        yield chart_obligation(
            chart,
            "charge",
            f"{act} the session of {say_day(session.date, chart.today)}, or say why not",
            f"It took place, and no charge for it is more than a draft; a session is charged within {limit}",
            limit.value.after(each.since, chart.practice.holidays),
            "BIL014",
            cite=limit.cite,
            record=session,
            clinician=session.clinician,
        )


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
