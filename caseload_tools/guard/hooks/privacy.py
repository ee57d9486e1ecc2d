"""Nobody can be found by a file's name, a branch, a tag or a message, and no file goes in clear that must not.

These travel further than records do: into listings, notifications, e-mails, logs of servers. What is found is told by
kind and place, with the telling part of a path put out of sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from caseload_tools.git.command import run_git
from caseload_tools.git.contents import Contents
from caseload_tools.git.filters import ENCRYPTED, filters_of
from caseload_tools.git.hook_files import top_of
from caseload_tools.git.raw_list import PathChange
from caseload_tools.guard.hooks.refusal import Refusal
from caseload_tools.history.readers.commit_steps import CommitStep
from caseload_tools.practice import Practice
from caseload_tools.text.language.identifiers import IN_CHARTS, KINDS, identifiers_in, secret_in
from caseload_tools.text.shell import shell_word

_TOLD = (*IN_CHARTS, *(kind for kind in KINDS if kind.name == "an age over 89"))
_MASK = "…"
# `Signed-off-by: Dana Ruiz <dana@…>` names staff, and git itself writes it.
_TRAILER = re.compile(r"[A-Z][A-Za-z]+(?:-[A-Za-z]+)+: .+<[^>]*>\s*\Z")


class ToldName(NamedTuple):
    """What a text tells: a sentence's end, and from where to where it stands."""

    what: str
    hint: str
    start: int
    end: int


def told_by(text: str, practice: Practice, *, is_name: bool = False) -> Iterator[ToldName]:
    """Every client and identifier in a message, or in the name of a file, a branch or a tag (`is_name`)."""
    last = 0
    known: list[tuple[int, int]] = []
    named_here = practice.people.named_in(text, split_camel=is_name) if practice.people else ()
    for named in sorted(named_here, key=lambda named: named.start):
        known.append((named.start, named.end))
        # Sisters share a name and a telephone: one of them said is enough.
        if named.start >= last:
            last = named.end
            hint = f"write {named.client}; a word that names nobody goes under `allow` in the identity map"
            yield ToldName(f"{named.kind} stands in it", hint, named.start, named.end)
    for found in identifiers_in(text.replace("_", " ") if is_name else text, _TOLD):
        if any(start < found.end and found.start < end for start, end in known):
            continue
        hint = "write the client's id, and nothing else of them"
        yield ToldName(f"{found.kind} stands in it", hint, found.start, found.end)


def name_refusals(code: str, name: str, practice: Practice) -> Iterator[Refusal]:
    """What is wrong with the name of a file (`path`), a `branch` or a `tag`."""
    told = list(told_by(name, practice, is_name=True))
    if told:
        where = masked_name(name, told) if code == "path" else f"{code} {masked_name(name, told)}"
        for what, hint in dict.fromkeys((each.what, each.hint) for each in told):
            yield Refusal(code, where, what, hint)


def message_refusals(message: str, practice: Practice) -> Iterator[Refusal]:
    """What a commit's message tells that it must not."""
    for number, line in enumerate(message.splitlines(), start=1):
        if not _TRAILER.match(line):
            for what, hint in dict.fromkeys((each.what, each.hint) for each in told_by(line, practice)):
                yield Refusal("message", f"message, line {number}", what, hint)


def masked_name(name: str, told: Iterable[ToldName]) -> str:
    """A name with everything that tells something put out of sight."""
    spans = sorted((each.start, each.end) for each in told)
    shown, last = "", 0
    for start, end in spans:
        if start >= last:
            shown += name[last:start] + _MASK
        last = max(last, end)
    return shown + name[last:]


def step_refusals(root: Path, step: CommitStep, contents: Contents, practice: Practice) -> Iterator[Refusal]:
    """What is wrong with the files that a step brings: their names, keys in them, and clear text that must be none."""
    yield from step_names(step, practice)
    for path in step.added:
        if path.rpartition("/")[2] == "identities.toml" and _is_clear(contents, step, path):
            yield Refusal(
                "identities",
                path,
                "the identity map is about to be committed",
                f"git -C {shell_word(top_of(root))} rm --cached -- {shell_word(path)}",
            )
    new = [change for change in step.own if change.after]
    for change in new:
        raw = contents.get(change.after)
        if isinstance(raw, bytes) and secret_in(raw.decode("utf-8", "replace")) >= 0:
            where = masked_name(change.path, told_by(change.path, practice, is_name=True))
            hint = "git rm --cached it, keep it elsewhere, and make a new one: this one was on disk beside records"
            yield Refusal("secret", where, "a private key or password stands in it", hint)
    yield from _in_clear(root, new, contents, practice)


def step_names(step: CommitStep, practice: Practice) -> Iterator[Refusal]:
    """What is wrong with the names of the files that a step brings."""
    for path in step.added:
        yield from name_refusals("path", path, practice)


def _is_clear(contents: Contents, step: CommitStep, path: str) -> bool:
    ids = [change.after for change in step.own if change.path == path]
    raw = contents.get(ids[0]) if ids else b""
    return not (isinstance(raw, bytes) and raw.startswith(tuple(ENCRYPTED.values())))


def _in_clear(root: Path, changes: Sequence[PathChange], contents: Contents, practice: Practice) -> Iterator[Refusal]:
    """Files that .gitattributes hands to git-crypt, and that git-crypt never saw: it was not unlocked here."""
    filters = filters_of(top_of(root), [change.path for change in changes])
    for change in changes:
        magic = ENCRYPTED.get(filters.get(change.path, ""))
        if magic is None:
            continue
        raw = contents.get(change.after)
        if raw != b"" and not (isinstance(raw, bytes) and raw.startswith(magic)):
            where = masked_name(change.path, told_by(change.path, practice, is_name=True))
            hint = "git-crypt unlock, then `git add --renormalize` the file, and commit again"
            yield Refusal("in-clear", where, "it must be encrypted, and is staged in clear text", hint)


def branch_of(root: Path) -> str:
    """The branch that is committed to; empty between branches."""
    found = run_git(root, ["symbolic-ref", "--quiet", "--short", "HEAD"], accept=(0, 1))
    return found.decode("utf-8", "replace").strip()
