"""The one page of an auditor's bundle: HTML that needs no script, no other file and no network.

Every text goes through `_text`, which escapes it and writes out what a screen would obey. The page prints
on paper, follows the reader's light or dark, and reads well aloud.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from caseload_tools.text.safe_text import show_controls

_STYLE = """
:root { color-scheme: light dark; --line: #c8ccd0; --quiet: #59636e; --bad: #a40e26; --ground: #fff; --ink: #1f2328 }
@media (prefers-color-scheme: dark) {
  :root { --line: #3d444d; --quiet: #9198a1; --bad: #ff8f8f; --ground: #151b23; --ink: #e6edf3 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); margin: 2rem auto;
  max-width: 76rem; padding: 0 1rem }
h1 { font-size: 1.6rem; line-height: 1.2 } h2 { font-size: 1.2rem; margin-top: 2.5rem }
p, li { max-width: 46rem } .quiet { color: var(--quiet) } .bad { color: var(--bad); font-weight: 600 }
.wide { overflow-x: auto } .wide:focus-visible { outline: 2px solid; outline-offset: 2px }
table { border-collapse: collapse; font-size: .875rem; width: 100% }
caption { text-align: left; color: var(--quiet); padding: .25rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line) }
thead th { white-space: nowrap } tbody th { font-weight: 400 } code { font-size: .8rem; overflow-wrap: anywhere }
@media print { body { margin: 0; max-width: none; font-size: 10pt; color: #000; background: #fff }
  .wide { overflow: visible } table { font-size: 7.5pt } thead { display: table-header-group }
  tr { break-inside: avoid } h2 { break-after: avoid } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Grid(NamedTuple):
    """A table: what its rows are, the columns, the rows. The first cell of a row names it."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


class Chapter(NamedTuple):
    """A heading, its sentences, lists of points and tables. `alarm` shows the sentences as what is wrong."""

    title: str
    sentences: Sequence[str] = ()
    points: Sequence[str] = ()
    grids: Sequence[Grid] = ()
    alarm: bool = False


def bundle_page(title: str, lead: Sequence[str], chapters: Iterable[Chapter]) -> bytes:
    """The whole page as UTF-8."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
        '<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n',
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n",
        f"<h1>{_text(title)}</h1>\n",
        *(f"<p>{_text(sentence)}</p>\n" for sentence in lead),
        *(part for chapter in chapters for part in _chapter(chapter)),
        "</main>\n</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8")


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"<section>\n<h2>{_text(chapter.title)}</h2>\n"
    for sentence in chapter.sentences:
        yield f'<p class="bad">{_text(sentence)}</p>\n' if chapter.alarm else f"<p>{_text(sentence)}</p>\n"
    if chapter.points:
        yield "<ul>\n" + "".join(f"<li>{_text(point)}</li>\n" for point in chapter.points) + "</ul>\n"
    for grid in chapter.grids:
        yield from _grid(grid)
    yield "</section>\n"


def _grid(grid: Grid) -> Iterator[str]:
    caption = _text(grid.caption)
    head = "".join(f'<th scope="col">{_text(column)}</th>' for column in grid.columns)
    # A table that is wider than the screen is moved with the keyboard, so it must take the focus and have a name.
    yield f'<div class="wide" role="region" tabindex="0" aria-label="{caption}">\n<table>\n'
    yield f"<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
    for first, *rest in grid.rows:
        cells = "".join(f"<td>{_text(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{_text(first)}</th>{cells}</tr>\n'
    yield "</tbody>\n</table>\n</div>\n"


def _text(value: object) -> str:
    return html.escape(show_controls("" if value is None else str(value)), quote=True)
