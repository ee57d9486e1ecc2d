"""What each person has to keep: a list of people, and a page for each with their dates and clients.

Measured against policy and agreement, never against colleagues: no rank, no average of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.clocks.obligation import NOBODY
from caseload_tools.chart.comfort import NOTHING_AHEAD
from caseload_tools.chart.risk.risk_view import risk_of
from caseload_tools.dates import count_of, say_day
from caseload_tools.site.addresses import chart_address, file_word
from caseload_tools.site.components import lead
from caseload_tools.site.components.due import due_list, nothing_due
from caseload_tools.site.components.figures import share_in_words
from caseload_tools.site.components.marks import risk_word
from caseload_tools.site.components.table import Cell, TableRow, table
from caseload_tools.site.content import counts
from caseload_tools.site.content.score_courses import measure_courses, score_cell
from caseload_tools.site.edition import Edition
from caseload_tools.site.html import ROOT, Html, element, joined_html, link, small
from caseload_tools.site.page import Page, pages
from caseload_tools.text.english import upper_first

_BANDS = ("overdue", "today", "soon")
_UNNAMED = "what bears no name"


def _page(person: str) -> str:
    return f"clinicians/{file_word(person)}.html"


@pages("Clinicians", address="clinicians.html", order=3, key="l")
def clinicians(edition: Edition) -> Iterator[Page]:
    """The list, then a page for each person who has clients or dates to keep."""
    people = sorted(
        {chart.clinician for chart in edition.open_charts}
        | {who for each in edition.due for who in (each.clinician, each.also)}
    )
    named = [person for person in people if person]
    late = [each for each in edition.in_band("overdue") if each.clinician]
    head = element(
        "header",
        element("h1", "Clinicians", id="top"),
        lead.staff_lead(len(named), len(late), len({each.clinician for each in late}), edition.all_well),
        class_="top",
    )
    # What bears no name comes first, or it is in nobody's list.
    listed = [NOBODY, *named] if any(each.owner == NOBODY for each in edition.due) else named
    rows = [_row(edition, person) for person in listed]
    heads = ["Who", "Overdue", "Today", "Next 14 days", "Clients", "Name", "As"]
    caption = "By name. Each word leads to that person’s dates and clients."
    inside = table("Clinicians", heads, rows, caption=caption, numbers=[1, 2, 3, 4]) if rows else None
    yield Page("clinicians.html", "Clinicians", element("div", head, inside, class_="cl"), "Clinicians", searched=False)
    for person in listed:
        yield _person(edition, person)


def _row(edition: Edition, person: str) -> TableRow:
    staff = edition.practice.staff.get(person)
    due = [each for each in edition.due if each.concerns(person)]
    counted = [sum(each.band(edition.today) == band for each in due) for band in _BANDS]
    clients = sum((chart.clinician or NOBODY) == person for chart in edition.open_charts)
    cells: list[Cell | str | int] = [link(person, f"{ROOT}{_page(person)}")]
    for band, count in zip(_BANDS, counted, strict=True):
        tone = {"overdue": "late", "today": "now"}.get(band, "") if count else "z"
        cells.append(Cell(count, class_=tone))
    unnamed = _UNNAMED if person == NOBODY else "not in caseload.toml"
    cells += [clients, staff.name if staff else unnamed]
    cells.append((staff.credential or ", ".join(staff.roles)) if staff else "")
    return TableRow(cells)


def _person(edition: Edition, person: str) -> Page:
    due = [each for each in edition.due if each.concerns(person)]
    whose = "" if person == NOBODY else person
    charts = [chart for chart in edition.by_urgency if chart.clinician == whose and chart in edition.open_charts]
    head = element(
        "header",
        lead.breadcrumbs(link("Clinicians", f"{ROOT}clinicians.html"), person),
        element("h1", person, id="top"),
        element("p", _facts(edition, person), class_="c"),
        _lead(edition, due, charts),
        class_="top",
    )
    left = element("div", _due(edition, due, charts), _clients(charts))
    right = element("div", _in_time(edition, person))
    body = element("div", head, element("div", left, right, class_="two"), class_="cl")
    return Page(_page(person), person, body, "Clinicians", "table", searched=False)


def _facts(edition: Edition, person: str) -> str:
    staff = edition.practice.staff.get(person)
    if person == NOBODY:
        return f"{upper_first(_UNNAMED)}."
    if staff is None:
        return "Not in caseload.toml."
    parts = [staff.name, staff.credential or ", ".join(staff.roles)]
    if staff.licence_expires:
        parts.append(f"licensed until {say_day(staff.licence_expires, edition.today)}")
    if staff.supervisor:
        parts.append(f"supervised by {staff.supervisor}")
    return " · ".join(part for part in parts if part)


def _lead(edition: Edition, due: Sequence[Obligation], charts: Sequence[Chart]) -> Html:
    late = sum(each.is_overdue(edition.today) for each in due)
    today = sum(each.band(edition.today) == "today" for each in due)
    clients = count_of(len(charts), "client")
    if late:
        fact = f"{count_of(late, 'date')} {'is' if late == 1 else 'are'} past"
        return lead.lead_paragraph(element("b", fact), f"; {clients}.")
    rest = f"{count_of(today, 'thing')} to do today; {clients}." if today else f"{clients}."
    return lead.lead_paragraph(element("b", edition.all_well_with(charts, due).of_dates), " ", rest)


def _due(edition: Edition, due: Sequence[Obligation], charts: Sequence[Chart]) -> Html:
    near = [each for each in due if each.band(edition.today) != "later"]
    title = element(
        "h2", "Due ", small(f"{len(near)}, to {say_day(edition.today + timedelta(days=14), edition.today)}"), id="due"
    )
    if not near:
        if not edition.all_well_with(charts, due):
            return element("section", title, element("p", "None that is known.", class_="c"))
        return element("section", title, nothing_due(f"{NOTHING_AHEAD} in 14 days"))
    return element("section", title, due_list((edition.due_item(each) for each in near), show_who=False))


def _clients(charts: Sequence[Chart]) -> Html | None:
    if not charts:
        return None
    rows = []
    for chart in charts:
        last, coming = chart.last_contact(chart.today), chart.next_session(chart.today)
        first = measure_courses(chart)[:1]
        shown, _ = score_cell(first[0] if first else None)
        cells = [
            Cell(link(chart.id, chart_address(chart.id))),
            Cell(risk_word(risk_of(chart))),
            say_day(last.date, chart.today) if last else Cell(element("span", "none yet", class_="z")),
            say_day(coming.date, chart.today) if coming else Cell(element("span", "none", class_="z")),
            Cell(joined_html((element("span", f"{first[0].measure.name} ", class_="c"), shown)) if first else shown),
        ]
        rows.append(TableRow(cells))
    heads = ["Client", "Risk", "Last contact", "Next session", "Measure"]
    title = element("h2", "Clients ", small(len(charts)), id="clients")
    return element(
        "section", title, table("Clients of this person", heads, rows, caption="Most urgent first.", wide=True)
    )


def _in_time(edition: Edition, person: str) -> Html:
    since = edition.today - counts.PERIOD
    notes = counts.in_time(edition.charts, since, edition.today, person)
    kept = counts.sessions_kept(edition.charts, since, edition.today, person)
    rows = []
    if notes.whole:
        told = f"; of {notes.unknown} more it is not known when they were written" if notes.unknown else ""
        rows.append(
            joined_html(
                (element("b", share_in_words(notes.some, notes.whole)), f" {_of(notes, 'note')} written in time{told}.")
            )
        )
    elif notes.unknown:
        rows.append(
            joined_html((f"{count_of(notes.unknown, 'note does', 'notes do')} not say when they were written.",))
        )
    if kept.whole:
        rows.append(
            joined_html((element("b", share_in_words(kept.some, kept.whole)), f" {_of(kept, 'session')} kept."))
        )
    title = element("h2", "Thirty days ", small("against the policy"), id="month")
    if not rows:
        return element("section", title, element("p", "No session in this time.", class_="c"))
    return element("section", title, element("ul", joined_html(element("li", row) for row in rows), class_="rail"))


def _of(part: counts.Share, noun: str) -> str:
    """`of 21 notes` after a percentage, `notes` after `7 of 8`."""
    return f"of {count_of(part.whole, noun)}" if part.whole >= 10 else f"{noun}s"
