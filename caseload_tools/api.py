"""The door for notebooks and scripts: `open_practice`, and the frozen values that it hands out.

It reads and never writes a record. What a user can put right is a CaseloadError with a hint. Days are
`datetime.date` in attributes, and ISO text in what `as_dict` and `to_rows` give, which suits JSON and pandas.
Nothing below imports this file; `import caseload_tools` loads it only when `open_practice` is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, fields
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseload_tools import dates
from caseload_tools.chart.caseload import read_caseload, stream_charts
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.errors import CaseloadError
from caseload_tools.practice import FILE, Practice, Staff, load_practice
from caseload_tools.text import Document

if TYPE_CHECKING:
    import frontmatter


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A value with a row's shape: every field is text, a number, a bool, a day or None."""

    def as_dict(self) -> dict[str, Any]:
        """The fields by name; days as ISO text."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class ToldFinding(PlainRow):
    """One finding of lint. `line` and `column` are counted from 1; `level` is error, warning or advice."""

    path: str
    line: int
    column: int
    code: str
    level: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class MeasureScore(PlainRow):
    """A measure as taken on a day. `total` is in the measure's own points; None when it is incomplete."""

    client: str
    measure: str
    date: date
    total: float | None
    band: str
    record: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
        """The Markdown below the front matter."""
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
        """The record as python-frontmatter's Post, as our reader reads it. To dump it raises CaseloadError."""
        from caseload_tools.text.compat import post_of

        return post_of(self._document)

    def as_dict(self) -> dict[str, Any]:
        """Client, type, date (ISO text), path, link, `front_matter` and `body`."""
        named = {"client": self.client, "type": self.type, "date": self.date.isoformat()}
        return {**named, "path": self.path, "link": self.link, "front_matter": self.front_matter, "body": self.body}


@dataclass(frozen=True, slots=True)
class ClientChart:
    """All readable records of one client. Records that an addendum calls void are left out."""

    id: str
    clinician: str
    programme: str
    status: str
    records: tuple[ChartRecord, ...]
    _chart: Chart = field(repr=False, compare=False)

    def of_type(self, word: str) -> tuple[ChartRecord, ...]:
        """The records of one type, such as `session`, by day; empty when there is none."""
        return tuple(each for each in self.records if each.type == word)

    def scores(self, measure: str | None = None) -> tuple[MeasureScore, ...]:
        """The scores of a measure such as `phq9`, by day; without a name those of every measure taken."""
        names = self._chart.measured if measure is None else (measure,)
        return tuple(
            MeasureScore(self.id, name, each.date, each.total, str(each.score.band or ""), each.record.path)
            for name in names
            for each in self._chart.scores(name)
        )

    def as_dict(self) -> dict[str, Any]:
        """Id, clinician, programme, status and how many records there are."""
        named = {"id": self.id, "clinician": self.clinician, "programme": self.programme, "status": self.status}
        return {**named, "records": len(self.records)}


@dataclass(frozen=True, slots=True)
class OpenedPractice:
    """A practice's folder, read for one day. Each question reads the files anew."""

    root: Path
    today: date
    settings: Practice

    @property
    def name(self) -> str:
        """The name that caseload.toml gives."""
        return self.settings.name

    @property
    def people(self) -> tuple[Staff, ...]:
        """Who works here, by id."""
        return tuple(self.settings.staff[name] for name in sorted(self.settings.staff))

    def charts(self) -> tuple[ClientChart, ...]:
        """Every client's chart, by client id."""
        return tuple(map(_told, stream_charts(self.root, self.settings, self.today)))

    def chart(self, client: str) -> ClientChart:
        """One client's chart. Raises CaseloadError when there is no such client."""
        return next(map(_told, stream_charts(self.root, self.settings, self.today, [client])))

    def findings(self) -> tuple[ToldFinding, ...]:
        """What `caseload lint` shows, by file and line. Raises CaseloadError when git's past cannot be read."""
        from caseload_tools.history.readers.lazy_history import LatePast
        from caseload_tools.lint.baseline import baseline_on_disk
        from caseload_tools.lint.job import LintRequest
        from caseload_tools.lint.run import lint_caseload

        past, known = LatePast(self.root), baseline_on_disk(self.root, self.settings)
        result = lint_caseload(self.root, self.settings, LintRequest(today=self.today, baseline=known, history=past))
        if past.trouble is not None:
            raise past.trouble
        return tuple(
            ToldFinding(each.path, each.line, each.column, each.code, each.level, each.message, each.hint)
            for each in result.findings
        )

    def due(self) -> tuple[OpenTask, ...]:
        """Provisional: everything open, the most urgent first, also what is due in a year."""
        from caseload_tools.chart.clocks import all_obligations
        from caseload_tools.history.readers.lazy_history import LatePast

        caseload = read_caseload(self.root, self.settings, self.today, past=LatePast(self.root))
        return tuple(
            OpenTask(
                each.client,
                each.what,
                each.why,
                each.due,
                (each.due - self.today).days,
                each.clinician,
                each.programme,
                each.rule,
            )
            for each in all_obligations(caseload)
        )

    def history(self, client: str = "", record: str = "") -> tuple[PastAct, ...]:
        """The audit log, oldest first; of one client, of one record's link. Raises CaseloadError without git."""
        from caseload_tools.audit.log import Wanted, audit_log

        log = audit_log(self.root, self.settings, Wanted(client=client, record=record.removesuffix(".md")))
        return tuple(
            PastAct(row.when, row.who, row.client, row.record, row.action, row.field, row.what, row.commit)
            for row in log.rows
        )


def _told(chart: Chart) -> ClientChart:
    records = tuple(_record(chart.id, each) for each in chart.records)
    return ClientChart(chart.id, chart.clinician, chart.programme, chart.status, records, chart)


def _record(client: str, record: Record) -> ChartRecord:
    return ChartRecord(client, record.type, record.date, record.path, record.link, record.document)


def open_practice(path: str | PathLike[str] = ".", *, today: date | None = None) -> OpenedPractice:
    """The practice whose caseload.toml lies in the folder `path`, or in the nearest folder above it.

    `today` is the day every question is asked for; None for CASELOAD_TODAY, the day that caseload.toml pins, or the
    clock. Raises CaseloadError when there is no practice or its settings cannot be read.
    """
    here = Path(path).resolve()
    root = next((folder for folder in (here, *here.parents) if (folder / FILE).is_file()), None)
    if root is None:
        raise CaseloadError(
            f"there is no practice here: no {FILE} in this folder or above it", "give the folder that holds it"
        )
    practice = load_practice(root)
    return OpenedPractice(root, dates.today(today.isoformat() if today else None, practice.today), practice)


def to_rows(values: Iterable[PlainRow | ChartRecord | ClientChart]) -> list[dict[str, Any]]:
    """The `as_dict` of each value: what `json.dumps` and `pandas.DataFrame` take."""
    return [each.as_dict() for each in values]
