"""The line as it should be, made from the schema: what a wrong value means where it has one meaning, else a form of it.

A form is made of the schema's own words and examples, or says `…` where a person's words belong. What is read out of a
value goes into the file by `caseload fix`; into a message goes only what the schema could have said without it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from caseload_tools.chart.records.schemas import schema_at, schema_below, schema_resolved
from caseload_tools.chart.records.trade_words import meaning_of
from caseload_tools.dates import parse_day
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.nearest import is_slip, nearest
from caseload_tools.text.rendering import quote_scalar
from caseload_tools.values import Schema, frozen

_YES = frozenset({"yes", "y", "true", "on", "x", "done"})
_NO = frozenset({"no", "n", "false", "off", "not done"})
_NUMBER = re.compile(r"\$?(-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?)\Z", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:[,;/&+\n]|\band\b)\s*")
_SEPARATED = re.compile(r"[,;/&+\n]|\b(?:and|or)\b")
# Tried in this order where a schema says no example that it would take itself.
_EXAMPLES = (
    *("F33.1", "general", "2026-11-24", "2026-11-24 15:20", "14:00-14:50", "2026-10-06 to 2027-01-04", "C-0142"),
    *("m.okafor", "G1", "O1.1", "P1", "I1", "sessions/2026-11-03", "90 days", "sha256:0123456789abcdef"),
)
_MADE = re.compile("a digest as (`[^`]+`) writes it")
_MOST_WORDS = 2


@frozen
class RightLine:
    """What should stand at a key: its lines as a form, and the value's source where a value has that one meaning.

    `own` when the lines hold no word but the schema's, so that they are the very lines to write. `told` instead of all
    that where nobody can type the value.
    """

    lines: tuple[str, ...]
    written: str = ""
    own: bool = False
    told: str = ""

    @property
    def hint(self) -> str:
        """What to do, with each line as code."""
        if self.told:
            return self.told
        first, *below = (f"`{line}`" for line in self.lines)
        verb = "write" if self.own else "write it like"
        return f"{verb} {first}" + (f" and below it {', '.join(below)}" if below else "")


def right_line(whole: Schema, path: KeyPath, value: object) -> RightLine:
    """What should stand at a path of a record with this schema, where a value stands that it does not take."""
    wanted = schema_at(whole, path)
    if made := _MADE.match(str(wanted.get("x-say", ""))):
        return RightLine((), told=f"nobody types it: {made[1]} writes it")
    meant = _meant(wanted, whole, value)
    written = _source(meant) if meant is not None else ""
    if meant is not None and _all_ours(wanted, whole, meant):
        return RightLine((_prefix(path) + written,), written, own=True)
    form = form_of(wanted, whole)
    inline = _inline(form)
    if inline is not None:
        return RightLine((_prefix(path) + inline,), written)
    return RightLine((f"{path[-1]}:" if path and isinstance(path[-1], str) else "-", *_block(form, 1)), written)


def form_of(schema: Schema, whole: Schema) -> Any:
    """A value that a schema takes, out of its own words and examples; `…` for a person's words."""
    schema = schema_resolved(schema, whole)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or ["…"])[0])
    kind = _kinds(schema)[0]
    if kind == "object":
        return _form_of_object(schema, whole)
    if kind == "array":
        items = schema_resolved(schema_below(schema, 0), whole)
        return list(items["enum"][:_MOST_WORDS]) if "enum" in items else [form_of(items, whole)]
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        said = _NUMBER.match(_example(schema))
        return _as_number(said[1]) if said else max(1, int(schema.get("minimum", 1)))
    if "pattern" in schema or "format" in schema or schema.get("minLength", 0) > 1:
        return next((each for each in (_example(schema), *_EXAMPLES) if _takes(schema, each)), "…")
    return "…"


def _form_of_object(schema: Schema, whole: Schema) -> dict[str, Any]:
    properties: Schema = schema.get("properties", {})
    if properties:
        keys = schema.get("required") or list(properties)[:1]
        return {key: form_of(properties.get(key, {}), whole) for key in keys}
    names = schema_resolved(schema.get("propertyNames", {}), whole)
    name = next((each for each in (_example(names), *_EXAMPLES) if each and _takes(names, each)), "…")
    return {name: form_of(schema_below(schema, name), whole)}


def _meant(schema: Schema, whole: Schema, value: Any) -> Any:
    """The one thing that a value means, as the schema takes it; None where there is none, or more than one."""
    kinds = _kinds(schema)
    if isinstance(value, list):
        return _word(schema, value[0]) if len(value) == 1 and "array" not in kinds else None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) and "string" in kinds and "enum" not in schema:
        return str(value) if isinstance(value, int) and _takes(schema, str(value)) else None
    if isinstance(value, str):
        return next((made for made in _readings(schema, whole, kinds, value.strip()) if made is not None), None)
    return None


def _readings(schema: Schema, whole: Schema, kinds: tuple[str, ...], said: str) -> Iterator[Any]:
    if "boolean" in kinds:
        yield True if said.casefold() in _YES else False if said.casefold() in _NO else None
    if "integer" in kinds or "number" in kinds:
        yield _number_in(schema, kinds, said)
    if "array" in kinds:
        yield _list_in(schema_resolved(schema_below(schema, 0), whole), said)
    yield _word(schema, said)


def _number_in(schema: Schema, kinds: tuple[str, ...], said: str) -> float | int | None:
    found = _NUMBER.match(said)
    number = _as_number(found[1]) if found else None
    if number is None or ("number" not in kinds and not isinstance(number, int)):
        return None
    return number if schema.get("minimum", number) <= number <= schema.get("maximum", number) else None


def _list_in(items: Schema, said: str) -> list[Any] | None:
    said = said.removeprefix("[").removesuffix("]").strip()
    parts: list[Any]
    if {"integer", "number"} & set(_kinds(items)):
        parts = [_number_in(items, _kinds(items), part) for part in _BETWEEN.split(said)]
    elif "enum" in items or "pattern" in items:
        parts = [_word(items, part) for part in _BETWEEN.split(said)]
        if None in parts and "pattern" in items:
            parts = [_word(items, part) for part in re.split(r"[,;\s]+", said)]
    else:
        # A list of people's words: a comma may part two of them or belong to one.
        parts = [said] if said and not _SEPARATED.search(said) and _kinds(items) == ("string",) else [None]
    return parts if None not in parts and len(set(map(str, parts))) == len(parts) else None


def _word(schema: Schema, said: Any) -> str | None:
    """A word or an id of the schema that somebody wrote in another way: in capitals, by the trade's word, as a link."""
    if not isinstance(said, str):
        return None
    if "enum" in schema:
        return word_meant(said, [str(each) for each in schema["enum"]])
    if "pattern" not in schema:
        return None
    bare = said.removeprefix("[[").removesuffix("]]").removesuffix(".md")
    tried = (said, bare, said.lower(), said.upper())
    fitting = dict.fromkeys(each for each in tried if _takes(schema, each))
    return next(iter(fitting), None)


def word_meant(said: str, words: Collection[str]) -> str | None:
    """The one of these words that somebody meant: as it is, by a slip of the pen, by the trade's own word."""
    if said in words:
        return said
    if (meaning := meaning_of(said, words)) is not None:
        return meaning.words[0] if meaning.sure else None
    near = nearest(said, words)
    return near if near and is_slip(said, near) else None


def _all_ours(schema: Schema, whole: Schema, meant: Any) -> bool:
    """Whether a value holds no word but those that the schema lists."""
    if isinstance(meant, bool):
        return True
    if isinstance(meant, list):
        items = schema_resolved(schema_below(schema, 0), whole)
        return all(_all_ours(items, whole, each) for each in meant)
    return meant in schema.get("enum", ())


def _takes(schema: Schema, text: str) -> bool:
    if schema.get("format") == "date":
        return parse_day(text) is not None
    pattern = str(schema.get("pattern", ""))
    return len(text) >= schema.get("minLength", 0) and bool(re.search(pattern.replace("$", "\\Z"), text, re.ASCII))


def _kinds(schema: Schema) -> tuple[str, ...]:
    kinds = schema.get("type", "object" if "properties" in schema or "propertyNames" in schema else "string")
    return tuple(kinds) if isinstance(kinds, list) else (str(kinds),)


def _example(schema: Schema) -> str:
    """The first example of a schema's own sentence: `90 days` of "for example 90 days, weekly or every 3 weeks"."""
    _, _, said = str(schema.get("x-say", "")).partition("for example ")
    return re.split(r", | or ", said)[0]


def _as_number(said: str) -> float | int:
    return float(said) if "." in said else int(said)


def _prefix(path: KeyPath) -> str:
    return f"{path[-1]}: " if path and isinstance(path[-1], str) else ""


def _source(meant: Any) -> str:
    if isinstance(meant, list):
        return f"[{', '.join(quote_scalar(each, flow=True) for each in meant)}]"
    return quote_scalar(meant)


def _inline(form: Any) -> str | None:
    """A form on one line; None for what has keys of its own."""
    if isinstance(form, Mapping) or (isinstance(form, list) and any(isinstance(each, Mapping) for each in form)):
        return None
    if form == "…":
        return '"…"'
    return '["…"]' if form == ["…"] else _source(form)


def _block(form: Any, deep: int) -> Iterator[str]:
    pad = "  " * deep
    if isinstance(form, list):
        for each in form:
            first, *rest = _block(each, deep + 1)
            yield f"{pad}- {first.strip()}"
            yield from rest
        return
    for key, value in form.items():
        inline = _inline(value)
        yield f"{pad}{key}: {inline}" if inline is not None else f"{pad}{key}:"
        if inline is None:
            yield from _block(value, deep + 1)
