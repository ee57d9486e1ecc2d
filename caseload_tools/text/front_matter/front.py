"""Where the front matter of a file begins and ends, and what makes it no front matter.

Works on characters and lines only. It never changes how long a text is: what must be taken out of
the YAML parser's sight is covered with spaces, so that every place stays the place in the file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from caseload_tools.text.characters import UNPARSABLE
from caseload_tools.text.faults import CHARACTERS, MOST, UNREADABLE, Fault, fault_at

_OPEN_HINT = "begin the file with a line `---`, then `key: value` lines, then a line `---`"
# Compiled when first needed (re keeps them): a sound file needs none of these, and a hook pays for every import.
_FENCE = r"---[ \t]*$"
_FENCE_LIKE = (
    r"^[ \t]*(?:-{2}|-{4,}|[-–—−]{2,4}|[–—−]|(?:- ){2,}-|_{3,}|\*{3,}|={3,}|\+{3,}|`{3,}\w*|~{3,})[ \t]*$"
    r"|^[ \t]+---[ \t]*$"
)
_DOTS = r"^\.\.\.[ \t]*$"
_KEY = r"[a-z_][\w.-]*[ \t]*:(?:[ \t]|$)"
_PROSE = r"\n[ \t]*\n|\n#{1,6} "
_CONFLICT = r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$"
_TAB = r"^[^\t\n]*(\t)"
# A hard space where YAML needs a plain one: before a key, or between its colon and the value.
_BAD_SPACE = r"^[ -]*(?:[\w.-]+:)?([^\S \t\n])"


def _lines(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


class Front(NamedTuple):
    """`text[start:end]` is the front matter, `text[body:]` the body. `sound`: both for certain."""

    start: int
    end: int
    body: int
    faults: tuple[Fault, ...] = ()
    sound: bool = True


def find_front(text: str, excused: bool = False) -> Front:
    """The front matter of a text with LF line ends; `excused` when merge markers explain all trouble."""
    if text.startswith("---\n"):
        return _find_end(text, 4, ())
    front = _open_oddly(text)
    if excused:
        return Front(front.start, front.end, front.body, (), sound=False)
    return front


def _find_end(text: str, start: int, faults: tuple[Fault, ...], sound: bool = True) -> Front:
    at = text.find("\n---", start - 1)
    while at >= 0:
        line_end = text.find("\n", at + 1)
        line_end = len(text) if line_end < 0 else line_end
        if not text[at + 4 : line_end].strip(" \t"):
            return Front(start, at + 1, min(line_end + 1, len(text)), faults, sound)
        at = text.find("\n---", at + 4)
    return _unclosed(text, start, faults)


def _unclosed(text: str, start: int, faults: tuple[Fault, ...]) -> Front:
    """No closing line: take what is likely, up to a line that was meant as one, a blank line or a heading."""
    prose = _lines(_PROSE).search(text, start - 1)
    end = prose.start() + 1 if prose else len(text)
    meant = _lines(_FENCE_LIKE).search(text, start, end) or _lines(_DOTS).search(text, start, end)
    if faults:  # one fence is wrong: that the other is wrong or missing is a guess
        close = meant.span() if meant else (end, end - 1)
        return Front(start, close[0], min(close[1] + 1, len(text)), faults, sound=False)
    if meant is not None:
        message = "this line should close the front matter, but it is not exactly `---`"
        fault = fault_at(UNREADABLE, text, *meant.span(), message, "write three hyphens and nothing else")
        return Front(start, meant.start(), min(meant.end() + 1, len(text)), (fault,), sound=False)
    message = "the front matter that begins here is never closed"
    fault = fault_at(UNREADABLE, text, 0, 3, message, "put a line with only `---` below its last field")
    return Front(start, end, end, (fault,), sound=False)


def _open_oddly(text: str) -> Front:
    """The first line is not `---`: say why, and find the fields all the same if they are plain to see."""
    begin = len(text) - len(text.lstrip())
    if begin == len(text):
        return Front(0, 0, 0, (Fault(UNREADABLE, 1, 1, "the file is empty", _OPEN_HINT),), sound=False)
    line_end = text.find("\n", begin)
    line_end = len(text) if line_end < 0 else line_end
    if _lines(_FENCE).match(text, begin):
        if "\n" not in text[:begin] and begin == 0:
            return _find_end(text, min(line_end + 1, len(text)), ())
        message, hint = "there is blank space before the first `---`", "delete it"
        fault = fault_at(UNREADABLE, text, begin, line_end, message, hint)
        return _find_end(text, min(line_end + 1, len(text)), (fault,), sound=False)
    line_start = text.rfind("\n", 0, begin) + 1
    if _lines(_FENCE_LIKE).match(text, line_start):
        message = "the first line should be exactly `---`"
        fault = fault_at(UNREADABLE, text, begin, line_end, message, "write three hyphens and nothing else")
        return _find_end(text, min(line_end + 1, len(text)), (fault,), sound=False)
    fault = fault_at(UNREADABLE, text, begin, line_end, "the file has no front matter", _OPEN_HINT)
    if _lines(_KEY).match(text, begin):
        message, hint = "the line `---` above the first field is missing", "begin the file with a line `---`"
        fault = fault_at(UNREADABLE, text, begin, line_end, message, hint)
        closed = _find_end(text, begin, (), sound=False)
        return Front(begin, closed.end, closed.body, (fault,), sound=False)
    return Front(0, 0, 0, (fault,), sound=False)


def cover_conflicts(text: str) -> tuple[str, tuple[Fault, ...], int]:
    """The first side of every merge conflict, the rest covered with spaces; a fault for each conflict.

    The last value is where the first conflict begins, or the length of the text.
    """
    places = _conflicts(text)
    message = "two versions of this file were merged here and nobody has chosen between them"
    hint = "keep the right lines; delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
    faults: list[Fault] = []
    parts: list[str] = []
    at = 0
    for start, end, reported in places:
        if reported and len(faults) < MOST:
            line_end = text.find("\n", start)
            faults.append(fault_at(CHARACTERS, text, start, end if line_end < 0 else line_end, message, hint))
        parts += text[at:start], re.sub(r"[^\n]", " ", text[start:end])
        at = end
    return "".join((*parts, text[at:])), tuple(faults), places[0][0] if places else len(text)


def _conflicts(text: str) -> list[tuple[int, int, bool]]:
    """What to cover, and whether a conflict begins there. A lone `=======` underlines a heading."""
    places: list[tuple[int, int, bool]] = []
    opened = False
    other: int | None = None
    for mark in _lines(_CONFLICT).finditer(text):
        kind = mark[1][0]
        if kind == "<" or (kind == ">" and other is None):
            places.append((*mark.span(), kind == "<" or not opened))
            opened, other = kind == "<", None
        elif kind == ">" and other is not None:
            places.append((other, mark.end(), False))
            opened, other = False, None
        elif opened and other is None:
            other = mark.start()
    return places


def cover_odd(text: str, start: int, end: int) -> tuple[str, tuple[Fault, ...], bool]:
    """Front matter fit for the parser, same length; faults for tabs and for spaces that are none.

    The flag is True when a value may no longer be what was written.
    """
    source = text[start:end]
    faults: list[Fault] = []
    covered = source.translate(UNPARSABLE)
    changed, source = covered != source, covered
    if "\t" in source:
        message, hint = "a tab in the front matter", "use spaces: YAML has no tabs"
        for tab in _lines(_TAB).finditer(source):
            at = start + tab.start(1)
            faults.append(fault_at(UNREADABLE, text, at, at + 1, message, hint))
            if len(faults) == MOST:
                break
        source = source.replace("\t", " ")
    while (space := _lines(_BAD_SPACE).search(source)) and len(faults) < MOST:
        at = space.start(1)
        message, hint = "a space that is not a plain one (it was pasted)", "delete it and type a space"
        faults.append(fault_at(UNREADABLE, text, start + at, start + at + 1, message, hint))
        source = source[:at] + " " + source[at + 1 :]
    return source, tuple(faults), changed or bool(faults)
