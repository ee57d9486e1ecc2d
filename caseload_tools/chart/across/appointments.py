"""Who was with whom when: sessions of one clinician that overlap, in the charts of different clients.

Each chart gives its kept sessions as one short text. Knows times and paths, nothing that was said in a session.
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
# lasted, whether others may have been in it, and which fact it came from.
_LENGTH, _SHARED, _CHART = 11, 1, 20
_FIRST_DAY = date(1900, 1, 1).toordinal()


class Clash(NamedTuple):
    """Two sessions of one clinician at the same time, by path; the one that began later is `second`."""

    first: str
    second: str


class _Slot(NamedTuple):
    start: int
    end: int
    shared: bool
    chart: int


class Appointments(Gathering[tuple[str, str]]):
    """Facts are a chart's folder and its sessions, a line each: clinician, start, minutes, shared, name of the file."""

    @classmethod
    def facts(cls, chart: Chart) -> Iterable[tuple[str, str]]:
        """One text for the whole chart; nothing when no session says when it was."""
        lines = [_line(session) for session in chart.kept_sessions if session.clock_times and session.clinician]
        return [(chart.folder, "\n".join(lines))] if lines else []

    def clashes(self) -> Iterator[Clash]:
        """Every pair that overlaps, of individual sessions or of one with a group."""
        for clinician, packed in self._by_clinician().items():
            open_: list[_Slot] = []
            for number in sorted(packed):
                slot = _unpacked(number)
                open_ = [each for each in open_ if each.end > slot.start]
                for each in open_:
                    if each.chart != slot.chart and not (each.shared and slot.shared):
                        yield Clash(self._path(clinician, each), self._path(clinician, slot))
                open_.append(slot)

    def _by_clinician(self) -> dict[str, array[int]]:
        found: dict[str, array[int]] = {}
        for chart, (_, text) in enumerate(self.gathered):
            for line in text.split("\n"):
                clinician, start, minutes, shared, _ = line.split("|")
                number = (int(start) << _LENGTH | int(minutes)) << _SHARED | int(shared)
                found.setdefault(clinician, array("q")).append(number << _CHART | chart)
        return found

    def _path(self, clinician: str, slot: _Slot) -> str:
        """Where a session lies: its line is looked up again, so that no path has to be kept."""
        folder, text = self.gathered[slot.chart]
        beginning = f"{clinician}|{slot.start}|{slot.end - slot.start}|"
        line = next(line for line in text.split("\n") if line.startswith(beginning))
        return f"{folder}/{line.rpartition('|')[2]}.md"


def _line(session: Session) -> str:
    assert session.time is not None and session.minutes is not None
    start = (session.date.toordinal() - _FIRST_DAY) * _DAY + session.time[0].hour * 60 + session.time[0].minute
    return f"{session.clinician}|{start}|{session.minutes}|{int(session.service in TOGETHER)}|{session.link}"


def _unpacked(number: int) -> _Slot:
    number, chart = number >> _CHART, number & ((1 << _CHART) - 1)
    number, shared = number >> _SHARED, number & 1
    start, minutes = number >> _LENGTH, number & ((1 << _LENGTH) - 1)
    return _Slot(start, start + minutes, bool(shared), chart)
