"""What git remembers of signatures: the first commit that carried one fixes its digest for ever.

Whoever edits a signed record and writes the new digest into the old signature passes `judging`; the past tells.
Asks a History and reads texts; runs no git itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from caseload_tools.chart.signing.standing import STAFF_ROLES, entries_of
from caseload_tools.history.readers.record_history import Change, History
from caseload_tools.text import read_bytes
from caseload_tools.text.digest import content_digest
from caseload_tools.values import frozen

Key = tuple[str, str, str]
# How far a plan has come. `caseload audit verify` leaves the same two out.
STANDING = frozenset(("status", "completed_on"))


@frozen
class Version:
    """A record as one commit left it."""

    change: Change
    data: Mapping[str, Any]
    body: str
    entries: tuple[Mapping[str, Any], ...]

    @property
    def digests(self) -> dict[Key, str]:
        """The digests of its signatures, by who signed, as what, and when."""
        return {key_of(each): str(each["digest"]) for each in self.entries if each.get("digest")}

    @property
    def signed(self) -> bool:
        """Somebody on the staff had signed."""
        return any(each.get("role") in STAFF_ROLES for each in self.entries)

    @property
    def agreed(self) -> str:
        """As `agreed_in`, of this version."""
        return agreed_in(self.data, self.body)


@frozen
class Tampered:
    """A signature that is no longer what the first commit with it said: changed, or gone (`now` is empty)."""

    by: str
    role: str
    at: str
    since: Change
    now: str


def agreed_in(data: Mapping[str, Any], body: str) -> str:
    """The digest of a content without how far a plan has come, which may be kept up in one signed by hand."""
    return content_digest(_without_standing(data), body)


def _without_standing(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_standing(each) for key, each in value.items() if key not in STANDING}
    return [_without_standing(each) for each in value] if isinstance(value, list) else value


def key_of(entry: Mapping[str, Any]) -> Key:
    """Which signature this is: who, as what, when."""
    return str(entry.get("by", "")), str(entry.get("role", "")), str(entry.get("at", ""))


def versions(path: str, history: History, adopted: date | None = None, today: date | None = None) -> Iterator[Version]:
    """The versions of a record that count, oldest first; those that cannot be read are left out.

    A past before adoption is not judged: of it, only the last version counts. Nor is what comes after `today`.
    """
    before: Version | None = None
    for version in _known(path, history):  # type: ignore[arg-type]  # each history is itself and no other
        if today is not None and version.change.on > today:
            break
        if adopted is not None and version.change.on < adopted:
            before = version
            continue
        if before is not None:
            yield before
            before = None
        yield version
    if before is not None:
        yield before


@lru_cache(maxsize=2)  # several rules ask about one record, one after the other
def _known(path: str, history: History) -> tuple[Version, ...]:
    read = (_version(change, history) for change in history.changes(path))
    return tuple(version for version in read if version is not None)


def _version(change: Change, history: History) -> Version | None:
    text = history.text_at(change)
    if text is None:
        return None
    document = read_bytes(text.encode("utf-8", "surrogatepass"), change.path)
    return Version(change, document.data, document.body, tuple(entries_of(document.data))) if document.usable else None


def tampered(data: Mapping[str, Any], past: Iterable[Version]) -> Iterator[Tampered]:
    """The signatures with a digest that git saw first with another one, or saw and that are gone now."""
    now = {key_of(each): str(each.get("digest", "")) for each in entries_of(data)}
    seen: set[Key] = set()
    for version in past:
        for key, digest in version.digests.items():
            if key not in seen and now.get(key, "") != digest:
                yield Tampered(*key, since=version.change, now=now.get(key, ""))
            seen.add(key)
