"""What a supervisor does on the site, in a real Chromium: search, sort, filter, follow, choose colours, on a phone.

From disk and from a server, since search works in two ways. That a hostile practice runs nothing is looked at
here with names, labels and folders poisoned as well; tests/clients looks at every page kind of the demo.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caseload_tools.practice import load_practice
from caseload_tools.site.publish.build import build_site
from tests.clients.programs import browse
from tests.conftest import TODAY
from tests.test_site_build import poison

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def practice(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo practice with one note in which a client says two words that search used to lose."""
    copy = tmp_path_factory.mktemp("pages") / "practice"
    shutil.copytree(practice_template, copy)
    note = copy / "records/clients/C-0142/sessions/2026-11-10.md"
    told = note.read_text(encoding="utf-8")
    note.write_text(f'{told}\nAsked how: "zweigbetter". And then "No, not zweigness."\n', encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def site(practice: Path) -> Path:
    return build_site(practice, load_practice(practice), TODAY, practice / "site").out


@pytest.fixture(scope="module")
def hostile(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("hostile") / "practice"
    shutil.copytree(practice, copy, ignore=shutil.ignore_patterns("site"))
    poison(copy)
    return build_site(copy, load_practice(copy), TODAY, copy / "site").out


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        pass


class Served:
    """A folder on a loopback port."""

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(Quiet, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    running = Served(site)
    yield running.address
    running.server.shutdown()


SEARCH = """(async () => {
  const field = document.querySelector(".md-search__input"), found = {};
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  document.querySelector("#__search").click();
  field.focus();
  for (const word of %s) {
    field.value = word;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    const said = () => document.querySelector(".md-search-result__meta").textContent.trim();
    for (let tries = 0; tries < 60 && !/match|Found|No /.test(said()); tries++) await wait(100);
    await wait(400);
    const links = [...document.querySelectorAll(".md-search-result__link")].map((link) => link.href);
    found[word] = links.map((href) => href.split("/site/").pop().replace(location.origin + "/", ""));
  }
  return found;
})()"""


@pytest.mark.parametrize("way", ["file", "http"])
def test_search_finds_what_a_client_said(site: Path, served: str, way: str) -> None:
    page: Any = site / "rules/PLN005.html" if way == "file" else f"{served}/rules/PLN005.html"
    words = '["zweigbetter", "zweigness", "not", "zweignowhere"]'
    (seen,) = browse([page], axe=False, evaluate=SEARCH % words, wait=300)
    assert (seen.requests, seen.failed, seen.console, seen.dialogs) == ([], [], [], [])
    for word in ("zweigbetter", "zweigness"):
        assert any(
            each.startswith("clients/C-0142/2026.html") and "#sessions-2026-11-10" in each
            for each in seen.evaluated[word]
        )
    assert seen.evaluated["not"], "short words are words too"
    assert seen.evaluated["zweignowhere"] == []


def test_a_link_to_a_note_opens_it(site: Path) -> None:
    opened = "[...document.querySelectorAll('details.entry[open]')].map((fold) => fold.previousElementSibling.id)"
    page = f"{(site / 'clients/C-0142/2026.html').as_uri()}#sessions-2026-11-10"
    (seen,) = browse([page], axe=False, evaluate=opened)
    assert "sessions-2026-11-10" in seen.evaluated


CLIENTS = """(async () => {
  const rows = () => [...document.querySelectorAll("#clients tbody tr")].filter((row) => !row.hidden);
  const ids = () => rows().map((row) => row.cells[0].textContent);
  const told = { all: ids() };
  const heads = [...document.querySelectorAll("#clients thead button")];
  heads[0].click(); told.up = ids(); told.sorted = document.querySelectorAll("#clients th[aria-sort]").length;
  heads[0].click(); told.down = ids();
  const risk = document.querySelector("select[name=risk]");
  risk.value = "high"; risk.dispatchEvent(new Event("change", { bubbles: true }));
  told.high = ids(); told.hash = location.hash; told.said = document.querySelector("form.filter output").textContent;
  document.querySelector("form.filter button").click(); await new Promise((done) => setTimeout(done, 100));
  told.again = ids().length;
  return told;
})()"""


def test_the_table_of_clients_sorts_and_filters(served: str) -> None:
    (seen,) = browse([f"{served}/clients.html"], axe=False, evaluate=CLIENTS)
    told = seen.evaluated
    assert told["up"] == sorted(told["all"]) and told["down"] == told["up"][::-1] and told["sorted"] == 1
    assert told["high"] and len(told["high"]) < len(told["all"])
    assert told["hash"] == "#risk=high"
    assert told["said"] == f"{len(told['high'])} of {len(told['all'])} clients shown"
    assert told["again"] == len(told["all"])


def test_an_address_with_a_filter_shows_the_filtered_list(served: str) -> None:
    shown = "[...document.querySelectorAll('#clients tbody tr:not([hidden])')].map((row) => row.dataset.risk)"
    (seen,) = browse([f"{served}/clients.html#risk=high"], axe=False, evaluate=shown)
    assert set(seen.evaluated) == {"high"}


KEYS = """(async () => {
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("?"); const help = document.querySelector(".keys").open;
  press("j"); const first = document.activeElement.closest("li") !== null;
  const tab = document.querySelector('.cl-tabs [data-key="c"]');
  const gone = new Promise((done) => { tab.onclick = (event) => { event.preventDefault(); done(true); }; });
  press("g"); press("c");
  return { help, first, tab: await gone };
})()"""


def test_keys(served: str) -> None:
    (seen,) = browse([f"{served}/index.html"], axe=False, evaluate=KEYS)
    assert seen.evaluated == {"help": True, "first": True, "tab": True}


def test_the_colours_of_the_system_hold_until_somebody_chooses(served: str) -> None:
    scheme = "document.body.dataset.mdColorScheme"
    for _ in range(2):
        seen = browse([f"{served}/index.html"], axe=False, schemes=("light", "dark"), evaluate=scheme)
        assert [each.evaluated for each in seen] == ["default", "slate"]


LISTS, CHARTS = ("index.html", "clients.html"), ("clients/C-0142.html", "clients/C-0118.html")
LOOKS = [(names, width, scheme) for names in (LISTS, CHARTS) for width in (320, 1440) for scheme in ("light", "dark")]
OFTEN = [(LISTS[:1], 1440, "dark"), (CHARTS[:1], 320, "light")]  # the others in `.ci/run`: axe takes longer than a page


@pytest.mark.parametrize(
    ("names", "width", "scheme"),
    [*OFTEN, *(pytest.param(*each, marks=pytest.mark.extended) for each in LOOKS)],
)
def test_charts_and_lists_fit_the_smallest_and_the_widest_screen(
    served: str, names: tuple[str, ...], width: int, scheme: str
) -> None:
    for seen in browse([f"{served}/{name}" for name in names], widths=[width], schemes=[scheme]):
        assert seen.scroll_width <= seen.width, str(seen)
        assert (seen.axe, seen.console, seen.requests, seen.style_attributes) == ([], [], [], 0), str(seen)


def poisoned_pages(site: Path) -> list[str]:
    """The chart whose folder has a hostile name, one year of a chart, and then one page of each other kind."""
    kinds = ("clients/*onerror*.html", "clients/*/*.html", "clinicians/*.html", "policies/*.html")
    chosen = [sorted(site.glob(kind))[0].relative_to(site).as_posix() for kind in kinds]
    return [
        *chosen,
        "index.html",
        "clients.html",
        "clinicians.html",
        "rules.html",
        "rules/PLN005.html",
        "clients/C-0118.html",
    ]


@pytest.mark.parametrize(
    ("way", "first"), [("file", 3), *(pytest.param(way, None, marks=pytest.mark.extended) for way in ("file", "http"))]
)
def test_a_poisoned_practice_runs_nothing_and_asks_nobody(hostile: Path, way: str, first: int | None) -> None:
    running = Served(hostile)
    names = poisoned_pages(hostile)[:first]
    pages: list[Any] = [hostile / name if way == "file" else f"{running.address}/{name}" for name in names]
    looked = browse(pages, axe=False, wait=100)
    looked += browse(pages[:1], axe=False, evaluate=SEARCH % '["onerror", "alert"]')
    running.server.shutdown()
    assert looked[-1].evaluated["alert"], "search has shown what it found"
    for seen in looked:
        assert (seen.dialogs, seen.requests) == ([], []), seen.url
