"""What somebody is to do, wherever it stands: a task of its own, a decision of a meeting, a follow-up of an incident.

It ends by being done, or by a disposition: handed over to somebody outside, or dropped for a reason; each with its day.
A word without these ends nothing, so that what was asked for stays in the list of whoever has to do it.
"""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Frozen

_NEEDED = {"done": ("ended_on",), "handed-over": ("ended_on", "handed_to"), "dropped": ("ended_on", "reason")}


class Assignment(Frozen):
    """What, whose, by when, and how it ended."""

    what: str = ""
    owner: str = ""
    due: Day | None = None
    status: str = ""
    ended_on: Day | None = None
    handed_to: str = ""
    reason: str = ""

    @property
    def lacks(self) -> str:
        """The key that its end still needs; empty where it has all of them, or no word says that it has ended."""
        return next((key for key in _NEEDED.get(self.status, ()) if not getattr(self, key)), "")

    @property
    def is_open(self) -> bool:
        """Nobody has done it, and no disposition says what became of it."""
        return self.status not in _NEEDED or bool(self.lacks)
