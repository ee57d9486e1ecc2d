"""Which columns of which tables a mapping asks for, each with the line that asks.

Three questions rest on it: is every column there, which columns does nobody ask for (so that
nothing is lost unsaid), and does a column with a person's name end up in a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.import_mistakes import near_hint


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A path as written, from the table it starts in, and the names of the filters behind it."""

    table: str
    path: str
    line: int
    filters: tuple[str, ...] = ()


def asked_by(form: m.Form | None, table: str) -> Iterator[AskedColumn]:
    """Every path that a form asks for, in the form and below it."""
    match form:
        case m.Text(template, line):
            for place in template.placeholders:
                for path in place.columns():
                    yield AskedColumn(table, path, line, tuple(each.name for each in place.filters))
        case m.FirstOf(forms) | m.ListOf(forms):
            for each in forms:
                yield from asked_by(each, table)
        case m.MapOf(forms):
            for each in forms.values():
                yield from asked_by(each, table)
        case m.Link(column, line):
            yield AskedColumn(table, column, line)
        case m.Guarded(inner, when, unless):
            yield from asked_by(inner, table)
            yield from asked_in(when, table)
            yield from asked_in(unless, table)
        case m.Rows():
            yield from _asked_by_rows(form)
        case m.ItemSlots():
            yield AskedColumn(form.table, form.by, form.line)
            for each in (form.place, form.value):
                yield from asked_by(each, form.table)
            for other in (form.size, form.total):
                yield from asked_by(other, table)


def _asked_by_rows(form: m.Rows) -> Iterator[AskedColumn]:
    yield AskedColumn(form.table, form.by, form.line)
    if form.order:
        yield AskedColumn(form.table, form.order, form.line)
    yield from asked_in(form.where, form.table)
    yield from asked_by(form.value, form.table)


def asked_in(condition: m.Condition | None, table: str) -> Iterator[AskedColumn]:
    """Every path a condition looks at."""
    if condition is not None:
        for path in condition.wanted:
            yield AskedColumn(table, path, condition.line)


def forms_of(record: m.RecordSpec) -> Iterator[m.Form]:
    """Every form of a record, the parts of its front matter first."""
    for form in (record.client, record.date, record.name):
        if form is not None:
            yield form
    yield from record.fields.values()
    if record.body is not None:
        yield record.body
    yield from record.sections.values()


def asked_by_record(record: m.RecordSpec) -> Iterator[AskedColumn]:
    """Every path that a record asks for."""
    for form in forms_of(record):
        yield from asked_by(form, record.table)
    yield from asked_in(record.where, record.table)
    if record.order:
        yield AskedColumn(record.table, record.order, record.line)


def asked_by_entry(entry: m.EntrySpec | None) -> Iterator[AskedColumn]:
    """Every path that staff, programmes or identities ask for."""
    if entry is not None:
        for form in (entry.id, *entry.fields.values()):
            yield from asked_by(form, entry.table)


def asked_by_all(made: m.ImportMap) -> Iterator[AskedColumn]:
    """Every path of the whole mapping, keys and columns that point elsewhere as well."""
    for table in made.tables.values():
        for column in (*table.key, *table.refers):
            yield AskedColumn(table.name, column, table.line)
    for record in made.records:
        yield from asked_by_record(record)
    for entry in (made.staff, made.programmes, made.identities):
        yield from asked_by_entry(entry)
    for skip in made.skips:
        yield from asked_in(skip.where, skip.table)


def columns_on(path: str, table: str, tables: Mapping[str, m.TableSpec]) -> list[tuple[str, str]]:
    """The (table, column) pairs a path goes through, the last one holding the value.

    ValueError says which step leads nowhere. A name with dots that is itself a column of the first
    table must be renamed in the export: a dot always follows a pointer here.
    """
    *steps, last = path.split(".")
    passed = []
    for step in steps:
        refers = tables[table].refers if table in tables else {}
        if step not in refers:
            near = near_hint(step, refers)
            raise ValueError(f"`{step}` points to no other table: list it under `refers` of [tables.{table}]{near}")
        passed.append((table, step))
        table = refers[step]
    return [*passed, (table, last)]
