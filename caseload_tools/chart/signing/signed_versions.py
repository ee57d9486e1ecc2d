"""What git remembers of signatures: the first commit that carried one fixes its digest, or what it was typed under.

Whoever edits a signed record and writes the new digest into the old signature passes `standing`; the past tells.
Asks a History and reads texts; runs no git itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, Literal

from caseload_tools.chart.records import Record
from caseload_tools.chart.records.base import Signature
from caseload_tools.history.keeping import is_addendum, is_rewritten
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.history.versions import RecordVersion, SignatureKey, read_version, signer_of
from caseload_tools.text.signed_text import (
    apart_from_digest,
    broken_entries,
    digest_of_line,
    doubled_by,
    entry_holds,
    is_of_known_kind,
    is_sealed,
    is_sealed_line,
    keeps_signatures,
)
from caseload_tools.values import frozen

STAFF_ROLES = ("clinician", "author", "supervisor", "witness")


@frozen
class SignedVersion:
    """A record as one commit left it."""

    change: CommittedChange
    said: RecordVersion

    @property
    def data(self) -> Mapping[str, Any]:
        return self.said.data

    @property
    def written(self) -> Mapping[str, Any]:
        return self.said.written

    @property
    def body(self) -> str:
        return self.said.body

    @property
    def entries(self) -> tuple[Mapping[str, Any], ...]:
        return self.said.entries

    @property
    def digests(self) -> dict[SignatureKey, str]:
        """The digests of its signatures, by who signed, as what, and when."""
        return self.said.digests

    @property
    def signed(self) -> bool:
        """Somebody on the staff had signed."""
        return any(each.get("role") in STAFF_ROLES for each in self.entries)

    @property
    def digest_without_progress(self) -> str:
        """The digest of what it says, without what is kept up in it."""
        return self.said.digest_without_progress


@frozen
class ByHand:
    """A signature that was first committed without a digest, or with one and is gone; and what became of it since."""

    entry: Mapping[str, Any]
    since: CommittedChange
    fate: Literal["kept", "changed", "gone"]
    kept_up: bool = False
    """Of a plan or consent, whether how far it has come was entered after it was signed."""
    says: bool = True
    """Whether the record still says what stood above it."""


def versions_that_count(
    path: str, history: History, adopted: date | None = None, *, unread: bool = False
) -> Iterator[SignedVersion]:
    """The versions of a record that count, oldest first; those that cannot be read are left out.

    With `unread` also those of them whose signatures could be read: what was typed below a record that nobody could
    read was typed below what was read of it.

    A past before adoption is not judged: of it, only the last version counts. Today is not asked: a commit that a clock
    in the east dated tomorrow was made. Where an earlier state is judged, its past ends with the commit of that state.
    """
    before: SignedVersion | None = None
    for version in _known(path, history):  # type: ignore[arg-type]  # each history is itself and no other
        if not (unread or version.said.usable):
            continue
        if adopted is not None and version.change.day < adopted:
            before = version
            continue
        if before is not None:
            yield before
            before = None
        yield version
    if before is not None:
        yield before


@lru_cache(maxsize=2)  # several rules ask about one record, one after the other
def _known(path: str, history: History) -> tuple[SignedVersion, ...]:
    read = (_version(change, history) for change in history.changes(path))
    versions = tuple(version for version in read if version is not None)
    aside = [each for each in versions if history.lies_beside(each.change, path)] if len(versions) > 1 else []
    return tuple(_of_this_record(versions, aside, history)) if aside else versions


def _of_this_record(
    versions: Sequence[SignedVersion], aside: Sequence[SignedVersion], history: History
) -> Iterator[SignedVersion]:
    """Without what a merge put beside it: both of its sides had given this name to a record, and each has its own now.

    Of one line of commits nothing is left out, nor where what stands here since goes on from neither side's.
    """

    def after(earlier: SignedVersion, later: SignedVersion) -> bool:
        return history.precedes(earlier.change.commit, later.change.commit)

    def apart(one: SignedVersion, other: SignedVersion) -> bool:
        return one.change.commit != other.change.commit and not after(one, other) and not after(other, one)

    here = [each for each in versions if each not in aside]
    left: dict[SignedVersion, list[SignedVersion]] = {}
    for each in aside:
        others = [one for one in here if apart(one, each)]
        later = [one for one in here if after(each, one)]
        if others and all(any(_goes_on(one, other) for other in others) for one in later):
            left[each] = others
    for each in versions:
        led_there = any(after(each, gone) and any(apart(each, one) for one in others) for gone, others in left.items())
        if each not in left and not led_there:
            yield each


def _goes_on(later: SignedVersion, earlier: SignedVersion) -> bool:
    return _keeps(later.said, earlier.said)


def _keeps(now: RecordVersion, earlier: RecordVersion) -> bool:
    """Whether a version keeps all that an earlier one fixed."""
    return now.keeps(earlier) if earlier.signed else not is_rewritten(earlier, now)


def outvoted_version(change: CommittedChange, path: str, now: RecordVersion, past: History) -> SignedVersion | None:
    """What a change left at a path, where a merge took what had been signed or added there on another branch."""
    versions = list(versions_that_count(path, past))
    found = next((each for each in versions if each.change == change), None)
    for each in versions if found is not None else ():
        fixed = bool(each.entries) or is_addendum(path, each.said)
        if fixed and _apart(each.change.commit, change.commit, past) and _keeps(now, each.said):
            return found
    return None


def _version(change: CommittedChange, history: History) -> SignedVersion | None:
    text = history.text_at(change)
    if text is None:
        return None
    said = read_version(text.encode("utf-8", "surrogatepass"))
    return SignedVersion(change, said) if said.usable or said.entries else None


def was_typed(signature: Signature, record: Record, history: History) -> bool:
    """Whether a line that has a digest now was first committed without one: it is judged as one typed by hand."""
    whose = signer_of(record.data["signatures"][signature.where[-1]])
    lines = (each for version in versions_that_count(record.path, history) for each in version.entries)
    first = next((each for each in lines if signer_of(each) == whose), None)
    return first is not None and not first.get("digest")


def first_kept(past: Iterable[SignedVersion]) -> SignedVersion | None:
    """Of an addendum, the version that it has to keep: the first one, as far as later ones went on from it."""
    kept: SignedVersion | None = None
    for version in past:
        if kept is None or not is_rewritten(kept.said, version.said):
            kept = version
    return kept


def kept_versions(past: Iterable[SignedVersion], history: History) -> list[SignedVersion]:
    """Of an addendum, all versions that it has to keep: those that kept what was there before them, on each branch."""
    kept: list[SignedVersion] = []
    for version in past:
        changed = (each for each in kept if is_rewritten(each.said, version.said))
        if not any(history.precedes(each.change.commit, version.change.commit) for each in changed):
            kept.append(version)
    return kept


def is_as_begun(changes: Sequence[CommittedChange], text: str) -> bool:
    """Whether a record is as its only commit left it: nothing has become of it, and git need not be asked."""
    return len(changes) == 1 and changes[0].leaves_text(text)


def may_have_been_signed(changes: Iterable[CommittedChange], history: History) -> bool:
    """Whether some earlier text of a record has the word, so that it is worth being read in full."""
    return any("signatures:" in (history.text_at(each) or "") for each in changes)


def may_be_another(path: str, text: str, history: History) -> bool:
    """Whether a record without signatures may have borne one, or is an addendum: its past has to be looked at."""
    changes = history.changes(path)
    if is_addendum(path):
        return bool(changes)
    return not is_as_begun(changes, text) and may_have_been_signed(changes, history)


def was_deleted_since(path: str, change: CommittedChange, past: History) -> bool:
    """Whether a record had been deleted, and was brought back, after a change of it."""
    changes = past.changes(path)
    return change in changes and any(each.kind == "removed" for each in changes[changes.index(change) :])


def by_hand(now: RecordVersion, past: Iterable[SignedVersion], history: History | None = None) -> Iterator[ByHand]:
    """The signatures that git saw first without a digest that we know: whether they stand, over the words of then.

    Also those with a digest that are gone, or have lost it, or have another one; whether one that stands as it was
    holds, its digest tells.
    """
    past = list(_without_taken_back(list(past), history))
    past = held_to(now, past, history)
    for line in _lines_of(past, history):
        there = [each for each in now.entries if _is_line(line.entry, each)]
        digests = {digest_of_line(each) for each in there}
        entry, version = line.entry, line.version
        if line.sealed is not None and line.sealed["digest"] not in digests:
            entry, version = line.sealed, line.sealed_in
        digest = digest_of_line(entry)
        if is_of_known_kind(digest) and digest in digests:
            continue
        sealed = bool(digest)
        says = _digest_of(version.said, sealed=sealed) == _digest_of(now, sealed=sealed)
        if says and not there and _is_doubled(entry, version, now, past, history):
            continue
        lost = not there or (bool(digest) and digest not in digests)
        kept_up = says and version.said.digest != now.digest
        yield ByHand(entry, version.change, "changed" if not says else "gone" if lost else "kept", kept_up, says)


def _digest_of(said: RecordVersion, *, sealed: bool) -> str:
    """Of what a signature is over: under a digest each word counts."""
    return said.digest if sealed else said.digest_without_progress


def held_to(now: RecordVersion, past: Sequence[SignedVersion], history: History | None) -> list[SignedVersion]:
    """The versions that a record is held to: where what was signed first stands again, not what was put over it.

    It stands again with all that was signed below its words. What was signed on a branch beside it is held to as well.
    """
    if history is None:
        return list(past)
    signed = [each for each in past if each.entries and not _is_broken(each.said)]
    over = [each for each in signed[1:] if not _is_kept_in(signed[0].said, each.said)]
    kept = [each for each in signed if each not in over] if over else []
    if not over or not all(_is_kept_in(each.said, now) for each in kept):
        return list(past)
    first = signed[0].change.commit
    return [each for each in past if not (each in over and history.precedes(first, each.change.commit))]


def _is_broken(said: RecordVersion) -> bool:
    """Whether a digest in it is of other words. What has none is not asked for the digest of its words."""
    return is_sealed(said.entries) and bool(broken_entries(said.entries, said.digest))


def _is_kept_in(said: RecordVersion, later: RecordVersion) -> bool:
    """Whether a later version has an earlier one's words and signatures, each with no word more but a digest."""
    sealed = is_sealed(said.entries)
    if _digest_of(said, sealed=sealed) != _digest_of(later, sealed=sealed):
        return False
    lines = {apart_from_digest(each) for each in later.entries}
    if not all(apart_from_digest(each) in lines for each in said.entries):
        return False
    return keeps_signatures(said.data.get("signatures"), later.data.get("signatures"), later.digest)


class _Line:
    """A signature as the past has it: as it first stood, and with the digest that it gained."""

    def __init__(self, entry: Mapping[str, Any], version: SignedVersion) -> None:
        self.entry, self.version = entry, version
        self.sealed: Mapping[str, Any] | None = None
        self.sealed_in = version

    def gains(self, entry: Mapping[str, Any]) -> bool:
        """Whether this one has a digest as the first."""
        return self.sealed is None and not self.entry.get("digest") and bool(entry.get("digest"))


def _lines_of(past: Iterable[SignedVersion], history: History | None) -> list[_Line]:
    found: list[_Line] = []
    for version in past:
        for at, entry in enumerate(version.entries):
            same = [line for line in found if _is_line(line.entry, entry)]
            known = None if not same or _is_apart(version, same, history) else same[0]
            if known is None:
                found.append(_Line(entry, version))
            elif known.gains(entry) and entry_holds(version.entries, at, version.said.digest):
                known.sealed, known.sealed_in = entry, version
    return found


def _is_line(first: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether a signature is one that stood before: each of its words is as it was, but for a digest.

    One by hand may have been sealed with more words.
    """
    if signer_of(first) != signer_of(entry):
        return False
    if entry.get("digest") and not first.get("digest"):
        return is_of_known_kind(str(entry["digest"])) and is_sealed_line(first, entry)
    return apart_from_digest(first) == apart_from_digest(entry)


def _without_taken_back(past: Sequence[SignedVersion], history: History | None) -> Iterator[SignedVersion]:
    """The versions without those that harmed a signed one and were taken back whole by the next, as in the audit."""
    groups = [list(each) for _, each in groupby(past, key=lambda version: version.said.document.text)]
    for before, group, after in zip([[], *groups], groups, [*groups[1:], []], strict=False):
        for version in group:
            if not (before and after and _is_taken_back(before[-1], version, after[0], history)):
                yield version


def _is_taken_back(
    before: SignedVersion, version: SignedVersion, after: SignedVersion, history: History | None
) -> bool:
    if not before.said.signed or version.said.keeps_each_line(before.said):
        return False
    if not after.said.keeps_each_line(before.said):
        return False
    commits = [each.change.commit for each in (before, version, after)]
    return history is not None and all(history.precedes(one, other) for one, other in pairwise(commits))


def _is_apart(version: SignedVersion, same: Iterable[_Line], history: History | None) -> bool:
    """Whether a line stands on a branch of its own here, under other words than where it is known already."""
    if history is None:
        return False
    known = [line.version for line in same]
    commit = version.change.commit
    other = all(each.digest_without_progress != version.digest_without_progress for each in known)
    return other and not any(history.precedes(each.change.commit, commit) for each in known)


def _is_doubled(
    gone: Mapping[str, Any],
    version: SignedVersion,
    now: RecordVersion,
    past: Sequence[SignedVersion],
    history: History | None,
) -> bool:
    """Whether a signature that is gone was given on a branch, and its signer's over the same words on another stands.

    Nobody took it out: whoever merged the two branches had one record to keep. In one line of commits it is another
    thing, since a signature would get another date there.
    """
    for each in doubled_by(gone, now.entries) if history is not None else ():
        other = next((one for one in past if any(signer_of(entry) == signer_of(each) for entry in one.entries)), None)
        if other is not None and history is not None and _apart(version.change.commit, other.change.commit, history):
            return True
    return False


def _apart(one: str, other: str, history: History) -> bool:
    return one != other and not history.precedes(one, other) and not history.precedes(other, one)
