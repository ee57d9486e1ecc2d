"""An incident: what happened, who was told, whether law asks for a report, and what is done about it."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime

from caseload_tools.chart.records.assignment import Assignment
from caseload_tools.chart.records.base import Part, Record, record_type

# What the law of nearly every place asks somebody to report, or to say why not.
_ASKS_FOR_REPORT = ("abuse", "threat")
_NEEDED = {"reported": ("reported_to", "reported_on"), "not-required": ("reason",)}


class Told(Part):
    """Who was told of an incident, and when."""

    who: str = ""
    at_: datetime | None = None


class FollowUp(Part, Assignment):
    """What is done about an incident: a task, in the incident itself."""


@record_type(
    "incident",
    folder="incidents",
    in_either=True,
    smallest="""
---
type: incident
client: C-0001
date: 2026-01-21
kind: injury
what: fell on the stairs to the office
level: minor
owner: dana.ruiz
present: [the client, dana.ruiz]
told:
  - {who: sam.lee, at: 2026-01-21 15:30}
report: not-required
reason: nobody else was involved, and the client needed no doctor
---
""",
)
class Incident(Record):
    """Something that happened and has to be told, reported where law asks for it, and followed up."""

    kind: str = ""
    what: str = ""
    level: str = ""
    owner: str = ""
    present: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    report: str = ""
    reported_to: str = ""
    reported_on: Day | None = None
    reason: str = ""
    follow_up: tuple[FollowUp, ...] = ()

    @property
    def report_lacks(self) -> str:
        """The key that is missing until the report by law is made or said not to be required; empty when none is.

        Asked where abuse was told or somebody who was named was threatened, and where the record itself speaks of one.
        """
        if self.report in _NEEDED:
            return next((key for key in _NEEDED[self.report] if not getattr(self, key)), "")
        return "report" if self.report or self.kind in _ASKS_FOR_REPORT else ""
