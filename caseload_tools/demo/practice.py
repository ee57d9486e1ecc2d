"""The demo practice as it is shipped, copied to a folder of the user's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.shipped import shipped

FILES = ("caseload.toml", "mkdocs.yml")


def copy_demo(out: Path) -> int:
    """Copy records and settings into `out`, which must be new or empty; returns the number of records."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CaseloadError("this folder is not empty", "name a folder that does not exist yet")
    out.mkdir(parents=True, exist_ok=True)
    shutil.copytree(shipped("records"), out / "records", ignore=shutil.ignore_patterns(".*"))
    for name in FILES:
        shutil.copyfile(shipped(name), out / name)
    (out / "docs").mkdir()
    return sum(1 for path in (out / "records").rglob("*.md") if path.name != "README.md")
