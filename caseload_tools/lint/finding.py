"""A Problem made concrete: the code and level of its rule, the line and column of its place.

A Finding is a plain, small, frozen value without any document, so that it can cross a process
boundary, be sorted and be written in any format. It never holds a sensitive value: what it shows of
the source is cut and masked in excerpt.py.
"""

from __future__ import annotations

import hashlib

from caseload_tools.chart.records.problem import Problem
from caseload_tools.lint.excerpt import Frame, frame_at
from caseload_tools.lint.rule import Level, Rule
from caseload_tools.text import Document, Fault, Span
from caseload_tools.text.front_matter.marks import KeyPath, value_at
from caseload_tools.text.signed_text import is_never_signed
from caseload_tools.values import frozen

# What refuses a draft as well, for git forgets nothing: a file that cannot be read or lies wrong, leftovers of a merge
# or a sync, what discloses, and harm to what is signed.
_DISCLOSING = "PRV"
_FOR_DRAFTS = ("SIG", "ENG", "STR001", "STR002", "STR006", "STR011", "STR013", "STR014", "STR018", "STR019")


@frozen
class RelatedSpot:
    """A second place that explains a finding."""

    path: str
    line: int
    column: int
    message: str


@frozen
class Finding:
    """One thing a rule found. Lines and columns are 1-based, columns in code points, the end is exclusive."""

    path: str
    line: int
    column: int
    code: str
    name: str
    level: Level
    message: str
    hint: str
    end_line: int
    end_column: int
    related: tuple[RelatedSpot, ...]
    fingerprint: str
    fixable: bool
    frame: Frame | None
    draft: bool = False
    """Whether its record is still being written: see `is_draft`."""
    known: bool = False
    """Whether the commit goes on from one that has it as well: then it refuses nothing."""
    left_alone: bool = False
    """Whether there is a repair that nobody makes, since its record is signed."""

    @property
    def lacks(self) -> bool:
        """An error of what a record says or does not: no harm to what is signed, to others or to anybody's privacy."""
        return self.level == "error" and not self.code.startswith((*_FOR_DRAFTS, _DISCLOSING))

    @property
    def refuses(self) -> bool:
        """Whether a commit or a push that brings it is refused: an error, but for what a draft lacks.

        What may disclose somebody is refused whatever its level, for git forgets nothing.
        """
        if self.known:
            return False
        if self.code.startswith(_DISCLOSING):
            return True
        return self.level == "error" and not (self.draft and self.lacks)

    @property
    def on_commit(self) -> str:
        """What it does to the commit that is about to be made, in words; empty for what never refuses one."""
        if self.refuses:
            return "refuses the commit"
        if self.known:
            return "was there before"
        return "of a draft" if self.draft and self.level == "error" else ""

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """By file, place, code: the order in which findings are always shown."""
        return (self.path, self.line, self.column, self.code, self.message)


def finding_of(
    rule: Rule, level: Level, problem: Problem, seen: dict[tuple[str, str, str], int] | None = None
) -> Finding:
    """The finding for a problem. `seen` counts equal subjects of one run, so that fingerprints differ."""
    document = problem.document
    span = shown_span(document, problem)
    if level == "error" and (fault := _fault_behind(document, problem)) and fault.level != "error":
        level = "warning"
    if problem.most != "error" and level != "advice":
        level = problem.most
    subject = (rule.code, document.path, subject_of(document, problem))
    times, signed = 0, is_signed_text(document)
    if seen is not None:
        times = seen[subject] = seen.get(subject, -1) + 1
    return Finding(
        path=document.path,
        line=span.line,
        column=span.column,
        code=rule.code,
        name=rule.name,
        level=level,
        message=problem.message,
        hint=problem.hint,
        end_line=span.end_line,
        end_column=span.end_column,
        related=tuple(_related(problem)),
        fingerprint=_fingerprint(*subject, times),
        fixable=problem.repair is not None and not signed,
        left_alone=problem.repair is not None and signed,
        frame=frame_at(document, problem.path, span, problem.said),
    )


def is_signed_text(document: Document) -> bool:
    """Whether a signature stands in a text, with a digest or typed by hand: nothing in it is repaired."""
    return bool(document.data.get("signatures")) and not is_never_signed(document.data)


def _related(problem: Problem) -> list[RelatedSpot]:
    places = []
    for other in problem.related:
        span = path_span(other.document, other.path)
        places.append(RelatedSpot(other.document.path, span.line, span.column, other.message))
    return places


def shown_span(document: Document, problem: Problem) -> Span:
    """Where a problem is shown: its line in the body, else its key, else the nearest thing that holds it."""
    if problem.line:
        fault = _fault_behind(document, problem)
        if fault is not None and fault.end_line:
            return Span(fault.line, fault.column, fault.end_line, fault.end_column)
        column = problem.column or 1
        return Span(problem.line, column, problem.line, column + 1)
    return path_span(document, problem.path)


def _fault_behind(document: Document, problem: Problem) -> Fault | None:
    """The reader's own fault that a problem passes on: it knows where it ends, and how grave it is."""
    for fault in document.faults if problem.line and not problem.path else ():
        if (fault.line, fault.column, fault.message) == (problem.line, problem.column, problem.message):
            return fault
    return None


def path_span(document: Document, path: KeyPath) -> Span:
    """The key at a path; for an entry of a list, where it begins; for a missing one, what it is missing from."""
    for length in range(len(path), 0, -1):
        found = _exact(document, path[:length])
        if found is not None:
            return found
    return document.key_position(("type",)) or Span(1, 1, 1, 4)


def _exact(document: Document, path: KeyPath) -> Span | None:
    if isinstance(path[-1], str):
        return document.key_position(path)
    whole = document.position(path)
    value = value_at(document.data, path)
    if whole is not None and isinstance(value, dict) and value:
        return document.key_position((*path, next(iter(value)))) or whole
    return whole


def subject_of(document: Document, problem: Problem) -> str:
    """What a problem is about, in words that outlive moved lines: ids of entries rather than their places."""
    if problem.line and not problem.path:
        return _section_at(document, problem.line)
    steps = []
    for length, step in enumerate(problem.path, start=1):
        value = value_at(document.data, problem.path[:length]) if isinstance(step, int) else None
        known = value.get("id") if isinstance(value, dict) else None
        steps.append(known if isinstance(known, str) else str(step))
    return "/".join(steps)


def _section_at(document: Document, line: int) -> str:
    if line < document.body_line:
        return "front matter"
    titles = [section.title.casefold() for section in document.sections if section.line <= line]
    return f"## {titles[-1]}" if titles else "body"


def _fingerprint(code: str, path: str, subject: str, times: int) -> str:
    text = "\0".join((code, path, subject, str(times)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
