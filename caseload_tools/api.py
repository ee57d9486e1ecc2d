"""The door for notebooks and scripts: `open_practice`, and the frozen values that it hands out.

It reads and never writes a record. What a user can put right, a wrong word as well, is a CaseloadError with a hint.
Days are `datetime.date` in attributes, and ISO text in what `as_dict` and `to_rows` give, which suits JSON and pandas.
Nothing below imports this file; `import caseload_tools` loads it only when `open_practice` is asked for.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from copy import deepcopy
from dataclasses import field, fields
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseload_tools import dates
from caseload_tools.chart.caseload import read_caseload, stream_charts
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.not_read import not_read_in, say_unread
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import FILE, Practice, load_practice
from caseload_tools.practice.measures import measures_of_practice
from caseload_tools.text import Document
from caseload_tools.text.nearest import near_or_all
from caseload_tools.values import closed

if TYPE_CHECKING:
    import frontmatter
    import git

__all__ = [
    "CaseloadError",
    "ChartRecord",
    "ClientChart",
    "MeasureScore",
    "OpenTask",
    "OpenedPractice",
    "PastAct",
    "PlainRow",
    "StaffMember",
    "ToldFinding",
    "open_practice",
    "to_rows",
]


@closed
class PlainRow:
    """A value with a row's shape: every field is text, a number, a bool, a day, None, or several texts."""

    def as_dict(self) -> dict[str, Any]:
        """The fields by name; days as ISO text, several texts as a list."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}


@closed
class StaffMember(PlainRow):
    """Somebody who works here. `start` and `end` are the first and last day, None when open."""

    id: str
    name: str
    roles: tuple[str, ...]
    credential: str
    licence_expires: date | None
    supervisor: str
    start: date | None
    end: date | None
    email: str


@closed
class ToldFinding(PlainRow):
    """One finding of lint. `line` and `column` are counted from 1; `level` is error, warning or advice."""

    path: str
    line: int
    column: int
    code: str
    level: str
    message: str
    hint: str


@closed
class OpenTask(PlainRow):
    """Provisional: what has to be done by the day `due`. `days` are whole days until then, negative when late."""

    client: str
    what: str
    why: str
    due: date
    days: int
    clinician: str
    programme: str
    rule: str


@closed
class MeasureScore(PlainRow):
    """A measure as taken on a day. `total` is in the measure's own points; None when it is incomplete."""

    client: str
    measure: str
    date: date
    total: float | None
    band: str
    record: str


@closed
class PastAct(PlainRow):
    """One act of the audit log. `when` is the author's ISO 8601 moment; `what` never holds a client's words."""

    when: str
    who: str
    client: str
    record: str
    action: str
    field: str
    what: str
    commit: str


@closed
class ChartRecord:
    """One record of a chart: type, day of service, path from the practice's folder, and what stands in it."""

    client: str
    type: str
    date: date
    path: str
    link: str
    _document: Document = field(repr=False, compare=False)

    @property
    def front_matter(self) -> dict[str, Any]:
        """The front matter as plain values, days as ISO text; a copy, so a change of it changes nothing here."""
        return deepcopy(dict(self._document.data))

    @property
    def body(self) -> str:
        """The Markdown below the front matter, its comments too; `as_dict` and `sections` give it without them."""
        return self._document.body

    @property
    def sections(self) -> Mapping[str, str]:
        """The text under each heading of the body, by its title; of two with one title the first."""
        found: dict[str, str] = {}
        for each in self._document.sections:
            found.setdefault(each.title, each.text.strip())
        return found

    @property
    def post(self) -> frontmatter.Post:
        """The record as python-frontmatter's Post, as our reader reads it. `frontmatter.dumps` raises CaseloadError."""
        from caseload_tools.text.compat import post_of

        return post_of(self._document)

    def as_dict(self) -> dict[str, Any]:
        """Client, type, date (ISO text), path, link, `front_matter`; `body` with blanks in place of its comments."""
        told = {each: getattr(self, each) for each in ("client", "type", "date", "path", "link", "front_matter")}
        return {**told, "date": self.date.isoformat(), "body": self._document.shown}


@closed
class ClientChart:
    """All records of one client by day, without those that an addendum calls void.

    `unreadable` are the paths of files in its folder that nobody reads (in full), copies too; `findings` says why.
    """

    id: str
    clinician: str
    programme: str
    status: str
    records: tuple[ChartRecord, ...]
    unreadable: tuple[str, ...]
    _chart: Chart = field(repr=False, compare=False)

    def of_type(self, word: str) -> tuple[ChartRecord, ...]:
        """The records of one type, such as `session`, by day; empty when there is none.

        Raises CaseloadError when there is no such type.
        """
        _check_known("there is no such record type", word, RECORD_TYPES)
        return tuple(each for each in self.records if each.type == word)

    def scores(self, measure: str | None = None) -> tuple[MeasureScore, ...]:
        """The scores of a measure such as `phq9`, by day; without a name those of every measure taken.

        Raises CaseloadError when there is no such measure.
        """
        if measure is not None:
            _check_known("there is no such measure", measure, measures_of_practice(self._chart.practice.measures))
        names = self._chart.measured if measure is None else (measure,)
        return tuple(
            MeasureScore(self.id, name, each.date, each.total, str(each.score.band or ""), each.record.path)
            for name in names
            for each in self._chart.scores(name)
        )

    def as_dict(self) -> dict[str, Any]:
        """Id, clinician, programme, status, and how many records there are and how many cannot be read."""
        named = {"id": self.id, "clinician": self.clinician, "programme": self.programme, "status": self.status}
        return {**named, "records": len(self.records), "unreadable": len(self.unreadable)}


@closed
class OpenedPractice:
    """A practice's folder, and the day it is asked for. Each question reads the records anew, by the settings of
    caseload.toml as they were when it was opened, and raises CaseloadError when the folder is gone.
    """

    root: Path
    today: date
    _settings: Practice = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name that caseload.toml gives."""
        return self._settings.name

    @property
    def people(self) -> tuple[StaffMember, ...]:
        """Who works here, by id."""
        shown = [each.name for each in fields(StaffMember)]
        staff = self._settings.staff
        return tuple(StaffMember(*(getattr(staff[id_], name) for name in shown)) for id_ in sorted(staff))

    def charts(self) -> tuple[ClientChart, ...]:
        """Every client's chart, by client id."""
        return tuple(map(_told, stream_charts(self._folder, self._settings, self.today)))

    def chart(self, client: str) -> ClientChart:
        """One client's chart. Raises CaseloadError when there is no such client."""
        _check_text("a client's id", client, self._settings.client_codes.example)
        return next(map(_told, stream_charts(self._folder, self._settings, self.today, [client])))

    def findings(self) -> tuple[ToldFinding, ...]:
        """What `caseload lint` shows, by file and line. Raises CaseloadError when git's past cannot be read."""
        from caseload_tools.history.readers.lazy_history import LazyHistory
        from caseload_tools.lint.baseline import baseline_on_disk
        from caseload_tools.lint.job import LintRequest
        from caseload_tools.lint.run import lint_caseload

        known = baseline_on_disk(self.root, self._settings)
        with closing(LazyHistory(self._folder)) as past:
            asked = LintRequest(today=self.today, baseline=known, history=past)
            result = lint_caseload(self.root, self._settings, asked)
        if past.trouble is not None:
            raise past.trouble
        return tuple(
            ToldFinding(each.path, each.line, each.column, each.code, each.level, each.message, each.hint)
            for each in result.findings
        )

    def unread(self) -> tuple[str, ...]:
        """The paths of what was not read, or has a value that was not, below records/; `findings` says why."""
        return read_caseload(self._folder, self._settings, self.today).not_read.paths

    def due(self) -> tuple[OpenTask, ...]:
        """Provisional: everything open, the most urgent first, also what is due in a year.

        Warns (UserWarning) where a record was not read, as more may be due: `unread` names it.
        Raises CaseloadError when it depends on git's past, and that cannot be read.
        """
        from caseload_tools.chart.ledger import all_obligations
        from caseload_tools.history.readers.lazy_history import LazyHistory

        with closing(LazyHistory(self._folder)) as past:
            caseload = read_caseload(self._folder, self._settings, self.today, past=past)
            found = all_obligations(caseload)
        if past.trouble is not None:
            raise past.trouble
        if caseload.not_read:
            warnings.warn(f"{say_unread(caseload.not_read)}; practice.unread() names them", stacklevel=2)
        left = ((one, (one.due - self.today).days) for one in found)
        return tuple(OpenTask(e.client, e.what, e.why, e.due, n, e.clinician, e.programme, e.rule) for e, n in left)

    @property
    def repository(self) -> git.Repo:
        """The past as a Repo of GitPython: bare, its own, with none of the practice's settings. Keep it in a name.

        Commits, trees, differences, branches and tags as they are now; what is written into it is thrown away. It has
        no work tree: `is_dirty()` and `untracked_files` raise CaseloadError, `repo.git.status()` GitPython's own error.
        This property raises CaseloadError without git, and for a repository that names its objects by SHA-256.
        """
        from caseload_tools.git.objects import open_past

        return open_past(self._folder)

    def history(self, client: str = "", record: str = "") -> tuple[PastAct, ...]:
        """The audit log, oldest first; of one client, of one record by its link (`C-0142/sessions/2026-11-10`) or path.

        Raises CaseloadError without git, where the past cannot be read in full, for a client or a record that there is
        not and never was, and for a link without a client that several charts have.
        """
        from caseload_tools.audit.log import Wanted, audit_log, check_asked, named_record
        from caseload_tools.history.readers.lazy_history import CUT_OFF

        _check_text("a client's id", client, self._settings.client_codes.example)
        _check_text("a record", record, "sessions/2026-11-10")
        client, link = named_record(self._folder, record, client)
        wanted = Wanted(client=client, record=link)
        log = audit_log(self._folder, self._settings, wanted)
        if log.cut_off:
            raise CUT_OFF
        check_asked(self.root, self._settings, wanted, log)
        return tuple(
            PastAct(row.when, row.who, row.client, row.record, row.action, row.field, row.what, row.commit)
            for row in log.rows
        )

    @property
    def _folder(self) -> Path:
        if not (self.root / FILE).is_file():
            raise CaseloadError("the practice is no longer in the folder it was opened in", f"look at {self.root}")
        return self.root


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _check_text(what: str, value: object, example: str) -> None:
    if not isinstance(value, str):
        raise CaseloadError(f"{what} is not a text", f'write it in quotes, such as "{example}"')


def _check_known(mistake: str, word: object, known: Collection[str]) -> None:
    if not isinstance(word, str) or word not in known:
        raise CaseloadError(mistake, near_or_all(str(word), known))


def _told(chart: Chart) -> ClientChart:
    records = tuple(ChartRecord(chart.id, a.type, a.date, a.path, a.link, a.document) for a in chart.records)
    unread = not_read_in(chart).paths
    return ClientChart(chart.id, chart.clinician, chart.programme, chart.status, records, unread, chart)


def open_practice(path: str | PathLike[str] = ".", *, today: date | None = None) -> OpenedPractice:
    """The practice whose caseload.toml lies in the folder `path`, or in the nearest folder above it.

    `today` is the day every question is asked for; None for CASELOAD_TODAY, the day that caseload.toml pins, or the
    clock. Raises CaseloadError when there is no practice, or its settings or the path itself cannot be read.
    """
    here = _existing(path)
    day = _day_of(today)
    root = next((folder for folder in (here, *here.parents) if (folder / FILE).is_file()), None)
    if root is None:
        raise CaseloadError(
            f"there is no practice here: no {FILE} in this folder or above it", "give the folder that holds it"
        )
    practice = load_practice(root)
    return OpenedPractice(root, day or dates.today(None, practice.today, practice.timezone), practice)


def _existing(path: object) -> Path:
    if not isinstance(path, str | PathLike):
        raise CaseloadError("this is no path of a folder", 'give it as text, such as "." or "/home/dana/clinic"')
    try:
        here = Path(path).expanduser().resolve()
        if here.exists():
            return here
    except (OSError, RuntimeError, TypeError, ValueError):
        # A NUL, half a character, a name too long, a link in a circle, nobody's home: whatever the system calls it.
        hint = f'look at what was given, {path!r:.60}; give it as text, such as "." or "/home/dana/clinic"'
        raise CaseloadError("no folder can be at this path", hint) from None
    raise CaseloadError("there is no such folder", f"check the path: {here}")


def _day_of(today: object) -> date | None:
    if today is None or (isinstance(today, date) and not isinstance(today, datetime)):
        return today
    raise CaseloadError("today is not a day", "give a datetime.date: date(2026, 11, 24), or of a datetime its date()")


def to_rows(values: Iterable[PlainRow | ChartRecord | ClientChart]) -> list[dict[str, Any]]:
    """The `as_dict` of each value: what `json.dumps` and `pandas.DataFrame` take.

    Raises CaseloadError for a single value, and for what has no row.
    """
    kinds = (PlainRow, ChartRecord, ClientChart)
    if isinstance(values, (*kinds, str)) or not isinstance(values, Iterable):
        raise CaseloadError("to_rows takes several values", "put a single one into a list: to_rows([chart])")
    several = tuple(values)
    if not all(isinstance(each, kinds) for each in several):
        raise CaseloadError("a value has no row", "take charts, records, scores, findings, people, tasks or acts")
    return [each.as_dict() for each in several]
