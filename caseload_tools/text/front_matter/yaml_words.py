"""What the two readers of front matter share: its words and limits, and a slip. Needs no yaml.

Nearly every front matter is read line by line (yaml_lines); a commit hook that meets no other never loads PyYAML.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from caseload_tools.text.front_matter.marks import FrontValue

DEPTH = 20

WORDS: dict[str, FrontValue] = {"": None, "~": None, "null": None, "true": True, "false": False}
TELLING = frozenset("-0123456789") | {word[:1] for word in WORDS}  # the first character of all that is not text
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,32})?").fullmatch
TOO_LONG = re.compile(r"-?[1-9][0-9]{18,}(?:\.[0-9]*)?|-?[0-9]+\.[0-9]{33,}").fullmatch
# Keys that were looked at closely once. The same few stand in every record: one text for each of them in memory.
KNOWN_KEYS: dict[str, str] = {}
MOST_KEYS, LONG_KEY = 2_000, 40
FIELD = re.compile(r"^[A-Za-z_][\w.-]*[ ]*:(?=[ \n]|\Z)", re.MULTILINE)


class Slip(NamedTuple):
    """One thing wrong in front matter: a kind that yaml_faults.WORDS has words for, and where.

    `start` and `end` are indexes into the source; `name` is a field's name or a character; `first` is
    the index of the other of two equal keys.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    first: int = -1


def line_end(source: str, at: int) -> int:
    """Where the line ends on which `at` is."""
    end = source.find("\n", at)
    return len(source) if end < 0 else end
