"""A history of ours, written through GitPython: the commits of a made-up practice, with the dates that it says.

The repository is new and our own. No git is run for it, so that nobody's settings, hooks or keys have a say in what is
made. Reading what somebody else wrote through GitPython is for git.objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import git
from git.objects.fun import tree_to_stream
from gitdb import OStream  # type: ignore[import-untyped]
from gitdb.pack import PackEntity  # type: ignore[import-untyped]

_FOLDER, _FILE = 0o40000, 0o100644


@dataclass(frozen=True, slots=True)
class DatedCommit:
    """A commit to be made: whose, when, what it says, and each file that it changes as it leaves it; None removes."""

    name: str
    email: str
    at: datetime
    message: str
    files: Mapping[str, bytes | None]


def write_history(root: Path, planned: Iterable[DatedCommit]) -> int:
    """Give a repository of ours that has no commit yet its branch `main`, one commit after the other; says how many.

    The same commits have the same ids everywhere. Everything goes into one pack.
    """
    repository = git.Repo(root, expand_vars=False)
    objects = _Objects()
    tree, made, last = _Folder(), 0, b""
    for each in planned:
        for path, content in each.files.items():
            tree.put(path.split("/"), content if content is None else objects.add(b"blob", content))
        last = objects.add(b"commit", _commit(repository, each, objects.tree(tree), last))
        made += 1
    if made:
        _pack(Path(repository.git_dir) / "objects/pack", objects)
        git.Head(repository, "refs/heads/main").set_reference(git.Commit(repository, last))
    return made


class _Objects:
    """The objects of a new history by their ids, each once."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[bytes, bytes]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def add(self, kind: bytes, content: bytes) -> bytes:
        digest = hashlib.sha1(b"%b %d\0" % (kind, len(content)), usedforsecurity=False)
        digest.update(content)
        self._known[digest.digest()] = kind, content
        return digest.digest()

    def tree(self, folder: _Folder) -> bytes:
        """The id of a folder. Its entries stand in git's order, in which a folder's name ends with a slash."""
        if not folder.id:
            entries = [
                (f"{name}/", self.tree(entry), _FOLDER) if isinstance(entry, _Folder) else (name, entry, _FILE)
                for name, entry in folder.entries.items()
            ]
            written = BytesIO()
            ordered = sorted(entries, key=lambda entry: entry[0].encode())
            tree_to_stream([(each, mode, name.rstrip("/")) for name, each, mode in ordered], written.write)
            folder.id = self.add(b"tree", written.getvalue())
        return folder.id

    def streams(self) -> Iterator[OStream]:
        for digest, (kind, content) in self._known.items():
            yield OStream(digest, kind, len(content), BytesIO(content))


def _pack(folder: Path, objects: _Objects) -> None:
    with (folder / "new.pack").open("wb") as pack, (folder / "new.idx").open("wb") as index:
        name, _ = PackEntity.write_pack(objects.streams(), pack.write, index.write, len(objects))
    for ending in ("pack", "idx"):
        (folder / f"new.{ending}").rename(folder / f"pack-{name.hex()}.{ending}")


class _Folder:
    """The ids of the contents of files, and the folders in a folder. Its own id is empty where it is not known yet."""

    def __init__(self) -> None:
        self.entries: dict[str, _Folder | bytes] = {}
        self.id = b""

    def put(self, steps: list[str], content: bytes | None) -> None:
        """Lay a file into the folders that lead to it; None takes it out, and folders that are left empty."""
        self.id = b""
        first, *rest = steps
        if rest:
            inner = self.entries.setdefault(first, _Folder())
            assert isinstance(inner, _Folder)
            inner.put(rest, content)
            if not inner.entries:
                del self.entries[first]
        elif content is None:
            self.entries.pop(first, None)
        else:
            self.entries[first] = content


def _commit(repository: git.Repo, planned: DatedCommit, tree: bytes, parent: bytes) -> bytes:
    """What a commit consists of. GitPython counts the minutes of a zone westward."""
    person = git.Actor(planned.name, planned.email)
    seconds, west = int(planned.at.timestamp()), -int((planned.at.utcoffset() or timedelta()).total_seconds())
    written = BytesIO()
    git.Commit(
        repository,
        git.Commit.NULL_BIN_SHA,
        tree=git.Tree(repository, tree),
        parents=[git.Commit(repository, parent)] if parent else [],
        author=person,
        authored_date=seconds,
        author_tz_offset=west,
        committer=person,
        committed_date=seconds,
        committer_tz_offset=west,
        message=f"{planned.message}\n",
        encoding=git.Commit.default_encoding,
    )._serialize(written)
    return written.getvalue()
