"""From two versions of a file to what happened between them. Never fails, whatever the bytes are.

A record's versions are parsed only as far as they differ: most edits touch the body or the front matter,
and a record that was only created is not parsed at all, but for its signatures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from caseload_tools.audit.changes.difference import differences
from caseload_tools.audit.changes.event import Event
from caseload_tools.audit.changes.front_diff import differing_lines, from_key, record_halves
from caseload_tools.audit.changes.prose_diff import comment_events, section_events
from caseload_tools.audit.changes.settings_diff import settings_events, signer_events
from caseload_tools.audit.changes.showing import text_of
from caseload_tools.audit.changes.signature_diff import KEY, signature_events
from caseload_tools.audit.changes.wording import change_of, field_of, sentence_of
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.history.fates import RecordChange
from caseload_tools.history.record_path import RecordPath
from caseload_tools.history.versions import RecordVersion
from caseload_tools.practice.mistakes import FILE
from caseload_tools.text import Document, read_bytes
from caseload_tools.text.front_matter.yaml_reading import read_yaml
from caseload_tools.text.older_names import part_in_todays_names
from caseload_tools.text.signed_text import entries_of, is_sealed, kept_up

ADDENDA = ("correction", "late-entry", "clarification", "addendum", "client-amendment")
_LINK = re.compile(r"[a-z]+/[A-Za-z0-9._-]{1,60}")
_ONLY_SIGNED = {KEY}
_KEPT, _USUAL, _SHORT = 64, 1024, 120
_TYPE = re.compile(r"^type: ([a-z-]+)\n(?=[a-z])", re.MULTILINE)


@lru_cache(_KEPT)
def _read(raw: bytes) -> Document:
    """The next edit of a record begins with the version that this one ends with."""
    return read_bytes(raw, "")


def events_between(before: bytes | None, after: bytes | None, path: str, *, values: bool = False) -> tuple[Event, ...]:
    """What happened to the file at `path`, from one version to another; None where it was not there.

    With `values` the events also hold texts that may not be shown by default.
    """
    place = RecordPath.parse(path)
    if before is None and after is None:
        return ()
    if before is None:
        return _created(after or b"", path, place)
    if after is None:
        return (Event("deleted", "", f"{_name(path, place)} deleted"),)
    if before == after:
        return ()
    if path == FILE:
        return tuple(settings_events(before, after))
    if _is_signers(path):
        return tuple(signer_events(before, after))
    if not path.endswith(".md"):
        return (Event("edited", "", f"{_name(path, place)} replaced by another version"),)
    return tuple(_edited(before, after, place, values))


def events_of_return(change: RecordChange, deleted: bytes, now: bytes, *, values: bool = False) -> tuple[Event, ...]:
    """What happened to a record that was put back where it had been deleted: that, and what it says otherwise now.

    Its signatures are told only as far as they are not those that it was deleted with.
    """
    told = Event("restored", "", f"{_name(change.path, RecordPath.parse(change.path))} {change.kind}")
    return (told, *events_between(deleted, now, change.path, values=values))


def _name(path: str, place: RecordPath) -> str:
    if path == FILE:
        return "settings of the practice"
    if _is_signers(path):
        return "list of signing keys"
    return place.word.replace("-", " ") or ("file" if path.endswith(".md") else "attached file")


def _is_signers(path: str) -> bool:
    return "allowed_signers" in path and "allowed_signers" in path.rpartition("/")[2]


def _created(raw: bytes, path: str, place: RecordPath) -> tuple[Event, ...]:
    if path == FILE or _is_signers(path):
        return (Event("privilege-changed", "", f"{_name(path, place)} put on file"),)
    event = _addendum(raw) if place.word == "addendum" else _put_on_file(_name(path, place))
    if path.endswith(".md") and (signatures := _signatures(raw)):
        return event, *signature_events(None, signatures)
    return (event,)


@cache
def _put_on_file(name: str) -> Event:
    return Event("created", "", f"{name} created")


def _addendum(raw: bytes) -> Event:
    data = _read(raw).data
    to, kind = data.get("to"), data.get("kind")
    link = to if isinstance(to, str) and _LINK.fullmatch(to) else ""
    name = link or "a record"
    if kind == "void":
        unsigned = "" if data.get(KEY) else ", not signed yet"
        return Event("voided", link, f"{name} declared void{unsigned}")
    if kind == "returned":
        return Event("returned", link, f"{name} returned for revision")
    what = kind.replace("-", " ") if isinstance(kind, str) and kind in ADDENDA else "addendum"
    return Event("addendum", link, f"{what} to {name} put on file")


def _signatures(raw: bytes) -> object:
    """The signatures of a version, which nearly always stand last: what is above them is parsed only in doubt."""
    if raw.find(b"\nsignatures:", 0, raw.find(b"\n---", 3)) < 0:
        return None
    ordinary = record_halves(raw)
    if ordinary is not None and (lines := from_key(KEY, ordinary.front)):
        below = read_yaml(lines)
        if below.sound and not below.slips:
            return below.data.get(KEY)
    return _read(raw).data.get(KEY)


def _half_read(old: RecordVersion, new: RecordVersion) -> Event:
    """An edit of which not both sides could be read in full; what was typed below a fault holds what was read there."""
    changed = not old.usable and old.signed and not new.says(old)
    how = "edited; the version before it could not be read, this one can"
    if not new.usable:
        how = "edited, and this version could not be read"
    return Event("edited-after-signing" if changed else "unreadable", "", how)


def _edited(before: bytes, after: bytes, place: RecordPath, values: bool) -> Iterator[Event]:
    found = _quickly(before, after, place, values)
    if found is None:
        old, new = _read(before), _read(after)
        if not (old.usable and new.usable):
            yield _half_read(RecordVersion(old), RecordVersion(new))
            return
        found = _in_full(old, new, place, values)
    signed, told = found
    action = "edited-after-signing" if signed else "edited"
    keys = kept_up(place.word) if signed else frozenset[str]()
    kept = keys if keys and not _is_sealed(before) else ()
    named = [
        each._replace(action=action) if each.action == "edited" and each.field.split("/")[-1] not in kept else each
        for each in told
    ]
    yield from named or [Event("edited", "", "layout of the file changed, its content is the same")]


def _is_sealed(raw: bytes) -> bool:
    """Whether a signature with a digest stands in a record: then nothing in it is kept up."""
    return is_sealed(entries_of(_read(raw).data))


EventsFound = tuple[bool, list[Event]]  # whether the version before bore a signature, and what happened


def _quickly(before: bytes, after: bytes, place: RecordPath, values: bool) -> EventsFound | None:
    """From the keys and sections that differ alone; None where that is not certain."""
    old, new = record_halves(before), record_halves(after)
    if old is None or new is None or old.comments != new.comments or not place.word:
        return None
    kind = _TYPE.search(new.front)
    if kind is None or kind[1] != place.word:
        return None
    if old.body != new.body and ("<!--" in old.body or "<!--" in new.body):
        return None
    at = f"\n{old.front}".find("\nsignatures:")
    signed = at >= 0
    if signed and not old.front.startswith("\n  -", at + len("signatures:")):
        return None  # an empty list, or one that is written in another way
    parts = differing_lines(old.front, new.front)
    if parts is None:
        return None
    plain = not values and KEY not in parts[0] and KEY not in parts[1] and len(parts[0]) + len(parts[1]) < _SHORT
    front = (_usual if plain else _of_lines)(*parts, place.word, values)
    if front is None:
        return None
    fields, signatures = front
    sections = section_events(old.body, new.body, values) if old.body != new.body else ()
    return signed, [*fields, *sections, *signatures]


def _of_lines(old: str, new: str, word: str, values: bool) -> tuple[Sequence[Event], Sequence[Event]] | None:
    """What happened to fields and to signatures, from the lines that differ."""
    first, second = _data(old, word), _data(new, word)
    if first is None or second is None:
        return None
    fields = tuple(_fields(first, second, word, values)) if first.keys() | second.keys() != _ONLY_SIGNED else ()
    return fields, tuple(signature_events(first.get(KEY), second.get(KEY)))


# `risk: none` becomes `risk: low` again and again; prose and signatures are not what happens twice.
_usual = lru_cache(_USUAL)(_of_lines)


def _data(part: str, word: str) -> Mapping[str, Any] | None:
    if not part:
        return {}
    found = read_yaml(part)
    return part_in_todays_names(found.data, word) if found.sound and not found.slips else None


def _in_full(old: Document, new: Document, place: RecordPath, values: bool) -> EventsFound:
    word = new.data.get("type")
    word = word if isinstance(word, str) and word in RECORD_TYPES else place.word
    told = list(_fields(old.data, new.data, word, values))
    if old.body != new.body:
        told += section_events(old.body, new.body, values)
    told += comment_events(old, new, values)
    told += signature_events(old.data.get(KEY), new.data.get(KEY))
    return bool(old.data.get(KEY)), told


def _fields(old: Mapping[str, Any], new: Mapping[str, Any], word: str, values: bool) -> Iterator[Event]:
    kept = ({key: value for key, value in each.items() if key != KEY} for each in (old, new))
    for difference in differences(*kept):
        change = change_of(word, difference)
        told = sentence_of(change)
        if values:
            shown = text_of(difference.before), text_of(difference.after)
        else:
            shown = _printed(change.before, difference.before), _printed(change.after, difference.after)
        field = "/".join(difference.path) if values else field_of(change)
        yield Event(told.action, field, told.words, *shown)


def _printed(shown: str | None, value: object) -> str:
    """Nothing for what was not there and for what may not be shown."""
    return "" if shown is None or value is None else shown
