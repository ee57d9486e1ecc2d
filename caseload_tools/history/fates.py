"""What became of a record in a step from one state to the next, as one value, in words that all tools print.

A step is a commit against its parent, what is staged against the last commit, or two states that somebody compares.
Told from paths and ids of contents; a judgement (whether it was allowed) is for whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from caseload_tools.history.keeping import is_addendum, is_emptied
from caseload_tools.history.moves import ReadContent, moved_paths
from caseload_tools.history.versions import RecordVersion, read_version

FateWord = Literal["created", "restored", "restored and edited", "edited", "moved", "moved and edited", "deleted"]
FATES: dict[FateWord, str] = {
    "created": "it was put on file; a copy of another record is a record that was created",
    "restored": "it had been deleted, and stands again where it stood, as it was",
    "restored and edited": "it had been deleted, and stands again where it stood, and not as it was",
    "edited": "it stands where it stood, and not as it was",
    "moved": "it has another place or name, and is as it was",
    "moved and edited": "it has another place or name, and is not as it was",
    "deleted": "it was taken off file",
}
"""Every fate that a record can have in a step, with what it means."""


RETURNED = "restored and edited: {}"
"""How a fault of a record is said that had been deleted and was brought back with it."""


class RecordChange(NamedTuple):
    """What a step did to one file: its path, the one before if it moved, the ids of both contents, and its fate.

    An id is empty where there is no file. What was deleted has the path at which it lay; what was restored has for its
    content before the one with which it was deleted.
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


class Deletion(NamedTuple):
    """The last time that a file was taken away at a path: the commit, and the id of the content that was there."""

    commit: str
    content: str
    moved: bool = False
    """Whether it went to another place; only what is the same byte for byte is then the same record."""

    def returns(self, path: str, came: str, read: ReadContent) -> bool:
        """Whether a content that comes to the path is the record that was taken away there."""
        return came == self.content if self.moved else is_same_record(path, self.content, came, read)


def with_returns(
    changes: Iterable[RecordChange], deleted: Mapping[str, Deletion], read: ReadContent
) -> list[RecordChange]:
    """The same changes; what was created where the same record had been deleted before is told as restored."""
    return [_returned(each, deleted[each.path], read) if each.path in deleted else each for each in changes]


def _returned(change: RecordChange, gone: Deletion, read: ReadContent) -> RecordChange:
    if change.kind != "created" or not gone.returns(change.path, change.after, read):
        return change
    word: FateWord = "restored" if gone.content == change.after else "restored and edited"
    return change._replace(before=gone.content, kind=word)


def is_same_record(path: str, gone: str, came: str, read: ReadContent) -> bool:
    """Whether what came to a path is the record that was deleted there, perhaps with other words.

    What was signed or is an addendum stays at its path for good, so whatever comes there answers for it, and so does
    what says nothing. Of what nobody signed another one may have been begun under its name.
    """
    if gone == came or not path.endswith(".md"):
        return True
    return answers_for(path, read_version(read(gone)), read_version(read(came)))


def answers_for(path: str, older: RecordVersion, newer: RecordVersion) -> bool:
    """Whether what stands at a path now has to answer for what stood there before it was deleted."""
    stays = older.signed or is_addendum(path, older)
    return stays or newer.resembles(older) or is_emptied(older, newer)


def _change(path: str, was: str, before: str, after: str) -> RecordChange:
    return RecordChange(path, was, before, after, fate_of(was, before, after))


def fate_of(was: str, before: str, after: str) -> FateWord:
    """The word for a change from one content to another, told by their ids; `was` is the path before a move."""
    if was:
        return "moved" if before == after else "moved and edited"
    if not after:
        return "deleted"
    return "edited" if before else "created"
