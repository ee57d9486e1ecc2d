"""SIG: what was signed stays as it was. By the digests in the files, and by what git remembers.

Who had to sign, and when, is for `signatures`; a record that was deleted is for `deletions`, and who signed commits with
which key for `caseload audit verify` (docs/decisions/0017).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.signatures import revision_due
from caseload_tools.chart.records import Problem, Problems, Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.base import Signature
from caseload_tools.chart.signing import has_digest, standing_in
from caseload_tools.chart.signing.co_signing import committers_by
from caseload_tools.chart.signing.out_of_place import moved_since_signed, signed_and_gone, signed_and_unread
from caseload_tools.chart.signing.returns import open_return
from caseload_tools.chart.signing.signed_versions import (
    may_be_another,
    versions_that_count,
    was_typed,
)
from caseload_tools.chart.signing.standing import is_changed_plan
from caseload_tools.chart.signing.ways_back import (
    addends,
    declares_void,
    moves_back,
    restores,
    way_back,
)
from caseload_tools.dates import count_of, lateness, on_the_wall
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.history.versions import RecordVersion, SignatureKey, signer_of
from caseload_tools.lint.rule import rule
from caseload_tools.practice import Policy, Practice

_CLINICAL = ("clinician", "case-manager", "prescriber", "supervisor", "trainee")
# What a peer facilitator does not write: S3.13. The rest of a chart's signed records is for clinical staff and peers.
_NOT_FOR_PEERS = ("plan", "assessment", "review", "discharge")
_FOR_ALL = ("consent", "referral", "charge", "disclosure", "client")
_CLOCKS_DIFFER, _A_DAY = timedelta(minutes=5), timedelta(days=1)


@rule("SIG001", cites=("CMS Program Integrity Manual 3.3.2.5", "45 CFR 164.312(c)"), as_written=True)
def changed_after_signing(thing: Record | Chart, history: History, practice: Practice) -> Problems:
    """A signed record is no longer what was signed.

    A signature made by `caseload sign` holds on to a digest of what the record says. Where the two differ, somebody
    changed the record afterwards; where git saw the signature first with another digest, somebody changed both. One
    that was typed by hand holds on to what the record said in the commit that first had it. What has to be said later
    is said beside the record, in an addendum, which keeps each of its lines from its first commit on: the original
    stays. Comments above the text, line ends and the order of keys do not count.

    Bad:
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:0000000000000000000000000000000000000000000000000000000000000000
    Bad:
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:0000000000000000000000000000000000000000000000000000000000000000
        @ 2026-01-19 Dana Ruiz
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
    Bad:
        --- session
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}
        @ 2026-01-19 Dana Ruiz
        --- session
        homework: none
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}
    Good:
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
        @ 2026-01-19 Dana Ruiz
    Good:
        --- session
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05}
        @ 2026-01-19 Dana Ruiz
    """
    if isinstance(thing, Chart):
        yield from _unread(thing, history, practice)
    for record in _may_be_wrong(thing, history) if isinstance(thing, Chart) else (thing,) if thing.signatures else ():
        standing = standing_in(record, history, practice.adopted)
        broken = standing.broken
        if broken:
            hint = way_back(standing, history, practice.adopted)
            yield broken[0].at("digest", f"this record {standing.wrong}", hint)
            continue
        if standing.wrong and not is_changed_plan(standing):
            yield record.at(
                "signatures", f"this record {standing.wrong}", way_back(standing, history, practice.adopted)
            )


def _unread(chart: Chart, history: History, practice: Practice) -> Problems:
    """What was signed and cannot be read any more: its words may be others by now, and no digest tells."""
    unread = tuple(signed_and_unread(chart, history, practice.adopted))
    gone = {each.link for each in signed_and_gone(chart, history, practice.adopted)} if unread else set()
    for each in unread:
        if each.link in gone:
            continue  # a link lies in its place: SIG015 says that it is not there
        hint = f"put it back: `{restores(each.document.path, each.said.change.commit)}`"
        yield Problem(each.document, (), f"this record {each.wrong}", hint)


def _may_be_wrong(chart: Chart, history: History) -> tuple[Record, ...]:
    """What is asked with its chart: what is void, addenda, and what may have lost its only signature."""
    unsigned = (each for each in chart.records if not each.signatures)
    return (*chart.voided, *(each for each in unsigned if may_be_another(each.path, each.document.text, history)))


@rule("SIG008", cites=("S0.3", "S3.13"), adoptable=True, as_written=True)
def committed_without_the_role(record: Record, history: History, practice: Practice) -> Problems:
    """A signed record was committed by somebody on the staff who does not write records of this kind.

    Whoever commits a note answers for what stands in it. Administration keeps bookings, consents, referrals and
    charges; plans, assessments, reviews and discharges are not written by peers. Known by the `email` of each person
    in caseload.toml; an address that is nobody's is for `caseload audit verify`.

    Bad:
        practice: staff."a.berg" = {name = "Ada Berg", roles = ["administration"], email = "ada.berg@example.org"}
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
        @ 2026-01-19 12:10 Ada Berg
    Good:
        practice: staff."dana.ruiz".email = "dana.ruiz@example.org"
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
        @ 2026-01-19 12:10 Dana Ruiz
    """
    if record.word in _FOR_ALL or not has_digest(record) or not any(each.email for each in practice.staff.values()):
        return
    if not history.complete:  # where a clone begins, everything seems to be its first commit's
        return
    entitled = _CLINICAL if record.word in _NOT_FOR_PEERS else (*_CLINICAL, "peer")
    told: set[str] = set()
    committers = committers_by(practice, history)
    for version in versions_that_count(record.path, history, practice.adopted):
        staff = practice.staff.get(committers.staff_id(version.change.author, version.change.email))
        early = practice.adopted is not None and version.change.day < practice.adopted
        if early or staff is None or not version.signed or set(staff.roles) & {*entitled} or staff.id in told:
            continue
        told.add(staff.id)
        hint = "whoever signs commits; if the signature is theirs, they commit the record again themselves"
        yield record.at("signatures", f"this signed {record.word} was committed by {staff.id}, who writes none", hint)


@rule("SIG011", cites=("CMS Program Integrity Manual 3.3.2.5", "ONC 170.315(d)(2)"), as_written=True)
def signed_record_renamed(record: Record, history: History, practice: Practice) -> Problems:
    """A signed record has another name than when it was signed.

    Its path is what others link to, and its date. What was signed under a wrong day is declared void, and the right
    record is written beside it. One that is gone altogether is found by SIG015.

    Bad:
        --- session 2026-01-19
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05, digest: "caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f"}
        @ 2026-01-19 Dana Ruiz
        --- no session 2026-01-19
        --- text sessions/2026-01-19-second.md
        ---
        type: session
        client: C-0001
        date: 2026-01-19
        time: 10:00-10:50
        clinician: dana.ruiz
        service: individual
        setting: office
        attendance: attended
        format: SOAP
        progress:
          O1.1: progressing
        interventions: [I1]
        risk: none
        homework: Fill in the sleep diary
        next: 2026-01-26
        written: 2026-01-19 12:00
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05, digest: "caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f"}
        ---

        ## Subjective

        "Three nights out of seven," she said, and counted them on her fingers.

        ## Objective

        On time. Brought the diary, filled in for every night but Friday.

        ## Assessment

        Bedtime kept on 3 nights, up from 1 (O1.1). She said that putting the phone away helped most.

        ## Plan

        Move the bedtime to 23:00. Look at the diary together on 26 January.
        @ 2026-01-21 Dana Ruiz
    Good:
        --- session 2026-01-19
        signatures:
          - {by: dana.ruiz, role: clinician, at: 2026-01-19 12:05, digest: "caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f"}
        @ 2026-01-19 Dana Ruiz
    """
    moved = moved_since_signed(record, history)
    if moved is None:
        return
    back = moves_back(moved, standing_in(record, history, practice.adopted), history, practice.adopted)
    way = f"put it back: `{back}`" if back else "find its old name free: another record has it now, which goes first"
    error = declares_void(moved.before, RecordVersion(record.document), "wrong day")
    hint = f"{way}; a wrong date is then declared void: `{error}`" if error else way
    yield record.at("signatures", f"since it was signed, this record {moved.wrong}", hint)


@rule(
    "SIG012",
    cites="CMS Program Integrity Manual 3.3.2.4",
    level="warning",
    limit="backdating_tolerance",
    adoptable=True,
)
def signed_at_another_time(record: Record, policy: Policy, practice: Practice, history: History) -> Problems:
    """A signature says another time than git: it was committed long after, or before it was made.

    A signature is dated when it is given. Whoever commits once a week commits it days later, and says nothing false.
    One that comes after weeks may be one that was given after weeks; one that is not yet there in a commit after its
    time, and comes more than a day later, probably was; one that is committed before its own time was not given then.

    Bad:
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
        @ 2026-02-02 09:00 Dana Ruiz
    Bad:
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
        @ 2026-01-19 11:00 Dana Ruiz
    Good:
        --- session
        signatures:
          - by: dana.ruiz
            role: clinician
            at: 2026-01-19 12:05
            digest: caseload-v1:c7492b4e126cc0592937b28273e437365fc20dc4e5458a1cfd7761c1186e883f
        @ 2026-01-23 17:30 Dana Ruiz
    """
    limit = policy.interval("backdating_tolerance")
    if limit is None or not has_digest(record) or not history.complete:
        return
    first = _first_commits(record, history)
    for signature in record.signatures:
        change = first.get(signer_of(record.data["signatures"][signature.where[-1]]))
        if change is None or signature.moment is None or not signature.digest:
            continue
        if was_typed(signature, record, history):
            continue
        if practice.adopted is not None and signature.moment.date() < practice.adopted:
            continue
        # The committer's clock, on the author's wall: an author date is as easily written as a signature's.
        committed = _committed(change, signature, practice)
        allowed = timedelta(hours=limit.hours)
        if _stood_without(record, history, signature, change, practice):
            allowed = min(allowed, _A_DAY)
        if committed > signature.moment + allowed:
            late = count_of(max((committed - signature.moment).days, 1), "day")
            yield signature.at("at", f"this signature was committed {late} after it says it was given", _HONEST)
        elif committed < signature.moment - _CLOCKS_DIFFER:
            yield signature.at("at", "this signature was committed before it says it was given", _HONEST)


_HONEST = "leave it as it is, and say in an addendum when it was given"


def _committed(change: CommittedChange, signature: Signature, practice: Practice) -> datetime:
    """When a change was committed, by a signature's own clock; where it names none the practice's, or the author's."""
    if signature.clock is not None:
        return on_the_wall(change.committed_at, "", signature.clock)
    return on_the_wall(change.committed_at, practice.timezone, change.authored_at.tzinfo)


def _stood_without(
    record: Record, history: History, signature: Signature, first: CommittedChange, practice: Practice
) -> bool:
    """Whether the record was committed after a signature was given, it says, and did not bear it yet."""
    for version in versions_that_count(record.path, history):
        if version.change.commit == first.commit:
            return False
        if (
            signature.moment is not None
            and _committed(version.change, signature, practice) > signature.moment + _CLOCKS_DIFFER
        ):
            return True
    return False


def _first_commits(record: Record, history: History) -> dict[SignatureKey, CommittedChange]:
    """The first commit that carried each signature."""
    found: dict[SignatureKey, CommittedChange] = {}
    for version in versions_that_count(record.path, history):
        for key in map(signer_of, version.entries):
            found.setdefault(key, version.change)
    return found


@rule("SIG013", cites="S3.24", level="warning", limit="returned_limit")
def returned_and_not_revised(
    addendum: Addendum, chart: Chart, policy: Policy, practice: Practice, today: date, history: History
) -> Problems:
    """A supervisor returned a record for revision, and nobody has answered.

    The author changes what is unsigned, adds to what is signed, or signs: each is an answer.

    Bad:
        --- addendum 2026-01-22
        kind: returned
        author: sam.lee
        today: 2026-02-10
    Good:
        --- addendum 2026-01-22
        kind: returned
        author: sam.lee
        --- addendum 2026-01-23
        kind: correction
        to: sessions/2026-01-19
        today: 2026-02-10
    """
    due, target = revision_due(addendum, policy, practice), chart.find(addendum.to)
    if due is None or not isinstance(target, Record):
        return
    if due < today and open_return(target, chart.addenda, history) is addendum:
        hint = f"revise {addendum.to}, or answer it: `{addends(target.path)}`"
        yield addendum.at("kind", f"the author has not revised what was returned, {lateness(due, today)}", hint)
