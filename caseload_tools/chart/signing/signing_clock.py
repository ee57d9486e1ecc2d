"""When a signature was given, by whose clock: a note is written here, and co-signed in the next time zone.

The records' own times go by the practice's clock, or where it names none by that of whoever wrote them. A signature
says since format 2 how far the clock that it was read from is ahead of UTC; what an older one does not say is taken as
it stands.
"""

from __future__ import annotations

from datetime import datetime, timezone

from caseload_tools.chart.records.base import Signature
from caseload_tools.chart.signing.standing import AUTHOR_ROLES
from caseload_tools.dates import moment_text, moment_with_offset, on_the_wall
from caseload_tools.practice import Practice

OFFSETS_SINCE = 2
"""The format of records from which on a signature says so: an older version reads none that does."""


def signature_text(moment: datetime, practice: Practice) -> str:
    """A moment of local time as a new signature writes it, in the form that each version on the team reads."""
    return moment_text(moment) if practice.format < OFFSETS_SINCE else moment_with_offset(moment, practice.timezone)


def by_clock_of_record(signature: Signature, practice: Practice) -> datetime | None:
    """When it was given, by the clock that the record's own times go by; None where it has no time of day."""
    moment, clock = signature.moment, signature.clock
    if moment is None or clock is None:
        return moment
    return on_the_wall(moment.replace(tzinfo=clock), practice.timezone, _clock_of_author(signature) or clock)


def _clock_of_author(signature: Signature) -> timezone | None:
    given = (each.clock for each in signature.record.signatures if each.role in AUTHOR_ROLES)
    return next((each for each in given if each is not None), None)
