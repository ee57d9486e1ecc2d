"""Front matter as events become data: the only home of yaml.

PyYAML's loaders cost twice as much, turn `14:30` into 870 and `no` into False, keep the last of two
equal keys and follow aliases. So this builder reads libyaml's events itself. It never goes deeper than
DEPTH, and never gives a value that is not for certain what stands there without a slip that says so.
It reads one stretch of text; going on after a mistake is for yaml_reading.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import yaml
from yaml import events
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from caseload_tools.text.faults import MOST
from caseload_tools.text.front_matter.marks import FrontValue, mark_slot
from caseload_tools.text.front_matter.yaml_depth import bracket_at_depth
from caseload_tools.text.front_matter.yaml_faults import name_error, name_line
from caseload_tools.text.front_matter.yaml_words import (
    DEPTH,
    FIELD,
    KNOWN_KEYS,
    LONG_KEY,
    MOST_KEYS,
    NUMBER,
    TELLING,
    TOO_LONG,
    WORDS,
    Slip,
    line_end,
)


class PureParser(Reader, Scanner, Parser):
    """The parser of a PyYAML that was built without libyaml: the same events, about eight times slower."""

    def __init__(self, source: str) -> None:
        Reader.__init__(self, source)
        Scanner.__init__(self)
        Parser.__init__(self)


ParserOf = Callable[[str], Any]
try:
    from yaml._yaml import CParser

    PARSER: ParserOf = CParser
except ImportError:
    PARSER = PureParser
FAST = PARSER is not PureParser

# A class is compared by identity for every event; to the type checker these are just values.
_SCALAR: Any = events.ScalarEvent
_MAP: Any = events.MappingStartEvent
_MAP_END: Any = events.MappingEndEvent
_LIST: Any = events.SequenceStartEvent
_LIST_END: Any = events.SequenceEndEvent
_ALIAS: Any = events.AliasEvent
_END: Any = events.StreamEndEvent
_DOCUMENT_END: Any = events.DocumentEndEvent


class Stop(Exception):
    """The rest cannot be read; the slip says why, and reading goes on at the next field after it."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.kind)
        self.slip = slip


class Builder:
    """Builds the data of one source from its events, from `base` on; what is wrong goes to `slips`."""

    def __init__(self, source: str, base: int, data: dict[str, FrontValue], marks: array[int]) -> None:
        self.source = source
        self.base = base
        self.data = data
        self.marks = marks
        self.slips: list[Slip] = []
        # Anchors and tags are two look-ups for each event: only where a sign of them is in the text.
        self.tricky = "&" in source or "!" in source
        self.closed = 0  # where the last bracket was closed
        self.next_event: Callable[[], Any]

    def run(self, parser: ParserOf) -> Slip | None:
        """Reads all there is; the slip that stopped it, or None."""
        # What was read already is covered with line ends, so that marks stay indexes into the source. Nothing below
        # `deepest` is ever followed: `mapping` and `sequence` go to DEPTH, and `skip` once more from where they are.
        deepest = bracket_at_depth(self.source, 2 * DEPTH + 1, self.base)
        end = len(self.source) if deepest is None else deepest + 1
        rest = "\n" * self.base + self.source[self.base : end]
        try:
            self.next_event = parser(rest).get_event
            self.root()
        except Stop as stop:
            return stop.slip
        except yaml.MarkedYAMLError as error:
            return self.explain(error)
        except (yaml.YAMLError, ValueError, OverflowError):  # the pure parser trips over \U00110000
            at = max(self.source.find("\\U", self.base), self.base)
            return Slip("backslash", at, at + 1)
        return None

    def explain(self, error: yaml.MarkedYAMLError) -> Slip:
        """A parser's error as a slip."""
        at = error.problem_mark.index if error.problem_mark else self.base
        opened = error.context_mark.index if error.context_mark else at
        kind, start, name = name_error(self.source, error.problem or "", error.context or "", at, opened, self.base)
        return self.slip_at(kind, start, name)

    def slip_at(self, kind: str, start: int, name: str = "") -> Slip:
        """A slip that covers one character of punctuation, or the rest of its line."""
        short = bool(name) or kind in ("colon", "curly", "backslash")
        return Slip(kind, start, start + 1 if short else line_end(self.source, start), name)

    def note(self, slip: Slip) -> None:
        """Keeps a slip and reads on, unless there are too many for anybody to read."""
        if len(self.slips) == MOST:
            raise Stop(slip)
        self.slips.append(slip)

    def root(self) -> None:
        """The one mapping that front matter is."""
        next_event = self.next_event
        next_event()
        event = next_event()
        if event.__class__ is _END:
            if not self.base:
                self.note(Slip("empty", 0, 0))
            return
        event = next_event()
        start = event.start_mark.index
        if event.__class__ is not _MAP:
            kind = {_LIST: "list", _ALIAS: "alias"}.get(event.__class__, "text")
            if kind == "text" and FIELD.search(self.source, start):
                kind = name_line(self.source, start)
            raise Stop(self.slip_at(kind, start))
        if event.anchor or event.tag:
            raise Stop(self.slip_at("anchor" if event.anchor else "tag", start))
        self.mapping(self.data, 0, 1)
        if not self.data and not self.slips:  # {}
            self.note(self.slip_at("empty", start))
        end = next_event()
        if end.__class__ is _DOCUMENT_END and end.explicit:
            raise Stop(self.slip_at("dots", end.start_mark.index))
        if next_event().__class__ is not _END:
            raise Stop(self.slip_at("line", end.end_mark.index))

    def mapping(self, out: dict[str, FrontValue], first: int, depth: int) -> Any:
        """Fills `out`; gives the event that ends it. `first` is where its marks begin."""
        next_event, mark, tricky = self.next_event, self.marks.append, self.tricky
        while True:
            event = next_event()
            if event.__class__ is not _SCALAR:
                if event.__class__ is _MAP_END:
                    return event
                self.odd_key(event)
                continue
            key = KNOWN_KEYS.get(event.value)
            if key is None or key in out or (tricky and (event.anchor or event.tag)):
                key = self.accepted_key(event, out, first)
                if key is None:
                    continue
            mark(event.start_mark.index)
            event = next_event()
            if event.__class__ is _SCALAR:  # the same lines as in sequence(): a call would cost more
                value = event.value
                mark(event.start_mark.index)
                mark(event.end_mark.index)
                if tricky and (event.anchor or event.tag):
                    self.refuse(event)
                if (not value or value[0] in TELLING) and not event.style:
                    if value in WORDS:
                        value = WORDS[value]
                    elif number := NUMBER(value):
                        value = float(value) if number[1] else int(value)
                    elif len(value) > 18:
                        self.check_length(event)
                out[key] = value
            else:
                out[key] = self.collection(event, depth)

    def sequence(self, out: list[FrontValue], depth: int) -> Any:
        """Fills `out`; gives the event that ends it."""
        next_event, mark, tricky = self.next_event, self.marks.append, self.tricky
        while True:
            event = next_event()
            if event.__class__ is _SCALAR:
                value = event.value
                mark(event.start_mark.index)
                mark(event.end_mark.index)
                if tricky and (event.anchor or event.tag):
                    self.refuse(event)
                if (not value or value[0] in TELLING) and not event.style:
                    if value in WORDS:
                        value = WORDS[value]
                    elif number := NUMBER(value):
                        value = float(value) if number[1] else int(value)
                    elif len(value) > 18:
                        self.check_length(event)
                out.append(value)
            elif event.__class__ is _LIST_END:
                return event
            else:
                out.append(self.collection(event, depth))

    def collection(self, event: Any, depth: int) -> FrontValue:
        """A list or mapping inside another; its own marks stand before those of its parts."""
        marks = self.marks
        at, start = len(marks), event.start_mark.index
        if depth == DEPTH:
            raise Stop(self.slip_at("deep", start))
        marks.append(start)
        marks.append(start)
        if event.__class__ is _ALIAS:
            self.note(Slip("alias", start, start + 1))
            return None
        if self.tricky and (event.anchor or event.tag):
            self.refuse(event)
        value: FrontValue
        if event.__class__ is _MAP:
            value = {}
            last = self.mapping(value, at + 2, depth + 1)
        else:
            value = []
            last = self.sequence(value, depth + 1)
        if event.flow_style:
            self.closed = last.end_mark.index
            marks[at + 1] = self.closed
        else:  # a block ends only where the next token begins, lines later; so take the end of its last part
            marks[at + 1] = max(marks[-1], self.closed)
        return value

    def accepted_key(self, event: Any, out: dict[str, FrontValue], first: int) -> str | None:
        """The key, looked at closely; None when it and its value were left out of the data."""
        key: str = event.value
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor or event.tag:
            self.refuse(event)
        if key in out:
            self.note(Slip("duplicate", start, end, key, self.marks[mark_slot(out, key, first)]))
        elif event.style:
            return key
        elif key == "<<":
            self.note(Slip("merge", start, end))
        elif not key:
            self.note(Slip("key shape", start, start + 1))
        elif key in WORDS or NUMBER(key):
            self.note(Slip("key number", start, end))
            return key
        else:
            if len(KNOWN_KEYS) < MOST_KEYS and len(key) < LONG_KEY:
                KNOWN_KEYS[key] = key
            return key
        self.skip(self.next_event())
        return None

    def odd_key(self, event: Any) -> None:
        """A list, a mapping or an alias as a key: left out, with its value."""
        kind = "alias" if event.__class__ is _ALIAS else "key shape"
        self.note(Slip(kind, event.start_mark.index, event.start_mark.index + 1))
        self.skip(event)
        self.skip(self.next_event())

    def skip(self, event: Any) -> None:
        """Passes over one node, however large, without keeping any of it."""
        depth = 0
        while True:
            if event.__class__ in (_MAP, _LIST):
                depth += 1
                if depth > DEPTH:
                    raise Stop(self.slip_at("deep", event.start_mark.index))
            elif event.__class__ in (_MAP_END, _LIST_END):
                depth -= 1
            if depth == 0:
                return
            event = self.next_event()

    def refuse(self, event: Any) -> None:
        """An anchor or a tag: either way part of what was typed is not in the value."""
        start = event.start_mark.index
        self.note(Slip("anchor" if event.anchor else "tag", start, start + 1))

    def check_length(self, event: Any) -> None:
        """Digits that would not survive a spreadsheet or JavaScript; the value stays text."""
        if TOO_LONG(event.value):
            self.note(Slip("long number", event.start_mark.index, event.end_mark.index))
