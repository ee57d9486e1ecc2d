"""Records as people and editors' libraries type them, drawn: of every type, from its schema, in every style of YAML.

Each has words to look for, `zqbbx` and so on, each once: in values, in names of keys, in remarks, between lines, in the
marks of the body. What is typed with care can be read; what is typed in haste has what hands add.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.schemas import bundled_schema, schema_resolved
from caseload_tools.text import read_bytes
from tests.conftest import ROOT
from tests.drawn_bodies import BODIES, SLOT, with_words
from tests.odd_pieces import PIECES, WORD

CLIENT, DAY = "C-0142", "2026-11-17"
_SAID = (SLOT, "calls her sister on Mondays", "2 of 4", "rested", "no", "Ann's diary", "room 4, upstairs", "10:30")
_CAREFUL: tuple[str, ...] = (
    " ",
    " and ",
    "; ",
    ", ",
    ": ",
    " #",
    " # ",
    "#",
    " – ",
    "'",
    '"',
    "\\",
    " é ",
    "e\u0301",
    " 😀 ",
    " & ",
)
_CAREFUL += (
    " [a] ",
    " {b} ",
    " %%",
    " <!-- ",
    " --> ",
    "==",
    "*",
    " `",
    "<b>",
    "|",
    "](",
    "[[",
    "]]",
    "@",
    "~~",
    "\u00a0",
)
_CAREFUL += ("\n", "\n\n", "\n- ", "\n# ", "\n  ")
_HASTY = ("\t", "\u200b", "\u202e", "\u2028", "\x85", "\x0c", "\ufeff", "\u2066", "\x00", "\r", "\u3000", "\u00ad")
_NAMES = (SLOT, "x", "tags", "note", "Homework", "date ", "a b", "no", "1", "risk?", "safe-channels", "id", "é")
_REMARKS = (f" # {SLOT}", f" #{SLOT}", f"# {SLOT}", f"# caseload: allow[NOT014] {SLOT}", f"# caseload: {SLOT}")
_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9 ./-]*[A-Za-z0-9]").fullmatch
_HEADERS = ("|", "|-", "|+", ">", ">-", ">+", "|2", ">1-", "|-2", f"| # {SLOT}", f">- #{SLOT}")


class DrawnRecord(NamedTuple):
    """A record's path and text, and the words to look for in it."""

    path: str
    text: str
    words: tuple[str, ...]


@cache
def known_values() -> Mapping[tuple[str, str], tuple[Any, ...]]:
    """What the demo says at a key of a type, so that most of what is drawn is in order."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted((ROOT / "records").rglob("*.md")):
        data = read_bytes(path.read_bytes(), "").data
        for key, value in data.items():
            held = found.setdefault((str(data.get("type")), key), {})
            if len(held) < 6:
                held[json.dumps(value)] = value
    return {key: tuple(held.values()) for key, held in found.items()}


class _Drawing:
    """One record as it is drawn. Plain functions, as a strategy of its own for each part took most of the time."""

    def __init__(self, draw: st.DrawFn, word: str, hasty: bool, remarks: bool) -> None:
        self._draw, self._word, self._hasty, self._remarks = draw, word, hasty and not remarks, remarks
        self._whole = bundled_schema(word)

    def pick(self, options: tuple[Any, ...]) -> Any:
        """One of them; the first is the simplest."""
        return options[self._draw(_numbers(len(options) - 1))]

    def sometimes(self, times: int) -> bool:
        """Once in so many times, where the record is typed in haste."""
        return self._hasty and self._draw(_numbers(times - 1)) == times - 1

    def text(self) -> str:
        """A free text: what is said, words to look for, and what YAML or Markdown takes for a mark between them."""
        glue = _HASTY if self.sometimes(24) else _CAREFUL
        said = SLOT
        for _ in range(self._draw(_numbers(3))):
            said += self.pick(glue) + self.pick(_SAID)
        return said

    def value(self, schema: Any, key: str) -> Any:
        """A value as a schema wants it, with words to look for wherever it leaves room for a sentence."""
        schema = schema_resolved(schema, self._whole)
        kind = schema.get("type", "string")
        kind = self.pick(tuple(kind)) if isinstance(kind, list) else kind
        if "const" in schema or "enum" in schema:
            return schema.get("const") or self.pick(tuple(schema["enum"]))
        if kind == "array":
            return [self.value(schema.get("items", {}), key) for _ in range(self.pick((1, 2)))]
        known = known_values().get((self._word, key), ())
        if kind == "object":
            below, needed = schema.get("properties", {}), schema.get("required", ())
            made = {each: self.value(below[each], each) for each in below if each in needed or self.pick((False, True))}
            return made or self.pick(tuple(each for each in known if isinstance(each, dict)) or ({},))
        if kind == "string" and not schema.keys() & {"pattern", "format", "x-code"}:
            return self.text()
        told = re.search(r"for example ([^,]*)", schema.get("x-say", ""))
        fallback = {"integer": 2, "number": 2.5, "boolean": True}.get(kind, told[1] if told else DAY)
        return self.pick((fallback, *(each for each in known if not isinstance(each, list | dict))))

    def written(self, value: Any, indent: int, flow: bool) -> str:
        """What stands behind a colon or a dash, its blank or its line end included."""
        if isinstance(value, str):
            return self._written_text(value, indent, flow)
        if not isinstance(value, list | dict):
            return f" {json.dumps(value)}"
        pad = " " * (indent + self.pick((2, 1, 4)))
        if not value or flow or self.pick((False, False, True)):
            if isinstance(value, list):
                return " [" + ",".join(self.written(each, indent, True) for each in value) + "]"
            return (
                " {" + ", ".join(f"{_key(key)}:{self.written(each, indent, True)}" for key, each in value.items()) + "}"
            )
        if isinstance(value, dict):
            return "".join(f"\n{pad}{_key(key)}:{self.written(each, len(pad), False)}" for key, each in value.items())
        dash = self.pick((pad, " " * indent))
        return "".join(f"\n{dash}-{self._item(each, len(dash))}" for each in value)

    def _item(self, value: Any, indent: int) -> str:
        """An item of a list: its first key stands beside the dash."""
        if not isinstance(value, dict) or not value:
            return self.written(value, indent, isinstance(value, dict | list))
        pad = " " * (indent + 2)
        return " " + f"\n{pad}".join(
            f"{_key(key)}:{self.written(each, len(pad), False)}" for key, each in value.items()
        )

    def _written_text(self, text: str, indent: int, flow: bool) -> str:
        pad = " " * (indent + 2)
        if self.sometimes(12):
            return self._in_haste(text, pad)
        if self._remarks and not flow and self.pick((False, True)):
            plain = re.sub(r"[^\w ]", "", text).strip() if self.pick((True, False)) else _quoted(text)
            return f" {plain or 'a'}{self.pick(_REMARKS[:2])}"
        way = self.pick(_careful_ways(text, flow))
        if way not in ("literal", "folded"):
            return {"double": f" {_quoted(text)}", "single": " '" + text.replace("'", "''") + "'"}.get(way, f" {text}")
        chomping = self.pick(("-", "", "+")) if SLOT in text else "-"
        if way == "folded" and "  " not in text and not text.startswith((" ", "-")):
            text = text.replace(" ", "\n", 1)
        remark = self.pick(("", "", *_REMARKS[:2])) if self._hasty else ""
        return _block(text, pad, f"{'|' if way == 'literal' else '>'}{chomping}{remark}")

    def _in_haste(self, text: str, pad: str) -> str:
        """As hands write it that know no YAML: marks that are none, quotes that do not close."""
        one_line = text.replace("\n", " ")
        ways: tuple[str, ...] = (
            f" {one_line}",
            f" {text}",
            f' "{text}"',
            f" '{text}'",
            f" {one_line}\n{pad}{SLOT}",
            f" &{SLOT} {one_line}",
        )
        ways += (f" *{SLOT}", f" !!{SLOT} {one_line}", f" !!str {one_line}", f" {_quoted(one_line)} # {SLOT}")
        ways += (f" {_quoted(one_line)}#{SLOT}", f" {one_line} # {SLOT}", f" {_quoted(one_line)}\n{pad}# {SLOT}")
        ways += (*tuple(_block(text, pad, head) for head in _HEADERS), _block(text, "", "|"), f" [{one_line}]")
        return str(self.pick(ways))

    def front(self) -> str:
        """The front matter, without its fences."""
        known, needed = self._whole["properties"], self._whole.get("required", ())
        fixed = {"type": self._word, "client": CLIENT, "date": DAY}
        others = tuple(key for key in known if key not in needed and key != "signatures")
        more = self._draw(_some_of(others))
        data = {key: fixed.get(key) or self.value(known[key], key) for key in (*needed, *more)}
        if self.pick((False, False, True)):
            data[self.pick(_NAMES)] = self.text()
        lines = []
        for key, value in data.items():
            lines.append(f"{key if key == SLOT else _key(key)}:{self.written(value, 0, False)}")
            if self.sometimes(12):
                between = (*_REMARKS[2:], f"  # {SLOT}", "", "  ", f"{key}: {SLOT}", f"...\n{SLOT}: 1", f"{SLOT}:")
                lines.append(self.pick((*between, f"<<: {SLOT}", f"{key}: {{{SLOT}: 1}}", f" {SLOT}: 1", f"- {SLOT}")))
        front = "\n".join(lines) + "\n"
        if self.sometimes(3):
            at = self._draw(st.integers(0, len(front)))
            front = front[:at] + self.pick(PIECES).replace(WORD, SLOT) + front[at:]
        return front


_one_of = cache(st.sampled_from)
_numbers = cache(lambda most: st.integers(0, most))
_some_of = cache(lambda keys: st.lists(st.sampled_from(keys), max_size=5, unique=True))


def _careful_ways(text: str, flow: bool) -> tuple[str, ...]:
    """How a text can be written so that it is read as it is."""
    ways = ["double"]
    if text.isprintable():
        ways.append("single")
        if _SIMPLE(text) and text not in ("no", "yes", "null"):
            ways.append("plain")
    lines = text.replace("\n", "")
    if not flow and lines.isprintable() and not re.search(r"^[ #]|[^\S\n]\n|\s\Z|[^\S \n]", text):
        ways += ["literal"] if "\n" in text else ["literal", "folded"]
    return tuple(ways)


def _quoted(text: str) -> str:
    out = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7F")
    return "".join(f"\\u{ord(char):04X}" if char in "\x85\u2028\u2029\ufeff" else char for char in out)


def _block(text: str, pad: str, head: str) -> str:
    lines = (f"{pad}{line}" if line else "" for line in text.split("\n"))
    return f" {head}\n" + "\n".join(lines)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_][\w.-]*", key) and key not in ("no", "yes", "null") else _quoted(key)


@st.composite
def drawn_records(draw: st.DrawFn, hasty: bool, remarks: bool = False) -> DrawnRecord:
    """A record of some type, its file where it belongs; of haste it may have only `remarks` behind values."""
    word = draw(_one_of(tuple(sorted(RECORD_TYPES))))
    kind, drawing = RECORD_TYPES[word], _Drawing(draw, word, hasty, remarks)
    text = f"---\n{drawing.front()}---\n{draw(BODIES) if not hasty or remarks or drawing.sometimes(3) else SLOT}"
    if drawing.sometimes(8):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + drawing.pick((*_HASTY, f"\n---\n{SLOT}", "\r\n", f"\n{SLOT}: \n")) + text[at:]
    if drawing.pick((False,) * 5 + (True,)):
        text = text.replace("\n", "\r\n")
    text, words = with_words(text)
    home = "records/practice" if kind.of_practice else f"records/clients/{CLIENT}"
    name = f"{kind.folder}/{DAY}.md" if word != "client" else "client.md"
    return DrawnRecord(f"{home}/{name}", text, words)
