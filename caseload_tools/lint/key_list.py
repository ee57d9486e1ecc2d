"""The keys that a type of record may have, told to a person: name, what it means, what may stand there.

For the terminal here; `value_in_words` is what the page of the record format says as well.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from caseload_tools.chart.records.schemas import schema_below, schema_resolved
from caseload_tools.text.safe_text import show_controls
from caseload_tools.values import Schema

_KINDS = {"integer": "a whole number", "number": "a number", "boolean": "`true` or `false`", "string": "text"}
_WIDTH = 78
_INDENT = " " * 6


def list_keys(word: str, whole: Schema) -> str:
    """All keys of a type, each with its meaning and below it its value; those of a block are indented."""
    lines = [f"The keys of a {word} (* must be there):", "", *_keys(whole, whole, "")]
    return "\n".join((*lines, "", "With examples of each type: `caseload manual records`.")) + "\n"


def _keys(schema: Schema, whole: Schema, pad: str) -> Iterator[str]:
    required = schema.get("required", ())
    for key, raw in schema.get("properties", {}).items():
        found = schema_resolved(raw, whole)
        about = show_controls(str(found.get("description", "")))
        yield _wrapped(f"{pad}{key}{'*' if key in required else ''}" + (f"  {about}" if about else ""), pad)
        yield _wrapped(f"{pad}{_INDENT}{value_in_words(found, whole)}", pad)
        inner = schema_resolved(found.get("items", found), whole)
        yield from _keys(inner, whole, pad + "  ") if "properties" in inner else ()


def _wrapped(line: str, pad: str) -> str:
    below = f"{pad}{_INDENT}"
    return textwrap.fill(line, _WIDTH, subsequent_indent=below, break_long_words=False, break_on_hyphens=False)


def value_in_words(schema: Schema, whole: Schema) -> str:
    """What may stand at a key: its words, or what kind of value it is."""
    schema = schema_resolved(schema, whole)
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if "x-say" in schema:
        return str(schema["x-say"]).partition(", for example")[0]
    kinds = schema.get("type", "string")
    if kinds == "array":
        inner = schema_resolved(schema_below(schema, 0), whole)
        return "list of maps" if "properties" in inner else f"list: {value_in_words(inner, whole)}"
    if kinds == "object":
        values = schema.get("additionalProperties")
        return f"map: {value_in_words(values, whole)}" if isinstance(values, dict) else "map"
    return " or ".join(_KINDS.get(str(kind), str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))
