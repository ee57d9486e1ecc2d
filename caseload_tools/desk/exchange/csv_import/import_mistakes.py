"""The two ways an import can go wrong: a wrong mapping, and a row that cannot be taken.

A wrong mapping stops the import before anything is written; a bad row never does. Neither
may repeat what stands in a cell: only file, line, column and the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from caseload_tools.errors import CaseloadError
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.nearest import did_you_mean, list_known

NoteMistake = Callable[[int | KeyPath, str], None]
"""Takes note of what is wrong in a mapping: at which line, or at which key, and what."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken. `line` counts from 1, and the header is line 1."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}  {self.column}: {self.reason}" if self.column else f"{where}  {self.reason}"


class RowError(Exception):
    """Raised while one row is read into a record; caught where the row is, and reported."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


class MappingError(CaseloadError):
    """The mapping file is wrong: says in which line, and what was probably meant."""


def or_all(word: str, known: Iterable[str]) -> str:
    """As near_hint; when nothing is near, `; there are: ` and all the words that would be right."""
    known = tuple(known)
    return near_hint(word, known) or f"; {list_known(known)}"


def near_hint(word: str, known: Iterable[str]) -> str:
    """The question after the nearest known word, as the end of a sentence, or nothing."""
    hint = did_you_mean(word, known)
    return f", {hint}" if hint else ""
