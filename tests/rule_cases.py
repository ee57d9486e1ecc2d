"""Cases: examples of rules that would crowd a docstring, in the same small language, below tests/cases/.

A docstring shows a reader what a rule is about. Where its edges lie (the last day in time, the status
that no longer counts) is written here, a file for each file of rules:

    PLN011 Good: an achieved goal no longer counts
        practice: policy.max_goals = 1
        --- plan
        ...

`Bad` and `Good` are those of a docstring; `Silent` says that the rule keeps quiet because another speaks.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from caseload_tools.lint.docstring import Example, ExampleLabel

CASES = Path(__file__).resolve().parent / "cases"
_HEADER = re.compile(r"([A-Z]{3}\d{3}) (Bad|Good|Silent): (\S.*)\Z")


@dataclass(frozen=True)
class Case:
    """An example with what it shows; `file` and `line` are where it stands."""

    code: str
    kind: str
    what: str
    example: Example
    file: str
    line: int

    @property
    def name(self) -> str:
        """What the tests call it."""
        return f"{self.code} {self.kind}: {self.what}"


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file."""
    return tuple(case for file in sorted(CASES.glob("*.txt")) for case in _read(file))


def cases_of(code: str) -> tuple[Case, ...]:
    """The cases of a rule."""
    return tuple(case for case in all_cases() if case.code == code)


def _read(file: Path) -> Iterator[Case]:
    lines = file.read_text(encoding="utf-8").split("\n")
    starts = [index for index, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), 1):
        found = _HEADER.match(lines[start])
        if found is None:
            raise ValueError(f"{file.name}:{start + 1} is not a line such as `PLN005 Bad: what it shows`")
        body = [line for line in lines[start + 1 : end] if not line.startswith("#")]
        text = textwrap.dedent("\n".join(body)).strip("\n")
        code, kind, what = found.groups()
        example = Example(cast(ExampleLabel, "Good" if kind == "Silent" else kind), number, text)
        yield Case(code, kind, what, example, file.name, start + 1)
