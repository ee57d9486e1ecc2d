"""Which paths of the past are records to the checks, and which are additions.

By paths, and by what a version says of itself. Judges nothing: which loss is an alarm is for the checks.
"""

from __future__ import annotations

from caseload_tools.history.versions import RecordVersion

RECORDS = "records/"


def is_record(path: str) -> bool:
    """Whether a path is a record's, or a file's that was attached to one."""
    if not path.startswith(RECORDS) or path.rpartition("/")[2].startswith("."):
        return False
    return path.endswith(".md") or "/attachments/" in path


def is_addendum(path: str, version: RecordVersion | None = None) -> bool:
    """Whether this is an addition to a record, by its folder or by what it says of itself."""
    return "/addenda/" in path or (version is not None and version.type == "addendum")
