"""`@past_check`: how one function becomes a named check of the past, and what it may say.

A check looks at the evidence and yields an alarm for each thing that is wrong, a remark for what may be, and
notes of what it saw. Its docstring is its page: what it proves, what it does not, what an alarm means, what to
do. It never mends anything and never shows a client's words: an alarm names commits and files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from caseload_tools.audit.evidence import Evidence

About = Literal["store", "commits", "records", "people", "anchors"]
ABOUT: dict[About, str] = {
    "store": "the repository itself",
    "commits": "the commits",
    "records": "the records",
    "people": "who committed",
    "anchors": "the anchors",
}
PARTS = ("Proves", "Does not prove", "Means", "Do")


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong: what it is in a sentence, in which commit, in which record."""

    what: str
    commit: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that honest people do as well, and that somebody should look at: no alarm."""

    what: str
    commit: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a check saw that is no alarm, for the line that says it is well."""

    text: str


class NotChecked(Exception):
    """Raised by a check that cannot be made here, with the reason."""


CheckOutput = Iterator[Alarm | Remark | Observation]


@dataclass(frozen=True)
class PastCheck:
    """A registered check."""

    name: str
    about: About
    function: Callable[[Evidence], CheckOutput]

    @property
    def title(self) -> str:
        """The check in one sentence."""
        return self._docstring.partition("\n")[0].strip()

    @cached_property
    def page(self) -> dict[str, str]:
        """The four parts of the docstring by their names: Proves, Does not prove, Means, Do."""
        parts = re.split(rf"^\s*({'|'.join(PARTS)}):", self._docstring, flags=re.MULTILINE)
        return {name: " ".join(text.split()) for name, text in zip(parts[1::2], parts[2::2], strict=True)}

    @property
    def _docstring(self) -> str:
        return (self.function.__doc__ or "").strip()


CHECKS: dict[str, PastCheck] = {}


def past_check(
    name: str, about: About
) -> Callable[[Callable[[Evidence], CheckOutput]], Callable[[Evidence], CheckOutput]]:
    """Register a function as the check of this name."""

    def register(function: Callable[[Evidence], CheckOutput]) -> Callable[[Evidence], CheckOutput]:
        made = PastCheck(name, about, function)
        missing = [part for part in PARTS if not made.page.get(part)]
        if missing or name in CHECKS:
            raise TypeError(f"the check {name}: its docstring needs {missing}, its name must be new")
        CHECKS[name] = made
        return function

    return register


def load_checks(package: str = "caseload_tools.audit.checks") -> tuple[PastCheck, ...]:
    """Import every file of the open folder; the checks in the order in which they are made and told."""
    home = import_module(package)
    for module in iter_modules(home.__path__):
        import_module(f"{package}.{module.name}")
    order = list(ABOUT)
    return tuple(sorted(CHECKS.values(), key=lambda each: (order.index(each.about), each.name != "fsck", each.name)))
