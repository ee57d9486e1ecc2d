"""What happened to a record, as one value: an act, where in the record, and a sentence that may be printed.

Everything in an Event but `before` and `after` of a run with `values` is safe for a screen, a
cache and an auditor's copy: no prose of a record, no value that its schema calls sensitive.
"""

from __future__ import annotations

from typing import NamedTuple

from caseload_tools.history.fates import RecordChange

ACTIONS: dict[str, str] = {
    "created": "a record was put on file",
    "restored": "a record that had been deleted was put back, as it was or edited",
    "edited": "a field or a section changed",
    "edited-after-signing": "the same, in a record that already bore a signature",
    "signed": "a signature was added",
    "co-signed": "a supervisor's signature was added",
    "sealed": "a signature by hand gained its digest",
    "signature-changed": "a signature was altered in place",
    "signature-removed": "a signature was taken out",
    "addendum": "an addition to another record was put on file",
    "returned": "a record was returned to its author for revision",
    "moved": "the file went to another place",
    "voided": "a record was declared void",
    "deleted": "a record was taken off file",
    "unreadable": "a version could not be read, before or after",
    "privilege-changed": "who works here, who may sign or which policy holds was changed",
    "settings-changed": "another setting of the practice was changed",
}
"""Every act the log knows, with what it means."""


class Event(NamedTuple):
    """One act. `field` is a path such as `objectives/O1.2/target_date` or `section/Plan`, empty for the whole;
    for an addition to another record it is the link of that record.

    `before` and `after` are empty where there was nothing, and where the text is not to be shown.
    """

    action: str
    field: str
    words: str
    before: str = ""
    after: str = ""


def moved_event(change: RecordChange) -> Event:
    """The act of giving a file another place; what else was done to it is told beside it."""
    return Event("moved", "", f"{change.kind} from {change.was}", change.was, change.path)
