"""The JSON Schemas of the record types, bundled so that nothing outside has to be looked up.

The files in `schemas/` are the single copy. A bundle holds every definition it refers to, so
that no validator ever resolves a reference, over the network or otherwise. Written in the
overlap of draft 2020-12 and draft-07; `exported_schema` gives either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from caseload_tools.errors import CaseloadError
from caseload_tools.shipped import shipped_path
from caseload_tools.text.client_codes import USUAL_CODES, ClientCodes
from caseload_tools.values import Schema

DRAFTS = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "7": "http://json-schema.org/draft-07/schema#",
}
_COMMON = "common.schema.json#/$defs/"
_STAFF_ID = _COMMON + "staff-id"
EACH = "*"
_CLOSED = frozenset(("enum", "const", "pattern", "format", "x-code"))  # what leaves no room for a sentence


class StaffKey(NamedTuple):
    """A key that names somebody of the staff; `EACH` in its path stands for every item of a list.

    `or_words`: what has no dot may also be a person in words, such as `reception` or an agency's name.
    """

    path: tuple[str, ...]
    or_words: bool


@cache
def _file(name: str) -> Schema:
    path = shipped_path("schemas") / f"{name}.schema.json"
    loaded: Schema = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def bundled_schema(
    word: str,
    more: Iterable[str] = (),
    extra: Mapping[str, Any] | None = None,
    codes: ClientCodes = USUAL_CODES,
    *,
    client_pattern: str = "",
) -> Schema:
    """A type's schema with all it refers to inside, `more` measure ids, a practice's `extra` keys and its `codes`.

    `client_pattern` stands for theirs where it is not known whose practice a record is of.
    """
    properties: Schema = dict(_file(word)["properties"])
    if "phq9" in properties:
        properties.update({name: {"$ref": _COMMON + "score"} for name in more})
    properties.update({key: value for key, value in (extra or {}).items() if key not in properties})
    definitions: Schema = {}
    schema: Schema = _localise({**_file(word), "properties": properties}, definitions)  # which copies all the rest
    if "client-id" in definitions and (client_pattern or codes.own):
        say = f"a client id, for example {codes.example}"
        definitions["client-id"].update({"pattern": client_pattern or codes.schema_pattern, "x-say": say})
    if definitions:
        schema["$defs"] = dict(sorted(definitions.items()))
    return schema


def _localise(node: Any, definitions: Schema) -> Any:
    if isinstance(node, list):
        return [_localise(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _localise(value, definitions) for key, value in node.items()}
    target = found.get("$ref", "")
    if isinstance(target, str) and target.startswith(_COMMON):
        name = target.removeprefix(_COMMON)
        found["$ref"] = f"#/$defs/{name}"
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _localise(_file("common")["$defs"][name], definitions)
    elif isinstance(target, str) and target.startswith("#/$defs/"):
        _localise({"$ref": _COMMON + target.removeprefix("#/$defs/")}, definitions)
    return found


def schema_below(schema: Schema, step: str | int) -> Schema:
    """What a schema says of a key, or of the items of a list; empty where it says nothing."""
    if isinstance(step, int):
        return _known(schema.get("items"))
    if isinstance(known := schema.get("properties", {}).get(step), dict):
        return known
    for pattern in schema.get("patternProperties", {}).values():
        return _known(pattern)
    return _known(schema.get("additionalProperties"))


def schema_resolved(schema: Schema, whole: Schema) -> Schema:
    """A part of a bundled schema with the definition that it refers to."""
    target = schema.get("$ref", "")
    if not target:
        return schema
    found = whole.get("$defs", {}).get(target.rpartition("/")[2], {})
    return {**found, **{key: value for key, value in schema.items() if key != "$ref"}}


def schema_at(whole: Schema, path: Iterable[str | int]) -> Schema:
    """What a bundled schema says of the value at a path; empty where it says nothing."""
    found = schema_resolved(whole, whole)
    for step in path:
        found = schema_resolved(schema_below(found, step), whole)
    return found


def known_part(word: str, path: Iterable[str | int]) -> tuple[str | int, ...]:
    """As much of a path as a type's schema names, with `…` for what somebody typed: that may be anybody's words."""
    whole = bundled_schema(word)
    found, known = schema_resolved(whole, whole), list[str | int]()
    for step in path:
        named = isinstance(step, int) or step in found.get("properties", {})
        if not named and not any(re.search(form, str(step)) for form in found.get("patternProperties", {})):
            return (*known, "…")
        known.append(step)
        found = schema_resolved(schema_below(found, step), whole)
    return tuple(known)


def takes_sentence(schema: Schema, whole: Schema) -> bool:
    """Whether a sentence may stand where a bundled schema says this: text, and no word of a list or of a form."""
    schema = schema_resolved(schema, whole)
    if ways := [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
        return any(takes_sentence(each, whole) for each in ways)
    kinds = schema.get("type", "string")
    return ("string" in kinds) and not _CLOSED & schema.keys()


def sentences_in(word: str, data: Mapping[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """The values of a record's front matter in which a sentence may stand, with their paths; of keys unknown, too."""
    closed = _closed_keys(word)
    found: list[tuple[tuple[str | int, ...], str]] = []
    for key, value in data.items():
        if key not in closed:
            _add_texts(found, (key,), value)
    return found


def _add_texts(found: list[tuple[tuple[str | int, ...], str]], path: tuple[str | int, ...], value: Any) -> None:
    if isinstance(value, str):
        found.append((path, value))
    elif isinstance(value, (dict, list)):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            _add_texts(found, (*path, step), each)


@cache
def _closed_keys(word: str) -> frozenset[str]:
    """The keys of a type behind which no sentence can stand, nor in a list behind them."""
    whole = bundled_schema(word)
    closed = {"signatures"}
    for key, said in whole["properties"].items():
        found = schema_resolved(said, whole)
        below = schema_below(found, 0) if "array" in found.get("type", "") else found
        if "object" not in schema_resolved(below, whole).get("type", "") and not takes_sentence(below, whole):
            closed.add(key)
    return frozenset(closed)


def _known(schema: Any) -> Schema:
    return schema if isinstance(schema, dict) else {}


@cache
def staff_keys(word: str) -> tuple[StaffKey, ...]:
    """Every key of a type that names a member of staff: a `staff-id`, or one marked `x-names-staff`."""
    return tuple(_staff_keys(_file(word), ()))


def _staff_keys(schema: Schema, path: tuple[str, ...]) -> Iterator[StaffKey]:
    marked = schema.get("x-names-staff")
    if marked or schema.get("$ref") == _STAFF_ID:
        yield StaffKey(path, marked == "or words")
    for key, inner in schema.get("properties", {}).items():
        yield from _staff_keys(inner, (*path, key))
    if isinstance(schema.get("items"), dict):
        yield from _staff_keys(schema["items"], (*path, EACH))


def exported_schema(
    word: str,
    draft: str,
    more: Iterable[str] = (),
    extra: Mapping[str, Any] | None = None,
    codes: ClientCodes = USUAL_CODES,
) -> Schema:
    """One type's schema as a single file for editors and other validators, in draft 7 or 2020-12."""
    if draft not in DRAFTS:
        raise CaseloadError("there is no such draft", "say `--draft 7` or `--draft 2020-12`")
    return in_draft(bundled_schema(word, more, extra, codes), draft)


def in_draft(schema: Schema, draft: str) -> Schema:
    """A schema of ours, which is draft 2020-12, in one of the drafts that `exported_schema` gives."""
    if draft == "7":
        schema = _as_draft_7(schema)
        schema["$id"] = schema["$id"].replace(".schema.json", ".draft-07.schema.json")
    return {**schema, "$schema": DRAFTS[draft]}


def _as_draft_7(node: Any) -> Any:
    if isinstance(node, list):
        return [_as_draft_7(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {"definitions" if key == "$defs" else key: _as_draft_7(value) for key, value in node.items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = found["$ref"].replace("#/$defs/", "#/definitions/")
    return found
