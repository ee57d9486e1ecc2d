"""The engine: charts stream through the selected rules one at a time, problems become findings.

Nothing of a chart is kept but its findings, so that memory follows the largest chart and not the
caseload. Writes nothing, prints nothing. Which rules meet which thing is dispatch.py's business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from caseload_tools.chart.across.gathering import Gathering
from caseload_tools.chart.caseload import (
    Folder,
    checker_for,
    read_chart,
    read_document,
    read_shared,
)
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.clocks.signatures import is_draft
from caseload_tools.chart.doubts import risk_is_unknown
from caseload_tools.chart.records import Problem, Record, Unreadable
from caseload_tools.chart.shelf import PracticeShelf
from caseload_tools.chart.unplaced import StrayFile
from caseload_tools.collector import collected_by_chart
from caseload_tools.history.record_path import PRACTICE
from caseload_tools.lint.allowances import Allowance, allowances_in, apply_allowances
from caseload_tools.lint.dispatch import Broken, CallTable, ChartRun, active_rules
from caseload_tools.lint.finding import Finding, finding_of
from caseload_tools.lint.job import Job
from caseload_tools.lint.rule import ENGINE, Level, load_rules
from caseload_tools.lint.stray_files import Walk
from caseload_tools.lint.tally import Tally
from caseload_tools.lint.unreliable import Doubt
from caseload_tools.practice import Policy
from caseload_tools.text import Document
from caseload_tools.values import replace

RISK = "RSK001"
"""The rule of whom nobody asked: where it runs, what is known of the risk was worked out."""
OF_A_CHART = frozenset({"Chart", "Policy", "Practice", "History", "date"})
OF_THE_PRACTICE = OF_A_CHART - {"Chart"}


class Engine:
    """The selected rules, ready for chart after chart; tables are kept for each policy."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.rules = load_rules()
        selected = [rule for code, rule in self.rules.items() if code in job.codes]
        self._selected = [rule for rule in selected if not rule.across]
        self._across = [rule for rule in selected if rule.across]
        self._gatherings = job.gatherings
        self._tables: dict[tuple[str, date | None, bool], tuple[CallTable, dict[str, Level]]] = {}

    def table(self, policy: Policy, of_practice: bool) -> tuple[CallTable, dict[str, Level]]:
        """The calls and the levels of the rules under a policy."""
        key = (policy.name, policy.since, of_practice)
        known = self._tables.get(key)
        if known is None:
            levels = active_rules(self._selected, policy)
            rules = [rule for rule in self._selected if rule.code in levels]
            known = self._tables[key] = (CallTable(rules, OF_THE_PRACTICE if of_practice else OF_A_CHART), levels)
        return known

    def lint_chart(self, chart: Chart) -> Tally:
        """What the rules find in one chart: in each record by the policy of its day, in the chart by today's."""
        asked = _Asked(self, chart)
        for record in chart.records:
            asked.for_record(record).over_record(record)
        now = asked.now
        for unreadable in chart.unreadable:
            now.ask_rules(unreadable, unreadable.document.path)
            now.ask_rules(unreadable.document, unreadable.document.path)
        for faulty in chart.faulty:
            now.ask_rules(faulty, faulty.document.path)
        now.ask_rules(chart, chart.folder)
        self._ask_unlooked(now, chart.folder)
        tally = self._tally(asked.all, chart.records, Doubt(chart.faulty))
        _warn_of_newer(tally, chart.records)
        _mark_drafts(tally, chart)
        self._count(tally, [*chart.records, *chart.unreadable])
        tally.unreadable = len(chart.unreadable)
        tally.void = sum(each.path in (self.job.paths or ()) for each in chart.voided)
        tally.clients = int(tally.asked > 0 or not tally.records)
        if RISK in self.job.codes and self.job.paths is None:
            tally.unknown = int(risk_is_unknown(chart))
        tally.gathered = {cls: list(cls.facts(chart)) for cls in self._gatherings}
        return tally

    def lint_shared(self, shared: PracticeShelf, walk: Walk) -> Tally:
        """What the rules find in the practice's own records, and in files that lie in no place."""
        asking = self.rules_for(self.job.practice.policy(None, self.job.today), None)
        for record in shared.records:
            asking.over_record(record)
        for unreadable in shared.shelf.unreadable:
            asking.ask_rules(unreadable, unreadable.document.path)
            asking.ask_rules(unreadable.document, unreadable.document.path)
        for faulty in (*shared.faulty, *walk.faulty):
            asking.ask_rules(faulty, faulty.document.path)
        for stray in walk.strays:
            asking.ask_rules(stray, stray.path)
        asking.ask_rules(shared, PRACTICE)
        self._ask_unlooked(asking, PRACTICE)
        tally = self._tally([asking], shared.records, Doubt(shared.faulty))
        _warn_of_newer(tally, shared.records)
        strays = {stray.path for stray in walk.strays} & {finding.path for finding in tally.findings}
        self._count(tally, [*shared.records, *shared.shelf.unreadable], strays)
        tally.unreadable = len(shared.shelf.unreadable)
        return tally

    def lint_decisions(self, shared: PracticeShelf, clients: Collection[str]) -> Tally:
        """What the rules find in what the practice keeps of some clients, where no more than these is looked at.

        The minutes are the practice's and nobody asked about them: of anybody else, and of themselves, nothing is said.
        """
        asking = self.rules_for(self.job.practice.policy(None, self.job.today), None)
        meetings = {each.path: each for client in sorted(clients) for each in shared.meetings_about(client)}
        for meeting in meetings.values():
            for decision in meeting.decisions:
                if decision.client in clients and decision.sound:
                    asking.ask_rules(decision, meeting.path)
        naming = {each.path: each for client in sorted(clients) for each in shared.naming(client)}
        for record in naming.values():
            asking.over_record(record)
        tally = self._tally([asking], (), Doubt(shared.faulty))
        for kept_by in (*meetings.values(), *naming.values()) if self.job.allowances else ():
            own = [each for each in tally.findings if each.path == kept_by.path]
            # Whether it is needed is for a run that asks the whole record.
            kept, allowed, _ = apply_allowances(allowances_in(kept_by.document, self.rules), own, self.job.today, ())
            tally.findings = [each for each in tally.findings if each.path != kept_by.path] + kept
            tally.allowed += allowed
        return tally

    def lint_strays(self, walk: Walk) -> Tally:
        """What the rules find in the files that lie in no place, where no more than some charts is looked at."""
        asking = self.rules_for(self.job.practice.policy(None, self.job.today), None)
        for stray in walk.strays:
            asking.ask_rules(stray, stray.path)
        tally = self._tally([asking], (), Doubt(()))
        self._count(tally, (), {stray.path for stray in walk.strays} & {each.path for each in tally.findings})
        return tally

    def _ask_unlooked(self, asking: ChartRun, folder: str) -> None:
        """Ask about what is read here, and what git was told not to look at, so that nobody else gets it."""
        wanted = asking.table.for_class(StrayFile)
        for each in self.job.history.unlooked(folder) if wanted else ():
            asking.ask_rules(StrayFile(*each), each.path)

    def _count(self, tally: Tally, read: Sequence[Record | Unreadable], strays: Collection[str] = ()) -> None:
        """How many files were read, and how many of them somebody asked about."""
        paths = [each.document.path for each in read]
        tally.records = len(paths) + len(strays)
        tally.asked = sum(map(self.job.asks, (*paths, *strays)))

    def lint_across(self, gatherings: Iterable[Gathering[Any]], allowing: Iterable[str]) -> Tally:
        """What the rules across charts find. Files that allow some of it are opened, to see whether they must."""
        policy = self.job.practice.policy(None, self.job.today)
        levels = active_rules(self._across, policy)
        table = CallTable([rule for rule in self._across if rule.code in levels], OF_THE_PRACTICE)
        asking = ChartRun(table, levels, self._given(policy, None))
        for gathering in gatherings:
            asking.ask_rules(gathering, "records/clients")
        documents = {problem.document.path: problem.document for _, problem in asking.raised}
        documents |= {path: read_document(self.job.place, path) for path in allowing if path not in documents}
        tally = self._tally([asking], (), Doubt(()))
        if self.job.allowances:
            self._allow_across(tally, documents.values(), levels)
        return tally

    def over_one(self, thing: Any, path: str) -> Tally:
        """What the rules find in a single thing, such as the whole caseload."""
        asking = self.rules_for(self.job.practice.policy(None, self.job.today), None)
        asking.ask_rules(thing, path)
        return self._tally([asking], [], Doubt(()))

    def rules_for(self, policy: Policy, chart: Chart | None) -> ChartRun:
        """The rules, ready to be asked about things of a chart (or of the practice) under a policy."""
        table, levels = self.table(policy, chart is None)
        return ChartRun(table, levels, self._given(policy, chart))

    def _given(self, policy: Policy, chart: Chart | None) -> dict[str, Any]:
        job = self.job
        given = {"Policy": policy, "Practice": job.practice, "History": job.history, "date": job.today}
        return given if chart is None else {**given, "Chart": chart}

    # --- from problems to findings -------------------------------------------------------

    def _tally(self, asked: Sequence[ChartRun], records: Sequence[Record], doubt: Doubt) -> Tally:
        tally = Tally()
        seen: dict[tuple[str, str, str], int] = {}
        findings = [
            finding_of(rule, asking.levels[rule.code], problem, seen)
            for asking in asked
            for rule, problem in asking.raised
            if not doubt.about(rule, problem)
        ]
        if self.job.allowances:
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
            allowances = allowances_in(record.document, self.rules)
            if not allowances:
                continue
            if any(rule.code in allowance.codes for allowance in allowances for rule in self._across):
                tally.allowing.append(record.path)
            # Where values were lost not every rule has had its say, so nothing can be called idle.
            ran = levels.keys() if record.sound else ()
            own = [finding for finding in findings if finding.path == record.path]
            kept, allowed, judged = apply_allowances(allowances, own, self.job.today, ran)
            findings = [finding for finding in findings if finding.path != record.path] + kept
            tally.allowed += allowed
            findings += self._about_allowances(judged, levels, seen)
        return findings

    def _allow_across(self, tally: Tally, documents: Iterable[Document], levels: Mapping[str, Level]) -> None:
        """Take the allowed ones out of what was found across charts, and say which allowances were not needed."""
        for document in documents:
            allowances = allowances_in(document, self.rules)
            own = [finding for finding in tally.findings if finding.path == document.path]
            kept, allowed, judged = apply_allowances(allowances, own, self.job.today, levels.keys())
            tally.findings = [finding for finding in tally.findings if finding.path != document.path] + kept
            tally.allowed += allowed
            # All else about these allowances was said when their chart passed.
            idle = [allowance.only_idle() for allowance in judged if allowance.idle]
            tally.findings += self._about_allowances(idle, levels, {})

    def _about_allowances(
        self, allowances: Iterable[Allowance], levels: Mapping[str, Level], seen: dict[tuple[str, str, str], int]
    ) -> Iterator[Finding]:
        asking = self.rules_for(self.job.practice.policy(None, self.job.today), None)
        for allowance in allowances:
            asking.ask_rules(allowance, allowance.document.path)
        for rule, problem in asking.raised:
            yield finding_of(rule, levels.get(rule.code, rule.level), problem, seen)
        for broken in asking.broken:
            yield _engine_finding(broken, seen)


class _Asked:
    """The rules asked about one chart, once for each policy that its records need; nearly always that is one."""

    def __init__(self, engine: Engine, chart: Chart) -> None:
        self._engine, self._chart = engine, chart
        self.now = engine.rules_for(chart.policy, chart)
        self._by_policy = {(chart.policy.name, chart.policy.since): self.now}

    @property
    def all(self) -> list[ChartRun]:
        """Today's first, then the others in the order of their first record."""
        return list(self._by_policy.values())

    def for_record(self, record: Record) -> ChartRun:
        """The rules under the policy that a record is judged by."""
        policy = self._chart.policy_for(record)
        key = (policy.name, policy.since)
        asking = self._by_policy.get(key)
        if asking is None:
            asking = self._by_policy[key] = self._engine.rules_for(policy, self._chart)
        return asking


def _mark_drafts(tally: Tally, chart: Chart) -> None:
    """Says of each finding whether its record is still being written."""
    paths = {each.path for each in tally.findings}
    drafts = {each.path for each in chart.records if each.path in paths and is_draft(each, chart)}
    if drafts:
        tally.findings = [replace(each, draft=True) if each.path in drafts else each for each in tally.findings]


def _warn_of_newer(tally: Tally, records: Iterable[Record]) -> None:
    """Make warnings of what was concluded from a record that may say what only a newer version understands."""
    newer = {each.path for each in records if each.not_understood}
    if newer:
        found = tally.findings
        tally.findings = [
            replace(each, level="warning") if each.lacks and each.path in newer else each for each in found
        ]


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


def lint_folders(job: Job, folders: Sequence[Folder]) -> Tally:
    """Lint the charts in some folders, one after the other."""
    engine = Engine(job)
    total = Tally()
    checker = checker_for(job.practice, job.today)
    shared = read_shared(job.place, checker)
    with collected_by_chart() as chart_done:
        for folder in folders:
            total.add(engine.lint_chart(read_chart(job.place, folder, job.practice, job.today, shared, checker)))
            chart_done()
    if not job.whole and job.paths is None:
        total.add(engine.lint_decisions(shared, {each.id for each in folders}))
    return total
