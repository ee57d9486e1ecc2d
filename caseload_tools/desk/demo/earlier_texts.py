"""What a record of the demo said before it was kept up: a referral without its answer, a client still in care.

Only what records say themselves: a day that they name, and the text without what was not known before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from caseload_tools.dates import parse_day


class KeptUp(NamedTuple):
    """The day on which a record was kept up, and its text until then."""

    day: date
    before: str


def earlier(text: str, data: Mapping[str, Any], closed: date | None) -> Iterator[KeptUp]:
    """The text of a record before the last time it was kept up, if it ever was; `closed` is when care ended."""
    kind, status = data.get("type"), data.get("status")
    outcome = parse_day(data.get("outcome_on"))
    if kind == "referral" and outcome is not None:
        waiting = _without(text, "outcome", "outcome_on", "reason", "replaced_by", "fit")
        yield KeptUp(outcome, _first_sentence(_with_status(waiting, "waiting")))
    elif kind == "client" and closed is not None:
        open_ = _with_status(_without(text, "closed", "closed_reason"), "active")
        yield KeptUp(closed, re.sub(r"^## (?:Alerts|Notes)\n.*", "", open_, flags=re.MULTILINE | re.DOTALL))
    elif kind == "plan" and status == "completed" and closed is not None:
        yield KeptUp(closed, _with_status(text, "active"))
    elif kind == "consent" and status in ("revoked", "expired"):
        ended = parse_day(data.get("revoked_on")) or parse_day(data.get("expires")) or closed
        if ended is not None:
            yield KeptUp(ended, _with_status(_without(text, "revoked_on"), "active"))


def as_booked(text: str) -> str:
    """A session before it took place: who sees whom, when and where."""
    head = text.split("\n---\n", 1)[0]
    known = re.findall(r"^(?:type|client|date|time|clinician|service|setting): .*\n", f"{head}\n", re.MULTILINE)
    return f"---\n{''.join(known)}attendance: scheduled\n---\n"


def _with_status(text: str, status: str) -> str:
    return re.sub(r"^status: .*$", f"status: {status}", text, count=1, flags=re.MULTILINE)


def _without(text: str, *keys: str) -> str:
    return re.sub(rf"^(?:{'|'.join(keys)}): .*\n", "", text, flags=re.MULTILINE)


def _first_sentence(text: str) -> str:
    head, mark, body = text.rpartition("\n---\n")
    return head + mark + re.sub(r"(?<=[.?!])\s.*", "\n", body, count=1, flags=re.DOTALL)
