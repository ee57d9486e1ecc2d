"""Files that a command writes anew, each in one step: what `fix` and `upgrade` do with texts that are given to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from caseload_tools.text import write_atomic
from caseload_tools.text.writing import sweep_below

T = TypeVar("T")


@runtime_checkable
class Rewritten(Protocol):
    """A file before and after."""

    @property
    def path(self) -> str:
        """Where it lies, from the practice's root."""

    @property
    def before(self) -> str:
        """Its text as it was read."""

    @property
    def after(self) -> str:
        """Its text as it is to be."""


def written_anew(root: Path, found: Iterable[T], only_show: bool = False) -> Iterator[T]:
    """All that is found, each once it is written, so that a run that is cut short has done what it says.

    What is no rewritten file is passed on. A file that somebody else has changed meanwhile is refused. With `only_show`
    nothing is written.
    """
    if not only_show:
        sweep_below(root / "records")
    for each in found:
        if isinstance(each, Rewritten) and not only_show:
            write_atomic(root / each.path, each.after.encode(), replace=True, instead_of=each.before.encode())
        yield each
