"""RSK: incidents. What is still owed of one, and by when, its clock says (`chart.clocks.incidents`)."""

from __future__ import annotations

from datetime import date

from caseload_tools.chart.clocks.incidents import REPORT, TELLING, steps_owed
from caseload_tools.chart.clocks.tasks import is_earlier
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.incident import Incident
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.practice.laws import laws_of

_SAID = {
    "report": "add `report: reported`, `reported_to:` and `reported_on:`, or `report: not-required` with `reason:`",
    "": "write `report: pending` until it is made, then `reported`, to whom and when; or `not-required` with `reason:`",
    "reported_to": "add `reported_to:` with the office that took the report",
    "reported_on": "add `reported_on:` with the day of the report",
    "reason": "add `reason:` with why no report is required, and who said so",
}


@rule(
    "RSK009", cites=("Cal. Penal Code 11166", "RCW 26.44.030"), level="error", limit="incident_report_within", own=True
)
def report_by_law_owed(incident: Incident, policy: Policy, practice: Practice, today: date) -> Problems:
    """An incident asks for a report by law, and none was made in time, nor does anything say why none is required.

    Asked at once where abuse or neglect was told or seen, or somebody who was named was threatened; and wherever the
    incident itself says that a report is pending. Which report, to whom and by when, the law of your place says: the
    limit is a default. Of a threat the hint says whether the state makes it a duty or a permission to tell, where the
    practice names its state and its law is on file. Closing the chart does not end it.

    Bad:
        kind: abuse
        report:
        reason:
    Bad:
        kind: threat
        report:
        reason:
    Bad:
        report: pending
        reason:
        today: 2026-01-25
    Bad:
        kind: abuse
        report: reported
        reported_on: 2026-01-21
    Bad:
        kind: abuse
        report: reported
        reported_to: child protection
    Bad:
        kind: abuse
        report: not-required
        reason:
    Bad:
        kind: abuse
        report:
        reason:
        --- client
        status: discharged
        closed: 2026-01-25
        today: 2026-02-01
    Bad:
        practice: incident_report_within = false
        kind: abuse
        report:
        reason:
    Good:
        kind: abuse
        report: reported
        reported_to: child protection
        reported_on: 2026-01-21
        reason:
    Good:
        kind: threat
        report: pending
        reason:
        today: 2026-01-21
    Good:
        kind: property
        report:
        reason:
    """
    for step in steps_owed(incident, policy, practice):
        if step.rule != REPORT or step.due > today or is_earlier(incident, step.due, practice):
            continue
        late = f"; it is {lateness(step.due, today)}" if step.due < today else ""
        what = "a report by law is pending" if incident.report == "pending" else "it may have to be reported by law"
        if incident.report in ("reported", "not-required"):
            what = f"`report: {incident.report}` needs `{step.key}`"
        hint = _SAID[step.key if incident.report else ""]
        if incident.kind == "threat":
            hint = f"{hint}; {_duty(policy, incident.date)}"
        yield incident.at(step.key, f"{what}{late}", hint)


def _duty(policy: Policy, day: date) -> str:
    """What the state makes of a threat to others; that nothing is on file is said, and is no answer."""
    on_file = laws_of(policy).duties(day)
    if not on_file:
        return "what the law of your state asks of a threat is not on file here"
    law = on_file[-1]
    kind = {"duty": "a duty", "permission": "a permission, no duty", "none": "no rule"}[law.kind]
    return f"by state law {kind}: {law.words} ({law.source}{'' if law.verified else ', not checked'})"


@rule("RSK014", cites="S0.6", level="warning")
def incident_nobody_was_told(incident: Incident, policy: Policy, practice: Practice, today: date) -> Problems:
    """Nothing says who was told of an incident, and when.

    A supervisor who hears of it from the police could not help anybody.

    Bad:
        told:
    Bad:
        told:
        --- client
        status: discharged
        closed: 2026-01-25
    Good:
        told:
          - {who: sam.lee, at: 2026-01-21 15:30}
    """
    for step in steps_owed(incident, policy, practice):
        if step.rule == TELLING and step.due <= today and not is_earlier(incident, step.due, practice):
            hint = "add `told:` with a line `- who:` and a line `at:` for each; who is a staff id or a role"
            yield incident.at("told", "nothing says who was told of this, and when", hint)
