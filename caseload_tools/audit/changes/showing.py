"""Which values of a record may be printed for somebody who did not ask to read the chart.

A value is shown only where the schema knows its key, does not mark it `x-sensitive`, and the value is
of a kind that holds no prose: a number, a day, a word of a list, an id. All else is told by its length.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import Any

from caseload_tools.audit.changes.front_diff import common_prefix_length
from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.schemas import bundled_schema
from caseload_tools.dates import parse_day
from caseload_tools.practice.measures import MEASURES
from caseload_tools.text.characters import UNSEEN
from caseload_tools.text.client_codes import ANY_PATTERN
from caseload_tools.values import Schema

HIDDEN = "?"
"""Stands for a name in a path that may be somebody's words."""

_NOTHING: Schema = {}
_FREE = "^[A-Za-z0-9][A-Za-z0-9._ -]*$"  # the pattern of `word`, which a name would match as well
_ID = re.compile(rf"\A(?:[PGOI]\d{{1,3}}(?:\.\d{{1,3}})?|[A-Z]\d{{2}}(?:\.[0-9A-Z]{{1,4}})?)\Z|{ANY_PATTERN[:-1]}\Z")
_CODE = re.compile(r"[A-Z]?\d{2,5}[A-Z]?(?:\.[0-9A-Z]{1,4})?\Z")
_CODED = ("code", "diagnosis")
_ONE_WORD = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\Z")  # a name would have a capital
_BLANK = re.compile(r"[ \n]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def shown_value(word: str, keys: tuple[str, ...], value: Any) -> str | None:
    """The value as it may be printed, None when it may not. `keys` is the place, with `[]` for an item."""
    if value is None:
        return "nothing"
    schema = _schema_at(word, keys)
    if not schema or schema.get("x-sensitive"):
        return None
    if isinstance(value, list):
        each = [_plain(schema.get("items", _NOTHING), keys, item, word) for item in value]
        return None if None in each or not each else ", ".join(str(item) for item in each)
    if isinstance(value, dict):
        return None
    return _plain(schema, keys, value, word)


def _plain(schema: Schema, keys: tuple[str, ...], value: Any, word: str) -> str | None:
    if value is None:
        return "nothing"
    schema = _resolved(schema, word)
    if not schema or schema.get("x-sensitive"):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, str) and _is_no_prose(schema, keys[-1], value) else None


def _is_no_prose(schema: Schema, key: str, value: str) -> bool:
    if value == schema.get("const") or value in schema.get("enum", ()) or value in MEASURES:
        return True
    if key in _CODED:
        return _CODE.match(value) is not None
    if schema.get("format") == "date":
        return parse_day(value) is not None
    pattern = schema.get("pattern")
    if pattern is None:
        return False
    if pattern == _FREE:
        return _ONE_WORD.match(value) is not None
    return re.search(pattern, value) is not None and value.isprintable() and len(value) <= 60


def step_shown(word: str, keys: tuple[str, ...], step: str) -> str:
    """A step of a path as it may be printed; HIDDEN when it may be a name or a sentence."""
    base = step.partition("#")[0]
    if keys[-1] == "[]":
        return step if not base or _ID.match(base) or base in MEASURES else HIDDEN
    return step if _schema_at(word, keys) or _ID.match(step) else HIDDEN


@cache
def _whole(word: str) -> Schema:
    return bundled_schema(word, tuple(MEASURES), client_pattern=ANY_PATTERN) if word in RECORD_TYPES else _NOTHING


@lru_cache(4096)
def _schema_at(word: str, keys: tuple[str, ...]) -> Schema:
    """What the schema of a type says of a place; nothing for a place it does not know."""
    schema = _resolved(_whole(word), word)
    for key in keys:
        if key == "[]":
            found = schema.get("items", _NOTHING)
        else:
            found = schema.get("properties", _NOTHING).get(key)
            if found is None:
                found = schema.get("additionalProperties")
                names = schema.get("propertyNames", _NOTHING).get("pattern", _ID.pattern)
                if re.search(names, key) is None and key not in MEASURES:
                    return _NOTHING
        if not isinstance(found, dict) or schema.get("x-sensitive"):
            return _NOTHING
        schema = _resolved(found, word)
    return schema


def _resolved(schema: Schema, word: str) -> Schema:
    target = schema.get("$ref", "")
    if not target:
        return schema
    found = _whole(word).get("$defs", _NOTHING).get(target.rpartition("/")[2], _NOTHING)
    return {**found, **{key: value for key, value in schema.items() if key != "$ref"}}


def how_text_changed(before: str, after: str) -> str:
    """`text changed (+12 −3 words)`: words counted wherever they stand, so no word of them is told."""
    come, gone = _come_and_gone(before, after)
    if not before.strip():
        return f"text entered ({count_of_words(come)})"
    if not after.strip():
        return f"text removed ({count_of_words(gone)})"
    if come or gone:
        return f"text changed (+{come} −{gone} words)"
    if unseen := _unseen(after) - _unseen(before):
        return f"characters that nobody sees were {'put into' if unseen > 0 else 'taken out of'} the text"
    moved = before.split() != after.split()
    return "text rearranged, the words are the same" if moved else "only the spacing of the text changed"


def _unseen(text: str) -> int:
    """How many characters of a text show nothing, or a blank that is none, such as one at which no line ends."""
    if text.isascii():
        return 0
    return sum(each in UNSEEN or (each.isspace() and not each.isascii()) for each in text)


def _come_and_gone(before: str, after: str) -> tuple[int, int]:
    """How many words. What both begin and end with changes nothing, up to a blank: there no word goes on."""
    shared = common_prefix_length(before, after)
    start = max(before.rfind(" ", 0, shared), before.rfind("\n", 0, shared)) + 1
    before, after = before[start:], after[start:]
    tail = before[len(before) - common_prefix_length(before[::-1], after[::-1]) :]
    blank = _BLANK.search(tail)
    end = len(tail) - blank.start() if blank else 0
    was, now = _WORD.findall(before, 0, len(before) - end), _WORD.findall(after, 0, len(after) - end)
    if not was or not now:
        return len(now), len(was)
    old, new = Counter(was), Counter(now)
    return (new - old).total(), (old - new).total()


def count_of_words(number: int) -> str:
    """`1 word`, `12 words`."""
    return f"{number:,} word{'' if number == 1 else 's'}"


def text_of(value: Any) -> str:
    """Any value of a record as text, for those who asked for values and for counting words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(text_of(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text_of(each)}" for key, each in value.items())
    return str(value)
