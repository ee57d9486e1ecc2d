"""How deep brackets stand in each other, counted before a parser sees them.

A parser scans ahead before it tells of the first bracket, and each has its own limit there: libyaml 0.2.6 stops at a
thousand, where 0.2.5 went on. So nobody gets to see more than `yaml_events` would ever follow, and what a person is
told does not depend on the libyaml that happens to be installed. Brackets in quotes, comments and text are no nesting;
to know them, this follows YAML's rules for where a text begins and ends, and nothing else of YAML.
"""

from __future__ import annotations

import re

_BREAK = r"\n\r\x85\u2028\u2029"
_BLANK = rf" \t{_BREAK}"
_GAP = re.compile(rf"(?:[{_BLANK}]++|#[^{_BREAK}]*+)*+")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+'", re.DOTALL)
# What is one token and opens nothing: a sign of its own, an anchor, an alias, a tag.
_SIGN = re.compile(rf"[-?:](?=[{_BLANK}]|\Z)|[\]}},%@`|>]|[&*][\w-]*+|!<[^>{_BLANK}]*+>?|![^\[\]{{}},{_BLANK}]*+")
_DOCUMENT = re.compile(rf"(?:---|\.\.\.)(?=[{_BLANK}]|\Z)")
# Text without quotes: in brackets it goes on over lines, outside of them each line is looked at by itself.
_INSIDE = re.compile(rf"(?:[^\[\]{{}},:{_BLANK}]|:(?![{_BLANK}]|\Z)|[{_BLANK}]++(?!#))++")
_OUTSIDE = re.compile(rf"(?:[^:{_BLANK}]|:(?![{_BLANK}]|\Z)|[ \t]++(?!#))++")
_BLOCK = re.compile(rf"[|>]([-+0-9]*+)[ \t]*+(?:#[^{_BREAK}]*+)?\n((?: *\n)*+ *)")
_EMPTY = re.compile(r"(?:[ \t]*\n)+([ ]*)")


def bracket_at_depth(source: str, depth: int, base: int = 0) -> int | None:
    """Where the first bracket stands that has `depth` - 1 open ones around it, from `base` on; None without one."""
    if source.count("[", base) + source.count("{", base) < depth:
        return None
    return _Scan(source, base).first(depth)


class _Scan:
    """A walk from token to token. `indents` are the columns of the lists and fields that are open."""

    def __init__(self, source: str, base: int) -> None:
        self.source = source
        self.at = self.line = base  # `line` is where the line begins on which `at` is
        self.indents = [-1]
        self.fresh = True  # a key may begin here
        self.key = -1  # the column of what may turn out to be a key

    def first(self, depth: int) -> int | None:
        """The walk; it ends at the bracket, or with the text."""
        source, opened = self.source, 0
        while True:
            self.go_to(_GAP.match(source, self.at).end())  # type: ignore[union-attr]  # it matches nothing as well
            if self.at == len(source):
                return None
            char = source[self.at]
            if not opened:
                self.begin(char)
            if char in "[{":
                opened += 1
                if opened == depth:
                    return self.at
            elif char in "]}":
                opened = max(opened - 1, 0)
            self.go_to(self.end_of_token(char, inside=opened > 0))

    def go_to(self, end: int) -> None:
        """Past what was read, over as many lines as it has."""
        last = self.source.rfind("\n", self.at, end)
        if last >= 0:
            self.line, self.fresh = last + 1, True
        self.at = end

    def begin(self, char: str) -> None:
        """A token outside of brackets: what lies further right is over, and a sign may begin a list or fields."""
        column = self.at - self.line
        while self.indents[-1] > column:
            self.indents.pop()
        sign = char in "-?:" and _SIGN.match(self.source, self.at) is not None
        if not sign:
            if self.fresh:
                self.key, self.fresh = column, False
            return
        if char == ":" and self.key >= 0:
            column, self.fresh = self.key, False
        else:
            self.fresh = True
        self.key = -1
        if column > self.indents[-1]:
            self.indents.append(column)

    def end_of_token(self, char: str, *, inside: bool) -> int:
        """Where the token ends that begins here."""
        source, at = self.source, self.at
        if char in "\"'":
            quoted = _QUOTED.match(source, at)
            return quoted.end() if quoted else len(source)
        if char in "[{" or (inside and char == ":"):
            return at + 1
        if at == self.line and (document := _DOCUMENT.match(source, at)):
            self.indents = [-1]
            return document.end()
        if char in "|>" and not inside and (block := _BLOCK.match(source, at)):
            return self.end_of_block(block)
        if sign := _SIGN.match(source, at):
            return sign.end()
        if inside:
            text = _INSIDE.match(source, at)
            return text.end() if text else at + 1
        return self.end_of_text()

    def end_of_block(self, block: re.Match[str]) -> int:
        """Text below `|` or `>`: all lines that are indented as far as its first one, and empty ones."""
        digits = block[1].strip("-+")
        above = max(self.indents[-1], 0)
        indent = above + int(digits) if digits else max(self.indents[-1] + 1, 1, *map(len, block[2].split("\n")))
        line = block.end(2) - len(block[2])
        self.fresh = True
        while line < len(self.source):
            end = self.source.find("\n", line)
            end = len(self.source) if end < 0 else end
            if not self.source.startswith(" " * indent, line) and self.source[line:end].strip(" "):
                return line
            line = end + 1
        return len(self.source)

    def end_of_text(self) -> int:
        """Text without quotes outside of brackets: it goes on with each line that is indented further."""
        at, source = self.at, self.source
        while text := _OUTSIDE.match(source, at):
            at = text.end()
            below = _EMPTY.match(source, at)
            if below is None or len(below[1]) <= self.indents[-1] or source.startswith("#", below.end()):
                break
            if not below[1] and _DOCUMENT.match(source, below.end()):
                break
            at = below.end()
        return max(at, self.at + 1)
