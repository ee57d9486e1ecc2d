"""What a report is: a title, a sentence, and tables of plain values that any format can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from caseload_tools.chart.audience import shown_caseload, with_shown_practice
from caseload_tools.chart.caseload import Caseload
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.doubts import all_well
from caseload_tools.chart.not_read import NotRead, lint_of, say_unread, values_lost
from caseload_tools.text.shell import shell_word

UNREAD, UNREAD_VALUES = "unread", "unread_values"
"""The keys of the tables that name what was not read: files, and values in others."""
PlainValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. `caption` says in words what the rows are and their order."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[PlainValue, ...], ...]
    key: str = ""

    def as_json(self) -> dict[str, Any]:
        """The table as a mapping for `--format json`: rows as objects by column."""
        names = [column.replace(" ", "_") for column in self.columns]
        return {"caption": self.caption, "rows": [dict(zip(names, row, strict=True)) for row in self.rows]}


@dataclass(frozen=True, slots=True)
class Report:
    """A title, a lead sentence that says the main thing, and the tables behind it."""

    title: str
    lead: str
    tables: tuple[Table, ...]

    def as_json(self) -> dict[str, Any]:
        """The whole report as plain JSON values."""
        tables = {table.key or table.caption: table.as_json() for table in self.tables}
        return {"title": self.title, "lead": self.lead, "tables": tables}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a report tells of, both counted."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


ReportFunction = Callable[..., Report]
REPORTS: dict[str, ReportFunction] = {}
OF_DAYS: set[str] = set()


def report(name: str, *, of_days: bool = False) -> Callable[[ReportFunction], ReportFunction]:
    """Register a function `(caseload, ...) -> Report` under the name people ask for it by.

    One `of_days` takes `(caseload, days)` and is printed by `caseload report NAME`, with nothing more to write. It is
    given the caseload as the team may read it; what is due is told of whole charts, since signatures count there.
    """
    seen = shown_caseload if of_days else with_shown_practice

    def register(function: ReportFunction) -> ReportFunction:
        @wraps(function)
        def told(caseload: Caseload, *args: Any, **named: Any) -> Report:
            return function(seen(caseload), *args, **named)

        REPORTS[name] = told
        if of_days:
            OF_DAYS.add(name)
        return told

    return register


def only_filled(tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables that have rows."""
    return tuple(table for table in tables if table.rows)


def unread_lead(unread: NotRead, so: str = "") -> str:
    """The same as the beginning of a lead; nothing where all was read."""
    return f"{say_unread(unread, so)}. " if unread else ""


def unread_of_days(caseload: Caseload, days: Days) -> NotRead:
    """What was not read and may be missing in what a report tells of some days: all files, and values of those days."""
    told = (*(record for chart in caseload.charts for record in chart.records), *caseload.shared.records)
    of_days = values_lost((each for each in told if each.lost and each.date in days), caseload.practice)
    return NotRead(caseload.unread, tuple(dict.fromkeys((*caseload.not_read.values, *of_days))))


def with_unread(told: Report, unread: NotRead) -> Report:
    """A report that says first of which records it does not know."""
    lead = unread_lead(unread, "what was not read is not in this report") + told.lead
    return Report(told.title, lead, (*only_filled(unread_tables(unread)), *told.tables))


def unread_tables(unread: NotRead) -> tuple[Table, ...]:
    """Which records and values were not read, by their paths and keys alone, and what tells why."""
    files = tuple((path, lint_of(path)) for path in unread.files)
    values = tuple(
        (each.path, each.key, " and ".join(each.touches), f"caseload lint {shell_word(each.path)}")
        for each in unread.values
    )
    return (
        Table(f"Not read, {len(files)}", ("record", "see"), files, key=UNREAD),
        Table(f"Not understood, {len(values)}", ("record", "key", "touches", "see"), values, key=UNREAD_VALUES),
    )


def every_date_met(charts: Sequence[Chart], unread: NotRead | None = None) -> str:
    """What is said where no date is past, with what is not known."""
    return all_well(charts, (), unread).of_dates


__all__ = [
    "OF_DAYS",
    "REPORTS",
    "UNREAD",
    "UNREAD_VALUES",
    "Caseload",
    "Days",
    "Report",
    "Table",
    "every_date_met",
    "only_filled",
    "report",
    "unread_lead",
    "unread_of_days",
    "unread_tables",
    "with_unread",
]
