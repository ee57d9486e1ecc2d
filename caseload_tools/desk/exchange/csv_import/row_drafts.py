"""From the rows of an export to drafts of records: their paths, their values, their links.

A row is taken whole or not at all, and with it goes what depends on it: a record whose client
was not taken, a link to a session that was not taken. Each such row is reported. Nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from caseload_tools.dates import count_of, parse_times
from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.asking import OtherRowError, RowInMaking, in_order
from caseload_tools.desk.exchange.csv_import.csv_tables import CsvRow, CsvTable
from caseload_tools.desk.exchange.csv_import.free_paths import FreePaths
from caseload_tools.desk.exchange.csv_import.import_mistakes import RejectedRow, RowError
from caseload_tools.desk.exchange.csv_import.template import CellValue
from caseload_tools.errors import CaseloadError

_SOURCE = re.compile(r"[\w./+@-]([\w ./+@:-]*[\w./+@-])?\Z")


def source_of(spec: m.RecordSpec, row: CsvRow, made: m.ImportMap) -> str:
    """Where a record comes from: system, table, key; the columns of a key are joined by slashes."""
    key = "/".join(row.cells[column].strip() for column in made.tables[row.table].key)
    return " ".join(filter(None, (made.system, spec.table, key, spec.part)))


@dataclass(slots=True, eq=False)
class RowDraft:
    """A record that a row makes. `path` is relative to the practice; `source` lacks its digest still."""

    spec: m.RecordSpec
    row: CsvRow
    source: str
    client: str = ""
    path: str = ""
    keys: dict[str, CellValue] = field(default_factory=dict)
    body: str = ""
    touched: list[CsvRow] = field(default_factory=list)
    links: list[RowDraft] = field(default_factory=list)

    @property
    def link(self) -> str:
        """Its path as other records of the chart write it."""
        return "/".join(self.path.removesuffix(".md").split("/")[-2:])


def _refuse_turned_round(keys: Mapping[str, CellValue]) -> None:
    """Refuse a row whose two times of day have no day and are turned round, as far as any record of them can tell."""
    said, stated = keys.get("time"), keys.get("minutes")
    times = parse_times(said)
    if times is not None and times.are_turned_round(stated if isinstance(stated, int) else None):
        hours = count_of(times.minutes // 60, "hour")
        raise RowError(f"`time` would end {hours} after it begins: start and end may be turned round")


class Drafting:
    """Makes the drafts of one import, kind by kind in the order of the mapping."""

    def __init__(
        self, made: m.ImportMap, tables: Mapping[str, CsvTable], given: Mapping[str, str], places: FreePaths
    ) -> None:
        self.made = made
        self.tables = tables
        self.given = given
        self.places = places
        self.rejected: list[RejectedRow] = []
        self.drafts: list[RowDraft] = []
        self._of_row: dict[int, list[RowDraft]] = {}
        self._maker: RowDraft | None = None

    def make_drafts(self) -> list[RowDraft]:
        """All drafts that can be taken; what cannot is in `rejected`."""
        for spec in self.made.records:
            for row in self._rows_of(spec):
                self._begin(spec, row)
        self.drafts = [draft for draft in self.drafts if self._complete(draft)]
        self._drop_dependents()
        return self.drafts

    # --- a place for each ----------------------------------------------------------------

    def _rows_of(self, spec: m.RecordSpec) -> list[CsvRow]:
        rows = self.tables[spec.table].rows
        if spec.order:
            return sorted(rows, key=lambda row: in_order(row.cells[spec.order]))
        return rows

    def _begin(self, spec: m.RecordSpec, row: CsvRow) -> None:
        asking = self._asking()
        try:
            if not asking.holds(spec.where, row):
                return
            source = self._source(spec, row)
            draft = RowDraft(spec, row, source, touched=asking.touched)
            draft.keys["type"] = spec.type
            for key, form in (("client", spec.client), ("date", spec.date)):
                if form is not None:
                    draft.keys[key] = asking.fields[key] = self._needed(asking, form, row, key)
            draft.client = str(draft.keys.get("client", ""))
            name = self._needed(asking, spec.name, row, "name") if spec.type != "client" else ""
            draft.path = self.places.path_for(spec.type, draft.client, str(name), draft.source)
        except RowError as trouble:
            self._reject(row, trouble)
            return
        self.drafts.append(draft)
        self._of_row.setdefault(id(row), []).append(draft)

    def _source(self, spec: m.RecordSpec, row: CsvRow) -> str:
        source = source_of(spec, row, self.made)
        if not _SOURCE.match(source) or ": " in source:
            raise RowError("its key holds characters that a `source:` line cannot hold")
        if any(draft.source == source and draft.spec.type == spec.type for draft in self._of_row.get(id(row), ())):
            raise RowError(f"makes two records of type {spec.type}: give one [[record]] a `part`")
        return source

    # --- its values ----------------------------------------------------------------------

    def _complete(self, draft: RowDraft) -> bool:
        self._maker = draft
        asking = self._asking(draft)
        try:
            for key, form in draft.spec.fields.items():
                value = asking.value(form, draft.row)
                if value is not None:
                    draft.keys[key] = asking.fields[key] = value
            _refuse_turned_round(draft.keys)
            draft.body = self._body(asking, draft)
        except RowError as trouble:
            self._reject(draft.row, trouble)
            return False
        draft.keys["source"] = draft.source
        return True

    def _body(self, asking: RowInMaking, draft: RowDraft) -> str:
        spec, parts = draft.spec, []
        text = None if spec.body is None else asking.value(spec.body, draft.row, verbatim=True)
        if text is not None:
            parts.append(str(text))
        for title, form in spec.sections.items():
            said = asking.value(form, draft.row, verbatim=True)
            if said is not None:
                parts.append(f"## {title}\n\n{said}")
        return "\n\n".join(parts)

    def _asking(self, draft: RowDraft | None = None) -> RowInMaking:
        asking = RowInMaking(self.made, self.tables, self.given, self._link_to)
        if draft is not None:
            asking.touched = draft.touched
            asking.fields = dict(draft.keys)
        return asking

    def _link_to(self, row: CsvRow) -> str:
        assert self._maker is not None
        targets = self._of_row.get(id(row), [])
        if not targets:
            raise RowError(f"points to {row.file}:{row.line}, which was not taken")
        if len(targets) > 1:
            raise RowError(f"points to {row.file}:{row.line}, of which several records are made")
        if targets[0].client != self._maker.client:
            raise RowError(f"points to {row.file}:{row.line}, which belongs to another client")
        self._maker.links.append(targets[0])
        return targets[0].link

    # --- what cannot be taken ------------------------------------------------------------

    def _needed(self, asking: RowInMaking, form: m.Form, row: CsvRow, key: str) -> str:
        value = asking.value(form, row)
        if value is None:
            raise RowError(f"gives no `{key}`, which every {'client' if key == 'client' else 'record'} needs")
        return str(value)

    def _reject(self, row: CsvRow, trouble: RowError) -> None:
        if trouble.column.startswith("given."):
            name = trouble.column.removeprefix("given.")
            raise CaseloadError(f"--given {name}: {trouble.reason}", f"{name} is {self.made.given[name].about}")
        if isinstance(trouble, OtherRowError):
            self.rejected.append(trouble.row.rejection(trouble.reason, trouble.column))
            self.rejected.append(row.rejection(f"needs {trouble.row.file}:{trouble.row.line}, which cannot be taken"))
        else:
            self.rejected.append(row.rejection(trouble.reason, trouble.column))

    def drop_drafts(self, drafts: Iterable[tuple[RowDraft, str]]) -> None:
        """Reject drafts that turned out bad later, each with its reason, and all that depends on them."""
        gone = {id(draft): reason for draft, reason in drafts}
        for draft in self.drafts:
            if id(draft) in gone:
                self.rejected.append(draft.row.rejection(gone[id(draft)]))
        self.drafts = [draft for draft in self.drafts if id(draft) not in gone]
        self._drop_dependents()

    def _drop_dependents(self) -> None:
        while True:
            kept = set(map(id, self.drafts))
            clients = {draft.client for draft in self.drafts if draft.spec.type == "client"}
            left = []
            for draft in self.drafts:
                reason = self._lacks(draft, kept, clients)
                if reason:
                    self.rejected.append(draft.row.rejection(reason))
                else:
                    left.append(draft)
            if len(left) == len(self.drafts):
                return
            self.drafts = left

    def _lacks(self, draft: RowDraft, kept: set[int], clients: set[str]) -> str:
        if draft.client and draft.client not in clients and not self.places.has_client(draft.client):
            return f"its client {draft.client} was not taken, and has no chart here"
        for other in draft.links:
            if id(other) not in kept and not self.places.has_record(other.spec.type, other.source):
                return f"points to {other.row.file}:{other.row.line}, which was not taken"
        return ""
