"""One practice in three states: as it lies on the disk, as it is staged, and as a commit holds it.

Whatever reads a practice asks one of these for names and bytes, so that the same loader and the same rules
serve `lint`, `lint --staged`, `lint --at` and `diff`. Git is only read, by plumbing that runs no filter and
never touches the work tree. Paths are relative to the practice, which may be a folder within its repository.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Self

from caseload_tools.dates import count_of, parse_day
from caseload_tools.errors import CaseloadError, DamagedPastError
from caseload_tools.git.command import NoCommitError, NoRepositoryError, PartialCloneError, commit_id_of, run_git
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import LINK, MODULE, PathChange
from caseload_tools.git.staged import has_commit, staged_changes
from caseload_tools.git.tree import OF_A_PRACTICE, Name, NotAFileError, Tree, WorkTree

__all__ = ["CommitTree", "IndexTree", "NotAFileError", "Tree", "WorkTree", "commit_at"]

_NAMED = 1000  # folders named in one command; a system allows a few megabytes of them
ModeAndId = tuple[str, str]  # mode, id of the content


class _Stored:
    """A state that git has listed. Use it in a `with`, or `close` it, so that no git is left running."""

    def __init__(self, root: Path, entries: dict[str, ModeAndId]) -> None:
        self.root = root
        self._entries = entries
        self._folders: dict[str, dict[str, bool]] | None = None
        self._contents = Contents(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._contents.close()

    @property
    def repositories(self) -> Collection[str]:
        return [path for path, (mode, _) in self._entries.items() if mode == MODULE]

    @cached_property
    def links(self) -> Collection[str]:
        return {path for path, (mode, _) in self._entries.items() if mode == LINK}

    @property
    def left_out(self) -> Sequence[str]:
        """Git has all of what is staged or committed, whatever lies on the disk."""
        return ()

    @property
    def gone(self) -> Mapping[str, str]:
        return {}

    def names(self, folder: str) -> Sequence[Name]:
        if self._folders is None:
            self._folders = _folders_of([path for path, (mode, _) in self._entries.items() if mode != MODULE])
        return sorted(self._folders.get(folder, {}).items())

    def walk(self, folder: str) -> Iterator[str]:
        below = f"{folder}/" if folder else ""
        return (path for path, (mode, _) in sorted(self._entries.items()) if path.startswith(below) and mode != MODULE)

    def holds(self, path: str) -> bool:
        return self._entries.get(path, (LINK, ""))[0] not in (LINK, MODULE)

    def read(self, path: str) -> bytes:
        mode, content_id = self._entries.get(path, ("", ""))
        if not mode:
            raise NotAFileError("missing")
        if mode in (LINK, MODULE):
            raise NotAFileError("link" if mode == LINK else "odd")
        content = self._contents.get(content_id)
        if content is None:
            raise CaseloadError(
                "git lacks the content of a file that it lists", "`git fsck --full` says what is broken or missing"
            )
        if isinstance(content, int):
            raise NotAFileError("large", content)
        return content

    def expect(self, paths: Sequence[str]) -> None:
        modes = (self._entries.get(path, ("", "")) for path in paths)
        self._contents.expect(content_id for mode, content_id in modes if mode not in (LINK, MODULE))

    def content_id(self, path: str) -> str:
        return self._entries.get(path, ("", ""))[1]


class IndexTree(_Stored):
    """What is staged: what the next commit would hold. Only what lies below `folders`, or is changed, is listed.

    It is the last commit with the staged changes laid over it. An index names every file of the repository, and git
    reads the whole of it for each question; of a commit it reads only the folders asked for. `changes` are those of
    `staged_changes`, where they are known already. Inside a hook git may use an index of its own (`git commit FILE`),
    and that one is read.
    """

    def __init__(
        self, root: Path, folders: Sequence[str] = OF_A_PRACTICE, changes: Collection[PathChange] | None = None
    ) -> None:
        staged = staged_changes(root, folders) if changes is None else changes
        undecided = sum(each.undecided for each in staged)
        if undecided:
            raise CaseloadError(
                f"a merge has left {count_of(undecided, 'record')} undecided, so there is nothing yet to check",
                "settle each (git status lists them), then `git add` it",
            )
        entries = dict(_last_committed(root, folders))
        for each in staged:
            if each.mode:
                entries[each.path] = (each.mode, each.after)
            else:
                entries.pop(each.path, None)
        super().__init__(root, entries)


class CommitTree(_Stored):
    """What a commit holds; `commit` is its full id. `revision` is any name git knows, or a day (see `commit_at`)."""

    def __init__(self, root: Path, revision: str, folders: Sequence[str] = OF_A_PRACTICE) -> None:
        self.commit = commit_at(root, revision)
        super().__init__(root, dict(_listed(run_git(root, ["ls-tree", "-r", "-z", self.commit, "--", *folders]))))

    @cached_property
    def made_at(self) -> datetime:
        """When the commit says it was made, by the committer's clock."""
        told = run_git(self.root, ["log", "-1", "--no-show-signature", "--no-patch", "--format=%cI", self.commit])
        return _moment(told.decode("ascii").strip())


def commit_at(root: Path, revision: str) -> str:
    """The full id of the commit that a revision names; for YYYY-MM-DD, of the last one made until that day's end."""
    day = parse_day(revision)
    try:
        return commit_id_of(root, revision)
    except (NoRepositoryError, NoCommitError, DamagedPastError, PartialCloneError):
        raise
    except CaseloadError as unknown:
        if day is None:
            raise CaseloadError(unknown.message, f"{unknown.hint}; a day is written YYYY-MM-DD") from None
    found = run_git(root, ["rev-list", "-1", f"--before={day} 23:59:59", "HEAD"])
    if not found:
        raise CaseloadError(f"there was no commit yet on {day}", "`git log --oneline` lists the commits")
    return found.decode("ascii").strip()


def _last_committed(root: Path, folders: Sequence[str]) -> Iterator[tuple[str, ModeAndId]]:
    try:
        for start in range(0, len(folders), _NAMED):
            named = folders[start : start + _NAMED]
            yield from _listed(run_git(root, ["ls-tree", "-r", "-z", "HEAD", "--", *named]))
    except CaseloadError:
        if has_commit(root):
            raise


def _listed(printed: bytes) -> Iterator[tuple[str, ModeAndId]]:
    for each in printed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = each.partition("\t")
        if path:
            mode, _, content_id = about.split(" ")
            yield path, (mode, content_id)


def _folders_of(paths: Collection[str]) -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {"": {}}
    for path in paths:
        folder, _, name = path.rpartition("/")
        inside = found.get(folder)
        if inside is None:
            inside = found[folder] = {}
            above = folder
            while above:  # the folder is new, so the ones above may be
                upper, _, last = above.rpartition("/")
                known = found.setdefault(upper, {})
                if last in known:
                    break
                known[last] = True
                above = upper
        inside[name] = False
    return found


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise CaseloadError("this commit has no date that a calendar knows", "name the day with --as-of") from None
