"""A dated, signed addition to a record that itself stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseload_tools.chart.records.base import NOTHING, Record, record_type

# What is written on while care goes on; how far a plan has come is, too, unless it was signed with a digest.
_KEPT_UP = ("client", "referral", "consent", "charge", "task", "incident", "plan")


def holds_on(kind: str, word: str) -> bool:
    """Whether an addition of this kind to a record of this type fixes its words; what was returned is to be revised."""
    return kind != "returned" and word not in _KEPT_UP


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
    risk_reason: str = ""
    corrects: Mapping[str, Any] = NOTHING

    @property
    def voids(self) -> bool:
        """The record that it names was entered in error and no longer counts."""
        return self.kind == "void"

    @property
    def adds(self) -> bool:
        """Somebody signed it, and it says something of its record: no return, and not that the record is void."""
        return bool(self.signatures) and self.kind not in ("returned", "void", "")
