"""The values: what was told to whom, and whether it may be.

A Communication is what a record says that left the room or came in; a Permission is the answer to it, with the reason
as a key, so that whoever asks finds the words for it in one place (reasons.py). Neither repeats a client's words.
"""

from __future__ import annotations

from datetime import date as Day
from typing import Literal

from caseload_tools.chart.records import Record
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.values import frozen

Verdict = Literal["yes", "no", "not said"]


@frozen
class Communication:
    """To whom something went, or from whom it came: one recipient of one record.

    `to` is the link or the words of the record, `kind` what sort of recipient that is (recipients.py), `place` the key
    that names it. `basis` is as written, `cited` the consent that the record names, `rests_on` what it says is on file.
    `told` says whether anything of the client went out at all: who listens tells nothing. `written_down` is that the
    record says to whom, by whom, when and what it was; `has_words` that it says anything of why.
    """

    record: Record
    to: str
    kind: str
    day: Day
    place: KeyPath
    direction: Literal["in", "out"] = "out"
    channel: str = ""
    voicemail: bool = False
    information: tuple[str, ...] = ()
    basis: str = ""
    cited: str = ""
    rests_on: tuple[str, ...] = ()
    told: bool = True
    written_down: bool = True
    has_words: bool = True
    names_information: bool = True
    present: bool = False


@frozen
class Permission:
    """Whether a communication may be, and why.

    `basis` is the word it rests on, `reason` the key of reasons.py, `sources` where that stands, `wanted` what would
    make it yes, `release` the link of the consent that was used or did not do, `law` what the law that refuses says of
    it in our words, `places` the keys that it is about.
    """

    communication: Communication
    verdict: Verdict
    reason: str
    basis: str = ""
    sources: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    release: str = ""
    law: str = ""
    places: tuple[KeyPath, ...] = ()

    @property
    def allowed(self) -> bool:
        """True when the record itself shows why it may be."""
        return self.verdict == "yes"
