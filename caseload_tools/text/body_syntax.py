"""What the marks of Markdown and of note editors mean in the text of a record: one table for lint, pages and search.

What a writer's editor hides is hidden everywhere, and covered by the digest all the same; what it shows is shown, as a
mark that we know or as it was typed. A comment that is never closed would hide the rest of the record: it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from caseload_tools.text.body_blocks import HiddenSpan


BodyFate = Literal["shown", "hidden", "refused"]


class BodySyntax(NamedTuple):
    """A mark, how it is typed, what becomes of it and how it looks on a page; `word` is what to look for there."""

    name: str
    typed: str
    fate: BodyFate
    looks: str


# `zqwx` is the word that is shown or hidden.
BODY_SYNTAX = (
    BodySyntax("HTML comment", "<!-- zqwx -->", "hidden", ""),
    BodySyntax("comment of Obsidian", "%%zqwx%%", "hidden", ""),
    BodySyntax("allowance", "<!-- caseload: allow[NOT014] zqwx -->", "hidden", "beside the finding that it allows"),
    BodySyntax("HTML comment that is not closed", "<!-- zqwx", "refused", ""),
    BodySyntax("comment of Obsidian that is not closed", "%%zqwx", "refused", ""),
    BodySyntax("task", "- [ ] zqwx", "shown", "a box before the text"),
    BodySyntax("task that is done", "- [x] zqwx", "shown", "a ticked box before the text"),
    BodySyntax("highlight", "==zqwx==", "shown", "marked"),
    BodySyntax("callout", "> [!warning] zqwx", "shown", "a quotation with its kind in bold"),
    BodySyntax("wiki link", "[[sessions/2026-11-03|zqwx]]", "shown", "a link where it leads to a record of the chart"),
    BodySyntax("embedded file", "![[zqwx.png]]", "shown", "its name"),
    BodySyntax("picture", "![zqwx]()", "shown", "as typed"),
    BodySyntax("footnote", "Slept badly.[^1]\n\n[^1]: zqwx", "shown", "its number above the line, and the note"),
    BodySyntax("HTML", "<b>zqwx</b>", "shown", "as typed"),
    BodySyntax("code", "`<!-- zqwx -->`", "shown", "as typed"),
    BodySyntax("code block", "```zqwx\nSlept badly.\n```", "shown", "its first line above it"),
    BodySyntax("title of a link", '[note](sessions/2026-11-03 "zqwx")', "shown", "in quotes behind the link"),
    BodySyntax("cell beyond the last column", "| a |\n|---|\n| b | zqwx |", "shown", "in the last column"),
    BodySyntax("comment behind a backslash", "\\<!-- zqwx -->", "shown", "as typed"),
    BodySyntax("definition of a link", "[zqwx]: sessions/2026-11-03", "shown", "as typed"),
)


_MARK = re.compile(r"(<!--)|%%")


def hidden_spans(body: str) -> Iterator[HiddenSpan]:
    """The comments of a body, outside of code, in order."""
    if "<!--" not in body and "%%" not in body:
        return
    # Few bodies have a comment, and to tell what is code takes thirty patterns.
    from caseload_tools.text.body_blocks import comment_at, spans_outside_code

    if "`" in body or "~~~" in body or "\\" in body:
        yield from spans_outside_code(body)
        return
    at = 0
    while (found := _MARK.search(body, at)) is not None:
        span = comment_at(body, found.start())
        yield span
        at = span.end


def visible_text(body: str) -> str:
    """The body with blanks in place of what is hidden, so that each other character stands where it stood."""
    if "<!--" not in body and "%%" not in body:
        return body
    parts: list[str] = []
    at = 0
    for span in hidden_spans(body):
        parts += body[at : span.start], re.sub(r"[^\n]", " ", body[span.start : span.end])
        at = span.end
    return "".join((*parts, body[at:]))
