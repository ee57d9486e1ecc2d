"""What of a chart was not read: whole files, and single values. The one answer of `due`, `show`, site, reports and API.

Nobody concludes from what nobody read: as long as something stands here, no list says that every date is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Day

from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record, Unreadable
from caseload_tools.chart.records.client import Client
from caseload_tools.chart.records.contact import Contact
from caseload_tools.chart.records.day_keys import lies_later
from caseload_tools.chart.records.lost_values import SAID, meant_key, questions_of
from caseload_tools.chart.records.schemas import known_part
from caseload_tools.chart.records.session import Session
from caseload_tools.chart.shelf import by_day_and_hour
from caseload_tools.dates import count_of
from caseload_tools.practice import Practice
from caseload_tools.text.front_matter.marks import KeyPath, value_at
from caseload_tools.text.shell import shell_word
from caseload_tools.values import frozen

NOT_UNDERSTOOD = "not understood"
"""The risk of which something is on record that nobody could read: never none."""
# What a file may be of that nobody could read, and that may tell of danger; empty where it does not even say that.
_TELL_OF_RISK = frozenset(("session", "contact", "assessment", "measure", "review", ""))
# What is owed whenever it was written, also in a chart that is closed: a signature, the answer to an inquiry.
_EVER = {
    *("author", "signatures", "clinician", "staff", "attendance", "to", "kind"),
    *("direction", "purpose", "received", "responded"),
}


@frozen
class LostValue:
    """A value that stands in a record and that nobody could read: which it is, and the questions that it touches.

    `later`: it tells what happened, on a day that is still to come on the day that was asked for.
    """

    path: str
    key: str
    touches: tuple[str, ...]
    later: bool = False


@frozen
class NotRead:
    """The paths of files that nobody read, and the values of others; true where there is any."""

    files: tuple[str, ...] = ()
    values: tuple[LostValue, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.values)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all that was not read in full, each once."""
        return tuple(dict.fromkeys((*self.files, *(each.path for each in self.values))))

    def without(self, folders: tuple[str, ...]) -> NotRead:
        """The same without what lies in some folders."""
        return NotRead(
            tuple(path for path in self.files if not path.startswith(folders)),
            tuple(each for each in self.values if not each.path.startswith(folders)),
        )


def say_unread(unread: NotRead, so: str = "") -> str:
    """What is said before all else where records or values were not read: what they ask for is in no list."""
    asks = bool(unread.files) or any(each.touches != (SAID,) for each in unread.values)
    so = so or ("more may be due" if asks else "what the records say there is on no list")
    files, values = len(unread.files), len(unread.values)
    said = [f"{count_of(files, 'record was', 'records were')} not read"] if files else []
    said += [f"{count_of(values, 'value')} could not be read"] if values else []
    return f"{' and '.join(said)}: {so}"


def lint_of(path: str) -> str:
    """The command that says why a file was not read; of client.md the chart is asked, as there may be none."""
    place = path.removesuffix("client.md") if path.endswith("/client.md") else path
    return f"caseload lint {shell_word(place)}"


def not_read_in(chart: Chart) -> NotRead:
    """What of a chart was not read and may ask for something today: not the notes of an episode that has ended."""
    start = chart.episode_start(chart.today) if chart.endings else Day.min
    asks = chart.is_open or chart.status == "inquiry"
    some = [each for each in chart.records if each.lost]
    values = (
        each
        for record in some
        for path, each in _lost(record, chart.practice)
        if isinstance(record, Client)
        or path[0] in _EVER
        or (asks and record.date >= start and not (path[0] == "risk" and _asked_since(chart, record)))
    )
    return NotRead((*_no_door(chart), *chart.unread), tuple(values))


def _no_door(chart: Chart) -> tuple[str, ...]:
    """client.md where there is none: whose the client is, whether care goes on and what was agreed stands nowhere."""
    path = f"{chart.folder}/client.md"
    return (path,) if chart.client is None and path not in chart.unread else ()


def lost_before(chart: Chart) -> tuple[LostValue, ...]:
    """The other values of a chart that nobody could read, of what has ended: they ask for nothing any more.

    Whoever reads such a record must know all the same that this was not understood.
    """
    some = [each for each in chart.records if each.lost]
    asked = frozenset(not_read_in(chart).values) if some else frozenset[LostValue]()
    return tuple(each for record in some for _, each in _lost(record, chart.practice) if each not in asked)


def values_lost(records: Iterable[Record], practice: Practice) -> tuple[LostValue, ...]:
    """The values that were lost in the practice's own records."""
    return tuple(each for record in records for _, each in _lost(record, practice))


def _lost(record: Record, practice: Practice) -> Iterator[tuple[KeyPath, LostValue]]:
    for path in record.lost:
        meant = meant_key(record.type, str(path[0]))
        shown = "/".join(map(str, known_part(record.type, (meant, *path[1:]))))
        touches = questions_of(record.type, meant, practice.measures) or (SAID,)
        yield path, LostValue(record.path, shown, touches, lies_later(path, value_at(record.data, path), record.data))


def _asked_since(chart: Chart, record: Record) -> bool:
    """Somebody has asked again and written what they found, so that nobody goes by what was not understood."""
    told = (each for each in chart.risk_recorded if each.date <= chart.today)
    asked = (each for each in told if not isinstance(each, Contact | Session) or each.reached_client)
    return any(by_day_and_hour(each) > by_day_and_hour(record) for each in asked)


def risk_not_understood(chart: Chart) -> bool:
    """Since somebody last asked, something was written of the risk in a word that nobody knows, or in a file."""
    episode = chart.current_episode
    if any(_may_tell(each) and not _asked_after(episode, each.date) for each in chart.unreadable):
        return True
    some = (each for each in episode.records if each.lost and each.date <= chart.today and _is_doubtful(each))
    doubtful = max(some, key=by_day_and_hour, default=None)
    return doubtful is not None and not _asked_since(episode, doubtful)


def _may_tell(unreadable: Unreadable) -> bool:
    return unreadable.type in _TELL_OF_RISK


def _asked_after(chart: Chart, day: Day | None) -> bool:
    """Somebody asked on a later day than a file is of that nobody could read; of one without a day nobody knows."""
    return day is not None and any(day < each.date <= chart.today for each in chart.risk_recorded)


def _is_doubtful(record: Record) -> bool:
    """One that lost a value says what the risk was in a word that nobody knows, or may say it of who did not come."""
    keys = {meant_key(record.type, str(path[0])) for path in record.lost}
    if isinstance(record, Session) and not record.attendance and record.risk not in ("", "not-asked"):
        return True
    return "risk" in keys


__all__ = [
    "NOT_UNDERSTOOD",
    "LostValue",
    "NotRead",
    "lint_of",
    "lost_before",
    "not_read_in",
    "risk_not_understood",
    "say_unread",
    "values_lost",
]
