"""All of a front matter: what its events give, and what comes after a mistake.

A person wants to hear of every mistake at once, and the fields that can be trusted are still worth
having: a record whose plan is broken still has a type and a client. Never raises. Knows nothing of
files and fences, and of YAML only that a field of the top level begins a line.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from caseload_tools.text.characters import hides_something
from caseload_tools.text.faults import MOST
from caseload_tools.text.front_matter.marks import FrontValue, KeyMarks, mark_count, walk_marks
from caseload_tools.text.front_matter.yaml_faults import heading_before
from caseload_tools.text.front_matter.yaml_lines import read_lines
from caseload_tools.text.front_matter.yaml_words import FIELD, Slip, line_end

if TYPE_CHECKING:
    from caseload_tools.text.front_matter.yaml_events import ParserOf

LONGEST = 65_536  # characters of one value; a pattern of a schema must never see more
_GLUED = re.compile(r"[|>][-+0-9]*#")  # to libyaml a comment, so that `text: >#1 priority` would be nothing
# A line on which quotes or a bracket are opened and not closed. It may take a few others for one.
_OPENED = re.compile(
    r"""(?:^|[ \[{,])(?:"(?:[^"\\\n]|\\.)*+$|'(?:[^'\n]|'')*+$|[\[{](?!.*[\]}][ ]*(?:[#].*)?$))""", re.MULTILINE
)
# A remark that no blank parts from what was closed; a colon with no blank; a text of several lines below its key.
_TIGHT = re.compile(r"""["'\]}]#|:,|^ *[|>]""", re.MULTILINE)
_CLOSING = re.compile(r" *[\]}]")
_HARMLESS = frozenset(("long number", "key number"))  # the value is the text that was typed


class Reading(NamedTuple):
    """The data, and the place of every key and value, as `marks` that walk_marks() can read.

    `sound` is True when the data is all that stands there and nothing else.
    """

    data: dict[str, FrontValue]
    marks: array[int]
    slips: tuple[Slip, ...] = ()
    sound: bool = True


def read_yaml(source: str, parser: ParserOf | None = None) -> Reading:
    """Data and places of front matter with LF line ends. `parser` is exchanged by tests only."""
    if parser is None and len(source) <= LONGEST and (simple := read_lines(source)) is not None:
        return Reading(*simple)
    from caseload_tools.text.front_matter.yaml_events import PARSER, Builder  # late: most runs need no more than lines

    data: dict[str, FrontValue] = {}
    marks = array("I")
    builder = Builder(source, 0, data, marks)
    stopped = builder.run(parser or PARSER)
    slips, sound = builder.slips, True
    if stopped is not None:
        heading = heading_before(source, stopped.start)
        if heading >= 0:
            above = read_yaml(source[:heading], parser)
            slip = Slip("heading", heading, line_end(source, heading))
            return Reading(above.data, above.marks, (*above.slips, slip), sound=False)
        _read_on(source, stopped, data, marks, slips, parser or PARSER)
        sound = False
    if len(source) > LONGEST or ("\\" in source and '"' in source) or ("#" in source and _GLUED.search(source)):
        slips += _unfit(source, data, marks)
    if _OPENED.search(source) or _TIGHT.search(source):
        slips += _too_loose(source, data, marks)
    if slips:
        sound = sound and all(slip.kind in _HARMLESS for slip in slips)
    return Reading(data, marks, tuple(slips[:MOST]), sound)


def _read_on(
    source: str,
    stopped: Slip | None,
    data: dict[str, FrontValue],
    marks: array[int],
    slips: list[Slip],
    parser: ParserOf,
) -> None:
    """Goes on at the next top-level field after each stop: people want to hear of all mistakes at once."""
    from caseload_tools.text.front_matter.yaml_events import Builder

    known = base = 0
    while stopped is not None:
        if not slips or line_end(source, slips[-1].start) != line_end(source, stopped.start):
            slips.append(stopped)
        _drop_last(source, stopped, data, marks, known)
        # Below the mistake, and below where we began: whatever a parser says, every round is nearer the end.
        below = line_end(source, max(stopped.start, base)) + 1
        field = FIELD.search(source, min(below, len(source)))
        if field is None or len(slips) >= MOST:
            break
        known, base = len(data), field.start()
        builder = Builder(source, base, data, marks)
        stopped = builder.run(parser)
        slips += builder.slips


def _drop_last(source: str, stop: Slip, data: dict[str, FrontValue], marks: array[int], known: int) -> None:
    """Takes out the field in which reading stopped: its value is not certain. The first `known` stay."""
    complete = mark_count(data)
    at_line_start = stop.start == 0 or source[stop.start - 1] == "\n"
    if len(marks) == complete and len(data) > known and not at_line_start:
        data.popitem()
        complete = mark_count(data)
    del marks[complete:]


def _unfit(source: str, data: dict[str, FrontValue], marks: array[int]) -> list[Slip]:
    """Values that are too long for a pattern, unseen characters that escapes have made, and `|#5`."""
    slips: list[Slip] = []
    for path, place, value in walk_marks(data, marks, source):
        for text, start, end in ((path[-1], *place[:2]), (value, *place[2:])):
            if isinstance(text, str) and len(slips) < MOST:
                if len(text) > LONGEST:
                    slips.append(Slip("long text", start, line_end(source, start)))
                elif source.startswith('"', start) and "\\" in source[start:end] and _hides(text):
                    slips.append(Slip("escape", start, end))
                elif _GLUED.match(source, start):
                    slips.append(Slip("first character", start, start + 1, source[start]))
    return slips


def _too_loose(source: str, data: dict[str, FrontValue], marks: array[int]) -> Iterator[Slip]:
    """What YAML 1.2 forbids and one of the parsers lets pass.

    Lines within quotes or brackets that are not indented below their key: mostly a quote was never closed, and the
    fields down to the next one have become its text. A line with the bracket that closes may stand below the key, as
    all programs read it so. And a remark or a comma that no blank parts from what stands before it.
    """
    inside = 0  # the end of the quotes or brackets that were looked at last
    for _, place, value in walk_marks(data, marks, source):
        start, end = place.start, place.end
        if value is None and source[start - 1 : start + 1] == ":,":
            yield Slip("no space", place.key_start, line_end(source, start))
        if (
            value == ""
            and source[start] in "|>"
            and start - (source.rfind("\n", 0, start) + 1) <= _column(source, place)
        ):
            yield Slip("first character", start, start + 1, source[start])
        if start < inside or value is None or source[start] not in "\"'[{":
            continue
        inside, quoted = end, source[start] in "\"'"
        if _runs_left(source, place):
            yield Slip("open quote" if quoted else "open bracket", start, line_end(source, start))
        elif source.startswith("#", end):
            yield Slip("after quote" if quoted else "after bracket", end, line_end(source, end))


def _runs_left(source: str, place: KeyMarks) -> bool:
    """Whether a line of a value begins left of where it may, below its key or the dash of its list."""
    column = _column(source, place)
    line = source.find("\n", place.start, place.end) + 1
    while line:
        written = source[line : line_end(source, line)]
        left = len(written) - len(written.lstrip(" ")) <= column
        if left and written.strip() and not _CLOSING.match(written):
            return True
        line = source.find("\n", line, place.end) + 1
    return False


def _column(source: str, place: KeyMarks) -> int:
    """The column of the key that a value stands behind, or of the dash before an item."""
    start = place.key_start
    if start == place.start:
        start = source.rfind("-", 0, start)
    return start - (source.rfind("\n", 0, start) + 1)


def _hides(text: str) -> bool:
    """True when a text has characters nobody can see, or halves of characters."""
    halved = not text.isprintable() and any("\ud800" <= char <= "\udfff" for char in text)
    return halved or hides_something(text)
