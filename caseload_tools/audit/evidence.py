"""What the checks look at, read once: the commits, what each changed, the versions of records, the anchors.

One start of git for each kind of question, whatever the number of commits, and through a borrowed repository, so
that a repository's own settings have no say. Gathers and compares nothing; nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from caseload_tools.audit.anchors import FILE as ANCHORS
from caseload_tools.audit.anchors import Anchor, Kept, merkle_root, read_anchors
from caseload_tools.audit.passages import PathPassage, Seen, moves_among, returns_among
from caseload_tools.audit.record_versions import RECORDS, is_record
from caseload_tools.audit.trust import SIGNERS, Lists, Trust, trust_chain, trust_list
from caseload_tools.errors import CaseloadError, DamagedPastError
from caseload_tools.git.borrowed_repository import BorrowedRepository, TreeEntry
from caseload_tools.git.command import DAMAGED, NO_COMMIT, NoCommitError, prefix_of, run_git
from caseload_tools.git.commits import Commit, read_commit
from caseload_tools.git.raw_list import MODULE, PathChange
from caseload_tools.history.fates import answers_for
from caseload_tools.history.readers.change_list import CommitChanges, suspected_changes
from caseload_tools.history.record_path import is_namesake
from caseload_tools.history.versions import RecordVersion, read_version

OURS = ("records/", "audit/", "caseload.toml", "caseload-baseline.json", ".gitattributes", ".mailmap")
_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True)
class VerifyRequest:
    """What the person wants checked, and what that person has brought along. `since` is a full id, or nothing."""

    today: date
    since: str = ""
    kept: tuple[Kept, ...] = ()
    signers: str | None = field(default=None, repr=False)
    signers_from: str = ""
    revoked: str = field(default="", repr=False)


class Evidence:
    """The past of the practice in `root`, as far as its current commit reaches back."""

    def __init__(self, root: Path, borrowed: BorrowedRepository, asked: VerifyRequest) -> None:
        self.root = root
        self.borrowed = borrowed
        self.asked = asked
        self._versions: dict[str, RecordVersion] = {}
        self.set_aside: dict[tuple[str, str], str] = {}
        """By commit and path: the path that a merge took a record from, as the other side's has it now."""

    @cached_property
    def head(self) -> str:
        """The current commit. Raises CaseloadError where there is none to check, with what is there instead."""
        args = ["rev-parse", "--verify", "--quiet", "HEAD"]
        named = run_git(self.root, args, accept=(0, 1, 128)).decode("ascii", "replace").strip()
        (stored,) = self.borrowed.objects([named]) if _ID.fullmatch(named) else (None,)
        if stored is not None and stored.kind == "commit":
            return named
        if named:
            raise DamagedPastError(*DAMAGED)
        if self.references:
            raise CaseloadError(
                "the current branch has no commit, though there are other branches",
                "`git branch --all` names them; `git switch NAME` goes to one",
            )
        raise NoCommitError(*NO_COMMIT)

    @cached_property
    def prefix(self) -> str:
        """The practice's folder within the repository, with a slash at its end; empty for the repository's top."""
        return prefix_of(self.root)

    @cached_property
    def git_folder(self) -> Path:
        """Where the repository's own files are, shared by all its work trees."""
        printed = run_git(self.root, ["rev-parse", "--git-common-dir"]).rstrip(b"\n")
        return (self.root / printed.decode("utf-8", "surrogateescape")).resolve()

    @cached_property
    def way_to_top(self) -> str:
        """The way from the practice's folder up to the work tree's top, such as `../`."""
        return "../" * self.prefix.count("/")

    def setting(self, name: str) -> str:
        """What the repository itself sets; nothing of the person's or the machine's own settings."""
        for scope in ("--worktree", "--local"):
            printed = run_git(self.root, ["config", scope, "--get", name], accept=(0, 1, 128))
            if printed:
                return printed.decode("utf-8", "surrogateescape").rstrip("\n")
        return ""

    def text_named(self, revision: str) -> str:
        """The text of what a revision such as `HEAD:.mailmap` names; empty when it names no text."""
        args = ["rev-parse", "--verify", "--quiet", "--end-of-options", revision]
        named = run_git(self.root, args, accept=(0, 1, 128)).decode("ascii", "replace").strip()
        return self.texts([named]).get(named, "") if _ID.fullmatch(named) else ""

    @cached_property
    def index_flags(self) -> dict[str, str]:
        """Of each file below records/ that git was told not to look at: `h` for assumed, `S` for skipped."""
        printed = run_git(self.root, ["ls-files", "-v", "-z", "--", "records"]).decode("utf-8", "surrogateescape")
        lines = (line.partition(" ") for line in printed.split("\0") if line)
        return {path: "S" if letter in "Ss" else "h" for letter, _, path in lines if letter in "Ss" or letter.islower()}

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The files that a sparse checkout leaves out, by what the repository says of itself."""
        if self.setting("core.sparseCheckout").lower() != "true":
            return frozenset()
        return frozenset(path for path, flag in self.index_flags.items() if flag == "S")

    @cached_property
    def references(self) -> dict[str, str]:
        """Every reference of the repository with the object it stands for."""
        printed = run_git(self.root, ["for-each-ref", "--format=%(objectname) %(refname)"])
        pairs = (line.split(" ", 1) for line in printed.decode("utf-8", "surrogateescape").splitlines())
        return {name: object_id for object_id, name in pairs}

    @cached_property
    def commits(self) -> tuple[Commit, ...]:
        """All commits that the current one rests on, parents before children."""
        printed = self.borrowed.run(["rev-list", "--topo-order", "--reverse", "--end-of-options", self.head])
        ids = printed.decode("ascii").split()
        return tuple(self._commits(ids))

    def _commits(self, ids: Sequence[str]) -> Iterator[Commit]:
        for commit, stored in zip(ids, self.borrowed.objects(ids), strict=True):
            if stored is None or stored.kind != "commit":
                raise CaseloadError("a commit is missing from the repository", "restore it from a backup")
            yield read_commit(commit, stored.raw)

    @cached_property
    def by_id(self) -> dict[str, Commit]:
        return {commit.id: commit for commit in self.commits}

    @cached_property
    def commit_order(self) -> dict[str, int]:
        """The place of each commit: a parent's is lower than its child's."""
        return {commit.id: place for place, commit in enumerate(self.commits)}

    @cached_property
    def commits_in_scope(self) -> tuple[Commit, ...]:
        """The commits to check: all, or those that the commit named with `since` does not reach back to."""
        if not self.asked.since:
            return self.commits
        seen: set[str] = set()
        left = [self.asked.since]
        while left:
            commit = left.pop()
            if commit in self.by_id and commit not in seen:
                seen.add(commit)
                left.extend(self.by_id[commit].parents)
        return tuple(commit for commit in self.commits if commit.id not in seen)

    def is_ours(self, path: str) -> bool:
        """Whether a path of the repository is the practice's, and not somebody else's in the same repository."""
        return path.startswith(self.prefix) and path.removeprefix(self.prefix).startswith(OURS)

    @cached_property
    def own_commits(self) -> tuple[Commit, ...]:
        """The commits to check that touch the practice: all, unless it is a folder of a larger repository."""
        if not self.prefix:
            return self.commits_in_scope
        touching = {commit.id for commit, changed in self.changes([self.prefix.rstrip("/")]) if changed}
        return tuple(commit for commit in self.commits_in_scope if commit.id in touching)

    def changes(self, folders: Sequence[str]) -> Iterator[CommitChanges]:
        """What each commit to check changed in these folders of the repository, against each of its parents."""
        return suspected_changes(self.borrowed, self.commits_in_scope, self._trees, folders)

    @cached_property
    def _trees(self) -> dict[str, str]:
        return {commit.id: commit.tree for commit in self.commits}

    @cached_property
    def passages(self) -> tuple[PathPassage, ...]:
        """What each commit changed against each of its parents in `records/` and `audit/`.

        A merge differs from one side by all that the other did; what was seen there is not told again.
        """
        found: list[PathPassage] = []
        seen = Seen()
        for commit, changed in self.changes([self.prefix + name for name in ("records", "audit")]):
            aside = self._set_aside(commit, changed) if len(commit.parents) > 1 else {}
            self.set_aside |= {(commit.id, path): was for was, path in aside.items()}
            for each in changed:
                if each.path in aside:
                    continue
                passage = PathPassage(commit, each._replace(path=each.path.removeprefix(self.prefix)))
                if not seen.before(passage):
                    found.append(passage)
        return tuple(found)

    def _set_aside(self, commit: Commit, changed: Iterable[PathChange]) -> dict[str, str]:
        """What a merge put beside its namesake, by the path at which both sides had written something of their own."""
        came = {each.after: each.path for each in changed if each.after}
        own = {each.path: came[each.before] for each in changed if each.after and each.before in came}
        pairs = {
            path: new
            for path, new in own.items()
            if is_namesake(path.removeprefix(self.prefix), new.removeprefix(self.prefix))
        }
        if not pairs:
            return {}
        ids = {each.path: each.before for each in changed}
        return {path: new for path, new in pairs.items() if self.wrote(commit, path, ids[path])}

    def wrote(self, merge: Commit, path: str, content: str) -> bool:
        """Whether a side of a merge wrote a content at a path: where they parted, or at one such place, it was not."""
        before = self._where_they_parted(merge, path)
        return not before or any(each != content for each in before)

    def began(self, merge: Commit, path: str) -> bool:
        """Whether the sides of a merge put something at a path where there was nothing when they parted."""
        return not any(self._where_they_parted(merge, path))

    def _where_they_parted(self, merge: Commit, path: str) -> Collection[str]:
        asked = ["merge-base", "--all", "--octopus", *merge.parents]
        bases = self.borrowed.run(asked, accept=(0, 1)).decode("ascii").split()
        return self.file_in(bases, path, prefix="").values()

    @cached_property
    def record_passages(self) -> tuple[PathPassage, ...]:
        """Those of records and what is attached to them."""
        return tuple(each for each in self.passages if is_record(each.path))

    @cached_property
    def moves(self) -> tuple[tuple[PathPassage, PathPassage], ...]:
        """What took a record from a path and what put it at another in the same commit, for each that moved.

        Also to a name by which it is no record any more, or from one.
        """
        files = (each for each in self.passages if each.path.startswith(RECORDS))
        pairs = moves_among(files, self.borrowed)
        return tuple((went, came) for went, came in pairs if is_record(went.path) or is_record(came.path))

    @cached_property
    def returns(self) -> dict[PathPassage, PathPassage]:
        """By the deletion of a record, what brought the same record back to its path, perhaps with other words."""
        pairs = list(returns_among(self.record_passages, self.moves, self.is_before))
        versions = self.versions(content for went, came in pairs for content in (went.before, came.after))
        return {
            went: came
            for went, came in pairs
            if went.before == came.after
            or not went.path.endswith(".md")
            or answers_for(went.path, versions[went.before], versions[came.after])
        }

    def is_before(self, earlier: str, later: str) -> bool:
        """Whether a commit is in the past of another."""
        seen, left = {later}, [later]
        while left:
            parents = self.by_id[left.pop()].parents
            if earlier in parents:
                return True
            new = [each for each in parents if each in self.by_id and each not in seen]
            seen.update(new)
            left += new
        return False

    @cached_property
    def head_files(self) -> dict[str, TreeEntry]:
        """Everything in the current commit of the whole repository, by path."""
        entries = self.borrowed.entries([self.by_id[self.head].tree])
        return dict(_files(entries, self.by_id[self.head].tree, ""))

    def versions(self, contents: Iterable[str]) -> Mapping[str, RecordVersion]:
        """What each of these contents says, by its id. What is no file, or is not there, is left out."""
        missing = sorted({each for each in contents if each} - self._versions.keys())
        for content, stored in zip(missing, self.borrowed.objects(missing), strict=True):
            if stored is not None and stored.kind == "blob":
                self._versions[content] = read_version(stored.raw)
        return self._versions

    def file_in(self, commits: Sequence[str], path: str, prefix: str | None = None) -> dict[str, str]:
        """The content's id of one file in each of these commits, empty where it is not there."""
        whole = (self.prefix if prefix is None else prefix) + path
        if "\n" in whole:
            return dict.fromkeys(commits, "")
        asked = "".join(f"{commit}:{whole}\n" for commit in commits).encode("utf-8", "surrogateescape")
        printed = self.borrowed.run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], stdin=asked)
        lines = printed.decode("utf-8", "surrogateescape").splitlines()
        return {
            commit: line.split(" ")[0] if line.endswith(" blob") else ""
            for commit, line in zip(commits, lines, strict=True)
        }

    def texts(self, contents: Iterable[str]) -> dict[str, str]:
        """The text of each content, by its id."""
        ids = sorted({each for each in contents if each})
        found = zip(ids, self.borrowed.objects(ids), strict=True)
        return {content: stored.raw.decode("utf-8", "surrogateescape") for content, stored in found if stored}

    @cached_property
    def trust(self) -> Trust:
        """Whose keys count, and what each commit's signature is worth by that."""
        if self.asked.signers is not None:
            return trust_list(self.commits, self.asked.signers, self.asked.revoked, self.asked.signers_from)
        files = self.file_in([commit.id for commit in self.commits], SIGNERS)
        if not any(files.values()):
            return trust_list(self.commits, None, self.asked.revoked, "")
        return trust_chain(self.commits, Lists(files, self.texts(files.values())), self.asked.revoked)

    @cached_property
    def anchors_text(self) -> str:
        """The chain of anchors as the current commit has it."""
        content = self.file_in([self.head], ANCHORS)[self.head]
        return self.texts([content]).get(content, "")

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        return read_anchors(self.anchors_text)

    def record_digests(self, commits: Sequence[str]) -> dict[str, tuple[int, str]]:
        """How many records each of these commits holds, and the root over all their digests."""
        trees = {commit: self.by_id[commit].tree for commit in commits}
        entries = self.borrowed.entries(trees.values())
        listed = {
            commit: [
                (path.removeprefix(self.prefix), entry.id)
                for path, entry in _files(entries, tree, "")
                if path.startswith(self.prefix + "records/") and path.endswith(".md") and entry.mode != MODULE
            ]
            for commit, tree in trees.items()
        }
        contents = sorted({content for files in listed.values() for _, content in files})
        digests = {
            content: _sha256(stored.raw if stored else b"")
            for content, stored in zip(contents, self.borrowed.objects(contents), strict=True)
        }
        return {
            commit: (len(files), merkle_root((path, digests[content]) for path, content in files))
            for commit, files in listed.items()
        }


@contextmanager
def gather_evidence(root: Path, asked: VerifyRequest) -> Iterator[Evidence]:
    """The evidence of the practice in `root`. Raises CaseloadError where there is no past to look at."""
    with BorrowedRepository(root) as borrowed:
        yield Evidence(root, borrowed, asked)


def _sha256(raw: bytes) -> str:
    import hashlib

    return hashlib.sha256(raw).hexdigest()


def _files(entries: Mapping[str, tuple[TreeEntry, ...]], tree: str, above: str) -> Iterator[tuple[str, TreeEntry]]:
    for entry in entries[tree]:
        if entry.mode == "40000":
            yield from _files(entries, entry.id, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry
