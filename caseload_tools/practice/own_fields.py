"""A practice's own optional keys of a record: `[fields.session.authorisation]`, read and turned into JSON Schema.

What the shipped schemas say of a record stays as it is: a practice can add a key and cannot change or drop one. Knows
no record; which types and keys there are it reads from the schemas themselves, and only when a practice adds something.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, cast

from caseload_tools.dates import parse_day, say_day
from caseload_tools.practice import settings
from caseload_tools.practice.mistakes import Mistakes
from caseload_tools.practice.toml_tables import TomlTable, table_at, tables_at, values_in
from caseload_tools.shipped import shipped_path
from caseload_tools.text.english import upper_first
from caseload_tools.text.nearest import near_or_all

OwnFields = Mapping[str, Mapping[str, Any]]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string", "minLength": 1},
    "texts": {"type": "array", "items": {"type": "string", "minLength": 1}},
    "number": {"type": "number"},
    "date": {"$ref": "common.schema.json#/$defs/day"},
    "yes or no": {"type": "boolean"},
}
_SCALAR = ["string", "number", "boolean"]
_EDITORS: Mapping[str, Any] = {
    "type": [*_SCALAR, "array"],
    "items": {"type": _SCALAR},
    "x-sensitive": True,
    "description": "Written by an editor; nothing is counted from it",
}


def fields_at(table: TomlTable, mistakes: Mistakes) -> OwnFields:
    """By type of record and key: the JSON Schema of each key that the practice added."""
    return {
        word: {
            key: _schema(values_in(row, settings.FIELD, ("fields", word, key), mistakes))
            for key, row in tables_at(table_at(table, ("fields",), mistakes), ("fields", word), mistakes)
            if _may_be_added(word, key, mistakes)
        }
        for word in table_at(table, ("fields",), mistakes)
        if _is_a_type(word, mistakes)
    }


def _is_a_type(word: str, mistakes: Mistakes) -> bool:
    if word in record_words():
        return True
    mistakes.add(("fields", word), f"there is no type of record `{word}`", near_or_all(word, record_words()))
    return False


def _may_be_added(word: str, key: str, mistakes: Mistakes) -> bool:
    place = ("fields", word, key)
    if not _NAME.match(key):
        mistakes.add(place, "a key is one word of small letters, digits and `_`", "for example `authorisation_number`")
    elif key in _shipped_keys(word):
        mistakes.add(place, f"a {word} has a key `{key}` already", "take another name; a shipped key stays as it is")
    else:
        return True
    return False


def _schema(values: Mapping[str, object]) -> dict[str, Any]:
    kind = cast(str, values.get("kind", "text"))
    made = dict(_SCHEMAS[kind])
    words = list(cast("tuple[str, ...]", values.get("words", ())))
    if words and kind == "text":
        made = {"type": "string", "enum": words}
    elif words and kind == "texts":
        made = {"type": "array", "items": {"type": "string", "enum": words}}
    # Free text may be a client's words, and nothing that may be is ever shown in a finding.
    sensitive = values.get("sensitive", kind in ("text", "texts") and not words)
    return {**made, "description": values.get("about", ""), **({"x-sensitive": True} if sensitive else {})}


def checked_fields(fields: OwnFields, editor_keys: tuple[str, ...]) -> OwnFields:
    """By type: the JSON Schema of each key beside the shipped ones; what an editor writes is text, or a list of it."""
    if not editor_keys:
        return fields
    tolerated = dict.fromkeys(editor_keys, _EDITORS)
    return {word: {**tolerated, **fields.get(word, {})} for word in record_words()}


def is_by_editor(schema: Mapping[str, Any]) -> bool:
    """Whether this is the schema of a key that an editor writes, and no practice has said what it means."""
    return bool(schema.get("description") == _EDITORS["description"])


def own_facts(fields: OwnFields, word: str, data: Mapping[str, Any], today: date) -> Iterator[tuple[str, str, str]]:
    """Of each own key that stands in a record's front matter: its name as people say it, its value, what it means."""
    for key, schema in fields.get(word, {}).items():
        if data.get(key) is not None:
            name = key.replace("_", " ")
            yield upper_first(name), _in_words(data[key], schema, today), str(schema["description"])


def _in_words(value: Any, schema: Mapping[str, Any], today: date) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    day = parse_day(value) if schema.get("$ref") == _SCHEMAS["date"]["$ref"] else None
    return say_day(day, today) if day else str(value)


@cache
def record_words() -> tuple[str, ...]:
    """Every type of record that there is a schema of."""
    files = (file.name.removesuffix(".schema.json") for file in shipped_path("schemas").glob("*.schema.json"))
    return tuple(sorted(word for word in files if word != "common"))


@cache
def _shipped_keys(word: str) -> frozenset[str]:
    loaded = json.loads((shipped_path("schemas") / f"{word}.schema.json").read_text(encoding="utf-8"))
    return frozenset(loaded["properties"])
