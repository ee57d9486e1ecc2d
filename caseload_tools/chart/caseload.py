"""From a tree of files to charts: finds every record, reads it, links it, and freezes the whole.

The tree is the work tree, the index or a commit; a folder given for it is the work tree there. Loading is per
client: `stream_charts` holds one chart at a time, so that a hundred thousand records need no more memory than
one client's. Reads files and never writes one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date as Day
from functools import cached_property
from pathlib import Path

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.copied_records import copied_by_name, copies_among, voided_links
from caseload_tools.chart.corrections import with_corrections
from caseload_tools.chart.not_read import NotRead, not_read_in, values_lost
from caseload_tools.chart.records import Record, Unreadable
from caseload_tools.chart.records.checking import Checker, CodedProblem, FaultyDocument, faults_of
from caseload_tools.chart.records.from_document import read_record
from caseload_tools.chart.records.problem import Problem
from caseload_tools.chart.shelf import NO_STAFF, PracticeShelf, Shelf
from caseload_tools.chart.unplaced import RECORDS, files_and_hidden, passed_over, why_not_here
from caseload_tools.dates import parse_day
from caseload_tools.errors import CaseloadError
from caseload_tools.git.tree import NotAFileError, Tree, WorkTree
from caseload_tools.history.readers.record_history import History, NoHistory
from caseload_tools.history.record_path import (
    ATTACHMENTS,
    CLIENTS,
    HIDDEN,
    PRACTICE,
    RecordPath,
    holds_records,
    is_chart_name,
    may_be_chart_name,
    word_of,
)
from caseload_tools.practice import Practice, Staff
from caseload_tools.practice.own_fields import checked_fields
from caseload_tools.practice.record_format import say_needed
from caseload_tools.text import Document, name_faults, read_bytes, read_file, refused_file
from caseload_tools.text.client_codes import looks_like_code
from caseload_tools.text.leftover_names import leftover_name
from caseload_tools.text.nearest import did_you_mean
from caseload_tools.text.shell import shell_word
from caseload_tools.values import frozen

NO_PAST = NoHistory()
TreeOrFolder = Path | Tree
"""Where a practice is read: a tree, or the folder whose work tree is meant."""


@frozen
class Folder:
    """A client's folder before anything in it is read: the client's id and the path of the folder."""

    id: str
    path: str


def tree_of(place: TreeOrFolder) -> Tree:
    """The tree at a place."""
    return WorkTree(place) if isinstance(place, Path) else place


def read_document(place: TreeOrFolder, path: str) -> Document:
    """The document at a path of a tree. What cannot or must not be read is a fault of it, the same in every tree."""
    tree = tree_of(place)
    if isinstance(tree, WorkTree):
        return read_file(tree.root, path)
    if "\\" in path:
        return refused_file(path, "outside")
    try:
        return read_bytes(tree.read(path), path)
    except NotAFileError as refusal:
        return refused_file(path, refusal.reason, refusal.size)


def client_folders(place: TreeOrFolder, clients: Collection[str] | None = None) -> tuple[Folder, ...]:
    """Every client folder below records/clients, by id; only `clients` when given.

    A folder is a client's when its name begins with `C-` or it holds a client.md or a folder of records; folders that
    only group clients (a team, a year) are gone through. One without all that is a client's too when it is named as a
    practice of its own form of codes may name it, and holds something else than charts.
    """
    found = sorted(_client_folders(tree_of(place), CLIENTS), key=lambda folder: (folder.id, folder.path))
    if clients is None:
        return tuple(found)
    known = [folder.id for folder in found]
    for wanted in clients:
        if wanted not in known:
            raise _no_such_client(place, wanted, known)
    return tuple(folder for folder in found if folder.id in clients)


def _no_such_client(place: TreeOrFolder, wanted: str, known: Collection[str]) -> CaseloadError:
    """Why a client is not found. Who has a chart today and had none then is told so, and nobody else is named."""
    today = WorkTree(tree_of(place).root)
    for folder in _client_folders(today, CLIENTS):
        if folder.id == wanted:
            opened = parse_day(read_document(today, f"{folder.path}/client.md").data.get("opened"))
            since = f"it was opened on {opened}; " if opened else ""
            return CaseloadError(
                f"{wanted} had no chart yet then",
                f"{since}`caseload audit log --client {shell_word(wanted)}` says what was when",
            )
    for path in today.left_out:
        if f"/{wanted}/" in path:
            said, hint = why_not_here(today, path)
            return CaseloadError(f"{wanted} {said}", hint)
    ids = "the ids are the names of the folders in records/clients"
    return CaseloadError("there is no client with this id", did_you_mean(wanted, known, ids))


def _client_folders(tree: Tree, path: str) -> Iterator[Folder]:
    for name, is_folder in tree.names(path):
        if not is_folder or name.startswith(HIDDEN):
            continue
        inside = f"{path}/{name}"
        if is_chart_name(name) or _is_chart(tree, inside):
            yield Folder(name, inside)
            continue
        below = tuple(_client_folders(tree, inside))
        if looks_like_code(name) and _is_own_chart(tree, inside, below):
            yield Folder(name, inside)
        else:
            yield from below


def _is_own_chart(tree: Tree, folder: str, below: Collection[Folder]) -> bool:
    """Whether what is named by a code is a chart: a year or a team may have such a name too, and holds charts."""
    if below:
        return not any(may_be_chart_name(each.id) for each in below)
    return next(files_below(tree, folder), None) is not None


def _is_chart(tree: Tree, folder: str) -> bool:
    # Where a tree holds only a part of a practice, a name may be known that the folder above does not list.
    held = (name for name, is_folder in tree.names(folder) if is_folder)
    return tree.holds(f"{folder}/client.md") or any(map(holds_records, held))


def files_below(tree: Tree, path: str) -> Iterator[str]:
    """Paths of all files in a folder, relative to the practice, in order; links are not followed."""
    for name, is_folder in tree.names(path):
        if name.startswith(HIDDEN):
            continue
        inside = f"{path}/{name}"
        if not is_folder:
            yield inside
        elif name != ATTACHMENTS:
            yield from files_below(tree, inside)


@frozen
class _Shelved:
    shelf: Shelf
    faulty: tuple[FaultyDocument, ...]


def charts_beside(place: TreeOrFolder, caseload: Caseload) -> tuple[Chart, ...]:
    """The other charts with a session on a day on which somebody of a caseload is booked: who may be booked twice."""
    tree, practice, today = tree_of(place), caseload.practice, caseload.today
    booked = (each for chart in caseload.charts for each in chart.sessions if each.is_planned and each.date >= today)
    days, known = {each.date.isoformat() for each in booked}, {chart.folder for chart in caseload.charts}
    folders = (each for each in client_folders(tree) if each.path not in known) if days else ()
    beside = [each for each in folders if any(name[:10] in days for name, _ in tree.names(f"{each.path}/sessions"))]
    checker = checker_for(practice, today)
    return tuple(read_chart(tree, each, practice, today, caseload.shared, checker) for each in beside)


def _read_folder(
    tree: Tree, path: str, chart_id: str, checker: Checker, staff: Mapping[str, Staff] = NO_STAFF
) -> _Shelved:
    records: list[Record] = []
    unreadable: list[Unreadable] = []
    hidden: list[str] = []
    attached: list[str] = []
    paths = list(files_and_hidden(tree, path, hidden, attached=attached))
    faulty = list(_misnamed(paths))
    faulty += [_link_at(name) for name in attached if name in tree.links]
    # Lint speaks of what lies in no place by its name alone; nothing may be concluded from such a file.
    placed = [name for name in paths if name.endswith(".md") and word_of(name[len(path) + 1 : -3], chart_id)]
    named = copied_by_name(placed)
    known = frozenset(placed)
    strays = tuple(passed_over([name for name in paths if name not in known], hidden))
    tree.expect([name for name in placed if name not in named])
    documents = [read_document(tree, name) for name in placed if name not in named]
    void = {f"{path}/{link}.md" for link in voided_links(documents)}
    documents += [read_document(tree, name) for name in named if name in void]
    counting = [each for each in documents if each.path not in void]
    found_copies = dict(_of_other_charts(tree, path, chart_id, counting)) | copies_among(counting)
    copies = {name: original for name, original in (named | found_copies).items() if name not in void}
    faulty += [_copy_of(name, copies[name]) for name in sorted(copies)]
    copied: list[Record] = []
    for document in documents:
        link = document.path[len(path) + 1 : -3]
        read = read_record(document, _folder_of(link), link, chart_id, checker)
        if document.path in copies:
            copied += [read.record] if isinstance(read.record, Record) else []
            continue
        if isinstance(read.record, Record):
            records.append(read.record)
        else:
            unreadable.append(read.record)
        if read.faulty is not None:
            faulty.append(read.faulty)
    records, faulty = with_corrections(records, faulty, checker, staff)
    unreadable += _left_out(tree, path, chart_id)
    newer: tuple[Document, ...] = ()
    if checker.needed:
        unknown = (read_document(tree, each.path) for each in strays if each.unknown)
        newer = tuple(_of_chart(chart_id, (*(each.document for each in unreadable), *unknown)))
    left = (*sorted(copies), *(each.path for each in strays), *_repositories(tree, path))
    return _Shelved(Shelf(tuple(records), tuple(unreadable), staff, left, newer, tuple(copied)), tuple(faulty))


def _of_other_charts(tree: Tree, path: str, chart_id: str, documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    """What says that it is another client's, and stands in that chart word for word: it was copied into this one."""
    for each in documents:
        client = each.data.get("client", chart_id) if chart_id else ""
        if client == chart_id or not isinstance(client, str) or not looks_like_code(client):
            continue
        original = f"{path.rpartition('/')[0]}/{client}/{each.path[len(path) + 1 :]}"
        if tree.holds(original) and read_document(tree, original).text == each.text:
            yield each.path, original


def _of_chart(chart_id: str, documents: Iterable[Document]) -> Iterator[Document]:
    """What can be taken apart, and in a chart does not say that it is of another client."""
    for each in documents:
        if each.usable and (not chart_id or each.data.get("client", chart_id) == chart_id):
            yield each


def _repositories(tree: Tree, path: str) -> Iterator[str]:
    """Folders that are repositories of their own, in which nothing is read."""
    return (each for each in tree.repositories if each.startswith(f"{path}/"))


def _left_out(tree: Tree, path: str, chart_id: str) -> Iterator[Unreadable]:
    """The records of a folder that are not on this computer: links to them resolve, and nothing is known of them."""
    for name in tree.left_out:
        link = name[len(path) + 1 : -3]
        if name.startswith(f"{path}/") and name.endswith(".md") and word_of(link, chart_id):
            day = parse_day(link.rpartition("/")[2][:10])
            yield Unreadable(Document.empty(name, ()), word_of(link, chart_id), link, day)


def _link_at(path: str) -> FaultyDocument:
    """A link among the papers: what it shows lies elsewhere, and nobody keeps it there."""
    document = refused_file(path, "link")
    return FaultyDocument(document, "", faults_of(document))


def _copy_of(path: str, original: str) -> FaultyDocument:
    """A copy beside its record counts for nothing, as nobody knows which of the two is meant, until one is gone."""
    document = Document.empty(path)
    made = leftover_name(path.rpartition("/")[2])
    by_whom = f", as {made.maker} names it" if made is not None and made.kind == "copy" else ""
    (folder, _, name), here = original.rpartition("/"), path.rpartition("/")[0]
    parts = original.split("/")
    anothers = folder != here and parts[:-2] != path.split("/")[:-2]
    named = name if folder == here else "/".join(parts[-3 if anothers else -2 :])
    message = f"a copy of {named}{by_whom}: not read"
    hint = "take it out of this chart, or `caseload void` it where git has it" if anothers else ""
    hint = hint or (
        "compare the two, move over what only one of them has, then delete the one that came later, or `caseload void` "
        "it where git has both; what happened twice says in each of the two when"
    )
    return FaultyDocument(document, "", (CodedProblem("STR019", Problem(document, (), message, hint, line=1)),))


def _folder_of(link: str) -> str:
    return link.partition("/")[0] if "/" in link else ""


def _misnamed(paths: list[str]) -> Iterator[FaultyDocument]:
    """Names that some other computer cannot hold, or that collide there."""
    for path, fault in name_faults(paths):
        document = Document.empty(path, (fault,))
        yield FaultyDocument(document, "", faults_of(document))


def read_shared(place: TreeOrFolder, checker: Checker) -> PracticeShelf:
    """The practice's own records below records/practice."""
    tree = tree_of(place)
    shelved = _read_folder(tree, PRACTICE, "", checker)
    return PracticeShelf(shelved.shelf, shelved.faulty, lambda: _charted(tree))


def _charted(tree: Tree) -> frozenset[str]:
    """Every client of whom there is a chart, on this computer or left out of it."""
    left_out = (RecordPath.parse(each).client for each in tree.left_out)
    return frozenset((*(each.id for each in client_folders(tree)), *filter(None, left_out)))


def read_chart(
    place: TreeOrFolder,
    folder: Folder,
    practice: Practice,
    today: Day,
    shared: PracticeShelf,
    checker: Checker,
    past: History = NO_PAST,
) -> Chart:
    """One client's chart, read and frozen. `past` is what its signatures are judged by, where anybody asks."""
    shelved = _read_folder(tree_of(place), folder.path, folder.id, checker, practice.staff)
    return Chart(folder.id, folder.path, practice, today, shelved.shelf, shared, shelved.faulty, past)


def checker_for(practice: Practice, today: Day | None = None) -> Checker:
    """The schema checker with the measures, the keys and the clients' codes of this practice, for records of a day."""
    fields = checked_fields(practice.fields, practice.editor_keys)
    staff = {each.id: each.name for each in practice.staff.values()}
    return Checker(tuple(practice.measures), fields, say_needed(practice), practice.client_codes, staff, today)


def stream_charts(
    place: TreeOrFolder,
    practice: Practice,
    today: Day,
    clients: Collection[str] | None = None,
    shared: PracticeShelf | None = None,
    past: History = NO_PAST,
) -> Iterator[Chart]:
    """Charts one at a time, by client id; each may be dropped before the next is read."""
    checker = checker_for(practice, today)
    tree = tree_of(place)
    shelf = shared if shared is not None else read_shared(tree, checker)
    for folder in client_folders(tree, clients):
        yield read_chart(tree, folder, practice, today, shelf, checker, past)


@frozen(slots=False, eq=False)
class Caseload:
    """Every chart and the practice's own records, for one day. What reports and pages ask."""

    root: Path
    practice: Practice
    today: Day
    charts: tuple[Chart, ...]
    shared: PracticeShelf
    astray: tuple[str, ...] = ()
    """The paths of what lies below records/ in nobody's folder; none where only some clients were asked for."""

    @cached_property
    def _by_id(self) -> dict[str, Chart]:
        return {chart.id: chart for chart in self.charts}

    def chart(self, client: str) -> Chart | None:
        """The chart of a client id."""
        return self._by_id.get(client)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The paths of all that was not read, for whatever reason: of each chart, of the practice, then of nobody."""
        shelves = (*(chart.shelf for chart in self.charts), self.shared.shelf)
        return (*(path for shelf in shelves for path in shelf.unread), *self.astray)

    @cached_property
    def not_read(self) -> NotRead:
        """All that was not read, files and single values: as long as there is any, nobody says that all is well."""
        of_charts = [not_read_in(chart) for chart in self.charts]
        files = dict.fromkeys((*self.unread, *(path for each in of_charts for path in each.files)))
        values = (value for each in of_charts for value in each.values)
        return NotRead(tuple(files), (*values, *values_lost(self.shared.records, self.practice)))

    @property
    def record_count(self) -> int:
        """How many files stand in the caseload as records, readable or not."""
        shelves = (self.shared.shelf, *(chart.shelf for chart in self.charts))
        return sum(len(shelf.records) + len(shelf.unreadable) for shelf in shelves)


def read_caseload(
    place: TreeOrFolder,
    practice: Practice,
    today: Day,
    clients: Collection[str] | None = None,
    past: History = NO_PAST,
) -> Caseload:
    """The whole caseload in memory, or the charts of some clients."""
    tree = tree_of(place)
    shared = read_shared(tree, checker_for(practice, today))
    charts = tuple(stream_charts(tree, practice, today, clients, shared, past))
    astray = _astray(tree, [PRACTICE, *(chart.folder for chart in charts)]) if clients is None else ()
    return Caseload(tree.root, practice, today, charts, shared, astray)


def _astray(tree: Tree, folders: list[str]) -> tuple[str, ...]:
    hidden: list[str] = []
    strays = passed_over([*files_and_hidden(tree, RECORDS, hidden, folders)], hidden)
    others = (each for each in _repositories(tree, RECORDS) if not each.startswith(tuple(f"{one}/" for one in folders)))
    inside = tuple(f"{each}/" for each in folders)
    left = (each for each in tree.left_out if each.endswith(".md") and not each.startswith(inside))
    return (*(each.path for each in strays), *others, *left)
