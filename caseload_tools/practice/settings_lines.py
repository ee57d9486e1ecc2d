"""Where a key stands in a TOML file, since `tomllib` does not say.

Looks only for tables and keys as people write them in caseload.toml, and never fails: what it does not
find gets the nearest table above it. Must not be used to read values.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[(\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?\Z")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'""")


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """The line (from 1) of the key at `path`, or of the longest part of it that can be found; 1 for none.

    A number in `path` is an entry of a list of tables: the second `[[fees.90834]]` is `("fees", "90834", 1)`.
    """
    table: tuple[str | int, ...] = ()
    entries: dict[tuple[str | int, ...], int] = {}
    best, best_line = 0, 0
    for number, line in enumerate(text.splitlines(), start=1):
        here = None
        if header := _HEADER.match(line):
            here = table = _parts(header.group(2))
            if header.group(1):
                entries[table] = entries.get(table, -1) + 1
                here = table = (*table, entries[table])
        elif key := _KEY.match(line):
            here = table + _parts(key.group(1))
        if here and here == path[: len(here)] and len(here) > best:
            best, best_line = len(here), number
        elif here and here[: len(path)] == path and not best_line:
            best, best_line = len(path) - 1, number
    return best_line or 1


def _parts(dotted: str) -> tuple[str | int, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
