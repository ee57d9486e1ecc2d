"""Builds the site of a practice beside the old one, checks it, and only then puts it in its place.

What `caseload build` calls. A reader never sees half a site, a site that fails the check is never put
where readers look, and a folder that no build of ours made is never emptied.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice
from caseload_tools.shipped import shipped_path
from caseload_tools.site.edition import Edition, make_edition
from caseload_tools.site.publish.marker import KEPT, marked_files, may_replace
from caseload_tools.text.folders import exchange_folders, put_back, working_folder

KIND = "build"


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A finished site: where, how many pages, how many bytes."""

    out: Path
    pages: int
    size: int
    unseen: CaseloadError | None = None
    """Why the past, which the pages rest on, could not be read in full."""
    by_mistake: tuple[str, ...] = ()
    """The records that are kept back since their `visibility` is no word of the list."""

    @property
    def first_page(self) -> Path:
        """The page to open."""
        return self.out / "index.html"


def build_site(
    root: Path, practice: Practice, today: date, out: Path, *, clients: Collection[str] | None = None
) -> BuiltSite:
    """Build the site of the practice in `root` for one day into `out`.

    With `clients`, pages of other clients do not exist in it. Raises CaseloadError when `out` is not ours
    to replace or when the built site is not fit to be opened; `out` is then as it was.
    """
    may_replace(out)
    return publish_site(make_edition(root, practice, today, clients), out)


def publish_site(edition: Edition, out: Path) -> BuiltSite:
    """Build an edition into `out`."""
    may_replace(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    put_back(out, KIND)
    with working_folder(out.parent, KIND) as work:
        (work / ".gitignore").write_text("*\n", encoding="utf-8")
        (work / "docs").mkdir()  # MkDocs wants a folder of documents, and it may not hold the site
        _render(edition, work / "site", work)
        if (out / KEPT).is_file():
            shutil.copyfile(out / KEPT, work / "site" / KEPT)
        exchange_folders(work / "site", out, work)
    files = marked_files(out)
    size = sum((out / name).stat().st_size for name in files)
    return BuiltSite(out, sum(name.endswith(".html") for name in files), size, edition.unseen, edition.by_mistake)


def _render(edition: Edition, site: Path, work: Path) -> None:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's notice of its end is for us, not for readers
    with _umask(0o077), _quiet() as said:
        try:
            config = load_config(
                str(shipped_path("mkdocs.yml")),
                docs_dir=str(work / "docs"),
                site_dir=str(site),
                site_name=f"{edition.practice.name} caseload",
            )
            plugin = config.plugins["caseload"]
            plugin.edition = edition  # type: ignore[attr-defined]  # it is a CaseloadPlugin, found by its entry point
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except (Abort, BuildError, ConfigurationError) as error:
            told = said[-1] if said else str(error)
            raise CaseloadError("the site could not be built", told) from error


@contextmanager
def _umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


class _Kept(logging.Handler):
    """Keeps what MkDocs complains of, so that it can be said once, in our words."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """MkDocs speaks to the log; a command of ours says its own few words instead."""
    log, kept = logging.getLogger("mkdocs"), _Kept()
    level, propagate = log.level, log.propagate
    log.addHandler(kept)
    log.setLevel(logging.ERROR)
    log.propagate = False
    try:
        yield kept.said
    finally:
        log.removeHandler(kept)
        log.setLevel(level)
        log.propagate = propagate
