"""Where things stand on the site: pages of charts, places of records on them.

The one place that knows how a chart is cut into pages: the last entries on the chart itself, older ones
on a page for each year, so that a chart stays light whatever its age.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import lru_cache
from itertools import groupby

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.chart.shelf import by_day_and_hour
from caseload_tools.history.record_path import PRACTICE
from caseload_tools.site.html import ROOT

# A chart's page stays below 60 KB: its own timeline ends when so many entries, or so much text, stand there.
RECENT_ENTRIES = 24
RECENT_TEXT = 9_000
# Of what is still to come, so much stands there too.
NEAR_ENTRIES = 6
PRACTICE_PAGE = "practice.html"
_ODD = re.compile(r"[^A-Za-z0-9.-]+")


def file_word(text: str) -> str:
    """A folder's name as part of an address; a name with odd signs gets a few of its own, so none collide."""
    word = _ODD.sub("-", text).strip(".-") or "x"
    return word if word == text else f"{word}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def chart_page(client: str) -> str:
    """The address of a client's chart."""
    return f"clients/{file_word(client)}.html"


def year_page(client: str, year: int) -> str:
    """The address of the older timeline of a chart."""
    return f"clients/{file_word(client)}/{year}.html"


def coming_page(client: str) -> str:
    """The address of what is still to come in a chart and has no place on its first page."""
    return f"clients/{file_word(client)}/to-come.html"


def policy_page(policy: Record) -> str:
    """The address of a written policy."""
    return f"policies/{file_word(policy.link.rpartition('/')[2])}.html"


def rule_page(code: str) -> str:
    """The address of a rule."""
    return f"rules/{file_word(code)}.html"


def place_on_page(record: Record) -> str:
    """The place of a record on its page."""
    return file_word(record.link.replace("/", "-"))


def added_to(chart: Chart, record: Record) -> Record | None:
    """The record on whose row an addendum stands, also one to an addendum; None where it has a row of its own.

    So has all that is no addendum; and an addendum that is void, that declares void what it names, or that names
    nothing with a row: client.md, a record of the practice, itself in a circle.
    """
    shown, seen = record, {record.link}
    while isinstance(shown, Addendum) and shown not in chart.voided and chart.shelf.voids.get(shown.to) is not shown:
        target = chart.find(shown.to)
        if not isinstance(target, Record) or isinstance(target, Client) or not _is_in(chart, target):
            break
        if target.link in seen:
            return None
        seen.add(target.link)
        shown = target
    return shown if shown is not record else None


def _is_in(chart: Chart, record: Record) -> bool:
    return record.path.startswith(f"{chart.folder}/")


def timeline_records(chart: Chart) -> tuple[Record, ...]:
    """The records of the timeline, newest first: what happened by today, and what is void among it.

    Addenda stand with what they add to.
    """
    return tuple(record for record in reversed(_rows(chart)) if record.date <= chart.today)


def coming_records(chart: Chart) -> tuple[Record, ...]:
    """What is dated after today, soonest first: planned sessions, and whatever else."""
    return tuple(record for record in _rows(chart) if record.date > chart.today)


@lru_cache(maxsize=64)
def _rows(chart: Chart) -> tuple[Record, ...]:
    """What has a row of its own, by day."""
    every = sorted((*chart.records, *chart.voided), key=by_day_and_hour) if chart.voided else chart.records
    return tuple(each for each in every if not isinstance(each, Client) and added_to(chart, each) is None)


@lru_cache(maxsize=64)
def recent_since(chart: Chart) -> date:
    """The first day that the chart's own page tells of: until enough entries, or enough text, stand there."""
    since = chart.today
    count = letters = 0
    for day, records in groupby(timeline_records(chart), key=lambda record: record.date):
        texts = [len(record.document.text) for record in records]
        if count and (count >= RECENT_ENTRIES or letters + sum(texts) > RECENT_TEXT):
            break
        since, count, letters = day, count + len(texts), letters + sum(texts)
    return since


def chart_address(client: str) -> str:
    """The link to a chart."""
    return f"{ROOT}{chart_page(client)}" if client else ""


def record_address(chart: Chart, record: Record) -> str:
    """The link to where a record stands open on the site; to its chart when it has no place of its own."""
    if record.path.startswith(f"{PRACTICE}/"):
        is_policy = isinstance(record, PolicyRecord) and record not in chart.shared.shelf.voided
        return f"{ROOT}{policy_page(record) if is_policy else f'{PRACTICE_PAGE}#{place_on_page(record)}'}"
    if not _is_in(chart, record):
        return ""
    if isinstance(record, Client):
        return chart_address(chart.id)
    shown = added_to(chart, record) or record
    if shown not in _rows(chart):  # of what is kept back the chart has a row without its sentences
        found = chart.find(shown.link)
        if not isinstance(found, Record) or found not in _rows(chart):
            return chart_address(chart.id)
        shown = found
    return f"{ROOT}{_page_of(chart, shown)}#{place_on_page(shown)}"


def _page_of(chart: Chart, shown: Record) -> str:
    if shown.date > chart.today:
        return chart_page(chart.id) if shown in coming_records(chart)[:NEAR_ENTRIES] else coming_page(chart.id)
    return chart_page(chart.id) if shown.date >= recent_since(chart) else year_page(chart.id, shown.date.year)
