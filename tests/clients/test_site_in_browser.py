"""The built site in a real browser: it asks nobody, runs nothing of a record's, and everybody can read it.

Pages are looked at twice: from the file system, as a supervisor opens them, and from a loopback server. One
page of each kind is enough for the width of a phone and a desk, in light and dark colours.
"""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.clients.programs import Seen, browse
from tests.conftest import run_caseload

pytestmark = pytest.mark.browser
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
PAYLOADS = (
    "<script>alert('script')</script>",
    "<img src=https://image.example/x onerror=alert('image')>",
    "[press](javascript:alert('link'))",
    "<svg onload=alert('svg')></svg>",
    "![picture](https://picture.example/x.png)",
    '<meta http-equiv="refresh" content="0;url=https://refresh.example/">',
    "<iframe src=https://frame.example/></iframe>",
    "{{ 7*7 }} <style>@import url(https://style.example/x.css)</style>",
)


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


@pytest.fixture(scope="module")
def seen(site: Path) -> tuple[Seen, ...]:
    """Every kind of page from the file system; 404.html is for servers, which show it at any address."""
    pages = [page for page in kinds(site) if page.name != "404.html"]
    return browse(pages, widths=WIDTHS, schemes=SCHEMES)


def _none_of(found: Iterable[tuple[Seen, object]]) -> None:
    """Fails with a line for every page that has something."""
    lines = [f"{page}: {what}" for page, what in found if what]
    assert not lines, "\n".join(["", *lines])


def test_nothing_leaves_the_machine(seen: tuple[Seen, ...]) -> None:
    assert len(seen) >= 4 * len(WIDTHS) * len(SCHEMES)
    _none_of((page, page.requests) for page in seen)


def test_nothing_is_missing_and_no_script_fails(seen: tuple[Seen, ...]) -> None:
    _none_of((page, page.failed + page.console + page.dialogs) for page in seen)


def test_no_page_has_an_accessibility_violation(seen: tuple[Seen, ...]) -> None:
    _none_of((page, page.axe) for page in seen)


def test_no_page_is_wider_than_the_screen(seen: tuple[Seen, ...]) -> None:
    _none_of((page, page.scroll_width > page.width and page.scroll_width) for page in seen)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        pass


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_served_site_leaves_nothing_either(site: Path, served: str) -> None:
    pages = [f"{served}/{page.relative_to(site).as_posix()}" for page in kinds(site)]
    for page in browse(pages):
        assert (page.requests, page.failed, page.console, page.dialogs, page.axe) == ([], [], [], [], []), page.url


def _poison(practice: Path) -> int:
    """Puts every payload into the prose and a free-text field of every record; gives how many records."""
    records = sorted((practice / "records" / "clients").rglob("*.md"))
    for record in records:
        text = record.read_text(encoding="utf-8") + "\n## Pasted\n\n" + "\n\n".join(PAYLOADS) + "\n"
        for key in ("text", "homework", "reason", "outcome", "location"):
            text = text.replace(f"{key}: ", f"{key}: {PAYLOADS[0]} {PAYLOADS[1]} ")
        record.write_text(text, encoding="utf-8", newline="\n")
    return len(records)


def test_hostile_records_run_nothing_and_ask_nobody(practice_template: Path, tmp_path: Path) -> None:
    practice = tmp_path / "practice"
    shutil.copytree(practice_template, practice, symlinks=True)
    assert _poison(practice) > 0
    built = run_caseload("build", cwd=practice, timeout=300)
    pages = kinds(practice / "site")
    assert pages, built.err
    for page in browse(pages, axe=False, wait=300):
        assert (page.dialogs, page.requests) == ([], []), page.url
