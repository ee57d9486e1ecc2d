"""The run: charts stream through the rules one at a time, problems become findings.

Nothing of a chart is kept but its findings, so that memory follows the largest chart and not the
caseload. Writes nothing, prints nothing. Which rules meet which thing is dispatch.py's business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from caseload_tools.chart.across.gathering import Gathering
from caseload_tools.chart.caseload import (
    PRACTICE,
    Folder,
    Place,
    checker_for,
    client_folders,
    read_caseload,
    read_chart,
    read_document,
    read_shared,
)
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Problem, Record
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.git.history import History, NoHistory
from caseload_tools.lint import allowances
from caseload_tools.lint.allowances import Waiver
from caseload_tools.lint.baseline import Known, split
from caseload_tools.lint.dispatch import Asking, Broken, Table, active
from caseload_tools.lint.finding import Finding, finding_of
from caseload_tools.lint.memory import seldom_searched
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import ENGINE, Level, load_rules
from caseload_tools.lint.selecting import choose
from caseload_tools.lint.stray_files import Walk, walk_records
from caseload_tools.lint.tally import Tally
from caseload_tools.lint.unreliable import Doubt
from caseload_tools.practice import Policy, Practice
from caseload_tools.text import Document
from caseload_tools.values import field, frozen

# Below this many records a second process costs more than it saves (measured).
WORTH_A_PROCESS = 2_000
__all__ = ["Engine", "Job", "Tally", "lint_caseload", "lint_folders"]
OF_A_CHART = frozenset({"Chart", "Policy", "Practice", "History", "date"})
OF_THE_PRACTICE = OF_A_CHART - {"Chart"}


@frozen
class Job:
    """Everything a run needs to know before it opens a record; can be sent to another process."""

    place: Place
    practice: Practice
    today: date
    codes: frozenset[str]
    waivers: bool = True
    history: History = field(default_factory=NoHistory)
    whole: bool = True

    @property
    def gatherings(self) -> tuple[type[Gathering[Any]], ...]:
        """What the selected rules ask of the whole caseload; nothing when only some clients are looked at."""
        rules = load_rules()
        asked = [rules[code].over[0] for code in self.codes if self.whole and rules[code].across]
        return tuple(sorted(set(asked), key=lambda cls: cls.__name__))


def lint_caseload(
    place: Place,
    practice: Practice,
    *,
    today: date,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    extend_ignore: Sequence[str] = (),
    clients: Collection[str] | None = None,
    paths: Collection[str] | None = None,
    jobs: int = 1,
    waivers: bool = True,
    baseline: Mapping[str, Known] | None = None,
    history: History | None = None,
    part: bool = False,
) -> LintResult:
    """Lint a practice, or some of its clients.

    `select` and `ignore` left empty are those of caseload.toml. `paths` narrows what is reported (a
    file, or a folder) and not what is read. `jobs` 0 takes every processor there is. `part` says that the
    tree holds only a part of the practice, so that nothing follows from what is not in it.
    """
    rules = load_rules()
    codes = choose(
        rules,
        select=select or practice.lint.select,
        ignore=ignore or practice.lint.ignore,
        extend_select=extend_select,
        extend_ignore=extend_ignore,
    )
    whole = clients is None and not part
    job = Job(place, practice, today, codes, waivers, history or NoHistory(), whole)
    folders = client_folders(place, clients)
    walk = walk_records(place) if clients is None else Walk(0, ())
    found = _lint_practice(job, walk) if clients is None and (whole or _of_practice(paths, walk)) else Tally()
    found.add(_lint_charts(job, folders, jobs, walk.records))
    found.add(_lint_across(job, found))
    if whole and any(rules[code].over[0].__name__ == "Caseload" for code in codes):
        found.add(_lint_whole(job))
    return _result(found, codes, baseline or {}, paths, whole)


def _of_practice(paths: Collection[str] | None, walk: Walk) -> bool:
    """Whether the practice's own records, or files in no place, are among what is shown."""
    return bool(walk.strays) or paths is None or any(path.startswith(PRACTICE) for path in paths)


def _result(
    found: Tally,
    codes: frozenset[str],
    baseline: Mapping[str, Known],
    paths: Collection[str] | None,
    whole: bool,
) -> LintResult:
    new, old, occurred = split(found.findings, baseline)
    # Only who has looked at every client may say that something occurs nowhere.
    gone = [known for key, known in baseline.items() if whole and key not in occurred and known.code in codes]
    if paths is not None:
        new = [finding for finding in new if _is_below(finding.path, paths)]
    return LintResult(
        findings=tuple(sorted(new, key=lambda finding: finding.order)),
        records=found.records,
        clients=found.clients,
        unreadable=found.unreadable,
        waived=tuple(sorted(found.waived, key=lambda each: each.finding.order)),
        baselined=len(old),
        removable=tuple(gone),
        codes=codes,
    )


def _is_below(path: str, paths: Collection[str]) -> bool:
    return any(path == each or path.startswith(each.rstrip("/") + "/") for each in paths)


# --- charts --------------------------------------------------------------------------------


def _lint_charts(job: Job, folders: Sequence[Folder], jobs: int, records: int) -> Tally:
    if jobs != 1 and records >= WORTH_A_PROCESS:
        from caseload_tools.lint.processes import lint_in_processes

        return lint_in_processes(job, folders, jobs)
    return lint_folders(job, folders)


def lint_folders(job: Job, folders: Iterable[Folder]) -> Tally:
    """Lint the charts in some folders, one after the other."""
    engine = Engine(job)
    total = Tally()
    checker = checker_for(job.practice)
    shared = read_shared(job.place, checker)
    with seldom_searched() as chart_done:
        for folder in folders:
            total.add(engine.lint_chart(read_chart(job.place, folder, job.practice, job.today, shared, checker)))
            chart_done()
    return total


class Engine:
    """The selected rules, ready for chart after chart; tables are kept for each policy."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.rules = load_rules()
        selected = [rule for code, rule in self.rules.items() if code in job.codes]
        self._selected = [rule for rule in selected if not rule.across]
        self._across = [rule for rule in selected if rule.across]
        self._gatherings = job.gatherings
        self._tables: dict[tuple[str, date | None, bool], tuple[Table, dict[str, Level]]] = {}

    def table(self, policy: Policy, of_practice: bool) -> tuple[Table, dict[str, Level]]:
        """The calls and the levels of the rules under a policy."""
        key = (policy.name, policy.since, of_practice)
        known = self._tables.get(key)
        if known is None:
            levels = active(self._selected, policy)
            rules = [rule for rule in self._selected if rule.code in levels]
            known = self._tables[key] = (Table(rules, OF_THE_PRACTICE if of_practice else OF_A_CHART), levels)
        return known

    def lint_chart(self, chart: Chart) -> Tally:
        """What the rules find in one chart: in each record by the policy of its day, in the chart by today's."""
        asked = _Asked(self, chart)
        for record in chart.records:
            asked.for_record(record).over_record(record)
        now = asked.now
        for unreadable in chart.unreadable:
            now.over(unreadable, unreadable.document.path)
            now.over(unreadable.document, unreadable.document.path)
        for flawed in chart.flawed:
            now.over(flawed, flawed.document.path)
        now.over(chart, chart.folder)
        tally = self._tally(asked.all, chart.records, Doubt(chart.flawed))
        tally.records = len(chart.records) + len(chart.unreadable)
        tally.unreadable = len(chart.unreadable)
        tally.clients = 1
        tally.gathered = {cls: list(cls.facts(chart)) for cls in self._gatherings}
        return tally

    def lint_shared(self, shared: PracticeShelf, walk: Walk) -> Tally:
        """What the rules find in the practice's own records, and in files that lie in no place."""
        asking = self.asking(self.job.practice.policy(None, self.job.today), None)
        for record in shared.records:
            asking.over_record(record)
        for unreadable in shared.shelf.unreadable:
            asking.over(unreadable, unreadable.document.path)
            asking.over(unreadable.document, unreadable.document.path)
        for flawed in shared.flawed:
            asking.over(flawed, flawed.document.path)
        for stray in walk.strays:
            asking.over(stray, stray.path)
        asking.over(shared, "records/practice")
        tally = self._tally([asking], shared.records, Doubt(shared.flawed))
        strays = {stray.path for stray in walk.strays} & {finding.path for finding in tally.findings}
        tally.records = len(shared.records) + len(shared.shelf.unreadable) + len(strays)
        tally.unreadable = len(shared.shelf.unreadable)
        return tally

    def lint_across(self, gatherings: Iterable[Gathering[Any]], allowing: Iterable[str]) -> Tally:
        """What the rules across charts find. Files that allow some of it are opened, to see whether they must."""
        policy = self.job.practice.policy(None, self.job.today)
        levels = active(self._across, policy)
        table = Table([rule for rule in self._across if rule.code in levels], OF_THE_PRACTICE)
        asking = Asking(table, levels, self._given(policy, None))
        for gathering in gatherings:
            asking.over(gathering, "records/clients")
        documents = {problem.document.path: problem.document for _, problem in asking.raised}
        documents |= {path: read_document(self.job.place, path) for path in allowing if path not in documents}
        tally = self._tally([asking], (), Doubt(()))
        if self.job.waivers:
            self._allow_across(tally, documents.values(), levels)
        return tally

    def over_one(self, thing: Any, path: str) -> Tally:
        """What the rules find in a single thing, such as the whole caseload."""
        asking = self.asking(self.job.practice.policy(None, self.job.today), None)
        asking.over(thing, path)
        return self._tally([asking], [], Doubt(()))

    def asking(self, policy: Policy, chart: Chart | None) -> Asking:
        """The rules, ready to be asked about things of a chart (or of the practice) under a policy."""
        table, levels = self.table(policy, chart is None)
        return Asking(table, levels, self._given(policy, chart))

    def _given(self, policy: Policy, chart: Chart | None) -> dict[str, Any]:
        job = self.job
        given = {"Policy": policy, "Practice": job.practice, "History": job.history, "date": job.today}
        return given if chart is None else {**given, "Chart": chart}

    # --- from problems to findings -------------------------------------------------------

    def _tally(self, asked: Sequence[Asking], records: Sequence[Record], doubt: Doubt) -> Tally:
        tally = Tally()
        seen: dict[tuple[str, str, str], int] = {}
        findings = [
            finding_of(rule, asking.levels[rule.code], problem, seen)
            for asking in asked
            for rule, problem in asking.raised
            if not doubt.about(rule, problem)
        ]
        if self.job.waivers:
            # Under some policy of this chart each of these has had its say.
            levels = {code: level for asking in asked for code, level in asking.levels.items()}
            findings = self._allowed(findings, records, levels, tally, seen)
        tally.findings = findings + [_engine_finding(broken, seen) for asking in asked for broken in asking.broken]
        return tally

    def _allowed(
        self,
        findings: list[Finding],
        records: Sequence[Record],
        levels: Mapping[str, Level],
        tally: Tally,
        seen: dict[tuple[str, str, str], int],
    ) -> list[Finding]:
        """The findings without the allowed ones, with those about the allowances themselves."""
        for record in records:
            waivers = allowances.waivers_in(record.document, self.rules)
            if not waivers:
                continue
            if any(rule.code in waiver.codes for waiver in waivers for rule in self._across):
                tally.allowing.append(record.path)
            # Where values were lost not every rule has had its say, so nothing can be called idle.
            ran = levels.keys() if record.sound else ()
            own = [finding for finding in findings if finding.path == record.path]
            kept, waived, judged = allowances.apply(waivers, own, self.job.today, ran)
            findings = [finding for finding in findings if finding.path != record.path] + kept
            tally.waived += waived
            findings += self._about_waivers(judged, levels, seen)
        return findings

    def _allow_across(self, tally: Tally, documents: Iterable[Document], levels: Mapping[str, Level]) -> None:
        """Take the allowed ones out of what was found across charts, and say which allowances were not needed."""
        for document in documents:
            waivers = allowances.waivers_in(document, self.rules)
            own = [finding for finding in tally.findings if finding.path == document.path]
            kept, waived, judged = allowances.apply(waivers, own, self.job.today, levels.keys())
            tally.findings = [finding for finding in tally.findings if finding.path != document.path] + kept
            tally.waived += waived
            # All else about these allowances was said when their chart passed.
            idle = [waiver.only_idle() for waiver in judged if waiver.idle]
            tally.findings += self._about_waivers(idle, levels, {})

    def _about_waivers(
        self, waivers: Iterable[Waiver], levels: Mapping[str, Level], seen: dict[tuple[str, str, str], int]
    ) -> Iterator[Finding]:
        asking = self.asking(self.job.practice.policy(None, self.job.today), None)
        for waiver in waivers:
            asking.over(waiver, waiver.document.path)
        for rule, problem in asking.raised:
            yield finding_of(rule, levels.get(rule.code, rule.level), problem, seen)
        for broken in asking.broken:
            yield _engine_finding(broken, seen)


class _Asked:
    """The rules asked about one chart, once for each policy that its records need; nearly always that is one."""

    def __init__(self, engine: Engine, chart: Chart) -> None:
        self._engine, self._chart = engine, chart
        self.now = engine.asking(chart.policy, chart)
        self._by_policy = {(chart.policy.name, chart.policy.since): self.now}

    @property
    def all(self) -> list[Asking]:
        """Today's first, then the others in the order of their first record."""
        return list(self._by_policy.values())

    def for_record(self, record: Record) -> Asking:
        """The rules under the policy that a record is judged by."""
        policy = self._chart.policy_for(record)
        key = (policy.name, policy.since)
        asking = self._by_policy.get(key)
        if asking is None:
            asking = self._by_policy[key] = self._engine.asking(policy, self._chart)
        return asking


def _engine_finding(broken: Broken, seen: dict[tuple[str, str, str], int]) -> Finding:
    problem = Problem(
        Document.empty(broken.path, ()),
        (),
        f"the rule {broken.rule.code} ({broken.rule.name}) failed here: {broken.where}",
        f"this is our mistake, not yours: please report it; `--ignore {broken.rule.code}` goes on without it",
        line=1,
        column=1,
    )
    return finding_of(ENGINE, "error", problem, seen)


def _lint_practice(job: Job, walk: Walk) -> Tally:
    return Engine(job).lint_shared(read_shared(job.place, checker_for(job.practice)), walk)


def _lint_across(job: Job, found: Tally) -> Tally:
    """What charts say of one another, from the facts that they gave while they passed."""
    if not job.gatherings:
        return Tally()
    gathered = [cls(found.gathered.pop(cls, []), partial(read_document, job.place)) for cls in job.gatherings]
    return Engine(job).lint_across(gathered, found.allowing)


def _lint_whole(job: Job) -> Tally:
    """Rules over the whole caseload need all of it in memory; it is read again only when one is selected."""
    return Engine(job).over_one(read_caseload(job.place, job.practice, job.today), "records")
