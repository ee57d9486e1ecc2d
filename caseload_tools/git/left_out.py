"""What is in the repository and not on this computer: left out on purpose, or gone with its folder.

Nobody can read it here: what it asks for is unknown, which is not nothing. Where nothing is missing, no git is started:
each command that reads charts asks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from caseload_tools.errors import CaseloadError

SAID = "left out of this computer by a sparse checkout, and nothing is said of it"
_LENGTH = 0xFFF
_CHART_DEPTH = 3  # records/clients/C-0142, and what lies above it, is a chart whatever it holds
GONE = "gone from this computer, and git has it still"
BRINGS = "`git sparse-checkout disable` brings them"


def not_checked_out(root: Path) -> tuple[str, ...]:
    """The paths below records/ that are left out, of the practice in `root`, in order.

    Most repositories never had a sparse checkout, which is told without starting git.
    """
    if not _may_be_sparse(root):
        return ()
    from caseload_tools.git.command import run_git  # a plain lint never loads what runs git

    sparse = run_git(root, ["config", "--get", "core.sparseCheckout"], accept=(0, 1))
    if sparse.strip().lower() != b"true":
        return ()
    listed = run_git(root, ["ls-files", "-v", "-z", "--", "records"]).decode("utf-8", "surrogateescape")
    skipped = (each[2:] for each in listed.split("\0") if each[:1] in ("S", "s"))
    return tuple(sorted(path for path in skipped if not (root / path).is_file()))


def gone_with_their_folder(root: Path) -> dict[str, str]:
    """The files below records/ that git has, of which the whole chart is gone from the disk, with what is gone of it.

    What is missing of a chart that is there is found with its past.
    """
    found = _found_git(root)
    if found is None:
        return {}
    top, place = found
    try:
        raw = (place / "index").read_bytes()
        prefix = root.resolve().relative_to(top.resolve()).as_posix().removeprefix(".")
    except (OSError, ValueError):
        return {}
    begun = f"{prefix}/records" if prefix else "records"
    if _writes_whole_paths(raw) and all((top / folder).is_dir() for folder in _folders_in(raw, begun)):
        return {}
    from caseload_tools.git.command import run_git

    try:
        listed = run_git(root, ["ls-files", "-z", "--", "records"]).decode("utf-8", "surrogateescape")
    except CaseloadError:
        return {}  # that git will not read it is told by who asks it for the past
    gone = {path: _missing_folder(root, path) for path in sorted(listed.split("\0")) if path}
    charts = {folder for path, folder in gone.items() if path.endswith("/client.md")}
    return {path: each for path, each in gone.items() if each and (each in charts or each.count("/") < _CHART_DEPTH)}


def _missing_folder(root: Path, path: str) -> str:
    """The uppermost folder above a file that is not on the disk; empty where all are."""
    steps = path.split("/")[:-1]
    above = ("/".join(steps[: at + 1]) for at in range(len(steps)))
    return next((each for each in above if not (root / each).is_dir()), "")


def _writes_whole_paths(index: bytes) -> bool:
    """Whether each entry of git's index has its whole path: not so where it is shortened, or shared by several."""
    return index[:4] == b"DIRC" and index[4:8] in (b"\0\0\0\2", b"\0\0\0\3") and b"link" not in index[-4096:]


def _folders_in(index: bytes, begun: str) -> Iterator[str]:
    """The folders below one in which git's index has files: before each path stands, in twelve bits, its length."""
    folders: set[bytes] = set()
    for found in re.finditer(rb"%b/[^\0]+" % re.escape(begun.encode("utf-8", "surrogateescape")), index):
        folder, start = found[0].rpartition(b"/")[0], found.start()
        if folder not in folders and found.end() - start in (
            _length_at(index, start - 2),
            _length_at(index, start - 4),
        ):
            folders.add(folder)
    return (each.decode("utf-8", "surrogateescape") for each in sorted(folders))


def _length_at(index: bytes, place: int) -> int:
    """The length of a path by the twelve bits that stand right before it, or before two bytes of further flags."""
    return int.from_bytes(index[place : place + 2]) & _LENGTH


def _may_be_sparse(root: Path) -> bool:
    found = _found_git(root)
    try:
        return found is not None and _says_sparse(found[1])
    except (OSError, ValueError):
        return False


def _found_git(root: Path) -> tuple[Path, Path] | None:
    """The top folder of the repository around here, and where git keeps its own things of it."""
    try:
        for folder in (root, *root.resolve().parents):
            place = folder / ".git"
            if place.is_dir():
                return folder, place
            if place.is_file():  # a worktree or a submodule, whose own things lie elsewhere
                _, _, named = place.read_text(encoding="utf-8", errors="surrogateescape").strip().partition("gitdir: ")
                return (folder, folder / named) if named else None
    except (OSError, ValueError):
        return None
    return None


def _says_sparse(git_folder: Path) -> bool:
    """Whether a repository has, or had, a sparse checkout: by its patterns, or by its settings where those are gone."""
    if (git_folder / "info" / "sparse-checkout").is_file():
        return True
    settings = (git_folder / "config", git_folder / "config.worktree")
    return any(b"sparsecheckout" in each.read_bytes().lower() for each in settings if each.is_file())
