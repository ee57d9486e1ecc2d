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
from caseload_tools.chart.records import RECORD_TYPES, Record
from caseload_tools.chart.records.addendum import Addendum
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.policy import PolicyRecord
from caseload_tools.site.html import ROOT

# A chart's page stays below 60 KB: its own timeline ends when so many entries, or so much text, stand there.
RECENT_ENTRIES = 24
RECENT_TEXT = 9_000
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


def policy_page(policy: PolicyRecord) -> str:
    """The address of a written policy."""
    return f"policies/{file_word(policy.link.rpartition('/')[2])}.html"


def rule_page(code: str) -> str:
    """The address of a rule."""
    return f"rules/{file_word(code)}.html"


def place_on_page(record: Record) -> str:
    """The place of a record on its page."""
    return file_word(record.link.replace("/", "-"))


def added_to(chart: Chart, record: Record) -> Record | None:
    """The record that an addendum stands with; None for other records, and where that record is void."""
    target = chart.find(record.to) if isinstance(record, Addendum) else None
    return target if isinstance(target, Record) and target not in chart.voided else None


def timeline_records(chart: Chart) -> tuple[Record, ...]:
    """The records of the timeline, newest first: what happened by today. Addenda stand with what they add to."""
    shown = (
        record
        for record in reversed(chart.records)
        if record.date <= chart.today and not isinstance(record, Client) and added_to(chart, record) is None
    )
    return tuple(shown)


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
    if isinstance(record, PolicyRecord):
        return f"{ROOT}{policy_page(record)}"
    if RECORD_TYPES[record.type].of_practice:
        return f"{ROOT}{PRACTICE_PAGE}#{place_on_page(record)}"
    if not record.path.startswith(f"{chart.folder}/"):
        return ""
    if isinstance(record, Client) or record.date > chart.today:
        return chart_address(chart.id)
    shown = added_to(chart, record) or record
    page = chart_page(chart.id) if shown.date >= recent_since(chart) else year_page(chart.id, shown.date.year)
    return f"{ROOT}{page}#{place_on_page(shown)}"
