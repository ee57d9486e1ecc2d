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
from caseload_tools.history.keeping import UNREADABLE
from caseload_tools.history.readers.record_history import CommittedChange, History
from caseload_tools.history.record_path import RecordPath, chart_of, name_in_chart, place_of_move
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text import Document
from caseload_tools.text.signed_text import CHANGED, all_said_of
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
    seen: Day
    """The day on which the chart was read."""

    @property
    def since(self) -> Day:
        """The day on which it was taken away; of what git has and the disk has not, nobody knows it: that of today."""
        return self.seen if self.on_disk else self.change.day

    @property
    def on_disk(self) -> bool:
        """Whether it is gone from the disk alone, and the last commit has it."""
        return self.change.kind in ("added", "changed")

    @property
    def wrong(self) -> str:
        """What became of it, as everybody says it: a sentence without its subject."""
        change = self.change
        if self.on_disk:
            return "was signed and committed, and is not on the disk any more"
        if change.kind != "moved":
            return f"was signed, and was deleted on {change.day}"
        place = place_of_move(change.path, change.source)
        return f"was signed, and was {change.fate} {place}, {change.source}, on {change.day}"


@frozen
class UnreadRecord:
    """A record that nobody can read now, and that was signed when it was last read, by what git has of it."""

    document: Document
    link: str
    said: SignedVersion
    """As it was last read and signed."""
    since: Day

    @property
    def wrong(self) -> str:
        """What became of it, as everybody says it: a sentence without its subject.

        What reads well and is no record that belongs there, as after a change of its type, was changed. Of what could
        be read in part alone when it was signed, every letter is as it was, or is another one.
        """
        now, then = RecordVersion(self.document), self.said.said
        broken = now.broken_signatures(then) if now.usable else ()
        if then.usable and not broken:
            return f"was signed, and is {UNREADABLE}"
        return f"has {CHANGED.format(all_said_of(broken or then.entries))}"


def signed_and_unread(chart: Chart, history: History, adopted: Day | None) -> Iterator[UnreadRecord]:
    """What lies where it was signed and cannot be read: no rule sees it, and what was signed is known to git alone."""
    for each in chart.unreadable:
        path = each.document.path
        if not each.document.text and not each.document.faults:
            continue  # left out of this computer: nobody tried to read it
        signed = [one for one in versions_that_count(path, history, adopted) if _is_fixed(one)]
        if not signed:
            parts = (one for one in versions_that_count(path, history, adopted, unread=True) if one.entries)
            signed = [one for one in parts if not RecordVersion(each.document).says(one.said)][:1]
        if signed:
            changes = history.changes(path)
            after = changes[changes.index(signed[-1].change) + 1 :] if signed[-1].change in changes else ()
            yield UnreadRecord(each.document, each.link, signed[-1], after[0].day if after else chart.today)


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
    """The signed records of a chart that were deleted, or put into no chart or another, since adoption.

    Also those that are gone from the disk alone; of these it does not matter when they were committed.
    """
    for gone in _gone(chart, past):
        on_disk = gone.kind in ("added", "changed")
        if adopted is not None and gone.day < adopted and not on_disk:
            continue
        versions = tuple(versions_that_count(gone.path, past, adopted))
        fixed = next(filter(_is_fixed, versions), None)
        if fixed is None or chart_of(fixed.change.path) != chart_of(gone.path):
            continue  # the chart in which it was signed says it
        if not _lies_at_home(fixed, gone, chart):
            link = gone.path.removeprefix(f"{chart.folder}/").removesuffix(".md")
            yield GoneRecord(link, gone, versions[-1].said, chart.today)


def _gone(chart: Chart, past: History) -> Iterator[CommittedChange]:
    """What the past took out of a chart, and what it has there and the disk has not."""
    read = {each.path for each in (*chart.records, *chart.voided)}
    for each in past.removed(chart.folder):
        if each.path not in read:
            yield each
    there = {f"{chart.folder}/{link}.md" for link in chart.shelf.by_link} | {
        each.document.path for each in chart.faulty
    }
    for each in past.missing(chart.folder, there):  # copies lie there too, and are not read
        where = RecordPath.parse(each.path)
        if where.word and where.folder == chart.folder:
            yield each


def out_of_place(chart: Chart) -> tuple[MovedRecord | GoneRecord | UnreadRecord, ...]:
    """All of a chart that was signed and does not lie where it was signed, by the past that the chart knows."""
    moved = (moved_since_signed(each, chart.past) for each in chart.records)
    found = [each for each in moved if each is not None]
    return (
        *found,
        *signed_and_gone(chart, chart.past, chart.practice.adopted),
        *signed_and_unread(chart, chart.past, chart.practice.adopted),
    )


def _lies_at_home(fixed: SignedVersion, gone: CommittedChange, chart: Chart) -> bool:
    """Whether what was deleted under another name had been put back before under the one that it was signed under."""
    home = fixed.change.path
    if home == gone.path:
        return False
    return any(
        RecordVersion(each.document).keeps(fixed.said) for each in (*chart.records, *chart.voided) if each.path == home
    )


def _is_fixed(version: SignedVersion) -> bool:
    """Whether a signature holds the version: one typed by hand, or one whose digest is that of its words."""
    typed = any(not each.get("digest") for each in version.entries)
    return typed or version.said.digest in version.digests.values()
