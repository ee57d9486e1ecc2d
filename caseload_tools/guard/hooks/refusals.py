"""What refuses a commit, its message or a push: one question, `refusals_for`, for whatever runs hooks.

An event says what is about to happen, as git or a framework told it. Whoever asks prints the answers; nothing is
printed, written or read from standard input here. What one event alone needs is loaded with it: a commit waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from caseload_tools.chart.signing.ways_back import restores
from caseload_tools.dates import today
from caseload_tools.git.command import prefix_of, run_git
from caseload_tools.git.contents import Contents
from caseload_tools.git.hook_files import comment_sign
from caseload_tools.guard.hooks.brought import CODE as BROUGHT
from caseload_tools.guard.hooks.brought import brought_by_merge
from caseload_tools.guard.hooks.dropped import dropped_by_merge
from caseload_tools.guard.hooks.held_to_past import changes_of_what_stays
from caseload_tools.guard.hooks.hiding import hiding_attributes
from caseload_tools.guard.hooks.locked import (
    CODES,
    added_records,
    odd_files,
    refusal_of,
)
from caseload_tools.guard.hooks.outvoted import outvoted_by_merge
from caseload_tools.guard.hooks.past_before import PastBefore
from caseload_tools.guard.hooks.privacy import branch_of, message_refusals, name_refusals, step_refusals
from caseload_tools.guard.hooks.putting_back import puts_back, way_home, whole_in
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.readers.commit_steps import CommitStep, staged_step
from caseload_tools.history.readers.deletions import last_deletions
from caseload_tools.practice import Practice
from caseload_tools.values import frozen

if TYPE_CHECKING:
    from caseload_tools.guard.hooks.pushing import Progress, Update

_ELSEWHERE = "send it elsewhere, or add the host to `allowed_remotes` in caseload.toml once it is known to be private"


@frozen
class CommitEvent:
    """What is staged is about to be committed; asked about signed records, about privacy, or both."""

    locked: bool = True
    privacy: bool = True


@frozen
class MessageEvent:
    """A commit's message as it stands in git's file; `edited` when git will still take its comments out."""

    text: str
    edited: bool = True


@frozen
class PushEvent:
    """References are about to move on a remote, known by its name (empty for none) and its address."""

    remote: str
    address: str
    updates: Sequence[Update]
    progress: Progress | None = None


HookEvent = CommitEvent | MessageEvent | PushEvent


def push_by_git(arguments: Sequence[str], told: str, progress: Progress | None = None) -> PushEvent:
    """The push that git tells its pre-push hook of, with two arguments and on standard input."""
    from caseload_tools.guard.hooks.pushing import updates_sent

    name, address = (*arguments, "", "")[:2]
    return PushEvent(name, address, updates_sent(told), progress)


def push_by_framework(variables: Mapping[str, str]) -> PushEvent | None:
    """The push that pre-commit or prek is about to make, as it says in the environment; None at every other stage."""
    address, tip = variables.get("PRE_COMMIT_REMOTE_URL", ""), variables.get("PRE_COMMIT_TO_REF", "")
    if not address or not tip:
        return None
    from caseload_tools.guard.hooks.pushing import Update

    update = Update(variables.get("PRE_COMMIT_REMOTE_BRANCH", ""), "0", tip)
    return PushEvent(variables.get("PRE_COMMIT_REMOTE_NAME", ""), address, (update,))


def refusals_for(event: HookEvent, root: Path, practice: Practice) -> tuple[Refusal, ...]:
    """All that speaks against what is about to happen in the practice in `root`; empty when nothing does."""
    found: Iterable[Refusal]
    if isinstance(event, CommitEvent):
        found = _of_commit(event, root, practice)
    elif isinstance(event, MessageEvent):
        found = _of_message(event, root, practice)
    else:
        found = _of_push(event, root, practice)
    return tuple(dict.fromkeys(found))


def records_refused(refusals: Iterable[Refusal]) -> list[str]:
    """The paths of the signed records that a commit must leave alone."""
    return [each.where for each in refusals if each.code in CODES]


def typed_in_practice(refusals: Iterable[Refusal]) -> bool:
    """Whether what some of them say to type is typed in the practice's folder."""
    return any(each.code in (*CODES, "emptied", BROUGHT) for each in refusals)


def _of_commit(event: CommitEvent, root: Path, practice: Practice) -> Iterator[Refusal]:
    step = staged_step(root)
    with Contents(root) as contents:
        if event.locked:
            yield from _of_signed_records(PastBefore(root, adopted=practice.adopted), step, contents)
        if event.privacy:
            yield from name_refusals("branch", branch_of(root), practice)
            yield from step_refusals(root, step, contents, practice)


def _of_signed_records(past: PastBefore, step: CommitStep, contents: Contents) -> Iterator[Refusal]:
    root, prefix = past.root, past.prefix
    deleted = last_deletions(root, added_records(step, prefix), step.parents)
    drops = {each.change.path: each.refusal(prefix) for each in dropped_by_merge(step, contents, prefix)}
    yield from drops.values()
    told = set(drops)
    for breach in changes_of_what_stays(past, step, contents, prefix, deleted):
        if breach.path not in told and not puts_back(breach, past):
            back = restores(breach.path.removeprefix(prefix), whole_in(breach, past) or breach.side)
            told.add(breach.path)
            refusal = refusal_of(breach, f"put it back: {back}", prefix, merging=len(step.parents) > 1)
            home = way_home(breach, past)
            yield refusal._replace(hint=f"put it back: {home}") if home else refusal
    for each in outvoted_by_merge(root, step, contents, prefix):
        if each.change.path not in told:
            told.add(each.change.path)
            yield each.refusal(prefix)
    for brought in brought_by_merge(root, step, contents, prefix):
        if not brought.paths & told:
            yield brought.refusal(prefix)
    yield from odd_files(step, prefix)
    yield from hiding_attributes(step.own, contents, prefix)


def _of_message(event: MessageEvent, root: Path, practice: Practice) -> Iterator[Refusal]:
    from caseload_tools.guard.hooks.drafting import touched_clients
    from caseload_tools.guard.hooks.message import standard_refusals, without_comments

    text = without_comments(event.text, comment_sign(root)) if event.edited else event.text
    step = staged_step(root)
    clients = touched_clients(step, prefix_of(root)) if len(step.parents) < 2 else ()
    yield from message_refusals(text, practice)
    yield from standard_refusals(text, clients, practice.client_codes)


def _of_push(event: PushEvent, root: Path, practice: Practice) -> Iterator[Refusal]:
    from caseload_tools.git.remotes import remote_at, wrong_with
    from caseload_tools.guard.hooks.left_lying import copies_pushed
    from caseload_tools.guard.hooks.pushing import added_by_push, push_refusals, silent

    wrong = wrong_with(remote_at(event.remote, event.address), practice.allowed_remotes)
    if wrong:
        yield Refusal("remote", f"remote {event.remote}", wrong, _ELSEWHERE)
    known = [*_tips_there(root, event.remote), *(each.old for each in event.updates)]
    prefix = prefix_of(root)
    yield from push_refusals(root, event.updates, known, practice, prefix, event.progress or silent)
    there, day = [each for each in known if each.strip("0")], today(None, practice.today, practice.timezone)
    for update in event.updates:
        if not update.deletes and (tip := _commit_at(root, update.new)):
            added = {path.removeprefix(prefix) for path in added_by_push(root, update.new, there)}
            yield from copies_pushed(root, tip, added, practice, day)


def _commit_at(root: Path, name: str) -> str:
    """The commit that a reference leads to; empty for none."""
    told = run_git(root, ["rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"], accept=(0, 1))
    return told.decode("ascii").strip()


def _tips_there(root: Path, remote: str) -> list[str]:
    """The commits that we know the other side to have."""
    told = run_git(root, ["for-each-ref", "--format=%(objectname)", f"refs/remotes/{remote}"]) if remote else b""
    return told.decode("ascii").split()
