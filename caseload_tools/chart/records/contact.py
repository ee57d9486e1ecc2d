"""Everything said outside a session: calls, coordination, check-ins, inquiries, advocacy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

from caseload_tools.chart.records.base import Record, record_type
from caseload_tools.chart.records.disposition import Disposition
from caseload_tools.chart.records.who_was_there import names_client
from caseload_tools.dates import Times
from caseload_tools.text.language.patterns import late_pattern

# How notes say that nobody was spoken to; and how they say that somebody was, after all.
_ATTEMPT = late_pattern(
    r"\bno (?:answer|reply|response|pick ?-?up)\b(?! to\b)"
    r"|\b(?:left|leaving|leave) (?:\w+ ){0,3}?(?:voice ?-?mail|message|msg|vm)\b|\bvoice ?-?mail\b|\bL?VM\b"
    r"|\bnot reached\b|\b(?:cannot|unable to) (?:be )?(?:reach|contact|get through)"
    r"|\b(?:could|can|was|were|did)(?: not|n['’]t) (?:be |get |pick )?(?:reach\w*|hold|through|up|answer\w*|reply)\b"
    r"|\bwent (?:straight )?to (?:the )?(?:voice|mailbox|machine)|\brang out\b|\bunanswered\b"
    r"|\b(?:line|phone|number) (?:is|was) (?:busy|engaged|dead|off|disconnected|out of service)\b"
    r"|\bmailbox (?:is |was )?full\b|\bnot (?:at )?home\b"
    r"|\b(?:nobody|no ?-?one) (?:was )?(?:home|at home|answer(?:s|ed)|picks? up|picked up|replied|responded)\b"
    r"|\b(?:line|phone|mobile|cell|handset|number) (?:(?:is|was|still) )*(?:busy|engaged|(?:switched|turned) off)\b"
    r"|\b(?:engaged|busy) (?:tone|signal)\b|^\W*(?:engaged|busy|(?:switched|turned) off)\W*$"
    r"|\b(?:not|no longer|out) (?:of |in )?service\b|\bwrong number\b"
    r"|(?<!she )(?<!he )(?<!they )(?<!client )(?:tried|attempted|trying) (?:to )?"
    r"(?:call|ring|phone|reach|contact)(?:ing)?(?: (?:her|him|them|the client|client))?"
    r"(?=\s*(?:[.;,:]|$)| (?:again|twice|back|several|three|on|at|by|from|this|but|and)\b)",
    re.IGNORECASE,
)
_RELATIVES = (
    r"(?:mother|father|mum|mom|dad|parents?|sister|brother|son|daughter|wife|husband|partner|boyfriend|girlfriend|"
    r"aunt|uncle|cousin|grand(?:mother|father)|flatmate|roommate|neighbou?r|receptionist|friend|carer)"
)
# Somebody else took the call: what they said is no word of the client.
_BY_ANOTHER = late_pattern(
    rf"\b{_RELATIVES} (?:picked up|answered|took the call)\b"
    r"(?! (?:the |that |her |his |our )?(?:letter|e-?mail|mail|text|question|door))",
    re.IGNORECASE,
)
_HANDED_OVER = late_pattern(
    r"\b(?:spoke|spoken|talked) (?:to|with) (?:her|him|them|(?:the )?client)\b(?! " + _RELATIVES + r")"
    r"|\b(?:passed|handed|gave) (?:\w+ )?(?:the )?(?:phone|call|handset|her|him|them)\b"
    r"|\bput (?:her|him|them) (?:on|through)\b"
    r"|\b(?:client|pt) (?:says?|said|told)\b|\bcame to the phone\b|\b(?:called|rang|phoned) back\b",
    re.IGNORECASE,
)
_SPOKEN = late_pattern(
    r"\b(?:spoke|spoken|talked|says?|said|told|(?:called|rang|rings|calls|phoned|texted|wrote) back)\b"
    r"|\bthen (?:answered|reached)\b|(?<!not )\breached (?:her|him|them|the client|at)\b",
    re.IGNORECASE,
)


@record_type(
    "contact",
    folder="contacts",
    smallest="""
---
type: contact
client: C-0001
date: 2026-01-21
time: 10:00-10:10
staff: dana.ruiz
direction: out
channel: phone
with: client
purpose: check-in
written: 2026-01-21 10:20
---

Rang as agreed. Slept on two nights of two; the diary is on the kitchen table.
""",
)
class Contact(Record):
    """A call, message or meeting outside sessions, with the client or with somebody else."""

    time: Times | None = None
    stated_minutes: int | None = None
    staff: str = ""
    clinician: str = ""
    direction: str = ""
    channel: str = ""
    with_: str = ""
    purpose: str = ""
    consent: str = ""
    basis: str = ""
    rests_on: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    received: datetime | None = None
    responded: datetime | None = None
    level: str = ""
    face_to_face: bool = False
    monitors: str = ""
    referral: str = ""
    outcome: str = ""
    risk: str = ""
    risk_reason: str = ""
    safety_plan: str = ""
    consultation: str = ""
    resources: tuple[str, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    keys: ClassVar[Mapping[str, str]] = MappingProxyType({"stated_minutes": "minutes"})

    @cached_property
    def is_with_client(self) -> bool:
        """The other side was the client, alone or beside somebody else."""
        return names_client(self.with_, self.client)

    @property
    def reached_client(self) -> bool:
        """The client was spoken to: not somebody else, and not a machine."""
        return self.is_with_client and self.reached

    @cached_property
    def reached(self) -> bool:
        """Somebody answered: an attempt says so in `outcome`, or in its text where no key says what came of it."""
        if self.outcome:
            return not _is_attempt(self.outcome)
        if self.direction == "in":
            return True
        told = self.document.shown.strip()
        first = told.partition("\n\n")[0]
        return not ((_ATTEMPT.search(first) or _BY_ANOTHER.search(first)) and _is_attempt(told))

    @property
    def clock_times(self) -> Times | None:
        """What `time` says, unless its two are turned round: then nobody knows when it began and ended."""
        return None if self.time is None or self.time.are_turned_round(self.stated_minutes) else self.time

    @property
    def minutes(self) -> int | None:
        """How long it lasted, by `time` or else as `minutes` says."""
        return self.clock_times.minutes if self.clock_times else self.stated_minutes

    @property
    def started(self) -> datetime | None:
        """The moment it began; None where `time` does not say."""
        return self.clock_times.moments_on(self.date)[0] if self.clock_times else None


def _is_attempt(told: str) -> bool:
    if _BY_ANOTHER.search(told):
        return _HANDED_OVER.search(told) is None
    return _ATTEMPT.search(told) is not None and _SPOKEN.search(told) is None
