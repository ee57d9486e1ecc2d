"""What pages of the site say is owed, read from their HTML as a reader would: rows of lists, cells of tables."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from caseload_tools.chart.clocks import Obligation
from caseload_tools.chart.ledger import told_decisions
from caseload_tools.reports.brief import brief
from caseload_tools.reports.due import DueFilter, due_obligations
from caseload_tools.site.content import decided
from caseload_tools.site.edition import Edition
from caseload_tools.site.pages import charts, clients, clinicians, needs_attention

MOST = {"overdue": 50, "today": 50, "soon": 100}


class SiteRow(NamedTuple):
    """One thing to do: how late, what, for whom, by whom; empty where the list does not say it."""

    when: str
    what: str
    client: str
    who: str


def site_rows(part: str) -> list[SiteRow]:
    """The rows of the lists of things to do in a part of a page."""
    return [
        SiteRow(_span(row, "st"), _span(row, "what"), _span(row, "id"), _span(row, "by"))
        for row in re.findall(r"<li>((?:(?!<li>).)*?class=\"what\".*?)</li>", part)
    ]


def _span(row: str, class_: str) -> str:
    found = re.search(rf'<span class="{class_}[^"]*">(.*?)</span>(?=<span|$)', row)
    return _plain(found[1]) if found else ""


def _plain(part: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", part)).strip()


def _section(body: str, place: str) -> str:
    found = re.search(rf'<section><h2 id="{place}">(.*?)</section>', body, re.DOTALL)
    return found[1] if found else ""


def _row(each: Obligation, today: date, *, when: bool = True, client: bool = True, who: bool = True) -> SiteRow:
    return SiteRow(
        each.lateness(today) if when else "",
        each.what,
        each.client if client else "",
        each.owner if who else "",
    )


def assert_pages_say(edition: Edition, owed: Sequence[Obligation]) -> None:
    """The first page, the clients, each person's page and each chart's head say what is owed, and nothing else."""
    today = edition.today
    near = {band: [each for each in owed if each.band(today) == band] for band in MOST}
    home = next(iter(needs_attention.needs_attention(edition))).body
    for band, most in MOST.items():
        told, wanted = site_rows(_section(home, band)), near[band][:most]
        if band == "soon":
            wanted = sorted(wanted, key=lambda each: each.due)
        assert told == [_row(each, today, when=band != "soon") for each in wanted], band
        assert f"All {len(near[band]):,}, by who" in _section(home, band) or len(near[band]) <= most
    number = len(near["overdue"])
    assert not number or f"{number:,} thing{'s are' if number > 1 else ' is'} overdue" in _plain(home)
    _assert_people_have(edition)
    _assert_clients_have(edition, owed)
    for chart in edition.charts:
        _assert_chart_says(edition, chart.id)


def _assert_people_have(edition: Edition) -> None:
    first, *pages = clinicians.clinicians(edition)
    counted = re.findall(r'<a href="@clinicians/[^"]*">(.*?)</a>.*?((?:<td[^>]*>\d+</td>){3})', first.body)
    numbers = {_plain(who): [int(each) for each in re.findall(r">(\d+)<", cells)] for who, cells in counted}
    named = {who for each in edition.due for who in (each.owner, each.also) if who}
    assert named <= numbers.keys()
    for page in pages:
        found = due_obligations(edition.caseload, DueFilter(clinician=page.title))
        assert sorted(site_rows(_section(page.body, "due"))) == sorted(
            _row(each, edition.today, who=False) for each in found
        )
        bands = [sum(each.band(edition.today) == band for each in found) for band in MOST]
        assert numbers[page.title] == bands, page.title


def _assert_clients_have(edition: Edition, owed: Sequence[Obligation]) -> None:
    body = next(iter(clients.clients(edition))).body
    told = {client: band for band, client in re.findall(r'<tr[^>]*?data-due="(\w+)".*?<a [^>]*>(.*?)</a>', body)}
    bands: dict[str, str] = {}
    for each in owed:
        bands.setdefault(each.client, each.band(edition.today))
    expected = {chart.id: bands.get(chart.id, "later") for chart in edition.charts}
    assert told == {client: "none" if band == "later" else band for client, band in expected.items()}
    late = {each.client for each in owed if each.client and each.band(edition.today) == "overdue"}
    assert not late or f"{len(late):,} ha{'ve' if len(late) > 1 else 's'} something overdue" in _plain(body)


def _assert_chart_says(edition: Edition, client: str) -> None:
    chart = edition.caseload.chart(client)
    assert chart is not None
    head = "".join(charts._due(edition, chart))
    strip = re.findall(r"<li class=\"[^\"]*\">(.*?)</li>|<li>(<span class=\"st\">(?:(?!class=\"what\").)*?)</li>", head)
    told = [_plain(each[0] or each[1]) for each in strip]
    told += [f"{row.when}{row.what}" for row in site_rows(head)]
    shown = [row for table in brief(edition.caseload, chart).tables if table.key == "due" for row in table.rows]
    assert set(told) >= {f"{row[0]}{row[2]}" for row in shown}, client
    settled = re.findall(r"<b>(.*?)</b>", _section(str(decided.settled(chart) or ""), "settled"))
    assert [html.unescape(each) for each in settled] == [row[0] for row in told_decisions(chart)]
    later = {f"{each.lateness(edition.today)}{each.what}" for each in charts.owed_with_these(edition, chart)}
    assert set(told) <= later
