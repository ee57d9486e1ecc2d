"""What an act on one record comes to: a new text to write, nothing to do, or a refusal with the way out.

An act is worked out before anything is written, and carried out in one step: a crash leaves the old file or
the new one. What may be done is decided in `acts` and `addenda`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from caseload_tools.text import write_atomic


@dataclass(frozen=True, slots=True)
class Act:
    """One file as it will be. `before` is what must stand there when it is written; None for a new file.

    `finished` is False for a file that its author has to write in before it is committed. `though` is what is wrong
    with the record and was said with the act, which it does not forbid.
    """

    path: str
    said: str
    after: bytes
    before: bytes | None = None
    hints: tuple[str, ...] = ()
    finished: bool = True
    though: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """It was done before: the file stays as it is."""

    path: str
    said: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be done, why, and what to do instead. The file stays as it is."""

    path: str
    why: str
    hint: str = ""


ActOutcome = Act | Nothing | Refused


def carry_out(root: Path, act: Act) -> None:
    """Write the file of an act, whole or not at all; refuse when somebody changed it meanwhile."""
    write_atomic(root / act.path, act.after, replace=act.before is not None, instead_of=act.before)
