"""Files below records/ that no part of the format has a place for, and that nothing would ever read.

A note saved as `2026-11-03.txt`, or beside the client's folder, would otherwise be a note that no
check and no page knows of. Looks at names only and opens nothing.
"""

from __future__ import annotations

from caseload_tools.chart.caseload import ATTACHMENTS, CLIENTS, PRACTICE, TreeOrFolder, files_below, tree_of
from caseload_tools.chart.records import RECORD_TYPES, TYPE_OF_FOLDER, Problem
from caseload_tools.text import Document
from caseload_tools.values import frozen

RECORDS = "records"
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
    for path in sorted(files_below(tree_of(place), RECORDS)):
        stray = _judge(path) or _second_home(path, homes)
        if stray is None:
            count += 1
        else:
            strays.append(stray)
    return Walk(count, tuple(sorted(strays, key=lambda stray: stray.path)))


def _second_home(path: str, homes: dict[str, str]) -> StrayFile | None:
    """The first file of a second folder with one client's id: each half of a chart sees only its half."""
    steps = path.split("/")
    chart = next((index for index, step in enumerate(steps[:-1]) if step.startswith("C-")), 0)
    if not chart or not path.startswith(CLIENTS + "/"):
        return None
    folder = "/".join(steps[: chart + 1])
    home = homes.setdefault(steps[chart], folder)
    if home == folder or homes.get(folder):
        return None
    homes[folder] = home
    hint = "move all records of the client into one folder"
    return StrayFile(path, f"{steps[chart]} has another folder, {home}", hint)


def _judge(path: str) -> StrayFile | None:
    """None for a file in its place."""
    steps = path.split("/")
    if steps[-1] in _WELCOME:
        return None
    if path.startswith(PRACTICE + "/"):
        return _judge_inside(path, steps[2:], of_practice=True)
    chart = next((index for index, step in enumerate(steps[2:-1], start=2) if step.startswith("C-")), 0)
    if path.startswith(CLIENTS + "/"):
        if chart:
            return _judge_inside(path, steps[chart + 1 :], of_practice=False)
        if len(steps) > 3:
            # A folder whose name is no client's id may still hold a chart; its records say so themselves.
            return None if path.endswith(".md") else _no_record(path)
    return StrayFile(
        path, "this file lies in no client's folder", "move it to records/clients/CLIENT/ or records/practice/"
    )


def _judge_inside(path: str, steps: list[str], of_practice: bool) -> StrayFile | None:
    if not path.endswith(".md"):
        return _no_record(path)
    known = RECORD_TYPES.get(TYPE_OF_FOLDER.get(steps[0], "")) if len(steps) > 1 else None
    if known is not None and known.of_practice == of_practice:
        return None
    if steps == ["client.md"] and not of_practice:
        return None
    folders = [each.folder for each in RECORD_TYPES.values() if each.of_practice == of_practice and each.folder]
    where = f"the folder `{steps[0]}`" if len(steps) > 1 else "a place of its own"
    return StrayFile(path, f"no record belongs in {where} here", f"the folders are {', '.join(folders)}")


def _no_record(path: str) -> StrayFile:
    return StrayFile(
        path,
        "this file is not a record: its name does not end in .md",
        f"rename it, or put what belongs to a record into a folder called `{ATTACHMENTS}`",
    )
