"""The demo practice as it is shipped, copied to a folder of the user's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from caseload_tools.shipped import shipped_path
from caseload_tools.text.folders import new_folder

FILES = ("caseload.toml", "mkdocs.yml")


def copy_demo(out: Path) -> int:
    """Copy records and settings into `out`, which must be new or empty; returns the number of records."""
    with new_folder(out) as folder:
        return fill_with_demo(folder)


def fill_with_demo(folder: Path) -> int:
    """As `copy_demo`, into an empty folder of which nobody knows yet."""
    records = shipped_path("records")
    for source in sorted(records.rglob("*")):
        within = source.relative_to(records)
        if any(part.startswith(".") for part in within.parts) or source.is_dir():
            continue
        target = folder / "records" / within
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    for name in FILES:
        shutil.copyfile(shipped_path(name), folder / name)
    (folder / "docs").mkdir()
    return sum(1 for path in (folder / "records").rglob("*.md") if path.name != "README.md")
