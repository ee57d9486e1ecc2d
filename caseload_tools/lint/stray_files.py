"""Files below records/ that no part of the format has a place for, and that nothing would ever read.

A note saved as `2026-11-03.txt`, or beside the client's folder, would otherwise be a note that no
check and no page knows of. Looks at names only and opens nothing.
"""

from __future__ import annotations

from caseload_tools.chart.caseload import TreeOrFolder, files_below, tree_of
from caseload_tools.chart.records import RECORD_TYPES, Problem
from caseload_tools.history.record_path import ATTACHMENTS, PRACTICE, RecordPath
from caseload_tools.text import Document
from caseload_tools.values import frozen

RECORDS = "records"
OTHER_REPOSITORY = "another repository lies here, and nothing in it is read"
_PUT_IN = "records are files of the practice's own repository: put them here without the `.git` of the other one"
_WELCOME = ("README.md",)


@frozen
class StrayFile:
    """A file in no known place: why it is none, and where it may belong."""

    path: str
    why: str
    hint: str

    def problem(self) -> Problem:
        """The problem it is; at the first line, since the file is not opened."""
        return Problem(Document.empty(self.path, ()), (), self.why, self.hint, line=1, column=1)


@frozen
class Walk:
    """What a walk over the names found: how many records there may be, and which files are in no place."""

    records: int
    strays: tuple[StrayFile, ...]


def walk_records(place: TreeOrFolder) -> Walk:
    """Every file below records/, by name alone."""
    count = 0
    strays = []
    homes: dict[str, str] = {}
    tree = tree_of(place)
    for path in sorted(files_below(tree, RECORDS)):
        stray = _judge(path) or _second_home(path, homes)
        if stray is None:
            count += 1
        else:
            strays.append(stray)
    inside = (path for path in tree.repositories if path.startswith(f"{RECORDS}/"))
    strays.extend(StrayFile(path, OTHER_REPOSITORY, _PUT_IN) for path in inside)
    return Walk(count, tuple(sorted(strays, key=lambda stray: stray.path)))


def _second_home(path: str, homes: dict[str, str]) -> StrayFile | None:
    """The first file of a second folder with one client's id: each half of a chart sees only its half."""
    where = RecordPath.parse(path)
    if not where.client:
        return None
    home = homes.setdefault(where.client, where.folder)
    if home == where.folder or homes.get(where.folder):
        return None
    homes[where.folder] = home
    hint = "move all records of the client into one folder"
    return StrayFile(path, f"{where.client} has another folder, {home}", hint)


def _judge(path: str) -> StrayFile | None:
    """None for a file in its place."""
    if path.rpartition("/")[2] in _WELCOME:
        return None
    where = RecordPath.parse(path)
    if where.client or path.startswith(PRACTICE + "/"):
        return _judge_inside(path, where, of_practice=not where.client)
    return StrayFile(
        path, "this file lies in no client's folder", "move it to records/clients/CLIENT/ or records/practice/"
    )


def _judge_inside(path: str, record: RecordPath, of_practice: bool) -> StrayFile | None:
    if not path.endswith(".md"):
        return _no_record(path)
    known = RECORD_TYPES.get(record.word)
    if known is not None and known.of_practice == of_practice:
        return None
    folder, inside, _ = record.link.partition("/")
    folders = [each.folder for each in RECORD_TYPES.values() if each.of_practice == of_practice and each.folder]
    where = f"the folder `{folder}`" if inside else "a place of its own"
    return StrayFile(path, f"no record belongs in {where} here", f"the folders are {', '.join(folders)}")


def _no_record(path: str) -> StrayFile:
    return StrayFile(
        path,
        "this file is not a record: its name does not end in .md",
        f"rename it, or put what belongs to a record into a folder called `{ATTACHMENTS}`",
    )
