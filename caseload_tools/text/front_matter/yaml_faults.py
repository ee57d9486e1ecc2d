"""What went wrong in front matter, in words for people who do not know YAML.

Parsers name what they expected; the person needs to know what to type. `name_error` finds that out
from the parser's words and the line itself, alike for libyaml and for the pure parser. Only
characters of punctuation and names of fields are ever repeated.
"""

from __future__ import annotations

import re

_QUOTES = "put the whole text after `key:` in double quotes"
_ONE_LEVEL = "line it up with the keys above, with spaces"

# kind: (what is wrong, what to do); {name} is a field's name or a character of punctuation
WORDS: dict[str, tuple[str, str]] = {
    "alias": ("a text cannot begin with `*` here", "put the whole text in double quotes"),
    "anchor": ("a text cannot begin with `&` here", "put the whole text in double quotes"),
    "tag": ("a text cannot begin with `!` here", "put the whole text in double quotes"),
    "merge": ("`<<` is not a key here", "write the fields out"),
    "duplicate": ("{name} stands twice here; the first is on line {first}", "keep one of the two"),
    "key number": ("a key cannot be a number or `true`, `false`, `null`", "use a word, or put it in quotes"),
    "key shape": ("a key must be a plain word", "write `key: text`"),
    "deep": ("lists and fields lie more than 20 deep in each other", "a record needs two levels"),
    "long number": ("a number of more than 18 digits", "put it in double quotes if it is an identifier"),
    "long text": ("a field of more than 65,536 characters", "move the text below the front matter"),
    "escape": ("a character nobody can see, written with a backslash", "take it out of the quotes"),
    "list": ("the front matter is a list, not `key: value` lines", "begin with `type: session`, for example"),
    "text": ("the front matter is text, not `key: value` lines", "put a space after each colon"),
    "empty": ("the front matter is empty", "begin with `type: session`, for example"),
    "dots": ("a line `...` in the front matter", "delete it; only `---` closes the front matter"),
    "heading": (
        "a heading inside the front matter: its closing `---` seems to be missing",
        "put a line with only `---` above the heading",
    ),
    "colon": ("a second colon with a space after it, in one line", _QUOTES),
    "curly": ("a second colon with a space after it; curly quotes do not protect it", _QUOTES),
    "no key": (
        "this line has no `key:`",
        "write `key: text`, or indent the line if it goes on from the one above",
    ),
    "no space": ("there is no space after the colon", "write `key: text`, with a space"),
    "indent": ("this line begins in a column that fits nothing above it", _ONE_LEVEL),
    "under text": ("this line is indented below a field that has its value already", _ONE_LEVEL),
    "after quote": ("the quotes close before the text ends", "put double quotes around all of it, or none"),
    "after bracket": ("there is text after the closing bracket", _QUOTES),
    "open quote": ("the quote that opens here is never closed", "close it, or take this one out"),
    "open bracket": (
        "the bracket that opens here is never closed, or a comma is missing",
        "close it; put text that has brackets in double quotes",
    ),
    "hidden rest": (
        "a `#` inside brackets hides the rest of its line, the closing bracket too",
        "take the `#` out, as tags need none here, or put what it belongs to in double quotes",
    ),
    "first character": ("a text cannot begin with {name} here", "put the whole text in double quotes"),
    "comma": ("a comma with nothing in front of it", "take one of the two commas away"),
    "backslash": ("a backslash in double quotes", "use single quotes, or write two backslashes"),
    "list in line": ("a list cannot begin on the line of its key", "put each `- ` on its own line below"),
    "no dash": ("a line of this list does not begin with `- `", "begin it with `- `, or move it to the left"),
    "stray dash": ("a `- ` with no list to belong to", "put a `key:` above it, or move it below its list"),
    "line": ("this line cannot be read", "look for a colon, a quote or a bracket that is part of the text"),
}

_NO_SPACE = re.compile(r"[ ]*(?:- +)*[A-Za-z_][\w.-]*:[^\s:]")
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_NUMBER_SIGN = re.compile(r"(?<=[\s,\[{])#[^\n]*[\]}]")
_PERCENT = re.compile(r"^%", re.MULTILINE)


def name_error(source: str, problem: str, context: str, at: int, opened: int, base: int = 0) -> tuple[str, int, str]:
    """The kind of a parser's error, the index it is best shown at, and the character it is about.

    `at` is where the parser stopped, `opened` where the thing began that it was reading, `base` where
    it was told to begin.
    """
    percent = _PERCENT.search(source, base, min(at + 1, len(source)))
    if percent is not None:
        return "first character", percent.start(), "%"
    if "values are not allowed" in problem:
        return _colon(source, at)
    if "expected ':'" in problem:
        return _without_colon(source, opened)
    if "cannot start any token" in problem or "node content" in problem:
        return _first_character(source, at, context)
    if "quoted scalar" in context:
        closes = "end of stream" in problem or "document" in problem
        return ("open quote", opened, "") if closes else _backslash(source, at)
    for words, kind in (("block scalar", ""), ("anchor", "anchor"), ("alias", "alias"), ("tag", "tag")):
        if words in context or (kind == "tag" and "tag handle" in problem):
            return kind or "first character", opened, source[opened : opened + 1]
    if "flow" in context:
        return _open_bracket(source, opened)
    return _structure(source, problem, context, at)


def _colon(source: str, at: int) -> tuple[str, int, str]:
    start = source.rfind("\n", 0, at) + 1
    line = source[start:at]
    if ": " in line or line.rstrip().endswith(":"):
        end = source.find("\n", at)
        kind = "curly" if re.search("[“”„«»]", source[start : end if end >= 0 else None]) else "colon"
        return kind, at, ""
    above = source[:start].rstrip()
    before = above.rfind("\n") + 1
    if _indent(source, before) < _indent(source, start):
        return "under text", start + _indent(source, start), ""
    if above and ":" not in above[before:]:
        return "no key", before + _indent(source, before), ""
    return "colon", at, ""


def _without_colon(source: str, start: int) -> tuple[str, int, str]:
    line = source.rfind("\n", 0, start) + 1
    above = source.rfind("\n", 0, max(line - 1, 0)) + 1
    indent = start - line
    if line and source.startswith("- ", above + indent) and not source[above : above + indent].strip():
        return "no dash", start, ""
    return name_line(source, start), start, ""


def name_line(source: str, start: int) -> str:
    """The kind of error a line is that should have been `key: value`."""
    return "no space" if _NO_SPACE.match(source, start) else "no key"


def _first_character(source: str, at: int, context: str) -> tuple[str, int, str]:
    char = source[at : at + 1]
    if char.strip():
        return _mark(source, at, char)
    if "flow" in context:
        return _open_bracket(source, max(source.rfind("[", 0, at), source.rfind("{", 0, at)))
    return "line", at, ""


def _open_bracket(source: str, opened: int) -> tuple[str, int, str]:
    """`tags: [#worry, #sleep]`: what hides the closing bracket is what to look at."""
    end = source.find("\n", opened)
    hidden = _NUMBER_SIGN.search(source, opened, end if end >= 0 else len(source))
    return ("open bracket", opened, "") if hidden is None else ("hidden rest", hidden.start(), "")


def _mark(source: str, at: int, char: str) -> tuple[str, int, str]:
    """A sign of YAML where a text should begin; a second comma of a list is one too many."""
    doubled = char == "," and source[:at].rstrip()[-1:] in ("[", "{", ",")
    return ("comma", at, "") if doubled else ("first character", at, char)


def _backslash(source: str, at: int) -> tuple[str, int, str]:
    """Parsers point at or behind the backslash."""
    slash = source.rfind("\\", 0, at + 1)
    return "backslash", max(slash, 0), ""


def _structure(source: str, problem: str, context: str, at: int) -> tuple[str, int, str]:
    start = source.rfind("\n", 0, at) + 1
    line = source[start:at].strip()
    if "<document start>" in problem:
        dots = source.rfind("\n...", 0, at)
        return ("dots", dots + 1, "") if dots >= 0 else ("line", at, "")
    if "keys are not allowed" in problem:
        return "first character", at, "?"
    if "entries are not allowed" in problem:
        return ("list in line" if line else "stray dash"), at, ""
    if line.endswith(("'", '"')):
        return "after quote", at, ""
    if line.endswith(("]", "}")):
        return "after bracket", at, ""
    if line and line != "-":
        return ("alias", start + source[start:at].find("*"), "") if "*" in line else ("line", at, "")
    if "block collection" in context:
        return "no dash", at, ""
    if source.startswith("- ", at):
        return "stray dash", at, ""
    char = source[at : at + 1]
    if char in "]},:":
        return _mark(source, at, char)
    return "indent", at, ""


def _indent(source: str, line_start: int) -> int:
    at = line_start
    while source.startswith(" ", at):
        at += 1
    return at - line_start


def heading_before(source: str, at: int) -> int:
    """Where a Markdown heading stands below fields and a blank line, above `at`; -1 when there is none."""
    colon = source.find(":", 0, at)
    for heading in _HEADING.finditer(source, max(colon, 0), at) if colon >= 0 else ():
        if source.endswith("\n\n", 0, heading.start()):
            return heading.start()
    return -1
