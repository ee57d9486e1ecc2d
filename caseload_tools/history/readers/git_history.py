"""The real past: one pass of `git log --raw -z` over a practice, and contents by `cat-file --batch`.

Measured far quicker than reading commits as objects (2,000 commits in about a tenth of a
second). It reads what git recorded and judges nothing: dates and names in git are claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO

from caseload_tools.git.command import commit_id_of, git_outcome, git_stream, prefix_of, run_git
from caseload_tools.git.contents import LARGEST, Contents
from caseload_tools.history.readers.change_list import FLAGS, of_a_merge, tokens_of
from caseload_tools.history.readers.record_history import (
    ChangeKind,
    CommittedChange,
    Moves,
    followed_changes,
    still_gone,
)

_FIELDS = ("%H", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%s")
_LOG = (*FLAGS, "--format=" + "%x00".join(_FIELDS))
OF_A_PRACTICE = ("records", "caseload.toml")
_KINDS: dict[str, ChangeKind] = {"A": "added", "D": "removed"}
_NOTHING = set("0")
__all__ = ["LARGEST", "GitHistory", "read_contents", "read_log"]
CommitFields = list[str]
LogEntry = tuple[CommitFields, str]


class GitHistory:
    """The past of the practice in `root`, which may be a folder within its repository.

    Raises NoRepositoryError when there is none. Read once, when first asked.
    """

    def __init__(self, root: Path, folders: Sequence[str] = OF_A_PRACTICE, tip: str = "HEAD") -> None:
        self._root = root
        self._folders = tuple(folders)
        self._tip = tip
        self._contents = Contents(root)
        self._shallow = run_git(root, ["rev-parse", "--is-shallow-repository"]).strip() == b"true"

    @property
    def complete(self) -> bool:
        return not self._shallow

    @cached_property
    def _entries(self) -> dict[str, list[LogEntry]]:
        """What git printed, by path. Most paths are never asked for, so nothing more is made of it here."""
        found: dict[str, list[LogEntry]] = {}
        if run_git(self._root, ["rev-parse", "--verify", "--quiet", self._tip], accept=(0, 1)):
            # Read while git lists it: of a long history on a slow machine nobody can say how long that may take.
            with git_stream(self._root, [*_LOG, self._tip, "--", *self._folders]) as (_, printed):
                for path, commit, entry in self._read(printed):
                    known = found.get(path)
                    if known is None:
                        found[path] = [(commit, entry)]
                    else:
                        known.append((commit, entry))
        return found

    def _read(self, printed: IO[bytes]) -> Iterator[tuple[str, CommitFields, str]]:
        prefix = None
        for path, commit, entry in read_log(tokens_of(printed)):
            if of_a_merge(entry):
                prefix = prefix_of(self._root) if prefix is None else prefix
                if not path.startswith(prefix):
                    continue
                path = path.removeprefix(prefix)
            yield path, commit, entry

    def load(self) -> None:
        """Ask git now, so that trouble with the repository shows itself here and not at some later question."""
        self._entries  # noqa: B018

    @cached_property
    def _moves(self) -> Moves:
        moves = Moves(self._content, self._precedes)
        halves: set[str] = set()
        for path, entries in self._entries.items():
            for commit, entry in entries:
                if _half_of_a_move(entry):
                    _note(moves, path, commit, entry)
                    halves.add(commit[0])
        if self._folders != OF_A_PRACTICE and halves:
            # What came from outside these folders, or went there, did so in a commit whose other half was not listed.
            asked = [*_LOG, "--no-walk=unsorted", "--diff-filter=AD", "--stdin", "--", *OF_A_PRACTICE]
            listed = run_git(self._root, asked, stdin="".join(f"{each}\n" for each in sorted(halves)).encode("ascii"))
            for path, commit, entry in self._read(BytesIO(listed)):
                if _half_of_a_move(entry):
                    _note(moves, path, commit, entry)
        return moves

    def _content(self, content_id: str) -> bytes:
        found = self._contents.get(content_id)
        return found if isinstance(found, bytes) else b""

    def _precedes(self, earlier: str, later: str) -> bool:
        return earlier != later and not git_outcome(self._root, ["merge-base", "--is-ancestor", earlier, later])[0]

    def knows(self, path: str) -> bool:
        return self.complete

    def changes(self, path: str) -> Sequence[CommittedChange]:
        changes = own = self._own(path)
        while any(change.kind == "added" for change in own):
            changes = followed_changes(path, self._own, self._moves)
            outside = {change.source for change in changes if change.source and not self._lists(change.source)}
            if not outside:
                break
            self._folders += tuple(sorted(outside))  # read anew, with the places it came from
            del self._entries, self._moves
            self.__dict__.pop("_ended", None)
        return changes

    def removed(self, folder: str) -> Sequence[CommittedChange]:
        gone = [self._own(path)[-1] for path in self._ended if path.startswith(folder + "/")]
        return still_gone(gone, self._moves) if gone else ()

    @cached_property
    def _ended(self) -> tuple[str, ...]:
        """The paths of which the last that git remembers is that they were taken away."""
        return tuple(path for path, entries in self._entries.items() if entries[-1][1].endswith("D"))

    def _own(self, path: str) -> Sequence[CommittedChange]:
        """The changes at one path, wherever the file lay before."""
        return tuple(_change(path, commit, entry) for commit, entry in self._entries.get(path, ()))

    def _lists(self, path: str) -> bool:
        return any(path == each or path.startswith(each + "/") for each in self._folders)

    def first_committed(self, path: str) -> CommittedChange | None:
        return next(iter(self.changes(path)), None)

    def text_at(self, change: CommittedChange) -> str | None:
        content = self._contents.get(change.content)
        return _text(content if isinstance(content, bytes) else None)

    def texts_at(self, changes: Iterable[CommittedChange]) -> Iterator[str | None]:
        """The text after each change, in the same order, for one start of git."""
        return (_text(content) for content in read_contents(self._root, [change.content for change in changes]))

    def between(self, start: str, end: str) -> Sequence[CommittedChange]:
        first, last = commit_id_of(self._root, start), commit_id_of(self._root, end)
        listed = run_git(self._root, ["rev-list", "--reverse", "--end-of-options", last, "^" + first])
        order = {commit: place for place, commit in enumerate(listed.decode("ascii").split())}
        found = [
            _change(path, commit, entry)
            for path, entries in self._entries.items()
            for commit, entry in entries
            if commit[0] in order
        ]
        return tuple(sorted(found, key=lambda change: (order[change.commit], change.path)))


def read_log(tokens: Iterator[str]) -> Iterator[tuple[str, CommitFields, str]]:
    """Path, commit and entry of each change in what `git log --raw -z` printed, oldest commit first.

    Fields end with NUL. After a commit's fields come pairs of a line that starts with a colon
    and a path; a merge shows only what it changed against every parent.
    """
    more = len(_FIELDS) - 1
    commit: CommitFields = []
    for token in tokens:
        if ":" in token[:2]:
            yield next(tokens, ""), commit, token
        elif token:
            commit = [token, *islice(tokens, more)]


def _half_of_a_move(entry: str) -> bool:
    """Whether a file was taken away, or put where none was; in a merge, as all its parents had it."""
    return entry.endswith((" A", " D")) or set(entry[entry.rindex(" ") + 1 :]) in ({"A"}, {"D"})


def _note(moves: Moves, path: str, commit: CommitFields, entry: str) -> None:
    """What an entry such as `:100644 000000 BEFORE AFTER D` took away, or put there."""
    *_, before, after, letters = entry.split(" ")
    if letters[0] == "D":
        moves.gone(commit[0], path, before)
    else:
        moves.come(commit[0], path, after)


def _change(path: str, commit: CommitFields, entry: str) -> CommittedChange:
    """The change that an entry such as `:100644 100644 BEFORE AFTER M` stands for."""
    *_, content, letter = entry.split(" ")
    gone = set(content) == _NOTHING
    kind = "removed" if gone else _KINDS.get(letter[:1], "changed")
    name, email, authored, _, _, committed, subject = commit[1:]
    return CommittedChange(
        path, kind, commit[0], name, email, _when(authored), _when(committed), subject, "" if gone else content
    )


def _when(text: str) -> datetime:
    """A moment of a commit. Git stores any number of seconds, also such as no calendar holds."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime(1, 1, 1, tzinfo=UTC) if text.startswith("-") else datetime(9999, 12, 31, tzinfo=UTC)


def read_contents(root: Path, ids: Sequence[str]) -> Iterator[bytes | None]:
    """The bytes of each content, None for an empty id, something missing, or more than LARGEST."""
    with Contents(root) as contents:
        for content in contents.all_of(ids):
            yield content if isinstance(content, bytes) else None


def _text(content: bytes | None) -> str | None:
    if content is None:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
