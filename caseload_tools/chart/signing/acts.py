"""The acts of signing and co-signing: a signature laid into the text of a record, all other bytes as they were.

Everything that can be known to be wrong is refused before a byte is written, with what to do instead. Whether a
record has findings is for `lint`, which the command asks; what git remembers is for `past`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.signing.act import Act, ActOutcome, Nothing, Refused
from caseload_tools.chart.signing.people import may_sign_as, usual_role
from caseload_tools.chart.signing.standing import (
    AUTHOR_ROLES,
    Standing,
    author_of,
    digest_of,
    entries_of,
    first_entry,
    standing_of,
)
from caseload_tools.dates import count_of
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice, Staff
from caseload_tools.text import Document, append_item, read_bytes
from caseload_tools.text.digest import co_signature_digest, content_digest

# Kept up while care goes on: a digest would freeze what has to be written tomorrow.
KEPT_UP = {
    "client": "client.md is a page of today, and is kept up",
    "referral": "a referral is kept up until it is closed",
    "consent": "a consent is signed by the client, and says later whether it was revoked",
    "charge": "a charge is kept up until it is settled",
}
_ADDEND = "put it back as it was (`git diff` shows the change), then say it in an addendum: `caseload addend {}`"


def moment_text(moment: datetime) -> str:
    """A moment as records write it."""
    return f"{moment:%Y-%m-%d %H:%M}"


def sign(
    record: Record, raw: bytes, chart: Chart, staff: Staff, moment: datetime, *, role: str = "", meaning: str = ""
) -> ActOutcome:
    """The signature of somebody on the staff under what the record says now."""
    role = role or usual_role(staff)
    standing = standing_of(record, chart)
    refused = _unfit(record, standing) or _not_yet(record, moment) or _not_for(record, staff, role)
    if refused is not None:
        return refused
    own = [each for each in standing.held if each.signature.by == staff.id and each.signature.role == role]
    if own:
        return _again(record, own[0].holds, staff)
    if any(each.by == staff.id for each in record.signatures):
        return Refused(record.path, f"{staff.id} has signed it already, in another role", "one signature a person")
    entry = {
        "by": staff.id,
        "role": role,
        "at": moment_text(moment),
        "meaning": meaning or ("author" if role in AUTHOR_ROLES else "reviewed"),
        "digest": standing.content,
    }
    return _signed(record, raw, entry, f"signed by {staff.id} as {role}", chart.practice)


def cosign(
    record: Record, raw: bytes, chart: Chart, staff: Staff, moment: datetime, *, meaning: str = "co-signed"
) -> ActOutcome:
    """A supervisor's signature, over what the record says and the signature it stands under."""
    standing = standing_of(record, chart)
    refused = _unfit(record, standing)
    if refused is not None:
        return refused
    why = may_sign_as(staff, "supervisor")
    if why:
        return Refused(record.path, why, "let a supervisor co-sign it")
    if not any(each.role in AUTHOR_ROLES for each in record.signatures):
        return Refused(record.path, "its author has not signed it yet", f"first `caseload sign {record.path}`")
    if staff.id == author_of(record) or any(
        each.by == staff.id and each.role in AUTHOR_ROLES for each in record.signatures
    ):
        return Refused(record.path, "this is your own work", "let another supervisor co-sign it")
    own = [each for each in standing.held if each.signature.by == staff.id]
    if own:
        return _again(record, own[0].holds, staff)
    first = first_entry(entries_of(record.data))
    assert first is not None  # somebody has signed as its author
    entry = {
        "by": staff.id,
        "role": "supervisor",
        "at": moment_text(moment),
        "meaning": meaning,
        "digest": co_signature_digest(standing.content, first),
    }
    return _signed(record, raw, entry, f"{meaning} by {staff.id}", chart.practice)


def _unfit(record: Record, standing: Standing) -> Refused | None:
    """Why nobody at all may sign this record now."""
    if standing.state == "void":
        return Refused(record.path, "it was declared void", "a void record stays as it is")
    if not standing.content or not record.sound:
        return Refused(
            record.path,
            "something in it is still empty, or cannot be read",
            f"`caseload lint {record.path}` shows where",
        )
    if record.word in KEPT_UP:
        return Refused(record.path, KEPT_UP[record.word], "it is not signed here")
    if standing.state == "changed":
        who = ", ".join(dict.fromkeys(each.by for each in standing.broken))
        return Refused(record.path, f"it has changed since {who} signed it", _ADDEND.format(record.path))
    return None


def _not_yet(record: Record, moment: datetime) -> Refused | None:
    if isinstance(record, Addendum) and not record.prose.strip():
        return Refused(record.path, "it says nothing yet", "write what is added below the last `---`")
    if isinstance(record, Session) and record.is_planned:
        return Refused(record.path, "the session is still to come", "change `attendance` and write the note first")
    ended = record.ended if isinstance(record, Session) else None
    if record.date > moment.date() or (ended is not None and moment < ended):
        return Refused(record.path, "it tells of something that is not over yet", "sign it afterwards")
    return None


def _not_for(record: Record, staff: Staff, role: str) -> Refused | None:
    why = may_sign_as(staff, role)
    if role == "supervisor":
        return Refused(record.path, "a supervisor co-signs", f"`caseload cosign {record.path}`")
    if why:
        by_hand = f"write it by hand: `- {{by: {record.client}, role: {role}, at: 2026-11-24 15:20}}`"
        others = "take another `--role`, or let somebody else sign"
        return Refused(record.path, why, by_hand if role in ("client", "guardian") else others)
    author = author_of(record)
    if role in AUTHOR_ROLES and author and author != staff.id:
        return Refused(record.path, f"{author} wrote it", "its author signs it; you can sign it with `--role witness`")
    if not staff.active_on(record.date) and role in AUTHOR_ROLES:
        return Refused(record.path, f"{staff.id} did not work here on that day", "check the date, and caseload.toml")
    return None


def _again(record: Record, holds: bool | None, staff: Staff) -> ActOutcome:
    if holds is None:
        why = f"{staff.id} has signed it already, by hand and without a digest"
        return Refused(record.path, why, "it stays as it is; `caseload sign` is for what nobody has signed")
    return Nothing(record.path, f"signed by {staff.id} already")


def _signed(record: Record, raw: bytes, entry: dict[str, Any], said: str, practice: Practice) -> ActOutcome:
    """The text with one signature more, proven to say what it said before."""
    before = read_bytes(raw, record.path)
    try:
        after = append_item(raw.decode("utf-8"), "signatures", entry).encode()
    except (CaseloadError, UnicodeDecodeError) as error:
        why = error.message if isinstance(error, CaseloadError) else "it is not UTF-8 text"
        return Refused(record.path, why, "`caseload lint` says what to put right")
    signed = read_bytes(after, record.path)
    # The chart was read a moment before these bytes; neither the text nor a signature may have come in between.
    same = before.usable and before.data.get("signatures") == record.data.get("signatures")
    if not same or content_digest(before.data, before.body) != digest_of(record):
        return Refused(record.path, "somebody changed it meanwhile", "look at it, then sign again")
    if content_digest(signed.data, signed.body) != digest_of(record):
        raise CaseloadError("a signature would have changed what it signs; nothing was written", "please report this")
    return Act(record.path, said, after, raw, tuple(_hints(record, signed, practice)))


def _hints(record: Record, signed: Document, practice: Practice) -> Iterator[str]:
    """What a signer may want to know: who comes next, and what the signature does not cover."""
    entries = entries_of(signed.data)
    last = entries[-1]
    held = practice.staff[last["by"]].supervised_on(record.date)
    if last["role"] in AUTHOR_ROLES and held.wants_signature:
        yield f"{held.supervisor} signs next: `caseload cosign {record.path}`"
    notes = [each for each in signed.comments if not each.in_body and "caseload:" not in each.text]
    if notes:
        yield f"not part of what is signed: {count_of(len(notes), 'comment')} above the text (`# …`)"
