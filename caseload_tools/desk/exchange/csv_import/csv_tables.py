"""One exported table: its rows with the line each stands on, and the rows that cannot be read.

Reading never stops at a bad row and never repairs one: a row with a cell too many has
shifted columns, and nobody can say which. What a cell means is no business of this file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from caseload_tools.dates import count_of
from caseload_tools.desk.exchange.csv_import.import_mistakes import RejectedRow
from caseload_tools.errors import CaseloadError

LARGEST = 256 * 1024 * 1024
LONGEST_CELL = csv.field_size_limit()
_UNDECODED = range(0xDC80, 0xDD00)


@dataclass(frozen=True, slots=True, eq=False)
class CsvRow:
    """One row: the table's name, the line it begins on, its cells as they stand in the file."""

    table: str
    file: str
    line: int
    cells: dict[str, str]

    def rejection(self, reason: str, column: str = "") -> RejectedRow:
        return RejectedRow(self.file, self.line, column, reason)


@dataclass(slots=True)
class CsvTable:
    """The readable rows of one file, found by the value of any column.

    `doubtful` rows are refused: they have too many cells or too few. Their first cells still tell that they are there.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    rows: list[CsvRow]
    rejected: list[RejectedRow]
    lines: list[str] = field(default_factory=list, repr=False)
    ends: dict[int, int] = field(default_factory=dict, repr=False)
    doubtful: list[CsvRow] = field(default_factory=list, repr=False)
    _by_column: dict[str, dict[str, list[CsvRow]]] = field(default_factory=dict)

    def rows_where(self, column: str, value: str) -> list[CsvRow]:
        """Rows whose `column` holds `value`, blanks round it not counted."""
        if column not in self._by_column:
            index: dict[str, list[CsvRow]] = {}
            for row in self.rows:
                index.setdefault(row.cells[column].strip(), []).append(row)
            self._by_column[column] = index
        return self._by_column[column].get(value.strip(), [])

    def keep_first_of_each(self, key: tuple[str, ...]) -> None:
        """Reject rows without a key, and every later row with a key that was there before."""
        kept: dict[tuple[str, ...], CsvRow] = {}
        for row in self.rows:
            value = tuple(row.cells[column].strip() for column in key)
            if not all(value):
                self.rejected.append(row.rejection("is empty, so the row cannot be told from others", key[0]))
            elif value in kept:
                self.rejected.append(row.rejection(f"the same key as in line {kept[value].line}", key[0]))
            else:
                kept[value] = row
        self.rows = list(kept.values())
        self._by_column.clear()


def read_table(path: Path, name: str, *, encoding: str, delimiter: str) -> CsvTable:
    """Read one CSV file (RFC 4180). Raises CaseloadError when there is no header to go by."""
    text = _decode(path, encoding)
    lines = list(io.StringIO(text, newline=""))
    parsed = _parsed(lines, delimiter)
    first = next(parsed, None)
    if first is None or isinstance(first[1], str):
        raise CaseloadError(f"{path.name} has no readable header line", "the first line must name the columns")
    columns = _header(path, first[1], delimiter)
    table = CsvTable(name, path.name, columns, [], [], lines)
    for line, cells, end in parsed:
        table.ends[line] = end
        reason = cells if isinstance(cells, str) else _reason_against(cells, columns, encoding)
        if reason:
            table.rejected.append(RejectedRow(path.name, line, "", reason))
            if not isinstance(cells, str):
                known = dict(zip(columns, cells, strict=False))
                table.doubtful.append(CsvRow(name, path.name, line, dict.fromkeys(columns, "") | known))
        else:
            table.rows.append(CsvRow(name, path.name, line, dict(zip(columns, cells, strict=True))))
    return table


def _decode(path: Path, encoding: str) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise CaseloadError(f"{path.name} is larger than 256 MB", "split the export by year")
        raw = path.read_bytes()
    except OSError as error:
        raise CaseloadError(f"{path.name} cannot be read: {error.strerror}") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) and not encoding.startswith("utf-16"):
        raise CaseloadError(f"{path.name} is UTF-16", 'write `encoding = "utf-16"` at the top of the mapping')
    # Bytes that are no text come through as lone surrogates, so that only their own rows are rejected.
    return raw.decode(encoding, errors="surrogateescape").removeprefix("\ufeff")


def _parsed(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | str, int]]:
    """Rows with their first and last line; a row that breaks the quoting rules comes as its reason."""
    start = 0
    while start < len(lines):
        rest = (lines[index] for index in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                if cells:
                    yield start + before + 1, cells, start + reader.line_num
                before = reader.line_num
            return
        except csv.Error:
            # An unclosed quote swallows all that follows: give up its own line only, and go on after it.
            reason = f"its quotation marks do not match, or a cell is longer than {LONGEST_CELL:,} letters"
            yield start + before + 1, reason, start + before + 1
            start += before + 1


def _header(path: Path, cells: list[str], delimiter: str) -> tuple[str, ...]:
    columns = tuple(cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1))
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise CaseloadError(f"{path.name} has two columns named {twice[0]}", "rename one in the export")
    if len(columns) == 1 and (other := next((mark for mark in ";\t|," if mark in columns[0]), "")):
        wanted = other.replace("\t", "\\t")
        raise CaseloadError(
            f"{path.name} has one column only; its cells look parted by {wanted!r}",
            f'write `delimiter = "{wanted}"` at the top of the mapping',
        )
    return columns


def _reason_against(cells: list[str], columns: tuple[str, ...], encoding: str) -> str:
    if len(cells) != len(columns):
        return f"has {count_of(len(cells), 'cell')}, the header has {len(columns)}"
    for column, cell in zip(columns, cells, strict=True):
        if not cell.isascii() and any(ord(letter) in _UNDECODED for letter in cell):
            wanted = "another encoding is named with `encoding` in the mapping"
            return f"{column} is not {encoding.upper()} text; {wanted}"
    return ""


def raw_rows(tables: Iterable[CsvTable], wanted: Iterable[RejectedRow]) -> dict[tuple[str, int], str]:
    """The text of each refused row as it stands in its file, for the file of rejects."""
    of_file = {table.file: table for table in tables}
    found = {}
    for file, line in {(each.file, each.line) for each in wanted}:
        table = of_file[file]
        found[file, line] = "".join(table.lines[line - 1 : table.ends.get(line, line)]).rstrip("\r\n")
    return found
