"""Every kind of page of the built site in a real browser: it asks nobody, nothing is missing, everybody can read it.

Pages are looked at twice: from the file system, as a supervisor opens them, and from a loopback server. One page of a
kind is enough: of every second kind, on a desk in light colours or on a phone in dark ones, in `make test`, and of each
kind in every way in `.ci/run`. What hostile records do, and what a supervisor does on a page, stands in tests/browser.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.clients.programs import Seen, browse, serve
from tests.conftest import run_caseload

pytestmark = pytest.mark.browser
PHONE, DESK = WIDTHS = (390, 1280)


@pytest.fixture(scope="module")
def site(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo practice's site, built once."""
    practice = tmp_path_factory.mktemp("site") / "practice"
    shutil.copytree(practice_template, practice, symlinks=True)
    run_caseload("build", cwd=practice, timeout=300).ok()
    return practice / "site"


def kinds(site: Path) -> list[Path]:
    """One page of each kind: every page at the top, and below it the first of those named alike but for numbers."""
    first: dict[str, Path] = {}
    for page in sorted(site.rglob("*.html")):
        folder, *rest = page.relative_to(site).parts
        kind = (
            folder if not rest else f"{folder}/{len(rest)}/{re.sub('[0-9]+', '#', rest[-1]) if len(rest) > 1 else ''}"
        )
        first.setdefault(kind, page)
    return list(first.values())


LOOKS = ((DESK, "light"), (PHONE, "dark"), (PHONE, "light"), (DESK, "dark"))
# The looks that kinds of pages get in turn: two of four kinds get one in `make test`, each gets all in `.ci/run`.
TURNS = {"one": (LOOKS[:1], LOOKS[1:2], (), ()), "all": (LOOKS, LOOKS, LOOKS, LOOKS)}


@pytest.fixture(scope="module", params=["one", pytest.param("all", marks=pytest.mark.extended)])
def seen(site: Path, request: pytest.FixtureRequest) -> tuple[Seen, ...]:
    """Every kind of page from the file system; 404.html is for servers, which show it at any address."""
    pages = [page for page in kinds(site) if page.name != "404.html"]
    return tuple(
        one
        for turn, looks in enumerate(TURNS[request.param])
        for width, scheme in looks
        for one in browse(pages[turn::4], widths=[width], schemes=[scheme])
    )


def _none_of(found: Iterable[tuple[Seen, object]]) -> None:
    """Fails with a line for every page that has something."""
    lines = [f"{page}: {what}" for page, what in found if what]
    assert not lines, "\n".join(["", *lines])


@pytest.mark.requirement("S1.11")
def test_nothing_leaves_the_machine(seen: tuple[Seen, ...]) -> None:
    assert len(seen) >= 5 and {(each.width, each.scheme) for each in seen} >= {*LOOKS[:2]}
    _none_of((page, page.requests) for page in seen)


def test_nothing_is_missing_and_no_script_fails(seen: tuple[Seen, ...]) -> None:
    _none_of((page, page.failed + page.console + page.dialogs) for page in seen)


def test_no_page_has_an_accessibility_violation(seen: tuple[Seen, ...]) -> None:
    _none_of((page, page.axe) for page in seen)


def test_no_page_is_wider_than_the_screen(seen: tuple[Seen, ...]) -> None:
    _none_of((page, page.scroll_width > page.width and page.scroll_width) for page in seen)


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.extended)])
def test_a_served_site_leaves_nothing_either(site: Path, step: int) -> None:
    """Each sixth kind of page in `make test`, the same pages having been looked at as files."""
    with serve(site) as address:
        pages = [f"{address}/{page.relative_to(site).as_posix()}" for page in kinds(site)[::step]]
        lost = [f"{address}/404.html"]
        seen = (*browse(pages, axe=False), *browse(lost, widths=WIDTHS))
    _none_of((page, page.requests + page.failed + page.console + page.dialogs + page.axe) for page in seen)
