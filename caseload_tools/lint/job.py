"""What a run of lint needs to know before it opens a record; pure values, sent to other processes as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from caseload_tools.chart.across.gathering import Gathering
from caseload_tools.chart.caseload import TreeOrFolder
from caseload_tools.history.readers.record_history import History, NoHistory
from caseload_tools.lint.baseline import BaselineFinding
from caseload_tools.lint.rule import load_rules
from caseload_tools.practice import Practice
from caseload_tools.values import field, frozen


@frozen
class LintRequest:
    """What somebody asks of lint about a practice.

    `select` and `ignore` left empty are those of caseload.toml. `clients` None means every chart. `paths` narrows
    what is reported (a file, or a folder) and not what is read. `jobs` 0 takes every processor there is. `part` says
    that the tree holds only a part of the practice, so that nothing follows from what is not in it.
    """

    today: date
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    extend_select: Sequence[str] = ()
    extend_ignore: Sequence[str] = ()
    clients: Collection[str] | None = None
    paths: Collection[str] | None = None
    jobs: int = 1
    allowances: bool = True
    baseline: Mapping[str, BaselineFinding] | None = None
    history: History | None = None
    part: bool = False

    @property
    def whole(self) -> bool:
        """Whether every record of the practice is looked at."""
        return self.clients is None and not self.part


def is_below(path: str, paths: Collection[str]) -> bool:
    """Whether a file is one of these, or lies in a folder that is; `.` is the whole practice."""
    return any(each == "." or path == each or path.startswith(each.rstrip("/") + "/") for each in paths)


@frozen
class Job:
    """Everything a run needs to know before it opens a record; can be sent to another process."""

    place: TreeOrFolder
    practice: Practice
    today: date
    codes: frozenset[str]
    allowances: bool = True
    history: History = field(default_factory=NoHistory)
    whole: bool = True
    paths: Collection[str] | None = None

    def asks(self, path: str) -> bool:
        """Whether a file is among those asked about: the rest of its chart is read as well, and says nothing."""
        return self.paths is None or is_below(path, self.paths)

    @property
    def gatherings(self) -> tuple[type[Gathering[Any]], ...]:
        """What the selected rules ask of the whole caseload; nothing when only some clients are looked at."""
        rules = load_rules()
        asked = [rules[code].over[0] for code in self.codes if self.whole and rules[code].across]
        return tuple(sorted(set(asked), key=lambda cls: cls.__name__))
