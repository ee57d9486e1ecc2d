"""The mark of a folder that we built: which files are ours to replace, and who may open them.

Only a folder that bears the mark is ever emptied. The mark lists the files, so that `verify` can
say what does not belong.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from caseload_tools.errors import CaseloadError

MARKER = ".caseload-site"
# Not ours, kept as it is: a repository commits it so that the built site is never committed.
KEPT = ".gitignore"


def mark_site(site: Path, files: Collection[str]) -> None:
    """Close a finished site to everybody else and write down which files it should hold."""
    for path in site.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    site.chmod(0o700)
    text = json.dumps({"made_by": "caseload build", "files": sorted(files)}, indent=0)
    (site / MARKER).write_text(text, encoding="utf-8")
    (site / MARKER).chmod(0o600)


def marked_files(site: Path) -> frozenset[str]:
    """The files that a built site may hold; empty when the folder is not one."""
    try:
        told = json.loads((site / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    files = told.get("files") if isinstance(told, dict) else None
    return frozenset(files) if isinstance(files, list) else frozenset()


def may_replace(folder: Path) -> None:
    """Refuse to touch a folder that a build did not make. An absent or empty one is free to take."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CaseloadError("the site can only be written into a plain folder", "name another one with --out")
    if not folder.exists() or (folder / MARKER).is_file():
        return
    if any(path.name != KEPT for path in folder.iterdir()):
        raise CaseloadError(
            "this folder holds files that `caseload build` did not make, so it is left alone",
            "name an empty or a new folder with --out, or move what is in it",
        )
