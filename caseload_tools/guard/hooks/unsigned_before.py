"""What a step changes of a record that bears no signature before it, and bore one: taken out past the hooks.

One commit takes the line out, the next one changes the words, and neither the step nor the record tells of it. The past
is asked, but only of a record whose contents in git once had the word. Whoever leaves the words as they were signed, or
puts them back, is not kept from it: that the signature is gone is told of the commit that took it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from caseload_tools.git.contents import Contents
from caseload_tools.guard.hooks.locked import LockedChange, is_record_in_git, moved_records, read_content
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.history.fates import Deletion, RecordChange
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.readers.lost_signatures import may_have_lost_signatures
from caseload_tools.history.record_path import name_in_chart
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text.signed_text import entries_of


class _Unsigned(NamedTuple):
    """A record without a signature that a step changes: where it lay, and the ids of what it said and says."""

    path: str
    before: str
    after: str
    moved: RecordChange | None = None
    deleted: str = ""
    """The commit that had deleted it, of one that the step puts back."""


def changed_unsigned(
    past: PastBefore,
    step: CommitStep,
    contents: Contents,
    prefix: str = "",
    deleted: Mapping[str, Deletion] | None = None,
    suspects: Collection[str] | None = None,
) -> Iterator[LockedChange]:
    """The records of which a step changes the words that were signed, though nobody's signature stands below them now.

    `suspects` are the paths whose past is worth being read, where that is known; else git is asked for them.
    """
    found = {each.path: each for each in _unsigned(step, contents, prefix, deleted or {})}
    if suspects is None and found:
        suspects = may_have_lost_signatures(past.root, past.prefix, found, step.parents[0], contents)
    for path, each in sorted(found.items()):
        signed = past.last_signed(past.own(path)) if path in (suspects or ()) else None
        now = read_content(contents, each.after, path)
        if signed is None or now is None or RecordVersion(now).says(signed.said):
            continue
        side = signed.change.commit if signed.change.path == past.own(path) else ""
        name = name_in_chart(path.removeprefix(prefix))
        yield LockedChange(path, name, signed.said.document, now, None, each.deleted, side)


def _unsigned(
    step: CommitStep, contents: Contents, prefix: str, deleted: Mapping[str, Deletion]
) -> Iterator[_Unsigned]:
    if not step.parents:
        return
    moved = moved_records(step, contents, f"{prefix}records/")
    for change in step.own:
        went = moved.get(change.path)
        if not is_record_in_git(change.path, prefix):
            continue
        if change.before and (change.after or went is not None):
            after = went.after if went is not None and not change.after else change.after
            each = _Unsigned(change.path, change.before, after, went)
        elif not change.before and change.after and change.path in deleted:
            gone = deleted[change.path]
            each = _Unsigned(change.path, gone.content, change.after, deleted=gone.commit)
        else:
            continue
        if each.before != each.after and not _is_signed(contents, each.before, each.path):
            yield each


def _is_signed(contents: Contents, content: str, path: str) -> bool:
    """Whether a content bears a signature, or cannot be read, which is asked elsewhere."""
    if b"signatures" not in contents.bytes_of(content):
        return False
    said = read_content(contents, content, path)
    return said is None or not said.usable or bool(entries_of(said.data))
