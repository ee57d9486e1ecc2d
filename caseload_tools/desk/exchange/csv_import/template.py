"""The small language of a cell's place in a record: `C-{individual_id}`, `{scheduled_start|day}`.

A template is text with columns in braces; a column may be followed to another table by dots and
passed through filters. It never runs code: what is not in this file cannot be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from caseload_tools.dates import moment_text, parse_day
from caseload_tools.desk.exchange.csv_import.import_mistakes import RowError, or_all

CellValue = str | int | float | bool | None | list["CellValue"] | dict[str, "CellValue"]
Ask = Callable[[str], str]

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
_INT = re.compile(r"[+-]?[0-9]{1,18}\Z", re.ASCII)
_ONLY_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?\Z")
_A_DAY = timedelta(days=1)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?\Z", re.ASCII)
_YES = {"yes": True, "y": True, "true": True, "t": True, "1": True}
_NO = {"no": False, "n": False, "false": False, "f": False, "0": False}


@dataclass(frozen=True, slots=True)
class CellFilter:
    """One step after a column: its name and what stands behind the colon."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{path|filter|filter}`; the path's steps are columns, the last one of the last table."""

    path: str
    filters: tuple[CellFilter, ...] = ()

    @property
    def is_clock(self) -> bool:
        """Whether it gives a time of day."""
        return bool(self.filters) and self.filters[-1].name == "clock"

    def columns(self) -> Iterator[str]:
        """Every column path that must exist for this placeholder."""
        yield self.path
        yield from (each.argument for each in self.filters if each.name == "plus")


@dataclass(frozen=True, slots=True)
class Template:
    """Pieces of text and placeholders, in order."""

    pieces: tuple[str | Placeholder, ...]

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Placeholder))

    def fill(self, ask: Ask, words: Mapping[str, Mapping[str, CellValue]], *, verbatim: bool = False) -> CellValue:
        """The value; None when any of its cells is blank. One placeholder alone keeps its type."""
        if len(self.pieces) == 1 and isinstance(self.pieces[0], Placeholder):
            return _fill(self.pieces[0], ask, words, verbatim)
        filled = [
            _fill(piece, ask, words, verbatim) if isinstance(piece, Placeholder) else piece for piece in self.pieces
        ]
        if any(piece is None for piece in filled):
            return None
        if len(self.placeholders) == 2 and all(each.is_clock for each in self.placeholders):
            _refuse_turned_round(self.placeholders, ask, words)
        return "".join(map(_say, filled))


def parse_template(text: str) -> Template:
    """Read a template; ValueError says in plain words what is wrong with it."""
    pieces: list[str | Placeholder] = []
    for match in _PIECE.finditer(text):
        token = match.group(0)
        if match.group(1) is not None:
            pieces.append(_placeholder(match.group(1)))
            continue
        if token in "{}":
            raise ValueError(f"a {token} without its partner; write {token}{token} for the character itself")
        plain = {"{{": "{", "}}": "}"}.get(token, token)
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] += plain
        else:
            pieces.append(plain)
    return Template(tuple(pieces))


def _placeholder(inside: str) -> Placeholder:
    path, *rest = inside.split("|")
    if not path.strip():
        raise ValueError("empty braces; put a column's name between them")
    filters = tuple(_filter(text) for text in rest)
    return Placeholder(path.strip(), filters)


def _filter(text: str) -> CellFilter:
    name, _, argument = text.partition(":")
    name = name.strip()
    if name not in FILTERS:
        raise ValueError(f"`{name}` is not a filter{or_all(name, FILTERS)}")
    if name in _NEED_ARGUMENT and not argument:
        raise ValueError(f"`{name}` needs something after a colon, for example `{_NEED_ARGUMENT[name]}`")
    return CellFilter(name, argument)


def _fill(place: Placeholder, ask: Ask, words: Mapping[str, Mapping[str, CellValue]], verbatim: bool) -> CellValue:
    cell = ask(place.path)
    if not cell.strip():
        return None
    value: CellValue = cell if verbatim and not place.filters else cell.strip()
    for each in place.filters:
        try:
            if each.name == "words":
                value = _translated(_say(value), words[each.argument])
            elif each.name == "plus":
                value = _later(_say(value), ask(each.argument))
            else:
                value = FILTERS[each.name](_say(value), each.argument)
        except ValueError as error:
            raise RowError(str(error), place.path) from None
        if value is None:
            return None
    return value


def _refuse_turned_round(
    places: tuple[Placeholder, ...], ask: Ask, words: Mapping[str, Mapping[str, CellValue]]
) -> None:
    """Refuse a row whose end is not after its start, or a day after it: its two times of day would hide that."""
    start, end = (_dated(each, ask, words) for each in places)
    if start is None or end is None:
        return
    if end <= start:
        raise RowError(f"its end is not after its start ({places[0].path})", places[1].path)
    if end - start >= _A_DAY:
        raise RowError(f"its end is a day or more after its start ({places[0].path})", places[1].path)


def _dated(place: Placeholder, ask: Ask, words: Mapping[str, Mapping[str, CellValue]]) -> datetime | None:
    """The moment that a time of day is taken from; None where the cell has no day."""
    form = place.filters[-1].argument
    text = _say(_fill(Placeholder(place.path, place.filters[:-1]), ask, words, verbatim=False))
    return _moment(text, form) if re.search(r"%[Yy]", form) or (not form and not _ONLY_CLOCK.match(text)) else None


def _say(value: CellValue) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


# --- filters: each takes the cell's text and its own argument; ValueError is the reason for the reader ---


def _moment(text: str, form: str) -> datetime:
    try:
        found = datetime.strptime(text, form) if form else datetime.fromisoformat(text)
    except ValueError:
        if not form and parse_day(text[:10]) is None and not re.match(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError("is not a date the mapping can read; it may need a form, such as day:%m/%d/%Y") from None
        raise ValueError("is not a real date or time") from None
    if found.tzinfo is not None:
        raise ValueError("carries a time zone; records hold local time, so export it as local time")
    if not 1800 <= found.year <= 2200:
        raise ValueError("is not a date of our time")
    return found


def _clock(text: str, form: str) -> str:
    if not form and _ONLY_CLOCK.match(text):
        form = "%H:%M:%S" if text.count(":") == 2 else "%H:%M"
        text, form = "2000-01-01 " + text, "%Y-%m-%d " + form
    elif form and not re.search(r"%[Yy]", form):
        text, form = "2000 " + text, "%Y " + form
    elif not form and len(text) <= 10:
        raise ValueError("has no time of day")
    return _moment(text, form).strftime("%H:%M")


def _stamp(text: str, form: str) -> str:
    if not form and len(text) <= 10:
        raise ValueError("has no time of day")
    return moment_text(_moment(text, form))


def _later(text: str, minutes: str) -> str:
    if not minutes.strip():
        raise ValueError("has no number of minutes to add")
    return (_moment(text, "") + timedelta(minutes=_whole(minutes.strip(), ""))).isoformat(timespec="minutes")


def _whole(text: str, _: str) -> int:
    if not _INT.match(text):
        raise ValueError("is not a whole number")
    return int(text)


def _number(text: str, _: str) -> int | float:
    if not _DECIMAL.match(text):
        raise ValueError("is not a number")
    return float(text) if "." in text else int(text)


def _yes(text: str, _: str) -> bool:
    answer = {**_YES, **_NO}.get(text.casefold())
    if answer is None:
        raise ValueError("is neither yes nor no")
    return answer


def _translated(text: str, table: Mapping[str, CellValue]) -> CellValue:
    if text in table:
        return table[text]
    if "*" in table:
        return table["*"]
    raise ValueError(f"is a word the mapping does not translate{or_all(text, table)}")


def _split(text: str, mark: str) -> list[CellValue]:
    return [part.strip() for part in text.split(mark) if part.strip()]


def _slug(text: str, _: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


FILTERS: dict[str, Callable[[str, str], CellValue]] = {
    "day": lambda text, form: _moment(text, form).strftime("%Y-%m-%d"),
    "clock": _clock,
    "moment": _stamp,
    "year": lambda text, form: _moment(text, form).year,
    "plus": lambda text, _: text,
    "words": lambda text, _: text,
    "int": _whole,
    "number": _number,
    "yes": _yes,
    "lower": lambda text, _: text.lower(),
    "upper": lambda text, _: text.upper(),
    "id": lambda text, _: re.sub(r"[^0-9A-Z]", "", text.upper()),
    "slug": _slug,
    "split": _split,
    "line": lambda text, _: " ".join(text.split()),
}
_NEED_ARGUMENT = {"plus": "plus:minutes", "words": "words:attendance", "split": "split:;"}
