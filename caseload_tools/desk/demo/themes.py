"""What a theme is: a problem that invented clients come for, and everything a chart about it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThemeObjective:
    """An objective: a text with {target}, what is counted, and from where to where."""

    text: str
    measure: str
    baseline: tuple[int, int]
    target: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DoneWhenObjective:
    """An objective that is done or not done."""

    text: str
    done_when: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A problem and everything that a chart about it says."""

    name: str
    code: str
    problems: tuple[str, ...]
    goals: tuple[str, ...]
    steps: tuple[ThemeObjective | DoneWhenObjective, ...]
    methods: tuple[tuple[str, str], ...]
    told: tuple[str, ...]
    done: tuple[str, ...]
    homework: tuple[str, ...]
    measure: str = ""
