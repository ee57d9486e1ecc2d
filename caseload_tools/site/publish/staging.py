"""Writes pages into a private folder that any Markdown site builder can render.

A staged page is front matter of our own (escaped title, tab, sheet) and one block of finished HTML.
No key of a record ever stands in that front matter: themes run some of them as HTML or as templates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.site.html import escape, settle_addresses
from caseload_tools.site.page import Page
from caseload_tools.text.folders import make_working_folder

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_PAUSE = re.compile(r' data-search-exclude="1"')


def staging_folder(beside: Path) -> Path:
    """A new folder that only its owner may open and that git ignores by itself."""
    folder = make_working_folder(beside, "pages")
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def write_pages(pages: Iterable[Page], folder: Path) -> tuple[str, ...]:
    """Write every page below `folder`; returns their addresses. Two pages of one address are our bug."""
    written: dict[str, str] = {}
    for page in pages:
        # On a disk that ignores case two such pages would be one file.
        if page.address.lower() in written:
            raise CaseloadError(f"two pages have the address {page.address}", "rename one of the two folders")
        written[page.address.lower()] = page.address
        path = folder / page.address.removesuffix(".html")
        path = path.with_name(path.name + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(staged_text(page), encoding="utf-8")
    return tuple(written.values())


def staged_text(page: Page) -> str:
    """The text of a staged page."""
    front = {"title": str(escape(page.title)), "tab": page.tab, "sheet": page.sheet}
    lines = [f"{key}: {json.dumps(value)}" for key, value in front.items() if value]
    if not page.searched:
        lines.append("search: {exclude: true}")
    # A blank line would end the block of HTML for a Markdown reader.
    body = "\n".join(line for line in settle_addresses(page.body, page.depth).split("\n") if line.strip())
    return "\n".join(("---", *lines, "---", "", body, ""))


def for_search(body: str) -> str:
    """A page for the search index, whose parser is slow: without drawings, in which no word of a client stands."""
    return _DRAWING.sub("", body)


def for_readers(body: str) -> str:
    """A page for readers: without the marks that are meant for the search index."""
    return _PAUSE.sub("", body)


def complete_site(site: Path) -> None:
    """Add what a built site lacks: an index for search without a server, and a word to strangers' robots."""
    index = (site / "search/search_index.json").read_text(encoding="utf-8")
    (site / "search/search_index.js").write_text(f"var __index={index}", encoding="utf-8")
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
