"""What a step changes of a record that could not be read before it, and was signed when it last could.

One commit past the hooks that opens a quote or types a key twice takes the record from every tool that reads records;
what is written into it from then on is compared with nothing. The past is asked, but only of such a record.
"""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.git.contents import Contents
from caseload_tools.guard.hooks.locked import LockedChange, only_added, read_content, rewritten_records
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.record_path import RecordPath, name_in_chart
from caseload_tools.text import Document
from caseload_tools.text.signed_text import is_never_signed


def changed_unread(past: PastBefore, step: CommitStep, contents: Contents, prefix: str = "") -> Iterator[LockedChange]:
    """The records that a step leaves otherwise than they were signed, and that no parent has in a form that is read."""
    for change in rewritten_records(step, prefix):
        path = change.path
        before = read_content(contents, change.before, path)
        if before is None or not _is_unread(before, path.removeprefix(prefix)):
            continue
        signed = past.last_signed(path.removeprefix(prefix))
        now = read_content(contents, change.after, path)
        if signed is not None and not only_added(signed.said.document, now):
            name = name_in_chart(path.removeprefix(prefix))
            yield LockedChange(path, name, signed.said.document, now, None, side=signed.change.commit)


def _is_unread(before: Document, path: str) -> bool:
    """Whether no chart has it: it cannot be read, or says in a client's folder that it is one of the practice's."""
    return not before.usable or (is_never_signed(before.data) and bool(RecordPath.parse(path).client))
