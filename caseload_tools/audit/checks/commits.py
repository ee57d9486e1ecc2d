"""Whether commits are what they seem: one beginning, plain headers, merges that bring nothing of their own."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from caseload_tools.audit.anchors import SIGNATURES as SIGNED_ANCHORS
from caseload_tools.audit.checks.past_check import Alarm, CheckOutput, NotChecked, Observation, Remark, past_check
from caseload_tools.audit.evidence import Evidence
from caseload_tools.audit.lost_records import put_beside
from caseload_tools.audit.passages import PathPassage
from caseload_tools.dates import count_of
from caseload_tools.git.commits import SIGNATURES, Commit
from caseload_tools.git.raw_list import PathChange
from caseload_tools.git.remerge import can_remerge, remerge_all
from caseload_tools.history.keeping import is_addendum, is_told, says_nothing
from caseload_tools.history.readers.change_list import between_trees
from caseload_tools.history.record_path import is_read

_HEADERS = ("mergetag", "encoding")
_ALIKE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}  # scripts with letters of the same shape
# Persian, Urdu and the scripts of India need joiners between their own letters; among Latin ones they only deceive.
_JOINED = re.compile(r"(?<=[\u0600-\u077f\u0900-\u0dff])[\u200c\u200d](?=[\u0600-\u077f\u0900-\u0dff])")
_TURNED = re.compile(r"[\u202d\u202e\u2066-\u2068]")
_MOST = 5


@past_check("one-beginning", "commits")
def one_beginning(past: Evidence) -> CheckOutput:
    """The history has one beginning.

    Proves: every commit goes back to the same first one; no other history with records was joined on. One that has
      nothing to do with the practice (a program brought in by `git subtree`) may be.
    Does not prove: that the first commit is as old as it says.
    Means: a commit joins this history to another that shares nothing with it, with records that were never seen.
    Do: look at the second beginning with `git show`; records of another practice come in by `caseload import`.
    """
    beginnings = [commit for commit in past.commits if not commit.parents]
    if not beginnings:
        raise NotChecked("the beginning is cut off")
    first, *others = beginnings
    known = {commit.id for commit in past.commits_in_scope}
    touching = {passage.commit.id for passage in past.passages}
    for commit in others:
        if commit.id in known and touching & _only_from(past, commit):
            yield Alarm("a second history begins here and was joined on", commit.id)
    yield Observation(f"begun {first.committer.at:%Y-%m-%d}")


def _only_from(past: Evidence, beginning: Commit) -> set[str]:
    """The commits that go back to this beginning and to no other."""
    found = {beginning.id}
    for commit in past.commits:
        if commit.parents and found.issuperset(commit.parents):
            found.add(commit.id)
    return found


@past_check("commit-headers", "commits")
def commit_headers(past: Evidence) -> CheckOutput:
    """Commits say nothing that git does not show, and show nothing that they do not say.

    Proves: no commit has a header that git would pass over, a second signature, an encoding that shows its message
      as another one, a message with a part that is hidden behind a zero byte or turned round, or a name with signs
      that nobody sees or letters that only look like others.
    Does not prove: that a message is true.
    Means: somebody made the commit with other means than `git commit`, perhaps to hide text in it.
    Do: `git cat-file commit ID` shows all of it as it is stored.
    """
    for commit in past.own_commits:
        for name, value in commit.headers:
            if name in SIGNATURES:
                yield Alarm("the commit has a signature beside the one that counts, which can hold any text", commit.id)
            elif name not in _HEADERS:
                yield Alarm("the commit has a header that git does not know", commit.id)
            elif name == "encoding" and not _is_plain(value):
                yield Alarm("the commit declares another encoding, so its message can be shown as another", commit.id)
            elif name == "mergetag" and not value.startswith(tuple(f"object {each}\n" for each in commit.parents[1:])):
                yield Alarm("the commit holds a tag of something that it does not merge", commit.id)
        if b"\0" in commit.signed_part:
            yield Alarm("the commit hides text behind a zero byte", commit.id)
        if _TURNED.search(commit.message.decode("utf-8", "replace")):
            yield Alarm("the message has signs in it that show it in another order", commit.id)
        for person in (commit.author, commit.committer):
            if _deceives(person.name) or _deceives(person.email):
                yield Alarm("a name or address has signs in it that cannot be told apart by eye", commit.id)
                break


def _is_plain(encoding: str) -> bool:
    """Whether plain letters are themselves in this encoding, one byte each, so that nothing can hide."""
    try:
        name = codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        return False
    return name.startswith(("utf-8", "ascii", "iso8859-", "cp125", "koi8-"))


def _deceives(name: str) -> bool:
    """Whether a name has signs without a shape, or letters of two scripts in one word."""
    if name.isascii():
        return any(unicodedata.category(each) == "Cc" for each in name)
    if any(unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp") for each in _JOINED.sub("", name)):
        return True
    words = (
        {unicodedata.name(each, "").partition(" ")[0] for each in word if each.isalpha()} & _ALIKE
        for word in re.split(r"[\s._@-]+", name)
    )
    return any(len(scripts) > 1 for scripts in words)


@past_check("merges", "commits")
def merges(past: Evidence) -> CheckOutput:
    """Merges bring nothing of their own and drop nothing.

    Proves: each merge was done again; its files are what comes of the two sides. Where the sides were at odds,
      every line of the result stands on one of them. Where both had given one name to a record, and one of the two
      has another name now, that is only named, also where the merge declares one of them void.
    Does not prove: that a dispute between two sides was settled rightly.
    Means: something was written, changed or dropped under cover of a merge, where nobody looks.
    Do: `git show --remerge-diff ID` shows what the merge did on its own; ask who made it.
    """
    made = [commit for commit in past.commits_in_scope if len(commit.parents) > 1]
    whole = [commit for commit in made if past.by_id.keys() >= set(commit.parents)]
    if whole and not can_remerge(past.borrowed):
        raise NotChecked("this git cannot do many merges again; 2.39 or later can")
    if whole:
        yield from _done_again(past, whole)
    yield Observation(count_of(len(made), "merge"))


def _done_again(past: Evidence, commits: Sequence[Commit]) -> CheckOutput:
    again = list(remerge_all(past.borrowed, [commit.parents for commit in commits]))
    odd = [
        (commit, tree, at_odds) for commit, (tree, at_odds) in zip(commits, again, strict=True) if tree != commit.tree
    ]
    laid = put_beside(past) if odd else ()
    differences = between_trees(past.borrowed, [(tree, commit.tree) for commit, tree, _ in odd])
    for (commit, _, at_odds), changed in zip(odd, differences, strict=True):
        disputed = [each.path for each in changed if each.path in at_odds]
        own = [each.path for each in changed if each.path not in at_odds] + _own_lines(past, commit, disputed)
        # A second anchor's signature gets another name in a merge; the check `anchors` looks at those.
        own = [path for path in own if past.is_ours(path) and not path.startswith(f"{past.prefix}{SIGNED_ANCHORS}/")]
        aside = [path for path in own if past.passages and (commit.id, path) in past.set_aside]
        back = {path: later for path in own if (later := _brought_back(past, commit, path, changed))}
        own = [path for path in own if path not in back]
        for path, later in back.items():
            said = f"what one side wrote was left out by the merge, and brought back in commit {later.short}"
            yield Remark(said, commit.id, path)
        for path in _left_out(past, commit, disputed, laid):
            yield Remark("of two records of one name, of which nobody had signed any, a merge has one", commit.id, path)
        signed = [path for path in own if _takes_signed(past, commit, path, changed)]
        own = [path for path in own if path not in signed]
        for path in signed:
            yield Remark("one side had signed this and the other went on; what was signed was taken", commit.id, path)
        declared = [path for path in own if aside and _declares_void(past, commit, path, aside)]
        own = [path for path in own if path not in (*aside, *declared)]
        for path in declared:
            yield Remark("of two records of one name, a merge declared one void", commit.id, path)
        for path in aside:
            yield Remark("two records of one name were brought together, and this one got another", commit.id, path)
        adding = [path for path in own if _only_adds(past, commit, path, changed)]
        own = [path for path in own if path not in adding]
        for path in adding:
            yield Remark("an addition or a signature was committed within a merge", commit.id, path)
        for path in own[:_MOST]:
            yield Alarm("a merge holds what neither side has, or lacks what it should have", commit.id, path)
        if len(own) > _MOST:
            yield Alarm(f"and {count_of(len(own) - _MOST, 'other file')} in the same merge", commit.id)


def _brought_back(past: Evidence, merge: Commit, path: str, changed: Sequence[PathChange]) -> Commit | None:
    """The commit after a merge that has what comes of its sides at a path, where the merge has only what one had."""
    change = next(each for each in changed if each.path == path)
    sides = past.file_in(merge.parents, path, prefix="")
    if not change.before or change.after not in sides.values() or change.before not in sides.values():
        return None
    at = past.commit_order[merge.id]
    came = (each.commit for each in past.passages if past.prefix + each.path == path and each.after == change.before)
    return next((each for each in came if past.commit_order[each.id] > at), None)


def _left_out(past: Evidence, merge: Commit, disputed: Sequence[str], laid: Iterable[PathPassage]) -> Iterator[str]:
    """The paths at which two sides of a merge began a record each, of which one is nowhere since.

    `laid` are the steps whose loss a later commit put beside.
    """
    kept = {was for (made, _), was in past.set_aside.items() if made == merge.id} if past.passages else set()
    beside = {past.prefix + each.path for each in laid if each.commit.id == merge.id}
    for path in disputed:
        contents = past.file_in([*merge.parents, merge.id], path, prefix="")
        versions = past.versions(contents.values())
        now = versions.get(contents[merge.id])
        if now is None or path in kept | beside or not is_read(path.removeprefix(past.prefix)):
            continue
        sides = [versions[contents[each]] for each in merge.parents if contents[each] in versions]
        lost = (each for each in sides if not each.signed and not is_addendum(path, each) and not is_told(each, now))
        if len(sides) > 1 and past.began(merge, path) and any(not says_nothing(each) for each in lost):
            yield path


def _takes_signed(past: Evidence, merge: Commit, path: str, changed: Sequence[PathChange]) -> bool:
    """Whether a merge took what one side had signed, as it was, where git would have mixed other words into it."""
    change = next(each for each in changed if each.path == path)
    sides = past.file_in(merge.parents, path, prefix="").values()
    versions = past.versions([change.before, *sides])
    taken, mixed = versions.get(change.after), versions.get(change.before)
    if change.after not in sides or taken is None or mixed is None or not taken.signed:
        return False
    return not mixed.says(taken)


def _only_adds(past: Evidence, merge: Commit, path: str, changed: Sequence[PathChange]) -> bool:
    """Whether a merge brings something new and signed at a path, and takes nothing: an addition, or a signature.

    The log tells both of whoever made the merge, and what stands signed is looked at as anywhere. Each digest of it
    holds: what was typed by hand might be older, and nobody could tell. What declares a record void takes something.
    """
    change = next(each for each in changed if each.path == path)
    sides = past.file_in(merge.parents, path, prefix="").values()
    versions = past.versions([change.before, change.after])
    before, now = versions.get(change.before), versions.get(change.after)
    if now is None or not now.usable or not now.signed or set(now.digests.values()) != {now.digest}:
        return False
    if before is not None:
        return before.usable and now.digest == before.digest and now.keeps(before) and now.addenda == before.addenda
    adds = is_addendum(path, now) and now.data.get("kind") not in ("void", "returned")
    return adds and not change.before and not any(sides)


def _declares_void(past: Evidence, commit: Commit, path: str, aside: Sequence[str]) -> bool:
    """Whether a merge added at a path what declares one of two records of one name void, both of which it kept."""
    pair = {each for new in aside for each in (new, past.set_aside[commit.id, new])}
    contents = past.file_in([*commit.parents, commit.id], path, prefix="")
    version = past.versions(contents.values()).get(contents[commit.id])
    if version is None or any(contents[parent] for parent in commit.parents) or version.data.get("kind") != "void":
        return False
    chart, folder, _ = path.partition("addenda/")
    return bool(folder) and f"{chart}{version.data.get('to')}.md" in pair


def _own_lines(past: Evidence, commit: Commit, paths: Sequence[str]) -> list[str]:
    """Those of the disputed paths in which a line stands that neither side has."""
    found = []
    for path in paths:
        names = past.file_in([*commit.parents, commit.id], path, prefix="")
        texts = past.texts(names.values())
        sides = {line for parent in commit.parents for line in texts.get(names[parent], "").splitlines()}
        if any(line not in sides for line in texts.get(names[commit.id], "").splitlines()):
            found.append(path)
    return found
