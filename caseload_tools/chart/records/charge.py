"""A charge: what one service was billed at, to whom, under which code, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from caseload_tools.chart.records.base import Record, record_type

BILLED = ("billed", "paid")


@record_type(
    "charge",
    folder="charges",
    smallest="""
---
type: charge
client: C-0001
date: 2026-01-19
session: sessions/2026-01-19
code: therapy-50
minutes: 50
fee: 140
payer: riverside-health
status: billed
---
""",
)
class Charge(Record):
    """One service under one code, what it costs and what became of it. `date` is the day of service."""

    session: str = ""
    code: str = ""
    units: int | None = None
    stated_minutes: int | None = None
    fee: float | None = None
    adjustment: float = 0
    adjustment_reason: str = ""
    estimate: float | None = None
    payer: str = ""
    diagnosis: str = ""
    status: str = ""
    paid: float | None = None
    void_reason: str = ""
    keys: ClassVar[Mapping[str, str]] = MappingProxyType({"stated_minutes": "minutes"})

    @property
    def is_billed(self) -> bool:
        """It has gone out: billed, or paid already."""
        return self.status in BILLED

    @property
    def is_void(self) -> bool:
        """It was taken back."""
        return self.status == "void"

    @property
    def due(self) -> float | None:
        """What is to be paid: the fee less the adjustment; None without a fee."""
        return None if self.fee is None else self.fee - self.adjustment

    @property
    def received(self) -> float:
        """What has come in: what `paid` says; else all of it or nothing, by `status`."""
        if self.is_void:
            return 0
        return self.paid if self.paid is not None else (self.due or 0) if self.status == "paid" else 0

    @property
    def balance(self) -> float | None:
        """What is still to be paid; None where nobody knows the fee."""
        if self.is_void:
            return 0
        return None if self.due is None else round(self.due - self.received, 2)

    @property
    def is_paid_by_client(self) -> bool:
        """The client pays, and not an insurance or a funder."""
        return self.payer in ("client", "self")
