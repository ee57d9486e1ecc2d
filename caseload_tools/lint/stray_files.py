"""Files that no part of the format has a place for, and that nothing would ever read.

Below records/ names decide: a note saved as `2026-11-03.txt`, or beside the client's folder, would be a note that no
check and no page knows of. Elsewhere in the practice, and in hidden folders, a Markdown file is opened: what has the
front matter of a record there is a leftover, whoever made it, and goes into git with the next `git add --all`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from caseload_tools.chart.caseload import TreeOrFolder, files_below, tree_of
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.chart.unplaced import COMPARE, RECORDS, StrayFile, judged_by_name, left_behind
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import PathChange
from caseload_tools.git.tree import OF_A_PRACTICE, NotAFileError, Tree, WorkTree
from caseload_tools.history.record_path import HIDDEN, RecordPath
from caseload_tools.lint.job import is_below
from caseload_tools.text import read_bytes
from caseload_tools.text.leftover_names import leftover_name
from caseload_tools.values import frozen

OTHER_REPOSITORY = "another repository lies here, and nothing in it is read"
_PUT_IN = "records are files of the practice's own repository: put them here without the `.git` of the other one"
_NEVER = (".git", "node_modules", ".venv", "__pycache__")
_TYPE = re.compile(rb"^type:[ \t]*[\"']?[a-z]", re.MULTILINE)
_HEAD = 4096  # bytes in which a record says its type


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
        stray = judged_by_name(path) or _second_home(path, homes)
        if stray is None:
            count += 1
        else:
            strays.append(stray)
    strays += _hidden(tree)
    strays += leftover_records(tree)
    inside = (path for path in tree.repositories if path.startswith(f"{RECORDS}/"))
    strays.extend(StrayFile(path, OTHER_REPOSITORY, _PUT_IN) for path in inside)
    return Walk(count, tuple(sorted(strays, key=lambda stray: stray.path)))


def _hidden(tree: Tree) -> Iterator[StrayFile]:
    """What lies hidden below records/ and might be a record; in git, what systems and editors leave too."""
    on_disk = isinstance(tree, WorkTree)
    for path in tree.walk(RECORDS):
        if not any(step.startswith(HIDDEN) for step in path.split("/")) or "/.git/" in path:
            continue
        made = leftover_name(path.rpartition("/")[2])
        if path.endswith(".md") if made is None else not on_disk:
            yield left_behind(path, made)


def leftover_records(tree: Tree) -> Iterator[StrayFile]:
    """Files outside of records/ that have the front matter of a record, by path."""
    passed = _passed_over(tree) if isinstance(tree, WorkTree) else frozenset()
    for path in _outside(tree, "", passed):
        if path.endswith(".md") and _is_record(tree, path):
            yield outside_record(path)


def with_leftovers(root: Path, staged: Sequence[PathChange]) -> tuple[PathChange, ...]:
    """Of all that is staged what belongs to the practice, and what elsewhere has the front matter of a record."""
    inside = [each for each in staged if is_below(each.path, OF_A_PRACTICE)]
    others = [each for each in staged if each.after and each.path.endswith(".md") and each not in inside]
    if others:
        with Contents(root) as contents:
            inside += [each for each in others if has_record_front(contents.bytes_of(each.after), each.path)]
    return tuple(sorted(inside, key=lambda each: each.path))


def outside_record(path: str) -> StrayFile:
    """What is said of a record that lies outside of records/."""
    return StrayFile(path, "a record outside of its place, where nobody reads it", COMPARE)


def _outside(tree: Tree, folder: str, passed: Collection[str]) -> Iterator[str]:
    names = tree.names(folder)
    if folder and ("caseload.toml", False) in names:
        return  # a practice of its own
    for name, is_folder in names:
        path = f"{folder}/{name}" if folder else name
        if path == RECORDS or name in passed or name in _NEVER:
            continue
        if is_folder:
            yield from _outside(tree, path, passed)
        else:
            yield path


def _passed_over(tree: Tree) -> frozenset[str]:
    """The folders that the practice's .gitignore keeps out of git by their plain name."""
    try:
        lines = tree.read(".gitignore").decode("utf-8", errors="replace").splitlines()
    except NotAFileError:
        return frozenset()
    return frozenset(line.strip().strip("/") for line in lines if line.strip().endswith("/"))


def _is_record(tree: Tree, path: str) -> bool:
    try:
        return has_record_front(tree.read(path), path)
    except NotAFileError:
        return False


def has_record_front(raw: bytes, path: str) -> bool:
    """Whether a text begins with the front matter of a record: a type of ours, and whose record it is."""
    if not _TYPE.search(raw, 0, _HEAD):
        return False
    data = read_bytes(raw, path).data
    word = data.get("type")
    known = RECORD_TYPES.get(word) if isinstance(word, str) else None
    if known is None:
        return False
    return "client" in data or set(bundled_schema(known.word)["required"]) <= data.keys()


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
