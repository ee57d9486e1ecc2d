"""What the client has agreed to, for whom, about what, from when and until when."""

from __future__ import annotations

from datetime import date as Day

from caseload_tools.chart.records.base import Record, record_type

RELEASES = ("release-of-information", "part2-release", "psychotherapy-notes", "family")
_HOLDS_BY = frozenset(("kind", "status", "to", "signed_on", "expires", "revoked_on"))


@record_type(
    "consent",
    folder="consents",
    smallest="""
---
type: consent
client: C-0001
date: 2026-01-05
kind: treatment
status: active
signed_by: client
signed_on: 2026-01-05
right_to_revoke_explained: true
copy_given: true
---
""",
)
class Consent(Record):
    """An agreement: to treatment, to telehealth, to the release of information, to family taking part."""

    kind: str = ""
    status: str = ""
    clinician: str = ""
    from_: str = ""
    to: str = ""
    information: tuple[str, ...] = ()
    purpose: str = ""
    expires: Day | None = None
    expires_on_event: str = ""
    signed_by: str = ""
    signed_on: Day | None = None
    right_to_revoke_explained: bool = False
    conditions_explained: bool = False
    redisclosure_explained: bool = False
    copy_given: bool = False
    revoked_on: Day | None = None
    authority: str = ""
    allows: tuple[str, ...] = ()

    @property
    def starts(self) -> Day:
        """The first day it holds: when it was signed, or else its date."""
        return self.signed_on or self.date

    @property
    def is_understood(self) -> bool:
        """Whether somebody could read what it is for, for whom, from when and until when."""
        return _HOLDS_BY.isdisjoint(path[0] for path in (*self.lost, *self.not_understood))

    def holds_on(self, day: Day) -> bool:
        """In force on a day: signed by then, not yet expired (the last day counts), not yet revoked.

        What nobody could read holds for nothing: unknown is never yes.
        """
        if self.status == "draft" or not self.is_understood or day < self.starts:
            return False
        if self.revoked_on is not None and day >= self.revoked_on:
            return False
        if self.status == "revoked" and self.revoked_on is None:
            return False
        return self.expires is None or day <= self.expires
