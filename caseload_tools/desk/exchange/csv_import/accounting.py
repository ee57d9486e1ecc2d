"""Says of everything in an export what became of it, so that nothing is lost without a word.

Rows: taken, refused, left out with a reason, or reported here. Columns and tables: asked for by
the mapping, left out with a reason, or named as nobody's. Looks only; decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.asking import RowInMaking
from caseload_tools.desk.exchange.csv_import.columns_asked import asked_by, asked_by_all, columns_on
from caseload_tools.desk.exchange.csv_import.csv_tables import CsvRow, CsvTable
from caseload_tools.desk.exchange.csv_import.import_mistakes import MappingError, RejectedRow, RowError, near_hint


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column or table that was not taken, and the reason the mapping gives."""

    name: str
    reason: str


def check_columns(made: m.ImportMap, tables: Mapping[str, CsvTable]) -> None:
    """Raise one MappingError that names every column the mapping asks for and the export lacks."""
    found: dict[tuple[str, str], int] = {}
    for table, column, line in _columns(made):
        if table in tables and column not in tables[table].columns:
            found.setdefault((table, column), line)
    for name in made.left_out:
        table, _, column = name.partition(".")
        if column and table in tables and column not in tables[table].columns:
            found.setdefault((table, column), 1)
    if not found:
        return
    said = [
        f"{made.file}:{line}: {tables[table].file} has no column `{column}`" + near_hint(column, tables[table].columns)
        for (table, column), line in sorted(found.items(), key=lambda item: item[1])
    ]
    hint = "compare the mapping with the header line of the export"
    raise MappingError(said[0] if len(said) == 1 else "\n".join([f"{len(said)} columns are not there", *said]), hint)


def _columns(made: m.ImportMap) -> Iterator[tuple[str, str, int]]:
    for asked in asked_by_all(made):
        if not asked.path.startswith(("@", "given.")):
            for table, column in columns_on(asked.path, asked.table, made.tables):
                yield table, column, asked.line


def left_out(made: m.ImportMap, identities_asked: bool) -> tuple[LeftOut, ...]:
    """Columns and tables the mapping leaves out on purpose, and names unless they were asked for."""
    found = [LeftOut(name, reason) for name, reason in made.left_out.items()]
    found += [LeftOut(f"rows of {skip.table}", skip.reason) for skip in made.skips]
    if made.identities is not None and not identities_asked:
        reason = "says who a client is; `--identities PATH` keeps it apart"
        table = made.identities.table
        private = [asked for form in made.identities.fields.values() for asked in asked_by(form, table)]
        found += [LeftOut(f"{asked.table}.{asked.path}", reason) for asked in private]
    return tuple(found)


def nobodys_columns(made: m.ImportMap, tables: Mapping[str, CsvTable]) -> tuple[str, ...]:
    """Columns that no part of the mapping asks for or leaves out."""
    known = {(table, column) for table, column, _ in _columns(made)}
    return tuple(
        f"{name}.{column}"
        for name, table in tables.items()
        for column in table.columns
        if (name, column) not in known and f"{name}.{column}" not in made.left_out
    )


def rows_without_record(
    made: m.ImportMap, tables: Mapping[str, CsvTable], touched: Iterable[CsvRow], rejected: Iterable[RejectedRow]
) -> list[RejectedRow]:
    """Rows of the tables that records are made from which reached none, with the likely reason."""
    reached = {id(row) for row in touched}
    refused = {(each.file, each.line) for each in rejected}
    return [
        _why(row, made, tables, refused)
        for name in _tables_that_count(made)
        for row in tables[name].rows
        if id(row) not in reached and (row.file, row.line) not in refused and not _skipped(row, made, tables)
    ]


def _tables_that_count(made: m.ImportMap) -> list[str]:
    """Tables whose rows are content; a table that is only looked up in (rooms, codes) may have spare rows."""
    names = {record.table for record in made.records}
    pointing = {(table, made.tables[table].refers.get(column, "")) for table, column, _ in _columns(made)}
    while more := {table for table, target in pointing if target in names} - names:
        names |= more
    return [name for name in made.tables if name in names]


def _skipped(row: CsvRow, made: m.ImportMap, tables: Mapping[str, CsvTable]) -> bool:
    asking = RowInMaking(made, tables, {}, lambda _: "")
    for skip in made.skips:
        if skip.table == row.table:
            try:
                if asking.holds(skip.where, row):
                    return True
            except (RowError, KeyError):
                continue
    return False


def _why(row: CsvRow, made: m.ImportMap, tables: Mapping[str, CsvTable], refused: set[tuple[str, int]]) -> RejectedRow:
    for column, target in made.tables[row.table].refers.items():
        value = row.cells[column].strip()
        keys = made.tables[target].key
        if not value or not keys:
            continue
        pointed = tables[target].rows_where(keys[0], value)
        if not pointed:
            return row.rejection(f"points to a row that is not in {tables[target].file}", column)
        if (pointed[0].file, pointed[0].line) in refused:
            return row.rejection(f"belongs to {pointed[0].file}:{pointed[0].line}, which was not taken", column)
    return row.rejection("no part of the mapping takes this row; look at its `where`, or leave it out with [[skip]]")
