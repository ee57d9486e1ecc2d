"""One version of a record, read once: its words, its signatures, its additions, and the digests of what it says.

For whoever compares versions out of the past. By the one strict reader; what cannot be read is compared as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from caseload_tools.text import Document, read_bytes
from caseload_tools.text.digest import canonical_json, content_digest
from caseload_tools.text.faults import FILE
from caseload_tools.text.signed_text import (
    apart_from_digest,
    broken_entries,
    digest_of_line,
    digest_without_progress,
    entries_of,
    entry_holds,
    is_sealed,
    lines_of,
    lost_entries,
)
from caseload_tools.values import frozen

SignatureKey = tuple[str, str, str]


@frozen(slots=False, eq=False, shown=False)
class RecordVersion:
    """What one content of a record says."""

    document: Document

    @property
    def usable(self) -> bool:
        """Whether it could be read in full; of one that could not, only the text is known."""
        return self.document.usable

    @property
    def unopened(self) -> bool:
        """Whether not even its text is known: it is too large for a record."""
        return any(fault.code == FILE for fault in self.document.faults)

    @property
    def data(self) -> Mapping[str, Any]:
        return self.document.data

    @property
    def written(self) -> Mapping[str, Any]:
        return self.document.written

    @property
    def body(self) -> str:
        return self.document.body

    @property
    def type(self) -> str:
        return str(self.data.get("type", ""))

    @cached_property
    def digest(self) -> str:
        """Over all that it says, without signatures and additions.

        Of one that could not be read in full, over what was read where somebody signed it: whoever takes the second of
        two keys out changes no word. Of one that nobody signed, over its text.
        """
        return content_digest(self.written, self.body) if self._is_compared else content_digest({}, self.document.text)

    @property
    def _is_compared(self) -> bool:
        return self.usable or bool(self.entries)

    @cached_property
    def digest_without_progress(self) -> str:
        """As `digest`, without what a plan or a consent signed by hand may still say."""
        return digest_without_progress(self.written, self.body) if self._is_compared else self.digest

    @cached_property
    def entries(self) -> tuple[Mapping[str, Any], ...]:
        """Its signatures as they stand in it."""
        return tuple(entries_of(self.data))

    @property
    def digests(self) -> dict[SignatureKey, str]:
        """The digests of its signatures, by who signed, as what, and when; of those that carry one."""
        return {signer_of(each): str(each["digest"]) for each in self.entries if each.get("digest")}

    @cached_property
    def signatures(self) -> Mapping[str, str]:
        """The digest that each signature names, or nothing, by the signature without it."""
        return {apart_from_digest(each): digest_of_line(each) for each in self.entries}

    @cached_property
    def addenda(self) -> tuple[str, ...]:
        listed = self.data.get("addenda")
        return tuple(canonical_json(each) for each in listed) if isinstance(listed, list) else ()

    @cached_property
    def lines(self) -> Counter[str]:
        return Counter(line for line in self.document.text.splitlines() if line.strip())

    @property
    def empty(self) -> bool:
        """Whether nothing is left: no line of text, or no front matter to say what it is."""
        return not self.lines or not self.type

    @property
    def signed(self) -> bool:
        return bool(self.entries)

    def keeps(self, older: RecordVersion) -> bool:
        """Whether this version has the content of an older one with all its signatures and addenda."""
        return self.says(older) and not self.lost_signatures(older) and self.keeps_addenda(older)

    def keeps_each_line(self, older: RecordVersion) -> bool:
        """Whether it keeps all that an older one has, and no line by hand gained more than its digest.

        Whoever takes such a word back with the digest that it came with has taken back what was done to the line.
        """
        lines = {apart_from_digest(each) for each in self.entries}
        return self.keeps(older) and all(apart_from_digest(each) in lines for each in older.entries)

    def says(self, older: RecordVersion) -> bool:
        """Whether this version says what an older one said, or what was signed there. Under a digest each word counts.

        Below a digest that did not fit, to write what it is of is to say what was signed.
        """
        if self._agrees(older, sealed=is_sealed(older.entries)):
            return True
        return bool(older.entries) and not self.broken_signatures(older)

    def _agrees(self, older: RecordVersion, *, sealed: bool) -> bool:
        if not self.usable and not older.usable and self.document.text != older.document.text:
            return False  # what was not read in either may be anything
        if sealed:
            return self.digest == older.digest
        return self.digest_without_progress == older.digest_without_progress

    def broken_signatures(self, older: RecordVersion) -> list[Mapping[str, Any]]:
        """The signatures of an older version that were over other words than these: whose is broken, as all say it.

        One with a digest is over each word, also beside one typed by hand, which leaves out what is kept up.
        """
        fits = self._now_fitting(older)
        return [
            each
            for each in older.entries
            if each not in fits and not self._agrees(older, sealed=bool(each.get("digest")))
        ]

    def _now_fitting(self, older: RecordVersion) -> list[Mapping[str, Any]]:
        """The signatures whose digest was of other words than an older version's, and is of these."""
        if not (self.usable and older.usable and older.digests):
            return []
        lines = broken_entries(older.entries, older.digest)
        return [
            each for at, each in enumerate(self.entries) if each in lines and entry_holds(self.entries, at, self.digest)
        ]

    def lost_signatures(self, older: RecordVersion) -> list[Mapping[str, Any]]:
        """The signatures that an older version has and this one has not, or not as they were."""
        # Whoever makes it a record that nobody signs takes no line out of it.
        return lost_entries(older.entries, lines_of(self.data), self.digest)

    def keeps_addenda(self, older: RecordVersion) -> bool:
        return self.addenda[: len(older.addenda)] == older.addenda

    def goes_on(self, older: RecordVersion) -> bool:
        """Whether this is an older version, written further: every line of it still stands."""
        return not older.lines - self.lines

    def resembles(self, older: RecordVersion) -> bool:
        """Whether at least half of an older version's lines stand here."""
        return 2 * (self.lines & older.lines).total() >= older.lines.total()


def read_version(raw: bytes) -> RecordVersion:
    """The version in a file's bytes. One that cannot be read is compared as text."""
    return RecordVersion(read_bytes(raw, ""))


def signer_of(entry: Mapping[str, Any]) -> SignatureKey:
    """Which signature this is: who, as what, when."""
    return str(entry.get("by", "")), str(entry.get("role", "")), str(entry.get("at", ""))
