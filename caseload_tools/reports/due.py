"""What is due: overdue, due today, in the next 14 days; by clinician or programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from caseload_tools.chart.audience import with_shown_practice
from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.clocks.obligation import NOBODY
from caseload_tools.chart.comfort import NOTHING_TODAY
from caseload_tools.chart.doubts import all_well
from caseload_tools.chart.ledger import all_obligations
from caseload_tools.chart.not_read import NotRead
from caseload_tools.dates import count_of
from caseload_tools.reports.report import Report, Table, only_filled, report, unread_lead, unread_tables
from caseload_tools.text.english import lower_first

BANDS = (("overdue", "Overdue"), ("today", "Due today"), ("soon", "Next 14 days"), ("later", "Later"))
GROUPS = ("band", "clinician", "programme", "client")
COLUMNS = ("when", "due", "client", "what", "why", "clinician")


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Whose obligations are wanted; an empty field lets everything through."""

    clinician: str = ""
    programme: str = ""
    client: str = ""

    def asks(self, chart: Chart) -> bool:
        """The chart is one of those that are meant, or may be: of whoever owes something there the list knows."""
        wanted = ((self.clinician, chart.clinician), (self.programme, chart.programme), (self.client, chart.id))
        return all(not asked or asked == has or (asked == NOBODY and not has) for asked, has in wanted)

    def lets_pass(self, each: Obligation) -> bool:
        """The obligation passes every field that is set."""
        wanted = ((self.programme, each.programme), (self.client, each.client))
        concerned = not self.clinician or each.concerns(self.clinician)
        return concerned and all(not asked or asked == has for asked, has in wanted)


def due_obligations(caseload: Caseload, wanted: DueFilter, later: bool = False) -> tuple[Obligation, ...]:
    """Open obligations through a filter, the most urgent first; those after 14 days only when asked for."""
    found = (each for each in all_obligations(with_shown_practice(caseload)) if wanted.lets_pass(each))
    return tuple(each for each in found if later or each.band(caseload.today) != "later")


@report("due")
def due(caseload: Caseload, by: str = "band", wanted: DueFilter = DueFilter(), later: bool = False) -> Report:
    """What is due in the caseload on its day, in bands or grouped by clinician, programme or client."""
    found = due_obligations(caseload, wanted, later)
    if by == "band":
        groups = [(title, [each for each in found if each.band(caseload.today) == band]) for band, title in BANDS]
    else:
        groups = _grouped(found, "owner" if by == "clinician" else by)
    unread = unread_for(caseload, wanted)
    tables = tuple(_table(title, group, caseload) for title, group in groups if group)
    lead = due_lead(caseload, found, unread, wanted) + _nobodys(caseload, wanted)
    return Report("Due", lead, (*only_filled(unread_tables(unread)), *tables))


def _grouped(found: Sequence[Obligation], by: str) -> list[tuple[str, list[Obligation]]]:
    """By name, what nobody has to do first; what is of no client and no programme is the practice's, and last."""
    names = sorted({getattr(each, by) for each in found}, key=lambda name: (name != NOBODY, not name, name))
    return [(name or "the practice", [each for each in found if getattr(each, by) == name]) for name in names]


def owed_as_data(caseload: Caseload, wanted: DueFilter = DueFilter(), later: bool = False) -> list[dict[str, Any]]:
    """Each obligation with all that is known of it, for programs, and for whoever writes a disposition."""
    return [
        {
            "kind": each.kind,
            "weight": each.weight,
            "client": each.client,
            "owner": each.owner,
            "also": each.also,
            "what": each.what,
            "why": each.why,
            "due": each.due.isoformat(),
            "opened": each.opened.isoformat() if each.opened else "",
            "record": each.record.path if each.record is not None else "",
            "of": each.record.link if each.record is not None else "",
            "part": each.subject,
            "rule": each.rule,
            "source": each.cite,
            "ended_by": each.ended_by,
        }
        for each in due_obligations(caseload, wanted, later)
    ]


def _table(title: str, group: list[Obligation], caseload: Caseload) -> Table:
    rows = tuple(
        (
            each.lateness(caseload.today),
            each.due.isoformat(),
            each.client,
            each.what,
            each.why,
            each.owner,
        )
        for each in group
    )
    return Table(f"{title}, {len(group)}", COLUMNS, rows, key=title.lower().replace(" ", "_"))


def unread_for(caseload: Caseload, wanted: DueFilter) -> NotRead:
    """What was not read of the charts that were asked for, and of those of which nobody knows whose they are."""
    others = tuple(
        f"{chart.folder}/"
        for chart in caseload.charts
        if _is_anothers(chart, "clinician", wanted.clinician) or _is_anothers(chart, "programme", wanted.programme)
    )
    return caseload.not_read.without(others)


def _is_anothers(chart: Chart, key: str, wanted: str) -> bool:
    """Somebody else's for certain: not where client.md says whose in a word that nobody could read."""
    if chart.client is not None and (key,) in chart.client.lost:
        return False
    named = chart.clinician if key == "clinician" else chart.programme
    return bool(wanted and named and named != wanted)


def due_lead(
    caseload: Caseload, found: tuple[Obligation, ...], unread: NotRead, wanted: DueFilter = DueFilter()
) -> str:
    """How much was not read, then in one or two sentences how much is overdue, for whom, and where to start."""
    return unread_lead(unread) + _lead(caseload, found, unread, wanted)


def _nobodys(caseload: Caseload, wanted: DueFilter) -> str:
    """What is late and in no clinician's own list, since it bears no name."""
    if wanted.clinician in ("", NOBODY):
        return ""
    others = DueFilter(NOBODY, wanted.programme, wanted.client)
    late = sum(each.is_wanted(caseload.today) for each in due_obligations(caseload, others))
    verb = "is" if late == 1 else "are"
    return f" {count_of(late, 'thing')} {verb} nobody's: `caseload due --clinician nobody`." if late else ""


def _lead(caseload: Caseload, found: tuple[Obligation, ...], unread: NotRead, wanted: DueFilter) -> str:
    overdue = [each for each in found if each.is_overdue(caseload.today)]
    today = sum(each.band(caseload.today) == "today" for each in found)
    if not overdue and (at_once := [each for each in found if each.is_wanted(caseload.today)]):
        verb = "is" if len(at_once) == 1 else "are"
        return f"{count_of(len(at_once), 'thing')} {verb} wanted today, at once. {_start(at_once[0], caseload)}"
    if not overdue:
        unseen = any(chart.past.trouble is not None for chart in caseload.charts)
        stands = all_well([each for each in caseload.charts if wanted.asks(each)], (), unread, unseen)
        if today:
            return f"{stands.of_dates} {count_of(today, 'thing')} {'is' if today == 1 else 'are'} due today."
        return f"{stands.of_dates} {NOTHING_TODAY}." if stands else stands.of_dates
    clients = len({each.client for each in overdue if each.client})
    whom = f" for {count_of(clients, 'client')}" if clients else ""
    first = next(each for each in found if each.is_wanted(caseload.today))
    verb = "is" if len(overdue) == 1 else "are"
    return f"{count_of(len(overdue), 'thing')} {verb} overdue{whom}. {_start(first, caseload)}"


def _start(first: Obligation, caseload: Caseload) -> str:
    who = first.client or "the practice"
    return f"Start with {who}: {lower_first(first.what)}, {first.lateness(caseload.today)}."
