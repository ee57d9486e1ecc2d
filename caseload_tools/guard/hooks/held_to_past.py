"""All that a step would do to records that stay: by the versions beside it, and where those are silent, by the past."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from caseload_tools.git.contents import Contents
from caseload_tools.guard.hooks.cut_short import cut_in_steps
from caseload_tools.guard.hooks.locked import LockedChange, locked_changes
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.guard.hooks.unread_before import changed_unread
from caseload_tools.guard.hooks.unsigned_before import changed_unsigned
from caseload_tools.history.fates import Deletion
from caseload_tools.history.readers.commit_steps import CommitStep


def changes_of_what_stays(
    past: PastBefore,
    step: CommitStep,
    contents: Contents,
    prefix: str,
    deleted: Mapping[str, Deletion],
    suspects: Collection[str] | None = None,
) -> Iterator[LockedChange]:
    """For a commit and for a push alike; a record may come more than once. The arguments are those of its parts."""
    held = (
        *cut_in_steps(past, step, contents, prefix),
        *changed_unread(past, step, contents, prefix),
        *changed_unsigned(past, step, contents, prefix, deleted, suspects),
    )
    yield from locked_changes(step, contents, prefix, deleted)
    yield from held
