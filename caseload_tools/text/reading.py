"""From a file to a Document. The one way in: nothing else in the package opens a record.

Whatever is on the disk, the answer is a Document, with faults where it must be: a bad file never stops
the others. Files that are not plain files are never opened, because a link or a pipe in a folder of
records is either a mistake or an attack.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from caseload_tools.text.characters import decode_text
from caseload_tools.text.document import Document
from caseload_tools.text.faults import CHARACTERS, FILE, UNREADABLE, Fault, line_and_column, span_of
from caseload_tools.text.front_matter.front import cover_conflicts, cover_odd, find_front
from caseload_tools.text.front_matter.yaml_faults import WORDS
from caseload_tools.text.front_matter.yaml_reading import read_yaml
from caseload_tools.text.front_matter.yaml_words import Slip
from caseload_tools.text.older_names import in_todays_names

LARGEST = 1_048_576  # bytes; a long note has 10,000
_CHUNK = 65_536
# Not all systems have all of these; where O_NOFOLLOW is missing, the look before opening must do.
_PLAIN_OPEN = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _PLAIN_OPEN |= getattr(os, _flag, 0)
_REFUSALS = {
    "link": ("this is a link to a file, not a file", "put the file itself here"),
    "odd": ("this is not a plain file", "take it out of the records"),
    "outside": ("this path leads out of the practice", ""),
    "missing": ("the file cannot be read: it is not there", ""),
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}").fullmatch


def read_bytes(raw: bytes, path: str) -> Document:
    """The document in a file's bytes. Never raises; `path` is only remembered."""
    if len(raw) > LARGEST:
        return Document.empty(path, (_too_large(len(raw)),))
    decoded = decode_text(raw)
    text = source = decoded.text
    faults, sound, excused = decoded.faults, decoded.sound, False
    if ("<" in text or ">" in text) and ("<<<<<<<" in text or ">>>>>>>" in text):  # the first is cheap
        source, conflicts, first = cover_conflicts(text)
        faults += conflicts
        excused = bool(conflicts) and not text[:first].strip()
    front = find_front(source, excused)
    faults += front.faults
    sound = sound and front.sound
    if decoded.odd:
        yaml, odd, changed = cover_odd(source, front.start, front.end)
        faults += odd
        sound = sound and not changed
    else:
        yaml = source[front.start : front.end]
    if source is not text and text[: front.end] != source[: front.end]:
        sound = False
    if not yaml and not front.sound:  # no front matter was found, and that has been said
        return Document(path, text, {}, faults, False, front.start, front.end, front.body, ())
    reading = read_yaml(yaml)
    if reading.slips:
        lines = {fault.line for fault in faults if fault.code == UNREADABLE}
        faults += _spoken(reading.slips, text, front.start, lines)
    if len(faults) > 1:
        faults = tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
    usable = sound and reading.sound
    data = in_todays_names(reading.data)
    older = None if data is reading.data else reading.data
    return Document(path, text, data, faults, usable, front.start, front.end, front.body, reading.marks, older)


def _spoken(slips: tuple[Slip, ...], text: str, origin: int, lines: set[int]) -> tuple[Fault, ...]:
    """Slips as faults, without those on lines where a more exact fault is known already."""
    faults = []
    for slip in slips:
        span = span_of(text, origin + slip.start, origin + slip.end)
        if span.line in lines:
            continue
        first = line_and_column(text, origin + slip.first)[0] if slip.first >= 0 else 0
        name = slip.name
        if slip.kind == "duplicate":
            name = f"`{name}`" if _NAME(name) else "this key"
        elif name:
            name = "a backtick" if name == "`" else f"`{name}`"
        message, hint = (words.format(name=name, first=first) for words in WORDS[slip.kind])
        if "double quotes" in hint:
            hint = _in_quotes_that_fit(hint, text, origin + slip.start)
        code = CHARACTERS if slip.kind == "escape" else UNREADABLE
        faults.append(Fault(code, span.line, span.column, message, hint, span.end_line, span.end_column))
    return tuple(faults)


def _in_quotes_that_fit(hint: str, text: str, at: int) -> str:
    """The hint with the quotes that its line needs: within double ones no further `"` and no backslash reads clean."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    if '"' not in line and ("\\" not in line or "backslash" in hint):
        return hint
    if "double quotes" not in hint or "single quotes" in hint:
        return hint
    twice = ", with each `'` in it typed twice" if "'" in line else ""
    return hint.replace("double quotes", "single quotes", 1).replace(", or none", "") + twice


def read_file(root: Path, path: str) -> Document:
    """The document in `root/path`. Never raises: what cannot or must not be opened is a fault."""
    try:
        raw = _open(os.fspath(root), path)
    except OSError as error:
        raw = _file_fault(f"the file cannot be read: {os.strerror(error.errno or 0)}")
    except ValueError:  # a NUL in the name
        raw = _file_fault("no file can have this name")
    return Document.empty(path, (raw,)) if isinstance(raw, Fault) else read_bytes(raw, path)


def _open(root: str, path: str) -> bytes | Fault:
    parts = path.split("/")
    if ".." in parts or "" in parts or "\\" in path:
        return _file_fault(*_REFUSALS["outside"])
    folder = root
    for part in parts[:-1]:
        folder = f"{folder}/{part}"
        if stat.S_ISLNK(os.lstat(folder).st_mode):
            return _file_fault("this file lies behind a folder that is a link", "put the folder itself here")
    name = f"{root}/{path}"
    fault = _unfit(os.lstat(name))
    if fault is not None:
        return fault
    handle = os.open(name, _PLAIN_OPEN)
    try:
        status = os.fstat(handle)  # it may have been exchanged since
        return _unfit(status) or _read_all(handle, status.st_size)
    finally:
        os.close(handle)


def _read_all(handle: int, size: int) -> bytes:
    """What is in the file, which is nearly always as long as it was said to be."""
    raw = os.read(handle, size + 1)  # no more: room for a whole MiB costs more than reading a record
    while len(raw) != size and len(raw) <= LARGEST and (more := os.read(handle, _CHUNK)):
        raw += more
    return raw


def refused_file(path: str, reason: str, size: int = 0) -> Document:
    """The document of a file that git lists and nobody reads: `reason` is link, odd, outside, missing or large."""
    return Document.empty(path, (_too_large(size) if reason == "large" else _file_fault(*_REFUSALS[reason]),))


def _unfit(status: os.stat_result) -> Fault | None:
    """Why a file must not be opened.

    A second name elsewhere (a hard link) is no reason, as programs that take snapshots give one to every file: it
    leads nowhere that could be exchanged, git takes the same bytes from it, and who could make it could as well have
    put a copy there.
    """
    if stat.S_ISLNK(status.st_mode):
        return _file_fault(*_REFUSALS["link"])
    if not stat.S_ISREG(status.st_mode):
        return _file_fault(*_REFUSALS["odd"])
    if status.st_size > LARGEST:
        return _too_large(status.st_size)
    return None


def _too_large(size: int) -> Fault:
    message = f"the file is too large for a record: {size:,} bytes, at most {LARGEST:,} are read"
    return _file_fault(message, "put scans and letters into the client's `attachments` folder")


def _file_fault(message: str, hint: str = "") -> Fault:
    return Fault(FILE, 1, 1, message, hint)
