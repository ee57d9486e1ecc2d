"""The line as it should be, made from the schema: what a wrong value means where it has one meaning, else a form of it.

A form says nothing of a client that the value does not say: what could be taken for a statement stands as `…`, with
all the words that may stand there, and what the value does say is carried over. What is read out of a value goes into
the file by `caseload fix`; into a message goes only what the schema could have said without it, or a number or a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from caseload_tools.chart.records.other_forms import begun_by, both_readings
from caseload_tools.chart.records.schemas import schema_at, schema_below, schema_resolved
from caseload_tools.chart.records.value_meanings import (
    ValuePath,
    as_number,
    is_client,
    kinds_of,
    number_before_remark,
    takes_text,
    value_meant,
)
from caseload_tools.text.client_codes import begins_as_usual
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.rendering import quote_scalar
from caseload_tools.values import Schema, frozen

OPEN = "…"
_SUCH_AS = "such as"
_ID_OF_A_PLAN = late_pattern(r"[PGOI][0-9]{1,3}(?:\.[0-9]{1,3})?\Z", re.ASCII)
_NUMBER = late_pattern(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?\Z", re.ASCII)
# What stands in front of a rating: `O1.1 progressing`, `O1.1 - progressing`, `O1.1=met`.
_ENTRY = late_pattern(r"([A-Za-z]\d+(?:\.\d+)?)[\s:=–—-]+(.+)\Z", re.ASCII)
# Tried in this order where a schema says no example that it would take itself.
_EXAMPLES = (
    *("F33.1", "general", "2026-11-24", "2026-11-24 15:20", "14:00-14:50", "2026-10-06 to 2027-01-04", "C-0142"),
    *("m.okafor", "G1", "O1.1", "P1", "I1", "sessions/2026-11-03", "90 days", "sha256:0123456789abcdef"),
)
_PERIOD = "YYYY-MM-DD to YYYY-MM-DD"
_DIGITS_OF_A_DAY = late_pattern(r"\d{4}-\d{2}-\d{2}")
_A_LINK = "a link to a record"
_LINK = late_pattern(r"such as \[?([a-z]+(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+)")
_NO_SCORE = ", the total in digits; where there is none, take the key away and say in the text why"
_MADE = late_pattern("a digest as (`[^`]+`) writes it")
_MOST_STAFF = 8
_MOST_SAID = 10_000  # a number this long may be anybody's


@frozen
class RightLine:
    """What should stand at a key: its lines as a form, and the value's source where a value has that one meaning.

    `own` when the lines hold no word but the schema's, so that they are the very lines to write; `note` what may stand
    for each `…`. `told` instead of all that where nobody can type the value, or its words are all there is to say.
    """

    lines: tuple[str, ...]
    written: str = ""
    own: bool = False
    told: str = ""
    note: str = ""

    @property
    def hint(self) -> str:
        """What to do, with each line as code."""
        if self.told:
            return self.told
        first, *below = (f"`{line}`" for line in self.lines)
        verb = "write" if self.own else "write it like"
        return f"{verb} {first}" + (f" and below it {', '.join(below)}" if below else "") + self.note


def or_list(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`, each as code."""
    marked = [f"`{word}`" for word in words]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} {last} {marked[-1]}"


def right_line(whole: Schema, path: KeyPath, value: object, client: str = "") -> RightLine:
    """What should stand at a path of a record with this schema, where a value stands that it does not take."""
    wanted, place = schema_at(whole, path), ValuePath(path, whole, client)
    if made := _MADE.match(str(wanted.get("x-say", ""))):
        return RightLine((), told=f"nobody types it: {made[1]} writes it")
    meant = value_meant(wanted, place, value)
    written = _source(meant) if meant is not None else ""
    if meant is not None and _may_be_said(wanted, place, meant):
        return RightLine((_prefix(path) + written,), written, own=True)
    if is_client(wanted) and client:
        return RightLine((f"{_prefix(path)}{client}",), written, own=True)
    if told := _words_of(wanted):
        return RightLine((), written, told=f"use {told}")
    if not wanted.get("x-sensitive") and (both := both_readings(str(wanted.get("x-form", "")), value)):
        return RightLine((), told=f"write {or_list(_prefix(path) + each for each in both)}, whichever is meant")
    telling = _Telling()
    form = telling.form(wanted, place, value)
    if form == [OPEN] and not telling.notes and not written:
        form = ['"…"']
    if form == OPEN and {"number", "array"} <= set(kinds_of(wanted)):
        return RightLine((_prefix(path) + OPEN,), note=_NO_SCORE)
    lines = (_prefix(path) + inline,) if (inline := _inline(form)) is not None else (_above(path), *_block(form, 1))
    # What the value says itself is no example.
    own = len(lines) > 1 and not any(each in str(form) for each in (OPEN, "YYYY", "HH:MM"))
    return RightLine(lines, written, own, note=telling.note)


class _Telling:
    """A form of a value with what it says of itself carried over, and what may stand where it says nothing."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}

    @property
    def note(self) -> str:
        """What may stand for each `…`, by its key where there are several."""
        if len(self.notes) == 1:
            words = next(iter(self.notes.values()))
            return f", {words}" if words.startswith(_SUCH_AS) else f": `…` is {words}"
        said = self.notes.items()
        return "".join(f"; `{key}` {'' if words.startswith(_SUCH_AS) else 'is '}{words}" for key, words in said)

    def form(self, schema: Schema, place: ValuePath, value: Any) -> Any:
        """What should stand there; `…` for what nobody has said yet."""
        schema, kind = schema_resolved(schema, place.whole), kinds_of(schema_resolved(schema, place.whole))[0]
        if kind == "object":
            return self._object(schema, place, value)
        if kind == "array":
            return self._list(schema, place, value)
        taken = _taken(schema, value)
        meant = value if taken else value_meant(schema, place, value)
        if meant is not None and _may_be_said(schema, place, meant):
            return meant
        if (number := number_before_remark(schema, place, value)) is not None:
            return number
        if is_client(schema):
            return place.client or _some_client(schema)
        if begun := begun_by(str(schema.get("x-form", "")), value) or _form_of_days(schema):
            return begun
        if not _is_of_people(schema) and (words := _words_of(schema) or _such_as(schema)):
            self.notes[place.key] = words
        return '"…"' if _is_of_people(schema) else OPEN

    def _list(self, schema: Schema, place: ValuePath, value: Any) -> list[Any]:
        items = schema_resolved(schema_below(schema, 0), place.whole)
        if kinds_of(items)[0] == "object":
            each = value if isinstance(value, list) and value else [value]
            return [self.form(items, place.below(index), one) for index, one in enumerate(each)]
        if not _is_of_people(items) and (words := _words_of(items) or _such_as(items)):
            self.notes[place.key] = words
        return [OPEN]

    def _object(self, schema: Schema, place: ValuePath, value: Any) -> dict[str, Any]:
        said: Mapping[str, Any] = value if isinstance(value, dict) else {}
        properties: Schema = schema.get("properties", {})
        if properties:
            wanted = [*schema.get("required", ()), *(key for key in properties if key in said)] or list(properties)[:1]
            return {key: self.form(properties[key], place.below(key), said.get(key)) for key in dict.fromkeys(wanted)}
        names = schema_resolved(schema.get("propertyNames", {}), place.whole)
        said = {_name_in(names, key): each for key, each in _entries(value)}
        made = {key: self.form(schema_below(schema, key), place.below(key), each) for key, each in said.items()}
        if made and made not in ({OPEN: OPEN}, {OPEN: '"…"'}):
            return made
        key = _some_client(names) if is_client(names) else _example_taken(names) or OPEN
        return {key: self.form(schema_below(schema, key), place.below(key), None)}


def _some_client(schema: Schema) -> str:
    """How the code of any client begins, where a practice has no form of its own."""
    return "C-…" if begins_as_usual(_example(schema)) else OPEN


def _name_in(names: Schema, key: str) -> str:
    """A key of a map as its schema wants it; `…` for what is none."""
    return next((name for name in (key, str(key).upper()) if takes_text(names, name)), OPEN)


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    """What a value says of each of several: `O1.1 progressing`, a list of such, or keys and their words."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        for each in value:
            yield from _entries(each)
    elif isinstance(value, str):
        for part in re.split(r"\s*[,;\n]\s*", value.strip()):
            if found := _ENTRY.match(part):
                yield found[1], found[2]
            elif part:
                yield OPEN, part


def form_of(schema: Schema, whole: Schema) -> Any:
    """A value that a schema takes, out of its own words and examples; `…` for a person's words."""
    schema = schema_resolved(schema, whole)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [OPEN])[0])
    kind = kinds_of(schema)[0]
    if kind == "object":
        properties: Schema = schema.get("properties", {})
        if properties:
            keys = schema.get("required") or list(properties)[:1]
            return {key: form_of(properties.get(key, {}), whole) for key in keys}
        names = schema_resolved(schema.get("propertyNames", {}), whole)
        name = next((each for each in (_example(names), *_EXAMPLES) if each and takes_text(names, each)), OPEN)
        return {name: form_of(schema_below(schema, name), whole)}
    if kind == "array":
        return [form_of(schema_below(schema, 0), whole)]
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        said = _NUMBER.match(_example(schema))
        return as_number(said[0]) if said else max(1, int(schema.get("minimum", 1)))
    return _example_taken(schema) or OPEN


def _example_taken(schema: Schema) -> str:
    """An example of a text with a form of its own; empty for a person's words."""
    if not ("pattern" in schema or "format" in schema or schema.get("minLength", 0) > 1):
        return ""
    return next((each for each in (_example(schema), *_EXAMPLES) if takes_text(schema, each)), "")


def _words_of(schema: Schema) -> str:
    """All that may stand there, where the schema lists it, or the staff of a practice that is not large."""
    if "enum" in schema or "const" in schema:
        return or_list(str(each) for each in schema.get("enum", [schema.get("const")]))
    if kinds_of(schema) == ("boolean",):
        return "`true` or `false`"
    staff = schema.get("x-staff", {})
    return or_list(staff) if 0 < len(staff) <= _MOST_STAFF else ""


def _such_as(schema: Schema) -> str:
    """What may stand there by the schema's own examples: ids, links, lengths of time."""
    if "x-staff" in schema:
        return "a staff id of caseload.toml"
    examples = re.split(r", | or ", str(schema.get("x-say", "")).partition("for example ")[2])
    if _A_LINK in str(schema.get("x-say", "")):
        examples = [_example(schema)]
    if not examples[0] and (taken := _example_taken(schema)):
        examples = [taken]
    if not examples[0] or kinds_of(schema)[0] not in ("string", "array"):
        return ""
    return f"{_SUCH_AS} {or_list(_DIGITS_OF_A_DAY.sub('YYYY-MM-DD', each) for each in examples)}"


def _form_of_days(schema: Schema) -> str:
    example = _example_taken(schema)
    days = len(_DIGITS_OF_A_DAY.findall(example))
    if not days or "/" in example:
        return ""
    return _PERIOD if days > 1 else "YYYY-MM-DD"


def _is_of_people(schema: Schema) -> bool:
    """Whether people's own words stand there."""
    of_a_form = {"enum", "const", "pattern", "format"} & schema.keys() or schema.get("minLength", 0) > 1
    alone = kinds_of(schema) == ("string",) or "x-say" not in schema
    return "string" in kinds_of(schema) and alone and not of_a_form


def _taken(schema: Schema, value: Any) -> bool:
    """Whether a scalar is one that the schema takes."""
    if isinstance(value, bool):
        return "boolean" in kinds_of(schema)
    if isinstance(value, int | float):
        return bool({"integer", "number"} & set(kinds_of(schema)))
    return isinstance(value, str) and (value in schema["enum"] if "enum" in schema else takes_text(schema, value))


def _may_be_said(schema: Schema, place: ValuePath, meant: Any) -> bool:
    """Whether a value holds no word but those that the schema lists, or is a number, an id or a day."""
    if schema.get("x-sensitive"):
        return False
    if isinstance(meant, bool):
        return True
    if isinstance(meant, int | float):
        return abs(meant) < _MOST_SAID
    if isinstance(meant, list):
        items = schema_resolved(schema_below(schema, 0), place.whole)
        return all(_may_be_said(items, place.below(0), each) for each in meant)
    if "x-form" in schema or "x-staff" in schema or is_client(schema):
        known = schema.get("x-staff", [place.client])
        return takes_text(schema, meant) and ("x-form" in schema or meant in known)
    if "pattern" in schema:
        return takes_text(schema, meant) and bool(_ID_OF_A_PLAN.match(meant))
    return meant in schema.get("enum", ())


def _example(schema: Schema) -> str:
    """The first example of a schema's own sentence: `90 days` of "for example 90 days, weekly or every 3 weeks".

    Of a link it is the one that its key names: a safety plan lies in another folder than a session.
    """
    linked = _LINK.search(str(schema.get("description", ""))) if _A_LINK in str(schema.get("x-say", "")) else None
    if linked:
        return linked[1]
    _, _, said = str(schema.get("x-say", "")).partition("for example ")
    return re.split(r", | or ", said)[0]


def _prefix(path: KeyPath) -> str:
    return f"{path[-1]}: " if path and isinstance(path[-1], str) else ""


def _above(path: KeyPath) -> str:
    return f"{path[-1]}:" if path and isinstance(path[-1], str) else "-"


def _source(meant: Any) -> str:
    if isinstance(meant, list):
        return f"[{', '.join(_shown(each, flow=True) for each in meant)}]"
    return _shown(meant)


def _shown(value: Any, *, flow: bool = False) -> str:
    """The source of a value; what a person will write there stands as it is."""
    return value if value in (OPEN, '"…"') else quote_scalar(value, flow=flow)


def _inline(form: Any) -> str | None:
    """A form on one line; None for what has keys of its own."""
    if isinstance(form, Mapping) or (isinstance(form, list) and any(isinstance(each, Mapping) for each in form)):
        return None
    return _source(form)


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
