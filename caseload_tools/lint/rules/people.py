"""FUP: who looks after whom: nobody in charge, clients of who left, licences that ended, roles and services."""

from __future__ import annotations

from datetime import date

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import wanted, wanted_of_practice
from caseload_tools.chart.records import Problem, Problems
from caseload_tools.chart.records.right_lines import or_list
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.lint.rule import rule
from caseload_tools.practice import FILE, Practice
from caseload_tools.practice.practice import Staff
from caseload_tools.practice.services import may_give, who_gives
from caseload_tools.text import Document
from caseload_tools.text.english import lower_first


@rule("FUP027", cites=("S0.4", "S0.10"), level="warning")
def open_chart_without_clinician(chart: Chart, practice: Practice) -> Problems:
    """An open chart names no clinician, no programme, or no way to reach the client.

    What nobody is in charge of is in nobody's list; the limits go by the programme; and how a client may be reached is
    asked before somebody has to be.

    Bad:
        --- client
        clinician:
        today: 2026-01-12
    Bad:
        --- client
        status: intake
        clinician:
        today: 2026-01-12
    Bad:
        --- client
        status: follow-up
        clinician:
        today: 2026-01-12
    Bad:
        --- client
        programme:
        today: 2026-01-12
    Bad:
        --- client
        prefers:
        safe_channels:
        today: 2026-01-12
    Good:
        --- client
        clinician: dana.ruiz
        today: 2026-01-12
    Good:
        --- client
        programme:
        enrolments:
          - {programme: outpatient, from: 2026-01-05}
        today: 2026-01-12
    Good:
        --- client
        prefers:
        safe_channels: [phone]
        today: 2026-01-12
    Good:
        --- client
        status: discharged
        clinician:
        closed: 2026-06-30
        --- discharge 2026-06-30
        today: 2026-07-01
    """
    hints = {
        "clinician in charge": ("clinician", _who(practice, chart.today)),
        "programme": ("programme", f"write `programme:` with {or_list(practice.programmes or ['one'])}"),
        "channel": ("safe_channels", "ask, and write for example `safe_channels: [phone, sms]`"),
    }
    for kind, (key, hint) in hints.items():
        for each in wanted(chart, kind):
            yield from each.at(key, lower_first(each.why), hint)


def _who(practice: Practice, today: date) -> str:
    """What to write under `clinician`; where there is only one who could be meant, who that is."""
    here = [each.id for each in practice.staff.values() if each.active_on(today) and _is_clinical(each)]
    return f"write `clinician: {here[0]}`" if len(here) == 1 else "write `clinician:` with a staff id of caseload.toml"


def _is_clinical(person: Staff) -> bool:
    return not person.roles or any(role != "administration" for role in person.roles)


@rule("FUP028", cites=("S0.4", "S2.44"), level="warning")
def client_of_who_left(chart: Chart) -> Problems:
    """The clinician of an open chart does not work here any more, and nobody else is named.

    Each client is handed over by the last day, to a person, so that what is owed to them is in somebody's list.

    Bad:
        practice: staff."dana.ruiz".end = 2026-01-16
        --- client
        today: 2026-01-20
    Bad:
        practice: staff."dana.ruiz".end = 2026-01-16
        --- client
        status: intake
        today: 2026-01-20
    Bad:
        practice: staff."dana.ruiz".end = 2026-01-16
        --- client
        status: follow-up
        today: 2026-01-20
    Good:
        practice: staff."dana.ruiz".end = 2026-01-16
        --- client
        clinician: sam.lee
        today: 2026-01-20
    Good:
        practice: staff."dana.ruiz".end = 2026-01-31
        --- client
        today: 2026-01-20
    """
    for each in wanted(chart, "hand-over"):
        if each.rule == "FUP028":  # of who was never here LNK004 speaks
            hint = "talk it over with the client, then name another clinician in client.md"
            yield from each.at("clinician", lower_first(each.why), hint)


@rule("FUP025", cites="S0.3", level="warning", limit="licence_warning")
def licence_ended(shared: PracticeShelf, practice: Practice, today: date) -> Problems:
    """The licence of somebody who works here has ended.

    Whoever treats without one breaks the law, and nothing of it can be billed. `caseload due` announces it beforehand.

    Bad:
        practice: staff."sam.lee".licence_expires = 2026-01-25
        --- policy
        today: 2026-01-26
    Good:
        practice: staff."sam.lee".licence_expires = 2026-01-25
        --- policy
        today: 2026-01-25
    Good:
        practice: staff."sam.lee".licence_expires = 2026-01-25
        practice: staff."sam.lee".end = 2026-01-20
        --- policy
        today: 2026-01-26
    """
    for each in wanted_of_practice(shared, practice, today, "licence"):
        message = f"the licence of {each.clinician} ended on {each.due}"
        hint = "write the new `licence_expires`; until then somebody else sees the clients"
        yield Problem(Document.empty(FILE), (), message, hint, line=1)


@rule("FUP026", cites=("S0.3", "S0.4"), level="warning")
def service_not_of_this_role(session: Session, practice: Practice) -> Problems:
    """A session was given, or is booked, by somebody whose roles in caseload.toml do not go with that service.

    Therapy by the front desk is a wrong name in the record, or a service that may not be given.

    Bad:
        practice: staff."dana.ruiz".roles = ["administration"]
        --- session 2026-01-19
    Bad:
        practice: staff."dana.ruiz".roles = ["administration"]
        --- session 2026-01-19
        service: group
    Bad:
        practice: staff."dana.ruiz".roles = ["administration"]
        --- session 2026-01-19
        attendance: scheduled
        progress:
        interventions:
        homework:
        next:
    Bad:
        practice: staff."dana.ruiz".roles = ["case-manager"]
        --- session 2026-01-19
        service: medication
    Good:
        practice: staff."dana.ruiz".roles = ["administration", "clinician"]
        --- session 2026-01-19
    Good:
        practice: staff."dana.ruiz".roles = ["case-manager"]
        --- session 2026-01-19
    """
    person = practice.staff.get(session.clinician)
    if person is None or not (session.took_place or session.is_planned) or may_give(person.roles, session.service):
        return
    message = f"a {session.service} session by somebody who is {' and '.join(person.roles)} in caseload.toml"
    hint = f"correct `clinician`, or the roles: it is given by a {or_list(who_gives(session.service))}"
    yield session.at("clinician", message, hint)
