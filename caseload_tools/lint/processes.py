"""The same run in several processes, each with its own share of the clients.

Safe to start from nothing (spawn): a child gets a Job and folder names and gives back findings, and what of
the past it could not read. The result does not depend on how many there are, since findings are sorted at the end.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from caseload_tools.chart.caseload import Folder
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.lint.engine import lint_folders
from caseload_tools.lint.job import Job
from caseload_tools.lint.tally import Tally

# Shares a process takes in turn: more than one each, because charts differ in size.
SHARES_EACH = 4


def lint_in_processes(job: Job, folders: Sequence[Folder], jobs: int) -> Tally:
    """Lint the charts in some folders with `jobs` processes; 0 means one for each processor."""
    count = min(jobs if jobs > 0 else _processors(), max(1, len(folders)))
    if count == 1:
        return lint_folders(job, folders)
    shares = [folders[start :: count * SHARES_EACH] for start in range(count * SHARES_EACH)]
    total = Tally()
    with ProcessPoolExecutor(max_workers=count) as pool:
        for tally, trouble in pool.map(_lint_share, [(job, share) for share in shares if share]):
            total.add(tally)
            if isinstance(job.history, LazyHistory):
                job.history.hear(trouble)
    return total


def _lint_share(share: tuple[Job, Sequence[Folder]]) -> tuple[Tally, CaseloadError | None]:
    job, folders = share
    tally = lint_folders(job, folders)
    return tally, job.history.trouble if isinstance(job.history, LazyHistory) else None


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
