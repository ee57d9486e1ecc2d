"""The acts of signing and co-signing: a signature laid into the text of a record, all other bytes as they were.

Everything that can be known to be wrong is refused before a byte is written, with what to do instead. Whether a
record has findings is for `lint`, which the command asks; what git remembers is for `signed_versions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from caseload_tools.chart.audience_doubts import audience_doubt
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.draft_hints import hint_comments, unread_comments
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.base import Signature, author_of
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.signing.act import Act, ActOutcome, Nothing, Refused
from caseload_tools.chart.signing.co_signing import MADE_BY_OTHERS, is_made_by_others, is_own_line
from caseload_tools.chart.signing.people import may_sign_as, usual_role
from caseload_tools.chart.signing.signing_clock import signature_text
from caseload_tools.chart.signing.standing import (
    AUTHOR_ROLES,
    Standing,
    digest_of,
    signed_by_author,
    standing_of,
)
from caseload_tools.chart.signing.ways_back import way_back
from caseload_tools.dates import count_of, parse_moment, parse_offset
from caseload_tools.errors import CaseloadError
from caseload_tools.history.versions import signer_of
from caseload_tools.practice import Practice, Staff
from caseload_tools.text import Document, append_item, insert_key, read_bytes
from caseload_tools.text.body_syntax import hidden_spans
from caseload_tools.text.digest import co_signature_digest, content_digest
from caseload_tools.text.edits import take_comments
from caseload_tools.text.english import and_list
from caseload_tools.text.shell import shell_word
from caseload_tools.text.signed_text import TYPED_BY_OTHERS, entries_of, entry_holds, first_entry, is_of_known_kind

# Kept up while care goes on: a digest would freeze what has to be written tomorrow.
KEPT_UP = {
    "client": "client.md is a page of today, and is kept up",
    "referral": "a referral is kept up until it is closed",
    "consent": "a consent is signed by the client, and says later whether it was revoked",
    "charge": "a charge is kept up until it is settled",
    "task": "a task is kept up until it is done",
    "incident": "an incident is kept up until it is reported and followed up",
}


def sign_record(
    record: Record, raw: bytes, chart: Chart, staff: Staff, moment: datetime, *, role: str = "", meaning: str = ""
) -> ActOutcome:
    """The signature of somebody on the staff under what the record says now."""
    roles = [each.role for each in record.signatures if each.by == staff.id]
    role = role or next((each for each in roles if each in AUTHOR_ROLES), usual_role(staff))
    standing = standing_of(record, chart)
    refused = _unfit(record, standing, chart) or _not_yet(record, moment) or _not_for(record, staff, role, moment)
    # What came in the place of a signed record that was taken away is a record of its own: a signature under it hides
    # nothing, since hook, lint and the past tell of the other one. Where the other's signatures stand, it would.
    another = standing.restored and not record.signatures
    refused = refused or (None if another else _changed(record, standing, chart))
    if refused is not None:
        return refused
    if any(each != role and not (each == "witness" and role in AUTHOR_ROLES) for each in roles):
        return Refused(record.path, f"{staff.id} has signed it already, in another role", "one signature a person")
    entry = {
        "by": staff.id,
        "role": role,
        "at": signature_text(moment, chart.practice),
        "meaning": meaning or ("author" if role in AUTHOR_ROLES else "reviewed"),
        "digest": standing.content,
    }
    said = f"signed by {staff.id} as {role}"
    if not another:
        return _lay(record, raw, standing, entry, said, chart)
    said = f"{said}, though it {standing.wrong}; no hook lets that pass: "
    made = _signed(record, raw, entry, f"{said}put back what was signed, and keep what is new beside it", chart)
    return replace(made, though=standing.wrong) if isinstance(made, Act) else made


def witness_signature(
    record: Record, raw: bytes, chart: Chart, staff: Staff, moment: datetime, signed: datetime, *, guardian: str = ""
) -> ActOutcome:
    """A signature on paper, of the client or a named guardian, as somebody on the staff who saw it writes it down.

    `moment` is now, `signed` is when it was signed. The digest says what the witness saw signed.
    """
    standing = standing_of(record, chart)
    refused = _unfit(record, standing, chart) or _changed(record, standing, chart)
    if refused is not None:
        return refused
    by, role = (guardian, "guardian") if guardian else (record.client, "client")
    if record.date > moment.date():
        return Refused(record.path, "its day has not come", f"write the signature down on {record.date}, or later")
    if not (record.date <= signed.date() and signed <= moment):
        why = "nobody signs before its day, or tomorrow, or at an hour that has not come"
        return Refused(record.path, why, "say when it was signed with `--at`")
    if any(each.by == by and each.role == role for each in record.signatures):
        return Nothing(record.path, f"the {role} has signed it already")
    entry = {
        "by": by,
        "role": role,
        "at": signature_text(signed, chart.practice),
        "meaning": "agreed",
        "method": "paper",
        "witness": staff.id,
        "digest": standing.content,
    }
    return _signed(record, raw, entry, f"signed by the {role} on paper, witness {staff.id}", chart, told=False)


def cosign_record(
    record: Record, raw: bytes, chart: Chart, staff: Staff, moment: datetime, *, meaning: str = "co-signed"
) -> ActOutcome:
    """A supervisor's signature, over what the record says and the signature it stands under."""
    standing = standing_of(record, chart)
    refused = _unfit(record, standing, chart) or _changed(record, standing, chart)
    if refused is not None:
        return refused
    why = may_sign_as(staff, "supervisor") or _not_here(staff, moment)
    if why:
        return Refused(record.path, why, "let a supervisor co-sign it")
    if is_made_by_others(staff.id, chart.past, chart.practice):
        return Refused(record.path, MADE_BY_OTHERS, "a supervisor or the office commits caseload.toml, with any change")
    if staff.id == author_of(record) or any(
        each.by == staff.id and each.role in AUTHOR_ROLES for each in record.signatures
    ):
        return Refused(record.path, "this is your own work", "let another supervisor co-sign it")
    if not signed_by_author(record):
        return Refused(
            record.path, "its author has not signed it yet", f"first `caseload sign {shell_word(record.path)}`"
        )
    first = first_entry([each for each in entries_of(record.data) if each.get("by") != staff.id])
    assert first is not None  # somebody has signed as its author
    entry = {
        "by": staff.id,
        "role": "supervisor",
        "at": signature_text(moment, chart.practice),
        "meaning": meaning,
        "digest": co_signature_digest(standing.content, first),
    }
    return _lay(record, raw, standing, entry, f"{meaning} by {staff.id}", chart)


def _unfit(record: Record, standing: Standing, chart: Chart) -> Refused | None:
    """Why nobody at all may sign this record now."""
    if standing.state == "void":
        return Refused(record.path, "it was declared void", "a void record stays as it is")
    if not standing.content or not (record.sound or record.not_understood):
        return Refused(
            record.path,
            "something in it is still empty, or cannot be read",
            f"`caseload lint {shell_word(record.path)}` shows where",
        )
    if record.word in KEPT_UP:
        return Refused(record.path, KEPT_UP[record.word], "it is not signed here")
    if not record.signatures and audience_doubt(record) is not None:
        hint = f"say it with `visibility:`; `caseload lint {shell_word(record.path)}` shows where"
        return Refused(record.path, "nobody can tell who may read it", hint)
    unread = () if record.signatures else unread_comments(record.document, chart, chart.practice)
    if unread:
        where = f"{'line' if len(unread) == 1 else 'lines'} {and_list([str(each.line) for each in unread])}"
        return Refused(
            record.path,
            f"behind a `#` on {where} stand words that nobody reads and no signature would cover",
            f"`caseload fix {shell_word(record.path)}` puts quotes around a value and them; move or delete the others",
        )
    return None


def _changed(record: Record, standing: Standing, chart: Chart) -> Refused | None:
    """Why nobody signs beside signatures that are not over what stands here."""
    if standing.state == "changed":
        return Refused(record.path, f"it {standing.wrong}", way_back(standing, chart.past, chart.practice.adopted))
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


def _not_for(record: Record, staff: Staff, role: str, moment: datetime) -> Refused | None:
    why = may_sign_as(staff, role) or _not_here(staff, moment)
    if role == "supervisor":
        return Refused(record.path, "a supervisor co-signs", f"`caseload cosign {shell_word(record.path)}`")
    if why:
        named = " --guardian NAME" if role == "guardian" else ""
        on_paper = (
            f"whoever saw it signed on paper writes it down: `caseload sign --paper{named} {shell_word(record.path)}`"
        )
        others = "take another `--role`, or let somebody else sign"
        return Refused(record.path, why, on_paper if role in ("client", "guardian") else others)
    author = author_of(record)
    if role in AUTHOR_ROLES and author and author != staff.id:
        return Refused(record.path, f"{author} wrote it", "its author signs it; you can sign it with `--role witness`")
    if not staff.active_on(record.date) and role in AUTHOR_ROLES:
        return Refused(record.path, f"{staff.id} did not work here on that day", "check the date, and caseload.toml")
    return None


def _not_here(staff: Staff, moment: datetime) -> str:
    """Why nobody signs on this day who has left, or has not begun."""
    return "" if staff.active_on(moment.date()) else f"{staff.id} does not work here on {moment.date()}"


def _lay(record: Record, raw: bytes, standing: Standing, entry: dict[str, Any], said: str, chart: Chart) -> ActOutcome:
    """Somebody's signature, where this person may have signed as the same before.

    Nothing to do, a line by hand that gains its digest, or a line of today beside one whose day is not that of the act.
    """
    own = [each for each in standing.held if (each.signature.by, each.signature.role) == (entry["by"], entry["role"])]
    if any(is_of_known_kind(each.signature.digest) and not each.idle for each in own):
        return Nothing(record.path, f"signed by {entry['by']} already")
    if not own:
        return _signed(record, raw, entry, said, chart)
    why = own[0].idle or _why_beside(record, standing, own[0].signature, chart, entry["at"])
    if why:
        return _signed(record, raw, entry, f"{said} today; {why}", chart)
    return _sealed(record, raw, standing, own[0].signature, entry["digest"])


def _sealed(record: Record, raw: bytes, standing: Standing, own: Signature, digest: str) -> ActOutcome:
    """A signature by hand that gains its digest."""
    day = f" on {own.moment.date()}" if own.moment else ""
    said = f"sealed: {own.by} signed it by hand{day}, {_since(standing, own)}"
    if "digest" in record.data["signatures"][own.where[-1]]:
        return Refused(record.path, "the digest of its line is empty", "take the key `digest` out, then sign again")
    try:
        after = insert_key(raw.decode("utf-8"), (*own.where, "at"), "digest", digest)
    except (CaseloadError, UnicodeDecodeError):
        return Refused(record.path, "somebody changed it meanwhile", "look at it, then sign again")
    entries = entries_of(read_bytes(after.encode(), record.path).data)
    now = (entry_holds(entries, at, standing.content) for at in range(len(entries)))
    if any(was.holds and not holds for was, holds in zip(standing.held, now, strict=False)):
        return Nothing(record.path, f"signed by {own.by} by hand, and held as it is by a signature with a digest")
    return _proven(record, raw, after, said, None)


def _why_beside(record: Record, standing: Standing, own: Signature, chart: Chart, now: str) -> str:
    """Why a line of before cannot gain this digest, so that one of today stands beside it; empty where it can."""
    if own.digest:
        return f"nobody here can check the digest of {own.by}'s line"
    if is_own_line(own, record, chart.past, chart.practice) is False:
        return f"{own.by}'s line was {TYPED_BY_OTHERS}"
    return _kept_up(standing, own) or _wrong_day(record, own, now)


def _kept_up(standing: Standing, signature: Signature) -> str:
    """Why a digest below the day of a line by hand would say too much: it would cover what was entered later."""
    typed = (each for each in standing.typed if signer_of(each.entry)[:2] == (signature.by, signature.role))
    if not any(each.kept_up for each in typed):
        return ""
    day = f" on {signature.moment.date()}" if signature.moment else ""
    return f"{signature.by} signed it by hand{day}, and how far the plan has come was entered since"


def _wrong_day(record: Record, signature: Signature, now: str) -> str:
    """Why a digest cannot stand below the day of a line by hand: what it covers had not come, or the day has not."""
    if signature.moment is None:
        return ""
    said, ended = f"{signature.by}'s line by hand", record.ended if isinstance(record, Session) else None
    if signature.moment.date() < record.date or (ended is not None and signature.moment < ended):
        return f"{said} is earlier than what it signs"
    return f"{said} has a day that has not come" if _is_to_come(signature, now) else ""


def _is_to_come(signature: Signature, now: str) -> bool:
    """Whether a line says a later time than an act; where either names no clock, a later day."""
    moment, clock, here = signature.moment, parse_offset(now), parse_moment(now)
    if moment is None or here is None:
        return False
    if clock is None or signature.clock is None:
        return moment.date() > here.date()
    return moment.replace(tzinfo=signature.clock) > here.replace(tzinfo=clock)


def _since(standing: Standing, signature: Signature) -> str:
    """What the past knows of a signature by hand, which may not be known."""
    same = (each.since.day for each in standing.typed if signer_of(each.entry)[:2] == (signature.by, signature.role))
    first = next(same, None)
    return f"and it is as it was when that was committed on {first}" if first else "and that is not committed yet"


def _signed(
    record: Record, raw: bytes, entry: dict[str, Any], said: str, chart: Chart, told: bool = True
) -> ActOutcome:
    """The text with one signature more, proven to say what it said before; the first takes the hints of the draft out.

    `told` is whether the signer is told what comes next.
    """
    try:
        text = raw.decode("utf-8")
        hints = () if record.signatures else hint_comments(read_bytes(raw, record.path), chart, chart.practice)
        text = take_comments(text, [each for each, _ in hints])
        after = append_item(text, "signatures", entry)
    except (CaseloadError, UnicodeDecodeError) as error:
        why = error.message if isinstance(error, CaseloadError) else "it is not UTF-8 text"
        return Refused(record.path, why, "`caseload lint` says what to put right")
    made = _proven(record, raw, after, said, chart.practice if told else None)
    if isinstance(made, Act) and told and (taken := [key for each, key in hints if each.text]):
        where = "".join(f", {part}" for part in (_behind(taken), _on_lines(taken)) if part)
        made = replace(
            made, hints=(*made.hints, f"taken out of it: {count_of(len(taken), 'hint')} of the draft{where}")
        )
    if isinstance(made, Act) and record.not_understood:
        number = count_of(len(record.not_understood), "thing")
        where = f"`caseload lint {shell_word(record.path)}` shows where"
        return replace(
            made, hints=(*made.hints, f"signed as written, with {number} that this version does not know: {where}")
        )
    return made


def _behind(taken: list[str]) -> str:
    keys = sorted({key for key in taken if key})
    return f"behind {and_list([f'`{key}`' for key in keys])}" if keys else ""


def _on_lines(taken: list[str]) -> str:
    alone = taken.count("")
    return f"{count_of(alone, 'line')} of their own" if alone else ""


def _proven(record: Record, raw: bytes, text: str, said: str, practice: Practice | None) -> ActOutcome:
    """The act of writing a text that differs from a record's by a signature and nothing else."""
    before, after = read_bytes(raw, record.path), text.encode()
    signed = read_bytes(after, record.path)
    # The chart was read a moment before these bytes; neither the text nor a signature may have come in between.
    same = before.usable and before.data.get("signatures") == record.data.get("signatures")
    if not same or content_digest(before.written, before.body) != digest_of(record):
        return Refused(record.path, "somebody changed it meanwhile", "look at it, then sign again")
    if content_digest(signed.written, signed.body) != digest_of(record):
        raise CaseloadError("a signature would have changed what it signs; nothing was written", "please report this")
    hints = tuple(_hints(record, signed, practice)) if practice else ()
    return Act(record.path, said, after, raw, hints)


def _hints(record: Record, signed: Document, practice: Practice) -> Iterator[str]:
    """What a signer may want to know: who comes next, and what the signature does not cover."""
    entries = entries_of(signed.data)
    last = entries[-1]
    held = practice.staff[last["by"]].supervised_on(record.date)
    if last["role"] in AUTHOR_ROLES and held.wants_signature:
        yield f"{held.supervisor} signs next: `caseload cosign {shell_word(record.path)}`"
    hidden = sum(1 for _ in hidden_spans(signed.body)) - sum(each.in_body for each in signed.comments if each.addressed)
    if hidden:
        yield f"signed too, though no page shows it: {count_of(hidden, 'comment')} in the text"
