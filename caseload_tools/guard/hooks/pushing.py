"""What is about to be pushed, looked at commit by commit: before it leaves, and again before it is accepted.

A person may commit past their own hooks (`git commit --no-verify`); here it is seen. A signed record that one commit
altered and a later one put back is left in peace: both are in the history, for the audit to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from caseload_tools.chart.signing.ways_back import checks_out, restores
from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import prefix_of, run_git
from caseload_tools.git.commits import read_commit
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import RAW, PathChange, listed_lines, read_change
from caseload_tools.guard.hooks.brought import brought_by_merge
from caseload_tools.guard.hooks.dropped import Drop, dropped_by_merge
from caseload_tools.guard.hooks.held_to_past import changes_of_what_stays
from caseload_tools.guard.hooks.hiding import hiding_attributes, said_in
from caseload_tools.guard.hooks.left_lying import left_lying
from caseload_tools.guard.hooks.locked import (
    LockedChange,
    added_records,
    is_kept,
    odd_files,
    read_content,
    refusal_of,
)
from caseload_tools.guard.hooks.outvoted import Outvoted, outvoted_by_merge
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.guard.hooks.privacy import message_refusals, name_refusals, step_names
from caseload_tools.guard.hooks.putting_back import puts_back, way_home, whole_in
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.keeping import ODD, is_addendum
from caseload_tools.history.readers.commit_steps import CommitStep, made_step
from caseload_tools.history.readers.deletions import last_deletions
from caseload_tools.history.readers.lost_signatures import may_have_lost_signatures
from caseload_tools.history.record_path import is_attached, is_namesake
from caseload_tools.history.versions import RecordVersion
from caseload_tools.practice import Practice

_BRANCH, _TAG = "refs/heads/", "refs/tags/"


class Update(NamedTuple):
    """A reference that is to move: its full name, the commit or tag it is at, and the one it shall be at."""

    name: str
    old: str
    new: str

    @property
    def creates(self) -> bool:
        return not self.old.strip("0")

    @property
    def deletes(self) -> bool:
        return not self.new.strip("0")

    @property
    def short(self) -> str:
        return self.name.removeprefix(_BRANCH).removeprefix(_TAG)


def updates_received(told: str) -> tuple[Update, ...]:
    """What git tells a pre-receive hook: a line `OLD NEW NAME` for each reference."""
    return tuple(Update(name, old, new) for old, new, name in _lines(told, 3))


def updates_sent(told: str) -> tuple[Update, ...]:
    """What git tells a pre-push hook: a line `LOCAL-NAME LOCAL REMOTE-NAME REMOTE` for each reference."""
    return tuple(Update(remote, old, new) for _, new, remote, old in _lines(told, 4))


def _lines(told: str, count: int) -> Iterator[list[str]]:
    for line in told.splitlines():
        words = line.split(" ")
        if len(words) == count:
            yield words
        elif line.strip():
            raise CaseloadError("git told its hook something odd", "is this hook called by git?")


Progress = Callable[[int, int], None]  # so many commits were looked at, of so many


def silent(_done: int, _of: int) -> None:
    """Nobody waits for it."""


def push_refusals(
    root: Path,
    updates: Iterable[Update],
    known: Iterable[str],
    practice: Practice,
    prefix: str = "",
    progress: Progress = silent,
) -> Iterator[Refusal]:
    """What speaks against a push. `known` are commits that the other side has, whose past was looked at before."""
    there = [each for each in known if each.strip("0")]
    for update in updates:
        if update.deletes:
            continue
        beside = tuple(side_reference(update))
        if beside:
            yield from beside
            continue
        kind = "tag" if update.name.startswith(_TAG) else "branch"
        yield from name_refusals(kind, update.short, practice)
        if run_git(root, ["cat-file", "-t", update.new], accept=(0, 128)).strip() == b"tag":
            _, _, said = run_git(root, ["cat-file", "tag", update.new]).decode("utf-8", "replace").partition("\n\n")
            for each in message_refusals(said, practice):
                yield each._replace(where=f"tag {update.new[:10]}, {each.where}")
        yield from _of_commits(root, update, there, practice, prefix, progress)


def side_reference(update: Update) -> Iterator[Refusal]:
    """What speaks into the history from beside it, and can be written anew at any time."""
    for beside, why, hint in _BESIDE:
        if update.name.startswith(beside):
            yield Refusal(beside.split("/")[1], update.name, why, hint)
            return
    if update.name.startswith("refs/") and not update.name.startswith((_BRANCH, _TAG)):
        hint = f"push a branch, or a tag: git push REMOTE HEAD:{_BRANCH}NAME"
        yield Refusal("odd-name", update.name, "it is neither a branch nor a tag, and nobody would look there", hint)


_BESIDE = (
    ("refs/replace/", "it would show another past than the one that was written", "do not push it"),
    ("refs/original/", "it is what a program that rewrites history left", "do not push it"),
    ("refs/notes/", "a note on a commit can be written anew unseen", "say it in an addendum, and do not push the note"),
)


def new_commits(root: Path, new: str, known: Iterable[str], folder: str = "") -> tuple[str, ...]:
    """The commits that come with a reference and that the other side lacks, oldest first, of one folder or of all."""
    asked = "".join(f"{each}\n" for each in (new, *(f"^{each}" for each in known)))
    args = ["rev-list", "--reverse", "--topo-order", "--ignore-missing", "--stdin"]
    told = run_git(root, [*args, *(("--full-history", "--", folder) if folder else ())], stdin=asked.encode())
    return tuple(told.decode("ascii").split())


def _of_commits(
    root: Path, update: Update, known: list[str], practice: Practice, prefix: str, progress: Progress
) -> Iterator[Refusal]:
    told_tip = run_git(root, ["rev-parse", "--verify", "--quiet", f"{update.new}^{{commit}}"], accept=(0, 1))
    if not told_tip:
        return
    tip = told_tip.decode("ascii").strip()
    commits = new_commits(root, update.new, known)
    ever = _ever_deleted(root, update.new, known)
    with Contents(root) as contents:
        rewritten = {*ever, *records_in_push(root, update.new, known, "DM")}
        suspects = may_have_lost_signatures(root, prefix_of(root), rewritten, update.new, contents)
        for number, commit in enumerate(commits):
            progress(number, len(commits))
            told = read_commit(commit, run_git(root, ["cat-file", "commit", commit]))
            step = made_step(root, commit, told.parents)
            where = f"commit {commit[:10]}"
            for each in message_refusals(told.message.decode("utf-8", "replace"), practice):
                yield each._replace(where=f"{where}, {each.where}")
            for each in step_names(step, practice):
                yield each._replace(where=f"{where}: {each.where}")
            for each in odd_files(step, prefix):
                if _is_odd_at(root, tip, each.where):
                    yield each._replace(where=f"{where}: {each.where}")
            for each in hiding_attributes(step.own, contents, prefix):
                if each.message in said_in(contents, _content_at(root, tip, each.where), each.where, prefix):
                    yield each
            yield from left_lying(root, step, contents, tip, practice, prefix)
            again = [path for path in added_records(step, prefix) if path in ever]
            deleted = last_deletions(root, again, step.parents)
            drops = {each.change.path: each for each in dropped_by_merge(step, contents, prefix)}
            told_of = set(drops)
            past = PastBefore(root, f"{commit}^", practice.adopted)
            for breach in changes_of_what_stays(past, step, contents, prefix, deleted, suspects):
                if breach.path not in told_of and (breach.is_signed or _is_there(root, breach, known)):
                    told_of.add(breach.path)
                    yield from _broken(past, breach, contents, tip, commit, prefix)
            for each in _of_merge(root, step, contents, (commit, tip), prefix, drops, told_of):
                yield each._replace(where=f"{where}: {each.where}")


def _of_merge(
    root: Path,
    step: CommitStep,
    contents: Contents,
    ends: tuple[str, str],
    prefix: str,
    drops: Mapping[str, Drop],
    told: Collection[str],
) -> Iterator[Refusal]:
    """What a merge leaves out of its sides, and what it has that none of them has; `ends` are the merge and the tip.

    `told` are paths of which something was said.
    """
    commit, tip = ends
    outvoted = [each for each in outvoted_by_merge(root, step, contents, prefix, tip) if each.change.path not in told]
    left_out: list[Drop | Outvoted] = [*drops.values(), *outvoted]
    for drop in left_out:
        if not _is_brought_in(root, drop.change, commit, tip, prefix):
            yield drop.refusal(prefix)
    known = {*told, *(each.change.path for each in left_out)}
    for brought in brought_by_merge(root, step, contents, prefix):
        if not brought.paths & known:
            yield brought.refusal_of_made(commit, tip, prefix)


def _content_at(root: Path, commit: str, path: str) -> str:
    """The id of what lies at a path in a commit; empty for nothing."""
    told = run_git(root, ["rev-parse", "--verify", "--quiet", f"{commit}:{path}"], accept=(0, 1, 128))
    return told.decode("ascii").strip()


def _ever_deleted(root: Path, new: str, known: Iterable[str]) -> Collection[str]:
    """Of the paths at which a push adds records, those from which anything was ever deleted; asked once for all."""
    return last_deletions(root, added_by_push(root, new, known), [new]).keys()


def added_by_push(root: Path, new: str, known: Iterable[str]) -> set[str]:
    """The paths at which a push adds a record, or adds it again."""
    return records_in_push(root, new, known, "A")


def records_in_push(root: Path, new: str, known: Iterable[str], letters: str) -> set[str]:
    """The paths at which a commit of a push does something to a record, by git's letters for it: A, M or D."""
    asked = "".join(f"{each}\n" for each in (new, *(f"^{each}" for each in known)))
    args = [
        "log",
        "--format=",
        "--name-only",
        "-z",
        "--no-renames",
        f"--diff-filter={letters}",
        "-m",
        "--ignore-missing",
    ]
    told = run_git(root, [*args, "--stdin", "--", "."], stdin=asked.encode("ascii"))
    return {path for path in told.decode("utf-8", "surrogateescape").split("\0") if path.endswith(".md")}


def _is_there(root: Path, breach: LockedChange, known: Iterable[str]) -> bool:
    """Whether the other side has a record, or had. What was begun and given up before it got there is nobody's loss."""
    if breach.deleted and run_git(root, ["rev-list", "-n1", breach.deleted, "--not", *known]).strip() == b"":
        return True
    asked = "".join(f"{commit}:{breach.path}\n" for commit in known if "\n" not in breach.path)
    told = (
        run_git(root, ["cat-file", "--batch-check"], stdin=asked.encode("utf-8", "surrogateescape")) if asked else b""
    )
    return any(line.split(b" ")[1:2] == [b"blob"] for line in told.splitlines())


def _is_brought_in(root: Path, drop: PathChange, merge: str, tip: str, prefix: str) -> bool:
    """Whether a commit after a merge has what the merge left out, where it was or beside it.

    What became of it there is judged with that commit.
    """
    own, folder = drop.path.removeprefix(prefix), drop.path.rpartition("/")[0].removeprefix(prefix_of(root))
    asked = ["log", *RAW, "-m", "--full-history", "--format=%H", tip, f"^{merge}", "--", folder]
    for _, path, line in listed_lines(BytesIO(run_git(root, asked))):
        here = path == drop.path or is_namesake(own, path.removeprefix(prefix))
        if here and read_change(path, line).after == drop.before:
            return True
    return False


def _is_odd_at(root: Path, commit: str, path: str) -> bool:
    """Whether what lies at a path in a commit is no plain file: what was taken out since is for the audit to tell."""
    told = run_git(root, ["ls-tree", "-z", "--full-tree", commit, "--", path])
    return told[:6].decode("ascii", "replace") in ODD


def _answers(breach: LockedChange) -> bool:
    """Whether what comes to the path of a record that was deleted is held to what it said."""
    return breach.is_signed or is_addendum(breach.path, RecordVersion(breach.before))


def _broken(
    past: PastBefore, breach: LockedChange, contents: Contents, tip: str, commit: str, prefix: str
) -> Iterator[Refusal]:
    """A record that a commit did not keep, where nothing put it back since."""
    there = _content_at(past.root, tip, breach.path)
    at_tip = read_content(contents, there, breach.path) if there else None
    if is_attached(breach.path) and contents.get(there) == b"":
        at_tip = None  # nothing is left of it
    if breach.now is None and breach.moved is None and at_tip is not None and _answers(breach):
        return  # it was brought back, and whoever did that answers for its words
    if not is_kept(breach, at_tip) and not puts_back(breach, past, tip):
        whole, own = whole_in(breach, past), breach.path.removeprefix(prefix)
        undone = restores(own, whole) if whole else way_home(breach, past)
        undone = undone or checks_out(breach.side[:10] or f"{commit[:10]}^", own)
        back = f"put it back in a further commit: {undone}"
        refusal = refusal_of(breach, back, prefix)
        yield refusal._replace(where=f"commit {commit[:10]}: {refusal.where}")
