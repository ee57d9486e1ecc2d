"""Which paths of the past are records to the checks, of which chart, and which are additions.

By paths, and by what a version says of itself. Judges nothing: which loss is an alarm is for the checks.
"""

from __future__ import annotations

from caseload_tools.chart.records.paths import PRACTICE, RecordPath
from caseload_tools.history.versions import RecordVersion

RECORDS = "records/"


def is_record(path: str) -> bool:
    """Whether a path is a record's, or a file's that was attached to one."""
    if not path.startswith(RECORDS) or path.rpartition("/")[2].startswith("."):
        return False
    return path.endswith(".md") or "/attachments/" in path


def is_read(path: str) -> bool:
    """Whether a file at this path is read as a record of a chart, so that people come to see it."""
    return bool(RecordPath.parse(path).word)


def chart_of(path: str) -> str:
    """The chart that a record lies in: its client's folder, or `practice`; empty for neither."""
    return RecordPath.parse(path).client or ("practice" if path.startswith(PRACTICE + "/") else "")


def is_addendum(path: str, version: RecordVersion | None = None) -> bool:
    """Whether this is an addition to a record, by its folder or by what it says of itself."""
    return "/addenda/" in path or (version is not None and version.type == "addendum")
