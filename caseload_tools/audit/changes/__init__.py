"""What changed between two versions of a record, field by field, in the words of the work.

    events_between(before, after, path)     two versions of a file as bytes, None where there was none
    event_log.read_past(root)               every commit with its events, remembered between runs
    event_log.read_past(root, only="…")     the same for one chart, read anew
    between.changed_files(before, after)    two trees (of `git.stored_trees`), record by record

Nothing here judges a change, and nothing prints one. What may be shown of a record is decided in
`showing` alone: prose and values its schema calls sensitive are told by their length.
"""

from __future__ import annotations

from caseload_tools.audit.changes.event import ACTIONS, Event
from caseload_tools.audit.changes.version_diff import events_between

__all__ = ["ACTIONS", "Event", "events_between"]
