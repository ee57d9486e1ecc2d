"""What all records share: the envelope, how front matter becomes typed values, the registry.

A record is built once from a document that passed its schema and never changes. It knows its
own file and nothing of other records: questions across records belong to the chart.
"""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date as Day
from datetime import datetime, timezone
from typing import Any, ClassVar, TypeVar

from caseload_tools.chart.records.problem import Problem, Repair
from caseload_tools.dates import Interval, Times, parse_day, parse_moment, parse_offset, parse_period, parse_times
from caseload_tools.history.record_path import TYPE_OF_FOLDER
from caseload_tools.text import Document, Section
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.values import frozen


class _Nothing(Mapping[str, Any]):
    """An empty map that may be a default: dataclasses refuse the unhashable MappingProxyType."""

    def __getitem__(self, key: str) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    __hash__ = object.__hash__


NOTHING: Mapping[str, Any] = _Nothing()
Period = tuple[Day, Day]


class Frozen:
    """A value that is built once by `build_record` and never changes.

    Not a dataclass: `build_record` sets what the file gives and leaves every default on the class, so the
    generated methods would never run, and making them for fifty classes costs a commit hook 100 ms.
    """

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")


class Part(Frozen):
    """A map inside a record's front matter, such as an objective of a plan."""

    record: Record
    where: KeyPath
    sound: bool = True

    def at(self, key: str | KeyPath, message: str, hint: str = "") -> Problem:
        """A problem at one of this part's keys, existing or missing."""
        steps = key if isinstance(key, tuple) else (key,)
        return Problem(self.record.document, self.where + steps, message, hint)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {'/'.join(map(str, self.where))} of {self.record.path}>"


class Signature(Part):
    """Who signed, in which role, when, over which digest (`at` is a moment's text); a client on paper, before whom."""

    by: str = ""
    role: str = ""
    moment: datetime | None = None
    digest: str = ""
    meaning: str = ""
    method: str = ""
    witness: str = ""
    keys: ClassVar[Mapping[str, str]] = {"moment": "at"}

    @property
    def clock(self) -> timezone | None:
        """The clock that its moment was read from, where it says which."""
        return parse_offset(self.record.data["signatures"][self.where[-1]].get("at"))


class Record(Frozen):
    """The envelope of every record. `path` is relative to the practice, `date` the day of service."""

    word: ClassVar[str] = ""
    folder: ClassVar[str] = ""
    takes_measures: ClassVar[bool] = False
    keys: ClassVar[Mapping[str, str]] = {}

    document: Document
    path: str
    id: str
    link: str
    sound: bool = True
    not_understood: tuple[KeyPath, ...] = ()
    """Where it may say what a newer version understands; it is not sound then, and in order for all that is known."""
    lost: tuple[KeyPath, ...] = ()  # where it holds a value that its schema could not take
    corrected: Mapping[str, Any] = NOTHING  # what a signed correction says of values that nobody could read
    by_editor: frozenset[str] = frozenset()  # its keys that are an editor's own
    client: str = ""
    date: Day
    written: datetime | None = None
    author: str = ""
    late_reason: str = ""
    signatures: tuple[Signature, ...] = ()
    source: str = ""
    drafted_with: str = ""
    attested_by: str = ""
    part2: bool = False
    visibility: str = ""
    scores: Mapping[str, Any] = NOTHING

    @property
    def type(self) -> str:
        """The word after `type:`, such as `session`."""
        return self.word

    @property
    def prose(self) -> str:
        """The Markdown below the front matter."""
        return self.document.body

    @property
    def data(self) -> Mapping[str, Any]:
        """The front matter as read, for questions about keys as they stand in the file."""
        return self.document.data

    def section(self, title: str) -> Section | None:
        """The section under a `## Title` heading, whatever its capitals."""
        return self.document.section(title)

    def at(self, key: str | KeyPath, message: str, hint: str = "") -> Problem:
        """A problem at one of the record's keys, existing or missing."""
        return Problem(self.document, key if isinstance(key, tuple) else (key,), message, hint)

    def at_section(self, title: str, message: str, hint: str = "") -> Problem:
        """A problem at a section's heading, or at the record's first line when there is no such section."""
        section = self.section(title)
        return Problem(self.document, (), message, hint, line=section.line if section else 0)

    def lacks_section(self, title: str, key: str, message: str, among: typing.Collection[str] = ()) -> Problem:
        """A problem of a section that is missing: at the heading that was meant for it, else at a key.

        `among` are the sections that are asked for together, so that `## S` is one of them.
        """
        from caseload_tools.text.near_headings import near_heading  # only for what is wrong

        near = near_heading(self.document.shown, self.document.body_line, title, among or (title,))
        if near is None:
            return self.at(key, message, f"add `## {title}`")
        repair = Repair("heading", title, (), near.line) if near.sure else None
        hint = f"write `## {title}`" + ("" if near.sure else ", if that is meant")
        message = f"this is not the heading of a section “{title}”"
        return Problem(self.document, (key,), message, hint, line=near.line, repair=repair)

    def place_in_prose(self, offset: int) -> tuple[int, int]:
        """The line (in the whole file) and column of a character of the prose, both 1-based."""
        line = self.document.body_line + self.prose.count("\n", 0, offset)
        return line, offset - self.prose.rfind("\n", 0, offset)

    def at_line(self, line: int, message: str, hint: str = "", column: int = 1) -> Problem:
        """A problem at a line (1-based, in the whole file) of the body."""
        return Problem(self.document, (), message, hint, line=line, column=column)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.path}>"


@frozen
class Unreadable:
    """A file that stands where a record should, but cannot be one: links to it still resolve."""

    document: Document
    type: str
    link: str
    date: Day | None


@frozen
class RecordType:
    """A registered type: its word, its folder in a chart, in `practice/` or in either, class, smallest example."""

    word: str
    folder: str
    cls: type[Record]
    smallest: str
    about: str
    of_practice: bool
    in_either: bool


RECORD_TYPES: dict[str, RecordType] = {}

R = TypeVar("R", bound=Record)


def record_type(
    word: str, *, folder: str, smallest: str, of_practice: bool = False, in_either: bool = False
) -> Callable[[type[R]], type[R]]:
    """Register a record class under the word written after `type:`."""

    def register(cls: type[R]) -> type[R]:
        if TYPE_OF_FOLDER.get(folder) != word:
            raise ValueError(f"history/record_path.py: TYPE_OF_FOLDER lacks the line {folder!r}: {word!r}")
        cls.word, cls.folder = word, folder
        about = (cls.__doc__ or "").strip().split("\n")[0]
        RECORD_TYPES[word] = RecordType(word, folder, cls, smallest.lstrip("\n"), about, of_practice, in_either)
        return cls

    return register


# --- from front matter to typed values -----------------------------------------------------

Convert = Callable[[Any], Any]


def whole_number(value: Any) -> int | None:
    """A whole number, also one that is written 8.0, which is 8 to the schemas and to the digest of a signature."""
    return int(value) if type(value) is int or (type(value) is float and value.is_integer()) else None


_PLAIN: dict[Any, Convert] = {
    Day: parse_day,
    datetime: parse_moment,
    Interval: Interval.try_parse,
    Times: parse_times,
    Period: parse_period,
    str: lambda value: value if isinstance(value, str) else str(value),
    int: whole_number,
    float: lambda value: float(value) if isinstance(value, int | float) else None,
    bool: lambda value: value is True,
}


@frozen
class Slot:
    """How one key becomes one attribute: a plain value, a list, a map, or parts."""

    attribute: str
    convert: Convert | None
    is_list: bool
    part: type[Part] | None


class Slots(dict[str, Slot]):
    """By front matter key, how each of a class's own attributes is filled. What no file gives is never worked out.

    Of a record's thirty attributes a file gives ten, and to read the annotation of one costs as much as to fill it.
    """

    def __init__(self, cls: type[Any]) -> None:
        keys: Mapping[str, str] = cls.keys if hasattr(cls, "keys") else {}
        inner = {"document", "path", "id", "link", "sound", "scores", "record", "where", "corrected"}
        inner |= {"not_understood", "lost", "by_editor"}
        if issubclass(cls, Part):
            inner = inner - {"id"}
        self._hints: dict[str, tuple[str, str, dict[str, Any]]] = {}
        for base in reversed(cls.__mro__):
            names = vars(sys.modules[base.__module__])
            for name, hint in vars(base).get("__annotations__", {}).items():
                if name not in inner and not hint.startswith("ClassVar"):
                    self._hints[keys.get(name, name.rstrip("_"))] = name, hint, names

    def slot(self, key: str) -> Slot | None:
        """How a key is filled; None where the class has no such attribute."""
        found = self.get(key)
        if found is None and key in self._hints:
            name, hint, names = self._hints[key]
            # An annotation of ours, read as typing reads it.
            found = self[key] = _slot(name, eval(hint, names))  # noqa: S307
        return found

    def all(self) -> list[Slot]:
        """Every slot of the class."""
        return [slot for key in self._hints if (slot := self.slot(key)) is not None]


_SLOTS: dict[type[Any], Slots] = {}


def slots_of(cls: type[Any]) -> Slots:
    """The slots of a class, one for all of its records."""
    slots = _SLOTS.get(cls)
    if slots is None:
        slots = _SLOTS[cls] = Slots(cls)
    return slots


def _slot(name: str, hint: Any) -> Slot:
    alternatives = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint = alternatives[0] if len(alternatives) == 1 else object
    if hint in _PLAIN:
        return Slot(name, _PLAIN[hint], False, None)
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        if isinstance(inner, type) and issubclass(inner, Part):
            return Slot(name, None, True, inner)
        return Slot(name, _PLAIN.get(inner), True, None)
    if isinstance(hint, type) and issubclass(hint, Part):
        return Slot(name, None, False, hint)
    return Slot(name, None, False, None)


def record_values(
    cls: type[Any], data: Mapping[str, Any], record: Record, where: KeyPath, unsound: frozenset[KeyPath]
) -> dict[str, Any]:
    """The attributes that the front matter gives; everything else keeps the class's default."""
    found: dict[str, Any] = {}
    slots = slots_of(cls)
    for key, value in data.items():
        slot = slots.get(key) or slots.slot(key)
        if slot is None or value is None:
            continue
        path = (*where, key)
        if slot.part is not None:
            made = _parts(slot, value, record, path, unsound)
        elif unsound and path in unsound:
            continue
        elif slot.is_list:
            convert = slot.convert or _PLAIN[str]
            made = tuple(map(convert, value)) if isinstance(value, list) else None
        else:
            made = slot.convert(value) if slot.convert else value
        if made is not None:
            found[slot.attribute] = made
    return found


def _parts(slot: Slot, value: Any, record: Record, path: KeyPath, unsound: frozenset[KeyPath]) -> Any:
    assert slot.part is not None
    if slot.is_list:
        if not isinstance(value, list):
            return None
        return tuple(
            _part(slot.part, item, record, (*path, index), unsound)
            for index, item in enumerate(value)
            if isinstance(item, dict)
        )
    return _part(slot.part, value, record, path, unsound) if isinstance(value, dict) else None


def _part(
    cls: type[Part], data: Mapping[str, Any], record: Record, where: KeyPath, unsound: frozenset[KeyPath]
) -> Part:
    part = cls.__new__(cls)
    values = record_values(cls, data, record, where, unsound)
    values["record"], values["where"] = record, where
    if unsound:
        values["sound"] = not any(path[: len(where)] == where for path in unsound)
    # Past the frozen __setattr__; defaults stay on the class.
    part.__dict__.update(values)
    return part


def build_record(
    cls: type[R],
    document: Document,
    data: Mapping[str, Any],
    link: str,
    chart_id: str,
    unsound: frozenset[KeyPath] = frozenset(),
    measure_ids: typing.Collection[str] = (),
) -> R:
    """Make the record of a checked document; paths in `unsound` keep their defaults."""
    record = cls.__new__(cls)
    values = record_values(cls, data, record, (), unsound)
    values["document"], values["path"], values["link"] = document, document.path, link
    values["id"] = f"{chart_id}/{link}" if chart_id else link
    values["sound"] = not unsound
    if cls.takes_measures:
        taken = {key: value for key, value in data.items() if key in measure_ids and (key,) not in unsound}
        if taken:
            values["scores"] = taken
    record.__dict__.update(values)
    return record


_AUTHOR_KEYS = ("author", "clinician", "staff", "by")


def author_of(record: Record) -> str:
    """The staff id of whoever a record says is its author; empty when it does not say."""
    return author_in({key: getattr(record, key, "") for key in _AUTHOR_KEYS})


def author_in(data: Mapping[str, Any]) -> str:
    """As `author_of`, told from front matter: of a version out of the past."""
    return next((name for key in _AUTHOR_KEYS if isinstance(name := data.get(key), str) and name), "")
