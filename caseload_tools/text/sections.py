"""Headings and comments of the Markdown below the front matter, by line.

It knows headings written with `#`, which is what records are made of, and nothing of what is inside a section. What is
code and what is hidden it asks the blocks of the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from caseload_tools.text.body_syntax import hidden_spans, visible_text

# It begins with a plain letter, which is found quicker than a beginning of line.
_HEADING = re.compile(r"\n {0,3}(#{1,6})(?:[ \t]+([^\n]*))?(?=\n|\Z)")
_CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_APOSTROPHES = str.maketrans("’‘´`", "''''")


ADDRESS = "caseload:"  # a comment that begins with it is meant for this program
# Where it starts and ends, its number signs, and what stands behind them.
_Head = tuple[int, int, str, str]


class Section(NamedTuple):
    """A heading and what is below it, up to the next heading of its level or above.

    `line` is the heading's; `text` has no blank lines around it and begins on `text_line`.
    """

    title: str
    level: int
    line: int
    text: str
    text_line: int


class Comment(NamedTuple):
    """What stands behind a `#` in the front matter or between `<!--` and `-->` in the body."""

    line: int
    column: int
    text: str
    in_body: bool

    @property
    def addressed(self) -> str:
        """What it says to this program, from `caseload:` on; empty for what people say to each other."""
        said = self.text.lstrip("#").strip()
        return said if said.startswith(ADDRESS) else ""


@lru_cache(maxsize=512)
def same_title(title: str) -> str:
    """Titles are the same when they differ in case, spaces, kinds of apostrophe, emphasis or a last colon."""
    return " ".join(title.translate(_APOSTROPHES).casefold().split()).strip("*_: ")


def sections_of(body: str, first_line: int) -> tuple[Section, ...]:
    """The sections of a body whose first line is the file's line `first_line`."""
    heads = list(_heads(body))
    ends = _section_ends(heads, len(body))
    sections = []
    line, counted = first_line, 0
    for (start, end, marks, said), stop in zip(heads, ends, strict=True):
        line += body.count("\n", counted, start)
        counted = start
        content = body[end:stop]
        text = content.strip("\n").rstrip()
        lead = len(content) - len(content.lstrip("\n")) if text else 1
        title = (_CLOSING.sub("", said) if "#" in said else said).strip()
        sections.append(Section(title, len(marks), line, text, line + max(lead, 1)))
    return tuple(sections)


def _heads(body: str) -> Iterator[_Head]:
    """The headings of a body that are neither in code nor in a comment."""
    shown = visible_text(body)
    code: Collection[int] = ()
    if "```" in shown or "~~~" in shown:
        from caseload_tools.text.body_blocks import code_lines  # as in body_syntax

        code = code_lines(shown)
    for found in _HEADING.finditer("\n" + shown):
        # The line end before it makes up for the one that was put before the body.
        if found.start() not in code:
            yield found.start(), found.end() - 1, found[1], found[2] or ""


def apart_from_titles(body: str) -> tuple[str, tuple[str, ...]]:
    """What a body shows without its headings, and their titles. A `#` with no blank behind it begins no heading."""
    shown, at, parts, titles = visible_text(body), 0, [], []
    for start, end, _, said in _heads(body):
        parts.append(shown[at:start])
        titles.append(said)
        at = end
    return "".join((*parts, shown[at:])), tuple(titles)


def _section_ends(heads: list[_Head], end: int) -> list[int]:
    """For each heading, where the next of its level or above begins."""
    nearest = [end] * 7
    ends = []
    for start, _, marks, _ in reversed(heads):
        level = len(marks)
        ends.append(min(nearest[1 : level + 1]))
        nearest[level] = start
    return ends[::-1]


def comments_in_body(body: str, first_line: int) -> Iterator[Comment]:
    """HTML comments outside of code."""
    line, counted = first_line, 0
    for start, end, closed in hidden_spans(body):
        if closed and body.startswith("<!--", start):
            line += body.count("\n", counted, start)
            counted = start
            yield Comment(line, start - body.rfind("\n", 0, start), body[start + 4 : end - 3].strip(), in_body=True)


def comments_in_front(source: str, texts: list[tuple[int, int]], first_line: int) -> Iterator[Comment]:
    """`# comments` of front matter; `texts` are the places of keys and plain values, in order.

    A `#` inside one of those is part of what somebody wrote.
    """
    number = counted = 0
    line = first_line
    at = source.find("#")
    while at >= 0:
        while number < len(texts) and texts[number][1] <= at:
            number += 1
        if number < len(texts) and texts[number][0] <= at:
            at = source.find("#", texts[number][1])
            continue
        end = source.find("\n", at)
        end = len(source) if end < 0 else end
        if at == 0 or source[at - 1] in " \n":
            line += source.count("\n", counted, at)
            counted = at
            yield Comment(line, at - source.rfind("\n", 0, at), source[at + 1 : end].strip(), in_body=False)
        at = source.find("#", end)
