"""Files that no part of the format has a place for, and that nothing would ever read.

Below records/ names decide: a note saved as `2026-11-03.txt`, or beside the client's folder, would be a note that no
check and no page knows of. Elsewhere in the practice whatever may be a text is opened: what has the front matter of a
record there is a leftover, whoever made it, and goes into git with the next `git add --all`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from caseload_tools.chart.caseload import TreeOrFolder, tree_of
from caseload_tools.chart.records import RECORD_TYPES, Problem
from caseload_tools.chart.records.checking import CodedProblem, FaultyDocument
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.chart.unplaced import COMPARE, RECORDS, StrayFile, files_and_hidden, judged_by_name, left_behind
from caseload_tools.dates import count_of
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import PathChange
from caseload_tools.git.tree import OF_A_PRACTICE, NotAFileError, Tree, WorkTree
from caseload_tools.history.record_path import HIDDEN, RecordPath, is_attached, is_chart_name
from caseload_tools.lint.job import is_below
from caseload_tools.text import Document, read_bytes
from caseload_tools.text.client_codes import looks_like_code
from caseload_tools.text.leftover_names import leftover_name
from caseload_tools.text.nearest import nearest
from caseload_tools.text.writing import PREFIX
from caseload_tools.values import frozen

OTHER_REPOSITORY = "another repository lies here, and nothing in it is read"
_PUT_IN = "records are files of the practice's own repository: put them here without the `.git` of the other one"
_PROGRAMS = ("Makefile", "LICENSE", "Dockerfile", "CODEOWNERS", ".gitignore", ".gitattributes")
_NEVER = (".git", "node_modules", ".venv", "__pycache__")
# Endings of what programs are written in, of pictures and of packed files: all else may be a text that somebody wrote.
_NO_NOTES = frozenset(
    (
        "ambr", "avif", "bmp", "bz2", "c", "cfg", "class", "conf", "cpp", "css", "csv", "db", "dll", "doc", "docx",
        "eot", "exe", "gif", "go", "gz", "h", "htm", "html", "ico", "ics", "ini", "ipynb", "jar", "java", "jpeg",
        "jpg", "js", "json", "jsonl", "key", "lock", "log", "map", "mjs", "mo", "mov", "mp3", "mp4", "ods", "odt",
        "otf", "pdf", "pem", "php", "png", "po", "ppt", "pptx", "properties", "py", "pyc", "pyi", "rb", "rs", "sh",
        "so", "sql", "sqlite", "svg", "tar", "tgz", "tif", "tiff", "toml", "ts", "tsv", "tsx", "ttf", "wasm", "webp",
        "whl", "woff", "woff2", "xls", "xlsx", "xml", "xsd", "xz", "yaml", "yml", "zip",
    )
)  # fmt: skip
# A `type` or a `client`, however it is typed, in the first bytes of a text in any encoding.
_TYPE = rb"""(?i)(?:^|[\r\n])[ \t]*["']?(?:type|client)["']?[ \t]*:[ \t]*["']?[a-z]"""
_HEAD = 8192  # bytes in which a record says its type


@frozen
class Walk:
    """What a walk over the names found: how many records there may be, and which files are in no place."""

    records: int
    strays: tuple[StrayFile, ...]
    faulty: tuple[FaultyDocument, ...] = ()
    """What is said once of many files: that they have a second name."""


def walk_records(place: TreeOrFolder) -> Walk:
    """Every file below records/, by name alone."""
    read: list[str] = []
    strays = []
    homes: dict[str, str] = {}
    tree = tree_of(place)
    hidden: list[str] = []
    attached: list[str] = []
    for path in sorted(files_and_hidden(tree, RECORDS, hidden, attached=attached)):
        stray = judged_by_name(path) or _second_home(path, homes)
        if stray is None:
            read.append(path)
        else:
            strays.append(stray)
    strays += _hidden((*hidden, *attached), on_disk=isinstance(tree, WorkTree))
    strays += leftover_records(tree)
    inside = (path for path in tree.repositories if path.startswith(f"{RECORDS}/"))
    strays.extend(StrayFile(path, OTHER_REPOSITORY, _PUT_IN) for path in inside)
    linked = _hard_links(tree.root, read) if isinstance(tree, WorkTree) else ()
    return Walk(len(read), tuple(sorted(strays, key=lambda stray: stray.path)), tuple(linked))


def walk_charts(place: TreeOrFolder, folders: Sequence[str]) -> Walk:
    """What lies in no place in the folders of some charts, for who asks about those alone."""
    tree = tree_of(place)
    strays: list[StrayFile] = []
    for folder in folders:
        hidden: list[str] = []
        attached: list[str] = []
        paths = files_and_hidden(tree, folder, hidden, attached=attached)
        strays += [stray for path in paths if (stray := judged_by_name(path)) is not None]
        strays += _hidden((*hidden, *attached), on_disk=isinstance(tree, WorkTree))
        inside = (path for path in tree.repositories if path.startswith(f"{folder}/"))
        strays += [StrayFile(path, OTHER_REPOSITORY, _PUT_IN) for path in inside]
    return Walk(0, tuple(sorted(strays, key=lambda stray: stray.path)))


def _hard_links(root: Path, paths: Sequence[str]) -> Iterator[FaultyDocument]:
    """That files have a second name elsewhere, at the first of them, once. What a crash left of our writing is none."""
    linked = [path for path in paths if _names_of(f"{root}/{path}") > 1 and not _is_being_written(root / path)]
    if linked:
        few = "this file has" if len(linked) == 1 else f"{count_of(len(linked), 'file')}, this is the first, have"
        message = f"{few} a second name elsewhere (a hard link), as programs that take snapshots give"
        hint = "an editor that writes in place changes both: put a copy in its place where that is not meant"
        document = Document.empty(linked[0], ())
        problem = Problem(document, (), message, hint, line=1, column=1, most="advice")
        yield FaultyDocument(document, "", (CodedProblem("STR013", problem),))


def _names_of(file: str) -> int:
    try:
        return os.lstat(file).st_nlink
    except OSError:
        return 0


def _is_being_written(file: Path) -> bool:
    return any(each.name.startswith(PREFIX) for each in file.parent.iterdir())


def _hidden(paths: Iterable[str], *, on_disk: bool) -> Iterator[StrayFile]:
    """What of these paths is hidden and might be a record; in git, what systems and editors leave too."""
    for path in paths:
        if _is_hidden(path) and "/.git/" not in path:
            stray = _judge_hidden(path)
            if stray is not None and (not on_disk or leftover_name(path.rpartition("/")[2]) is None):
                yield stray


def _is_hidden(path: str) -> bool:
    return any(step.startswith(HIDDEN) for step in path.split("/"))


def _judge_hidden(path: str) -> StrayFile | None:
    made = leftover_name(path.rpartition("/")[2])
    return None if made is None and not path.lower().endswith(".md") else left_behind(path, made)


def stray_in_git(path: str, content: Callable[[], bytes]) -> StrayFile | None:
    """What is said of a file that git has, by its path in the practice; its content is asked for where that decides.

    What depends on the files around it is not asked here.
    """
    if not path.startswith(f"{RECORDS}/"):
        return outside_record(path) if _may_be_a_note(path) and has_record_front(content(), path) else None
    if _is_hidden(path):
        return _judge_hidden(path)
    return None if is_attached(path) else judged_by_name(path)


def _may_be_a_note(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name not in _PROGRAMS and name.rpartition(".")[2].lower() not in _NO_NOTES


def leftover_records(tree: Tree) -> Iterator[StrayFile]:
    """Files outside of records/ that have the front matter of a record, by path."""
    passed = _passed_over(tree) if isinstance(tree, WorkTree) else frozenset()
    for path in _outside(tree, "", passed):
        if _may_be_a_note(path) and _is_record(tree, path):
            yield outside_record(path)


def with_leftovers(root: Path, staged: Sequence[PathChange]) -> tuple[PathChange, ...]:
    """Of all that is staged what belongs to the practice, and what elsewhere has the front matter of a record."""
    inside = [each for each in staged if is_below(each.path, OF_A_PRACTICE)]
    others = [each for each in staged if each.after and _may_be_a_note(each.path) and each not in inside]
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
    """Whether a text begins with the front matter of a record: a type of ours, or nearly, and whose record it is.

    However it is encoded, and whatever slip its keys and its type have: what names a client by code and a day is about
    that client. Codes of a practice's own form look like many other things, so that these need a type.
    """
    if not re.search(_TYPE, raw[:_HEAD].replace(b"\0", b"")):  # compiled when first asked
        return False
    data = {str(key).casefold(): value for key, value in read_bytes(raw, path).data.items()}
    client, word = data.get("client"), data.get("type")
    of_client = isinstance(client, str) and is_chart_name(client.strip()) and looks_like_code(client.strip())
    if of_client and ("date" in data or "opened" in data):
        return True
    return isinstance(word, str) and _is_of_type(word.strip().lower(), data)


def _is_of_type(word: str, data: Mapping[str, object]) -> bool:
    known = RECORD_TYPES.get(word) or RECORD_TYPES.get(nearest(word, RECORD_TYPES) or "")
    if known is None:
        return False
    surely = known.word == word and "client" in data
    return surely or set(bundled_schema(known.word)["required"]) - {"type"} <= data.keys()


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
