"""Changes to the text of a record that leave every other byte alone: comments, order, line ends, all of it.

Each function takes the whole text of a file (`raw.decode()`, so with its CRLF and byte order mark) and
gives the new text. Before it does, the new text is read, and must differ in the one thing that was
asked for and in nothing else; if it does not, CaseloadError, and nobody's record is harmed. Writing the
text to the disk is for `writing`; what to change is for others to know.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from typing import Any

from caseload_tools.errors import CaseloadError
from caseload_tools.text.document import Document
from caseload_tools.text.front_matter.marks import FrontValue, KeyMarks, KeyPath
from caseload_tools.text.reading import read_bytes
from caseload_tools.text.rendering import quote_key, quote_scalar, render_item
from caseload_tools.text.sections import Comment

_LINE_END = re.compile("\r\n|\r|\n")
# With one of these a value begins that is more than plain words.
_SPECIAL = frozenset("\"'[{|>&*!")


def set_key(text: str, key: str | KeyPath, value_text: str) -> str:
    """The text with another value at a key. `value_text` is one line as it shall stand there, with its quotes.

    `key` is a name of the top level, or a path such as ("objectives", 0, "target_date").
    """
    sheet = _Sheet(text)
    path = _path(key)
    place = sheet.place(path)
    _one_line(value_text)
    front = sheet.front
    start, end = place.start, sheet.trimmed(place)
    old = sheet.value(path)
    if isinstance(old, list | dict) and front[start] not in "[{":
        if isinstance(path[-1], int):
            raise CaseloadError("an item of several lines cannot become a single value", "name one of its fields")
        colon = front.index(":", place.key_end) + 1
        kept = front.find("\n", colon)  # a comment on the line of the key stays
        edits = [(colon, colon, f" {value_text}"), (kept, end, "")]
    else:
        gap = "" if start == 0 or front[start - 1] in " \n[{," else " "
        edits = [(start, end, gap + value_text)]
    return sheet.edited(edits, path, written=value_text)


def insert_key(text: str, after: str | KeyPath | None, key: str, value_text: str) -> str:
    """The text with a new key below another one of the same mapping, or as the last of the front matter.

    `value_text` may go on over several lines; those after the first are indented with the key.
    """
    sheet = _Sheet(text)
    last = next(reversed(sheet.document.data), None)
    neighbour = _path(after) if after is not None else (last,) if last is not None else ()
    if not neighbour or not isinstance(neighbour[-1], str):
        raise CaseloadError("there is no field to put a new one below", "name a field that is there")
    place = sheet.place(neighbour)
    path = (*neighbour[:-1], key)
    if path in sheet.document.places:
        raise CaseloadError("the field is there already", "change its value instead")
    gap = "" if not value_text or value_text.startswith("\n") else " "
    field = f"{quote_key(key)}:{gap}{value_text}"
    if sheet.in_brackets(neighbour):
        _one_line(value_text)
        at = sheet.trimmed(place)
        return sheet.edited([(at, at, f", {field}")], path, written=value_text)
    at = len(sheet.front) if after is None else sheet.line_after(place)
    pad = " " * (place.key_start - (sheet.front.rfind("\n", 0, place.key_start) + 1))
    written = "" if "\n" in value_text else value_text
    return sheet.edited([(at, at, _indented(field, pad))], path, written=written)


def rename_key(text: str, key: str | KeyPath, name: str) -> str:
    """The text with another name for a key; its value and place stay. Of an older name, `key` is the name of today."""
    sheet = _Sheet(text)
    path = _path(key)
    place = sheet.place(path)
    renamed = (*path[:-1], name)
    if not isinstance(path[-1], str) or (renamed != path and renamed in sheet.document.places):
        raise CaseloadError("there is a field of this name already", "choose which of the two stays")
    kept = sheet.value(path)
    return sheet.edited([(place.key_start, place.key_end, quote_key(name))], path, renamed, lambda value: value == kept)


def take_comments(text: str, comments: Iterable[Comment]) -> str:
    """The text without some of its comments in the front matter; a line of nothing else goes with them."""
    sheet = _Sheet(text)
    edits = []
    for each in comments:
        line = sheet.lf_starts[each.line - 1] - sheet.document.front_start
        at, end = line + each.column - 1, sheet.front.index("\n", line)
        if sheet.front[at] != "#":
            raise CaseloadError("there is no such comment", "read the record anew")
        start = line + len(sheet.front[line:at].rstrip(" "))
        edits.append((start, end, "") if start > line else (line, end + 1, ""))
    cut = sheet.edited(edits, None) if edits else text
    if _read(cut).body != sheet.document.body:
        raise CaseloadError("a comment cannot be taken out of this record", "take it out in your editor")
    return cut


def quote_rest(text: str, path: KeyPath) -> str:
    """The text with quotes around a value and the comment behind it, which are one value then.

    Only for what no quotes stand around yet and stands on one line.
    """
    sheet = _Sheet(text)
    place, front = sheet.place(path), sheet.front
    value = sheet.value(path)
    start = place.start if value is not None else _behind_key(front, place, path)
    line_end = front.index("\n", start)
    rest = front[start:line_end].strip(" ")
    comment = rest.startswith("#") if value is None else " #" in rest and rest[0] not in _SPECIAL
    if isinstance(value, list | dict) or not comment or place.end > line_end:
        raise CaseloadError("quotes here would change more than this line", "set them in your editor")
    gap = "" if front[start - 1] == " " else " "
    edit = (start, line_end, f"{gap}{_quoted_line(rest)}")
    return sheet.edited([edit], path, prove=lambda found: found == rest)


def append_item(text: str, key: str | KeyPath, value: Any) -> str:
    """The text with one more item at the end of a list; a top-level list that is missing is begun.

    `value` is a scalar or a mapping of scalars, such as a signature.
    """
    sheet = _Sheet(text)
    path = _path(key)
    if path not in sheet.document.places and len(path) == 1:
        return insert_key(text, None, str(path[0]), "\n" + render_item(value, 2).rstrip("\n"))
    place = sheet.place(path)
    old = sheet.value(path)
    front = sheet.front
    if old == [] and "#" in front[place.start : place.end]:
        return sheet.edited([(place.end - 1, place.end - 1, _in_flow(value))], path)
    if old == [] and not isinstance(value, Mapping):
        return sheet.edited([(place.start, place.end, f"[{_in_flow(value)}]")], path)
    if old is None or old == []:
        indent = place.key_start - (front.rfind("\n", 0, place.key_start) + 1) + 2
        at = sheet.line_after(place)
        return sheet.edited([(*sheet.with_blanks(place), ""), (at, at, render_item(value, indent))], path)
    if not isinstance(old, list):
        raise CaseloadError("this field is not a list", "write its value as a list first")
    if front[place.start] == "[":
        # Behind the last item, not before the bracket: what stands between the two may be a comment.
        at = sheet.trimmed(sheet.place((*path, len(old) - 1)))
        item = f", {_in_flow(value)}"
    else:
        dash = front.rfind("-", 0, sheet.document.places[(*path, 0)].start)
        at = sheet.line_after(place)
        item = render_item(value, dash - (front.rfind("\n", 0, dash) + 1))
    return sheet.edited([(at, at, item)], path, prove=lambda new: isinstance(new, list) and new[:-1] == old)


def insert_section(text: str, title: str, content: str, after: str | None = None) -> str:
    """The text with a new section of level 2 below another one, or at the end of the file."""
    sheet = _Sheet(text)
    document = sheet.document
    at = len(document.text)
    if after is not None:
        before = document.section(after)
        if before is None:
            raise CaseloadError("there is no section of this title to go below", "name one that is there")
        later = (each.line for each in document.sections if each.level <= 2 and each.line > before.line)
        line = next(later, None)
        at = sheet.lf_starts[line - 1] if line is not None else at
    head = document.text[:at]
    gap = "" if head.endswith("\n\n") or not head else "\n" if head.endswith("\n") else "\n\n"
    tail = "\n" if at < len(document.text) else ""
    section = f"{gap}## {title}\n\n{content.strip(chr(10))}\n{tail}"
    return sheet.edited([(at - document.front_start, at - document.front_start, section)], None)


def set_heading(text: str, line: int, title: str) -> str:
    """The text with another heading of level 2 on a line of the body; what stands below it stays."""
    sheet = _Sheet(text)
    if not sheet.document.body_line <= line <= len(sheet.lf_starts):
        raise CaseloadError("there is no such line below the front matter", "read the record anew")
    start = sheet.lf_starts[line - 1]
    end = sheet.document.text.find("\n", start)
    base = sheet.document.front_start
    end = len(sheet.document.text) if end < 0 else end
    return sheet.edited([(start - base, end - base, f"## {title}")], None)


class _Sheet:
    """A text with what was read in it; places are indexes into its front matter with LF line ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = _read(text)
        if not self.document.usable:
            raise CaseloadError(
                "this record has mistakes that make it unsafe to change", "see `caseload lint` and put them right"
            )
        self.front = self.document.text[self.document.front_start : self.document.front_end]
        self.lf_starts = list(accumulate((len(line) + 1 for line in self.document.text.split("\n")[:-1]), initial=0))
        self.starts = [int(text.startswith("\ufeff")), *(each.end() for each in _LINE_END.finditer(text))]
        first = _LINE_END.search(text)
        self.line_end = first[0] if first else "\n"

    def place(self, path: KeyPath) -> KeyMarks:
        """Where a key and its value stand."""
        place = self.document.places.get(path)
        if place is None:
            raise CaseloadError("the record has no such field", "insert it instead")
        return place

    def value(self, path: KeyPath) -> FrontValue:
        """The value at a path that exists."""
        value: FrontValue = _reach(self.document.data, path)
        return value

    def trimmed(self, place: KeyMarks) -> int:
        """Where a value ends without the blank space that a block has at its end."""
        end = place.end
        while end > place.start and self.front[end - 1] in " \n":
            end -= 1
        return end

    def with_blanks(self, place: KeyMarks) -> tuple[int, int]:
        """From where to where a value goes away with the blanks around it, so that none end its line."""
        start, end = place.start, place.end
        if start == end:
            return start, end
        line = self.front.find("\n", end)
        rest = self.front[end : line if line >= 0 else len(self.front)]
        return len(self.front[:start].rstrip()), end if rest.strip() else end + len(rest)

    def line_after(self, place: KeyMarks) -> int:
        """Where the line begins that follows a value and its comment."""
        if place.end > place.start and self.front[place.end - 1] == "\n":
            return place.end
        end = self.front.find("\n", self.trimmed(place))
        return len(self.front) if end < 0 else end + 1

    def in_brackets(self, path: KeyPath) -> bool:
        """True when a key lies in a mapping written with braces."""
        parent = path[:-1]
        start = self.document.places[parent].start if parent else len(self.front) - len(self.front.lstrip())
        return self.front.startswith("{", start)

    def edited(
        self,
        edits: list[tuple[int, int, str]],
        path: KeyPath | None,
        renamed: KeyPath | None = None,
        prove: Callable[[FrontValue], bool] = lambda _: True,
        written: str = "",
    ) -> str:
        """The text after the edits, if it differs at `path` only; `None`: in the body only.

        `prove` is asked about the value that stands there then, and all of `written` must be that value:
        a ` #` in it would otherwise make a comment of the rest.
        """
        parts: list[str] = []
        at = 0
        for start, end, new in edits:
            parts += self.text[at : self._raw(start)], new.replace("\n", self.line_end)
            at = self._raw(end)
        text = "".join((*parts, self.text[at:]))
        document = _read(text)
        there = renamed or path
        same = there is None or (
            there in document.places
            and document.body == self.document.body
            and prove(_reach(document.data, there))
            and written.strip() in ("", _source_of(document, there))
        )
        same = same and _without(document.data, there) == _without(self.document.data, path)
        if not (same and document.usable and len(document.faults) <= len(self.document.faults)):
            raise CaseloadError(
                "this change cannot be made without touching something else; nothing was changed",
                "make it in your editor",
            )
        return text

    def _raw(self, index: int) -> int:
        """The index into the file's own text of an index into its front matter."""
        index += self.document.front_start
        line = bisect(self.lf_starts, index) - 1
        return self.starts[line] + index - self.lf_starts[line]


def _read(text: str) -> Document:
    try:
        return read_bytes(text.encode(), "")
    except UnicodeEncodeError as error:
        raise CaseloadError("a text holds half a character, which no file can hold", "type it anew") from error


def _source_of(document: Document, path: KeyPath) -> str:
    """How a value is written."""
    place = document.places[path]
    start = document.front_start
    return document.text[start + place.start : start + place.end].rstrip()


def _path(key: str | KeyPath) -> KeyPath:
    return (key,) if isinstance(key, str) else key


def _behind_key(front: str, place: KeyMarks, path: KeyPath) -> int:
    """Where the value of an empty key or item would begin."""
    return front.index(":", place.key_end) + 1 if isinstance(path[-1], str) else place.start


def _quoted_line(text: str) -> str:
    """A line of text in the quotes that it needs no escapes in, if there are any."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _one_line(value_text: str) -> None:
    if "\n" in value_text or not value_text.strip():
        raise CaseloadError("a value must be one line here", "move long text below the front matter")


def _indented(field: str, pad: str) -> str:
    lines = field.rstrip("\n").split("\n")
    return "".join(f"{pad}{line}\n" if line else "\n" for line in lines)


def _in_flow(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{quote_key(key)}: {quote_scalar(each, flow=True)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    return quote_scalar(value, flow=True)


def _reach(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _without(data: dict[str, FrontValue], path: KeyPath | None) -> Any:
    """The data with the order and type of all in it, and with nothing at `path`."""
    data = copy.deepcopy(data)
    if path:
        parent = _reach(data, path[:-1])
        if isinstance(parent, dict):
            parent.pop(path[-1], None)
        else:
            parent[path[-1]] = None
    return _ordered(data)


def _ordered(value: FrontValue) -> Any:
    if isinstance(value, dict):
        return [(key, _ordered(each)) for key, each in value.items()]
    if isinstance(value, list):
        return [_ordered(each) for each in value]
    return value, type(value)
