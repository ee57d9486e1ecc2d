"""Asks one row for the values a mapping wants of it, across the tables the row points to.

Remembers every row it touched, so that the import can say of each row of the export whether it
reached a record. Never writes, and never guesses: what cannot be read raises with file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from caseload_tools.dates import count_of
from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.csv_tables import CsvRow, CsvTable
from caseload_tools.desk.exchange.csv_import.import_mistakes import RowError
from caseload_tools.desk.exchange.csv_import.template import CellValue

LinkTo = Callable[[CsvRow], str]


class OtherRowError(RowError):
    """The trouble lies in another row than the one that was asked for."""

    def __init__(self, row: CsvRow, reason: str, column: str) -> None:
        super().__init__(reason, column)
        self.row = row


@dataclass(slots=True)
class RowInMaking:
    """One row being turned into one record (or entry). `fields` fills up as the record grows."""

    made: m.ImportMap
    tables: Mapping[str, CsvTable]
    given: Mapping[str, str]
    link_to: LinkTo
    fields: dict[str, CellValue] = field(default_factory=dict)
    touched: list[CsvRow] = field(default_factory=list)

    # --- cells ---------------------------------------------------------------------------

    def cell(self, row: CsvRow, path: str) -> str:
        """The text of a cell, of this row or of a row it points to; empty when any of them is blank."""
        if path.startswith("@"):
            value = self.fields.get(path[1:])
            return "" if value is None else str(value)
        if path.startswith("given."):
            return self.given[path.removeprefix("given.")]
        *steps, last = path.split(".")
        for step in steps:
            found = self.pointed_to(row, step)
            if found is None:
                return ""
            row = found
        return self._text(row, last)

    def pointed_to(self, row: CsvRow, column: str) -> CsvRow | None:
        """The row of another table that a column names; None when the cell is blank."""
        value = self._text(row, column).strip()
        if not value:
            return None
        target = self.made.tables[row.table].refers[column]
        found = self.tables[target].rows_where(self.made.tables[target].key[0], value)
        if not found:
            raise RowError(f"points to a row that is not in {self.tables[target].file}", column)
        self.touched.append(found[0])
        return found[0]

    def _text(self, row: CsvRow, column: str) -> str:
        text = row.cells[column]
        return "" if text.strip() in self.made.blank else text

    def holds(self, condition: m.Condition | None, row: CsvRow) -> bool:
        """Whether a row meets a condition; no condition is met by all."""
        if condition is None:
            return True
        return all(self.cell(row, path).strip() in wanted for path, wanted in condition.wanted.items())

    # --- forms ---------------------------------------------------------------------------

    def value(self, form: m.Form, row: CsvRow, *, verbatim: bool = False) -> CellValue:
        """What a form makes of a row; None when blank."""
        match form:
            case m.Constant(value):
                return value
            case m.Text(template):
                return template.fill(lambda path: self.cell(row, path), self.made.words, verbatim=verbatim)
            case m.FirstOf(forms):
                values = (self.value(each, row, verbatim=verbatim) for each in forms)
                return next((value for value in values if value is not None), None)
            case m.ListOf(forms):
                return self._list(forms, row)
            case m.MapOf(forms):
                pairs = {key: self.value(each, row) for key, each in forms.items()}
                return {key: value for key, value in pairs.items() if value is not None} or None
            case m.Link(column):
                target = self.pointed_to(row, column)
                return None if target is None else self._link(target, column)
            case m.Guarded(inner, when, unless):
                if not self.holds(when, row) or (unless is not None and self.holds(unless, row)):
                    return None
                return self.value(inner, row, verbatim=verbatim)
            case m.Rows():
                return self._rows(form, row)
            case m.ItemSlots():
                return self._places(form, row)

    def _list(self, forms: tuple[m.Form, ...], row: CsvRow) -> CellValue:
        values: list[CellValue] = []
        for form in forms:
            value = self.value(form, row)
            values += value if isinstance(value, list) else [value]
        return [value for value in values if value is not None] or None

    def _link(self, target: CsvRow, column: str) -> str:
        try:
            return self.link_to(target)
        except RowError as trouble:
            raise RowError(trouble.reason, column) from None

    def rows_of(
        self, table: str, by: str, row: CsvRow, where: m.Condition | None = None, order: str = ""
    ) -> list[CsvRow]:
        """The rows of another table that point to this one, in order."""
        (key,) = self.made.tables[row.table].key
        found = [each for each in self.tables[table].rows_where(by, row.cells[key]) if self._holds_there(where, each)]
        return sorted(found, key=lambda each: in_order(self.cell(each, order))) if order else found

    def _holds_there(self, where: m.Condition | None, row: CsvRow) -> bool:
        try:
            return self.holds(where, row)
        except RowError as trouble:
            raise _of(row, trouble) from None

    def _rows(self, form: m.Rows, row: CsvRow) -> CellValue:
        rows = self.rows_of(form.table, form.by, row, form.where, form.order)
        if form.take == "only" and len(rows) > 1:
            raise OtherRowError(rows[1], f"is the second row where one is wanted; the first is line {rows[0].line}", "")
        self.touched += rows
        if form.take == "first":
            rows = rows[:1]
        elif form.take == "last":
            rows = rows[-1:]
        values: list[CellValue] = []
        for each in rows:
            try:
                values.append(self.value(form.value, each))
            except RowError as trouble:
                raise _of(each, trouble) from None
        if form.take != "all":
            return values[0] if values else None
        return [value for value in values if value is not None] or None

    def _places(self, form: m.ItemSlots, row: CsvRow) -> CellValue:
        rows = self.rows_of(form.table, form.by, row)
        size = _whole(self.value(form.size, row), "the number of places")
        items: list[CellValue] = [None] * size
        filled: set[int] = set()
        self.touched += rows
        for each in rows:
            try:
                place = _whole(self.value(form.place, each), "its place")
                if not 1 <= place <= size or place in filled:
                    raise RowError(f"stands at a place twice or outside 1 to {size}")
                filled.add(place)
                items[place - 1] = self.value(form.value, each)
            except RowError as trouble:
                raise _of(each, trouble) from None
        total = None if form.total is None else self.value(form.total, row)
        if total is not None:
            _check_total(total, items)
        return items if any(item is not None for item in items) else None


def _check_total(total: CellValue, items: list[CellValue]) -> None:
    numbers = [item for item in items if isinstance(item, int)]
    missing = len(items) - len(numbers)
    if missing:
        raise RowError(f"the export gives a total, and {count_of(missing, 'item')} without an answer")
    if total != sum(numbers):
        raise RowError("the export's total is not the sum of its items")


def _of(row: CsvRow, trouble: RowError) -> OtherRowError:
    return trouble if isinstance(trouble, OtherRowError) else OtherRowError(row, trouble.reason, trouble.column)


def _whole(value: CellValue, what: str) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 5:
        value = int(value)
    if not isinstance(value, int) or not 0 < value <= 999:
        raise RowError(f"{what} is not a number from 1 to 999")
    return value


def in_order(text: str) -> tuple[int, str]:
    """A sort key for cells: whole numbers by value, all else (ISO dates too) by its letters."""
    text = text.strip()
    return (len(text.lstrip("0")) if text.isdigit() else 0, text)
