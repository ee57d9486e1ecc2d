"""Whether what a supervisor returned for revision has been answered: by other words, a signature, or an addition.

Clocks differ, and a signature is given in the minute of the return: what came after what is told by the commits, and by
the moments in the files only where no commit tells. A signature over other words than those returned is an answer
whatever its moment says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.base import Signature
from caseload_tools.chart.signing.signed_versions import versions_that_count
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.history.versions import RecordVersion, signer_of
from caseload_tools.text.signed_text import broken_entries

_ANSWERS = ("correction", "clarification", "addendum", "late-entry")
_SIGNERS = ("clinician", "author", "supervisor")  # what a client signs meanwhile says nothing to what was asked


def open_return(record: Record, all_addenda: Sequence[Addendum], past: History) -> Addendum | None:
    """The first return of a record that nobody has answered."""
    addenda = [each for each in all_addenda if each.to == record.link]
    returns = (each for each in addenda if each.kind == "returned")
    return next((each for each in returns if not _is_answered(each, record, addenda, past)), None)


def _is_answered(returned: Addendum, record: Record, addenda: Sequence[Addendum], past: History) -> bool:
    if _is_revised(returned, record, past):
        return True
    back = past.first_committed(returned.path)
    signatures = [each for each in record.signatures if each.role in _SIGNERS]
    if any(_is_signed_after(each, record, returned, back, past) for each in signatures):
        return True
    # One that was begun and not written yet answers nothing.
    answers = (each for each in addenda if each.kind in _ANSWERS and each.prose.strip())
    return any(_is_added_after(each, returned, back, past) for each in answers)


def _is_revised(returned: Addendum, record: Record, past: History) -> bool:
    """Whether it has other words than those that were returned, and no signature under which they were changed.

    How far a plan has come is kept up, and revises nothing.
    """
    now = RecordVersion(record.document)
    if not returned.to_digest or not now.usable or returned.to_digest == now.digest:
        return False
    versions = versions_that_count(record.path, past)
    then = next((each for each in versions if each.said.digest == returned.to_digest), None)
    return (then is None or then.digest_without_progress != now.digest_without_progress) and not broken_entries(
        now.entries, now.digest
    )


def _is_signed_after(
    signature: Signature, record: Record, returned: Addendum, back: CommittedChange | None, past: History
) -> bool:
    key = signer_of(record.data["signatures"][signature.where[-1]])
    with_it = (each.change for each in versions_that_count(record.path, past) if key in map(signer_of, each.entries))
    order = _order(back, next(with_it, None), past)
    return _by_clock(signature.moment, returned) if order is None else order


def _by_clock(moment: datetime | None, returned: Addendum) -> bool:
    if moment is None:
        return False
    return moment > returned.written if returned.written else moment.date() > returned.date


def _is_added_after(answer: Addendum, returned: Addendum, back: CommittedChange | None, past: History) -> bool:
    order = _order(back, past.first_committed(answer.path), past)
    if order is not None:
        return order
    if answer.written is not None and returned.written is not None:
        return answer.written >= returned.written
    return answer.date >= returned.date


def _order(back: CommittedChange | None, answer: CommittedChange | None, past: History) -> bool | None:
    """Whether an answer came after the return `back`; None where no commit tells: both in one, in none, or apart."""
    if back is None or answer is None:
        return None if back is answer or not past.complete else back is not None
    if back.commit == answer.commit:
        return None
    if _is_before(back, answer, past):
        return True
    return False if _is_before(answer, back, past) else None


def _is_before(first: CommittedChange, then: CommittedChange, past: History) -> bool:
    """Whether a commit is in another's past: nothing that it brought is then missing there."""
    return not past.changes_between(then.commit, first.commit)
