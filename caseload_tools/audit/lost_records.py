"""Which records a past has lost: removed by a commit and brought back by none, and what became of each.

Asked by the checks of records; whether a loss is an alarm or a remark is for them to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.passages import PathPassage
from caseload_tools.history.keeping import is_addendum
from caseload_tools.history.record_path import RecordPath, chart_of, is_attached, is_namesake, is_read
from caseload_tools.history.same_record import Telling, is_told_in
from caseload_tools.history.versions import RecordVersion


def lost_records(past: Evidence) -> Iterator[tuple[PathPassage, str]]:
    """Each record that a commit removed and none brought back, and what became of it.

    `record` and `addendum` are gone, `moved` is in another chart, `hidden` where no chart is, `renamed` went with
    its whole chart, which nobody had signed anything in. `back` is again where it lay before it was put here.
    """
    homes = _homes(past)
    removed = [each for each in past.record_passages if each.before and not each.after]
    moves = dict(past.moves)
    added = [each for each in past.record_passages if each.after and not each.before] if removed else []
    for each in removed:
        if each in past.returns:
            continue  # what it says since is looked at step by step
        later = [one for one in added if past.commit_order[one.commit.id] >= past.commit_order[each.commit.id]]
        versions = past.versions([each.before, *(one.after for one in later)])
        older = versions[each.before]
        place = moves.get(each)
        keepers = [one for one in later if one != place and _is_kept(each, one, older, versions[one.after])]
        keepers += [place] if place is not None else []  # perhaps as what is no record by its name
        seen = [one for one in keepers if is_read(one.path) or not is_read(each.path)]
        if any(chart_of(one.path) == chart_of(each.path) for one in seen):
            continue
        if each in homes and _lies_at_home(past, homes[each], older):
            yield each, "back"
        elif not older.signed and not is_addendum(each.path, older) and _with_its_chart(past, each, later, versions):
            yield each, "renamed"
        elif is_addendum(each.path, older):
            yield each, "addendum"
        else:
            yield each, "moved" if seen else "hidden" if keepers else "record"


def put_beside(past: Evidence) -> dict[PathPassage, PathPassage]:
    """By each step in which a merge left out what one of its sides wrote, what put that beside it in a later commit."""
    steps = [each for each in past.record_passages if each.before and each.after and len(each.commit.parents) > 1]
    came: dict[str, list[PathPassage]] = {}
    for each in past.record_passages if steps else ():
        if each.after and not each.before:
            came.setdefault(each.after, []).append(each)
    found: dict[PathPassage, PathPassage] = {}
    for step in steps:
        at = past.commit_order[step.commit.id]
        beside = (one for one in came.get(step.before, ()) if is_namesake(step.path, one.path))
        later = next((one for one in beside if past.commit_order[one.commit.id] > at), None)
        if later is not None and past.wrote(step.commit, past.prefix + step.path, step.before):
            found[step] = later
    return found


def set_right(past: Evidence) -> Iterator[tuple[PathPassage, PathPassage]]:
    """What took a record from its name, with what gave it back, byte for byte, where another one had the name since.

    The other one lies elsewhere today.
    """
    gone: dict[tuple[str, str], PathPassage] = {}
    for each in past.record_passages:
        path, before, after = each.change.path, each.change.before, each.change.after
        if before and not after:
            gone[path, before] = each
        elif gone and before and after and (path, after) in gone:
            went = gone[path, after]
            elsewhere = any(before == file.id for file in past.head_files.values())
            if elsewhere and past.is_before(went.commit.id, each.commit.id):
                yield went, each


def later_moves(past: Evidence) -> Iterator[tuple[PathPassage, PathPassage]]:
    """What one commit took away and a later one put elsewhere into the same chart, byte for byte."""
    at_once = {half for pair in past.moves for half in pair}
    added: dict[str, list[PathPassage]] = {}
    for each in past.record_passages:
        if each.after and not each.before and each not in at_once:
            added.setdefault(each.after, []).append(each)
    for went in past.record_passages:
        if went.before and not went.after and went not in at_once and past.prefix + went.path not in past.head_files:
            for came in added.get(went.before, ()):
                later = past.commit_order[came.commit.id] > past.commit_order[went.commit.id]
                if later and came.path != went.path and chart_of(came.path) == chart_of(went.path):
                    yield went, came
                    break


def _homes(past: Evidence) -> dict[PathPassage, PathPassage]:
    """By what took a record from a place to which it had been moved, what took it from where it lay at first."""
    moves, at = dict(past.moves), dict[str, PathPassage]()
    homes: dict[PathPassage, PathPassage] = {}
    for each in past.record_passages if moves else ():
        if each.before and not each.after:
            first = at.pop(each.path, each)
            if first is not each:
                homes[each] = first
            if each in moves:
                at[moves[each].path] = first
    return homes


def _lies_at_home(past: Evidence, first: PathPassage, older: RecordVersion) -> bool:
    """Whether a record lies today where it lay at first, and keeps what it said there and what was signed since."""
    found = past.head_files.get(past.prefix + first.path)
    if found is None:
        return False
    versions = past.versions([first.before, found.id])
    was, now = versions.get(first.before), versions.get(found.id)
    if was is None or now is None or not now.keeps(was):
        return False
    return now.keeps(older) or not now.says(older)


def _with_its_chart(
    past: Evidence, removed: PathPassage, later: Sequence[PathPassage], versions: Mapping[str, RecordVersion]
) -> bool:
    """Whether the chart is gone as a whole, and this record of it stands at the same place of one that came then."""
    chart, link = chart_of(removed.path), RecordPath.parse(removed.path).link
    if any(chart_of(path.removeprefix(past.prefix)) == chart for path in past.head_files):
        return False
    return any(
        one.commit.id == removed.commit.id
        and is_read(one.path)
        and RecordPath.parse(one.path).link == link
        and versions[one.after].resembles(versions[removed.before])
        for one in later
    )


def _is_kept(removed: PathPassage, added: PathPassage, older: RecordVersion, newer: RecordVersion) -> bool:
    """Whether what was removed stands in what was added, in the same chart or in another."""
    if is_attached(removed.path) and not removed.path.endswith(".md"):
        # Most are no text, or too large to be read, and would all say the same.
        return removed.before == added.after or removed.path == added.path
    if removed.before == added.after or newer.keeps(older):
        return True
    if older.signed or is_addendum(removed.path, older) or chart_of(removed.path) != chart_of(added.path):
        return False
    return removed.path == added.path or (
        newer.resembles(older) and is_told_in(removed.path, Telling(older), Telling(newer))
    )
