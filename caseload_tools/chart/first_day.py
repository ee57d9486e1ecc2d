"""The first day on which a practice kept its records here (`adopted`), and what moving it later does not silence."""

from __future__ import annotations

from datetime import date as Day
from functools import lru_cache

from caseload_tools.chart.records import Record
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.record_history import History
from caseload_tools.practice import FILE, read_practice


def was_here_before_it_moved(record: Record | None, past: History, adopted: Day) -> Day | None:
    """The first day that held before `adopted` was moved later, of a record that was committed here meanwhile.

    None where git knows of no earlier day. A day that was typed wrong and put right before anybody worked here is none:
    what was brought along was committed on the day of today's settings at the earliest.
    """
    earlier = _earlier_days(past)  # type: ignore[arg-type]  # each history is itself
    before = min((day for day in earlier if day < adopted), default=None)
    if before is None or record is None:
        return None
    first = past.first_committed(record.path)
    return before if first is not None and first.day < adopted else None


@lru_cache(maxsize=2)
def _earlier_days(past: History) -> tuple[Day, ...]:
    """Each first day that the settings ever gave, once it had come."""
    found = []
    for change in past.changes(FILE):
        try:
            said = read_practice((past.text_at(change) or "").encode("utf-8", "surrogatepass")).adopted
        except CaseloadError:  # a version that nobody could use was not in force
            continue
        if said is not None and said <= change.day:
            found.append(said)
    return tuple(dict.fromkeys(found))
