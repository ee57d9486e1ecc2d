"""The table of all clients, in the order of urgency; sorted and filtered in the browser, complete without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.sessions import BOOKED
from caseload_tools.chart.comfort import NO_DATE_NEAR
from caseload_tools.chart.doubts import all_well
from caseload_tools.chart.not_read import not_read_in
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.risk.risk_view import RISK_STATES, risk_of, say_risks
from caseload_tools.chart.thread import threads_of
from caseload_tools.dates import MONTHS
from caseload_tools.practice.measures import MEASURES
from caseload_tools.site.addresses import chart_address
from caseload_tools.site.components import lead
from caseload_tools.site.components.due import short_state
from caseload_tools.site.components.marks import badge, risk_word
from caseload_tools.site.components.table import Cell, Choice, TableRow, filter_bar, table
from caseload_tools.site.content.score_courses import course_of, score_cell, usual_order
from caseload_tools.site.edition import Edition
from caseload_tools.site.html import Child, element, joined_html, link
from caseload_tools.site.page import Page, pages

STATUS = {"follow-up": "in aftercare", "inquiry": "inquiring", "": "without a status"}
_CLOSED = "closed"
_NEVER = "9999"
_SHORT = {"session note": "note", "plan review": "review", "risk contact": "contact", "provisional plan": "final plan"}


@pages("Clients", address="clients.html", order=2, key="c")
def clients(edition: Edition) -> Iterator[Page]:
    """One table of every client on file, the discharged last."""
    charts = edition.by_urgency
    measures = _measures(charts)
    heads = ["Client", "What is due", "Risk", "Programme", "Clinician", "Last contact", "Next session", "Plan review"]
    heads += [MEASURES[each].name for each in measures]
    rows = (_row(edition, chart, place, measures) for place, chart in enumerate(charts))
    caption = "Most urgent first."
    if measures:
        caption += " Small lines show a measure’s whole range, the dotted line its cut-off;"
        caption += " “by” marks a change that is more than chance."
    head = element("header", element("h1", "Clients", id="top"), _lead(edition), class_="top")
    body = element(
        "div",
        head,
        filter_bar("clients", "clients", _choices(edition)) if charts else None,
        table(
            "Clients",
            heads,
            rows,
            caption=caption,
            id_="clients",
            sortable=True,
            wide=True,
            sorted_by=1,
        )
        if charts
        else None,
        class_="cl",
    )
    yield Page("clients.html", "Clients", body, "Clients", "table", searched=False)


def _lead(edition: Edition) -> Child:
    found = Counter(chart.status for chart in edition.charts)
    counted = [(STATUS.get(status, status), count) for status, count in found.most_common()]
    late = {each.client for each in edition.in_band("overdue") if each.client}
    return lead.clients_lead(
        counted,
        len(edition.charts),
        say_risks(edition.watched, edition.in_what_was_read),
        len(late),
        edition.all_well,
    )


def _measures(charts: tuple[Chart, ...]) -> list[str]:
    taken = Counter(each for chart in charts if chart.is_open for each in chart.measured if MEASURES[each].sums)
    return sorted((each for each, _ in taken.most_common(2)), key=usual_order)


def _choices(edition: Edition) -> list[Choice]:
    charts = edition.charts
    status = sorted({chart.status for chart in charts if chart.status})
    programmes = sorted({chart.programme for chart in charts if chart.programme})
    people = sorted({chart.clinician for chart in charts if chart.clinician})
    stands = {_stands(edition, chart) for chart in charts}
    risks = [each for each in (*RISK_STATES, _CLOSED) if each in stands]
    return [
        Choice("status", "Status", [(each, each) for each in status]),
        Choice("programme", "Programme", [(each, _programme(edition, each)) for each in programmes]),
        Choice("clinician", "Clinician", [(each, each) for each in people]),
        Choice(
            "due", "Due", [("overdue", "overdue"), ("today", "today"), ("soon", "in 14 days"), ("none", "none near")]
        ),
        Choice("risk", "Risk", [(each.replace(" ", "-"), each) for each in risks]),
        Choice("thread", "Thread", [("whole", "whole"), ("broken", "broken")]),
    ]


def _programme(edition: Edition, programme: str) -> str:
    found = edition.practice.programmes.get(programme)
    return found.label if found else programme


def _stands(edition: Edition, chart: Chart) -> str:
    """The word of the filter: of a closed chart that it is closed, so that each number is the length of its list."""
    return risk_of(chart) if chart in edition.watched else _CLOSED


def _row(edition: Edition, chart: Chart, place: int, measures: list[str]) -> TableRow:
    due = edition.by_client.get(chart.id, ())
    first = next((each for each in due if each.band(edition.today) != "later"), None)
    band = first.band(edition.today) if first else "none"
    broken = any(thread.why_broken for thread in threads_of(chart)) if chart.is_open else False
    cells: list[Cell | str | int] = [
        Cell(link(chart.id, chart_address(chart.id))),
        _due_cell(edition, chart, place),
        Cell(risk_word(risk_of(chart)), RISK_STATES.index(risk_of(chart))),
        _programme_cell(edition, chart),
        Cell(chart.clinician or element("span", "nobody", class_="z"), chart.clinician or "~"),
        _last_cell(chart),
        _next_cell(chart),
        _review_cell(edition, chart),
    ]
    for each in measures:
        shown, value = score_cell(course_of(chart, each))
        cells.append(Cell(shown, value if value is not None else "", "sc"))
    facts = {"status": chart.status, "programme": chart.programme, "clinician": chart.clinician, "due": band}
    facts |= {"risk": _stands(edition, chart).replace(" ", "-"), "thread": "broken" if broken else "whole"}
    return TableRow(cells, facts)


def _due_cell(edition: Edition, chart: Chart, place: int) -> Cell:
    due = edition.by_client.get(chart.id, ())
    soon = [each for each in due if each.band(edition.today) != "later"]
    # The next session has a column of its own.
    near = next((each for each in soon if each.kind != BOOKED), soon[0] if soon else None)
    if near is None:
        return Cell(element("span", _no_date_near(edition, chart), class_="z"), place)
    kind = _SHORT.get(near.kind, near.kind)
    if near.kind == "measure":
        kind = near.what.removeprefix("Take the ")
    return Cell(short_state(kind, near.due, edition.today), place)


def _no_date_near(edition: Edition, chart: Chart) -> str:
    if chart not in edition.open_charts:
        return _CLOSED
    if not_read_in(chart):
        return "not all read"
    return NO_DATE_NEAR if all_well([chart], unseen=edition.unseen is not None) else "none known"


def _programme_cell(edition: Edition, chart: Chart) -> Cell:
    label = _programme(edition, chart.programme)
    extra = element("span", chart.status, class_="c") if chart.status not in ("active", "") else None
    return Cell(joined_html([each for each in (label, extra) if each], " "), label or "~", "pr")


def _last_cell(chart: Chart) -> Cell:
    last = chart.last_contact(chart.today)
    missed = next((each for each in reversed(chart.sessions) if each.was_missed and each.date <= chart.today), None)
    if missed is not None and (last is None or missed.date > last.date):
        return Cell(
            joined_html((_short(missed.date, chart), element("span", " missed", class_="c"))), missed.date.isoformat()
        )
    if last is None:
        return Cell(element("span", "none yet", class_="z"), "")
    kind = "session" if isinstance(last, Session) else last.channel or "contact"
    return Cell(joined_html((_short(last.date, chart), element("span", f" {kind}", class_="c"))), last.date.isoformat())


def _next_cell(chart: Chart) -> Cell:
    coming = chart.next_session(chart.today)
    if coming is not None:
        return Cell(_short(coming.date, chart), coming.date.isoformat())
    if chart.status in ("active", "intake"):
        return Cell(badge("none booked", "now"), _NEVER)
    return Cell(element("span", "none", class_="z"), _NEVER)


def _review_cell(edition: Edition, chart: Chart) -> Cell:
    review = next((each for each in edition.by_client.get(chart.id, ()) if each.kind == "plan review"), None)
    if review is None:
        return Cell(element("span", "none", class_="z"), _NEVER)
    tone = {"overdue": "late", "today": "now"}.get(review.band(edition.today), "")
    return Cell(element("span", _short(review.due, chart), class_=tone), review.due.isoformat())


def _short(day: date, chart: Chart) -> str:
    year = f" {day.year}" if day.year != chart.today.year and abs((day - chart.today).days) > 120 else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"
