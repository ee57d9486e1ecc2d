"""Files that no part of the format has a place for, by their names alone.

The reader of charts asks here which files of a chart it passed over, and lint what to say of them, so that `due`,
`show`, the site and lint name the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseload_tools.chart.records import RECORD_TYPES, Problem
from caseload_tools.dates import count_of
from caseload_tools.git.left_out import BRINGS, GONE, SAID
from caseload_tools.git.tree import Tree
from caseload_tools.history.record_path import ATTACHMENTS, HIDDEN, PRACTICE, RecordPath
from caseload_tools.text import Document
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.leftover_names import LeftoverName, leftover_name
from caseload_tools.text.nearest import did_you_mean
from caseload_tools.text.shell import shell_word
from caseload_tools.values import frozen

RECORDS = "records"
COMPARE = "compare it with the record it was made from, move over what only it has, then delete it"
_WELCOME = ("README.md",)
_SECOND_FIRST_PAGE = late_pattern(r"client(?:[_.~].*|-(?:\d.*|.*[A-Z].*|copy|kopie|copie|copia|backup|old))")


@frozen
class StrayFile:
    """A file in no known place: why it is none, and where it may belong."""

    path: str
    why: str
    hint: str
    unknown: bool = False
    """Whether it may be a record of a type that a newer version knows."""
    of_program: bool = False
    """Whether a system or an editor left it, so that nobody's words are missed with it."""

    def problem(self, needed: str = "") -> Problem:
        """The problem it is; at the first line, since the file is not opened.

        `needed` is what reading the records of this practice needs, where they are of a newer format.
        """
        document = Document.empty(self.path, ())
        if self.unknown and needed:
            hint = f"perhaps written by a newer caseload-tools; update to read it: {needed}"
            return Problem(document, (), self.why, hint, line=1, column=1, most="warning")
        return Problem(document, (), self.why, self.hint, line=1, column=1)


def say_left_out(tree: Tree) -> Iterator[str]:
    """What of a practice is not on this computer, on purpose or not, and what brings it."""
    if on_purpose := len(tree.left_out) - len(tree.gone):
        yield f"{count_of(on_purpose, 'record')} of this practice: {SAID}\n  {BRINGS}"
    for folder in sorted({*tree.gone.values()}):
        yield f"{folder} is {GONE}, and nothing is said of it\n  {brings_folder(folder)}"


def brings_folder(folder: str) -> str:
    """What brings a folder back that is gone from the disk, also where its files were to be skipped."""
    return f"`git restore --ignore-skip-worktree-bits -- {shell_word(folder)}` brings it back"


def why_not_here(tree: Tree, path: str) -> tuple[str, str]:
    """Of what is in git and not on this computer: how that is said, and what brings it."""
    if path in tree.gone:
        return f"is {GONE}", brings_folder(tree.gone[path])
    return "is left out of this computer by a sparse checkout", BRINGS


def files_and_hidden(
    tree: Tree, path: str, hidden: list[str], charts: Sequence[str] = (), attached: list[str] | None = None
) -> Iterator[str]:
    """Paths of all files in a folder, in order, and into lists those of what lies hidden or is attached there.

    The folders in `charts` are left out, which somebody else reads.
    """
    for name, is_folder in tree.names(path):
        inside = f"{path}/{name}"
        if name.startswith(HIDDEN):
            hidden += tree.walk(inside) if is_folder else (inside,)
        elif not is_folder:
            yield inside
        elif name == ATTACHMENTS:
            if attached is not None:
                attached += tree.walk(inside)
        elif inside not in charts:
            yield from files_and_hidden(tree, inside, hidden, charts, attached)


def passed_over(paths: Sequence[str], hidden: Sequence[str]) -> Iterator[StrayFile]:
    """Of files below records/ that nobody reads as records, those that may hold what somebody wrote."""
    for path in paths:
        stray = judged_by_name(path)
        if stray is not None and not stray.of_program:
            yield stray
    for path in hidden:
        made = leftover_name(path.rpartition("/")[2])
        if path.endswith(".md") and (made is None or made.kind == "copy"):
            yield left_behind(path, made)


def left_behind(path: str, made: LeftoverName | None) -> StrayFile:
    """What is said of a file that a program made, or that lies hidden."""
    if made is not None and made.kind == "copy":
        return StrayFile(path, f"a copy of {made.original}, as {made.maker} names it: not read", COMPARE)
    if made is not None:
        return StrayFile(path, f"a file of {made.maker}, not a record", "delete it", of_program=True)
    return StrayFile(path, "this file lies hidden, where nobody reads it", COMPARE)


def judged_by_name(path: str) -> StrayFile | None:
    """None for a file in its place."""
    if path.rpartition("/")[2] in _WELCOME:
        return None
    where = RecordPath.parse(path)
    inside = bool(where.client) or path.startswith(PRACTICE + "/")
    stray = _judge_inside(path, where, of_practice=not where.client) if inside else None
    if inside and stray is None:
        return None
    made = leftover_name(path.rpartition("/")[2])
    if made is not None:
        return left_behind(path, made)
    if stray is not None:
        return stray
    return StrayFile(
        path, "this file lies in no client's folder", "move it to records/clients/CLIENT/ or records/practice/"
    )


def _judge_inside(path: str, record: RecordPath, of_practice: bool) -> StrayFile | None:
    if not path.endswith(".md"):
        return _no_record(path)
    known = RECORD_TYPES.get(record.word)
    if known is not None and (known.of_practice == of_practice or known.in_either):
        return None
    folder, inside, _ = record.link.partition("/")
    if not inside and not of_practice and _SECOND_FIRST_PAGE.fullmatch(folder):
        return StrayFile(path, "a copy of client.md, as its name says: not read", COMPARE)
    here = (each for each in RECORD_TYPES.values() if each.of_practice == of_practice or each.in_either)
    folders = [each.folder for each in here if each.folder]
    where = f"the folder `{folder}`" if inside else "a place of its own"
    listed = f"the folders are {', '.join(folders)}"
    hint = did_you_mean(folder, folders, listed) if inside else listed
    return StrayFile(path, f"no record belongs in {where} here", hint, unknown=bool(inside))


def _no_record(path: str) -> StrayFile:
    return StrayFile(
        path,
        "this file is not a record: its name does not end in .md",
        f"rename it, or put what belongs to a record into a folder called `{ATTACHMENTS}`",
    )
