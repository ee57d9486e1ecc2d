"""A first line for a commit's message, from what is staged: "C-0142: session 2026-11-03 added, plan signed".

A draft for the person who commits, made of ids, types and dates. It never stands in for words that somebody wrote, and
holds nothing of what a record says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from caseload_tools.chart.records.paths import RecordPath
from caseload_tools.git.command import prefix_of
from caseload_tools.git.contents import Contents
from caseload_tools.git.hook_files import comment_sign
from caseload_tools.guard.hooks import BEGUN
from caseload_tools.guard.hooks.locked import read_content, signature_entries
from caseload_tools.guard.hooks.privacy import told_by
from caseload_tools.history.readers.commit_steps import CommitStep, PathChange, staged_step
from caseload_tools.practice import Practice
from caseload_tools.text import Document

_LONGEST = 72


def touched_clients(step: CommitStep, prefix: str = "") -> tuple[str, ...]:
    """The clients whose records a step changes itself, by id."""
    return tuple(sorted({client for change in step.own if (client := client_at(change.path, prefix))}))


def client_at(path: str, prefix: str = "") -> str:
    """The client whose folder a path lies in; empty elsewhere."""
    return RecordPath.parse(path.removeprefix(prefix)).client if path.startswith(prefix) else ""


def drafted_message(step: CommitStep, contents: Contents, prefix: str = "") -> str:
    """The message for what is staged; empty when nothing is, and for a merge, which git describes itself."""
    if len(step.parents) > 1 or not step.own:
        return ""
    told: dict[str, list[str]] = {}
    others: list[str] = []
    for change in step.own:
        client = client_at(change.path, prefix)
        if client:
            told.setdefault(client, []).append(_told_of(change, contents, prefix))
        else:
            others.append(f"{change.path.removeprefix(prefix)} {_word(change)}")
    return _message(told, others)


def with_draft(text: str, source: str, drafted: str, comment: str = "#") -> str:
    """The text of the message's file with the draft on top, or as it is when a person or git has begun it."""
    begun = any(line.strip() and not line.startswith(comment) for line in _above_the_diff(text, comment))
    if source in BEGUN or begun or not drafted:
        return text
    return f"{drafted}\n{text if text.startswith(chr(10)) else chr(10) + text}"


def staged_message(text: str, source: str, root: Path, practice: Practice) -> str:
    """What the message's file shall say, of which `text` stands in it now: a draft of what is staged on top."""
    with Contents(root) as contents:
        drafted = drafted_message(staged_step(root), contents, prefix_of(root))
    # `git commit --no-verify` still asks for a draft: a file's name must not bring a client's into it.
    if any(told_by(drafted, practice, is_name=True)):
        return text
    return with_draft(text, source, drafted, comment_sign(root))


def _above_the_diff(text: str, comment: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith(f"{comment} ------------------------ >8"):
            return
        yield line


def _told_of(change: PathChange, contents: Contents, prefix: str) -> str:
    where = RecordPath.parse(change.path.removeprefix(prefix))
    folder, _, rest = where.link.partition("/")
    what = f"{where.word or folder} {rest}".strip()
    return f"{what} {_deed(change, contents)}"


def _deed(change: PathChange, contents: Contents) -> str:
    """What was done to a record, in a word: a signature tells more than an edit."""
    before, now = (_signatures(contents, each, change.path) for each in (change.before, change.after))
    new = now[len(before) :]
    if change.after and new:
        seconded = before or any(each.get("meaning") == "co-signed" for each in new)
        return f"{_word(change)} and signed" if not change.before else "co-signed" if seconded else "signed"
    return _word(change)


def _signatures(contents: Contents, content_id: str, path: str) -> list[Mapping[str, object]]:
    found: Document | None = read_content(contents, content_id, path) if content_id else None
    return [each for each in signature_entries(found) if each.get("digest")] if found else []


def _word(change: PathChange) -> str:
    return "removed" if not change.after else "changed" if change.before else "added"


def _message(told: Mapping[str, list[str]], others: list[str]) -> str:
    lines = [f"{client}: {', '.join(deeds)}" for client, deeds in told.items()]
    if others:
        lines.append(", ".join(others) if len(others) < 3 else f"{len(others)} files outside of the charts changed")
    if len(lines) == 1 and len(lines[0]) <= _LONGEST:
        return lines[0]
    return "\n".join([_sum(told, others), "", *lines])


def _sum(told: Mapping[str, list[str]], others: list[str]) -> str:
    """A first line for a longer draft; one that the standard for messages accepts."""
    if not told:
        return f"{len(others)} files outside of the charts changed"
    deeds = [deed for each in told.values() for deed in each]
    done = _common_end(deeds)
    kinds = list(dict.fromkeys(deed.partition(" ")[0] for deed in deeds))
    many = len(told) > 3
    whose = f"{len(told)} clients" if many else ", ".join(told)
    line = f"{whose}: {', '.join(kinds)} {done}"
    records = f"{len(deeds)} records" if len(deeds) > 1 else "1 record"
    return line if len(line) <= _LONGEST else f"{whose}: {records} {done}"


def _common_end(deeds: Sequence[str]) -> str:
    """What was done to all of them, or a word for all that may be done to a record."""
    ends = {deed.rpartition(" ")[2] for deed in deeds}
    end = ends.pop() if len(ends) == 1 else ""
    return end if end in ("added", "removed", "signed", "co-signed") else "written"
