"""Only what differs of two front matters, found without parsing the rest: most edits touch one key of twenty.

For ordinary files alone. Wherever a line may not mean what it seems to (a quotation or a list that spans
lines, a key written twice, anything odd in the bytes), the answer is None and both versions are read in full.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from caseload_tools.text.characters import decode_text

_KEPT = 64
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*):(?: |$)", re.MULTILINE)
_LINE_OF_KEY = re.compile(r"^[^ \n\-#]", re.MULTILINE)
_QUOTED = re.compile(r"[\s\[{,][\"']")
_INSIDE = frozenset(" \n-#")  # how a line begins that belongs to the key above it


class Halves(NamedTuple):
    """Front matter and body, and the lines of the front matter that hold a `#`."""

    front: str
    body: str
    comments: tuple[str, ...]


@lru_cache(_KEPT)
def record_halves(raw: bytes) -> Halves | None:
    """The two halves of an ordinary record; None for any other file."""
    if not raw.startswith(b"---\n") or b"\r" in raw or b"<<<<<<<" in raw or b">>>>>>>" in raw:
        return None
    decoded = decode_text(raw)
    text = decoded.text
    end = text.find("\n---", 3)
    if decoded.odd or decoded.faults or not decoded.sound or end < 0 or text[end + 4 : end + 5] not in ("", "\n"):
        return None
    front = text[4 : end + 1]
    comments = tuple(line for line in front.split("\n") if "#" in line) if "#" in front else ()
    return Halves(front, text[end + 5 :], comments)


def differing_lines(old: str, new: str) -> tuple[str, str] | None:
    """The lines of the keys in which two front matters differ; None where that is not certain."""
    if old == new:
        return "", ""
    start = _start(old, new, common_prefix_length(old, new))
    end = _end(old, new, start)
    first, second = _blocks(old, start, len(old) - end), _blocks(new, start, len(new) - end)
    if first is None or second is None or _is_open(old[:start]):
        return None
    return _rest(first, second), _rest(second, first)


def from_key(key: str, front: str) -> str:
    """The front matter from a key on, to be read alone; nothing where what stands above may reach into it."""
    start = f"\n{front}".find(f"\n{key}:")
    above = front[:start]
    return "" if start < 0 or _is_open(above) or "\n#" in f"\n{above}" else front[start:]


def _rest(blocks: dict[str, str], others: dict[str, str]) -> str:
    return "".join(lines for key, lines in blocks.items() if others.get(key) != lines)


def common_prefix_length(one: str, other: str) -> int:
    """How many characters two texts share from their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _start(old: str, new: str, shared: int) -> int:
    """Where the key begins in whose lines the first difference is."""
    at = old.rfind("\n", 0, shared) + 1
    while at and (old[at : at + 1] in _INSIDE or new[at : at + 1] in _INSIDE or at >= min(len(old), len(new))):
        at = old.rfind("\n", 0, at - 1) + 1
    return at


def _end(old: str, new: str, start: int) -> int:
    """How much of both ends is the same, counted from a line that begins a key."""
    shared = common_prefix_length(old[start:][::-1], new[start:][::-1])
    tail = old[len(old) - shared :]
    # The first line of the tail may have begun before it.
    first = tail.find("\n") + 1
    found = _LINE_OF_KEY.search(tail, first) if first else None
    return len(tail) - found.start() if found else 0


def _blocks(front: str, start: int, end: int) -> dict[str, str] | None:
    """The lines of each key in a part of the front matter that begins and ends with whole keys."""
    part = front[start:end]
    if not part:
        return {}
    rest = f"\n{front[:start]}{front[end:]}"
    heads = [found.start() for found in _LINE_OF_KEY.finditer(part)]
    if not heads or heads[0]:
        return None
    found: dict[str, str] = {}
    for head, following in zip(heads, [*heads[1:], len(part)], strict=True):
        match = _KEY.match(part, head)
        block = part[head:following]
        if match is None or match[1] in found or _is_open(block) or f"\n{match[1]}:" in rest:
            return None
        found[match[1]] = block
    return found


def _is_open(text: str) -> bool:
    """A quotation or a list may be left open at the end, which would go on in the next lines."""
    if text.count("[") + text.count("{") != text.count("]") + text.count("}"):
        return True
    odd = text.count('"') % 2 or text.count("'") % 2
    return bool(odd) and _QUOTED.search(text) is not None
