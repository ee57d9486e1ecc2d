"""What is wrong with the text of a file, and where: values only.

A fault names fields, characters and places, never what a client said. This module knows no
file, no YAML and no rule; everything in `text/` may import it.
"""

from __future__ import annotations

from typing import NamedTuple

UNREADABLE = "STR001"  # the front matter does not say what was meant
CHARACTERS = "STR011"  # merge markers, encoding, characters nobody can see, line ends
FILE = "STR013"  # a file or a name that some computer cannot hold

# A file in the wrong format breaks on every line; nobody reads more than this of one file.
MOST = 20


class Span(NamedTuple):
    """From `line:column` up to, not including, `end_line:end_column`; 1-based, in Unicode code points."""

    line: int
    column: int
    end_line: int
    end_column: int


class Fault(NamedTuple):
    """One thing wrong with a file's text. `end_line` 0 means: only the point where it begins is known.

    `marked` where it is a byte order mark, the one fault whose mending changes no word.
    """

    code: str
    line: int
    column: int
    message: str
    hint: str = ""
    end_line: int = 0
    end_column: int = 0
    level: str = "error"
    marked: bool = False


def span_of(text: str, start: int, end: int) -> Span:
    """The span of `text[start:end]`; blank space and line ends at its end do not count."""
    end = min(end, len(text))
    while end > start and text[end - 1] in " \t\n":
        end -= 1
    line, column = line_and_column(text, start)
    end_line, end_column = line_and_column(text, end)
    return Span(line, column, end_line, end_column)


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Where a character of a text with LF line ends stands, 1-based."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def fault_at(code: str, text: str, start: int, end: int, message: str, hint: str = "", level: str = "error") -> Fault:
    """A fault that covers `text[start:end]`."""
    span = span_of(text, start, end)
    return Fault(code, span.line, span.column, message, hint, span.end_line, span.end_column, level)
