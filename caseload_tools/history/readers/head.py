"""Which state of the records is being read: the commit, the branch, and whether it is all committed.

For anchors and backups, which say what they were made of. Git's own `status` may run filters that a
repository's configuration names, so the files are hashed here instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from caseload_tools.git.command import NoRepositoryError, run_git
from caseload_tools.history.readers.record_history import object_id


@dataclass(frozen=True, slots=True)
class Head:
    """`commit` is empty without git and before the first commit; `branch` is empty between branches."""

    commit: str = ""
    branch: str = ""
    dirty: bool = False

    @property
    def short(self) -> str:
        return self.commit[:10]


def read_head(root: Path, folders: Sequence[str] = ("records", "caseload.toml")) -> Head:
    """The state of the practice in `root`; dirty when its `folders` differ from the commit."""
    try:
        branch = run_git(root, ["symbolic-ref", "--quiet", "--short", "HEAD"], accept=(0, 1))
    except NoRepositoryError:
        return Head()
    commit = run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)).decode("ascii").strip()
    if not commit:
        return Head(branch=_line(branch), dirty=True)
    return Head(commit, _line(branch), _differs(root, folders, commit))


def _line(printed: bytes) -> str:
    return printed.decode("utf-8", "replace").strip()


def _differs(root: Path, folders: Sequence[str], commit: str) -> bool:
    committed = _committed(root, folders, commit)
    for path, raw in _on_disk(root, folders):
        known = committed.pop(path, None)
        if known is None:
            return True
        # A checkout may have turned LF into CRLF: that is not an edit.
        if known not in (object_id(raw, len(known)), object_id(raw.replace(b"\r\n", b"\n"), len(known))):
            return True
    return bool(committed)


def _committed(root: Path, folders: Sequence[str], commit: str) -> dict[str, str]:
    """The Markdown and settings of a commit: path to id of the content."""
    listed = run_git(root, ["ls-tree", "-r", "-z", commit, "--", *folders])
    found: dict[str, str] = {}
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = entry.partition("\t")
        if _ours(path):
            found[path] = about.split(" ")[-1]
    return found


def _on_disk(root: Path, folders: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        top = root / folder
        if top.is_file() and not top.is_symlink():
            yield folder, top.read_bytes()
        for parent, below, names in os.walk(top):
            below.sort()
            for name in sorted(names):
                file = Path(parent, name)
                if _ours(name) and file.is_file() and not file.is_symlink():
                    yield file.relative_to(root).as_posix(), file.read_bytes()


def _ours(path: str) -> bool:
    return path.endswith((".md", ".toml")) and not path.rpartition("/")[2].startswith(".")
