"""Whether the past is still the one that anchors were made of, in the repository and elsewhere."""

from __future__ import annotations

from caseload_tools.audit.anchors import FILE, SIGNATURES, Anchor, Kept, digest_of, seal
from caseload_tools.audit.checks.check import Alarm, NotChecked, Note, Said, check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.dates import count_of
from caseload_tools.vcs.command import printable
from caseload_tools.vcs.ssh_signatures import ANCHOR, judge

_NONE = "no anchor was ever made; `caseload audit anchor` makes one"


@check("anchors", "anchors")
def anchors(past: Evidence) -> Said:
    """The chain of anchors is whole, and the history holds what they say.

    Proves: audit/anchors.jsonl only ever grew; each line follows from the one before; each commit it names is
      still part of the history, with the same tree and the same records; signatures of lines are sound.
    Does not prove: anything against a person who may rewrite everything, the chain too. Only `anchor-kept` does.
    Means: history or the chain was rewritten after an anchor was made.
    Do: compare with another clone or a backup, and with the lines that were kept elsewhere.
    """
    for each in past.passages:
        if each.path == FILE and each.before:
            texts = past.texts([each.before, each.after])
            if not texts.get(each.after, "").startswith(texts.get(each.before, "")):
                yield Alarm("a line of the chain of anchors was changed or removed", each.commit.id, FILE)
        elif each.path.startswith(SIGNATURES + "/") and each.before:
            yield Alarm("the signature of an anchor was removed or exchanged", each.commit.id, each.path)
    if not past.anchors:
        raise NotChecked(_NONE)
    yield from _chain(past)
    yield from _signed(past)


def _chain(past: Evidence) -> Said:
    there = [each for each in past.anchors if each.head in past.by_id]
    sealed = past.seals([each.head for each in there])
    previous, place = "", -1
    for number, each in enumerate(past.anchors, start=1):
        if each.n != number or each.previous != previous:
            yield Alarm(f"anchor {number} does not follow from the one before it", path=FILE)
        previous = each.digest
        if each.head not in past.by_id:
            yield Alarm(f"the commit of anchor {number} is no longer part of the history", each.head, FILE)
            continue
        if past.order[each.head] < place:
            yield Alarm(f"the commit of anchor {number} is older than that of the anchor before", each.head, FILE)
        place = past.order[each.head]
        if past.by_id[each.head].tree != each.tree or sealed[each.head] != (each.records, each.root):
            yield Alarm(f"anchor {number} does not fit the records of its commit", each.head, FILE)


def _signed(past: Evidence) -> Said:
    """The detached signatures beside the chain."""
    names = {f"{past.prefix}{SIGNATURES}/{each.n}.sig": each for each in past.anchors}
    present = {path: past.head_files[path].id for path in names if path in past.head_files}
    texts = past.texts(present.values())
    signed = 0
    for path, content in present.items():
        anchor = names[path]
        at = past.by_id[anchor.head].committer.seconds if anchor.head in past.by_id else 0
        verdict = judge(anchor.line.encode(), texts.get(content, ""), ANCHOR, past.trust.latest, at)
        known = verdict.standing == "good" or (verdict.standing == "unknown key" and not past.trust.source)
        signed += known
        if not known:
            place = path.removeprefix(past.prefix)
            yield Alarm(f"the signature of anchor {anchor.n} is {verdict.standing}", path=place)
    yield Note(f"{count_of(len(past.anchors), 'anchor')}, {signed} signed")


@check("tags", "anchors")
def tags(past: Evidence) -> Said:
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
            yield Alarm(f"the tag {printable(name, 60)} was {word} since anchor {anchor.n}", anchor.head, FILE)
    yield Note(count_of(len(first), "tag"))


@check("anchor-kept", "anchors")
def anchor_kept(past: Evidence) -> Said:
    """The history is the one of which a line was kept elsewhere.

    Proves: the commit on the line, and with it everything before it, is part of this history to the last byte.
      This holds against everybody, also against those who may rewrite the repository.
    Does not prove: anything of what came after the line, or of what was changed before it was written.
    Means: history was rewritten after the line was written down, or this is another repository.
    Do: stop using this copy; find one that fits the line, among clones and backups, and compare the two.
    """
    if not past.asked.kept:
        raise NotChecked("no line was given; --anchor takes the one that `caseload audit anchor` printed")
    chain = {each.n: each for each in past.anchors}
    for kept in past.asked.kept:
        yield from _kept(past, kept, chain)
    yield Note(f"{count_of(len(past.asked.kept), 'line')}, the last of {past.asked.kept[-1].day}")


def _kept(past: Evidence, kept: Kept, chain: dict[int, Anchor]) -> Said:
    heads = [commit for commit in past.by_id if commit.startswith(kept.head)]
    if len(heads) != 1:
        yield Alarm(f"the commit that was anchored on {kept.day} is not part of this history", kept.head)
        return
    (count, root) = past.seals(heads)[heads[0]]
    if seal(heads[0], past.by_id[heads[0]].tree, count, root) != kept.seal:
        yield Alarm(f"the seal of {kept.day} does not fit the records of its commit", heads[0])
    if kept.n is not None:
        mine = chain.get(kept.n) or _not_committed(past).get(kept.n)
        if mine is None or mine.head != heads[0] or (kept.line and digest_of(kept.line) != mine.digest):
            yield Alarm(f"anchor {kept.n} in the repository is not the one of {kept.day}", heads[0], FILE)


def _not_committed(past: Evidence) -> dict[int, Anchor]:
    """The anchors on the disk, where the newest may still wait for its commit."""
    from caseload_tools.audit.anchors import read_anchors

    file = past.root / FILE
    return {each.n: each for each in read_anchors(file.read_text(encoding="utf-8"))} if file.is_file() else {}
