"""Allowances: `# caseload: allow[PLN005] reason (until 2026-07-15)`, in the record, beside what they allow.

In front matter such a comment covers the key or list item it stands at or above, with all that
belongs to it; above the first key it covers the whole record. In the body it is an HTML comment and
covers the paragraph it stands at, and the heading if it comes first below it; at the first paragraph
it also covers what is said of the body as a whole. What is wrong with an allowance is said by the rules
of the ALW family; this module only finds and applies them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from caseload_tools.chart.records.problem import Problem
from caseload_tools.dates import parse_day
from caseload_tools.lint.finding import Finding
from caseload_tools.lint.rule import RULES, Rule
from caseload_tools.lint.selecting import nearest_rule
from caseload_tools.text import Document
from caseload_tools.text.sections import ADDRESS
from caseload_tools.values import frozen, replace

_ALLOW = re.compile(r"caseload:\s*allow\s*\[([^\]]*)\]\s*(.*)\Z", re.DOTALL)
_UNTIL = re.compile(r"\(\s*until\s+([^)]*?)\s*\)\s*\Z")


@frozen
class Allowance:
    """One allowance as written. `codes` are the words between the brackets, upper case.

    `first` and `last` are the lines it covers; `whole` says that it covers the whole record. `idle`
    are those of its codes whose rules ran over the record and found nothing to allow here.
    """

    document: Document
    line: int
    column: int
    codes: tuple[str, ...]
    reason: str
    until_text: str
    first: int
    last: int
    whole: bool
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()

    @property
    def until(self) -> date | None:
        """The last day it holds; None when it gives none, or one that cannot be read."""
        return parse_day(self.until_text)

    def holds_on(self, day: date) -> bool:
        """An allowance past its date, or with a date nobody can read, allows nothing any more."""
        if not self.until_text:
            return True
        return self.until is not None and day <= self.until

    def covers(self, line: int) -> bool:
        """True when a finding on a line (1-based) is meant."""
        return self.whole or self.first <= line <= self.last

    def only_idle(self) -> Allowance:
        """The same without anything else that could be said about it."""
        return replace(self, reason="given", until_text="", unknown=(), refused=())

    @staticmethod
    def nearest(code: str) -> str:
        """A hint that names the rule most like an unknown code."""
        return nearest_rule(RULES, code)

    def at(self, message: str, hint: str = "") -> Problem:
        """A problem with the allowance itself."""
        return Problem(self.document, (), message, hint, line=self.line, column=self.column)


def line_to_allow(codes: Iterable[str]) -> str:
    """The comment that allows what some rules found, as somebody has to complete it."""
    return f"# caseload: allow[{', '.join(dict.fromkeys(codes))}] with your reason"


@frozen
class AllowedFinding:
    """A finding that is allowed, and the reason given."""

    finding: Finding
    reason: str
    until: date | None


def allowances_in(document: Document, rules: Mapping[str, Rule]) -> tuple[Allowance, ...]:
    """The allowances of one document. A document without the mark costs one search."""
    if ADDRESS not in document.text:
        return ()
    return tuple(_read(document, rules))


def _read(document: Document, rules: Mapping[str, Rule]) -> Iterator[Allowance]:
    lines = document.text.split("\n")
    for comment in document.comments:
        said = comment.addressed
        if not said:
            continue
        cover = _paragraph(lines, comment.line, document.body_line) if comment.in_body else _block(lines, comment.line)
        whole = not comment.in_body and _is_on_top(lines, comment.line)
        match = _ALLOW.match(said)
        words, rest = match.groups() if match else ("", "")
        until = _UNTIL.search(rest)
        yield _judged(
            Allowance(
                document=document,
                line=comment.line,
                column=comment.column,
                codes=tuple(_code(rules, word) for word in words.split(",") if word.strip()),
                reason=_UNTIL.sub("", rest).strip(),
                until_text=until.group(1) if until else "",
                first=cover[0],
                last=cover[1],
                whole=whole,
            ),
            rules,
        )


def _code(rules: Mapping[str, Rule], word: str) -> str:
    """The code for a word in brackets, which may be a rule's name."""
    wanted = word.strip()
    return next((code for code, rule in rules.items() if rule.name == wanted.lower()), wanted.upper())


def _judged(allowance: Allowance, rules: Mapping[str, Rule]) -> Allowance:
    unknown = tuple(code for code in allowance.codes if code not in rules)
    refused = tuple(code for code in allowance.codes if code in rules and not rules[code].allowable)
    return replace(allowance, unknown=unknown, refused=refused) if unknown or refused else allowance


def apply_allowances(
    allowances: Sequence[Allowance], findings: Iterable[Finding], today: date, ran: Collection[str]
) -> tuple[list[Finding], list[AllowedFinding], list[Allowance]]:
    """Findings of one document that stay, those that are allowed, and the allowances with their idle codes.

    `ran` are the codes whose rules ran over the document: an allowance for a rule that was not asked is
    not idle.
    """
    kept: list[Finding] = []
    allowed: list[AllowedFinding] = []
    used: set[tuple[int, str]] = set()
    for finding in findings:
        holding = [
            index
            for index, allowance in enumerate(allowances)
            if finding.code in allowance.codes
            and finding.code not in allowance.refused
            and allowance.covers(finding.line)
        ]
        used.update((index, finding.code) for index in holding)
        current = [allowances[index] for index in holding if allowances[index].holds_on(today)]
        if current:
            allowed.append(AllowedFinding(finding, current[0].reason, current[0].until))
        else:
            kept.append(finding)
    judged = [
        replace(allowance, idle=tuple(code for code in allowance.codes if _idle(allowance, index, code, used, ran)))
        for index, allowance in enumerate(allowances)
    ]
    return kept, allowed, judged


def _idle(allowance: Allowance, index: int, code: str, used: set[tuple[int, str]], ran: Collection[str]) -> bool:
    return (index, code) not in used and code not in allowance.unknown and code not in allowance.refused and code in ran


# --- what a comment stands at --------------------------------------------------------------


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_note(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _is_on_top(lines: list[str], line: int) -> bool:
    """True for a comment above the first key, on a line of its own."""
    return _is_note(lines[line - 1]) and all(_is_note(each) for each in lines[1 : line - 1])


def _block(lines: list[str], line: int) -> tuple[int, int]:
    """The key or list item that a front matter comment stands at or above: first and last line."""
    start = line - 1
    while start < len(lines) - 1 and _is_note(lines[start]):
        start += 1
    opens = lines[start]
    indent, is_item = _indent(opens), opens.lstrip().startswith("- ")
    end = start + 1
    while end < len(lines) and lines[end].rstrip() != "---":
        deeper = _indent(lines[end]) > indent
        own_list = not is_item and _indent(lines[end]) == indent and lines[end].lstrip().startswith("- ")
        if lines[end].strip() and not deeper and not own_list:
            break
        end += 1
    return line, end


def _paragraph(lines: list[str], line: int, body: int) -> tuple[int, int]:
    """The lines of the paragraph a body comment stands in or above, with the heading right above it.

    What is said of the whole body is said of its first line, `body`, which is often a blank one.
    """
    first = line
    while first > 1 and lines[first - 2].strip() and not lines[first - 2].startswith("#"):
        first -= 1
    above = first
    while above > 1 and not lines[above - 2].strip():
        above -= 1
    if above > 1 and lines[above - 2].startswith("#"):
        first = above - 1
    if not any(each.strip() for each in lines[body - 1 : first - 1]):
        first = body
    last = line
    if lines[line - 1].strip().endswith("-->") and lines[line - 1].strip().startswith("<!--"):
        while last < len(lines) and not lines[last].strip():
            last += 1
    while last < len(lines) and lines[last].strip():
        last += 1
    return first, last
