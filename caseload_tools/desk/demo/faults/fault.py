"""One fault: which rule it is for, what somebody did wrong, and the edits that do it in a copy.

An edit changes one file of a practice as a tired person would: a line lost, a word mistyped, a
file never written. It says so itself when the record it was made for no longer reads as it did. Whoever
made it had not signed yet, unless the fault says so: what was signed is sealed anew over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from caseload_tools.desk.demo.resealing import resealed
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.pretend_history import PretendStep
from caseload_tools.shipped import shipped_path
from caseload_tools.text import write_atomic

CLIENTS = "records/clients/"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one file: its text before, the empty text if there was none, to its text after; None removes it."""

    path: str
    change: Callable[[str], str | None]

    def apply(self, root: Path, *, sealed: bool = True) -> None:
        """Make the change in the practice in `root`; `sealed` as if it had been so when it was signed."""
        file = root / self.path
        known = file.exists()
        before = file.read_text(encoding="utf-8") if known else ""
        try:
            after = self.change(before)
        except ValueError as error:
            raise CaseloadError(f"{self.path} does not read as this fault expects: {error}") from None
        if after is None:
            file.unlink(missing_ok=True)
        else:
            text = resealed(before, after) if sealed and known else after
            write_atomic(file, text.encode("utf-8"), replace=known, durable=False)


@dataclass(frozen=True, slots=True)
class FaultCommit:
    """One file as somebody committed it: as it stands with the fault in it, or otherwise; None takes it away."""

    at: str
    author: str
    path: str
    change: Callable[[str], str | None] = str
    source: str = ""

    def text(self, root: Path) -> str | None:
        """The text that was committed, by what stands in the practice in `root`."""
        return self.change((root / (self.source or self.path)).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class SeededFault:
    """`at` is the file in which the rule finds it: the first file edited, if nothing else is said.

    `past` is what only git could show: a copy of the demo has no past, so a test tells it to the rule.

    `follows` are the warnings of other rules that nobody could make this fault without, by code, each
    with the reason. Never an error: one fault is one error, or a rule does not know when to be silent.
    """

    code: str
    what: str
    edits: Sequence[Edit]
    at: str
    follows: Mapping[str, str] = field(default_factory=dict)
    past: Sequence[FaultCommit] = ()
    after_signing: bool = False
    """The edits were made in what had been signed already: its signatures do not hold any more."""

    def apply(self, root: Path) -> None:
        """Seed it in the practice in `root`."""
        for edit in self.edits:
            edit.apply(root, sealed=not self.after_signing)


def fault(
    code: str,
    what: str,
    *edits: Edit,
    at: str = "",
    follows: Mapping[str, str] | None = None,
    past: Sequence[FaultCommit] = (),
    after_signing: bool = False,
) -> SeededFault:
    """A fault made of one or more edits, or of a past."""
    place = at or (edits[0].path if edits else past[-1].path)
    return SeededFault(code, what, edits, place, follows or {}, past, after_signing)


def steps_of(faults: Iterable[SeededFault], root: Path) -> list[PretendStep]:
    """The past of some faults, for a PretendHistory of the practice in `root`: one commit an author and moment."""
    steps: dict[tuple[str, str], dict[str, str | None]] = {}
    for each in sorted((commit for fault in faults for commit in fault.past), key=lambda commit: commit.at):
        steps.setdefault((each.at, each.author), {})[each.path] = each.text(root)
    return [(at, author, files) for (at, author), files in steps.items()]


# --- edits ---------------------------------------------------------------------------------


def swap(path: str, old: str, new: str) -> Edit:
    """The first place that says `old` says `new`. An edit made before is left as it is."""

    def change(text: str) -> str:
        if old in text:
            return text.replace(old, new, 1)
        if new and new in text:
            return text
        raise ValueError("words are missing")

    return Edit(path, change)


def cut(path: str, pattern: str, count: int = 0) -> Edit:
    """Everything that matches is gone (`^` is the beginning of a line); `count` limits how often."""

    def change(text: str) -> str:
        after, times = re.subn(pattern, "", text, count=count, flags=re.MULTILINE)
        if not times:
            raise ValueError("nothing to cut")
        return after

    return Edit(path, change)


def key_lost(path: str, key: str) -> Edit:
    """A key of the front matter is gone, with the lines that belong to it."""
    return cut(path, rf"^{re.escape(key)}:.*\n(?:[ -].*\n)*", 1)


def line_added(path: str, after: str, line: str) -> Edit:
    """A line more, below the first that begins with `after`."""

    def change(text: str) -> str:
        found = re.search(rf"^{re.escape(after)}.*\n", text, re.MULTILINE)
        if found is None:
            raise ValueError("a line is missing")
        return text[: found.end()] + line + "\n" + text[found.end() :]

    return Edit(path, change)


def added_words(path: str, words: str) -> Edit:
    """Words more at the end of the text."""
    return Edit(path, lambda text: text.rstrip("\n") + f" {words}\n")


def added_paragraph(path: str, text: str) -> Edit:
    """A paragraph more at the end of the file."""
    return Edit(path, lambda before: f"{before.rstrip()}\n\n{text}\n")


def added_file(path: str, text: str) -> Edit:
    """A file of its own."""
    return Edit(path, lambda _: text.lstrip("\n"))


def never_written(path: str) -> Edit:
    """The file is not there."""
    return Edit(path, lambda _: None)


def body(path: str, text: str) -> Edit:
    """Another text below the front matter."""

    def change(before: str) -> str:
        front = re.match(r"---\n.*?\n---\n", before, re.DOTALL)
        if front is None:
            raise ValueError("no front matter")
        return front.group() + (f"\n{text}\n" if text else "")

    return Edit(path, change)


def copied_text(path: str, source: str) -> Edit:
    """The text of another record of the demo, as it is shipped, with a sentence about the homework."""

    def change(before: str) -> str | None:
        text = shipped_path(source).read_text(encoding="utf-8")
        return body(path, text[text.index("\n---\n", 4) + 5 :].strip() + " The homework was done.").change(before)

    return Edit(path, change)


def section(path: str, title: str, text: str) -> Edit:
    """Another text under a heading."""

    def change(before: str) -> str:
        after, times = re.subn(rf"(^## {title}\n\n).*?(?=^## |\Z)", rf"\g<1>{text}\n\n", before, flags=re.M | re.S)
        if not times:
            raise ValueError("a heading is missing")
        return after

    return Edit(path, change)
