"""BIL: does each charge stand on a service that took place, was written down, and lasted as long as charged?"""

from __future__ import annotations

from collections.abc import Mapping

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.ledger import wanted
from caseload_tools.chart.records import Problems
from caseload_tools.chart.records.assessment import Assessment
from caseload_tools.chart.records.charge import Charge
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.time_spent import minutes_of
from caseload_tools.dates import count_of, lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Fee, Policy, Practice
from caseload_tools.text.shell import shell_word

_STAFF_ROLES = ("clinician", "author", "supervisor")
_NOT_HELD: Mapping[str, str] = {
    "scheduled": "is still planned",
    "no-show": "was a no-show",
    "rescheduled": "was moved to another day",
}


def _service(charge: Charge, chart: Chart) -> Session | Contact | Assessment | None:
    found = chart.find(charge.session) if charge.session else None
    return found if isinstance(found, Session | Contact | Assessment) and found.sound else None


@rule("BIL001", cites=("S1.17", "S2.43", "S.D. Admin. R. 67:62:08:12"))
def charge_without_note(charge: Charge, chart: Chart, policy: Policy) -> Problems:
    """A service was billed that has no note, or no signed one where the payer asks for that.

    What is not written down was not done, says every auditor. Where only signed notes are paid
    (`charge_needs_signature`), a signature of staff has to be there before the bill goes out.

    Bad:
        session:
    Bad:
        --- charge
        --- session 2026-01-19
        (no text)
    Bad:
        practice: charge_needs_signature = true
    Good:
        session: sessions/2026-01-19
    Good:
        practice: charge_needs_signature = true
        --- charge
        --- session 2026-01-19
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}
    """
    if not charge.is_billed:
        return
    if not charge.session:
        yield charge.at("session", "this charge does not say which service it is for", "add `session: sessions/…`")
        return
    service = _service(charge, chart)
    if service is None or (isinstance(service, Session) and not service.took_place):
        return
    hint = "write the note, or put the charge back to `status: draft`"
    if not service.prose.strip() and not service.signatures:
        yield charge.at("session", "this was billed, and the service has no note", hint)
    elif policy.wants("charge_needs_signature") and not any(s.role in _STAFF_ROLES for s in service.signatures):
        yield charge.at("session", "this was billed, and the note is not signed", hint.replace("write", "sign"))


@rule("BIL002", cites="S1.21")
def charge_for_what_did_not_happen(charge: Charge, chart: Chart, practice: Practice) -> Problems:
    """A session is charged that did not take place, or that took place on another day.

    Only what happened is billed. A fee for a missed session has a code of its own, marked `missed` in the fee
    table, so that nobody takes it for a session.

    Bad:
        --- charge
        --- session 2026-01-19
        attendance: no-show
        (no text)
    Bad:
        --- charge 2026-01-20
        session: sessions/2026-01-19
    Bad:
        practice: fees.therapy-50 = {label = "Missed session", amount = 140, missed = true}
    Good:
        session: sessions/2026-01-19
    Good:
        practice: fees.missed = {label = "Missed session", amount = 50, missed = true}
        --- charge
        code: missed
        fee: 50
        minutes:
        --- session 2026-01-19
        attendance: no-show
        cancelled_reason: did not come
        outreach:
          - {at: 2026-01-19 11:00, channel: phone, result: will come on the 26th, by: dana.ruiz}
        risk:
        homework:
        interventions:
        progress:
        next: 2026-01-26
        (no text)
    """
    service = _service(charge, chart)
    if service is None or charge.is_void:
        return
    if service.date != charge.date:
        yield charge.at("date", f"the service was on {service.date}, the charge is for {charge.date}", "check both")
        return
    if not isinstance(service, Session):
        return
    fee = practice.fee(charge.code, charge.date)
    for_missed = fee is not None and fee.missed
    if service.took_place:
        if for_missed:
            yield charge.at("code", "a fee for a missed session is charged, and the session took place", "check both")
    elif service.is_planned:
        if charge.is_billed:
            yield charge.at("session", "the session that was billed is still planned", "write what became of it")
    elif not for_missed:
        said = _NOT_HELD.get(service.attendance, "was cancelled")
        hint = "make the charge void, or use a code for missed sessions"
        yield charge.at("session", f"the session that is charged {said}", hint)


@rule("BIL003", cites=("S1.17", "S1.21", "CPT time rule (aapc.com)"))
def charged_minutes_do_not_fit(charge: Charge, chart: Chart, practice: Practice, policy: Policy) -> Problems:
    """The length of the service does not fit the code, the units or the minutes that are charged.

    Which code or how many units belong to how many minutes is for payers to say; the practice's fee table holds
    it (`minutes_min`, `minutes_max`, `unit_minutes`, `unit_from`).

    Bad:
        minutes: 60
    Bad:
        practice: fees.therapy-50 = {label = "Therapy, 60 minutes", amount = 140, minutes_min = 53}
    Bad:
        practice: fees.therapy-50 = {label = "A quarter of an hour", amount = 35, unit_minutes = 15, unit_from = 8}
        --- charge
        units: 4
    Bad:
        practice: fees.therapy-50 = {label = "A quarter of an hour", amount = 140, unit_minutes = 15}
    Good:
        practice: fees.therapy-50 = {label = "Therapy, 50 minutes", amount = 140, minutes_min = 45, minutes_max = 55}
    Good:
        practice: fees.therapy-50 = {label = "A quarter of an hour", amount = 35, unit_minutes = 15, unit_from = 8}
        --- charge
        units: 3
        fee: 105
    """
    if charge.is_void:
        return
    fee = practice.fee(charge.code, charge.date)
    if fee is not None and fee.missed:
        return
    lasted, stated = _minutes(charge, chart), charge.stated_minutes
    tolerance = policy.count("minutes_tolerance") or 0
    if lasted is not None and stated is not None and abs(lasted - stated) > tolerance:
        message = f"{count_of(stated, 'minute')} are charged, and the session lasted {lasted}"
        yield charge.at("minutes", message, "check both")
    minutes = stated if lasted is None else lasted
    if fee is None or minutes is None:
        return
    if not fee.allows_minutes(minutes):
        message = f"{count_of(minutes, 'minute')} are charged under a code for {fee.say_minutes()}"
        yield charge.at("code", message, "use the code for this length")
    yield from _units(charge, fee, minutes)


def _minutes(charge: Charge, chart: Chart) -> int | None:
    service = _service(charge, chart)
    return minutes_of(service, chart) if isinstance(service, Session | Contact) else None


def _units(charge: Charge, fee: Fee, minutes: int) -> Problems:
    counted = fee.units_for(minutes)
    if counted is None:
        return
    fewest, most = counted
    if charge.units is None:
        message = (
            f"this code is charged in units of {count_of(fee.unit_minutes or 0, 'minute')}, and the charge has none"
        )
        yield charge.at("units", message, f"add `units: {most}`")
    elif not fewest <= charge.units <= most:
        right = str(most) if fewest == most else f"{fewest} or {most}"
        message = f"{count_of(charge.units, 'unit')} of {fee.unit_minutes} minutes for {count_of(minutes, 'minute')}"
        yield charge.at("units", message, f"by the fee table it is {right}")


@rule("BIL005", cites="S1.21")
def service_charged_twice(chart: Chart, practice: Practice) -> Problems:
    """The same service is charged twice.

    One service, one charge. Only a code that the fee table marks `add_on` stands beside another; a charge that
    was wrong is made void first.

    Bad:
        --- charge 2026-01-19
        --- charge 2026-01-19-2
        units: 2
    Bad:
        --- charge 2026-01-19
        --- charge 2026-01-19-2
        code: therapy-30
    Good:
        --- charge 2026-01-19
        status: void
        void_reason: wrong code
        --- charge 2026-01-19-2
    Good:
        practice: fees.interpreter = {label = "Interpreter", amount = 20, add_on = true}
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- charge 2026-01-19
        --- charge 2026-01-19-2
        code: interpreter
        fee: 20
    """
    first: dict[tuple[str, ...], Charge] = {}
    for charge in chart.charges:
        if charge.is_void:
            continue
        fee = practice.fee(charge.code, charge.date)
        alone = (charge.code,) if fee is not None and fee.add_on else ()
        key = (charge.session, *alone) if charge.session else ("", str(charge.date), charge.code)
        before = first.setdefault(key, charge)
        if before is not charge:
            message = "this service is charged already" if charge.session else "this code is charged already that day"
            yield charge.at("session", message, f"see {before.link}: make one of the two void")


@rule("SIG014", cites=("S1.21", "S1.5"))
def void_charge_without_reason(charge: Charge, chart: Chart) -> Problems:
    """A charge was made void without saying why, or is still billed though it or its note is void.

    What was taken back stays in the chart, with its reason. A charge with a reason to be void that is still
    billed will be paid; and a note that was entered in error was no service.

    Bad:
        status: void
    Bad:
        status: billed
        void_reason: session was cancelled
    Bad:
        --- charge
        --- addendum 2026-01-22
        kind: void
    Good:
        status: void
        void_reason: session was cancelled
    """
    if charge.is_void and not charge.void_reason:
        yield charge.at("status", "this charge is void, and nothing says why", "add `void_reason:`")
    elif charge.void_reason and charge.is_billed:
        yield charge.at("status", "this charge has a reason to be void and is still billed", "set `status: void`")
    elif not charge.is_void and any(each.link == charge.session for each in chart.voided):
        hint = "set `status: void` with `void_reason`"
        yield charge.at("session", "the note of this session was declared void, and is still billed", hint)


@rule("BIL012", cites="clinicaldocslibrary.com, group notes", level="warning")
def group_without_list(chart: Chart) -> Problems:
    """A group session took place or is billed, and no list says who was there.

    Payers ask how many took part. The group's own record holds the topic and who came, the note links to it.

    Bad:
        --- charge
        --- session 2026-01-19
        service: group
    Bad:
        --- session 2026-01-19
        service: group
    Bad:
        --- session 2026-01-19
        service: group
        group:
    Good:
        --- charge
        --- session 2026-01-19
        service: group
        group: groups/coping-skills/2026-01-19
        --- group coping-skills/2026-01-19
    Good:
        --- session 2026-01-19
        service: group
        group: groups/coping-skills/2026-01-19
        --- group coping-skills/2026-01-19
    """
    charged = set()
    for charge in chart.charges:
        service = _service(charge, chart)
        if charge.is_void or not isinstance(service, Session) or service.service != "group" or not service.took_place:
            continue
        if not service.group or chart.find(service.group) is None:  # what cannot be read here may say it
            charged.add(service.link)
            hint = f"add `group:` to {service.link}, with the group's record"
            yield charge.at("session", "a group is charged, and no list says who was there", hint)
    for each in wanted(chart, "group list"):
        if each.record is not None and each.record.link not in charged:
            yield from each.at("group", "no list says who was at this group", "add `group:`, with the group's record")


@rule("BIL014", cites="S1.17", level="warning", limit="charge_within")
def service_not_charged(session: Session, chart: Chart) -> Problems:
    """A session took place and was not charged, and nothing says why not.

    Where a practice charges (it has a fee table, or the chart a charge), each session ends in a charge or in a reason
    under `no_charge`. What only a signed note allows to bill (`charge_needs_signature`) waits for the signature. What
    is older than the practice's first day here was charged where it was kept.

    Bad:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- session 2026-01-19
        today: 2026-02-10
    Bad:
        --- charge 2026-01-12
        session:
        --- session 2026-01-19
        today: 2026-02-10
    Bad:
        --- charge 2026-01-19
        session: sessions/2026-01-19
        status: draft
        --- session 2026-01-19
        today: 2026-02-10
    Bad:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- session 2026-01-19
        no_charge:
        today: 2026-02-10
    Bad:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- session 2026-01-19
        service: couple
        participants: [her husband]
        today: 2026-02-10
    Bad:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- session 2026-01-19
        service: family
        participants: [her brother]
        today: 2026-02-10
    Bad:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- session 2026-01-19
        service: group
        group: groups/coping-skills/2026-01-19
        --- group coping-skills/2026-01-19
        today: 2026-02-10
    Bad:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- session 2026-01-19
        clinician: sam.lee
        today: 2026-02-10
    Bad:
        --- charge 2026-01-19
        status: void
        void_reason: wrong code
        --- session 2026-01-19
        today: 2026-02-10
    Bad:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        practice: charge_needs_signature = true
        --- session 2026-01-19
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-20 12:05}
        today: 2026-02-10
    Good:
        --- charge 2026-01-19
        --- session 2026-01-19
        today: 2026-02-10
    Good:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- session 2026-01-19
        no_charge: a courtesy, agreed with her
        today: 2026-02-10
    Good:
        practice: fees.therapy-50 = {label = "Therapy", amount = 140}
        --- session 2026-01-19
        today: 2026-02-02
    Good:
        --- session 2026-01-19
        today: 2026-02-10
    """
    for each in wanted(chart, "charge"):
        if each.record is session:
            late = lateness(each.due, chart.today)
            hint = f"`caseload new charge {chart.typed} --to {shell_word(session.link)}`, or add `no_charge:` with the reason"
            yield from each.at("no_charge", f"this session took place and was not charged, {late}", hint)
