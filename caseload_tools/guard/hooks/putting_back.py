"""Whether a step that a hook would refuse puts a record back: where it was signed, as it was signed.

What was changed, renamed or deleted past the hooks holds on to nothing that a hook could see without the past, so the
past is asked, and only of a record that would be refused. Whoever mends a record must not be kept from it; a digest or
a co-signature that comes along under the words as they were signed is no harm. Nor is a hint of any use that restores
the words of HEAD where those are the wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from caseload_tools.chart.signing.signed_versions import SignedVersion, first_kept, held_to
from caseload_tools.chart.signing.ways_back import renames_to_signed
from caseload_tools.git.command import index_in_use, run_git
from caseload_tools.git.contents import Contents
from caseload_tools.guard.hooks.locked import (
    LockedChange,
    keeps_signed,
    only_added,
    read_content,
    still_holds,
)
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.history.keeping import is_addendum, is_rewritten
from caseload_tools.history.record_path import is_read, name_in_chart
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text import Document
from caseload_tools.text.signed_text import broken_entries, entries_of, lost_entries

_RECORDS = "records/"


class _Whole(NamedTuple):
    """The version of a record that it is held to, the path of then, and each path at which it ever lay."""

    version: SignedVersion
    home: str
    paths: tuple[str, ...]


def puts_back(change: LockedChange, past: PastBefore, then: str = "") -> bool:
    """Whether a record that a step would not keep lies as it was signed where it was signed, once the step is taken.

    `then` is the commit that is looked at, empty for what is staged.
    """
    whole = _whole(change, past)
    if whole is not None:
        there = _places(change, whole, past.prefix)
        if any(_is_whole(change, whole.version, now) for now in _documents(past.root, then, there)):
            return True
    if change.now is not None and _is_first_again(change, past):
        return True
    return not still_holds(change.before) and _mends(change, past)


def _is_first_again(change: LockedChange, known: PastBefore) -> bool:
    """Whether what was signed at a path returns where something else had been signed over it, or put in its place.

    Of two branches neither was there before the other, and neither returns. All that was signed since below the words
    that return has to come with them.
    """
    path, now = known.own(change.path), change.now
    if now is None or not now.usable:
        return False
    past = known.versions(path)
    held = held_to(RecordVersion(now), past, known.history(path))
    first = next((each for each in held if each.entries), None)
    if first is None or name_in_chart(first.change.path) != name_in_chart(path):
        return False
    # What had never been signed here, and what was signed over it, holds on to nothing here.
    is_over = all(each not in held for each in past if each.said.document.text == change.before.text)
    signed = [each for each in held if each.entries]
    return is_over and all(keeps_signed(each.said, RecordVersion(now)) for each in signed)


def _mends(change: LockedChange, past: PastBefore) -> bool:
    """Whether a record whose digests do not hold says again what was signed, with all that had been added to that.

    Where no commit has a version that its signature held for, there is none to go back to; to write what its digest is
    of was no change.
    """
    path = past.own(change.path)
    as_signed: list[RecordVersion] = []
    for version in past.versions(path):
        if version.entries and still_holds(version.said):
            said = version.said
            as_signed = [*(each for each in as_signed if not keeps_signed(each, said)), said]
    now = RecordVersion(change.now) if change.now is not None and change.now.usable else None
    return now is not None and any(keeps_signed(each, now) for each in as_signed)


def whole_in(change: LockedChange, past: PastBefore) -> str:
    """The commit that has a record as it was signed, where the version that a step changes is not that; else nothing.

    Only of a record that lies where it was signed: elsewhere there is no such version to restore.
    """
    whole = _whole(change, past)
    if whole is None or f"{past.prefix}{whole.home}" != change.path:
        return ""
    kept = only_added(whole.version.said.document, change.before) if change.is_signed else True
    return "" if kept else whole.version.change.commit


def way_home(change: LockedChange, past: PastBefore) -> str:
    """What puts a record back that was renamed past the hooks, where and as it was signed; empty of all others.

    As lint says it. A step that only gives it its name again, or another one, is no way: its words stay others.
    """
    whole = _whole(change, past) if change.is_signed else None
    prefix = past.prefix
    if whole is None or f"{prefix}{whole.home}" == change.path:
        return ""
    said = whole.version.said
    if lost_entries(entries_of(change.before.data), said.entries, said.digest):
        return ""
    now = (change.moved.path if change.moved is not None else change.path).removeprefix(prefix)
    return renames_to_signed(now, whole.home, whole.version.change.commit)


def _whole(change: LockedChange, known: PastBefore) -> _Whole | None:
    path = known.own(change.path)
    past = known.versions(path)
    if change.is_signed:
        found = next((each for each in past if each.entries), None)
    else:
        found = first_kept(past) if is_addendum(path) else None
    if found is None:
        return None
    home = found if change.is_signed else past[0]
    return _Whole(found, home.change.path, tuple(dict.fromkeys(each.change.path for each in reversed(past))))


def _places(change: LockedChange, whole: _Whole, prefix: str) -> Iterator[str]:
    """Where the record may lie, counted from the top of the repository: under the name that it was signed under."""
    moved = [change.moved.path] if change.moved is not None else []
    name = _name(whole.home)
    for path in dict.fromkeys([*moved, *(prefix + each for each in whole.paths)]):
        if _name(path) == name and is_read(_own(path)):
            yield path


def _name(path: str) -> str:
    return name_in_chart(_own(path))


def _own(path: str) -> str:
    """A path from the practice's root; where others push to, only the path itself tells where that is."""
    return path[max(path.find(_RECORDS), 0) :]


def _documents(root: Path, then: str, paths: Iterator[str]) -> Iterator[Document]:
    index = "" if then else index_in_use(root)
    with Contents(root) as contents:
        for path in paths:
            asked = ["rev-parse", "--verify", "--quiet", f"{then}:{path}"]
            named = run_git(root, asked, accept=(0, 1, 128), index=index).decode("ascii").strip()
            found = read_content(contents, named, path) if named else None
            if found is not None and found.usable:
                yield found


def _is_whole(change: LockedChange, whole: SignedVersion, now: Document) -> bool:
    if not change.is_signed:
        return not is_rewritten(whole.said, RecordVersion(now))
    entries, said = entries_of(change.before.data), RecordVersion(now)
    return (
        keeps_signed(whole.said, said)
        and not lost_entries(entries, said.entries, said.digest)
        and not broken_entries(said.entries, said.digest)
    )
