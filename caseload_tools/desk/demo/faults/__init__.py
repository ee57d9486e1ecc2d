"""Every rule's fault, once: small edits of the demo practice, by what they are about."""

from __future__ import annotations

from caseload_tools.desk.demo.faults import (
    care,
    charges,
    disclosing,
    duties,
    files,
    follow_up,
    notes,
    people,
    plans,
    privacy,
    signatures,
    threads,
    wording,
)
from caseload_tools.desk.demo.faults.fault import SeededFault

_FAMILIES = (
    files,
    threads,
    plans,
    notes,
    care,
    disclosing,
    privacy,
    follow_up,
    duties,
    people,
    signatures,
    charges,
    wording,
)
FAULTS: tuple[SeededFault, ...] = tuple(
    sorted((each for family in _FAMILIES for each in family.FAULTS), key=lambda each: each.code)
)

__all__ = ["FAULTS", "SeededFault"]
