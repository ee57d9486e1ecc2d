"""In which line of a TOML file a key stands, which the standard library's reader does not tell.

Good enough to lead an eye to the place in an error message, and used for nothing else: a
key that cannot be found gets the line of the table that holds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from caseload_tools.text.front_matter.marks import KeyPath

_HEADER = re.compile(r"\s*(\[{1,2})\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PIECE = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


@dataclass(slots=True)
class Lines:
    """Looks up the line of a key by its path, such as `("record", 0, "set", "time")`."""

    text: str
    _found: dict[KeyPath, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        here: KeyPath = ()
        counts: dict[KeyPath, int] = {}
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                here = self._header(_pieces(header.group(2)), header.group(1) == "[[", counts)
                self._found.setdefault(here, number)
            elif key := _KEY.match(line):
                self._found.setdefault((*here, *_pieces(key.group(1))), number)

    def _header(self, pieces: list[str], of_list: bool, counts: dict[KeyPath, int]) -> KeyPath:
        path: KeyPath = ()
        for index, piece in enumerate(pieces):
            path = (*path, piece)
            last = index == len(pieces) - 1
            if last and of_list:
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = (*path, counts[path])
        return path

    def of(self, path: KeyPath) -> int:
        """The line of the key, or of the nearest key round it; 1 when there is none."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._found:
                return self._within(self._found[path[:end]], path[end:])
        return 1

    def _within(self, start: int, rest: KeyPath) -> int:
        # What is left stands inside an inline table or a list, which may run over a few lines.
        names = [step for step in rest if isinstance(step, str)]
        lines = self.text.splitlines()
        for number in range(start, min(start + 40, len(lines) + 1)):
            line = lines[number - 1]
            if number > start and (_HEADER.match(line) or _KEY.match(line)):
                break
            if names and re.search(rf"""(?<![\w-])["']?{re.escape(names[-1])}["']?\s*=""", line):
                return number
        return start


def _pieces(dotted: str) -> list[str]:
    return [double or single or bare for double, single, bare in _PIECE.findall(dotted)]
