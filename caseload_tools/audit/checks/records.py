"""Whether records kept what was once in them: the signed text, the signatures, the additions, themselves.

Every step from a commit to the next is looked at by itself, along all branches and merges. A step that the next one
takes back whole (`git revert`) is told, and is no alarm: nothing was lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, Observation, Remark, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.lost_records import later_moves, lost_records, put_beside, set_right
from caseload_tools.audit.others_words import words_of_others
from caseload_tools.audit.passages import PathPassage
from caseload_tools.audit.record_steps import changed_bare, changed_steps, taken_back
from caseload_tools.chart.records.addendum import holds_on
from caseload_tools.dates import count_of
from caseload_tools.history.fates import RETURNED, fate_of
from caseload_tools.history.keeping import (
    ATTACHED_EMPTIED,
    ATTACHED_GONE,
    REWRITTEN,
    UNREADABLE,
    is_addendum,
    is_doubled,
    is_emptied,
    is_rewritten,
    is_unreadable,
    says_little,
    says_nothing,
)
from caseload_tools.history.readers.record_history import object_id
from caseload_tools.history.record_path import (
    RecordPath,
    chart_of,
    is_attached,
    is_filed,
    is_read,
    name_in_chart,
    place_of_move,
    word_of,
)
from caseload_tools.history.versions import RecordVersion
from caseload_tools.text.signed_text import CHANGED, TAKEN_OUT, all_said_of, broken_entries, said_of


@past_check("signed-records", "records")
def signed_records(past: Evidence) -> CheckOutput:
    """What was signed reads today as it did when it was signed.

    Proves: since the first commit that carried a signature, no commit changed the content of that record, also
      not by signing it anew, or by deleting it and bringing it back with other words; and each digest is of what it
      stands under today. Content is what `caseload manual digest` counts as such. Only how far a plan has come
      (`status`, `completed_on`), and that a consent was revoked (`status`, `revoked_on`), may be kept up in it, as long
      as its signatures are typed names without a digest.
      A change that the next commit of the record took back whole is only named.
    Does not prove: that the record was right when it was signed, or unchanged before the first commit with it.
    Means: somebody changed a signed record instead of adding to it.
    Do: `git log -p` on the record shows both texts. Restore the signed one and write an addendum.
    """
    for passage, held, newer in changed_bare(past):
        yield _alarm(CHANGED.format(all_said_of(newer.broken_signatures(held))), passage)
    for passage, older, newer in changed_steps(past):
        if is_unreadable(older, newer):
            yield _alarm(f"signed by {all_said_of(older.entries)}, and {UNREADABLE}", passage)
        elif older.signed and not is_addendum(passage.path, older) and not newer.says(older):
            yield _alarm(CHANGED.format(all_said_of(newer.broken_signatures(older))), passage)
    yield from _never_held(past)
    for passage, back in taken_back(past)[1]:
        what = "an addendum" if is_addendum(passage.path) else "a signed record"
        said = f"{what} was changed, and put back as it was in commit {back.commit.short}"
        yield Remark(said, passage.commit.id, passage.path)
    for passage, came in put_beside(past).items():
        said = f"what one side of a merge had here was left out, and put beside it in commit {came.commit.short}"
        yield Remark(said, passage.commit.id, passage.path)
    signed = sum(version.signed for version in past.versions(_current(past)).values())
    yield Observation(f"{count_of(signed, 'version')} with signatures")


def _never_held(past: Evidence) -> Iterator[Alarm]:
    """What stands today under a digest of other words, by the commit that brought it; not what another step tells."""
    changed = changed_steps(past)
    told = {step.path for step, older, newer in changed if not newer.says(older) or newer.lost_signatures(older)}
    brought = {each.path: each for each in past.record_passages if each.after and each.path.endswith(".md")}
    there = [each for path, each in brought.items() if path not in told and _stands(past, each)]
    versions = past.versions(each.after for each in there)
    for passage in there:
        version = versions.get(passage.after)
        if version is not None and version.usable and version.digests:
            broken = broken_entries(version.entries, version.digest)
            if broken:
                yield Alarm(CHANGED.format(all_said_of(broken)), passage.commit.id, passage.path)


def _stands(past: Evidence, passage: PathPassage) -> bool:
    found = past.head_files.get(past.prefix + passage.path)
    return found is not None and found.id == passage.after


@past_check("signature-blocks", "records")
def signature_blocks(past: Evidence) -> CheckOutput:
    """No signature was taken out or altered.

    Proves: each signature under a record still stands there, with the same person, role, time and digest. Of two that
      one person gave on two branches over the same words, a merge may keep one, and is only named.
    Does not prove: that the person made it; the check `signer` ties people to commits as far as they have keys.
    Means: somebody removed a signature, back-dated it or put another name in its place.
    Do: `git log -p` on the record shows the signature as it was; put it back, and sign beside it.
    """
    for passage, older, newer in changed_steps(past):
        for lost in newer.lost_signatures(older) if not is_unreadable(older, newer) else ():
            if _is_doubled(past, passage, lost, older, newer):
                said = f"a merge left out one of two signatures of {said_of(lost)}, both over the same words"
                yield Remark(said, passage.commit.id, passage.path)
                continue
            yield _alarm(f"{said_of(lost)}'s signature was {TAKEN_OUT}", passage)


def _is_doubled(
    past: Evidence, passage: PathPassage, lost: Mapping[str, Any], older: RecordVersion, newer: RecordVersion
) -> bool:
    """Whether a merge kept the other of two signatures of one person, as another parent has it."""
    parents = passage.commit.parents
    if len(parents) == 1 or not newer.says(older):
        return False
    contents = past.file_in(parents, passage.path).values()
    versions = past.versions(contents)
    return is_doubled(lost, older, newer, [versions[each] for each in contents if each in versions])


@past_check("addenda", "records")
def addenda(past: Evidence) -> CheckOutput:
    """No addition to a record was removed or altered.

    Proves: addenda, corrections and late entries stand as they were first committed. One that nobody has signed
      yet may still be written further, but loses no line. What nobody signed and an addition holds on to
      (`to_digest`) is named when it says other words today.
    Does not prove: that no addition is missing that was never committed.
    Means: somebody took back or rewrote what had been added for everybody to see.
    Do: `git log -p` on the addendum shows it as it was; restore it, and add another addendum instead.
    """
    for passage, older, newer in changed_steps(past):
        if is_addendum(passage.path, older):
            if is_rewritten(older, newer) and not is_unreadable(older, newer):
                yield _alarm(f"an addendum was {REWRITTEN}", passage)
        elif not newer.keeps_addenda(older) and not is_unreadable(older, newer):
            yield _alarm("an addition within a record was removed or changed", passage)
    for passage, kind in lost_records(past):
        if kind == "addendum":
            went = _fate(past, passage) if passage in dict(past.moves) else "deleted"
            yield Alarm(f"an addendum was {went}", passage.commit.id, passage.path)
    for passage in _reworded(past).values():
        yield Remark("a record was changed that an addition holds on to", passage.commit.id, passage.path)


def _reworded(past: Evidence) -> dict[str, PathPassage]:
    """By path, the last step away from the words that an addition of today names, of what nobody had signed."""
    there = {path.removeprefix(past.prefix): each.id for path, each in past.head_files.items()}
    additions = {path: content for path, content in there.items() if "/addenda/" in path and path.endswith(".md")}
    versions = past.versions(additions.values())
    held: dict[str, set[str]] = {}
    for path, content in additions.items():
        version = versions.get(content)
        if version is None:
            continue  # its content is damaged, as `fsck` says
        data = version.data
        target = f"{path.partition('addenda/')[0]}{data.get('to')}.md"
        word = word_of(str(data.get("to")), str(data.get("client")))
        if target in there and data.get("to_digest") and word and holds_on(str(data.get("kind")), word):
            held.setdefault(target, set()).add(str(data["to_digest"]))
    now = past.versions(there[path] for path in held)
    lost = {path: digests - {now[there[path]].digest} for path, digests in held.items() if there[path] in now}
    return {
        each.path: each
        for each, older, newer in changed_steps(past)
        if not older.signed and older.digest in lost.get(each.path, ()) and newer.digest != older.digest
    }


@past_check("deleted", "records")
def deleted(past: Evidence) -> CheckOutput:
    """No record was deleted or emptied.

    Proves: each record that was ever committed is still there, where it is read as a record of its chart, and tells
      what it told, if nobody signed it perhaps in other words. A signed one or an addendum that has another name in
      its chart now is only named, and so is a draft that was deleted and said nothing yet. Attached files are there
      still too, and not emptied, but for those that never had a byte.
    Does not prove: that nobody deleted a record before it was committed.
    Means: a record is gone. Records are kept; one that was entered in error is marked so with `caseload void`.
    Do: `git show COMMIT^:PATH` prints it; restore it from there.
    """
    for passage, kind in lost_records(past):
        if kind == "record" and is_attached(passage.path):
            yield from _attached_gone(passage)
        elif kind == "record" and says_nothing(past.versions([passage.before])[passage.before]):
            yield Remark("a draft that said nothing yet was deleted", passage.commit.id, passage.path)
        elif kind == "record":
            yield Alarm("a record was deleted", passage.commit.id, passage.path)
        elif kind == "hidden":
            fate = _fate(past, passage)
            yield Alarm(f"a record was {fate} to a place where nobody reads it", passage.commit.id, passage.path)
    for passage, older, newer in changed_steps(past):
        emptied = is_emptied(older, newer) if not older.signed else newer.empty and not older.empty
        emptied = emptied and not is_unreadable(older, newer)
        emptied = emptied or _cut_in_steps(past, passage, older, newer)
        if emptied and not is_addendum(passage.path, older) and not _filled_again(past, passage, older):
            yield _alarm("a record was emptied", passage)
    yield from _attached_emptied(past)
    for first, last in _renamed(past):
        content = past.head_files[past.prefix + last.path].id
        fate = fate_of(first.path, first.before, content)
        what = "an addendum" if is_addendum(first.path) else "a signed record"
        yield Remark(f"{what} was {fate} from {first.path}", last.commit.id, last.path)


@past_check("charts", "records")
def charts(past: Evidence) -> CheckOutput:
    """No record was moved to the chart of another client.

    Proves: each record stayed in the chart in which it was first committed. What nobody had signed may be put into
      the right chart, and is only named; so is a chart without signatures that got another id as a whole, and a record
      that was filed into another folder than the rest of its chart. Where one commit put the words of one client's
      record in the place of another client's, that is named.
    Does not prove: that it was put into the right chart at first.
    Means: what was written of one client now stands in the chart of another.
    Do: put it back, mark it there as entered in error (`caseload void`), and write it anew in the right chart.
    """
    for passage, kind in lost_records(past):
        if kind == "moved":
            what = f"a record was {_fate(past, passage)} {_place(past, passage)}"
            signed = past.versions([passage.before])[passage.before].signed
            yield (Alarm if signed else Remark)(what, passage.commit.id, passage.path)
        elif kind == "back":
            said = "what had been taken from its place was put back, and does not lie here any more"
            yield Remark(said, passage.commit.id, passage.path)
    for each, _ in words_of_others(past):
        said = "what another client's record had said was put in the place of its words"
        yield Remark(said, each.commit.id, each.path)
    for went, came in _filed_alone(past):
        fate = fate_of(went.path, went.before, came.after)
        yield Remark(f"a record was {fate} to another folder than its chart's", came.commit.id, came.path)
    renamed = {(each.commit.id, chart_of(each.path)) for each, kind in lost_records(past) if kind == "renamed"}
    for commit, chart in sorted(renamed, key=lambda each: past.commit_order[each[0]]):
        yield Remark(f"the chart {chart} got another id", commit)


def _filed_alone(past: Evidence) -> Iterator[tuple[PathPassage, PathPassage]]:
    """What moved to another folder of its client, where it still is, while others of the chart stayed."""
    for went, came in past.moves:
        old, new = RecordPath.parse(went.path), RecordPath.parse(came.path)
        apart = old.client == new.client and old.folder != new.folder and past.prefix + came.path in past.head_files
        if apart and any(path.startswith(f"{past.prefix}{old.folder}/") for path in past.head_files):
            yield went, came


def _alarm(what: str, passage: PathPassage) -> Alarm:
    """What a step did to a record, or what bringing it back after its deletion did."""
    return Alarm(RETURNED.format(what) if passage.is_return else what, passage.commit.id, passage.path)


def _attached_gone(passage: PathPassage) -> CheckOutput:
    """Of an attached file, which is no draft whatever it holds; one that never had a byte only keeps a folder.

    One that had, and was emptied before, is told with the commit that emptied it.
    """
    if passage.before == object_id(b"", len(passage.before)):
        yield Remark("an attached file without content was deleted", passage.commit.id, passage.path)
    else:
        yield Alarm(ATTACHED_GONE, passage.commit.id, passage.path)


def _attached_emptied(past: Evidence) -> Iterator[Alarm]:
    """Attached files that lost all their bytes and got none again."""
    for each in past.record_passages:
        empty = object_id(b"", len(each.after)) if is_filed(each.path) and each.before else ""
        if empty and each.after == empty != each.before and not _has_bytes_again(past, each, empty):
            yield Alarm(ATTACHED_EMPTIED, each.commit.id, each.path)


def _has_bytes_again(past: Evidence, emptied: PathPassage, empty: str) -> bool:
    at = past.commit_order[emptied.commit.id]
    later = (one for one in past.record_passages if one.path == emptied.path and one.after not in ("", empty))
    return any(past.commit_order[one.commit.id] > at for one in later)


def _renamed(past: Evidence) -> Iterator[tuple[PathPassage, PathPassage]]:
    """What took a signed record from where it was, and what put it where it is, under another name in its chart."""
    first: dict[str, PathPassage] = {}
    last: dict[str, PathPassage] = {}
    for went, came in sorted((*past.moves, *later_moves(past)), key=lambda pair: past.commit_order[pair[1].commit.id]):
        first[came.path] = first.pop(went.path, went)
        last[came.path] = came
    right = {back.path for _, back in set_right(past)}
    first = {path: went for path, went in first.items() if path not in right}
    versions = past.versions(each.before for each in first.values())
    for path, went in first.items():
        older = versions.get(went.before)
        stays = chart_of(went.path) == chart_of(path) and is_read(path) and past.prefix + path in past.head_files
        kept = older is not None and (older.signed or is_addendum(went.path, older))
        if kept and stays and name_in_chart(went.path) != name_in_chart(path):
            yield went, last[path]


def _fate(past: Evidence, went: PathPassage) -> str:
    """The word for what moved out of its chart; what came back in a later commit only was moved."""
    came = dict(past.moves).get(went)
    return fate_of(went.path, went.before, came.after) if came is not None else "moved"


def _place(past: Evidence, went: PathPassage) -> str:
    """Where it went that left its chart, in that commit or, as it was, in a later one."""
    came = dict(past.moves).get(went)
    later = (each for each in past.record_passages if each.after == went.before and each.path != went.path)
    came = came or next(later, None)
    return place_of_move(went.path, came.path) if came is not None else "into another client's chart"


def _cut_in_steps(past: Evidence, step: PathPassage, older: RecordVersion, newer: RecordVersion) -> bool:
    """Whether a step leaves next to nothing of a record that earlier ones had cut already, of the most it ever said."""
    if older.signed or not says_little(newer) or len(newer.document.text) >= len(older.document.text):
        return False
    paths = {step.path, step.was}
    earlier = [each for each in past.record_passages if each.path in paths and each.after]
    versions = past.versions(each.after for each in earlier)
    return any(
        is_emptied(versions[each.after], newer) and past.is_before(each.commit.id, step.commit.id)
        for each in earlier
        if each.after in versions and not versions[each.after].signed
    )


def _filled_again(past: Evidence, emptied: PathPassage, older: RecordVersion) -> bool:
    """Whether a later commit gave the record its text back."""
    later = [
        each.after
        for each in past.record_passages
        if each.path == emptied.path
        and each.after
        and past.commit_order[each.commit.id] > past.commit_order[emptied.commit.id]
    ]
    versions = past.versions(later)
    return any(
        versions[each].keeps(older) or (not older.signed and not is_emptied(older, versions[each])) for each in later
    )


def _current(past: Evidence) -> set[str]:
    return {each.after for each in past.record_passages if each.before or each.after}
