"""What an import did (or would do): counts, every row not taken, every conflict, everything left out.

Said for people in plain lines, for programs as JSON, and the rows not taken as a CSV file to put
right and import again. Only that file repeats what stands in the cells.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from caseload_tools.dates import count_of
from caseload_tools.desk.exchange.csv_import.accounting import LeftOut
from caseload_tools.desk.exchange.csv_import.import_mistakes import RejectedRow
from caseload_tools.desk.exchange.csv_import.import_writing import Fate, WriteOutcome

_PLURALS = {"discharge": "discharges", "agency": "agencies", "policy": "policies", "feedback": "feedback"}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The whole outcome of one import. `raw_rows` is the text of refused rows, for the rejects file only."""

    system: str
    dry_run: bool
    outcomes: tuple[WriteOutcome, ...]
    rejected: tuple[RejectedRow, ...]
    raw_rows: dict[tuple[str, int], str]
    gone: tuple[str, ...]
    added: tuple[str, ...]
    identities: tuple[str, ...]
    identities_that_differ: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    nobodys_columns: tuple[str, ...]
    nobodys_tables: tuple[str, ...]

    def outcomes_of(self, fate: Fate) -> tuple[WriteOutcome, ...]:
        """The outcomes with one fate, in the order of the mapping."""
        return tuple(each for each in self.outcomes if each.fate == fate)

    @property
    def clean(self) -> bool:
        """True when every row was taken and nothing stood in the way."""
        return not self.rejected and not self.outcomes_of("conflict") and not self.identities_that_differ

    def as_json(self) -> dict[str, Any]:
        """The result for programs. No cell of the export is in it."""
        fates: tuple[Fate, ...] = ("new", "updated", "unchanged", "kept", "conflict")
        return {
            "system": self.system,
            "dry_run": self.dry_run,
            "counts": {fate: len(self.outcomes_of(fate)) for fate in fates} | {"rejected": len(self.rejected)},
            "records": [asdict(each) for each in self.outcomes if each.fate in ("new", "updated")],
            "conflicts": [asdict(each) for each in self.outcomes_of("conflict")],
            "rejected": [asdict(each) for each in self.rejected],
            "gone": list(self.gone),
            "added_to_practice": list(self.added),
            "identities": len(self.identities),
            "identities_that_differ": list(self.identities_that_differ),
            "left_out": [asdict(each) for each in self.left_out],
            "columns_not_mapped": list(self.nobodys_columns),
            "tables_not_mapped": list(self.nobodys_tables),
        }

    def rejects_csv(self) -> str:
        """The rows not taken as a CSV table. Holds what the rows hold: keep it as safe as the export."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(["file", "line", "column", "reason", "row"])
        for each in self.rejected:
            raw = self.raw_rows.get((each.file, each.line), "")
            writer.writerow([each.file, each.line, each.column, each.reason, raw])
        return out.getvalue()

    def lines(self, at_most: int = 20) -> Iterator[str]:
        """The result for people, the counts first; at most so many of each kind of trouble."""
        yield f"{self.system}: {self._counts()}" + (" (dry run: nothing was written)" if self.dry_run else "")
        if self.added:
            by_kind = Counter(name.split(".")[0] for name in self.added)
            told = " and ".join(f"{number} {word}" for word, number in sorted(by_kind.items()))
            yield f"caseload.toml: {told} {'would be ' if self.dry_run else ''}added"
        if self.identities:
            clients = count_of(len(self.identities), "client")
            yield f"identities: {clients} {'would be ' if self.dry_run else ''}added"
        yield from _some([str(each) for each in self.rejected], "row not taken", "rows not taken", at_most)
        conflicts = [f"{each.path}  {each.reason} ({each.file}:{each.line})" for each in self.outcomes_of("conflict")]
        yield from _some(conflicts, "conflict, left as it stands", "conflicts, left as they stand", at_most)
        differ = [f"{client}  is somebody else in the identities file" for client in self.identities_that_differ]
        yield from _some(differ, "identity that differs", "identities that differ", at_most)
        yield from _some(
            list(self.gone),
            "record whose row is no longer in the export",
            "records whose rows are no longer in the export",
            at_most,
        )
        yield from self._left_out_lines()

    def _counts(self) -> str:
        parts = []
        told: tuple[tuple[Fate, str], ...] = (
            ("new", "new"),
            ("updated", "updated"),
            ("unchanged", "unchanged"),
            ("kept", "edited here and kept"),
        )
        for fate, word in told:
            kinds = Counter(each.type for each in self.outcomes_of(fate))
            if kinds:
                inside = ", ".join(count_of(n, kind, _PLURALS.get(kind, "")) for kind, n in kinds.items())
                parts.append(f"{sum(kinds.values()):,} {word} ({inside})")
        return "; ".join(parts) or "no records"

    def _left_out_lines(self) -> Iterator[str]:
        if self.left_out and not self.dry_run and not self.outcomes_of("new"):
            yield f"{len(self.left_out)} columns or tables left out on purpose; `--dry-run` names them"
        elif self.left_out:
            yield "Left out on purpose:"
            yield from (f"  {each.name}: {each.reason}" for each in self.left_out)
        if self.nobodys_columns:
            yield "Columns the mapping says nothing about: " + ", ".join(self.nobodys_columns)
        if self.nobodys_tables:
            yield "Tables the mapping says nothing about: " + ", ".join(self.nobodys_tables)


def _some(lines: list[str], one: str, many: str, at_most: int) -> Iterator[str]:
    if not lines:
        return
    yield f"{len(lines):,} {one if len(lines) == 1 else many}:"
    yield from (f"  {line}" for line in lines[:at_most])
    if len(lines) > at_most:
        yield f"  and {len(lines) - at_most:,} more"
