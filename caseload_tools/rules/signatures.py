"""SIG: who has to have signed what. Whether a signed text changed is for the audit."""

from __future__ import annotations

from datetime import date

from caseload_tools.chart import Chart
from caseload_tools.dates import lateness
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.records import Problems, Record
from caseload_tools.records.addendum import Addendum
from caseload_tools.records.base import Signature
from caseload_tools.records.discharge import Discharge
from caseload_tools.records.plan import Plan
from caseload_tools.records.review import Review

_SIGNED_BY_CLIENT = ("client", "guardian")
_STAFF_ROLES = ("clinician", "author", "supervisor")
_SIGN = "once signed, add `- {{by: {}, at: …}}` under `signatures:`"


@rule("SIG003", cites=("S2.20", "S2.16"))
def plan_without_clinician_signature(plan: Plan) -> Problems:
    """No clinician has signed the plan.

    A plan is an agreement; it begins to hold when both sides have signed it.

    Bad:
        signatures:
    Good:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    """
    if plan.status in ("provisional", "revoked"):
        return
    if not any(each.role in ("clinician", "author", "supervisor") for each in plan.signatures):
        yield plan.at(
            "signatures",
            "no clinician has signed this plan",
            _SIGN.format(f"{plan.clinician or 'your id'}, role: clinician"),
        )


@rule("SIG004", cites=("S2.20", "S0.20"))
def plan_without_client_signature(plan: Plan) -> Problems:
    """The client has not signed the plan, and nothing says why.

    The plan is mutually agreed. Where a client will not or cannot sign, the plan has a section
    "Client's signature" that says so.

    Bad:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
    Good:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    Good:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}

        ## Strengths

        Keeps up her choir.

        ## Discharge criteria

        Five nights of sleep a week.

        ## Client's signature

        Agreed by phone; will sign on her next visit.
    """
    if plan.status in ("provisional", "revoked") or plan.section("Client's signature"):
        return
    if not any(each.role in _SIGNED_BY_CLIENT for each in plan.signatures):
        hint = f"{_SIGN.format(f'{plan.client}, role: client')}, or say why not under `## Client's signature`"
        yield plan.at("signatures", "the client has not signed this plan", hint)


@rule("SIG002", cites=("CMS Program Integrity Manual 3.3.2.4", "S1.5"))
def signer_not_known(signature: Signature, practice: Practice) -> Problems:
    """A signature of staff names nobody on the staff, or somebody without a credential.

    A signature identifies the person and what entitles them to sign.

    Bad:
        --- plan
        signatures:
          - {by: d.ruis, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    Good:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    """
    if signature.role not in _STAFF_ROLES or not practice.staff:
        return
    staff = practice.staff.get(signature.by)
    if staff is None:
        yield signature.at("by", "this signature names nobody on the staff", "write the staff id, as in caseload.toml")
    elif not staff.credential and signature.role in ("clinician", "supervisor"):
        hint = "add `credential` in caseload.toml, or let somebody sign who has one"
        yield signature.at("by", "this person has no credential on file", hint)


@rule("SIG005", cites="S2.20", level="warning", limit="unsigned_limit")
def co_signature_missing(
    record: Plan | Review | Discharge, policy: Policy, practice: Practice, today: date
) -> Problems:
    """A plan, review or discharge by somebody under supervision lacks the supervisor's signature.

    Whoever supervises answers for the work: the co-signature says that it was read.

    Bad:
        practice: staff."dana.ruiz".supervisor = "sam.lee"
        practice: staff."dana.ruiz".roles = ["clinician", "trainee"]
        --- plan
        today: 2026-03-01
    Good:
        practice: staff."dana.ruiz".supervisor = "sam.lee"
        practice: staff."dana.ruiz".roles = ["clinician", "trainee"]
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: sam.lee, role: supervisor, at: 2026-01-13 09:00}
        today: 2026-03-01
    """
    limit, staff = policy.interval("unsigned_limit"), practice.staff.get(record.clinician)
    if limit is None or staff is None or not staff.supervisor or "trainee" not in staff.roles:
        return
    due = limit.after(record.date, practice.holidays)
    if due < today and not any(each.role == "supervisor" for each in record.signatures):
        message = f"the supervisor has not signed, {lateness(due, today)}"
        yield record.at("signatures", message, "let the supervisor read and sign it")


@rule("SIG006", cites="S2.20")
def supervisor_signed_own_work(signature: Signature) -> Problems:
    """The supervisor who signed is the author.

    Two pairs of eyes are two people.

    Bad:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: dana.ruiz, role: supervisor, at: 2026-01-13 09:00}
    Good:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: sam.lee, role: supervisor, at: 2026-01-13 09:00}
    """
    if signature.role != "supervisor":
        return
    others = [
        each for each in signature.record.signatures if each is not signature and each.role in ("clinician", "author")
    ]
    if any(each.by == signature.by for each in others):
        yield signature.at("by", "the author and the supervisor are the same person", "let somebody else co-sign")


@rule("SIG007", cites=("CMS Program Integrity Manual 3.3.2.4", "S2.20"), level="warning")
def signed_before_the_service(signature: Signature) -> Problems:
    """A signature is earlier than what it signs.

    Nobody can sign for what has not happened or has not been written yet.

    Bad:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-11 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    Good:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    """
    if signature.moment is not None and signature.moment.date() < signature.record.date:
        yield signature.at("at", "this signature is earlier than what it signs", "check the day of both")


@rule("SIG009", cites="CMS Program Integrity Manual 3.3.2.5")
def addendum_out_of_order(addendum: Addendum, chart: Chart) -> Problems:
    """An addendum is dated before the record it adds to, or adds to another addendum.

    A later entry says what it adds to, by whom, when and why; it comes after, and the original stays.

    Bad:
        --- addendum 2026-01-10
        to: sessions/2026-01-19
    Good:
        --- addendum 2026-01-22
        to: sessions/2026-01-19
    """
    target = chart.find(addendum.to)
    if isinstance(target, Addendum):
        yield addendum.at("to", "this adds to another addendum", f"add to the record itself, {target.to}")
    elif isinstance(target, Record) and addendum.date < target.date:
        yield addendum.at("date", "this addendum is dated before the record it adds to", "check both dates")


@rule("SIG010", cites="S4.15", level="warning")
def machine_draft_not_attested(record: Record) -> Problems:
    """A text that a program drafted has not been attested by a person.

    Whoever signs has read it against what happened; `attested_by` says who.

    Bad:
        drafted_with: a dictation program
    Good:
        drafted_with: a dictation program
        attested_by: dana.ruiz
    """
    if record.drafted_with and not record.attested_by:
        yield record.at(
            "drafted_with", "nobody has attested this draft", "read it against what happened, then add `attested_by:`"
        )
