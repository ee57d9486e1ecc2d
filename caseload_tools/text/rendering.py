"""The text of a NEW record from its data, in the way a person would have typed it.

Never for a record that exists: comments, order and line ends are its author's, and `edits` leaves them
alone. What is written here is read back exactly by our reader, and as the same text, number or date by
YAML 1.1 and 1.2 programs, which is why `no`, `14:30` and `007` get quotes and `14:00-14:50` needs none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from caseload_tools.dates import moment_text, parse_day
from caseload_tools.errors import CaseloadError
from caseload_tools.text.characters import UNSEEN, is_joiner_in_place

_WIDTH = 100
_DEEPEST = 20
_LONGEST_KEY = 200
# What YAML 1.1 or 1.2 programs take for something else than text, whatever the case.
_WORDS = frozenset(("", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"))
_NO_TEXT = re.compile(
    r"""[-+]? (?: 0[xXoObB][0-9a-fA-F_]+ | \.?[0-9][0-9_,.]* (?:[eE][-+]?[0-9]+)?     # numbers of all kinds
              | [0-9][0-9_]* (?: :[0-9]{1,2} )+ (?:\.[0-9_]*)? | \.(?:inf|nan) )      # base 60: 14:30
      | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: (?:[Tt]|[ ]+) [0-9]{1,2}:[0-9]{2}:.* )?    # days and seconds""",
    re.VERBOSE | re.IGNORECASE,
).fullmatch
_OUR_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,32})?").fullmatch
_FIRST = frozenset("?:,[]{}#&*!|>'\"%@` ")
_IN_FLOW = re.compile(r"[,\[\]{}?]|:$")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x00": "\\0"}


def render_record(data: Mapping[str, Any], body: str = "") -> str:
    """The whole text of a new record: keys in the order given, then the body.

    Values are text, numbers, true/false, None, days and moments, lists and mappings of these. Raises
    CaseloadError for what a record cannot hold, such as a number of 20 digits.
    """
    front = "".join(render_field(key, value) for key, value in data.items())
    below = body.strip("\n")
    return f"---\n{front}---\n" + (f"\n{below}\n" if below else "")


def render_field(key: str, value: Any, indent: int = 0) -> str:
    """`key: value` as one or more lines, indented, each with its line end."""
    pad = " " * indent
    name = f"{pad}{quote_key(key)}:"
    if value is None:
        return f"{name}\n"
    inline = _inline(value, _WIDTH - len(name))
    if inline:
        return f"{name} {inline}\n"
    if isinstance(value, str):
        return f"{name} {_literal(value, indent + 2)}"
    return f"{name}\n{_block(value, indent + 2)}"


def render_item(value: Any, indent: int = 0) -> str:
    """`- value` as one or more lines of a list, indented, each with its line end."""
    pad = " " * indent
    inline = "null" if value is None else _inline(value, _WIDTH - indent)
    if inline:
        return f"{pad}- {inline}\n"
    if isinstance(value, str):
        return f"{pad}- {_literal(value, indent + 2)}"
    return f"{pad}- {_block(value, indent + 2)[indent + 2 :]}"


def _block(value: Any, indent: int) -> str:
    if indent > 2 * _DEEPEST - 2:
        raise CaseloadError("lists and fields lie more than 20 deep in each other", "a record needs two levels")
    if isinstance(value, Mapping):
        return "".join(render_field(key, each, indent) for key, each in value.items())
    return "".join(render_item(each, indent) for each in value)


def _inline(value: Any, room: int) -> str:
    """The value on one line; empty when it needs more."""
    if isinstance(value, Mapping):
        return "" if value else "{}"
    if isinstance(value, list | tuple):
        if any(isinstance(each, Mapping | list | tuple) for each in value):
            return ""
        line = f"[{', '.join(quote_scalar(each, flow=True) for each in value)}]"
        return line if len(line) <= room else ""
    return "" if isinstance(value, str) and _fits_literal(value) else quote_scalar(value)


def quote_key(key: str) -> str:
    """A key, in quotes if it needs them."""
    if not isinstance(key, str):
        raise CaseloadError("a key must be a word", "numbers and dates are no keys")
    text = key if ":" not in key and _is_plain(key, flow=True) and not _NO_TEXT(key) else _quoted(key)
    if len(text) > _LONGEST_KEY:
        raise CaseloadError(f"a key of {len(key)} characters is too long", "use a short word")
    return text


def quote_scalar(value: Any, *, flow: bool = False) -> str:
    """One value that is no list and no mapping, as it is written behind a key; `flow`: inside brackets."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return quote_scalar(moment_text(value), flow=flow)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value if _is_plain(value, flow) else _quoted(value)
    raise CaseloadError(
        f"a record cannot hold a value of type {type(value).__name__} here",
        "give a text, a number, a date, or true or false",
    )


def _number(value: float | Decimal) -> str:
    text = repr(value) if isinstance(value, float) else str(value)
    if math.isfinite(value) and "e" in text.lower():
        text = format(Decimal(text), "f")
        text += "" if isinstance(value, int) or "." in text else ".0"
    if not _OUR_NUMBER(text):
        raise CaseloadError("a record cannot hold a number with so many digits", "write it as text")
    return text


def _is_plain(text: str, flow: bool) -> bool:
    """True when the text means itself without quotes, to every YAML program."""
    if not text.isprintable() or text.casefold() in _WORDS or text[0] in _FIRST or text != text.strip():
        return False
    if ": " in text or " #" in text or text[-1] == ":" or (flow and _IN_FLOW.search(text)):
        return False
    if text[0] in "-." and text[:2] in ("-", "- ", "--", ".."):
        return False
    return not _NO_TEXT(text) or parse_day(text) is not None


def _quoted(text: str) -> str:
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(text, index) for index in range(len(text))) + '"'


def _escaped(text: str, index: int) -> str:
    char = text[index]
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable() or not (char in UNSEEN or "\ud800" <= char <= "\udfff"):
        return char
    if "\ud800" <= char <= "\udfff":
        raise CaseloadError("a text holds half a character, which no file can hold", "type the word anew")
    if is_joiner_in_place(text, index):
        return char
    code = ord(char)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _fits_literal(text: str) -> bool:
    """Several lines that an editor will not change by itself and that need no escapes."""
    if "\n" not in text or text[0] in " \n#" or text.endswith("\n\n"):
        return False
    lines = text.split("\n")
    return all(line.isprintable() and line == line.rstrip() for line in lines)


def _literal(text: str, indent: int) -> str:
    pad = " " * indent
    lines = text.removesuffix("\n").split("\n")
    head = "|" if text.endswith("\n") else "|-"
    return head + "\n" + "".join(f"{pad}{line}\n" if line else "\n" for line in lines)
