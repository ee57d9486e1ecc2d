"""Whether the past is still the one that anchors were made of, in the repository and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from caseload_tools.audit.anchors import FILE, SIGNATURES, Anchor, Kept, anchor_digest, line_digest
from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, NotChecked, Observation, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.dates import count_of
from caseload_tools.git.command import printable_line, run_git
from caseload_tools.git.ssh_signatures import ANCHOR, judge_signature

_SIG = re.compile(rf"{SIGNATURES}/(\d{{1,9}})[^/]*\.sig\Z", re.ASCII)
_NONE = "no anchor was ever made; `caseload audit anchor` makes one"


@past_check("anchors", "anchors")
def anchors(past: Evidence) -> CheckOutput:
    """The chain of anchors is whole, and the history holds what they say.

    Proves: audit/anchors.jsonl only ever grew; each line follows from the one before, or from the one that a
      colleague's line of the same time follows from, when a merge brought both together; each commit it names is
      still part of the history, with the same tree and the same records; signatures of lines are sound.
    Does not prove: anything against a person who may rewrite everything, the chain too. Only `anchor-kept` does.
    Means: history or the chain was rewritten after an anchor was made.
    Do: compare with another clone or a backup, and with the lines that were kept elsewhere.
    """
    for each in past.passages:
        if each.path == FILE and each.before:
            texts = past.texts([each.before, each.after])
            if not _grew(texts.get(each.before, ""), texts.get(each.after, ""), len(each.commit.parents) > 1):
                yield Alarm("a line of the chain of anchors was changed or removed", each.commit.id, FILE)
        elif each.path.startswith(SIGNATURES + "/") and each.before and each.before not in _beside(past):
            yield Alarm("the signature of an anchor was removed or exchanged", each.commit.id, each.path)
    if not past.anchors:
        raise NotChecked(_NONE)
    yield from _chain(past)
    yield from _signed(past)


def _grew(before: str, after: str, merged: bool) -> bool:
    """Whether lines were only added at the end; a merge may bring together what two people added."""
    if not merged:
        return after.startswith(before)
    left = iter(after.splitlines())
    return all(line in left for line in before.splitlines())


def _beside(past: Evidence) -> set[str]:
    """The contents of all signatures that stand beside the chain today."""
    folder = f"{past.prefix}{SIGNATURES}/"
    return {entry.id for path, entry in past.head_files.items() if path.startswith(folder)}


def _follows(anchors: Sequence[Anchor], number: int) -> Anchor | None:
    """The line that a line goes on from: the one before, or one from which another went on at the same time."""
    each, earlier = anchors[number - 1], anchors[: number - 1]
    before = next((one for one in earlier if one.digest == each.previous), _NOTHING if not each.previous else None)
    if before is None or each.n not in (number, before.n + 1):
        return None
    last = earlier[-1] if earlier else _NOTHING
    return before if before is last or any(one.previous == each.previous for one in earlier) else None


_NOTHING = Anchor(0, "", "", "", "", {}, 0, "", "")


def _chain(past: Evidence) -> CheckOutput:
    there = [each for each in past.anchors if each.head in past.by_id]
    digests = past.record_digests([each.head for each in there])
    for number, each in enumerate(past.anchors, start=1):
        before = _follows(past.anchors, number)
        if before is None:
            yield Alarm(f"anchor {number} does not follow from the one before it", path=FILE)
        if each.head not in past.by_id:
            yield Alarm(f"the commit of anchor {number} is no longer part of the history", each.head, FILE)
            continue
        if before is not None and past.commit_order[each.head] < past.commit_order.get(before.head, -1):
            yield Alarm(f"the commit of anchor {number} is older than that of the anchor before", each.head, FILE)
        if past.by_id[each.head].tree != each.tree or digests[each.head] != (each.records, each.root):
            yield Alarm(f"anchor {number} does not fit the records of its commit", each.head, FILE)


def _signed(past: Evidence) -> CheckOutput:
    """The detached signatures beside the chain."""
    found = [(_SIG.match(path.removeprefix(past.prefix)), entry.id) for path, entry in past.head_files.items()]
    present = [(match[0], int(match[1]), content) for match, content in found if match]
    texts = past.texts(content for _, _, content in present)
    signed = 0
    for path, n, content in present:
        standings = [_standing(past, each, texts.get(content, "")) for each in past.anchors if each.n == n]
        known = "good" in standings or ("unknown key" in standings and not past.trust.source)
        signed += known
        if standings and not known:
            yield Alarm(f"the signature of anchor {n} is {standings[-1]}", path=path)
    yield Observation(f"{count_of(len(past.anchors), 'anchor')}, {signed} signed")


def _standing(past: Evidence, anchor: Anchor, signature: str) -> str:
    at = past.by_id[anchor.head].committer.seconds if anchor.head in past.by_id else 0
    return judge_signature(anchor.line.encode(), signature, ANCHOR, past.trust.latest, at).standing


@past_check("tags", "anchors")
def tags(past: Evidence) -> CheckOutput:
    """No tag was moved or removed since it was anchored.

    Proves: each tag that an anchor names stands for the same object today.
    Does not prove: anything of tags made since the last anchor.
    Means: a name that people cite (a release, an audit, the end of a quarter) stands for something else now.
    Do: the anchor says what it stood for; give the tag that object again under its name.
    """
    if not past.anchors:
        raise NotChecked(_NONE)
    first: dict[str, tuple[str, Anchor]] = {}
    for anchor in past.anchors:
        for name, object_id in anchor.tags.items():
            first.setdefault(name, (object_id, anchor))
    for name, (object_id, anchor) in first.items():
        now = past.references.get(f"refs/tags/{name}")
        if now != object_id:
            word = "removed" if now is None else "moved"
            yield Alarm(f"the tag {printable_line(name, 60)} was {word} since anchor {anchor.n}", anchor.head, FILE)
    yield Observation(count_of(len(first), "tag"))


@past_check("anchor-kept", "anchors")
def anchor_kept(past: Evidence) -> CheckOutput:
    """The history is the one of which a line was kept elsewhere.

    Proves: the commit on the line, and with it everything before it, is part of this history to the last byte.
      This holds against everybody, also against those who may rewrite the repository.
    Does not prove: anything of what came after the line, or of what was changed before it was written.
    Means: history was rewritten after the line was written down, or this is another repository.
    Do: stop using this copy; find one that fits the line, among clones and backups, and compare the two.
    """
    if not past.asked.kept:
        raise NotChecked("no line was given; --anchor takes the one that `caseload audit anchor` printed")
    chain = (*past.anchors, *_not_committed(past))
    for kept in past.asked.kept:
        yield from _kept(past, kept, chain)
    yield Observation(f"{count_of(len(past.asked.kept), 'line')}, the last of {past.asked.kept[-1].day}")


def _kept(past: Evidence, kept: Kept, chain: Sequence[Anchor]) -> CheckOutput:
    heads = [commit for commit in past.by_id if commit.startswith(kept.head)]
    if len(heads) != 1:
        what = f"the commit that was anchored on {kept.day} is not part of this history"
        branch = _branch_with(past, kept.head)
        if branch:
            what += f"; it is part of the branch {branch}: is another one checked out here?"
        yield Alarm(what, kept.head)
        return
    (count, root) = past.record_digests(heads)[heads[0]]
    if anchor_digest(heads[0], past.by_id[heads[0]].tree, count, root) != kept.digest:
        yield Alarm(f"the digest kept on {kept.day} does not fit the records of its commit", heads[0])
    if kept.n is not None:
        mine = [each for each in chain if (each.n, each.head) == (kept.n, heads[0])]
        if not any(not kept.line or line_digest(kept.line) == each.digest for each in mine):
            yield Alarm(f"anchor {kept.n} in the repository is not the one of {kept.day}", heads[0], FILE)


def _branch_with(past: Evidence, commit: str) -> str:
    """A branch of this copy whose history holds a commit; empty where none does."""
    args = ["for-each-ref", "--count=1", "--format=%(refname:short)", f"--contains={commit}", "refs/heads"]
    printed = run_git(past.root, args, accept=(0, 1, 128, 129))
    return printable_line(printed.decode("utf-8", "replace").strip(), 60)


def _not_committed(past: Evidence) -> tuple[Anchor, ...]:
    """The anchors on the disk, where the newest may still wait for its commit."""
    from caseload_tools.audit.anchors import read_anchors

    file = past.root / FILE
    return read_anchors(file.read_text(encoding="utf-8")) if file.is_file() else ()
