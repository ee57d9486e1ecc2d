"""A disposition: what somebody decided about a thing that was owed and is not going to be done here.

A list of them may stand in the record of what was decided: a note, a contact, a review, a discharge.
"""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Part, author_of


class Disposition(Part):
    """One thing that was owed, what became of it instead, why, by whom and on which day.

    `duty` is the kind of obligation, `of` the link of the record that it comes from, `part` a place in that record.
    """

    duty: str = ""
    of: str = ""
    part: str = ""
    how: str = ""
    to: str = ""
    reason: str = ""
    by: str = ""
    on: Day | None = None

    @property
    def day(self) -> Day:
        """The day of the decision: its own, or that of the record it stands in."""
        return self.on or self.record.date

    @property
    def person(self) -> str:
        """The staff id of whoever decided: its own, or the author of the record it stands in; empty if neither says."""
        return self.by or author_of(self.record)
