"""How a record stands: draft, signed, co-signed, returned, void, or changed since; and who still has to sign.

Judged by what the files say: a signature holds on to a digest, and the digest is of what stands there now or it is not.
One typed by hand is judged by the past that the chart was given. Frozen answers, no writing, no policy: how late is too
late is for rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date as Day
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.base import Signature, author_of
from caseload_tools.chart.signing.co_signing import why_idle
from caseload_tools.chart.signing.returns import open_return
from caseload_tools.chart.signing.signed_versions import (
    STAFF_ROLES,
    ByHand,
    SignedVersion,
    by_hand,
    is_as_begun,
    kept_versions,
    may_be_another,
    may_have_been_signed,
    versions_that_count,
    was_deleted_since,
)
from caseload_tools.history.fates import RETURNED
from caseload_tools.history.keeping import REWRITTEN, is_rewritten
from caseload_tools.history.readers.record_history import CommittedChange, History, NoHistory
from caseload_tools.history.versions import RecordVersion, signer_of
from caseload_tools.practice import Practice
from caseload_tools.text.digest import CO_SIGNATURE, content_digest
from caseload_tools.text.english import and_list
from caseload_tools.text.signed_text import (
    CHANGED,
    TAKEN_OUT,
    all_said_of,
    broken_entries,
    digest_of_line,
    entries_of,
    entry_holds,
    is_sealed,
)
from caseload_tools.values import frozen, replace

SigningState = Literal["draft", "signed by hand", "signed", "co-signed", "returned", "void", "changed"]
AUTHOR_ROLES = ("clinician", "author")
# These need the supervisor's signature whether or not their author has signed them with a digest.
ALWAYS_CO_SIGNED = ("plan", "review", "discharge")


@frozen
class Held:
    """A signature and what it holds on to: True, False, or None where it holds no digest that we know."""

    signature: Signature
    holds: bool | None
    idle: str = ""
    """Why it counts for nothing, of a supervisor's line that nothing ties to the supervisor."""


class Missing(NamedTuple):
    """Who has to sign still, as what; and a line that stands there for it and counts for nothing, and why."""

    role: str
    by: str
    line: Signature | None = None
    idle: str = ""


@frozen
class Standing:
    """How one record stands."""

    record: Record
    state: SigningState
    held: tuple[Held, ...] = ()
    returned: Addendum | None = None
    voided: Addendum | None = None
    typed: tuple[ByHand, ...] = ()
    """The signatures that git saw first without a digest, and what became of each."""
    rewritten: CommittedChange | None = None
    """Of an addendum that lost a line before anybody signed it, the commit that has it whole."""
    restored: bool = False
    """Whether it had been deleted since, and was brought back."""

    @property
    def content(self) -> str:
        """The digest of the record as it is now; empty when it could not be read in full."""
        return digest_of(self.record)

    @property
    def wrong(self) -> str:
        """What was done to a signed record, as everybody says it: a sentence without its subject; empty when nothing.

        Whose signatures, each once, those with a digest first.
        """
        return f"was {RETURNED.format(f'it {self._fault}')}" if self.restored and self._fault else self._fault

    @property
    def _fault(self) -> str:
        if not (self.typed or self.rewritten or self.broken):
            return ""
        if self._altered:
            return f"has lost {self._altered}: it was {TAKEN_OUT}"
        data = entries_of(self.record.data)
        broken = {(each.by, each.role) for each in self.broken}
        # Under a digest that another name was put to, whoever gave it is named.
        given = {digest_of_line(each.entry): each.entry for each in self.typed if each.fate != "kept"}
        entries = [given.get(digest_of_line(each) or "-", each) for each in data if signer_of(each)[:2] in broken]
        entries += [each.entry for each in self.typed if each.fate == "changed"]
        if entries:
            return f"has {CHANGED.format(all_said_of(entries))}"
        gone = [each.entry for each in self.typed if each.fate == "gone"]
        if not gone and self.rewritten is not None:
            return f"is an addendum, and was {REWRITTEN}"
        return f"has lost {all_said_of(gone)}'s signature: it was {TAKEN_OUT}" if gone else ""

    @property
    def _altered(self) -> str:
        """The signature that was altered below a co-signature, of a record whose words are as they were."""
        broken = self.broken
        if not broken or not all(each.digest.startswith(f"{CO_SIGNATURE}:") for each in broken):
            return ""
        gone = [each for each in self.typed if each.fate == "gone"]
        held = any(each.holds for each in self.held)
        if any(each.fate == "changed" or not each.says for each in self.typed) or not (gone or held):
            return ""
        if gone:
            return f"{all_said_of(each.entry for each in gone)}'s signature"
        return f"the signature that {and_list([each.by for each in broken])} co-signed"

    @property
    def signed_in(self) -> CommittedChange | None:
        """The commit that first had the signature by hand that is not kept any more, or else the one that is."""
        typed = sorted(self.typed, key=lambda each: each.fate == "kept")
        return typed[0].since if typed else self.rewritten

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
    return content_digest(document.written, document.body) if document.usable else ""


def signed_by_staff(record: Record) -> bool:
    """Somebody on the staff has signed, with or without a digest."""
    return any(each.role in STAFF_ROLES for each in record.signatures)


def has_digest(record: Record) -> bool:
    """Some signature holds on to the content: the record is frozen."""
    return any(each.digest for each in record.signatures)


def held_signatures(record: Record, content: str) -> Iterator[Held]:
    """Each signature of a record with whether it holds; none of a record that is never signed."""
    entries = entries_of(record.data)
    if not entries:
        return
    for at, each in enumerate(record.signatures):
        yield Held(each, entry_holds(entries, at, content))


def standing_of(record: Record, chart: Chart | None = None) -> Standing:
    """How a record stands in its chart: by its digests, and by the past as far as the chart knows it."""
    if chart is None:
        return _stands(record, (), (), NoHistory())
    about = chart.past, chart.practice.adopted
    typed, rewritten = typed_in(record, *about), rewritten_in(record, *about)
    voided = chart.shelf.voids.get(record.link)
    idle = partial(_why_idle, record=record, chart=chart)
    standing = _stands(record, chart.addenda, typed, chart.past, rewritten, idle, voided)
    return _with_restored(standing, chart.past)


def _why_idle(signature: Signature, record: Record, chart: Chart) -> str:
    return why_idle(signature, record, chart.past, chart.practice)


def changed_in(chart: Chart) -> tuple[Standing, ...]:
    """What of a chart was signed and says another thing now, void records included."""
    found = (standing_of(each, chart) for each in (*chart.records, *chart.voided) if _may_be_another(each, chart.past))
    return tuple(each for each in found if each.wrong)


def _may_be_another(record: Record, past: History) -> bool:
    """Whether it was signed or is an addendum, now or before; of nearly all records one look at their past tells."""
    if record.signatures or isinstance(record, Addendum):
        return True
    return may_be_another(record.path, record.document.text, past)


def changed_on(standing: Standing, chart: Chart) -> Day:
    """The day on which a signed record became another one; today's where no commit has it so, or all of them have."""
    whole: SignedVersion | None = None
    then: Day | None = None
    for version in versions_that_count(standing.record.path, chart.past, chart.practice.adopted):
        if whole is None:
            sound = not broken_entries(version.entries, version.said.digest)
            whole = version if sound and (version.entries or standing.rewritten == version.change) else None
        elif version.said.keeps(whole.said) and not (standing.rewritten and is_rewritten(whole.said, version.said)):
            whole, then = version, None
        else:
            then = then or version.change.day
    return then or chart.today


def is_changed_plan(standing: Standing) -> bool:
    """Whether this is a plan that staff signed by hand and that was changed in place: PLN018 has its way out."""
    by_hand = standing.is_signed and not any(each.signature.digest for each in standing.held)
    return standing.record.word == "plan" and by_hand and any(each.fate == "changed" for each in standing.typed)


def standing_in(record: Record, past: History, adopted: Day | None) -> Standing:
    """How a record stands by itself and by a past, without what others say of it."""
    found = _stands(record, (), typed_in(record, past, adopted), past, rewritten_in(record, past, adopted))
    return _with_restored(found, past)


def _with_restored(standing: Standing, past: History) -> Standing:
    """The standing of a record that is not what was signed, with whether it had been deleted in between."""
    if not standing.wrong:
        return standing
    first = standing.signed_in or next(iter(past.changes(standing.record.path)), None)
    return replace(standing, restored=first is not None and was_deleted_since(standing.record.path, first, past))


def _stands(
    record: Record,
    all_addenda: Sequence[Addendum],
    typed: tuple[ByHand, ...],
    past: History,
    rewritten: CommittedChange | None = None,
    idle: Callable[[Signature], str] = lambda _: "",
    voided: Addendum | None = None,
) -> Standing:
    content = digest_of(record) if is_sealed(entries_of(record.data)) else ""
    held = tuple(Held(each.signature, each.holds, idle(each.signature)) for each in held_signatures(record, content))
    addenda = [each for each in all_addenda if each.to == record.link]
    returned = open_return(record, addenda, past)
    state: SigningState = "changed" if rewritten and voided is None else _state(held, returned, voided, typed)
    return Standing(record, state, held, returned, voided, typed, rewritten)


def typed_in(record: Record, past: History, adopted: Day | None) -> tuple[ByHand, ...]:
    """What a past knows of the signatures by hand of a record, now and before.

    Texts are read only where something may have become of one: not of a record that is as its only commit left it;
    and of one without signatures only where an earlier text had the word.
    """
    changes = past.changes(record.path) if record.document.usable else ()
    if not changes:
        return ()
    if is_as_begun(changes, record.document.text):
        return tuple(ByHand(each, changes[0], "kept") for each in entries_of(record.data) if not each.get("digest"))
    if not record.signatures and not may_have_been_signed(changes, past):
        return ()
    return _by_the_past(record, past, adopted)  # type: ignore[arg-type]  # each history is itself and no other


@lru_cache(maxsize=2)  # several rules ask about one record, one after the other
def _by_the_past(record: Record, past: History, adopted: Day | None) -> tuple[ByHand, ...]:
    versions = versions_that_count(record.path, past, adopted, unread=True)
    return tuple(by_hand(RecordVersion(record.document), versions, past))


def rewritten_in(record: Record, past: History, adopted: Day | None) -> CommittedChange | None:
    """Of an addendum that nobody had signed and that lost a line since, the commit that has it whole."""
    if not isinstance(record, Addendum) or not record.document.usable:
        return None
    changes = past.changes(record.path)
    if not changes or is_as_begun(changes, record.document.text):
        return None
    kept = kept_versions(versions_that_count(record.path, past, adopted), past)
    now = RecordVersion(record.document)
    return next((each.change for each in kept if not each.said.signed and is_rewritten(each.said, now)), None)


def _state(
    held: tuple[Held, ...], returned: Addendum | None, voided: Addendum | None, typed: tuple[ByHand, ...]
) -> SigningState:
    if voided is not None:
        return "void"
    if any(each.holds is False for each in held) or any(each.fate != "kept" for each in typed):
        return "changed"
    if returned is not None:
        return "returned"
    roles = {each.signature.role for each in held}
    if not roles & {*STAFF_ROLES}:
        return "draft"
    if not any(each.holds for each in held):
        return "signed by hand"
    co_signed = any(each.signature.role == "supervisor" and not each.idle for each in held)
    return "co-signed" if co_signed and roles & {*AUTHOR_ROLES} else "signed"


def missing_signatures(record: Record, practice: Practice, past: History) -> tuple[Missing, ...]:
    """Who has to sign still, by the supervision of the day of service. Git is asked of a typed co-signature alone."""
    return tuple(_missing(record, practice, past))


def _missing(record: Record, practice: Practice, past: History) -> Iterator[Missing]:
    author = author_of(record)
    staff = practice.staff.get(author)
    if record.word in ALWAYS_CO_SIGNED and not any(each.role in AUTHOR_ROLES for each in record.signatures):
        yield Missing("clinician", author)
    if staff is None or not (record.word in ALWAYS_CO_SIGNED or signed_by_author(record)):
        return
    held = staff.supervised_on(record.date)
    if not held.wants_signature:
        return
    lines = [each for each in record.signatures if _satisfies(each, held.level)]
    idle = [(each, why_idle(each, record, past, practice)) for each in lines]
    if not lines:
        yield Missing("supervisor", held.supervisor)
    elif all(why for _, why in idle):
        yield Missing("supervisor", held.supervisor, *idle[0])


def signed_by_author(record: Record) -> bool:
    """Whether whoever wrote it has signed it as such; of what always needs two people, and of no author, anybody."""
    author = "" if record.word in ALWAYS_CO_SIGNED else author_of(record)
    return any(each.role in AUTHOR_ROLES and each.by == (author or each.by) for each in record.signatures)


def in_place_of(signature: Signature, record: Record) -> str:
    """Whose place a line takes that signs as its author what somebody else wrote, who has not signed; else empty."""
    author = author_of(record)
    if signature.role not in AUTHOR_ROLES or author in ("", signature.by):
        return ""
    return "" if any(each.by == author and each.role in AUTHOR_ROLES for each in record.signatures) else author


def _satisfies(signature: Signature, level: str) -> bool:
    """A signature without a meaning is an old one, made by hand, and is of use for both levels."""
    if signature.role != "supervisor":
        return False
    return signature.meaning in (("", "co-signed") if level == "co-sign" else ("", "co-signed", "approved", "reviewed"))
