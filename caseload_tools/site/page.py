"""A page as a value, and the register of the functions that make pages.

Pages know nothing of MkDocs: a page is an address, a title, a tab and finished HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from caseload_tools.site.html import Html

if TYPE_CHECKING:
    from caseload_tools.site.edition import Edition


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `address` is relative to the site, such as `clients/C-0142.html`.

    `sheet` names a second style sheet (`chart` or `table`), `searched` says whether search may find its text.
    """

    address: str
    title: str
    body: Html
    tab: str = ""
    sheet: str = ""
    searched: bool = True

    @property
    def depth(self) -> int:
        """How many folders below the first page it lies."""
        return self.address.count("/")


@dataclass(frozen=True, slots=True)
class Tab:
    """A word of the top row: it stands there only when its page exists."""

    label: str
    address: str
    order: int
    key: str


MakesPages: TypeAlias = "Callable[[Edition], Iterable[Page]]"


@dataclass(frozen=True, slots=True)
class PageMaker:
    """A registered function of `pages/` and the tab it opens, if any."""

    make: MakesPages
    tab: Tab | None


PAGE_MAKERS: list[PageMaker] = []


def pages(tab: str = "", *, address: str = "", order: int = 0, key: str = "") -> Callable[[MakesPages], MakesPages]:
    """Register a function that makes pages from an edition; `tab` gives it a word in the top row."""

    def register(make: MakesPages) -> MakesPages:
        PAGE_MAKERS.append(PageMaker(make, Tab(tab, address, order, key) if tab else None))
        return make

    return register
