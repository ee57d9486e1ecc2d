"""A repository's objects, looked at from an empty repository of our own that only borrows them.

Whoever suspects a repository must not ask it how to look: its configuration can silence `fsck`, name merge
programs, hide missing objects behind a partial clone, and its cached commit graph can tell of other parents.
Here none of that is read, and what git makes on the way (a merge done again) never lands in the repository
that is looked at. References, configuration and the work tree are not here: ask the repository for those.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import git_outcome, run_git

_SETTINGS = ("core.commitGraph=false",)
_AT_ONCE = 4000
_LONGEST = 1800.0  # seconds, for a hundred thousand commits on a slow disk
_FOLDER = "40000"
# For a repository that somebody else runs git in. The cached commit graph of the other one could tell of other parents.
_CONFIG = f"""\
[core]
	repositoryformatversion = 0
	bare = true
	commitGraph = false
	hooksPath = {os.devnull}
[gc]
	auto = 0
[protocol]
	allow = never
"""


class StoredObject(NamedTuple):
    """One object as git keeps it: its kind (`commit`, `tree`, `blob`, `tag`) and its bytes."""

    kind: str
    raw: bytes


class TreeEntry(NamedTuple):
    """A name in a tree: mode as git writes it (`100644`, `40000`, `120000`, `160000`) and the object's id."""

    name: str
    mode: str
    id: str


class BorrowedRepository:
    """A context: while it is open, git commands run beside the objects of the repository in `root`."""

    def __init__(self, root: Path) -> None:
        self.format = run_git(root, ["rev-parse", "--show-object-format"]).decode("ascii").strip()
        objects = run_git(root, ["rev-parse", "--git-path", "objects"]).rstrip(b"\n")
        shallow = run_git(root, ["rev-parse", "--git-path", "shallow"]).rstrip(b"\n")
        self._shallow = root / shallow.decode("utf-8", "surrogateescape")
        self._objects = (root / objects.decode("utf-8", "surrogateescape")).resolve()
        self._folder = tempfile.TemporaryDirectory(prefix="caseload-")
        self.place = Path(self._folder.name)

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Throw it away, with all that was made in it."""
        self._folder.cleanup()

    def open_with_references(self, root: Path) -> None:
        """For whoever goes about with the repository itself: bare, with references and settings, until `close`."""
        try:
            self._open()
            self._take_references(root)
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        run_git(self.place, ["init", "--quiet", "--template=", "--object-format=" + self.format])
        alternates = self.place / ".git/objects/info/alternates"
        alternates.parent.mkdir(parents=True, exist_ok=True)
        alternates.write_text(f"{self._objects}\n", encoding="utf-8", errors="surrogateescape")
        if self._shallow.is_file():
            # Where the past was cut off: without this, git would take what lies before for lost.
            (self.place / ".git/shallow").write_bytes(self._shallow.read_bytes())

    def _take_references(self, root: Path) -> None:
        """Branches, tags and HEAD of the other repository as they are now, and settings that run and fetch nothing."""
        told = run_git(root, ["for-each-ref", "--format=%(objectname) %(refname)"])
        taken = [line for line in told.splitlines() if _is_harmless(line.partition(b" ")[2])]
        head = run_git(root, ["symbolic-ref", "--quiet", "HEAD"], accept=(0, 1)).strip()
        at = run_git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], accept=(0, 1)).strip()
        folder = self.place / ".git"
        (folder / "packed-refs").write_bytes(b"".join(line + b"\n" for line in taken))
        named = b"ref: " + (head if _is_harmless(head) else b"refs/heads/main")
        (folder / "HEAD").write_bytes((named if _is_harmless(head) or not at else at) + b"\n")
        (folder / "config").write_text(_CONFIG, encoding="utf-8")

    @property
    def empty_tree(self) -> str:
        """The id of a folder with nothing in it, which stands before the first commit."""
        if self.format == "sha256":
            return "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
        return "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

    def blob_id(self, raw: bytes) -> str:
        """What git would call a file with these bytes."""
        stored = b"blob %d\0" % len(raw) + raw
        return hashlib.new(self.format, stored, usedforsecurity=False).hexdigest()

    def run(self, args: Sequence[str], stdin: bytes = b"", accept: Collection[int] = (0,)) -> bytes:
        """What git prints for `args`. Revisions must be full ids: no name is known here."""
        return run_git(self.place, args, settings=_SETTINGS, stdin=stdin, accept=accept, timeout=_LONGEST)

    def complaints(self, args: Sequence[str]) -> tuple[int, list[str]]:
        """The exit code of a git command, and the lines that it complained with or printed."""
        settings = ("advice.graftFileDeprecated=false",)  # the cached commit graph is to be checked as well
        code, printed, complaint = git_outcome(self.place, args, settings=settings, timeout=_LONGEST)
        return code, (complaint + printed).decode("utf-8", "replace").splitlines()

    def keep_merge(self, tree: str, parents: Sequence[str]) -> str:
        """A commit of our own, here and not in the repository: these parents, merged to this tree."""
        nobody = "caseload <caseload> 0 +0000"
        above = "".join(f"parent {parent}\n" for parent in parents)
        raw = f"tree {tree}\n{above}author {nobody}\ncommitter {nobody}\n\nMerge\n"
        return self.run(["hash-object", "-t", "commit", "-w", "--stdin"], raw.encode("ascii")).decode("ascii").strip()

    def objects(self, ids: Sequence[str]) -> Iterator[StoredObject | None]:
        """The object of each id, None for one that is not there; one start of git for thousands."""
        for start in range(0, len(ids), _AT_ONCE):
            asked = ids[start : start + _AT_ONCE]
            printed = self.run(["cat-file", "--batch"], stdin="\n".join(asked).encode("ascii") + b"\n")
            yield from _split(printed, len(asked))

    def entries(self, trees: Collection[str]) -> dict[str, tuple[TreeEntry, ...]]:
        """What stands in each of these trees and in all trees below them, by the tree's id."""
        found: dict[str, tuple[TreeEntry, ...]] = {}
        wanted = sorted(set(trees))
        while wanted:
            for tree, stored in zip(wanted, self.objects(wanted), strict=True):
                if stored is None or stored.kind != "tree":
                    raise CaseloadError(
                        "a folder of the past is missing from the repository", "restore it from a backup"
                    )
                found[tree] = tuple(_entries(stored.raw, len(tree) // 2))
            below = {entry.id for tree in wanted for entry in found[tree] if entry.mode == _FOLDER}
            wanted = sorted(below - found.keys())
        return found


def _is_harmless(reference: bytes) -> bool:
    """Whether a reference is taken: one that shows another past is not, nor one whose name could pass for an option."""
    try:
        name = reference.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return name.startswith("refs/") and not name.startswith("refs/replace/") and "/-" not in name


def _split(printed: bytes, count: int) -> Iterator[StoredObject | None]:
    """The answers of `cat-file --batch`: a line `ID KIND SIZE`, the bytes, an end of line; or `ID missing`."""
    place = 0
    for _ in range(count):
        end = printed.find(b"\n", place)
        if end < 0:
            raise CaseloadError("git stopped while the past was read", "`git fsck --full` says what is broken")
        words = printed[place:end].split()
        place = end + 1
        if len(words) != 3 or words[2] == b"missing":
            yield None
            continue
        size = int(words[2])
        yield StoredObject(words[1].decode("ascii"), printed[place : place + size])
        place += size + 1


def _entries(raw: bytes, length: int) -> Iterator[TreeEntry]:
    place = 0
    while place < len(raw):
        blank, end = raw.index(b" ", place), raw.index(b"\0", place)
        name = raw[blank + 1 : end].decode("utf-8", "surrogateescape")
        mode = raw[place:blank].decode("ascii", "replace")
        place = end + 1 + length
        yield TreeEntry(name, mode, raw[end + 1 : place].hex())
