"""The demo practice as it is shipped, in a folder of the user's own: with a past in git, as a practice has one.

What the charts say of the day on which the demo's clock stands lies there as it would in the afternoon: written, and
not committed yet.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from caseload_tools.git.command import NoGitError, NoRepositoryError, in_repository, init_repository, run_git
from caseload_tools.history.readers.pretend_history import PretendStep
from caseload_tools.practice import load_practice
from caseload_tools.shipped import shipped_path
from caseload_tools.text.folders import new_folder

FILES = ("caseload.toml", "mkdocs.yml")
# What keeps a practice in git private and tidy; the same as `caseload init` lays down.
_KEPT_PRIVATE = {"gitignore": ".gitignore", "gitattributes": ".gitattributes", "site-gitignore": "site/.gitignore"}
_TEMPLATES = Path(__file__).parent.parent / "founding" / "templates"
# It says that the demo grew as no practice does. A made one has a past that can be read.
_PLANNED = "\nattendance: scheduled\n"
_ADOPTED = re.compile(r"^adopted = .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MadeDemo:
    """How many records there are, and how many commits: none where nobody wanted them, or there is no git."""

    records: int
    commits: int


def make_demo(
    out: Path,
    *,
    history: bool = True,
    change: Callable[[Path], None] = lambda _: None,
    told: Callable[[Path], Iterable[PretendStep]] = lambda _: (),
) -> MadeDemo:
    """Copy records and settings into `out`, which must be new or empty, with a past, if there is git.

    `change` is done to the folder before that past is made up, `told` is what it holds beside what the records say.
    """
    with new_folder(out) as folder:
        records = fill_with_demo(folder)
        change(folder)
        return MadeDemo(records, _with_past(folder, told) if history else 0)


def said_of_its_history(out: Path, commits: int) -> str:
    """What is to be known where a repository could not be made, or lies in another one; empty for nothing."""
    if not commits:
        return "Without its history, as git is not installed or not found: install it, and make the demo again"
    around = out.absolute().parent
    seen = ["ls-files", "--others", "--exclude-standard", "--directory", "--", out.absolute().name]
    if in_repository(around) and run_git(around, seen):
        return (
            f"{out} lies in another git repository and is one of its own: the other should ignore it; "
            "with --no-history it is only files"
        )
    return ""


def fill_with_demo(folder: Path) -> int:
    """Records and settings, into an empty folder of which nobody knows yet; returns how many records."""
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
    (folder / "site").mkdir()
    for name, place in _KEPT_PRIVATE.items():
        shutil.copyfile(_TEMPLATES / name, folder / place)
    return sum(1 for path in (folder / "records").rglob("*.md") if path.name != "README.md")


def _with_past(folder: Path, told: Callable[[Path], Iterable[PretendStep]]) -> int:
    """A repository in the folder with what its records tell of themselves; how many commits."""
    try:
        init_repository(folder, nested=True)
    except (NoGitError, NoRepositoryError):
        return 0  # no git on this computer: the practice is as good without
    from caseload_tools.desk.demo.demo_past import demo_past
    from caseload_tools.git.written_history import write_history  # GitPython looks for git when it is loaded

    settings = folder / "caseload.toml"
    settings.write_text(_ADOPTED.sub("", settings.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    practice = load_practice(folder)
    assert practice.today is not None  # the clock of the demo stands still
    notes = [path for path in folder.rglob(f"sessions/{practice.today}.md") if _PLANNED not in path.read_text("utf-8")]
    waiting = [path.relative_to(folder).as_posix() for path in notes]
    commits = write_history(folder, demo_past(folder, practice, practice.today, waiting, told(folder)))
    run_git(folder, ["read-tree", "HEAD"])
    run_git(folder, ["update-index", "--refresh", "-q"])
    return commits
