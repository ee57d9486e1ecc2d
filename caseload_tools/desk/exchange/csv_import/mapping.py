"""What a mapping file says, once read and found sound: tables, records, and how each value is made.

Frozen descriptions and nothing else. Reading the TOML is mapping_reader.py, asking the rows is
asking.py; a new form of value is added in all three and in docs/how-to/import-csv.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from caseload_tools.desk.exchange.csv_import.template import CellValue, Template

Take = Literal["all", "first", "last", "only"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Column paths and the words they must hold; an empty word means a blank cell."""

    wanted: Mapping[str, frozenset[str]]
    line: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is the same for every row."""

    value: CellValue
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """A template filled from the row."""

    template: Template
    line: int


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first of several forms that is not blank."""

    forms: tuple[Form, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of every form that is not blank."""

    forms: tuple[Form, ...]
    line: int


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map in the record, such as one enrolment."""

    forms: Mapping[str, Form]
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the record that is made from the row this column points to."""

    column: str
    line: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Values from the rows of another table that point to this row."""

    table: str
    by: str
    where: Condition | None
    order: str
    take: Take
    value: Form
    line: int


@dataclass(frozen=True, slots=True)
class ItemSlots:
    """A list of `size` whole numbers, each put at its place by a row; places without a row are null.

    `total`, when given, is what the other system says the items add up to.
    """

    table: str
    by: str
    place: Text
    size: Form
    value: Form
    total: Form | None
    line: int


@dataclass(frozen=True, slots=True)
class Guarded:
    """A form that counts as blank unless a condition holds (or while another one does)."""

    form: Form
    when: Condition | None
    unless: Condition | None
    line: int


Form = Constant | Text | FirstOf | ListOf | MapOf | Link | Rows | ItemSlots | Guarded


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of the export: its file, its key columns, and which columns point to other tables."""

    name: str
    file: str
    key: tuple[str, ...]
    refers: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """One kind of record made from the rows of one table."""

    number: int
    type: str
    table: str
    client: Form | None
    date: Form | None
    name: Form
    where: Condition | None
    order: str
    fields: Mapping[str, Form]
    body: Form | None
    sections: Mapping[str, Form]
    part: str
    line: int


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """Entries made from a table for a file outside the records: staff, programmes, identities."""

    table: str
    id: Form
    fields: Mapping[str, Form]
    line: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that are left out on purpose, and why."""

    table: str
    where: Condition
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Given:
    """A value that the person who imports must give, since no table holds it."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A whole mapping file. `file` is its name for messages, `system` the first word of `source:`."""

    file: str
    system: str
    about: str
    encoding: str
    delimiter: str
    blank: frozenset[str]
    given: Mapping[str, Given]
    tables: Mapping[str, TableSpec]
    words: Mapping[str, Mapping[str, CellValue]]
    records: tuple[RecordSpec, ...]
    staff: EntrySpec | None = None
    programmes: EntrySpec | None = None
    identities: EntrySpec | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    skips: tuple[Skip, ...] = ()
