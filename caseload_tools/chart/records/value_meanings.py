"""The one thing that a value means which its key does not take, as the key takes it: `DNA` is `no-show`, `$140` is 140.

None where there is none, or more than one. What somebody states of a client is never chosen here: of a level of risk,
a rating or a status only the word itself counts, in other capitals or with a slip of the pen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from caseload_tools.chart.records.schemas import schema_at, schema_below, schema_resolved
from caseload_tools.chart.records.trade_words import meaning_of
from caseload_tools.dates import parse_day
from caseload_tools.practice.measures import MEASURES
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.language.patterns import late_pattern
from caseload_tools.text.nearest import is_slip, nearest
from caseload_tools.values import Schema, frozen

_YES = frozenset({"yes", "y", "true", "on", "x", "done"})
_NO = frozenset({"no", "n", "false", "off", "not done"})
_NUMBER = late_pattern(r"\$?(-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?)\Z", re.ASCII)
_CENTS = late_pattern(r"\$?(0|[1-9][0-9]{0,5}),([0-9]{2})\Z", re.ASCII)
_MINUTES = late_pattern(
    r"(?:([1-9]) ?h(?:(?:ou)?rs?)?\.?)? ?(?:([0-9]{1,3}) ?(?:m(?:in(?:ute)?s?)?\.?|')?)?\Z", re.ASCII
)
_COUNTS = {
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "fifty": 50,
    "sixty": 60,
}
_REMARKED = late_pattern(r"((?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?)\s*\(([^()]*)\)\Z", re.ASCII)
_BETWEEN = late_pattern(r"\s*(?:[,;/&+\n]|\band\b)\s*")
_SEPARATED = late_pattern(r"[,;/&+\n]|\b(?:and|or)\b")
_STATED = frozenset({"risk", "progress", "outcomes", "status", "decision", "need", "substance_use", "fit"})
_RATED = "not worked on"


@frozen
class ValuePath:
    """Where a value stands: its path, the whole schema, and the client in whose folder the record lies, if any."""

    path: KeyPath
    whole: Schema
    client: str = ""

    @property
    def key(self) -> str:
        """The last key of the path; of an item that of its list."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    def below(self, step: str | int) -> ValuePath:
        """A place within this one."""
        return ValuePath((*self.path, step), self.whole, self.client)


def value_meant(schema: Schema, place: ValuePath, value: Any) -> Any:
    """The one thing that a value means, as the schema takes it; None where there is none, or more than one."""
    kinds = kinds_of(schema)
    if isinstance(value, list):
        return _word(schema, place, value[0]) if len(value) == 1 and "array" not in kinds else None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) and "string" in kinds and "enum" not in schema:
        return str(value) if isinstance(value, int) and takes_text(schema, str(value)) else None
    if isinstance(value, str):
        return next((made for made in _readings(schema, place, kinds, value.strip()) if made is not None), None)
    return None


def _readings(schema: Schema, place: ValuePath, kinds: tuple[str, ...], said: str) -> Iterator[Any]:
    if "boolean" in kinds:
        yield True if said.casefold() in _YES else False if said.casefold() in _NO else None
    if "integer" in kinds or "number" in kinds:
        yield _number_in(schema, kinds, said)
        yield _with_its_band(schema, place, said)
        yield _within(schema, _minutes_in(said)) if place.key == "minutes" else None
        yield _within(schema, _money_in(said)) if "array" not in kinds else None
    if "array" in kinds:
        yield _list_in(schema_resolved(schema_below(schema, 0), place.whole), place, said)
    yield _word(schema, place, said)


def _number_in(schema: Schema, kinds: tuple[str, ...], said: str) -> float | int | None:
    found = _NUMBER.match(said)
    number = as_number(found[1]) if found else None
    if number is None or ("number" not in kinds and not isinstance(number, int)):
        return None
    return _within(schema, number)


def number_before_remark(schema: Schema, place: ValuePath, value: object) -> float | int | None:
    """The number of `8 (mild)`, where the schema takes it; what the remark adds is not in it."""
    found = _REMARKED.match(value.strip()) if isinstance(value, str) else None
    number = as_number(found[1]) if found else None
    kinds = kinds_of(schema)
    if number is None or not ("number" in kinds or ("integer" in kinds and isinstance(number, int))):
        return None
    least, most = MEASURES[place.key].range if place.key in MEASURES else (number, number)
    if not least <= number <= most:
        return None
    return _within(schema, number)


def _with_its_band(schema: Schema, place: ValuePath, said: str) -> float | int | None:
    """A total with the name that its measure has for it, which says nothing more."""
    measure, found = MEASURES.get(place.key), _REMARKED.match(said)
    number = number_before_remark(schema, place, said)
    band = measure.band(number) if measure is not None and number is not None else None
    return number if band is not None and found and letters_of(found[2]) == letters_of(band.label) else None


def _within(schema: Schema, number: float | int | None) -> float | int | None:
    fits = number is not None and schema.get("minimum", number) <= number <= schema.get("maximum", number)
    return number if fits else None


def _minutes_in(said: str) -> int | None:
    """`50 min`, `1h`, `1 h 15`, `ten`."""
    words = said.casefold().removesuffix(" minutes").removesuffix(" min")
    if words in _COUNTS:
        return _COUNTS[words]
    found = _MINUTES.match(said.casefold())
    hours, minutes = found.groups() if found else (None, None)
    return int(hours or 0) * 60 + int(minutes or 0) if hours or minutes else None


def _money_in(said: str) -> float | int | None:
    """`140,00`: a comma with two digits behind it parts no thousands."""
    found = _CENTS.match(said)
    if found is None:
        return None
    return int(found[1]) if found[2] == "00" else float(f"{found[1]}.{found[2]}")


def _list_in(items: Schema, place: ValuePath, said: str) -> list[Any] | None:
    said = said.removeprefix("[").removesuffix("]").strip()
    below, parts = place.below(0), list[Any]()
    if {"integer", "number"} & set(kinds_of(items)):
        parted = _BETWEEN.split(said) if _SEPARATED.search(said) else said.split()
        numbers = [_number_in(items, kinds_of(items), part) for part in parted]
        return numbers if None not in numbers and len(numbers) > 1 else None  # scores may be alike
    if "enum" in items or "pattern" in items:
        parts = [_word(items, below, part) for part in _BETWEEN.split(said)]
        if None in parts and "pattern" in items:
            parts = [_word(items, below, part) for part in re.split(r"[,;\s]+", said)]
    else:
        # A list of people's words: a comma may part two of them or belong to one.
        parts = [said] if said and not _SEPARATED.search(said) and kinds_of(items) == ("string",) else [None]
    return parts if None not in parts and len(set(map(str, parts))) == len(parts) else None


def _word(schema: Schema, place: ValuePath, said: Any) -> str | None:
    """A word or an id of the schema that somebody wrote in another way: in capitals, by the trade's word, as a link."""
    if not isinstance(said, str):
        return None
    if "enum" in schema:
        return word_of_place(said, place, [str(each) for each in schema["enum"]])
    if "pattern" not in schema:
        return None
    if staff := schema.get("x-staff"):
        return said.casefold() if said.casefold() in staff else staff_named(staff, said) or None
    if is_client(schema) and place.client:
        return place.client if letters_of(said) == letters_of(place.client) else None
    bare = said.removeprefix("[[").removesuffix("]]").removesuffix(".md")
    tried = (bare, said, said.lower(), said.upper())
    fitting = dict.fromkeys(each for each in tried if takes_text(schema, each))
    return next(iter(fitting), None)


def fits_key(whole: Schema, path: KeyPath, value: Any) -> bool:
    """Whether a value has the form, or is one of the words, that another key wants; people's words fit anywhere."""
    schema = schema_at(whole, path)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    if isinstance(value, int | float):
        return bool({"integer", "number"} & set(kinds_of(schema))) and _within(schema, value) is not None
    if "enum" in schema:
        return value in schema["enum"] or word_of_place(value, ValuePath(path, whole), schema["enum"]) is not None
    return bool({"pattern", "format"} & schema.keys()) and takes_text(schema, value)


def word_of_place(said: str, place: ValuePath, words: Collection[str]) -> str | None:
    """As `word_meant`, where a value stands: what states something of a client is not chosen by the trade's word."""
    if _STATED.isdisjoint(step for step in place.path if isinstance(step, str)) and _RATED not in words:
        return word_meant(said, words)
    near = nearest(said, words)
    return near if near and is_slip(said, near) else None


def word_meant(said: str, words: Collection[str]) -> str | None:
    """The one of these words that somebody meant: as it is, by a slip of the pen, by the trade's own word."""
    if said in words:
        return said
    if (meaning := meaning_of(said, words)) is not None:
        return meaning.words[0] if meaning.sure else None
    near = nearest(said, words)
    return near if near and is_slip(said, near) else None


def staff_named(staff: dict[str, str], said: str) -> str:
    """Who of the staff is called so, with or without what stands behind a comma; empty where nobody or two are."""
    wanted = letters_of(said.partition(",")[0])
    found = [each for each, name in staff.items() if wanted and wanted == letters_of(name.partition(",")[0])]
    return found[0] if len(found) == 1 else ""


def is_client(schema: Schema) -> bool:
    """Whether a part of a schema takes the id of a client."""
    return str(schema.get("x-say", "")).startswith("a client id")


def letters_of(said: str) -> str:
    """Its letters and digits in small letters: `c-0301` and `C0301` are alike."""
    return "".join(each for each in said.casefold() if each.isalnum())


def takes_text(schema: Schema, text: str) -> bool:
    """Whether a text may stand there, by its form and its length."""
    if schema.get("format") == "date":
        return parse_day(text) is not None
    pattern = str(schema.get("pattern", ""))
    return len(text) >= schema.get("minLength", 0) and bool(re.search(pattern.replace("$", "\\Z"), text, re.ASCII))


def kinds_of(schema: Schema) -> tuple[str, ...]:
    """The kinds of value that a part of a schema takes: `string`, `array`."""
    kinds = schema.get("type", "object" if "properties" in schema or "propertyNames" in schema else "string")
    return tuple(kinds) if isinstance(kinds, list) else (str(kinds),)


def as_number(said: str) -> float | int:
    """Digits as the number that they are, whole where they have no point."""
    return float(said) if "." in said else int(said)
