"""What became of a record in a step from one state to the next, as one value, in words that all tools print.

A step is a commit against its parent, what is staged against the last commit, or two states that somebody compares.
Told from paths and ids of contents; a judgement (whether it was allowed) is for whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from caseload_tools.history.moves import ReadContent, moved_paths

FateWord = Literal["created", "restored", "edited", "moved", "moved and edited", "deleted"]
FATES: dict[FateWord, str] = {
    "created": "it was put on file; a copy of another record is a record that was created",
    "restored": "it had been deleted, and stands again where it stood, as it was",
    "edited": "it stands where it stood, and not as it was",
    "moved": "it has another place or name, and is as it was",
    "moved and edited": "it has another place or name, and is not as it was",
    "deleted": "it was taken off file",
}
"""Every fate that a record can have in a step, with what it means."""


class RecordChange(NamedTuple):
    """What a step did to one file: its path, the one before if it moved, the ids of both contents, and its fate.

    An id is empty where there is no file. What was deleted has the path at which it lay.
    """

    path: str
    was: str
    before: str
    after: str
    kind: FateWord


def what_became(files: Iterable[tuple[str, str, str]], read: ReadContent) -> list[RecordChange]:
    """The fate of each file of a step, given as (path, id before, id after); a move is one change, at its new path."""
    listed = list(files)
    gone = {path: before for path, before, after in listed if before and not after}
    came = {path: after for path, before, after in listed if after and not before}
    origins = moved_paths(gone, came, read) if gone and came else {}
    left = set(origins.values())
    return [
        _change(path, origins.get(path, ""), gone.get(origins.get(path, ""), before), after)
        for path, before, after in listed
        if path not in left and (before != after or path in origins)
    ]


def _change(path: str, was: str, before: str, after: str) -> RecordChange:
    return RecordChange(path, was, before, after, fate_of(was, before, after))


def fate_of(was: str, before: str, after: str) -> FateWord:
    """The word for a change from one content to another, told by their ids; `was` is the path before a move."""
    if was:
        return "moved" if before == after else "moved and edited"
    if not after:
        return "deleted"
    return "edited" if before else "created"
