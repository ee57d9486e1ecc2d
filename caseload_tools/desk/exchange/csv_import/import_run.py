"""One import from end to end: read, make, check, compare, and only then write.

Everything that can be wrong is found before the first file is written. Each file is written
whole or not at all; an import that was interrupted is finished by running it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from caseload_tools.chart.caseload import checker_for
from caseload_tools.desk.exchange.csv_import import mapping as m
from caseload_tools.desk.exchange.csv_import.accounting import (
    check_columns,
    left_out,
    nobodys_columns,
    rows_without_record,
)
from caseload_tools.desk.exchange.csv_import.csv_tables import CsvTable, raw_rows, read_table
from caseload_tools.desk.exchange.csv_import.free_paths import FreePaths
from caseload_tools.desk.exchange.csv_import.import_mistakes import MappingError, RejectedRow
from caseload_tools.desk.exchange.csv_import.import_result import ImportResult
from caseload_tools.desk.exchange.csv_import.import_writing import (
    WriteOutcome,
    drafted_file,
    fault_of,
    planned_outcome,
    write_outcome,
)
from caseload_tools.desk.exchange.csv_import.row_drafts import Drafting, RowDraft, source_of
from caseload_tools.desk.exchange.csv_import.staff_entries import (
    PRACTICE_FILE,
    Entries,
    identities_text,
    identities_with,
    practice_with,
    refuse_inside,
    staff_entries_of,
    touched_of,
    write_private,
)  # fmt: skip
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import Practice, load_practice
from caseload_tools.text import write_atomic
from caseload_tools.text.writing import sweep_below


def import_csv(
    root: Path,
    export: Path,
    made: m.ImportMap,
    *,
    given: Mapping[str, str] | None = None,
    identities: Path | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Take an export (a folder of CSV files, or the one file of a one-table mapping) into a practice."""
    practice = load_practice(root)
    values = _given(made, given or {})
    tables = _tables(made, export)
    check_columns(made, tables)
    for table in made.tables.values():
        if table.key:
            tables[table.name].keep_first_of_each(table.key)
    return _Import(root, export, made, tables, values, practice, identities).run(dry_run)


def write_rejects(result: ImportResult, path: Path, root: Path) -> None:
    """Write the rows not taken, with what stands in them, to a file that only its owner may read."""
    refuse_inside(path, root, "the rows not taken")
    text = result.rejects_csv()
    header = text.partition("\r\n")[0].encode()
    if path.exists() and not path.read_bytes().startswith(header):
        raise CaseloadError(f"{path.name} is there already and holds something else", "choose another name")
    write_private(path, text)


class _Import:
    """The state of one import between its steps."""

    def __init__(
        self, root: Path, export: Path, made: m.ImportMap, tables: Mapping[str, CsvTable],
        given: Mapping[str, str], practice: Practice, identities: Path | None,
    ) -> None:  # fmt: skip
        self.root, self.export, self.made, self.tables = root, export, made, tables
        self.places = FreePaths(root, practice.client_codes)
        self.checker = checker_for(practice)
        self.drafting = Drafting(made, tables, given, self.places)
        self.staff = staff_entries_of(made.staff, made, tables, given)
        self.programmes = staff_entries_of(made.programmes, made, tables, given)
        self.names = staff_entries_of(made.identities if identities else None, made, tables, given)
        self.identities = identities

    def run(self, dry_run: bool) -> ImportResult:
        standing = (self.root / PRACTICE_FILE).read_bytes()
        before = standing.decode("utf-8-sig")
        after, added = practice_with(before, self.staff, self.programmes)
        who, new_names, other_names = self._identities()
        files = self._sound_files()
        outcomes = tuple(planned_outcome(draft, raw, self.root, self.places) for draft, raw in files)
        rejected = self._rejected()
        if not dry_run:
            sweep_below(self.root / "records")
            if added:
                write_atomic(self.root / PRACTICE_FILE, after.encode(), replace=True, instead_of=standing)
            for outcome, (_, raw) in zip(outcomes, files, strict=True):
                write_outcome(outcome, raw, self.root)
            if self.identities is not None and new_names:
                write_private(self.identities, who)
        return self._result(dry_run, outcomes, rejected, added, new_names, other_names)

    def _identities(self) -> tuple[str, list[str], list[str]]:
        if self.identities is None:
            return "", [], []
        return identities_with(identities_text(self.identities, self.root), self.names)

    def _sound_files(self) -> list[tuple[RowDraft, bytes]]:
        self.drafting.make_drafts()
        files = {id(draft): drafted_file(draft) for draft in self.drafting.drafts}
        bad = [(draft, fault_of(draft, files[id(draft)], self.checker)) for draft in self.drafting.drafts]
        self.drafting.drop_drafts((draft, reason) for draft, reason in bad if reason)
        return [(draft, files[id(draft)]) for draft in self.drafting.drafts]

    def _rejected(self) -> tuple[RejectedRow, ...]:
        all_entries: tuple[Entries, ...] = (self.staff, self.programmes, self.names)
        found = [each for table in self.tables.values() for each in table.rejected]
        found += [each for entry in all_entries for each in entry.rejected] + self.drafting.rejected
        touched = [row for draft in self.drafting.drafts for row in (draft.row, *draft.touched)]
        found += rows_without_record(self.made, self.tables, touched + touched_of(all_entries), found)
        return tuple(sorted(set(found), key=lambda each: (each.file, each.line, each.column, each.reason)))

    def _result(
        self, dry_run: bool, outcomes: tuple[WriteOutcome, ...], rejected: tuple[RejectedRow, ...],
        added: list[str], new_names: list[str], other_names: list[str],
    ) -> ImportResult:  # fmt: skip
        files = {table.file for table in self.made.tables.values()}
        left = {f"{name}.csv" for name in self.made.left_out if "." not in name}
        others = sorted(path.name for path in self.export.glob("*.csv")) if self.export.is_dir() else []
        return ImportResult(
            system=self.made.system, dry_run=dry_run, outcomes=outcomes, rejected=rejected,
            raw_rows=raw_rows(self.tables.values(), rejected), gone=self._gone(), added=tuple(added),
            identities=tuple(new_names), identities_that_differ=tuple(other_names),
            left_out=left_out(self.made, self.identities is not None),
            nobodys_columns=nobodys_columns(self.made, self.tables),
            nobodys_tables=tuple(name for name in others if name not in files | left),
        )  # fmt: skip

    def _gone(self) -> tuple[str, ...]:
        """Records of this system whose row the export no longer has, not even as one that cannot be taken."""
        records = self.made.records
        tables = ((spec, self.tables[spec.table]) for spec in records)
        there = {source_of(spec, row, self.made) for spec, each in tables for row in (*each.rows, *each.doubtful)}
        of_system = tuple(f"{self.made.system} {spec.table} " for spec in records)
        lost = [
            path
            for (_, source), paths in self.places.by_source.items()
            if source.startswith(of_system) and source not in there
            for path in paths
        ]
        return tuple(sorted(lost))


def _given(made: m.ImportMap, given: Mapping[str, str]) -> dict[str, str]:
    for name in given:
        if name not in made.given:
            raise CaseloadError(
                f"{made.file} asks for no `{name}`", f"it asks for: {', '.join(made.given) or 'nothing'}"
            )
    for name, wanted in made.given.items():
        if not given.get(name, "").strip():
            raise CaseloadError(f"this mapping needs `{name}`: {wanted.about}", f"add --given {name}=…")
    return dict(given)


def _tables(made: m.ImportMap, export: Path) -> dict[str, CsvTable]:
    if export.is_file():
        if len(made.tables) != 1:
            raise CaseloadError(f"{made.file} reads {len(made.tables)} tables", "give the folder that holds the export")
        paths = dict.fromkeys(made.tables, export)
    elif export.is_dir():
        paths = {name: export / spec.file for name, spec in made.tables.items()}
    else:
        raise CaseloadError("there is no such export", "give the folder that holds the CSV files")
    missing = [path.name for path in paths.values() if not path.is_file()]
    if missing:
        raise MappingError(f"the export has no {', '.join(missing)}", f"is this the folder that {made.file} is for?")
    return {
        name: read_table(path, name, encoding=made.encoding, delimiter=made.delimiter) for name, path in paths.items()
    }
