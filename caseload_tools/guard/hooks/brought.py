"""What a merge brings that neither of its sides has: a file of its own, an edit, an attached scan, a signature.

Nobody looks for work in a merge, and no later commit takes it out of there again, so the audit would ring for good. The
merge is committed first, and what is new after it. Where the sides are at odds, whoever merges takes lines of either.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from caseload_tools.git.borrowed_repository import BorrowedRepository
from caseload_tools.git.contents import Contents
from caseload_tools.git.raw_list import PathChange
from caseload_tools.git.remerge import can_remerge, contents_in, remerge_all
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.moves import moved_paths
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.history.record_path import is_namesake
from caseload_tools.history.versions import read_version
from caseload_tools.text.shell import shell_word

CODE = "of-the-merge"
_BRINGS = "neither side of the merge has this"
_FIRST = "git commit --no-edit"


class Brought(NamedTuple):
    """A path at which a merge has something of its own, with what comes of its sides there, and who has that.

    `side` is a parent's id, empty where none has what comes of them. `was` is what the merge took away of a record that
    it gave another name: either alone would be a copy, or a deletion.
    """

    change: PathChange
    comes: str
    side: str
    at_odds: bool
    was: Brought | None = None

    @property
    def paths(self) -> frozenset[str]:
        """The paths that it is about."""
        return frozenset((self.change.path, *(self.was.paths if self.was else ())))

    def refusal(self, prefix: str = "") -> Refusal:
        """What is said of it before the merge is committed, with commands that are typed in the practice's folder."""
        path = self.change.path
        own = shell_word(path.removeprefix(prefix))
        then = f"git add {own} && git commit" if self.change.after else f"git rm {own} && git commit"
        if self.was is not None:
            before = shell_word(self.was.change.path.removeprefix(prefix))
            out = f"{self._out(own)} && {self.was._out(before)}"
            return Refusal(
                CODE, path, _BRINGS, f"commit the merge first: {out} && {_FIRST}\nthen this: git rm {before} && {then}"
            )
        if self.at_odds:
            hint = f"git checkout --merge -- {own}, settle it with lines of the two sides, and git add {own}"
            return Refusal(CODE, path, f"{_BRINGS}, in words", f"{hint}\n{_FIRST}\nthen what is new: {then}")
        return Refusal(CODE, path, _BRINGS, f"commit the merge first: {self._out(own)} && {_FIRST}\nthen this: {then}")

    def _out(self, own: str) -> str:
        """What takes it out of the merge and leaves it on the disk."""
        if not self.comes:
            return f"git rm --cached -- {own}"
        kept = "" if self.change.after else " --worktree"
        if self.side:
            return f"git restore --source={self.side[:10]} --staged{kept} -- {own}"
        return (
            f"git update-index --cacheinfo {self.change.mode or '100644'},{self.comes},{shell_word(self.change.path)}"
        )

    def refusal_of_made(self, merge: str, tip: str, prefix: str = "") -> Refusal:
        """What is said of a merge that was committed and not pushed: it is made anew, and what is new comes after."""
        own = shell_word(self.change.path.removeprefix(prefix))
        short = merge[:10]
        anew = f"make the merge anew: git reset --keep {short}^ && git merge --no-edit {short}^2"
        then = f"git checkout {short} -- {own}" if self.change.after else f"git rm {own}"
        if self.was is not None:
            then = f"git rm {shell_word(self.was.change.path.removeprefix(prefix))} && {then}"
        after = "" if merge == tip else f"\nand what came after it: git cherry-pick {short}..{tip[:10]}"
        message = f"{_BRINGS}{', in words' if self.at_odds else ''}"
        return Refusal(CODE, self.change.path, message, f"{anew}\nthen this: {then} && git commit{after}")


def brought_by_merge(root: Path, step: CommitStep, contents: Contents, prefix: str = "") -> Iterator[Brought]:
    """What a step brings of its own to what is the practice's, where it is a merge.

    Only a merge with anything that no parent has is done again.
    """
    own = [each for each in step.own if len(step.parents) > 1 and _is_ours(each.path, prefix)]
    own = [each for each in own if not each.undecided and not _is_put_beside(step, each, prefix)]
    own = [each for each in own if not _is_void_of_two(step, each, contents, prefix)]
    if not own:
        return
    with BorrowedRepository(root) as borrowed:
        if not can_remerge(borrowed):
            return
        (again,) = remerge_all(borrowed, [step.parents])
        comes = contents_in(borrowed, again.tree, [each.path for each in own])
    found: dict[str, Brought] = {}
    for each in own:
        at_odds = each.path in again.at_odds
        if comes[each.path] == each.after or (at_odds and not _has_own_lines(step, each, contents)):
            continue
        sides = zip(step.parents, _sides(step, each.path), strict=True)
        side = next((parent for parent, content in sides if content == comes[each.path]), "")
        found[each.path] = Brought(each, comes[each.path], side, at_odds)
    yield from _moved_as_one(found, contents)


def _moved_as_one(found: dict[str, Brought], contents: Contents) -> Iterator[Brought]:
    """Each thing that a merge brings; of a record that it gave another name, both halves as one."""
    settled = {path: each.change for path, each in found.items() if not each.at_odds}
    gone = {path: each.before for path, each in settled.items() if each.before and not each.after}
    came = {path: each.after for path, each in settled.items() if each.after and not each.before}
    origins = moved_paths(gone, came, contents.bytes_of) if gone and came else {}
    left = set(origins.values())
    for path, each in found.items():
        if path in origins:
            yield each._replace(was=found[origins[path]])
        elif path not in left:
            yield each


def _is_ours(path: str, prefix: str) -> bool:
    from caseload_tools.audit.anchors import SIGNATURES
    from caseload_tools.audit.evidence import OURS

    own = path.removeprefix(prefix)
    return path.startswith(prefix) and own.startswith(OURS) and not own.startswith(f"{SIGNATURES}/")


def _sides(step: CommitStep, path: str) -> list[str]:
    """What each side has at a path that all of them have otherwise than the merge."""
    return [next((each.before for each in changes if each.path == path), "") for changes in step.changes]


def _is_put_beside(step: CommitStep, change: PathChange, prefix: str) -> bool:
    """Whether this is what one side has under a name that the other took, and that the merge gave one of its own."""
    return bool(change.after) and any(True for _ in _namesakes(step, change, prefix))


def _namesakes(step: CommitStep, change: PathChange, prefix: str) -> Iterator[str]:
    own = change.path.removeprefix(prefix)
    for _, other in step.outvoted:
        if other.before == change.after and is_namesake(own, other.path.removeprefix(prefix)):
            yield other.path


def _is_void_of_two(step: CommitStep, change: PathChange, contents: Contents, prefix: str) -> bool:
    """Whether this declares one of two records of one name void, both of which the merge keeps."""
    chart, folder, _ = change.path.partition("addenda/")
    if not folder or any(_sides(step, change.path)) or not change.after:
        return False
    data = read_version(contents.bytes_of(change.after)).data
    pairs = {path for each in step.own for was in _namesakes(step, each, prefix) for path in (each.path, was)}
    return data.get("kind") == "void" and f"{chart}{data.get('to')}.md" in pairs


def _has_own_lines(step: CommitStep, change: PathChange, contents: Contents) -> bool:
    """Whether a line stands in what the merge made of a dispute that no side has."""
    sides = {line for each in _sides(step, change.path) for line in _lines(contents, each)}
    return any(line not in sides for line in _lines(contents, change.after))


def _lines(contents: Contents, content: str) -> list[str]:
    return contents.bytes_of(content).decode("utf-8", "replace").splitlines() if content else []
