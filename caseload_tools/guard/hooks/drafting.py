"""A first line for a commit's message, from what is staged: "C-0142: session 2026-11-03 added, plan signed".

A draft for the person who commits, made of ids, types and dates. It never stands in for words that somebody wrote, and
holds nothing of what a record says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from caseload_tools.audit.changes.signature_diff import is_typed_co_signature, signature_events
from caseload_tools.chart.signing.co_signing import committers_by
from caseload_tools.git.command import prefix_of, run_git
from caseload_tools.git.contents import Contents
from caseload_tools.git.hook_files import comment_sign
from caseload_tools.guard.hooks import BEGUN
from caseload_tools.guard.hooks.locked import read_content
from caseload_tools.guard.hooks.privacy import told_by
from caseload_tools.history.fates import FateWord, RecordChange, what_became, with_returns
from caseload_tools.history.readers.commit_steps import CommitStep, staged_step
from caseload_tools.history.readers.deletions import created_in, last_deletions
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.history.record_path import CLIENTS, RecordPath
from caseload_tools.practice import Practice
from caseload_tools.text import Document

_LONGEST = 72
_RECORDS = "records/"
_WORDS: Mapping[FateWord, str] = {"created": "added", "edited": "changed", "deleted": "removed"}
"""What a message says for a fate; for the others, what the log says."""
_SIGNED = ("signed", "co-signed", "sealed")  # acts of the log
_IDENT = re.compile(r"(.*) <(.*)> \d+ [+-]\d+\s*\Z")
_AUTHOR = ("NAME", "EMAIL")  # GIT_AUTHOR_NAME and so on
_FIRST = {"moved": "moved", "restored": "restored"}  # what they are, whatever else was done


class DraftedChange(NamedTuple):
    """What was done to a record: which, in a word or two, and what stands behind that."""

    what: str
    done: str
    more: str = ""


def touched_clients(step: CommitStep, prefix: str = "") -> tuple[str, ...]:
    """The clients whose records a step changes itself, by id."""
    return tuple(sorted({client for change in step.own if (client := client_at(change.path, prefix))}))


def client_at(path: str, prefix: str = "") -> str:
    """The client whose folder a path lies in; empty elsewhere."""
    return RecordPath.parse(path.removeprefix(prefix)).client if path.startswith(prefix) else ""


def drafted_message(
    step: CommitStep, contents: Contents, root: Path, prefix: str = "", is_own: Callable[[str], bool] = lambda _: True
) -> str:
    """The message for what is staged; empty when nothing is, and for a merge, which git describes itself.

    `is_own` says whether whoever commits is a person on the staff: another's co-signature is none by being typed.
    """
    if len(step.parents) > 1 or not step.own:
        return ""
    told: dict[str, list[DraftedChange]] = {}
    others: list[str] = []
    for change in _became(step, contents, root, prefix + _RECORDS):
        first = (change.was or change.path).removeprefix(prefix)
        client = client_at(change.was or change.path, prefix)
        deed = _deed(change, first, contents, prefix, is_own)
        if client:
            told.setdefault(client, []).append(deed)
        else:
            others.append(f"{first} {deed.done}{deed.more if change.was else ''}")
    return _message(told, others) if told or others else ""


def _became(step: CommitStep, contents: Contents, root: Path, folder: str) -> Iterator[RecordChange]:
    """What became of each file. Only records move: of nothing else does a log tell where it went."""
    files = [(each.path, each.before, each.after) for each in step.own]
    became = what_became((each for each in files if each[0].startswith(folder)), contents.bytes_of)
    yield from with_returns(became, last_deletions(root, created_in(became), step.parents), contents.bytes_of)
    for each in files:
        if not each[0].startswith(folder):
            yield from what_became([each], contents.bytes_of)


def with_draft(text: str, source: str, drafted: str, comment: str = "#") -> str:
    """The text of the message's file with the draft on top, or as it is when a person or git has begun it."""
    begun = any(line.strip() and not line.startswith(comment) for line in _above_the_diff(text, comment))
    if source in BEGUN or begun or not drafted:
        return text
    return f"{drafted}\n{text if text.startswith(chr(10)) else chr(10) + text}"


def staged_message(text: str, source: str, root: Path, practice: Practice) -> str:
    """What the message's file shall say, of which `text` stands in it now: a draft of what is staged on top."""
    with Contents(root) as contents:
        is_own = partial(_commits_as, root, practice)
        drafted = drafted_message(staged_step(root), contents, root, prefix_of(root), is_own)
    # `git commit --no-verify` still asks for a draft: a file's name must not bring a client's into it.
    if any(told_by(drafted, practice, is_name=True)):
        return text
    return with_draft(text, source, drafted, comment_sign(root))


def _commits_as(root: Path, practice: Practice, person: str) -> bool:
    """Whether the commit that is being made will say that this person made it."""
    made_by = (*_named_by_git(root, "AUTHOR"), *_named_by_git(root, "COMMITTER"))
    return committers_by(practice, LazyHistory(root)).maker(*made_by) == person


def _named_by_git(root: Path, role: str) -> Iterator[str]:
    """The name and the address that the commit will have, of its author or its committer."""
    ident = _IDENT.match(run_git(root, ["var", f"GIT_{role}_IDENT"], accept=(0, 1, 128)).decode("utf-8", "replace"))
    configured = (ident[1], ident[2]) if ident is not None else ("", "")
    # Git tells a hook by variables whom `git commit --author` named; `run_git` hands none of them on.
    for key, each in zip(_AUTHOR, configured, strict=True):
        yield os.environ.get(f"GIT_{role}_{key}") or each


def _above_the_diff(text: str, comment: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith(f"{comment} ------------------------ >8"):
            return
        yield line


def _deed(
    change: RecordChange, first: str, contents: Contents, prefix: str, is_own: Callable[[str], bool]
) -> DraftedChange:
    """What was done to the record that lay, or lies, at this path: a signature tells more than an edit."""
    where = RecordPath.parse(first)
    folder, _, rest = where.link.partition("/")
    what, word = f"{where.word or folder} {rest}".strip(), _WORDS.get(change.kind, change.kind)
    to = f" to {_new_place(where, change.path.removeprefix(prefix))}" if change.was else ""
    before, now = (_signatures(contents, each, change.path) for each in (change.before, change.after))
    told = (each for each in signature_events(before, now) if each.action in _SIGNED)
    acts = [each.action for each in told if not is_typed_co_signature(each) or is_own(each.after)]
    if not (change.after and acts):
        return DraftedChange(what, word, to)
    signed = " and ".join(dict.fromkeys(acts))
    if change.was:
        return DraftedChange(what, word, f"{to} and {signed}")
    return DraftedChange(what, signed if change.kind == "edited" else f"{word} and {signed}")


def _new_place(old: RecordPath, path: str) -> str:
    """Where a record went, as shortly as its old place leaves no doubt."""
    new = RecordPath.parse(path)
    if not new.client:
        return path
    if new.client != old.client:
        return f"{new.client}/{new.link}"
    if new.folder != old.folder:
        return new.folder.removeprefix(CLIENTS + "/") + ("" if new.link == old.link else f"/{new.link}")
    folder, _, rest = new.link.partition("/")
    return rest if rest and folder == old.link.partition("/")[0] else new.link


def _signatures(contents: Contents, content_id: str, path: str) -> object:
    found: Document | None = read_content(contents, content_id, path) if content_id else None
    return found.data.get("signatures") if found else None


def _message(told: Mapping[str, list[DraftedChange]], others: list[str]) -> str:
    lines = [f"{client}: {', '.join(' '.join(each[:2]) + each.more for each in told[client])}" for client in told]
    if others:
        lines.append(", ".join(others) if len(others) < 3 else f"{len(others)} files outside of the charts changed")
    if len(lines) == 1 and len(lines[0]) <= _LONGEST:
        return lines[0]
    return "\n".join([_sum(told, others), "", *lines])


def _sum(told: Mapping[str, list[DraftedChange]], others: list[str]) -> str:
    """A first line for a longer draft; one that the standard for messages accepts."""
    if not told:
        return f"{len(others)} files outside of the charts changed"
    deeds = [deed for each in told.values() for deed in each]
    done = _common_word(deeds)
    kinds = list(dict.fromkeys(deed.what.partition(" ")[0] for deed in deeds))
    many = len(told) > 3
    whose = f"{len(told)} clients" if many else ", ".join(told)
    line = f"{whose}: {', '.join(kinds)} {done}"
    records = f"{len(deeds)} records" if len(deeds) > 1 else "1 record"
    return line if len(line) <= _LONGEST else f"{whose}: {records} {done}"


def _common_word(deeds: Sequence[DraftedChange]) -> str:
    """What was done to all of them, or a word for all that may be done to a record."""
    ends = {_FIRST.get(deed.done.partition(" ")[0], deed.done.rpartition(" ")[2]) for deed in deeds}
    end = ends.pop() if len(ends) == 1 else ""
    return end if end in ("added", "removed", "moved", "restored", *_SIGNED) else "written"
