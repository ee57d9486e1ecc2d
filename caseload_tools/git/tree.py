"""What the loader asks of a practice, whatever state of it is read; and the state that needs no git: the disk.

Apart from `stored_trees`, which asks git for the other two states, so that a plain lint never loads what runs git.
Paths are relative to the practice. Nothing here writes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from caseload_tools.errors import CaseloadError

OF_A_PRACTICE = ("records", "caseload.toml", "caseload-baseline.json")
LARGEST = 1 << 20
"""Bytes of a content we hand out: a record is never larger."""
Name = tuple[str, bool]  # the name of something in a folder, and whether it is a folder


class NotAFileError(CaseloadError):
    """There are no bytes to read at a path: `reason` is missing, link, odd or large (of `size` bytes)."""

    def __init__(self, reason: str, size: int = 0) -> None:
        super().__init__("there is no plain file of ordinary size at this path", "")
        self.reason, self.size = reason, size


class Tree(Protocol):
    """What the loader asks of a state of the practice."""

    root: Path

    @property
    def repositories(self) -> Collection[str]:
        """Where another repository lies, as far as the names of the folders around were asked for.

        It is neither a file nor a folder of the practice: nothing in it is read.
        """
        ...

    @property
    def links(self) -> Collection[str]:
        """The paths of links, as far as the names of the folders around were asked for."""
        ...

    @property
    def left_out(self) -> Sequence[str]:
        """The files of the practice that this state has and this computer has not, in order."""
        ...

    @property
    def gone(self) -> Mapping[str, str]:
        """Of these, those that nobody left out on purpose, each with the folder that is gone with it."""
        ...

    def names(self, folder: str) -> Sequence[Name]:
        """What lies directly in a folder, by name. A link is no folder. Empty where there is no folder."""
        ...

    def walk(self, folder: str) -> Iterator[str]:
        """The path of every file below a folder, in order; also of links, and of nothing in another repository."""
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
        self.repositories: set[str] = set()
        self.links: set[str] = set()

    @cached_property
    def left_out(self) -> Sequence[str]:
        from caseload_tools.git.left_out import not_checked_out

        return tuple(sorted({*not_checked_out(self.root), *self.gone}))

    @cached_property
    def gone(self) -> Mapping[str, str]:
        from caseload_tools.git.left_out import gone_with_their_folder, not_checked_out

        gone = gone_with_their_folder(self.root)
        on_purpose = {*not_checked_out(self.root)} if gone else ()
        return {path: folder for path, folder in gone.items() if path not in on_purpose}

    def names(self, folder: str) -> Sequence[Name]:
        try:
            found = os.scandir(f"{self.root}/{folder}")
        except (FileNotFoundError, NotADirectoryError):
            return ()
        with found:
            entries = list(found)
        inside = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        above = f"{folder}/" if folder else ""
        self.links.update(above + entry.name for entry in entries if entry.is_symlink())
        others = [name for name, is_folder in inside if is_folder and self._is_repository(above + name)]
        self.repositories.update(above + name for name in others)
        return sorted(each for each in inside if each[0] not in others)

    def _is_repository(self, folder: str) -> bool:
        return os.path.lexists(f"{self.root}/{folder}/.git")  # a Path costs more than the question

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
