"""Clocks of incidents: who has to be told, and the report that law asks for. Neither ends because a chart is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from typing import NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.obligation import (
    Obligation,
    chart_obligation,
    clock,
    practice_clock,
    practice_obligation,
)
from caseload_tools.chart.records.incident import Incident
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.dates import Interval, say_day
from caseload_tools.practice import Policy, Practice
from caseload_tools.values import replace

_ENDED_BY = "`told:`, and `report:` reported or not-required with what it asks for"
_LIMIT = "incident_report_within"
REPORT, TELLING = "RSK009", "RSK014"
"""The rules that report an incident: what law asks to be reported, and who has to be told."""
_REPORT = {
    "report": "Report the incident, or say why no report is required",
    "reported_to": "Say to whom the incident was reported",
    "reported_on": "Say when the incident was reported",
    "reason": "Say why the incident need not be reported",
}


class Step(NamedTuple):
    """What an incident still asks for, by when, which key says so, whose rule, and where the limit comes from."""

    order: str
    due: Day
    key: str
    rule: str
    cite: str = ""


def steps_owed(incident: Incident, policy: Policy, practice: Practice) -> Iterator[Step]:
    """What is still to be told or reported: at once, but for what is known to be pending, which has its limit."""
    if incident.report_lacks:
        limit = policy[_LIMIT]
        within = limit.value if isinstance(limit.value, Interval) and incident.report == "pending" else None
        due = within.after(incident.date, practice.holidays) if within else incident.date
        yield Step(_REPORT[incident.report_lacks], due, incident.report_lacks, REPORT, limit.cite if within else "")
    if not any(each.at_ for each in incident.told):
        yield Step("Tell somebody of the incident, and write who was told and when", incident.date, "told", TELLING)


def _why(incident: Incident, today: Day) -> str:
    return f"Incident of {say_day(incident.date, today)}, {incident.link}"


@clock(
    "incident",
    weight="safety",
    ended_by=_ENDED_BY,
    after_death=True,
    at_once=True,
    may_be_settled=False,
    whole=True,
)
def chart_incident(chart: Chart) -> Iterator[Obligation]:
    """Incidents in a chart, and those of the practice that name the client."""
    for each, policy in _incidents(chart):
        for step in steps_owed(each, policy, chart.practice):
            why = _why(each, chart.today)
            made = chart_obligation(
                chart, "incident", step.order, why, step.due, step.rule, cite=step.cite, record=each, subject=step.key
            )
            yield replace(made, clinician=each.owner)


def _incidents(chart: Chart) -> Iterator[tuple[Incident, Policy]]:
    for each in chart.shelf.records_of(Incident):
        yield each, chart.policy_for(each)
    for other in chart.shared.naming(chart.id):
        if isinstance(other, Incident):
            yield other, chart.practice.policy(None, other.date)


@practice_clock("incident", weight="safety", ended_by=_ENDED_BY)
def practice_incident(shared: PracticeShelf, practice: Practice, today: Day) -> Iterator[Obligation]:
    """Incidents that belong in no chart. The ledger leaves out those of a client who is looked at."""
    for each in shared.incidents:
        for step in steps_owed(each, practice.policy(None, each.date), practice):
            why = _why(each, today)
            made = practice_obligation("incident", step.order, why, step.due, step.rule, each, each.owner, step.cite)
            yield replace(made, subject=step.key, at_once=True)
