"""What a step leaves of a record that earlier ones cut already: compared with the most that it ever said.

Each step keeps some words, so that none of them empties the record by itself. The past is asked, but only of what got
shorter and says next to nothing now.
"""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.git.contents import Contents
from caseload_tools.guard.hooks.locked import LockedChange, read_content, rewritten_records
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.history.keeping import is_addendum, is_emptied, says_little
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.record_path import name_in_chart
from caseload_tools.history.versions import RecordVersion


def cut_in_steps(past: PastBefore, step: CommitStep, contents: Contents, prefix: str = "") -> Iterator[LockedChange]:
    """The records of a step that are emptied by it and by those before, with what they said and the commit of then."""
    for change in rewritten_records(step, prefix):
        path = change.path
        was, raw = contents.get(change.before), contents.get(change.after)
        if not isinstance(was, bytes) or not isinstance(raw, bytes) or len(raw) >= len(was):
            continue
        now = read_content(contents, change.after, path)
        if now is not None and says_little(RecordVersion(now)):
            whole = _fullest(past, path.removeprefix(prefix), RecordVersion(now))
            if whole is not None:
                said, commit = whole
                yield LockedChange(path, name_in_chart(path), said.document, now, None, side=commit)


def _fullest(known: PastBefore, path: str, now: RecordVersion) -> tuple[RecordVersion, str] | None:
    """The last version of a record that it would be emptied of, and its commit; one at this path where there is one."""
    past = known.versions(path)
    emptied = [each for each in past if not is_addendum(path, each.said) and not each.entries]
    emptied = [each for each in emptied if is_emptied(each.said, now)]
    emptied.sort(key=lambda each: each.change.path == path)
    return (emptied[-1].said, emptied[-1].change.commit) if emptied else None
