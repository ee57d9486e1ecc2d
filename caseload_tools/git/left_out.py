"""What a sparse checkout leaves out of this computer: it is in the repository and not on the disk, on purpose.

Nobody deleted it, and nobody here can read it: what it asks for is unknown, which is not nothing.
"""

from __future__ import annotations

from pathlib import Path

SAID = "left out of this computer by a sparse checkout, and nothing is said of it"
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


def _may_be_sparse(root: Path) -> bool:
    try:
        for folder in (root, *root.resolve().parents):
            place = folder / ".git"
            if place.is_dir():
                return _says_sparse(place)
            if place.is_file():  # a worktree or a submodule, whose own things lie elsewhere
                _, _, named = place.read_text(encoding="utf-8", errors="surrogateescape").strip().partition("gitdir: ")
                return bool(named) and _says_sparse(folder / named)
    except (OSError, ValueError):
        return False
    return False


def _says_sparse(git_folder: Path) -> bool:
    """Whether a repository has, or had, a sparse checkout: by its patterns, or by its settings where those are gone."""
    if (git_folder / "info" / "sparse-checkout").is_file():
        return True
    settings = (git_folder / "config", git_folder / "config.worktree")
    return any(b"sparsecheckout" in each.read_bytes().lower() for each in settings if each.is_file())
