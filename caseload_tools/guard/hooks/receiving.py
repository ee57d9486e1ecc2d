"""What an append-only repository accepts: what only adds, and what the rules of the practice allow.

No branch goes back, no tag moves, nothing is deleted. Of the records that come with a push, those that it changes are
checked as `caseload lint` does, and an error refuses all of it. The practice's own computer is the last to say so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from caseload_tools import dates
from caseload_tools.errors import CaseloadError
from caseload_tools.git.command import run_git
from caseload_tools.git.commits import Commit, read_commit
from caseload_tools.git.quarantine import BARE, folder_in, held_back
from caseload_tools.git.stored_trees import CommitTree
from caseload_tools.guard.hooks.drafting import client_at
from caseload_tools.guard.hooks.locked import CODES
from caseload_tools.guard.hooks.pushing import Progress, Update, new_commits, push_refusals, side_reference
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.commit_times import impossible_times
from caseload_tools.history.readers.commit_steps import made_step
from caseload_tools.practice import FILE, Practice, read_practice, with_people
from caseload_tools.practice.record_format import FORMAT, say_needed, say_reader

_NO_PRACTICE = Practice("")
_MAY_BE_NEWER = ("STR002", "STR003", "STR004")
"""What says that a key, a word or a type is not known here, in a practice that names no newer format."""
_TRUE_TIME = (
    "set the clock of that computer; then, for the last commit: git commit --amend --no-edit --date=now\n"
    "for those since COMMIT: git rebase --exec 'git commit --amend --no-edit --date=now' COMMIT"
)


def received_refusals(
    repository: Path, updates: Sequence[Update], today: date | None, progress: Progress, reads: int = FORMAT
) -> Iterator[Refusal]:
    """All that speaks against a push into a bare repository; `today` None is the clock's.

    `reads` is the newest record format that is understood here: what a newer one brings refuses nothing.
    """
    known = _tips(repository)
    with held_back(repository) as room:
        moves = [each for update in updates for each in _move_refusals(room, update)]
        yield from moves
        if moves:
            return  # whoever must take back a deletion reads that first
        for update in updates:
            yield from _content_refusals(repository, room, update, known, today, progress, reads)


def formats_needed(repository: Path, updates: Sequence[Update], reads: int = FORMAT) -> Iterator[str]:
    """For each practice that is pushed and of a newer format than is read here: what it needs."""
    with held_back(repository) as room:
        for update in updates:
            if update.deletes or not update.name.startswith("refs/heads/"):
                continue
            for prefix in sorted({*_practices_in(room, update.new)}):
                with CommitTree(folder_in(room, prefix), update.new) as tree:
                    needed = say_needed(read_practice(tree.read(FILE), reads))
                if needed:
                    yield f"{prefix or update.short}: {needed}"


def _tips(repository: Path) -> tuple[str, ...]:
    return tuple(run_git(repository, [BARE, "for-each-ref", "--format=%(objectname)"]).decode("ascii").split())


def _move_refusals(room: Path, update: Update) -> Iterator[Refusal]:
    kind = "tag" if update.name.startswith("refs/tags/") else "branch"
    where = f"{kind} {update.short}" if update.name.startswith(("refs/heads/", "refs/tags/")) else update.name
    beside = tuple(side_reference(update))
    if beside:
        yield from beside
    elif update.deletes:
        yield Refusal("delete", where, "nothing is deleted here", "leave it; a branch that is done does no harm")
    elif not update.creates and kind == "tag":
        yield Refusal("move", where, "a tag stays where it was set", "give the new place a tag of its own")
    elif not update.creates and not _goes_on(room, update):
        hint = "git pull, which brings both together, then push again; never --force"
        yield Refusal("rewind", where, "commits that are here would be gone", hint)


def _goes_on(room: Path, update: Update) -> bool:
    """True when the new place has the old one in its past."""
    told = run_git(room, ["rev-list", "-n1", update.old, "--not", update.new], accept=(0, 128))
    kinds = run_git(room, ["cat-file", "-t", update.new], accept=(0, 128))
    return kinds.strip() == b"commit" and not told.strip()


def _content_refusals(
    repository: Path,
    room: Path,
    update: Update,
    known: Sequence[str],
    today: date | None,
    progress: Progress,
    reads: int,
) -> Iterator[Refusal]:
    tip = run_git(room, ["rev-parse", "--verify", "--quiet", f"{update.new}^{{commit}}"], accept=(0, 1))
    if not tip:
        yield Refusal("odd", update.name, "it leads to no commit", "push branches, and tags of commits")
        return
    commit = tip.decode("ascii").strip()
    base = update.old if not update.creates else _common(room, commit, known)
    # A practice that the push takes away is still looked after: its signed records have to stay.
    for prefix in sorted({"", *_practices_in(room, commit), *(_practices_in(room, base) if base else ())}):
        yield from _of_practice(repository, room, update, commit, base, known, prefix, today, progress, reads)


def _practices_in(room: Path, commit: str) -> Iterator[str]:
    """The folders of practices in a commit, each with a slash at its end; the top is empty."""
    told = run_git(room, ["ls-tree", "-r", "-z", "--name-only", f"{commit}^{{tree}}"])
    for path in told.decode("utf-8", "surrogateescape").split("\0"):
        folder, _, name = path.rpartition("/")
        if name == FILE:
            yield f"{folder}/" if folder else ""


def _of_practice(
    repository: Path,
    room: Path,
    update: Update,
    commit: str,
    base: str,
    known: Sequence[str],
    prefix: str,
    today: date | None,
    progress: Progress,
    reads: int,
) -> Iterator[Refusal]:
    with CommitTree(folder_in(room, prefix), commit) as tree:
        practice = with_people(read_practice(tree.read(FILE), reads), repository) if tree.holds(FILE) else _NO_PRACTICE
        told = set[str]()
        for each in push_refusals(room, [update], known, practice, prefix, progress):
            typed_there = prefix and each.code in CODES
            if each.code in CODES:
                told.add(each.where.rpartition(": ")[2])  # behind the commit
            yield each._replace(hint=f"in the folder {prefix}\n{each.hint}") if typed_there else each
        yield from _time_refusals(room, new_commits(room, commit, known, prefix), today, commit, prefix)
        if practice is not _NO_PRACTICE and update.name.startswith("refs/heads/"):
            yield from _lint_refusals(room, tree, base, practice, prefix, today, told)


def _common(room: Path, tip: str, known: Iterable[str]) -> str:
    """For a new branch: the last commit that it shares with one that is here; empty for none."""
    for each in known:
        found = run_git(room, ["merge-base", tip, each], accept=(0, 1, 128)).decode("ascii").strip()
        if found:
            return found
    return ""


def _time_refusals(room: Path, commits: Sequence[str], today: date | None, tip: str, prefix: str) -> Iterator[Refusal]:
    """Commits whose times cannot be true: here they would speak against the history for ever.

    The clock here may be a zone further west than that of whoever commits, so that tomorrow is no future.
    """
    day = (today or dates.today()) + timedelta(days=1)

    @cache
    def read(commit: str) -> Commit:
        return read_commit(commit, run_git(room, ["cat-file", "commit", commit]))

    @cache
    def stopped() -> date:
        """The day on which the clock of the practice has stood from its first commit, as that of the demo has."""
        first = run_git(room, ["rev-list", "--topo-order", "--reverse", "--max-parents=0", tip]).decode("ascii").split()
        with CommitTree(folder_in(room, prefix), first[0]) as tree:
            pinned = read_practice(tree.read(FILE)).today if tree.holds(FILE) else None
        return pinned or date.min

    for commit in commits:
        told = read(commit)
        for what in impossible_times(told, map(read, told.parents), day, stopped):
            yield Refusal("times", f"commit {commit[:10]}", what, _TRUE_TIME)


def _lint_refusals(
    room: Path, tree: CommitTree, base: str, practice: Practice, prefix: str, today: date | None, told: Collection[str]
) -> Iterator[Refusal]:
    """Errors that a push brings; what is due in those charts, and was wrong before, is no reason to refuse it.

    Of the records in `told` nothing is said of their signatures: the reader knows what was done to them.
    """
    from caseload_tools.chart.caseload import client_folders
    from caseload_tools.guard.hooks.new_findings import not_told_yet, without_known_findings
    from caseload_tools.lint.job import LintRequest
    from caseload_tools.lint.run import lint_caseload

    step = made_step(room, tree.commit, (base,) if base else ()).own
    changed = [each.path for each in step]
    inside = [path.removeprefix(prefix) for path in changed if path.startswith(prefix)]
    paths = [path for path in inside if path.startswith("records/") and path.endswith(".md")]
    touched = {client for path in paths if (client := client_at(path))}
    folders = [folder for folder in client_folders(tree) if folder.id in touched]
    clients = {folder.id for folder in folders}
    if not paths:
        return
    day = today or dates.today(None, practice.today, practice.timezone)
    whole = any(not client_at(path) for path in paths)
    # A record that did not change may be wrong since: an addition, where what it holds on to was reworded.
    shown = (*(folder.path for folder in folders), *paths)
    result = lint_caseload(tree, practice, LintRequest(today=day, clients=None if whole else clients, paths=shown))
    if not result.refusing:
        return
    brought = without_known_findings(result, tree.root, [base] if base else [], practice, day)
    for finding in not_told_yet(brought, told).findings:
        if finding.refuses:
            hint = finding.hint
            if finding.code in _MAY_BE_NEWER:
                hint += f"\nif a newer version of caseload-tools wrote it, update this one: {say_reader(practice)}"
            yield Refusal(finding.code, f"{prefix}{finding.path}:{finding.line}", finding.message, hint)


def check_is_repository(place: Path) -> None:
    """Refuse to judge a push where there is no bare repository."""
    if not (place / "HEAD").is_file() or not (place / "objects").is_dir():
        raise CaseloadError("git runs this, in a repository that others push to", "see `caseload remote init --help`")
