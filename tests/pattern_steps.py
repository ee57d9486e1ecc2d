"""How many steps a pattern takes on a text, counted: the same search as Python's own, written out.

Python's engine cannot be asked what it did, and a clock would tell of the machine. This one goes back and tries
again where that one does, so that a pattern that takes long on some text takes many steps here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]  # untyped: Python's own
from typing import Any, NamedTuple

Then = Callable[[int], int | None]
_ONE = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN}
_NONE = {_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT}


class Found(NamedTuple):
    """Where a pattern was found."""

    start: int
    end: int

    def span(self) -> tuple[int, int]:
        return (self.start, self.end)


class TooManySteps(Exception):
    """The text takes long."""


class SteppedPattern:
    """A pattern that counts its `steps`, and gives up after `most` of them."""

    def __init__(self, pattern: str, flags: int, most: int) -> None:
        self._pattern, self._flags, self._most = pattern, flags, most
        self.steps = 0
        self._known: dict[int, Any] = {}
        self._groups: dict[int, str] = {}
        self._text = ""

    @cached_property
    def _nodes(self) -> Any:
        return _parser.parse(self._pattern, self._flags)

    def finditer(self, text: str) -> Iterator[Found]:
        """Every place, as `finditer` of a pattern gives them."""
        self._text, place = text, 0
        while place <= len(text):
            end = self._run(self._nodes, 0, place, lambda at: at)
            if end is not None:
                yield Found(place, end)
            place = place + 1 if end is None or end == place else end

    def _run(self, nodes: Any, at: int, place: int, then: Then) -> int | None:
        """Where the rest of the nodes and what comes after them ends, if they fit at a place."""
        self.steps += 1
        if self.steps > self._most:
            raise TooManySteps(self._pattern)
        if at == len(nodes):
            return then(place)
        kind, told = nodes[at]

        def rest(end: int) -> int | None:
            return self._run(nodes, at + 1, end, then)

        if kind is _constants.SUBPATTERN:
            return self._run(told[3], 0, place, lambda end: self._keep(told[0], place, end, rest))
        if kind is _constants.BRANCH:
            ways = (self._run(way, 0, place, rest) for way in told[1])
            return next((end for end in ways if end is not None), None)
        if kind is _constants.MAX_REPEAT:
            return self._repeat(told, place, rest)
        if kind is _constants.GROUPREF:
            same = self._text.startswith(self._groups[told], place)
            return rest(place + len(self._groups[told])) if same else None
        assert kind in _ONE | _NONE, f"{kind} is not known here"
        return rest(place + (kind in _ONE)) if self._fits(nodes, at, place) else None

    def _keep(self, group: int | None, start: int, end: int, rest: Then) -> int | None:
        if group is not None:
            self._groups[group] = self._text[start:end]
        return rest(end)

    def _repeat(self, told: Any, place: int, rest: Then) -> int | None:
        """As often as it goes, then less often, while what follows does not fit."""
        least, most, body = told
        if len(body) == 1 and body[0][0] in _ONE:
            end = place
            while end - place < most and self._fits(body, 0, end):
                self.steps += 1
                end += 1
            ends = (rest(each) for each in range(end, place + least - 1, -1))
            return next((each for each in ends if each is not None), None)

        def again(count: int, start: int) -> int | None:
            more = lambda end: again(count + 1, end) if end > start else None  # noqa: E731
            end = self._run(body, 0, start, more) if count < most else None
            return end if end is not None or count < least else rest(start)

        return again(0, place)

    def _fits(self, nodes: Any, at: int, place: int) -> bool:
        """Whether what is one character, or none, fits at a place."""
        if id(nodes[at]) not in self._known:
            self._known[id(nodes[at])] = _compiler.compile(nodes[at : at + 1], self._flags)
        return self._known[id(nodes[at])].match(self._text, place) is not None


def stepped(pattern: re.Pattern[str], most: int = 1_000_000) -> SteppedPattern:
    """The same pattern, which counts."""
    return SteppedPattern(pattern.pattern, pattern.flags, most)
