"""The past of records as rules ask for it, out of git's list of changes, and contents by `cat-file --batch`.

Of most paths nobody asks, so a line of the list is taken apart only when somebody does. It reads what git recorded and
judges nothing: dates and names in git are claims.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache, partial
from io import BytesIO
from itertools import islice, takewhile
from pathlib import Path
from typing import IO

from caseload_tools.errors import CaseloadError, DamagedPastError
from caseload_tools.git.command import DAMAGED, commit_id_of, git_outcome, git_stream, run_git
from caseload_tools.git.commits import LISTED_WITH_SUBJECT, Commit, listed_commit
from caseload_tools.git.contents import LARGEST, Contents
from caseload_tools.git.left_out import not_checked_out
from caseload_tools.git.partial_clone import check_whole
from caseload_tools.git.raw_list import is_half_of_a_move, listed_lines, may_leave_nothing, read_change
from caseload_tools.history.readers.change_list import LOG, within
from caseload_tools.history.readers.record_history import (
    ChangeKind,
    CommittedChange,
    Moves,
    followed_changes,
    object_id,
    still_gone,
)
from caseload_tools.history.readers.unlooked import Unlooked, unlooked_files
from caseload_tools.history.record_path import LEAST_SHARED, is_namesake
from caseload_tools.values import replace

_LOG = (*LOG, f"--format={LISTED_WITH_SUBJECT}")
OF_A_PRACTICE = _, _SETTINGS = ("records", "caseload.toml")
_RECORDS = "records/"
__all__ = ["LARGEST", "GitHistory", "read_contents"]
LogEntry = tuple[str, str]
"""What git printed of a commit, and its line for a path."""


class GitHistory:
    """The past of the practice in `root`, which may be a folder within its repository.

    Raises NoRepositoryError when there is none. Read once, when first asked.
    """

    staged = False

    def __init__(
        self, root: Path, folders: Sequence[str] = OF_A_PRACTICE, tip: str = "HEAD", merging: Sequence[str] = ()
    ) -> None:
        self._root = root
        self._folders = tuple(folders)
        self._tip, self._merging = tip, tuple(merging)
        self._contents = Contents(root)
        asked = ["--is-shallow-repository", "--git-path", "objects/pack", "--verify", "--quiet", tip]
        shallow, _, rest = run_git(root, ["rev-parse", *asked], accept=(0, 1)).rstrip(b"\n").partition(b"\n")
        packs, _, commit = rest.rpartition(b"\n")
        if not commit.isalnum():  # before the first commit it is the end of a path, which may hold a line end
            packs, commit = rest, b""
        self._shallow, self._packs = shallow == b"true", root / os.fsdecode(packs)
        self._commit = commit.decode("ascii")

    @property
    def trouble(self) -> CaseloadError | None:
        """Who asks this past itself is told by an error."""
        return None

    @property
    def complete(self) -> bool:
        return not self._shallow

    def close(self) -> None:
        """End the git that gives contents; a later question starts one anew."""
        self._contents.close()

    @cached_property
    def _entries(self) -> dict[str, list[LogEntry]]:
        """What git printed, by path. Most paths are never asked for, so nothing more is made of it here."""
        found: dict[str, list[LogEntry]] = {}
        if self._commit:
            check_whole(self._root, self._packs, self._tip)
            # For all of a practice no paths are named: git would compare each commit twice, to choose and to show it.
            named = () if self._folders == OF_A_PRACTICE else self._folders
            listed = [self._tip, *self._merging, "--", *named]
            heads: list[str] = []
            # Read while git lists it: of a long history on a slow machine nobody can say how long that may take.
            with git_stream(self._root, [*_LOG, *listed]) as (_, printed):
                for commit, path, line in self._read(printed):
                    if not heads or commit is not heads[-1]:
                        heads.append(commit)
                    known = found.get(path)
                    if known is not None:
                        known.append((commit, line))
                    elif named or path.startswith(_RECORDS) or path == _SETTINGS:
                        found[path] = [(commit, line)]
            if not is_one_line(heads, self._commit):
                for path, entry in self._dropped(found):
                    found[path].append(entry)
        return found

    def _read(self, printed: IO[bytes]) -> Iterator[tuple[str, str, str]]:
        return within(self._root, listed_lines(printed))

    def load(self) -> None:
        """Ask git now, so that trouble with the repository shows itself here and not at some later question."""
        self._entries  # noqa: B018

    @cached_property
    def _moves(self) -> Moves:
        moves = Moves(self._contents.bytes_of, self.precedes)
        if self._folders == OF_A_PRACTICE and not any(map(_takes_away, self._entries.values())):
            return moves  # nothing was ever taken away, so nothing came from anywhere
        halves: set[str] = set()
        for path, entries in self._entries.items():
            for commit, line in entries:
                if is_half_of_a_move(line) and _note(moves, path, _id_of(commit), line) and not _is_first(commit):
                    halves.add(_id_of(commit))
        if self._folders != OF_A_PRACTICE and halves:
            # What came from outside these folders, or went there, did so in a commit whose other half was not listed.
            asked = [*_LOG, "--no-walk=unsorted", "--diff-filter=AD", "--stdin", "--", *OF_A_PRACTICE]
            listed = run_git(self._root, asked, stdin="".join(f"{each}\n" for each in sorted(halves)).encode("ascii"))
            for commit, path, line in self._read(BytesIO(listed)):
                if is_half_of_a_move(line):
                    _note(moves, path, _id_of(commit), line)
        return moves

    def precedes(self, earlier: str, later: str) -> bool:
        return earlier != later and not git_outcome(self._root, ["merge-base", "--is-ancestor", earlier, later])[0]

    def lies_beside(self, change: CommittedChange, path: str) -> bool:
        folder, _, name = change.path.removesuffix(".md").rpartition("/")
        begun = f"{folder}/{name[:LEAST_SHARED]}"
        near = takewhile(lambda at: at.startswith(begun), islice(self._paths, bisect_left(self._paths, begun), None))
        came = (each for at in near if at != path and is_namesake(change.path, at) for each in self._own(at))
        return any(each.content == change.content for each in came if each.kind == "added")

    def is_complete_for(self, path: str) -> bool:
        return self.complete

    def changes(self, path: str) -> Sequence[CommittedChange]:
        changes = own = self._own(path)
        while not self._moves.none and any(change.kind == "added" for change in own):
            of_path = partial(self._own_or, path, own)
            changes = followed_changes(path, of_path, self._moves, now=self._id_on_disk)
            outside = {change.source for change in changes if change.source and not self._lists(change.source)}
            if not outside:
                break
            self._read_also(outside)
        return changes

    def _own_or(self, path: str, own: Sequence[CommittedChange], asked: str) -> Sequence[CommittedChange]:
        return own if asked == path else self._own(asked)

    def _id_on_disk(self, path: str) -> str:
        """The id that the file on the disk would have; what an earlier commit has is not asked for there."""
        file = self._root / path
        return object_id(file.read_bytes(), len(self._commit)) if self._tip == "HEAD" and file.is_file() else ""

    def removed(self, folder: str) -> Sequence[CommittedChange]:
        last = [self._own(path)[-1:] for path in self._ended if path.startswith(folder + "/")]
        gone = [self._with_side(change) for changes in last for change in changes if change.kind == "removed"]
        found = still_gone(gone, self._moves) if gone else ()
        while outside := {each.source for each in found if each.source and not self._lists(each.source)}:
            self._read_also(outside)  # it may have gone on from there
            found = still_gone(gone, self._moves)
        return found

    def _read_also(self, paths: Collection[str]) -> None:
        """Read the past anew, with that of these paths, which lie outside what was asked for."""
        self._folders += tuple(sorted(paths))
        for known in ("_entries", "_moves", "_ended", "_paths"):
            self.__dict__.pop(known, None)

    def _with_side(self, change: CommittedChange) -> CommittedChange:
        """What a merge took away, with the parent that has it: its first one may never have had it."""
        commit = self._entries[change.path][-1][0]
        parents = listed_commit(commit).parents
        if len(parents) < 2:
            return change
        asked = (["rev-parse", "--verify", "--quiet", f"{each}:./{change.path}"] for each in parents)
        there = (bool(run_git(self._root, each, accept=(0, 1, 128))) for each in asked)
        return replace(change, side=next((each for each, has in zip(parents, there, strict=True) if has), ""))

    def missing(self, folder: str, there: Collection[str]) -> Sequence[CommittedChange]:
        start = bisect_left(self._paths, folder + "/")
        below = takewhile(lambda path: path.startswith(folder + "/"), islice(self._paths, start, None))
        last = (self._own(path)[-1:] for path in below if path not in there)
        found = [change for changes in last for change in changes if change.kind != "removed"]
        return [each for each in found if each.path not in self._left_out] if found else ()

    def unlooked(self, folder: str) -> Sequence[Unlooked]:
        return [each for each in self._unlooked if each.path.startswith(folder + "/")]

    @cached_property
    def _unlooked(self) -> tuple[Unlooked, ...]:
        """Of the files on the disk: what an earlier commit has is looked at by whoever names it."""
        return unlooked_files(self._root) if self._tip == "HEAD" else ()

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted(self._entries))

    @cached_property
    def _left_out(self) -> frozenset[str]:
        """What a sparse checkout leaves out of this computer."""
        return frozenset(not_checked_out(self._root))

    @cached_property
    def _ended(self) -> tuple[str, ...]:
        """The paths of which the last that git remembers may be that they were taken away."""
        return tuple(path for path, entries in self._entries.items() if may_leave_nothing(entries[-1][1]))

    def _dropped(self, known: Mapping[str, Sequence[LogEntry]]) -> Iterator[tuple[str, LogEntry]]:
        """What a merge left out that one of its sides has: the path is not there, and git listed no end of it."""
        args = ["ls-tree", "-r", "-z", "--name-only", self._tip, "--", *self._folders]
        there = frozenset(run_git(self._root, args).decode("utf-8", "surrogateescape").split("\0"))
        missing = {path for path, found in known.items() if path not in there and not may_leave_nothing(found[-1][1])}
        if missing:
            asked = [*_LOG, "--diff-merges=separate", "--merges", "--diff-filter=D", self._tip, "--", *self._folders]
            printed = BytesIO(run_git(self._root, asked))
            last = {path: (commit, line) for commit, path, line in listed_lines(printed) if path in missing}
            yield from last.items()

    def _own(self, path: str) -> Sequence[CommittedChange]:
        """The changes at one path, wherever the file lay before."""
        found = (_change(path, commit, line) for commit, line in self._entries.get(path, ()))
        return tuple(each for each in found if each is not None)

    def _lists(self, path: str) -> bool:
        return any(path == each or path.startswith(each + "/") for each in self._folders)

    def first_committed(self, path: str) -> CommittedChange | None:
        return next(iter(self.changes(path)), None)

    def text_at(self, change: CommittedChange) -> str | None:
        content = self._contents.get(change.content)
        if change.content and content is None:
            raise DamagedPastError(*DAMAGED)  # what was said then is unknown, which is not nothing
        return _text(content if isinstance(content, bytes) else None)

    def texts_at(self, changes: Iterable[CommittedChange]) -> Iterator[str | None]:
        """The text after each change, in the same order, for one start of git."""
        return (_text(content) for content in read_contents(self._root, [change.content for change in changes]))

    def changes_between(self, start: str, end: str) -> Sequence[CommittedChange]:
        first, last = commit_id_of(self._root, start), commit_id_of(self._root, end)
        listed = run_git(self._root, ["rev-list", "--reverse", "--end-of-options", last, "^" + first])
        order = {commit: place for place, commit in enumerate(listed.decode("ascii").split())}
        found = [
            change
            for path, entries in self._entries.items()
            for commit, line in entries
            if _id_of(commit) in order and (change := _change(path, commit, line)) is not None
        ]
        return tuple(sorted(found, key=lambda change: (order[change.commit], change.path)))


def is_one_line(heads: Iterable[str], tip: str) -> bool:
    """Whether these are all the commits up to `tip`, one after the other: no merge is among them, and none left out.

    A list leaves out what changed nothing in it, as a merge may; then something that is listed names as its parent what
    is not, or the tip itself is missing.
    """
    parents = dict(head.split("\n", 2)[:2] for head in heads)
    return tip in parents and all(not each or each in parents for each in parents.values())


def _id_of(commit: str) -> str:
    return commit[: commit.index("\n")]


def _is_first(commit: str) -> bool:
    """Whether a commit has no parent: nothing could be taken away in it, so nothing came from anywhere."""
    return not commit.split("\n", 2)[1]


def _takes_away(entries: Sequence[LogEntry]) -> bool:
    """Whether a file may have been taken away from a path, ever."""
    return not all(line.endswith((" A", " M")) for _, line in entries)


def _note(moves: Moves, path: str, commit: str, line: str) -> bool:
    """Whether a line tells of a file that was taken away, or put there; it is then noted."""
    change = read_change(path, line)
    if change.before and not change.after:
        moves.gone(commit, path, change.before)
    elif change.after and not change.before:
        moves.come(commit, path, change.after)
    else:
        return False
    return True


def _change(path: str, commit: str, line: str) -> CommittedChange | None:
    """What a commit did to a file; nothing where there was none and is none."""
    change = read_change(path, line)
    if not change.after and not change.before:
        return None
    made, authored, committed = _made(commit)
    kind: ChangeKind = "removed" if not change.after else "changed" if change.parents[0] else "added"
    by, other = made.author, made.committer
    found = CommittedChange(path, kind, made.id, by.name, by.email, authored, committed, made.subject, change.after)
    if other is by or (other.name, other.email) == (by.name, by.email):
        return found
    return replace(found, committer=other.name, committer_email=other.email)


@lru_cache(maxsize=1024)
def _made(commit: str) -> tuple[Commit, datetime, datetime]:
    """A commit with both of its moments: the same is asked for at each path, and again for each that it moved."""
    made = listed_commit(commit)
    authored = made.author.at
    return made, authored, authored if made.committer is made.author else made.committer.at


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
