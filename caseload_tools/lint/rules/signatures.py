"""SIG: who has to have signed what, as what, and when. Whether what was signed still stands is for `integrity`."""

from __future__ import annotations

from datetime import date, timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.signatures import co_signature_due
from caseload_tools.chart.ledger import owed
from caseload_tools.chart.records import Problems, Record
from caseload_tools.chart.records.addendum import Addendum, holds_on
from caseload_tools.chart.records.base import Signature
from caseload_tools.chart.records.plan import Plan
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.signing import (
    ALWAYS_CO_SIGNED,
    Standing,
    author_of,
    digest_of,
    has_digest,
    missing_signatures,
    standing_in,
    standing_of,
)
from caseload_tools.chart.signing.co_signing import why_no_supervisor
from caseload_tools.chart.signing.signed_versions import was_typed
from caseload_tools.chart.signing.signing_clock import by_clock_of_record
from caseload_tools.dates import lateness
from caseload_tools.history.readers.record_history import History
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice
from caseload_tools.practice.declaring import may_declare
from caseload_tools.text.shell import shell_word

_SIGNED_BY_CLIENT = ("client", "guardian")
_A_DAY = timedelta(days=1)
_STAFF_ROLES = ("clinician", "author", "supervisor")


def _is_owed(plan: Plan, chart: Chart, role: str) -> bool:
    return any(each.record is plan and each.subject == role for each in owed(chart, "plan signature"))


@rule("SIG003", cites=("S2.20", "S2.16"), adoptable=True)
def plan_without_clinician_signature(plan: Plan, chart: Chart) -> Problems:
    """No clinician has signed the plan.

    A plan is an agreement; it begins to hold when both sides have signed it.

    Bad:
        signatures:
    Good:
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    """
    if _is_owed(plan, chart, "clinician"):
        hint = f"{plan.clinician or 'its clinician'} reads it, then `caseload sign {shell_word(plan.path)}`"
        yield plan.at("signatures", "no clinician has signed this plan", hint)


@rule("SIG004", cites=("S2.20", "S0.20"), adoptable=True)
def plan_without_client_signature(plan: Plan, chart: Chart) -> Problems:
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
    if _is_owed(plan, chart, "client"):
        hint = f"once signed: `caseload sign --paper {shell_word(plan.path)}`, or say why not under `## Client's signature`"
        yield plan.at("signatures", "the client has not signed this plan", hint)


@rule("SIG002", cites=("CMS Program Integrity Manual 3.3.2.4", "S1.5"))
def signer_not_known(signature: Signature, practice: Practice) -> Problems:
    """A signature of staff names nobody on the staff, or somebody without a credential.

    A signature identifies the person and what entitles them to sign; one on paper, who on the staff saw it.

    Bad:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05, method: paper, witness: d.ruis}
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
    Good:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05, method: paper, witness: dana.ruiz}
    """
    if signature.witness and practice.staff and signature.witness not in practice.staff:
        hint = "write the staff id of whoever saw it signed, as in caseload.toml"
        yield signature.at("witness", "the witness of this signature is nobody on the staff", hint)
    if signature.role not in _STAFF_ROLES or not practice.staff:
        return
    staff = practice.staff.get(signature.by)
    if staff is None:
        yield signature.at("by", "this signature names nobody on the staff", "write the staff id, as in caseload.toml")
    elif not staff.credential and signature.role in ("clinician", "supervisor"):
        hint = "add `credential` in caseload.toml, or let somebody sign who has one"
        yield signature.at("by", "this person has no credential on file", hint)


@rule("SIG005", cites="S2.20", level="warning", limit="unsigned_limit", adoptable=True)
def co_signature_missing(record: Record, chart: Chart, policy: Policy, today: date, history: History) -> Problems:
    """What somebody under supervision wrote lacks the supervisor's signature.

    Whoever supervises answers for the work: the co-signature says that it was read. Plans, reviews and discharges
    need it, and whatever else the author has signed. What counts is how the author was supervised on the day of
    service: `co-sign` asks for a co-signature, `approve` for any signature of the supervisor, `access` and `none`
    for none. A supervisor signs by `caseload cosign`. A line that was typed counts when the commit that first has it
    is that supervisor's own; where somebody else committed it, or nobody knows who did, it counts for nothing.

    Bad:
        practice: staff."dana.ruiz".supervisor = "sam.lee"
        --- plan
        today: 2026-03-01
    Bad:
        practice: staff."dana.ruiz".supervision = {level = "co-sign", supervisor = "sam.lee", to = 2026-06-30}
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: sam.lee, role: supervisor, at: 2026-01-13 09:00, meaning: reviewed}
        today: 2026-03-01
    Bad:
        practice: staff."dana.ruiz".supervisor = "sam.lee"
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: sam.lee, role: supervisor, at: 2026-01-13 09:00}
        @ 2026-01-13 Dana Ruiz
    Good:
        practice: staff."dana.ruiz".supervisor = "sam.lee"
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: sam.lee, role: supervisor, at: 2026-01-13 09:00}
        @ 2026-01-13 Sam Lee
        today: 2026-03-01
    Good:
        practice: staff."dana.ruiz".supervision = {level = "access", supervisor = "sam.lee"}
        --- plan
        today: 2026-03-01
    """
    due = co_signature_due(record, policy, chart.practice)
    if due is None or not (record.signatures or record.word in ALWAYS_CO_SIGNED):
        return
    is_late = due < today and standing_of(record, chart).returned is None
    late = f"the supervisor has not signed, {lateness(due, today)}" if is_late else ""
    for missing in missing_signatures(record, chart.practice, history):
        hint = f"{missing.by} reads it, then `caseload cosign {shell_word(record.path)}`"
        if missing.role == "supervisor" and missing.line is not None:
            yield missing.line.at("by", "; ".join(filter(None, (late, missing.idle))), hint)
        elif missing.role == "supervisor" and late:
            yield record.at("signatures", late, hint)


@rule("SIG006", cites="S2.20")
def supervisor_signed_own_work(signature: Signature, practice: Practice) -> Problems:
    """The supervisor who signed is the author, or was no supervisor here on that day.

    Two pairs of eyes are two people, and the second is one who may supervise.

    Bad:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: dana.ruiz, role: supervisor, at: 2026-01-13 09:00}
    Bad:
        practice: staff."sam.lee".start = 2026-02-01
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: sam.lee, role: supervisor, at: 2026-01-13 09:00}
    Good:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
          - {by: sam.lee, role: supervisor, at: 2026-01-13 09:00}
    """
    if signature.role != "supervisor":
        return
    why = why_no_supervisor(signature, signature.record, practice)
    if why:
        hint = "let a supervisor co-sign who did not write it and works here, or put caseload.toml right"
        yield signature.at("by", why, hint)


@rule("SIG007", cites=("CMS Program Integrity Manual 3.3.2.4", "S2.20"), level="warning")
def signed_before_the_service(signature: Signature, practice: Practice, today: date, history: History) -> Problems:
    """A signature is earlier than what it signs, of a day that has not come, or from after its signer had left.

    Nobody can sign for what has not happened or has not been written yet, and nobody signs tomorrow. `caseload sign`
    asks before it writes; this asks of what was typed.

    Bad:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-11 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    Bad:
        --- session
        time: 10:00-10:50
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 10:30}
    Bad:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-03-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
        today: 2026-02-01
    Bad:
        practice: staff."dana.ruiz".end = 2026-01-31
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-02-02 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    Good:
        --- plan
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-12 15:00}
          - {by: C-0001, role: client, at: 2026-01-12 15:05}
    """
    moment, record = by_clock_of_record(signature, practice), signature.record
    if moment is None:
        return
    ended = record.ended if isinstance(record, Session) and signature.role in _STAFF_ROLES else None
    if moment.date() < record.date or (ended is not None and moment < ended):
        yield signature.at("at", "this signature is earlier than what it signs", "check the day and the time of both")
    elif record.written is not None and signature.digest and moment < record.written:
        if not was_typed(signature, record, history):
            hint = "check `written` and the signature"
            yield signature.at("at", "this signature is earlier than the text it signs", hint)
    elif moment.date() > today + _A_DAY:  # in the east it is tomorrow already
        yield signature.at("at", "this signature has a day that has not come", "check its day")
    elif _had_left(signature, moment.date(), practice):
        yield signature.at("by", "whoever signed did not work here on that day", "check the day, and caseload.toml")


def _had_left(signature: Signature, day: date, practice: Practice) -> bool:
    """Of a supervisor SIG006 says it."""
    staff = practice.staff.get(signature.by)
    return staff is not None and signature.role not in (*_SIGNED_BY_CLIENT, "supervisor") and not staff.active_on(day)


@rule("SIG009", cites="CMS Program Integrity Manual 3.3.2.5")
def addendum_out_of_order(addendum: Addendum, chart: Chart, history: History, practice: Practice) -> Problems:
    """An addendum is older than what it adds to, adds to another one, or does not hold on to what it adds to.

    A later entry says what it adds to, by whom, when and why; it comes after, and the original stays, as `to_digest` shows.

    Bad:
        --- addendum 2026-01-10
        to: sessions/2026-01-19
    Bad:
        --- addendum 2026-01-22
        to: sessions/2026-01-19
        to_digest: caseload-v1:0000000000000000000000000000000000000000000000000000000000000000
    Bad:
        --- session 2026-01-19
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
        --- addendum 2026-01-22
        to: sessions/2026-01-19
        to_digest: caseload-v1:0000000000000000000000000000000000000000000000000000000000000000
    Good:
        --- addendum 2026-01-22
        to: sessions/2026-01-19
    """
    target = chart.find(addendum.to)
    if isinstance(target, Addendum) and not addendum.voids:
        yield addendum.at("to", "this adds to another addendum", f"add to the record itself, {target.to}")
    elif isinstance(target, Record) and addendum.date < target.date:
        if not (addendum.voids and isinstance(target, Session) and target.is_planned):  # it is called off
            yield addendum.at("date", "this addendum is dated before the record it adds to", "check both dates")
    elif isinstance(target, Record):
        yield from _not_what_it_was(addendum, target, standing_in(target, history, practice.adopted))


def _not_what_it_was(addendum: Addendum, target: Record, standing: Standing) -> Problems:
    """The record that an addendum names has changed since; a broken signature is found at the record itself."""
    now, signed = digest_of(target), has_digest(target)
    if not now or not holds_on(addendum.kind, target.word):
        return
    if not addendum.to_digest and signed and not has_digest(addendum) and not standing.broken:
        hint = f"add `to_digest: {now}`"
        yield addendum.at("to", "this addendum does not hold on to the signed record that it adds to", hint)
    elif signed and addendum.to_digest not in ("", now) and not standing.wrong:
        hint = f"put `to_digest: {now}` if it speaks of this record as it is signed"
        yield addendum.at("to_digest", "this addendum holds on to other words than those that were signed", hint)
    elif addendum.to_digest and addendum.to_digest != now and not signed:
        shown = f"`git log -p -- {shell_word(target.path)}` shows the change"
        hint = f"put the record back as it was ({shown}); what is new goes into an addendum"
        yield addendum.at("to_digest", "the record that this adds to has changed since", hint)


@rule("SIG016", cites=("CMS Program Integrity Manual 3.3.2.5", "S3.24"), level="warning", adoptable=True)
def declared_by_somebody_else(addendum: Addendum, chart: Chart, practice: Practice) -> Problems:
    """A record was declared void, or returned, by somebody who may not, or void without a signature.

    What is void counts for nothing any more, so that its author or a supervisor says it, and signs it where the record
    is signed: until then the record counts. A supervisor returns what another person wrote. `caseload void` and
    `caseload return` ask before they write, and sign; this asks of what was typed.

    Bad:
        practice: staff."ada.berg" = {name = "Ada Berg", roles = ["administration"]}
        --- addendum 2026-01-22
        kind: void
        author: ada.berg
    Bad:
        --- session 2026-01-19
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}
        --- addendum 2026-01-22
        kind: void
        author: dana.ruiz
    Bad:
        --- addendum 2026-01-22
        kind: returned
        author: dana.ruiz
    Good:
        --- addendum 2026-01-22
        kind: void
        author: dana.ruiz
    Good:
        --- addendum 2026-01-22
        kind: returned
        author: sam.lee
    """
    staff, target = practice.staff.get(addendum.author), chart.find(addendum.to)
    if staff is None or not isinstance(target, Record):
        return
    why = may_declare(addendum.kind, staff, author_of(target))
    if why and addendum.voids:
        yield addendum.at("author", f"who declares this void may not: {why}", "its author or a supervisor declares it")
    elif why:
        yield addendum.at("author", f"who returns this may not: {why}", "a supervisor returns it, who did not write it")
    elif addendum in chart.shelf.waiting_voids:
        hint = f"who declares it signs it: `caseload sign {shell_word(addendum.path)}`; until then {target.link} counts"
        yield addendum.at("kind", "this declares a signed record void, and nobody who may has signed it", hint)


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
