"""Which paths of the past are records to the checks. Which loss is an alarm is for the checks."""

from __future__ import annotations

from caseload_tools.history.record_path import is_filed

RECORDS = "records/"


def is_record(path: str) -> bool:
    """Whether a path is a record's, or a file's that was attached to one."""
    if not path.startswith(RECORDS):
        return False
    return is_filed(path) or (path.endswith(".md") and not path.rpartition("/")[2].startswith("."))
