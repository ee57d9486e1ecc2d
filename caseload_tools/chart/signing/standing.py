"""How a record stands: draft, signed, co-signed, returned, void, or changed since; and who still has to sign.

Judged by what the files say, with no git: a signature holds on to a digest, and the digest is of what stands
there now or it is not. Frozen answers, no writing, no policy: how late is too late is for rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.base import Signature
from caseload_tools.practice import Practice
from caseload_tools.text.digest import CO_SIGNATURE, CONTENT, co_signature_digest, content_digest
from caseload_tools.values import frozen

SigningState = Literal["draft", "signed", "co-signed", "returned", "void", "changed"]
STAFF_ROLES = ("clinician", "author", "supervisor", "witness")
AUTHOR_ROLES = ("clinician", "author")
# These need the supervisor's signature whether or not their author has signed them with a digest.
ALWAYS_CO_SIGNED = ("plan", "review", "discharge")
_ANSWERS = ("correction", "clarification", "addendum", "late-entry")


@frozen
class Held:
    """A signature and what it holds on to: True, False, or None where it holds no digest that we know."""

    signature: Signature
    holds: bool | None


@frozen
class Standing:
    """How one record stands. `content` is its digest as it is now; empty when it could not be read in full."""

    record: Record
    state: SigningState
    content: str
    held: tuple[Held, ...] = ()
    returned: Addendum | None = None
    voided: Addendum | None = None

    @property
    def broken(self) -> tuple[Signature, ...]:
        """The signatures under which the content is another one now."""
        return tuple(each.signature for each in self.held if each.holds is False)

    @property
    def is_signed(self) -> bool:
        """Somebody on the staff has signed, with or without a digest."""
        return any(each.signature.role in STAFF_ROLES for each in self.held)


def digest_of(record: Record) -> str:
    """The content digest of a record; empty when its document is not usable."""
    document = record.document
    return content_digest(document.data, document.body) if document.usable else ""


def signed_by_staff(record: Record) -> bool:
    """Somebody on the staff has signed, with or without a digest."""
    return any(each.role in STAFF_ROLES for each in record.signatures)


def has_digest(record: Record) -> bool:
    """Some signature holds on to the content: the record is frozen."""
    return any(each.digest for each in record.signatures)


def entries_of(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The signatures as they stand in front matter, those that are mappings."""
    listed = data.get("signatures")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def first_entry(entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The signature that co-signatures stand under: the first with a content digest, else the first."""
    signed = (each for each in entries if str(each.get("digest", "")).startswith(f"{CONTENT}:"))
    return next(signed, entries[0] if entries else None)


def holds(digest: str, content: str, first: Mapping[str, Any] | None) -> bool | None:
    """Whether a signature's digest is that of the content; None for no digest, or one of another kind."""
    kind, _, number = digest.partition(":")
    if not number or not content:
        return None
    if kind == CONTENT:
        return digest == content
    if kind == CO_SIGNATURE:
        return first is not None and digest == co_signature_digest(content, first)
    return None


def held_signatures(record: Record, content: str) -> Iterator[Held]:
    """Each signature of a record with whether it holds."""
    first = first_entry(entries_of(record.data))
    for each in record.signatures:
        yield Held(each, holds(each.digest, content, first))


def standing_of(record: Record, chart: Chart | None = None) -> Standing:
    """How a record stands in its chart."""
    content = digest_of(record)
    held = tuple(held_signatures(record, content))
    addenda = [each for each in chart.addenda if each.to == record.link] if chart else []
    voided = next((each for each in addenda if each.voids), None)
    returns = (each for each in addenda if each.kind == "returned")
    returned = next((each for each in returns if is_open_return(each, record, addenda)), None)
    return Standing(record, _state(held, returned, voided), content, held, returned, voided)


def _state(held: tuple[Held, ...], returned: Addendum | None, voided: Addendum | None) -> SigningState:
    if voided is not None:
        return "void"
    if any(each.holds is False for each in held):
        return "changed"
    if returned is not None:
        return "returned"
    roles = {each.signature.role for each in held}
    if not roles & {*STAFF_ROLES}:
        return "draft"
    return "co-signed" if "supervisor" in roles and roles & {*AUTHOR_ROLES} else "signed"


def is_open_return(returned: Addendum, record: Record, addenda: Sequence[Addendum]) -> bool:
    """Nobody has answered a return: no edit of an unsigned record, no later signature, no later addition."""
    if not has_digest(record) and returned.to_digest and returned.to_digest != digest_of(record):
        return False
    at = returned.written
    for each in record.signatures:
        if each.moment is not None and (each.moment > at if at else each.moment.date() > returned.date):
            return False
    # One that was begun and not written yet answers nothing.
    return not any(each.kind in _ANSWERS and each.prose.strip() and _is_later(each, returned) for each in addenda)


def _is_later(answer: Addendum, returned: Addendum) -> bool:
    if answer.written is not None and returned.written is not None:
        return answer.written >= returned.written
    return answer.date >= returned.date


def author_of(record: Record) -> str:
    """The staff id of whoever a record says is its author; empty when it does not say."""
    for key in ("author", "clinician", "staff", "by"):
        name = getattr(record, key, "")
        if isinstance(name, str) and name:
            return name
    return ""


def missing_signatures(record: Record, practice: Practice) -> tuple[tuple[str, str], ...]:
    """Who has to sign still, as (role, staff id), by the supervision of the day of service."""
    return tuple(_missing(record, practice))


def _missing(record: Record, practice: Practice) -> Iterator[tuple[str, str]]:
    author = author_of(record)
    staff = practice.staff.get(author)
    if record.word in ALWAYS_CO_SIGNED and not any(each.role in AUTHOR_ROLES for each in record.signatures):
        yield "clinician", author
    if staff is None or not (record.word in ALWAYS_CO_SIGNED or _signed_with_digest(record, author)):
        return
    held = staff.supervised_on(record.date)
    if held.wants_signature and not any(_satisfies(each, held.level) for each in record.signatures):
        yield "supervisor", held.supervisor


def _signed_with_digest(record: Record, author: str) -> bool:
    return any(each.by == author and each.digest for each in record.signatures)


def _satisfies(signature: Signature, level: str) -> bool:
    """A signature without a meaning is an old one, made by hand, and counts for both levels."""
    if signature.role != "supervisor":
        return False
    return signature.meaning in (("", "co-signed") if level == "co-sign" else ("", "co-signed", "approved", "reviewed"))
