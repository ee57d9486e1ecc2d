"""The run: what is asked of lint, from the practice and its request to the result.

Decides which charts are read and in how many processes. Writes nothing, prints nothing; what the rules
find in a chart is engine.py's business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from caseload_tools.chart.caseload import (
    Folder,
    TreeOrFolder,
    checker_for,
    client_folders,
    read_caseload,
    read_document,
    read_shared,
)
from caseload_tools.history.readers.record_history import NoHistory
from caseload_tools.history.record_path import PRACTICE
from caseload_tools.lint.baseline import BaselineFinding, split_by_baseline
from caseload_tools.lint.engine import Engine, lint_folders
from caseload_tools.lint.job import Job, LintRequest
from caseload_tools.lint.result import LintResult
from caseload_tools.lint.rule import load_rules
from caseload_tools.lint.selecting import chosen_codes
from caseload_tools.lint.stray_files import Walk, walk_charts, walk_records
from caseload_tools.lint.tally import Tally
from caseload_tools.practice import Practice

# Below this many records a second process costs more than it saves (measured).
WORTH_A_PROCESS = 2_000


def lint_caseload(place: TreeOrFolder, practice: Practice, request: LintRequest) -> LintResult:
    """Lint a practice, or some of its clients, as `request` says."""
    rules = load_rules()
    codes = _codes(request, practice)
    history = request.history or NoHistory()
    job = Job(place, practice, request.today, codes, request.allowances, history, request.whole, request.paths)
    clients, paths, whole = request.clients, request.paths, request.whole
    folders = client_folders(place, clients)
    walk = walk_records(place) if clients is None else walk_charts(place, [each.path for each in folders])
    found = Tally()
    if clients is not None:
        found = Engine(job).lint_strays(walk) if walk.strays else found
    elif whole or _of_practice(paths, walk):
        found = _lint_practice(job, walk)
    found.add(_lint_charts(job, folders, request.jobs, walk.records))
    found.add(_lint_across(job, found))
    if whole and any(rules[code].over[0].__name__ == "Caseload" for code in codes):
        found.add(_lint_whole(job))
    return _result(found, job, request.baseline or {})


def _codes(request: LintRequest, practice: Practice) -> frozenset[str]:
    return chosen_codes(
        load_rules(),
        select=request.select or practice.lint.select,
        ignore=request.ignore or practice.lint.ignore,
        extend_select=request.extend_select,
        extend_ignore=request.extend_ignore,
    )


def _of_practice(paths: Collection[str] | None, walk: Walk) -> bool:
    """Whether the practice's own records, or files in no place, are among what is shown."""
    return bool(walk.strays) or paths is None or any(path.startswith(PRACTICE) for path in paths)


def _result(
    found: Tally,
    job: Job,
    baseline: Mapping[str, BaselineFinding],
) -> LintResult:
    new, old, occurred = split_by_baseline(found.findings, baseline)
    # Only who has looked at every client may say that something occurs nowhere.
    gone = [known for key, known in baseline.items() if job.whole and key not in occurred and known.code in job.codes]
    shown = (finding for finding in new if job.asks(finding.path))
    allowed = (each for each in found.allowed if job.asks(each.finding.path))
    return LintResult(
        findings=tuple(sorted(shown, key=lambda finding: finding.order)),
        records=found.records,
        clients=found.clients,
        unreadable=found.unreadable,
        allowed=tuple(sorted(allowed, key=lambda each: each.finding.order)),
        baselined=sum(job.asks(finding.path) for finding in old),
        removable=tuple(gone),
        codes=job.codes,
        unasked=found.records - found.asked,
        void=found.void,
        unknown=found.unknown,
        part=not job.whole or found.asked < found.records,
    )


# --- charts --------------------------------------------------------------------------------


def _lint_charts(job: Job, folders: Sequence[Folder], jobs: int, records: int) -> Tally:
    if jobs != 1 and records >= WORTH_A_PROCESS:
        from caseload_tools.lint.processes import lint_in_processes

        return lint_in_processes(job, folders, jobs)
    return lint_folders(job, folders)


def _lint_practice(job: Job, walk: Walk) -> Tally:
    return Engine(job).lint_shared(read_shared(job.place, checker_for(job.practice, job.today)), walk)


def _lint_across(job: Job, found: Tally) -> Tally:
    """What charts say of one another, from the facts that they gave while they passed."""
    if not job.gatherings:
        return Tally()
    gathered = [cls(found.gathered.pop(cls, []), partial(read_document, job.place)) for cls in job.gatherings]
    return Engine(job).lint_across(gathered, found.allowing)


def _lint_whole(job: Job) -> Tally:
    """Rules over the whole caseload need all of it in memory; it is read again only when one is selected."""
    return Engine(job).over_one(read_caseload(job.place, job.practice, job.today), "records")
