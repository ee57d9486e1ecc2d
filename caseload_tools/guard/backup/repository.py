"""What a backup asks of git: the references, the bundle as it is made, and a repository made of one again.

Through git/command.py only. Nothing is fetched and no hook runs; a bundle is data of unknown origin.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import NO_COMMIT, NoCommitError, commit_id_of, git_stream, in_repository, run_git

_PIECE = 1 << 16
_LONG = 6 * 3600.0  # seconds; a repository of many years is checked object by object
_SHA256_LENGTH = 64


@dataclass(frozen=True, slots=True)
class References:
    """What the references of a repository say at one moment."""

    head: str
    branch: str
    refs: Mapping[str, str]


def references_of(root: Path) -> References:
    """The references of the repository that the practice lies in."""
    printed = run_git(root, ["for-each-ref", "--format=%(objectname) %(refname)"]).decode("utf-8", "surrogateescape")
    refs = {name: id_ for id_, _, name in (line.partition(" ") for line in printed.splitlines())}
    branch = run_git(root, ["symbolic-ref", "--quiet", "HEAD"], accept=(0, 1)).decode("utf-8", "surrogateescape")
    return References(_head(root), branch.strip(), refs)


def _head(root: Path) -> str:
    try:
        return commit_id_of(root, "HEAD")
    except CaseloadError as error:
        if "no commit is called" not in error.message:
            raise
        raise NoCommitError(*NO_COMMIT) from None


def is_whole(root: Path) -> bool:
    """False for a shallow clone, which lacks a part of the past."""
    return run_git(root, ["rev-parse", "--is-shallow-repository"]).strip() == b"false"


def repository_paths(root: Path) -> tuple[Path, str, Path]:
    """The top of the repository, where in it the practice lies, and git's own folder."""
    told = run_git(
        root, ["rev-parse", "--path-format=absolute", "--show-toplevel", "--git-common-dir", "--show-prefix"]
    )
    top, common, prefix, *_ = [*told.decode("utf-8", "surrogateescape").split("\n"), "", ""]
    return Path(top), prefix, Path(common)


def place_of_drill(root: Path | None) -> Path:
    """Where a drill happens: in git's own folder, on the disk where the records lie; else where the system says."""
    import tempfile

    return repository_paths(root)[2] if root is not None and in_repository(root) else Path(tempfile.gettempdir())


def count_records(root: Path) -> int:
    """The Markdown files below records/ in the commit of a practice, but for READMEs."""
    printed = run_git(root, ["ls-tree", "-r", "-z", "--name-only", "HEAD", "--", "records"])
    names = (path.rpartition(b"/")[2] for path in printed.split(b"\0"))
    return sum(name.endswith(b".md") and name != b"README.md" and not name.startswith(b".") for name in names)


def count_commits(root: Path) -> int:
    return int(run_git(root, ["rev-list", "--all", "--count"]))


@dataclass(slots=True)
class GitBundle:
    """The bundle of a whole repository, as git writes it; size and digest are known at its end.

    `top` must be the top of the work tree: in a folder below it git takes `-` for the name of a file there,
    and writes the history into it.
    """

    top: Path
    size: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    _head: bytes = b""

    def pieces(self) -> Iterator[bytes]:
        """The bundle, piece by piece. No file is made."""
        with git_stream(self.top, ["bundle", "create", "--quiet", "-", "--all"]) as (_, printed):
            while piece := printed.read(_PIECE):
                self.size += len(piece)
                self.digest.update(piece)
                if b"\n\n" not in self._head:
                    self._head += piece
                yield piece

    def refs(self) -> dict[str, str]:
        """The references that it says it holds, HEAD with them."""
        return refs_in(self._head)


def refs_in(head: bytes) -> dict[str, str]:
    """The references that the first lines of a bundle name."""
    lines = head.partition(b"\n\n")[0].decode("utf-8", "surrogateescape").split("\n")[1:]
    pairs = (line.partition(" ") for line in lines if not line.startswith(("@", "-")))
    return {name: id_ for id_, _, name in pairs}


def rebuild_repository(bundle: Path, state: References, folder: Path) -> None:
    """Make the empty folder a repository that holds the bundle, with these references, and check out HEAD."""
    kind = "sha256" if len(state.head) == _SHA256_LENGTH else "sha1"
    run_git(folder, ["init", "--quiet", "--initial-branch=main", "--template=", f"--object-format={kind}"])
    run_git(folder, ["bundle", "verify", "--quiet", str(bundle)], timeout=_LONG)
    run_git(folder, ["bundle", "unbundle", str(bundle)], timeout=_LONG)
    wanted = "".join(f"create {name}\0{id_}\0" for name, id_ in state.refs.items())
    run_git(folder, ["update-ref", "--stdin", "-z"], stdin=wanted.encode("utf-8", "surrogateescape"))
    if state.branch:
        run_git(folder, ["symbolic-ref", "HEAD", state.branch])
    else:
        run_git(folder, ["update-ref", "--no-deref", "HEAD", state.head])
    run_git(folder, ["read-tree", "-m", "-u", "HEAD"], timeout=_LONG)


def examine_objects(folder: Path) -> None:
    """Every object read and checked; raises CaseloadError when one is not as it should be."""
    run_git(folder, ["fsck", "--full", "--strict", "--no-dangling", "--no-progress"], timeout=_LONG)


def holds_commit(root: Path, commit: str) -> bool:
    """Whether the repository holds a commit."""
    return not run_git(root, ["cat-file", "-e", f"{commit}^{{commit}}"], accept=(0, 1, 128)) and bool(
        run_git(
            root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}"], accept=(0, 1, 128)
        )
    )
