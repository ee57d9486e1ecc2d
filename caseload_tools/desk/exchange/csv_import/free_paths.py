"""Where imported records stand: what is in the practice already, and a free place for what is new.

A record keeps the place its source row once got, however many rows come before it the next
time. Reads the records folder once, looks only for `source:` lines, and writes nothing.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from caseload_tools.chart.caseload import client_folders
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.desk.exchange.csv_import.import_mistakes import RowError
from caseload_tools.text.client_codes import USUAL_CODES, ClientCodes

_SOURCE = re.compile(rb"^source: ['\"]?([^\r\n]*?)['\"]?[ \t]*\r?$", re.MULTILINE)
_TYPE = re.compile(rb"^type: ['\"]?([a-z-]+)", re.MULTILINE)
_DIGEST = re.compile(r" \(([0-9a-f]{12})\)\Z")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")


@dataclass(slots=True)
class FreePaths:
    """The places of one practice. Paths are relative to its root, with forward slashes.

    `by_source` finds imported records by type and source: one row may make a record of several types.
    """

    root: Path
    codes: ClientCodes = USUAL_CODES
    by_source: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _charts: dict[str, str] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._charts = {folder.id: folder.path for folder in client_folders(self.root)}
        for folder, folders, files in os.walk(self.root / "records"):
            folders[:] = sorted(name for name in folders if not (Path(folder) / name).is_symlink())
            for name in files:
                if name.endswith(".md"):
                    self._see(Path(folder) / name)

    def _see(self, path: Path) -> None:
        relative = path.relative_to(self.root).as_posix()
        self._taken[relative.casefold()] = ""
        if path.is_symlink() or not path.is_file():
            return
        raw = path.read_bytes()
        if source := source_in(raw):
            self.by_source.setdefault((_type_in(raw), without_digest(source)), []).append(relative)

    def has_client(self, client: str) -> bool:
        """Whether this client has a first page here already."""
        return client in self._charts and f"{self._charts[client]}/client.md".casefold() in self._taken

    def has_record(self, word: str, source: str) -> bool:
        """Whether a record of this type from this source row stands here already."""
        return (word, source) in self.by_source

    def path_for(self, word: str, client: str, name: str, source: str) -> str:
        """The place of the record from `source`: the one it has, or the next free one for `name`."""
        if (word, source) in self.by_source:
            path = self.by_source[word, source][0]
            self._taken[path.casefold()] = source
            return path
        folder = self._folder(word, client)
        if word == "client":
            path = f"{folder}/client.md"
            owner = self._taken.get(path.casefold())
            if owner:
                raise RowError(f"{client} is made from another row already: {owner}")
            self._taken[path.casefold()] = source
            return path
        if not _NAME.match(name):
            raise RowError("gives a file name with letters that a path should not have")
        return self._next_free(f"{folder}/{name}", source)

    def _folder(self, word: str, client: str) -> str:
        kind = RECORD_TYPES[word]
        if kind.of_practice:
            return f"records/practice/{kind.folder}"
        if not self.codes.fits(client):
            raise RowError(f"gives no client id: it should be {self.codes.in_words}")
        chart = self._charts.get(client, f"records/clients/{client}")
        return f"{chart}/{kind.folder}".rstrip("/")

    def _next_free(self, stem: str, source: str) -> str:
        number = 1
        while True:
            path = f"{stem}.md" if number == 1 else f"{stem}-{number}.md"
            if path.casefold() not in self._taken:
                self._taken[path.casefold()] = source
                return path
            number += 1


def source_in(raw: bytes) -> str:
    """The `source:` of a record's bytes; empty when its front matter has none."""
    match = _SOURCE.search(raw, 0, _end_of_front(raw))
    return match.group(1).decode("utf-8", errors="replace") if match else ""


def _type_in(raw: bytes) -> str:
    match = _TYPE.search(raw, 0, _end_of_front(raw))
    return match.group(1).decode() if match else ""


def _end_of_front(raw: bytes) -> int:
    end = raw.find(b"\n---", 3)
    return end + 1 if end > 0 else len(raw)


def without_digest(source: str) -> str:
    """A source without the digest in brackets behind it."""
    return _DIGEST.sub("", source)


def digest_in(source: str) -> str:
    """The digest in brackets behind a source; empty when there is none."""
    match = _DIGEST.search(source)
    return match.group(1) if match else ""
