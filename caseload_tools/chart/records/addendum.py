"""A dated, signed addition to a record that itself stays as it was."""

from __future__ import annotations

from caseload_tools.chart.records.base import Record, record_type


@record_type(
    "addendum",
    folder="addenda",
    smallest="""
---
type: addendum
client: C-0001
date: 2026-01-22
to: sessions/2026-01-19
kind: correction
author: dana.ruiz
reason: wrong day in the note
---

The night without an entry was Thursday, not Friday.
""",
)
class Addendum(Record):
    """A correction, clarification or late entry beside the record it speaks of."""

    to: str = ""
    kind: str = ""
    reason: str = ""
    to_digest: str = ""

    @property
    def voids(self) -> bool:
        """The record that it names was entered in error and no longer counts."""
        return self.kind == "void"
