"""Front matter as nearly everybody writes it, read line by line: the short way to what yaml_events gives.

libyaml makes an object of every word, which was a fifth of a lint. Lines of `key: text`, lists and fields below a
key, short lists in brackets and plain quotes need no parser. Where anything else stands – a comment, a blank line, a
mistake – the answer is None, and the strict reader reads it all (decision 0039). What is given is what that reader
gives, value for value and mark for mark; the tests hold the two together. It never says what is wrong.
"""

from __future__ import annotations

import re
from array import array
from typing import Any

from caseload_tools.text.front_matter.marks import FrontValue
from caseload_tools.text.front_matter.yaml_words import (
    DEPTH,
    KNOWN_KEYS,
    LONG_KEY,
    MOST_KEYS,
    NUMBER,
    TELLING,
    TOO_LONG,
    WORDS,
)

# No control characters. Plain text begins with nothing that means something to YAML, and holds neither `: ` nor ` #`.
# Possessive, so that no line takes longer than its length.
_REST = r"[^\x00-\x1f\x7f:#]*+"
_TEXT = rf"(?:[^\x00-\x20\x7f\-?:,\[\]{{}}#&*!|>'\"%@`]|-(?=[0-9])){_REST}(?:(?::(?![ \n])|(?<! )#){_REST})*+"
_QUOTED = r"\"[^\x00-\x1f\x7f\"\\]*+\"|'[^\x00-\x1f\x7f']*+'"
_KEY = rf"[A-Za-z_][A-Za-z0-9_.-]{{0,{LONG_KEY - 2}}}"
_WORD = r"[A-Za-z0-9][A-Za-z0-9_./-]*+(?::[0-9]++)?+"
_ITEM = rf"{_WORD}(?: {_WORD})*+"
_LIST = rf"\[(?:{_ITEM}(?:, {_ITEM})*+)?+\]"
_FIELDS = rf"\{{{_KEY}: {_ITEM}(?:, {_KEY}: {_ITEM})*+\}}"
_LINES = re.compile(
    rf"^( *)(- )?(?:({_KEY}):(?= .|\n) ?)?({_TEXT}|{_QUOTED}|{_LIST}|{_FIELDS}|)(?<! )\n", re.MULTILINE
).findall
_MARKED = frozenset("\"'[{")


class _Other(Exception):
    """Something stands there that only the strict reader knows."""


def read_lines(source: str) -> tuple[dict[str, FrontValue], array[int]] | None:
    """Data and marks of front matter that is simple throughout; None for all other."""
    if not source.isascii() and not source.replace("\n", "").isprintable():
        return None
    reading = _Lines()
    try:
        end = reading.read(_LINES(source))
    except _Other:
        return None
    # What fits no line was passed over; then the lines are shorter than the text.
    return (reading.data, array("I", reading.marks)) if end == len(source) and reading.data else None


class _Lines:
    """The collections that are open: the innermost is `inner`, its keys or dashes in `column`, its end at `slot`."""

    inner: Any

    def __init__(self) -> None:
        self.data: dict[str, FrontValue] = {}
        self.marks: list[int] = []
        self.inner = self.data
        self.column = self.slot = 0
        self.outer: list[tuple[Any, int, int]] = []
        self.waiting = ""  # a key with nothing beside it
        self.closed = 0  # where the last bracket was closed

    def read(self, lines: list[tuple[str, str, str, str]]) -> int:
        """Reads them all; how long they are together."""
        mark, known = self.marks.append, KNOWN_KEYS.get
        inner: Any = self.data
        usual, at = "", 0
        for indent, dash, key, written in lines:
            if dash or indent != usual:
                inner = self.turn(len(indent), dash, key, at)
                usual = " " * self.column if inner.__class__ is dict else "?"
                at += len(dash)
            at += len(indent)
            if key:
                key = known(key) or _new_key(key)
                if key in inner:
                    raise _Other
                mark(at)
                at += len(key) + 2
                if not written:
                    self.waiting, usual = key, "?"
                    continue
            elif not dash or not written:
                raise _Other
            mark(at)
            end = at + len(written)
            mark(end)
            value: FrontValue = written
            if (first := written[0]) in TELLING:
                value = _meaning(written)
            elif first in _MARKED:
                value = self.marked(written, at)
            if key:
                inner[key] = value
            else:
                inner.append(value)
            at = end + 1
        self.turn(0, "", "", at)
        return at

    def turn(self, column: int, dash: str, key: str, line: int) -> Any:
        """The collection that a line belongs to, which it may begin; those that it is no part of end here."""
        start, waiting = line + column, self.waiting
        if waiting:
            self.waiting = ""
            if column > self.column or (dash and column == self.column):
                begun: FrontValue = [] if dash else {}
                self.inner[waiting] = begun
                self.enter(begun, column, start)
            else:
                self.inner[waiting] = None
                self.marks += (line - 1, line - 1)
        kind = list if dash else dict
        while column != self.column or self.inner.__class__ is not kind:
            if column > self.column or not self.outer:
                raise _Other
            self.marks[self.slot] = max(self.marks[-1], self.closed)
            self.inner, self.column, self.slot = self.outer.pop()
        if dash and key:
            fields: dict[str, FrontValue] = {}
            items: Any = self.inner
            items.append(fields)
            self.enter(fields, column + 2, start + 2)
        return self.inner

    def enter(self, inner: Any, column: int, start: int) -> None:
        """A collection begins."""
        self.outer.append((self.inner, self.column, self.slot))
        if len(self.outer) >= DEPTH - 1:
            raise _Other
        self.inner, self.column, self.slot = inner, column, len(self.marks) + 1
        self.marks += (start, start)

    def marked(self, written: str, start: int) -> FrontValue:
        """A value in quotes or in brackets."""
        if written[0] in "\"'":
            return written[1:-1]
        self.closed = start + len(written)
        return self.items(written, start + 1) if written[0] == "[" else self.fields(written, start + 1)

    def items(self, written: str, at: int) -> list[FrontValue]:
        """A list in brackets."""
        found: list[FrontValue] = []
        for item in written[1:-1].split(", ") if len(written) > 2 else ():
            self.marks.append(at)
            self.marks.append(at + len(item))
            found.append(_meaning(item) if item[0] in TELLING else item)
            at += len(item) + 2
        return found

    def fields(self, written: str, at: int) -> dict[str, FrontValue]:
        """Fields in brackets."""
        found: dict[str, FrontValue] = {}
        for field in written[1:-1].split(", "):
            key, _, item = field.partition(": ")
            key = KNOWN_KEYS.get(key) or _new_key(key)
            if key in found:
                raise _Other
            self.marks.append(at)
            self.marks.append(at + len(key) + 2)
            at += len(field)
            self.marks.append(at)
            found[key] = _meaning(item) if item[0] in TELLING else item
            at += 2
        return found


def _meaning(text: str) -> FrontValue:
    """What plain text means; text for nearly all of it."""
    if text in WORDS:
        return WORDS[text]
    if number := NUMBER(text):
        return float(text) if number[1] else int(text)
    if len(text) > 18 and TOO_LONG(text):
        raise _Other
    return text


def _new_key(key: str) -> str:
    if key in WORDS:
        raise _Other
    if len(KNOWN_KEYS) < MOST_KEYS:
        KNOWN_KEYS[key] = key
    return key
