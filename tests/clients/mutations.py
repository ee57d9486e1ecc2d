"""Records with one mistake each: what a tired hand does to a front matter, line by line.

Made from good records, so the list grows with every record type. No mistake leaves YAML itself broken, for
the programs compared here are asked what they think of the data, not of the syntax. A blank value is not
among them: for us it is an absent one, for a schema it is null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"(?P<indent> *(?:- )?)(?P<key>[A-Za-z0-9_.-]+):(?: (?P<value>.+))?$")
_SCALAR = re.compile(r"[^\[{|>&*!#'\"].*$")


@dataclass(frozen=True)
class Mutant:
    """A record's text with one mistake, and the mistake in words for a failing test."""

    what: str
    line: int  # where it was made, 1-based
    text: str


def mutants(text: str) -> Iterator[Mutant]:
    """Every single mistake we know how to make in one good record."""
    lines = text.split("\n")
    end = lines.index("---", 1)
    for index in range(1, end):
        match = _LINE.match(lines[index])
        if match:
            for what, changed in _mistakes(lines, index, end, match):
                yield Mutant(f"line {index + 1}, {match['key']}: {what}", index + 1, "\n".join(changed))


def _mistakes(lines: list[str], index: int, end: int, match: re.Match[str]) -> Iterator[tuple[str, list[str]]]:
    head = f"{match['indent']}{match['key']}:"

    def instead(line: str) -> list[str]:
        return [*lines[:index], line, *lines[index + 1 :]]

    yield (
        "misspelt",
        instead(f"{match['indent']}{match['key']}x:{' ' + match['value'] if match['value'] else ''}"),
    )
    if not match["indent"].endswith("- "):
        yield "left out", [*lines[:index], *lines[_after(lines, index, end) :]]
    if match["value"] is None or not _SCALAR.match(match["value"]):
        return
    yield "another word", instead(f"{head} zzz wrong zzz")
    yield "a number", instead(f"{head} 99999")
    yield "a list", instead(f"{head} [1, two]")
    yield "a block", instead(f"{head} {{a: 1}}")
    yield "a day that does not exist", instead(f"{head} 2026-02-30")
    yield "true", instead(f"{head} true")


def _after(lines: list[str], index: int, end: int) -> int:
    """The first line after a key and everything that belongs to it."""
    depth = len(lines[index]) - len(lines[index].lstrip(" "))
    after = index + 1
    while after < end:
        line = lines[after]
        inner = len(line) - len(line.lstrip(" "))
        if line.strip() and inner <= depth and not (inner == depth and line.lstrip().startswith("- ")):
            break
        after += 1
    return after
