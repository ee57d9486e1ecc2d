"""From a folder of files to charts: finds every record, reads it, links it, and seals the whole.

Loading is per client: `stream_charts` holds one chart at a time, so that a hundred thousand
records need no more memory than one client's. Reads files and never writes one.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date as Day
from functools import cached_property
from pathlib import Path

from caseload_tools.chart import Chart
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice
from caseload_tools.records import TYPE_OF_FOLDER, Record, Unreadable
from caseload_tools.records.checking import Checker, Flawed, faults_of
from caseload_tools.records.reading import read_record
from caseload_tools.shelf import PracticeShelf, Shelf
from caseload_tools.text import Document, name_faults, read_file

CLIENTS = "records/clients"
PRACTICE = "records/practice"
ATTACHMENTS = "attachments"
_HIDDEN = (".", "~")


@dataclass(frozen=True, slots=True)
class Folder:
    """A client's folder before anything in it is read: the client's id and the path of the folder."""

    id: str
    path: str


def client_folders(root: Path, clients: Collection[str] | None = None) -> tuple[Folder, ...]:
    """Every client folder below records/clients, by id; only `clients` when given.

    A folder is a client's when its name begins with `C-` or it holds a client.md; folders that
    only group clients (a team, a year) are gone through.
    """
    found = sorted(_client_folders(root, CLIENTS), key=lambda folder: (folder.id, folder.path))
    if clients is None:
        return tuple(found)
    known = {folder.id for folder in found}
    for wanted in clients:
        if wanted not in known:
            raise CaseloadError(f"there is no client {wanted}", "see `caseload due` or records/clients for the ids")
    return tuple(folder for folder in found if folder.id in clients)


def _client_folders(root: Path, path: str) -> Iterator[Folder]:
    try:
        entries = sorted(os.scandir(root / path), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False) or entry.name.startswith(_HIDDEN):
            continue
        inside = f"{path}/{entry.name}"
        if entry.name.startswith("C-") or (root / inside / "client.md").is_file():
            yield Folder(entry.name, inside)
        else:
            yield from _client_folders(root, inside)


def _files(root: Path, path: str) -> Iterator[str]:
    """Paths of all files in a folder, relative to the root, in order; links are not followed."""
    try:
        entries = sorted(os.scandir(root / path), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith(_HIDDEN):
            continue
        inside = f"{path}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name != ATTACHMENTS:
                yield from _files(root, inside)
        else:
            yield inside


@dataclass(frozen=True, slots=True)
class _Shelved:
    shelf: Shelf
    flawed: tuple[Flawed, ...]


def _read_folder(root: Path, path: str, chart_id: str, checker: Checker) -> _Shelved:
    records: list[Record] = []
    unreadable: list[Unreadable] = []
    flawed: list[Flawed] = []
    paths = list(_files(root, path))
    flawed += _misnamed(paths)
    for name in paths:
        if not name.endswith(".md"):
            continue
        link = name[len(path) + 1 : -3]
        folder = link.partition("/")[0] if "/" in link else ("" if link == "client" else link)
        if folder not in TYPE_OF_FOLDER:
            continue  # lint says so by the name alone; nothing may be concluded from a file in no place
        read = read_record(read_file(root, name), folder, link, chart_id, checker)
        if isinstance(read.record, Record):
            records.append(read.record)
        else:
            unreadable.append(read.record)
        if read.flawed is not None:
            flawed.append(read.flawed)
    return _Shelved(Shelf(tuple(records), tuple(unreadable)), tuple(flawed))


def _misnamed(paths: list[str]) -> Iterator[Flawed]:
    """Names that some other computer cannot hold, or that collide there."""
    for path, fault in name_faults(paths):
        document = Document.empty(path, (fault,))
        yield Flawed(document, "", faults_of(document))


def read_shared(root: Path, checker: Checker) -> PracticeShelf:
    """The practice's own records below records/practice."""
    shelved = _read_folder(root, PRACTICE, "", checker)
    return PracticeShelf(shelved.shelf, shelved.flawed)


def read_chart(
    root: Path, folder: Folder, practice: Practice, today: Day, shared: PracticeShelf, checker: Checker
) -> Chart:
    """One client's chart, read and sealed."""
    shelved = _read_folder(root, folder.path, folder.id, checker)
    return Chart(folder.id, folder.path, practice, today, shelved.shelf, shared, shelved.flawed)


def checker_for(practice: Practice) -> Checker:
    """The schema checker with the measures that this practice added."""
    return Checker(tuple(practice.measures))


def stream_charts(
    root: Path,
    practice: Practice,
    today: Day,
    clients: Collection[str] | None = None,
    shared: PracticeShelf | None = None,
) -> Iterator[Chart]:
    """Charts one at a time, by client id; each may be dropped before the next is read."""
    checker = checker_for(practice)
    shelf = shared if shared is not None else read_shared(root, checker)
    for folder in client_folders(root, clients):
        yield read_chart(root, folder, practice, today, shelf, checker)


@dataclass(frozen=True, eq=False)
class Caseload:
    """Every chart and the practice's own records, for one day. What reports and pages ask."""

    root: Path
    practice: Practice
    today: Day
    charts: tuple[Chart, ...]
    shared: PracticeShelf

    @cached_property
    def _by_id(self) -> dict[str, Chart]:
        return {chart.id: chart for chart in self.charts}

    def chart(self, client: str) -> Chart | None:
        """The chart of a client id."""
        return self._by_id.get(client)

    @property
    def record_count(self) -> int:
        """How many files stand in the caseload as records, readable or not."""
        shelves = (self.shared.shelf, *(chart.shelf for chart in self.charts))
        return sum(len(shelf.records) + len(shelf.unreadable) for shelf in shelves)


def read_caseload(root: Path, practice: Practice, today: Day, clients: Collection[str] | None = None) -> Caseload:
    """The whole caseload in memory, or the charts of some clients."""
    shared = read_shared(root, checker_for(practice))
    charts = tuple(stream_charts(root, practice, today, clients, shared))
    return Caseload(root, practice, today, charts, shared)
