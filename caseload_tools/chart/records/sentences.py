"""Schema errors in plain words: which key, what it should be, the nearest valid word.

Never repeats a value, except a short word that is close to one of the valid words and does
not stand under a key the schema marks sensitive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date as Day
from typing import TYPE_CHECKING, Any, NamedTuple

from caseload_tools.chart.records.blanks import is_blank
from caseload_tools.chart.records.counted_days import counted_days
from caseload_tools.chart.records.other_forms import Meant, meant_by
from caseload_tools.chart.records.problem import Problem, Repair
from caseload_tools.chart.records.right_lines import RightLine, or_list, right_line
from caseload_tools.chart.records.schemas import schema_below, schema_resolved
from caseload_tools.chart.records.slash_dates import read_slash_date
from caseload_tools.chart.records.trade_words import key_is_sure, key_meant, meaning_of
from caseload_tools.chart.records.value_meanings import fits_key
from caseload_tools.dates import parse_day
from caseload_tools.history.record_path import RecordPath
from caseload_tools.text import Document
from caseload_tools.text.front_matter.marks import FrontValue, KeyPath
from caseload_tools.text.nearest import is_slip, nearest, suggest
from caseload_tools.values import Schema

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


class SchemaSentence(NamedTuple):
    """A schema error: its code, the problem, whether a value is lost, and which other key was meant, if one was."""

    code: str
    problem: Problem
    loses: bool
    means: KeyPath = ()


_KINDS = {
    "object": "a block of keys below it",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "null": "nothing",
}
# A key is said back only when it is one word: with a space in it, it may be a sentence about a client.
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,40}\Z", re.ASCII)
# A key that is less like another than this means something else: `status` is no slip of `signatures`.
_LIKE_A_KEY = 0.7
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?\Z", re.ASCII)
_SHORT_WORD = re.compile(r"[A-Za-z-]{2,24}\Z", re.ASCII)


def schema_sentences(
    error: ValidationError, word: str, document: Document, order: str | None, whole: Schema
) -> Iterator[SchemaSentence]:
    """A schema error as sentences, one for each key it is about."""
    path: KeyPath = tuple(error.absolute_path)
    keyword = str(error.validator)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    if keyword == "required":
        yield from _missing(error, path, word, document, whole)
    elif keyword == "additionalProperties" and isinstance(error.validator_value, bool):
        yield from _unknown_keys(error, path, word, document, whole)
    elif "propertyNames" in error.absolute_schema_path:
        name = error.instance
        at = (*path, name) if isinstance(name, str) else path
        wanted, _, example = str(schema.get("x-say", "an id")).partition(", for example ")
        hint = f"for example {example}" if example else "see the plan for its ids"
        yield SchemaSentence("STR004", Problem(document, at, f"a key here must be {wanted}", hint), True)
    elif counted := counted_days(path, error.instance, document.data):
        yield _counted_day(counted, path, schema, document)
    elif (meant := meant_by(str(schema.get("x-form", "")), error.instance)) is not None:
        yield _other_form(meant, path, schema, document)
    elif keyword == "format" or (schema.get("x-code") == "STR005"):
        yield _bad_date(error, path, schema, document, order, whole)
    elif keyword in ("enum", "const") or "enum" in schema:
        yield SchemaSentence("STR004", _not_a_word(error, path, schema, document, whole), True)
    elif keyword == "minLength" or keyword in ("minItems", "minProperties"):
        problem = Problem(document, path, f"{name_of(path)} is empty", "fill it in or delete the line")
        yield SchemaSentence("STR003", problem, True)
    else:
        wanted = _wanted(error, schema).partition(", for example ")[0]
        line = _right_line(whole, path, error.instance, document)
        problem = Problem(document, path, f"{name_of(path)} must be {wanted}", line.hint, repair=_written(line, path))
        yield SchemaSentence(str(schema.get("x-code", "STR004")), problem, True)


def _right_line(whole: Schema, path: KeyPath, value: object, document: Document) -> RightLine:
    return right_line(whole, path, value, RecordPath.parse(document.path).client)


def _written(line: RightLine, path: KeyPath) -> Repair | None:
    """The repair that writes what a value means, where it means one thing."""
    return Repair("write", line.written, path) if line.written and path else None


def name_of(path: KeyPath) -> str:
    """The key as people call it: `target_date`, or `the 2nd entry of objectives`."""
    if not path:
        return "the front matter"
    last = path[-1]
    if isinstance(last, int):
        owner = path[-2] if len(path) > 1 else "the list"
        return f"entry {last + 1} of `{owner}`"
    return f"`{last}`" if _KEY.match(last) else "this key"


def subject_of_path(document: Document, path: KeyPath) -> str:
    """What a nested path is about, by its id when it has one: `objective O1.1`, `entry 2 of goals`."""
    if not path:
        return ""
    found: Any = document.data
    for step in path:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return name_of(path)
    if isinstance(found, dict) and isinstance(found.get("id"), str) and re.match(r"[PGOI]\d[\d.]*\Z", found["id"]):
        kind = {"P": "problem", "G": "goal", "O": "objective", "I": "intervention"}[found["id"][0]]
        return f"{kind} {found['id']}"
    return name_of(path)


def _missing(
    error: ValidationError, path: KeyPath, word: str, document: Document, whole: Schema
) -> Iterator[SchemaSentence]:
    owner = subject_of_path(document, path) if path else f"this {word}"
    properties = (error.schema or {}).get("properties", {}) if isinstance(error.schema, dict) else {}
    value: Any = error.validator_value
    instance: Any = error.instance
    for key in value if isinstance(value, list) and isinstance(instance, dict) else ():
        if key in instance:
            continue
        stands_empty = document.key_position((*path, key)) is not None
        message = f"{owner} has an empty `{key}`" if stands_empty else f"{owner} has no `{key}`"
        words = properties.get(key, {}).get("enum", ())
        hint = f"fill in `{key}`" if stands_empty else f"add `{key}: …`"
        if not words:
            hint += f": {_right_line(whole, (*path, key), None, document).hint}"
        hint = f"{hint}: {or_list(words)}" if words else hint
        yield SchemaSentence("STR003", Problem(document, (*path, key), message, hint), True)


def _unknown_keys(
    error: ValidationError, path: KeyPath, word: str, document: Document, whole: Schema
) -> Iterator[SchemaSentence]:
    schema: Schema = error.schema if isinstance(error.schema, dict) else {}
    instance = error.instance if isinstance(error.instance, dict) else {}
    for key in instance:
        if key not in schema.get("properties", {}):
            yield _unknown_key(key, path, schema, instance, word, document, whole)


def unknown_blank_keys(whole: Schema, word: str, document: Document) -> Iterator[SchemaSentence]:
    """Keys without a value that no schema knows: the schema itself is asked without them, as blank counts as absent."""
    yield from _unknown_blanks(whole, whole, (), document.data, word, document)


def _unknown_blanks(
    schema: Schema, whole: Schema, path: KeyPath, value: FrontValue, word: str, document: Document
) -> Iterator[SchemaSentence]:
    schema = schema_resolved(schema, whole)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown_blanks(schema_below(schema, index), whole, (*path, index), item, word, document)
    elif isinstance(value, dict) and schema:
        closed = schema.get("additionalProperties") is False
        for key, inner in value.items():
            if closed and is_blank(inner) and key not in schema.get("properties", {}):
                yield _unknown_key(key, path, schema, value, word, document, whole)
            elif isinstance(inner, list | dict):
                yield from _unknown_blanks(schema_below(schema, key), whole, (*path, key), inner, word, document)


def _unknown_key(
    key: str,
    path: KeyPath,
    schema: Schema,
    instance: Mapping[str, Any],
    word: str,
    document: Document,
    whole: Schema,
) -> SchemaSentence:
    properties = schema.get("properties", {})
    free = [known for known in properties if known not in instance]
    near = nearest(key, free, like=_LIKE_A_KEY) or ""
    name = f"`{key}`" if _KEY.match(key) else "this key"
    meant = key_meant(key, properties) or near
    hint = suggest(near) if near else f"`caseload explain STR004 {word}` lists the keys of a {word}"
    if meant and meant != near:
        hint = f"a {word} says that with `{meant}`"
    where = f" in {subject_of_path(document, path)}" if path else ""
    at: KeyPath = (*path, key)
    slip = meant == near and is_slip(key, near)
    called = meant in free and key_is_sure(key) and fits_key(whole, (*path, meant), instance[key])
    repair = Repair("rename", meant, at) if meant and (slip or called) else None
    problem = Problem(document, at, f"{name} is not a known key{where}", hint, repair=repair)
    return SchemaSentence("STR004", problem, True, (*path, meant) if meant in free else ())


def _other_form(meant: Meant, path: KeyPath, schema: dict[str, Any], document: Document) -> SchemaSentence:
    """What has one meaning and is written otherwise: the right line, which `fix` writes, and rules go on with it."""
    wanted = str(schema["x-say"]).partition(", for example ")[0]
    line = f"`{path[-1]}: {meant.text}`" if path and isinstance(path[-1], str) else f"`{meant.text}`"
    repair = Repair("set", meant.text, path) if meant.whole else None
    message = f"{name_of(path)} is not {wanted}" + ("" if meant.whole else ": a time of day stands behind it")
    hint = f"write {line}" if meant.whole else f"write {line}; the time of day goes under a key of its own"
    if schema.get("x-sensitive"):
        hint = f"write it as {wanted}"
    code = str(schema.get("x-code", "STR004"))
    return SchemaSentence(code, Problem(document, path, message, hint, repair=repair), not meant.whole)


def _counted_day(days: tuple[Day, ...], path: KeyPath, schema: dict[str, Any], document: Document) -> SchemaSentence:
    """`in 3 weeks`: the very date to write, counted from the record's own; of two it is to be said which."""
    if len(days) == 1:
        return _other_form(Meant(str(days[0])), path, schema, document)
    hint = f"write {or_list(f'{path[-1]}: {day}' for day in days)}, whichever is meant"
    wanted = str(schema["x-say"]).partition(",")[0]
    return SchemaSentence("STR005", Problem(document, path, f"{name_of(path)} is not {wanted}", hint), True)


def _bad_date(
    error: ValidationError, path: KeyPath, schema: Schema, document: Document, order: str | None, whole: Schema
) -> SchemaSentence:
    day = read_slash_date(error.instance, order)
    wanted = schema.get("x-say", "a date written YYYY-MM-DD")
    message = f"{name_of(path)} is not {wanted.split(',')[0]}"
    if isinstance(error.instance, str) and (written := _MOMENT.match(error.instance)):
        what = "a day" if parse_day(written[1]) is None else "a time"
        message = f"{name_of(path)} is {what} that does not exist"
    if day is not None:
        hint = f"the other dates of this file say it is {day}"
        problem = Problem(document, path, message, hint, repair=Repair("set", str(day), path))
        return SchemaSentence("STR005", problem, False)
    line = _right_line(whole, path, error.instance, document)
    problem = Problem(document, path, message, line.hint, repair=_written(line, path))
    return SchemaSentence("STR005", problem, True)


def _not_a_word(
    error: ValidationError, path: KeyPath, schema: dict[str, Any], document: Document, whole: Schema
) -> Problem:
    words = [str(each) for each in schema.get("enum", [schema.get("const")])]
    value = error.instance
    meaning = meaning_of(value, words) if isinstance(value, str) and not schema.get("x-sensitive") else None
    if meaning is not None or not isinstance(value, str):
        line = _right_line(whole, path, value, document)
        hint = line.hint if line.written else f"use {or_list(meaning.words if meaning else words)}"
        message = f"{name_of(path)} is not one of the known words"
        return Problem(document, path, message, hint, repair=_written(line, path))
    near = None if schema.get("x-sensitive") else nearest(value, words)
    hint = suggest(near) if near else f"use {or_list(words)}"
    shown = near is not None and _SHORT_WORD.match(value)
    message = f"`{value}` is not a valid {_plain(path)}" if shown else f"{name_of(path)} is not one of the known words"
    repair = Repair("set", near, path) if near and is_slip(value, near) else None
    return Problem(document, path, message, hint, repair=repair)


def _plain(path: KeyPath) -> str:
    last = path[-1] if path else "word"
    return f"`{last}`" if isinstance(last, str) else "word"


def _wanted(error: ValidationError, schema: dict[str, Any]) -> str:
    if "x-say" in schema:
        return str(schema["x-say"])
    value: Any = error.validator_value
    if error.validator == "type":
        kinds = value if isinstance(value, list) else [value]
        return " or ".join(_KINDS.get(str(kind), str(kind)) for kind in kinds)
    limits = {"minimum": "at least {}", "maximum": "at most {}", "maxItems": "a list of at most {} entries"}
    return limits.get(str(error.validator), "as its schema wants it").format(value)
