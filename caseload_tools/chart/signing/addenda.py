"""Additions to a record that stays as it was: late entries and corrections, a return for revision, a record void.

As CMS Program Integrity Manual 3.3.2.5 asks: an addition says what it is, to what, by whom, when and why; the
original is not opened for writing at all. It names the original's digest, so that it can be seen what was added to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caseload_tools.chart.audience import audience_beside
from caseload_tools.chart.audience_doubts import AUDIENCE
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.base import NOTHING, author_of
from caseload_tools.chart.signing.act import Act, ActOutcome, Nothing, Refused
from caseload_tools.chart.signing.people import usual_role
from caseload_tools.chart.signing.signing_clock import signature_text
from caseload_tools.chart.signing.standing import digest_of, standing_of
from caseload_tools.dates import moment_text
from caseload_tools.history.versions import read_version
from caseload_tools.practice import Staff
from caseload_tools.practice.declaring import may_declare
from caseload_tools.text import append_item, read_bytes, render_record
from caseload_tools.text.digest import CONTENT, content_digest
from caseload_tools.text.shell import shell_word

KINDS = ("correction", "late-entry", "clarification", "addendum", "client-amendment")
Taken = frozenset[str]


def addend_record(
    record: Record,
    chart: Chart,
    staff: Staff,
    moment: datetime,
    *,
    kind: str,
    reason: str,
    text: str = "",
    more: Mapping[str, Any] = NOTHING,
) -> ActOutcome:
    """A new addendum to a record. With its text it is complete and signed at once; without, it waits to be written.

    `more` are further keys of it, such as `risk_reason`.
    """
    refused = _unfit(record)
    if refused is not None:
        return refused
    beside = (each for each in chart.addenda if each.to == record.link and _says(each, staff, kind, reason, text))
    same = (each for each in beside if all(each.data.get(key) == said for key, said in more.items()))
    before = next(same, None)
    if before is not None:
        return Nothing(before.path, "this was added already")
    return _written(record, chart, staff, moment, kind, reason, text, f"{kind} to {record.link}", more)


def void_record(record: Record, chart: Chart, staff: Staff, moment: datetime, *, reason: str) -> ActOutcome:
    """An addendum that says: this record was entered in error. It stays where it is and counts for nothing."""
    standing = standing_of(record, chart)
    if standing.voided is not None:
        return Nothing(record.path, f"void already, by {standing.voided.link}")
    refused = _not_for_void(record) or _not_theirs(record, staff)
    if refused is not None:
        return refused
    billed = [each.link for each in chart.charges if each.session == record.link and not each.is_void]
    made = _written(record, chart, staff, moment, "void", reason, "Entered in error.", f"void: {record.link}")
    if isinstance(made, Act) and billed:
        return Act(made.path, made.said, made.after, hints=(f"{', '.join(billed)} still bills it: set it void too",))
    return made


def send_back(record: Record, chart: Chart, staff: Staff, moment: datetime, *, reason: str) -> ActOutcome:
    """A supervisor's return for revision, which stands until the author answers it."""
    standing = standing_of(record, chart)
    if standing.state == "void":
        return Refused(record.path, "it was declared void", "a void record stays as it is")
    if standing.returned is not None:
        return Nothing(record.path, f"returned already, by {standing.returned.link}")
    refused = _unfit(record)
    if refused is not None:
        return refused
    why = may_declare("returned", staff, author_of(record))
    if why:
        return Refused(record.path, why, "another supervisor returns it")
    said = f"returned: {record.link}"
    return _written(record, chart, staff, moment, "returned", reason, "Returned for revision.", said)


def _unfit(record: Record) -> Refused | None:
    if isinstance(record, Addendum):
        hint = f"add to the record itself: {record.path.partition('addenda/')[0]}{record.to}.md"
        return Refused(record.path, "this is an addition itself", hint)
    if not digest_of(record):
        return Refused(
            record.path,
            "something in it is still empty, or cannot be read",
            f"`caseload lint {shell_word(record.path)}` shows where",
        )
    return None


def _not_for_void(record: Record) -> Refused | None:
    if record.word == "client":
        return Refused(record.path, "a whole chart cannot be void", "close it with a discharge")
    if isinstance(record, Addendum) and (record.voids or record.kind == "returned"):
        return Refused(record.path, "what it says cannot be taken back", "add to the record that it speaks of")
    return None if isinstance(record, Addendum) else _unfit(record)


def _says(addendum: Addendum, staff: Staff, kind: str, reason: str, text: str) -> bool:
    """The same words again by the same person: a command that is run a second time, after a crash perhaps."""
    same = (addendum.author, addendum.kind, addendum.reason) == (staff.id, kind, " ".join(reason.split()))
    return same and addendum.prose.strip() == text.strip()


def _not_theirs(record: Record, staff: Staff) -> Refused | None:
    author = author_of(record)
    why = may_declare("void", staff, author)
    return Refused(record.path, why, f"{author} or a supervisor may declare it void") if why else None


def _written(
    record: Record,
    chart: Chart,
    staff: Staff,
    moment: datetime,
    kind: str,
    reason: str,
    text: str,
    said: str,
    more: Mapping[str, Any] = NOTHING,
) -> ActOutcome:
    """The new file; signed by its author when it is complete."""
    fields: dict[str, Any] = {
        "type": "addendum",
        "client": chart.id,
        "date": moment.date().isoformat(),
        "to": record.link,
        "kind": kind,
        "author": staff.id,
        "reason": " ".join(reason.split()),
        **more,
        "written": moment_text(moment),
        "to_digest": digest_of(record) if kind == "returned" else _original_digest(record, chart),
    }
    if said_of := audience_beside(record):
        fields[AUDIENCE] = said_of
    path = f"{chart.folder}/{_free_link(chart, record, moment)}.md"
    content = render_record(fields, f"{text.strip()}\n" if text.strip() else "")
    if not text.strip():
        then = f"then sign it, `caseload sign {shell_word(path)}`, and commit it only then"
        hints = ("write what is added below the last `---`", then)
        return Act(path, f"{said}, still to be written", content.encode(), hints=hints, finished=False)
    return Act(
        path, f"{said}, signed by {staff.id}", _signed(content, signature_text(moment, chart.practice), staff).encode()
    )


def _original_digest(record: Record, chart: Chart) -> str:
    """The digest of what is added to: of a record that was changed after it was signed, that of what was signed.

    The hook says: add what is new, then put the record back.
    """
    standing = standing_of(record, chart)
    own = (each.digest for each in record.signatures if each.digest.startswith(f"{CONTENT}:"))
    if standing.broken:
        return next(own, digest_of(record))
    text = chart.past.text_at(standing.signed_in) if standing.wrong and standing.signed_in is not None else None
    if text is None:
        return digest_of(record)
    signed = read_version(text.encode("utf-8", "surrogatepass"))
    return signed.digest if signed.usable else digest_of(record)


def _signed(content: str, at: str, staff: Staff) -> str:
    document = read_bytes(content.encode(), "")
    entry = {
        "by": staff.id,
        "role": usual_role(staff),
        "at": at,
        "meaning": "author",
        "digest": content_digest(document.written, document.body),
    }
    return append_item(content, "signatures", entry)


def _free_link(chart: Chart, record: Record, moment: datetime) -> str:
    """The day and what it adds to, with a number where that stands already."""
    stem = f"{RECORD_TYPES['addendum'].folder}/{moment:%Y-%m-%d}-{record.link.replace('/', '-')}"
    taken = chart.taken_links
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)
