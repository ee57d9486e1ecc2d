"""One edition of the site: a caseload on one day, with what is due and what was found in it.

What pages are made from. Asks the clocks and the rules once; knows nothing of HTML pages' insides.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from caseload_tools.chart.audience import kept_back_by_mistake, shown_caseload, with_shown_practice
from caseload_tools.chart.caseload import Caseload, read_caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.clocks.bookings import booked_with_another
from caseload_tools.chart.comfort import READ
from caseload_tools.chart.doubts import AllWell, all_well
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.dates import count_of, say_day
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import Practice, load_practice
from caseload_tools.site.addresses import PRACTICE_PAGE, chart_address, place_on_page, record_address
from caseload_tools.site.addresses import policy_page as policy_page_of
from caseload_tools.site.components.due import DueItem
from caseload_tools.site.html import ROOT
from caseload_tools.site.page import PAGE_MAKERS, Page, Tab
from caseload_tools.values import replace


@dataclass(frozen=True, eq=False)
class Edition:
    """A caseload on its day, as the team may read it. `due` is all that is owed, as `caseload due` has it with the
    sessions that are booked, the most urgent first; `lint` what the rules found; `by_mistake` the paths of records that
    are kept back since nobody can tell whom they are for; `of_some` whether no client may be named in it but some.
    """

    caseload: Caseload
    due: tuple[Obligation, ...]
    lint: LintResult
    past: LazyHistory | None = None
    by_mistake: tuple[str, ...] = ()
    of_some: bool = False

    @property
    def today(self) -> date:
        """The day of the edition."""
        return self.caseload.today

    @property
    def practice(self) -> Practice:
        """The practice."""
        return self.caseload.practice

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Every chart, by client id."""
        return self.caseload.charts

    @cached_property
    def open_charts(self) -> tuple[Chart, ...]:
        """The charts of clients who are not discharged."""
        return tuple(chart for chart in self.charts if chart.is_open or chart.status == "inquiry")

    @cached_property
    def clients_watched(self) -> int:
        """How many clients have dates to keep: those in care, and those of whom something is still to do."""
        return len({chart.id for chart in self.open_charts} | {each.client for each in self.due if each.client})

    @cached_property
    def watched(self) -> tuple[Chart, ...]:
        """The charts whose risk is counted: those in care, and those that were closed while it was not seen to."""
        in_danger = {each.client for each in self.due if each.weight == "safety" and each.due <= self.today}
        open_ = {chart.id for chart in self.open_charts}
        return tuple(chart for chart in self.charts if chart.id in open_ or chart.id in in_danger)

    @cached_property
    def all_well(self) -> AllWell:
        """Whether a page of the whole caseload may say that all is well."""
        return all_well(self.charts, self.due, self.caseload.not_read, self.unseen is not None)

    @property
    def in_what_was_read(self) -> str:
        """What is added to a sentence of all clients where something of them was not read, or is dated later."""
        return READ if self.caseload.not_read or self.all_well.ahead else ""

    @property
    def knows_all(self) -> bool:
        """Nothing is unknown, whatever is late: what was read, and of whom the risk is known."""
        return bool(replace(self.all_well, wanted=0))

    def all_well_with(self, charts: Sequence[Chart], owed: Iterable[Obligation]) -> AllWell:
        """Whether a page may say so of some clients, or of what one person has to do."""
        return all_well(charts, owed, self.caseload.not_read, self.unseen is not None)

    @cached_property
    def booked_twice(self) -> dict[str, tuple[Obligation, ...]]:
        """By client, the bookings at the time of another client of the same clinician: the practice's to put right."""
        return booked_with_another(self.charts)

    @cached_property
    def by_client(self) -> dict[str, tuple[Obligation, ...]]:
        """What is due, by client id; the practice's own under an empty id."""
        found: dict[str, list[Obligation]] = {}
        for each in self.due:
            found.setdefault(each.client, []).append(each)
        return {client: tuple(items) for client, items in found.items()}

    def in_band(self, *bands: str) -> tuple[Obligation, ...]:
        """What is due in some of the bands overdue, today, soon, later."""
        return tuple(each for each in self.due if each.band(self.today) in bands)

    @cached_property
    def by_urgency(self) -> tuple[Chart, ...]:
        """Every chart in the order of what is due, as on the first page; then those with nothing near."""
        place = {client: at for at, client in reversed(list(enumerate(each.client for each in self.due)))}
        last = len(self.due)
        open_ = {chart.id for chart in self.open_charts}
        return tuple(
            sorted(self.charts, key=lambda chart: (chart.id not in open_, place.get(chart.id, last), chart.id))
        )

    def due_item(self, each: Obligation) -> DueItem:
        """An obligation with its addresses."""
        chart = self.caseload.chart(each.client)
        where = chart_address(each.client)
        if chart is not None and each.record is not None:
            shown = not self.of_some or each.record.path.startswith(f"{chart.folder}/")
            where = (record_address(chart, each.record) if shown else "") or where
            if each.kind == "target date" and each.subject and each.record is chart.plan:
                where = f"{chart_address(chart.id)}#{each.subject}"
        elif isinstance(each.record, PolicyRecord):
            where = f"{ROOT}{policy_page_of(each.record)}"
        elif each.record is not None and not each.client and not self.of_some:
            where = f"{ROOT}{PRACTICE_PAGE}#{place_on_page(each.record)}"
        return DueItem(
            each.what, each.why, each.due, self.today, each.client, chart_address(each.client), each.owner, where
        )

    # --- the frame of every page -----------------------------------------------------------

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The words of the top row, in their order."""
        _load_pages()
        return tuple(sorted((maker.tab for maker in PAGE_MAKERS if maker.tab), key=lambda tab: tab.order))

    def count(self, tab: Tab) -> int:
        """The number beside a tab: what is overdue, beside the first."""
        return len(self.in_band("overdue")) if tab.order == 1 else 0

    @property
    def unseen(self) -> CaseloadError | None:
        """Why the past could not be read in full, as far as anybody has asked for it."""
        return self.past.trouble if self.past is not None else None

    @property
    def footer(self) -> str:
        """The line at the foot of every page."""
        held = f"{count_of(len(self.charts), 'client')}, {count_of(self.caseload.record_count, 'record')}"
        unseen = f" What git remembers is not in it: {self.unseen.message}." if self.unseen is not None else ""
        day = f"{say_day(self.today, self.today)} {self.today.year}"
        return f"{self.practice.name} on {day}: {held}. Confidential.{unseen}"

    def pages(self) -> Iterator[Page]:
        """Every page of the site."""
        _load_pages()
        for maker in PAGE_MAKERS:
            yield from maker.make(self)


def _load_pages() -> None:
    from caseload_tools.site import pages

    for module in pkgutil.iter_modules(pages.__path__):
        importlib.import_module(f"{pages.__name__}.{module.name}")


def make_edition(root: Path, practice: Practice, today: date, clients: Collection[str] | None = None) -> Edition:
    """Read a practice's records for one day, ask the clocks and the rules."""
    with closing(LazyHistory(root)) as past:  # a preview makes one edition after the other
        caseload = read_caseload(root, practice, today, clients, past)
        found = lint_caseload(root, practice, LintRequest(today=today, clients=clients, history=past))
        by_mistake = tuple(each.path for each in kept_back_by_mistake(caseload))
        due = all_obligations(with_shown_practice(caseload))
        return Edition(shown_caseload(caseload), due, found, past, by_mistake, clients is not None)


def read_edition(root: Path, day: Callable[[Practice], date]) -> Edition:
    """The edition of the practice in a folder; `day` chooses the day, given its settings, which may pin one."""
    practice = load_practice(root)
    return make_edition(root, practice, day(practice))
