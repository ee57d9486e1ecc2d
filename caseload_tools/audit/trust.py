"""Whose keys count: a list of signers from outside the repository, or one inside that vouches for its own changes.

A list inside, audit/allowed_signers, is trusted as it first appeared; a later version counts only when the
commit that brings it is signed by a key of the version before, by an admin's where the list names admins. So
nobody lets himself in. Which verdict is an alarm is for the checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import run_git
from caseload_tools.git.commits import Commit
from caseload_tools.git.signers import NOBODY, Signers, key_fingerprint, read_signers
from caseload_tools.git.ssh_signatures import SshVerdict, judge_commit

SIGNERS = "audit/allowed_signers"


@dataclass(frozen=True)
class Trust:
    """What each commit's signature is worth, by its id, and why a change of the list does not count.

    `source` says where the list is from, empty when there is none; then a signature that is sound is of an
    unknown key. `latest` is what counts for anchors.
    """

    source: str
    verdicts: Mapping[str, SshVerdict]
    latest: Signers = field(default=NOBODY, repr=False)
    refused: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    changed: int = 0


@dataclass(frozen=True)
class Lists:
    """The list as each commit holds it: the content's id by commit, the text by content's id."""

    files: Mapping[str, str]
    texts: Mapping[str, str] = field(repr=False)


def own_list(root: Path) -> Path | None:
    """The list that the person's own git settings name. The repository's settings are not asked: they came along."""
    for scope in ("--global", "--system"):
        args = ["config", scope, "--type=path", "--get", "gpg.ssh.allowedSignersFile"]
        named = run_git(root, args, accept=(0, 1, 128)).decode("utf-8", "surrogateescape").rstrip("\n")
        if named and Path(named).is_absolute() and Path(named).is_file() and not is_inside(root, Path(named)):
            return Path(named)
    return None


def is_inside(root: Path, path: Path) -> bool:
    """Whether a file lies in the repository's work tree, where whoever changes commits can change it too."""
    top = run_git(root, ["rev-parse", "--show-toplevel"]).decode("utf-8", "surrogateescape").rstrip("\n")
    return path.resolve().is_relative_to(Path(top).resolve())


def trust_list(commits: Sequence[Commit], text: str | None, revoked: str, source: str) -> Trust:
    """Every commit judged by one list."""
    signers = read_signers(text or "", revoked)
    return Trust(source, _judged(commits, signers), signers)


def _judged(commits: Iterable[Commit], signers: Signers) -> dict[str, SshVerdict]:
    return {commit.id: judge_commit(commit, signers) for commit in commits}


def trust_chain(commits: Sequence[Commit], lists: Lists, revoked: str) -> Trust:
    """Every commit judged by the list of its parent, as far as that came about rightly, or by the latest."""
    chain = _Chain(lists, revoked)
    for commit in commits:
        chain.take(commit)
    latest = chain.signers(chain.trusted[commits[-1].id])
    verdicts: dict[str, SshVerdict] = {}
    for commit in commits:
        before = chain.trusted.get(commit.parents[0], "") if commit.parents else chain.trusted[commit.id]
        own = chain.signers(before)
        # Somebody may have begun on a branch before the key was listed: a later list, rightly made, vouches too.
        known = set(own.lines)
        both = Signers(own.lines + tuple(line for line in latest.lines if line not in known), latest.revoked)
        verdicts[commit.id] = judge_commit(commit, both)
    return Trust(f"{SIGNERS} in the repository", verdicts, latest, chain.refused, chain.first, chain.changed)


class _Chain:
    """The walk from the first commit to the last: which content of the list is trusted after each."""

    def __init__(self, lists: Lists, revoked: str) -> None:
        self._lists = lists
        self._revoked = revoked
        self._read: dict[str, Signers] = {"": read_signers("", revoked)}
        self.trusted: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self.first = ""
        self.changed = 0

    def signers(self, content: str) -> Signers:
        if content not in self._read:
            try:
                self._read[content] = read_signers(self._lists.texts.get(content, ""), self._revoked)
            except CaseloadError:
                self._read[content] = self._read[""]
        return self._read[content]

    def take(self, commit: Commit) -> None:
        """Decide what is trusted after this commit."""
        content = self._lists.files[commit.id]
        parents = [parent for parent in commit.parents if parent in self.trusted]
        trusted = [self.trusted[parent] for parent in parents if self.trusted[parent]]
        if not trusted:
            self.trusted[commit.id] = content
            self.first = self.first or (commit.id if content else "")
            return
        unchanged = [parent for parent in parents if self._lists.files[parent] == content]
        if unchanged or content in trusted:
            inherited = next((self.trusted[parent] for parent in unchanged if self.trusted[parent]), trusted[0])
            self.trusted[commit.id] = content if content in trusted else inherited
            return
        reason = self._why_not(commit, content, trusted[0])
        if reason:
            self.refused[commit.id] = reason
        else:
            self.changed += 1
        self.trusted[commit.id] = trusted[0] if reason else content

    def _why_not(self, commit: Commit, content: str, before: str) -> str:
        """Why a change of the list does not count; empty when it does."""
        if not content:
            return "the list of signers was removed"
        older = self.signers(before)
        verdict = judge_commit(commit, older)
        if verdict.standing == "unsigned":
            return "the list of signers was changed in a commit that nobody signed"
        if verdict.standing != "good":
            return f"the list of signers was changed, and the signature of that commit is {verdict.standing}"
        mine = [line for line in older.lines if key_fingerprint(line.key) == verdict.key]
        if older.has_admins and not any(line.is_admin and line.valid_at(commit.committer.seconds) for line in mine):
            return "the list of signers was changed by somebody whom the list before does not call an admin"
        return _unread(self._lists.texts.get(content, ""))


def _unread(text: str) -> str:
    try:
        read_signers(text)
    except CaseloadError as error:
        return error.message
    return ""
