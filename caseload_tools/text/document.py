"""A file as it was read: data, places, sections, comments and faults, frozen.

Knows where everything stands and nothing of what it means: types, rules and links are above. It
holds a client's words and therefore never shows them in its repr, which ends up in tracebacks.
"""

from __future__ import annotations

import re
from bisect import bisect
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from caseload_tools.text.body_syntax import visible_text
from caseload_tools.text.faults import Fault, Span, span_of
from caseload_tools.text.front_matter.marks import FrontValue, KeyMarks, KeyPath, walk_marks
from caseload_tools.text.language.prose import Prose
from caseload_tools.text.older_names import NamedSince, older_names_in
from caseload_tools.text.sections import (
    Comment,
    Section,
    comments_in_body,
    comments_in_front,
    same_title,
    sections_of,
)
from caseload_tools.values import frozen

_BLOCK = re.compile(r"([|>][-+0-9]*)[^\n]*\n")  # the line that opens a text of several lines

if TYPE_CHECKING:
    from collections.abc import Sequence


@frozen(slots=False, eq=False, shown=False)
class Document:
    """The text of one file and what was found in it.

    `path` is relative to the practice, with slashes. `text` has LF line ends and no byte order mark.
    `data` is the front matter in the names of today, `older` as it is written, where that has a key's older name, and
    `written` either: what digests are over. `usable` is False when `data` may not be what was written or not all of
    it. `front_start`, `front_end` and `body_start` are indexes into `text`, `marks` into the front matter.
    """

    path: str
    text: str
    data: dict[str, FrontValue]
    faults: tuple[Fault, ...]
    usable: bool
    front_start: int
    front_end: int
    body_start: int
    marks: Sequence[int]
    older: dict[str, FrontValue] | None = None

    @classmethod
    def empty(cls, path: str, faults: tuple[Fault, ...] = ()) -> Document:
        """A file that was not or could not be opened."""
        return cls(path, "", {}, faults, not faults, 0, 0, 0, ())

    def __repr__(self) -> str:
        return f"<Document {self.path}>"

    @property
    def written(self) -> dict[str, FrontValue]:
        """The front matter with its keys as they are written."""
        return self.data if self.older is None else self.older

    @property
    def older_names(self) -> Sequence[NamedSince]:
        """The keys that stand under a name which they had in an older format."""
        return () if self.older is None else older_names_in(self.older, self.data)

    @property
    def body(self) -> str:
        """All below the front matter."""
        return self.text[self.body_start :]

    @property
    def body_line(self) -> int:
        """The line on which the body begins, 1-based."""
        return self.text.count("\n", 0, self.body_start) + 1

    @cached_property
    def shown(self) -> str:
        """The body with blanks in place of its comments: what pages show, search finds and rules read."""
        return visible_text(self.body)

    @cached_property
    def prose(self) -> Prose:
        """The body read as sentences, for rules about words."""
        return Prose(self.body)

    @cached_property
    def places(self) -> dict[KeyPath, KeyMarks]:
        """Indexes into the front matter by path, in the order of the file."""
        walked = walk_marks(self.written, self.marks, self._front)
        if self.older is None:
            return {path: place for path, place, _ in walked}
        names = (path for path, _, _ in walk_marks(self.data, self.marks, self._front))
        return {path: place for path, (_, place, _) in zip(names, walked, strict=True)}

    @property
    def _front(self) -> str:
        return self.text[self.front_start : self.front_end]

    def position(self, path: KeyPath) -> Span | None:
        """Where the value at a path stands; None when absent. For `()` the line that opens it all."""
        if not path:
            return self._opening
        place = self.places.get(path)
        return self._span(place.start, place.end) if place else None

    def key_position(self, path: KeyPath) -> Span | None:
        """Where the key at a path stands, for an item of a list the item; None when absent."""
        if not path:
            return self._opening
        place = self.places.get(path)
        return self._span(place.key_start, place.key_end) if place else None

    def _span(self, start: int, end: int) -> Span:
        text = self.text
        start, end = start + self.front_start, end + self.front_start
        while end > start and text[end - 1] in " \n":
            end -= 1
        starts = self._line_starts
        line, end_line = bisect(starts, start), bisect(starts, end)
        return Span(line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where the lines begin, down to the body: one finding costs little, and so do a hundred."""
        lines = self.text[: self.body_start].split("\n")
        return list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))

    @property
    def _opening(self) -> Span:
        start = self.text.rfind("---", 0, self.front_start)
        return span_of(self.text, start, start + 3) if start >= 0 else Span(1, 1, 1, 1)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Headings of every level outside fenced code, each with the text below it."""
        return sections_of(self.shown, self.body_line)

    @cached_property
    def _by_title(self) -> dict[str, Section]:
        found: dict[str, Section] = {}
        for each in self.sections:
            if each.level == 2:
                found.setdefault(same_title(each.title), each)
        return found

    def section(self, title: str) -> Section | None:
        """The first section of level 2 with a title, whatever its case."""
        return self._by_title.get(same_title(title))

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """`# comments` of the front matter and `<!-- comments -->` of the body."""
        found: list[Comment] = []
        if "#" in self._front:
            first_line = self.text.count("\n", 0, self.front_start) + 1
            found += comments_in_front(self._front, self._written, first_line)
        if "<!--" in self.body:
            found += comments_in_body(self.body, self.body_line)
        return tuple(found)

    @property
    def _written(self) -> list[tuple[int, int]]:
        """Where keys and plain values stand in the front matter, in order, without lists and mappings."""
        texts: list[tuple[int, int]] = []
        for path, place, value in walk_marks(self.written, self.marks, self._front):
            if isinstance(path[-1], str):
                texts.append((place.key_start, place.key_end))
            if isinstance(value, list | dict):
                continue
            block = _BLOCK.match(self._front, place.start) if isinstance(value, str) else None
            if block and block.end() < place.end:
                texts += [(place.start, block.end(1)), (block.end(), place.end)]  # behind its `|` a comment may stand
            else:
                texts.append((place.start, place.end))
        return texts
