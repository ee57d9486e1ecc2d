"""Whether a supervisor's line under a record is a co-signature of that supervisor.

One that holds on to the author's signature by a digest is. One that was typed holds on to nothing: it counts when the
commit that first has it is that supervisor's own, its author's and its committer's, and in no other case, also not
where that is not known. Whoever is
supervised could else type the supervisor's name under the own work. Of somebody who is no supervisor no line is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from caseload_tools.chart.records import Record
from caseload_tools.chart.records.base import Signature
from caseload_tools.chart.signing.signed_versions import versions_that_count
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.history.versions import signer_of
from caseload_tools.practice import FILE, Practice, read_practice
from caseload_tools.practice.committers import PastCommitters, StaffVersion
from caseload_tools.text.digest import CO_SIGNATURE
from caseload_tools.text.signed_text import TYPED_BY_NOBODY_KNOWN, TYPED_BY_OTHERS, said_of

MADE_BY_OTHERS = "who made this person a supervisor in caseload.toml may not"


def why_no_supervisor(signature: Signature, record: Record, practice: Practice) -> str:
    """Why whoever a supervisor's line names could not co-sign this record; empty where they could, or it is not known.

    What is known of the staff is asked, and no git.
    """
    if any(each.by == signature.by and each.role in ("clinician", "author") for each in record.signatures):
        return "the author and the supervisor are the same person"
    staff = practice.staff.get(signature.by)
    if staff is None:
        return ""
    if "supervisor" not in staff.roles:
        return "this person is no supervisor here"
    if signature.moment is not None and not staff.active_on(signature.moment.date()):
        return "this supervisor did not work here on that day"
    return ""


def why_idle(signature: Signature, record: Record, past: History, practice: Practice) -> str:
    """Why a supervisor's line counts for nothing, as everybody says it; empty where it counts, and of other lines."""
    if signature.role != "supervisor":
        return ""
    by = said_of({"by": signature.by, "role": signature.role})
    why = why_no_supervisor(signature, record, practice)
    if why:
        return f"{by}'s line counts for nothing: {why}"
    if is_made_by_others(signature.by, past, practice):
        return f"{by}'s line counts for nothing: {MADE_BY_OTHERS}"
    if signature.digest.startswith(f"{CO_SIGNATURE}:"):
        return ""
    own = is_own_line(signature, record, past, practice)
    if own is None:
        return f"{by}'s line {TYPED_BY_NOBODY_KNOWN}"
    return "" if own else f"{by}'s line counts for nothing: it was {TYPED_BY_OTHERS}"


def is_made_by_others(person: str, past: History, practice: Practice) -> bool:
    """Whether caseload.toml calls somebody a supervisor only by the commit of somebody on the staff who may not say so.

    It counts once a supervisor or the office commits the settings; nothing is known of what is not committed.
    """
    versions = _staff_versions(past)  # type: ignore[arg-type]  # each history is itself
    known = [each.staff[person] for each in versions if person in each.staff]
    if not known or "supervisor" not in known[-1].roles or (person in versions[0].staff and known[0] == known[-1]):
        return False
    return "supervisor" not in PastCommitters(versions, practice.staff).staff[person].roles


def is_own_line(signature: Signature, record: Record, past: History, practice: Practice) -> bool | None:
    """Whether the commit that first has a line is that of whoever it names; None where no commit is known to have it.

    What was committed before the practice adopted this counts as it was left.
    """
    first = _first_commit(record.data["signatures"][signature.where[-1]], record, past, practice)
    if first is None:
        return None
    if practice.adopted is not None and first.day < practice.adopted:
        return True
    made_by = (first.author, first.email, first.committer, first.committer_email)
    return committers_by(practice, past).maker(*made_by) == signature.by


def _first_commit(line: Mapping[str, Any], record: Record, past: History, practice: Practice) -> CommittedChange | None:
    """The commit that first has a line; None where it is in none, or where the past may begin before what is known."""
    for number, version in enumerate(versions_that_count(record.path, past, practice.adopted)):
        if any(signer_of(each) == signer_of(line) for each in version.entries):
            return version.change if number or past.complete else None
    return None


def committers_by(practice: Practice, past: History) -> PastCommitters:
    """Who commits as whom, by the settings of today and by each earlier version of them that the past knows."""
    return PastCommitters(_staff_versions(past), practice.staff)  # type: ignore[arg-type]  # each history is itself


@lru_cache(maxsize=2)
def _staff_versions(past: History) -> tuple[StaffVersion, ...]:
    found = []
    for change in past.changes(FILE):
        try:
            text = past.text_at(change)
            staff = read_practice((text or "").encode("utf-8", "surrogatepass")).staff
        except CaseloadError:  # a version that nobody could use said of nobody who this is
            continue
        by = (change.committer, change.committer_email)
        found.append(StaffVersion(*(by if any(by) else (change.author, change.email)), staff))
    return tuple(found)
