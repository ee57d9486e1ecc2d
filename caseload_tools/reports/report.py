"""What a report is: a title, a sentence, and tables of plain values that any format can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from caseload_tools.caseload import Caseload

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. `caption` says in words what the rows are and their order."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
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


ReportFunction = Callable[..., Report]
REPORTS: dict[str, ReportFunction] = {}


def report(name: str) -> Callable[[ReportFunction], ReportFunction]:
    """Register a function `(caseload, ...) -> Report` under the name people ask for it by."""

    def register(function: ReportFunction) -> ReportFunction:
        REPORTS[name] = function
        return function

    return register


def only_filled(tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables that have rows."""
    return tuple(table for table in tables if table.rows)


__all__ = ["REPORTS", "Caseload", "Report", "Table", "only_filled", "report"]
