"""What was signed and does not lie where it was signed: under another name, or nowhere, by what git remembers.

Lint, `show`, `due` and the site ask here. A record that is there and says another thing is for `standing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.signing.signed_versions import SignedVersion, versions_that_count
from caseload_tools.history.fates import FateWord, fate_of
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.history.record_path import name_in_chart
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text.digest import content_digest
from caseload_tools.values import frozen


@frozen
class MovedRecord:
    """A signed record that has another name than when it was signed: where it was, and the commit that moved it."""

    record: Record
    before: str
    change: CommittedChange
    fate: FateWord
    taken: bool
    """Whether another file has its name now."""

    @property
    def link(self) -> str:
        """How its chart links to it now."""
        return self.record.link

    @property
    def wrong(self) -> str:
        """What became of it, as everybody says it: a sentence without its subject."""
        return f"was {self.fate} from {self.before}"


@frozen
class GoneRecord:
    """A signed record that is not read any more: how its chart linked to it, and the commit that took it away."""

    link: str
    change: CommittedChange
    said: RecordVersion
    """As it was last read."""

    @property
    def wrong(self) -> str:
        """What became of it, as everybody says it: a sentence without its subject."""
        change = self.change
        fate = f"{change.fate} to where nobody reads it, {change.source}," if change.kind == "moved" else "deleted"
        return f"was signed, and was {fate} on {change.day}"


def moved_since_signed(record: Record, past: History) -> MovedRecord | None:
    """What moved a record after it was signed; None where it has the name that it was signed under."""
    changes = past.changes(record.path) if record.signatures else ()
    if all(change.kind != "moved" for change in changes):
        return None
    signed = next((each for each in versions_that_count(record.path, past) if each.entries), None)
    if signed is None or name_in_chart(signed.change.path) == name_in_chart(record.path):
        return None
    before, start = signed.change.path, changes.index(signed.change)
    first = next(at for at, each in enumerate(changes) if at > start and each.kind == "moved")
    fate = fate_of(before, changes[first - 1].content, changes[-1].content)
    there = past.changes(before)
    return MovedRecord(record, before, changes[first], fate, bool(there) and there[-1].kind != "removed")


def signed_and_gone(chart: Chart, past: History, adopted: Day | None) -> Iterator[GoneRecord]:
    """The signed records of a chart that were deleted, or put where nobody reads them, since adoption."""
    there = {each.path for each in (*chart.records, *chart.voided)}
    for gone in past.removed(chart.folder):
        early = adopted is not None and gone.day < adopted
        if early or gone.path in there:
            continue
        versions = tuple(versions_that_count(gone.path, past, adopted))
        if any(map(_is_fixed, versions)):
            link = gone.path.removeprefix(f"{chart.folder}/").removesuffix(".md")
            yield GoneRecord(link, gone, versions[-1].said)


def out_of_place(chart: Chart) -> tuple[MovedRecord | GoneRecord, ...]:
    """All of a chart that was signed and does not lie where it was signed, by the past that the chart knows."""
    moved = (moved_since_signed(each, chart.past) for each in chart.records)
    found = [each for each in moved if each is not None]
    return (*found, *signed_and_gone(chart, chart.past, chart.practice.adopted))


def _is_fixed(version: SignedVersion) -> bool:
    """Whether a signature holds the version: one typed by hand, or one whose digest is that of its words."""
    typed = any(not each.get("digest") for each in version.entries)
    return typed or content_digest(version.data, version.body) in version.digests.values()
