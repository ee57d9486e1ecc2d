"""What a move of tampering is: a name for the manual, the check that finds it, and the deed, done with real git."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.tampering.ledger import Ledger

Found = Literal["no", "**yes**", "named only"]
"""Whether only a line kept elsewhere shows it, or it is named and raises no alarm, as in the manual's third column."""


@dataclass(frozen=True)
class Move:
    """A kind of tampering: what it is called in the manual, how it is done, which check finds it."""

    name: str
    check: str
    function: Callable[[Ledger], None]
    line: Found = "no"

    @property
    def only_with_line(self) -> bool:
        return self.line == "**yes**"

    def __str__(self) -> str:
        return self.function.__name__


MOVES: list[Move] = []
Deed = Callable[[Ledger], None]


def move(name: str, check: str, only_with_line: bool = False, *, named_only: bool = False) -> Callable[[Deed], Deed]:
    """Register a deed under the manual's name for it."""

    def register(function: Deed) -> Deed:
        line: Found = "**yes**" if only_with_line else "named only" if named_only else "no"
        MOVES.append(Move(name, check, function, line))
        return function

    return register
