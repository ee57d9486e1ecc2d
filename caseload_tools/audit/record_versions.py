"""Which paths of the past are records to the checks, and of which chart. Which loss is an alarm is for the checks."""

from __future__ import annotations

from caseload_tools.chart.records.paths import PRACTICE, RecordPath

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
