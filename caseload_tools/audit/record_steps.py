"""From a commit to the next: the steps in which a record has a text before and after, with both versions.

What the next step takes back whole (`git revert`) is told apart here, so that each check alarms of what is left. What a
step is worth is for the checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.lost_records import put_beside, set_right
from caseload_tools.audit.passages import PathPassage
from caseload_tools.history.keeping import is_addendum, is_rewritten
from caseload_tools.history.record_path import is_attached
from caseload_tools.history.versions import RecordVersion

_Step = tuple[PathPassage, RecordVersion, bool]
"""A step, the version before it, and whether it harmed that."""


def changed_steps(past: Evidence) -> Iterator[tuple[PathPassage, RecordVersion, RecordVersion]]:
    """Each step in which a record has a text before and after, with both versions; without what was taken back."""
    undone = taken_back(past)[0] | put_beside(past).keys()
    for each, older, newer in _steps(past):
        if each not in undone:
            yield each, older, newer


def changed_bare(past: Evidence) -> Iterator[tuple[PathPassage, RecordVersion, RecordVersion]]:
    """Steps that change the words of what had lost its signatures before, with the version that was signed."""
    bare: dict[tuple[str, str], RecordVersion] = {}
    for passage, older, newer in changed_steps(past):
        signed = older if older.signed else bare.get((passage.was or passage.path, passage.before))
        if signed is None or newer.keeps(signed):
            continue
        if is_addendum(passage.path, older) and is_rewritten(older, newer):
            continue  # told as such
        if newer.says(signed):
            bare[passage.path, passage.after] = signed
        elif not older.signed and newer.usable:
            yield passage, signed, newer


def _steps(past: Evidence) -> Iterator[tuple[PathPassage, RecordVersion, RecordVersion]]:
    pairs = (*past.moves, *past.returns.items())
    texts = ((went, came) for went, came in pairs if came.path.endswith(".md") or not is_attached(came.path))
    moves = [came._replace(went=went.change) for went, came in texts if went.before != came.after]
    steps = [each for each in past.record_passages if each.before and each.after and each.path.endswith(".md")]
    if moves:
        steps = sorted([*steps, *moves], key=lambda each: past.commit_order[each.commit.id])
    versions = past.versions(content for each in steps for content in (each.before, each.after))
    for each in steps:
        older, newer = versions.get(each.before), versions.get(each.after)
        if older is not None and newer is not None:
            yield each, older, newer


def taken_back(past: Evidence) -> tuple[set[PathPassage], list[tuple[PathPassage, PathPassage]]]:
    """Steps that harmed a record with the steps that undid them: all of them, and the first and last of each harm.

    Only a step that brings back all that the harmed version had, from what the harm left or from what went on from it.
    """
    left: dict[tuple[str, str], list[_Step]] = {}
    pairs = list(set_right(past))
    both = {back for _, back in pairs}
    for each, older, newer in _steps(past):
        chain = left.pop((each.was or each.path, each.before), [])
        first = _first_undone(chain, newer) if chain else None
        if first is not None:
            both |= {each, *(step for step, _, _ in chain[first:])}
            pairs.append((chain[first][0], each))
            chain = chain[:first]
        else:
            harmed = _is_harmed(each.path, older, newer) and each not in both
            chain = [*chain, (each, older, harmed)] if chain or harmed else []
        if chain:
            left[each.path, each.after] = chain
    return both, pairs


def _first_undone(chain: Sequence[_Step], newer: RecordVersion) -> int | None:
    """Where the first harm is of which a version brings back all that had been there before."""
    for at, (_, whole, harmed) in enumerate(chain):
        if harmed and newer.keeps_each_line(whole) and whole.keeps_addenda(newer):
            return at
    return None


def _is_harmed(path: str, older: RecordVersion, newer: RecordVersion) -> bool:
    if is_addendum(path, older) and not older.signed:
        return not newer.goes_on(older)
    return (older.signed and not newer.keeps_each_line(older)) or not newer.keeps_addenda(older)
