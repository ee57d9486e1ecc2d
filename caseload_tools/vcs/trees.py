"""One practice in three states: as it lies on the disk, as it is staged, and as a commit holds it.

Whatever reads a practice asks one of these for names and bytes, so that the same loader and the same rules
serve `lint`, `lint --staged`, `lint --at` and `diff`. Git is only read, by plumbing that runs no filter and
never touches the work tree. Paths are relative to the practice, which may be a folder within its repository.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self

from caseload_tools.errors import CaseloadError
from caseload_tools.vcs.command import index_in_use, resolve, run_git
from caseload_tools.vcs.contents import LARGEST, Contents

OF_A_PRACTICE = ("records", "caseload.toml", "caseload-baseline.json")
EMPTY_CONTENT = (  # the id of no bytes at all, in both kinds of repository
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
_LINK, _MODULE = "120000", "160000"
_STAGED = (
    "diff-index",
    "--cached",
    "--raw",
    "-z",
    "--no-renames",
    "--relative",
    "--ita-invisible-in-index",
    "--no-ext-diff",
    "--no-textconv",
)
_INTENT_TO_ADD = 1 << 29
Entry = tuple[str, str]  # mode, id of the content
Name = tuple[str, bool]  # the name of something in a folder, and whether it is a folder


class NotAFileError(CaseloadError):
    """There are no bytes to read at a path: `reason` is missing, link, odd or large (of `size` bytes)."""

    def __init__(self, reason: str, size: int = 0) -> None:
        super().__init__("there is no plain file of ordinary size at this path", "")
        self.reason, self.size = reason, size


class Tree(Protocol):
    """What the loader asks of a state of the practice."""

    root: Path

    def names(self, folder: str) -> Sequence[Name]:
        """What lies directly in a folder, by name. A link is no folder. Empty where there is no folder."""
        ...

    def walk(self, folder: str) -> Iterator[str]:
        """The path of every file below a folder, in order; also of links and of what else is no folder."""
        ...

    def holds(self, path: str) -> bool:
        """Whether a plain file is there."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a plain file. Raises NotAFileError."""
        ...

    def expect(self, paths: Sequence[str]) -> None:
        """Say which files will be read next, in this order, so that they can be had together."""
        ...

    def content_id(self, path: str) -> str:
        """Git's id of what is there; empty where nothing is, and where it would have to be computed."""
        ...


class WorkTree:
    """The files on the disk, read without git."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self, folder: str) -> Sequence[Name]:
        try:
            found = os.scandir(f"{self.root}/{folder}")
        except (FileNotFoundError, NotADirectoryError):
            return ()
        with found:
            return sorted([(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found])

    def walk(self, folder: str) -> Iterator[str]:
        for name, is_folder in self.names(folder):
            path = f"{folder}/{name}" if folder else name
            if is_folder:
                yield from self.walk(path)
            else:
                yield path

    def holds(self, path: str) -> bool:
        return os.path.isfile(f"{self.root}/{path}")  # noqa: PTH113  # a Path costs more than the question

    def read(self, path: str) -> bytes:
        try:
            place = self.root / path
            for above in reversed([each for each in place.parents if self.root in each.parents]):
                if above.is_symlink():
                    raise NotAFileError("link")
            found = place.lstat()
            if stat.S_ISLNK(found.st_mode):
                raise NotAFileError("link")
            if not stat.S_ISREG(found.st_mode):
                raise NotAFileError("odd")
            if found.st_size > LARGEST:
                raise NotAFileError("large", found.st_size)
            return place.read_bytes()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            raise NotAFileError("missing") from None

    def expect(self, paths: Sequence[str]) -> None:
        """The disk reads ahead by itself."""

    def content_id(self, path: str) -> str:
        return ""


class _Stored:
    """A state that git has listed. Use it in a `with`, or `close` it, so that no git is left running."""

    def __init__(self, root: Path, entries: dict[str, Entry]) -> None:
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

    def names(self, folder: str) -> Sequence[Name]:
        if self._folders is None:
            self._folders = _folders_of(self._entries)
        return sorted(self._folders.get(folder, {}).items())

    def walk(self, folder: str) -> Iterator[str]:
        below = f"{folder}/" if folder else ""
        return (path for path in sorted(self._entries) if path.startswith(below))

    def holds(self, path: str) -> bool:
        return self._entries.get(path, (_LINK, ""))[0] not in (_LINK, _MODULE)

    def read(self, path: str) -> bytes:
        mode, content_id = self._entries.get(path, ("", ""))
        if not mode:
            raise NotAFileError("missing")
        if mode in (_LINK, _MODULE):
            raise NotAFileError("link" if mode == _LINK else "odd")
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
        self._contents.expect(content_id for mode, content_id in modes if mode not in (_LINK, _MODULE))

    def content_id(self, path: str) -> str:
        return self._entries.get(path, ("", ""))[1]


class IndexTree(_Stored):
    """What is staged: what the next commit would hold. Only what lies below `folders` is listed.

    Inside a hook git may use an index of its own (`git commit FILE`), and that one is read.
    """

    def __init__(self, root: Path, folders: Sequence[str] = OF_A_PRACTICE) -> None:
        super().__init__(root, _staged_entries(root, folders))


class CommitTree(_Stored):
    """What a commit holds; `commit` is its full id. Raises CaseloadError when no commit is called `revision`."""

    def __init__(self, root: Path, revision: str, folders: Sequence[str] = OF_A_PRACTICE) -> None:
        self.commit = resolve(root, revision)
        super().__init__(root, dict(_listed(run_git(root, ["ls-tree", "-r", "-z", self.commit, "--", *folders]))))

    @property
    def made_at(self) -> datetime:
        """When the commit says it was made, by the committer's clock."""
        told = run_git(self.root, ["log", "-1", "--no-show-signature", "--no-patch", "--format=%cI", self.commit])
        return _moment(told.decode("ascii").strip())


def staged_paths(root: Path, folders: Sequence[str] = OF_A_PRACTICE) -> tuple[str, ...]:
    """The paths whose staged state differs from the last commit, removed ones too; before the first commit, all."""
    index = index_in_use(root)
    start = "HEAD"
    if not run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)):
        start = run_git(root, ["hash-object", "-t", "tree", "--stdin"]).decode("ascii").strip()
    printed = run_git(root, [*_STAGED, start, "--", *folders], index=index)
    fields = printed.decode("utf-8", "surrogateescape").split("\0")
    return tuple(sorted(set(fields[1::2])))


def _staged_entries(root: Path, folders: Sequence[str]) -> dict[str, Entry]:
    index = index_in_use(root)
    printed = run_git(root, ["ls-files", "-s", "-z", "--", *folders], index=index)
    entries: dict[str, Entry] = {}
    unsettled: set[str] = set()
    for each in printed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = each.partition("\t")
        if not path:
            continue
        mode, content_id, stage = about.split(" ")
        if stage == "0":
            entries[path] = (mode, content_id)
        else:
            unsettled.add(path)
    if unsettled:
        count = len(unsettled)
        raise CaseloadError(
            f"a merge has left {count} record{'s' if count > 1 else ''} undecided, so there is nothing yet to check",
            "settle each (git status lists them), then `git add` it",
        )
    empty = [path for path, (_, content_id) in entries.items() if content_id in EMPTY_CONTENT]
    for path in _only_announced(root, empty, index):
        del entries[path]
    return entries


def _only_announced(root: Path, paths: Sequence[str], index: str) -> Iterator[str]:
    """Those of `paths` that `git add --intent-to-add` has named and of which nothing is staged."""
    if not paths:
        return
    printed = run_git(root, ["ls-files", "-z", "--debug", "--", *paths], index=index)
    # A path ends with NUL; lines about it follow, the last of which gives its flags.
    path, *rest = printed.decode("utf-8", "surrogateescape").split("\0")
    for each in rest:
        flags, _, following = each.partition("flags: ")[2].partition("\n")
        if int(flags, 16) & _INTENT_TO_ADD:
            yield path
        path = following


def _listed(printed: bytes) -> Iterator[tuple[str, Entry]]:
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
