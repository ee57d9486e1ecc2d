"""Who was, or will be, with whom when: sessions that overlap, of one clinician or of one client.

Each chart gives its kept and its booked sessions as one short text. Knows times and paths, nothing that was said.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from caseload_tools.chart.across.gathering import Gathering
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records.session import Session

# Several clients may be in these at once, each with a note in their own chart.
TOGETHER = ("group", "family", "couple")
_DAY = 24 * 60

# One session as one number, since there may be a hundred thousand: the minute it began, the minutes it
# lasted, whether others may have been in it, whether it is still to come, and which fact it came from.
_LENGTH, _SORT, _CHART = 11, 2, 20
_TOGETHER, _BOOKED = 1, 2
_FIRST_DAY = date(1900, 1, 1).toordinal()


class Clash(NamedTuple):
    """Two sessions at the same time, by path; the one that began later is `second`.

    `booked` where one of them is still to come, `clinician` who would be in both, where they are of two clients.
    """

    first: str
    second: str
    booked: bool = False
    clinician: str = ""


class _Slot(NamedTuple):
    start: int
    end: int
    sort: int
    chart: int


class Appointments(Gathering[tuple[str, str]]):
    """Facts are a chart's folder and its sessions, a line each: clinician, start, minutes, sort, name of the file."""

    @classmethod
    def facts(cls, chart: Chart) -> Iterable[tuple[str, str]]:
        """One text for the whole chart; nothing when no session says when it was."""
        lines = [_line(each) for each in (*chart.kept_sessions, *bookings_of(chart)) if each.clock_times]
        return [(chart.folder, "\n".join(lines))] if lines else []

    def clashes(self) -> Iterator[Clash]:
        """Every pair of one clinician that overlaps, of individual sessions or of one with a group."""
        if len(self.gathered) < 2:  # such a pair is of two charts
            return
        for clinician, packed in self._by_clinician().items():
            for first, second in _overlapping(map(_unpacked, sorted(packed))):
                if clinician and first.chart != second.chart and not first.sort & second.sort & _TOGETHER:
                    booked = bool((first.sort | second.sort) & _BOOKED)
                    yield Clash(self._path(clinician, first), self._path(clinician, second), booked, clinician)

    def double_bookings(self) -> Iterator[Clash]:
        """Every pair that overlaps while at least one of the two is still to come: of one clinician, or one client."""
        yield from (each for each in self.clashes() if each.booked)
        for folder, text in self.gathered:
            lines = [line.split("|") for line in text.split("\n")]
            slots = (_Slot(int(row[1]), int(row[1]) + int(row[2]), int(row[3]), at) for at, row in enumerate(lines))
            for first, second in _overlapping(sorted(slots)):
                if (first.sort | second.sort) & _BOOKED:
                    one, other = lines[first.chart][4], lines[second.chart][4]
                    yield Clash(f"{folder}/{one}.md", f"{folder}/{other}.md", True)

    def _by_clinician(self) -> dict[str, array[int]]:
        found: dict[str, array[int]] = {}
        for chart, (_, text) in enumerate(self.gathered):
            for line in text.split("\n"):
                clinician, start, minutes, sort, _ = line.split("|")
                number = (int(start) << _LENGTH | int(minutes)) << _SORT | int(sort)
                found.setdefault(clinician, array("q")).append(number << _CHART | chart)
        return found

    def _path(self, clinician: str, slot: _Slot) -> str:
        """Where a session lies: its line is looked up again, so that no path has to be kept."""
        folder, text = self.gathered[slot.chart]
        beginning = f"{clinician}|{slot.start}|{slot.end - slot.start}|{slot.sort}|"
        line = next(line for line in text.split("\n") if line.startswith(beginning))
        return f"{folder}/{line.rpartition('|')[2]}.md"


def bookings_of(chart: Chart) -> tuple[Session, ...]:
    """The sessions of a chart that are still to come."""
    return tuple(each for each in chart.sessions if each.is_planned and each.date >= chart.today)


def _overlapping(slots: Iterable[_Slot]) -> Iterator[tuple[_Slot, _Slot]]:
    """Of slots in the order in which they begin, every pair that overlaps, the earlier first."""
    open_: list[_Slot] = []
    for slot in slots:
        open_ = [each for each in open_ if each.end > slot.start]
        yield from ((each, slot) for each in open_)
        open_.append(slot)


def _line(session: Session) -> str:
    assert session.time is not None and session.minutes is not None
    start = (session.date.toordinal() - _FIRST_DAY) * _DAY + session.time[0].hour * 60 + session.time[0].minute
    sort = (_TOGETHER if session.service in TOGETHER else 0) | (_BOOKED if session.is_planned else 0)
    return f"{session.clinician}|{start}|{session.minutes}|{sort}|{session.link}"


def _unpacked(number: int) -> _Slot:
    number, chart = number >> _CHART, number & ((1 << _CHART) - 1)
    number, sort = number >> _SORT, number & ((1 << _SORT) - 1)
    start, minutes = number >> _LENGTH, number & ((1 << _LENGTH) - 1)
    return _Slot(start, start + minutes, sort, chart)
