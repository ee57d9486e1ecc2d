"""How a difference is told: the registry of record types that have words of their own, and the words for the rest.

A file in `words/` is needed only where clinicians say it in another way than "status changed from a to b". The
words never hold a value that `showing` would not show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple

from caseload_tools.audit.changes.difference import Difference
from caseload_tools.audit.changes.showing import (
    HIDDEN,
    count_of_words,
    how_text_changed,
    shown_value,
    step_shown,
    text_of,
)
from caseload_tools.dates import parse_day
from caseload_tools.practice.measures import MEASURES, read_score

_ONE: Mapping[str, str] = {
    "acknowledged": "policy acknowledged",
    "deferred": "deferred need",
    "diagnoses": "diagnosis",
    "outreach": "attempt to reach the client",
    "enrolments": "enrolment",
}


class ChangeSentence(NamedTuple):
    """A sentence for a difference, and another act than `edited` if it is one."""

    words: str
    action: str = "edited"


class TellableChange(NamedTuple):
    """A difference in a record of a type. `before` and `after` are as they may be printed, None when hidden."""

    word: str
    difference: Difference
    before: str | None
    after: str | None

    @property
    def path(self) -> tuple[str, ...]:
        return self.difference.path

    @property
    def kind(self) -> str:
        return self.difference.kind


Wording = Callable[[TellableChange], "ChangeSentence | str | None"]
_WORDINGS: dict[str, Wording] = {}


def wording(word: str) -> Callable[[Wording], Wording]:
    """Register the words of a record type: a sentence for a change, None to have it told in general words."""

    def register(function: Wording) -> Wording:
        _WORDINGS[word] = function
        return function

    return register


@cache
def _load() -> None:
    from caseload_tools.audit.changes import words as folder

    for module in iter_modules(folder.__path__):
        import_module(f"{folder.__name__}.{module.name}")


def change_of(word: str, difference: Difference) -> TellableChange:
    """The difference with what may be shown of it."""
    keys = difference.keys
    return TellableChange(
        word, difference, shown_value(word, keys, difference.before), shown_value(word, keys, difference.after)
    )


def sentence_of(change: TellableChange) -> ChangeSentence:
    """The sentence for a change."""
    _load()
    own = _WORDINGS.get(change.word)
    told = own(change) if own else None
    if told is None:
        told = _measure(change) or _general(change)
    return told if isinstance(told, ChangeSentence) else ChangeSentence(told)


def field_of(change: TellableChange) -> str:
    """The path of a change as it may be printed: `objectives/O1.2/target_date`."""
    return "/".join(_steps(change))


def _steps(change: TellableChange) -> list[str]:
    keys = change.difference.keys
    return [step_shown(change.word, keys[: at + 1], step) for at, step in enumerate(change.path)]


def place_in_words(change: TellableChange) -> str:
    """Where it is, as people say it: `objective O1.2: target date`."""
    parts: list[str] = []
    steps, keys = _steps(change), change.difference.keys
    for at, step in enumerate(steps):
        if keys[at] == "[]":
            named = "" if step == HIDDEN or step.startswith("#") else f" {step}"
            parts[-1] = singular_of(steps[at - 1]) + named
        else:
            parts.append("a field unknown to the schema" if step == HIDDEN else step.replace("_", " "))
    return ": ".join(parts)


def singular_of(key: str) -> str:
    """`objective` for `objectives`."""
    return _ONE.get(key, key.removesuffix("s") if key.endswith("s") else key).replace("_", " ")


def _general(change: TellableChange) -> str:
    where, kind = place_in_words(change), change.kind
    if kind == "reordered":
        return f"{where}: put in another order"
    if change.difference.keys[-1] == "[]":
        return f"{where} {kind}"
    if {type(change.difference.before), type(change.difference.after)} <= {list, type(None)}:
        return _list(change, where)
    if change.before is None or change.after is None:
        return f"{where.removesuffix(': text')}: {_hidden(change.difference.before, change.difference.after)}"
    if kind == "added":
        return f"{where} set to {change.after}"
    if kind == "removed":
        return f"{where} removed (was {change.before})"
    days = parse_day(change.before), parse_day(change.after)
    return f"{where} {'moved' if all(days) else 'changed'} from {change.before} to {change.after}"


def _list(change: TellableChange, where: str) -> str:
    before, after = change.difference.before, change.difference.after
    if change.before is None or change.after is None:
        counts = (f"{len(after)} added" if after else "", f"{len(before)} removed" if before else "")
        return f"{where}: {', '.join(filter(None, counts))} (not shown)"
    parts = (f"{change.after} added" if after else "", f"{change.before} removed" if before else "")
    return f"{where}: {', '.join(filter(None, parts))}"


def _hidden(before: Any, after: Any) -> str:
    """What can be said of values that are not shown."""
    if isinstance(before, str | None) and isinstance(after, str | None):
        return how_text_changed(before or "", after or "")
    if before is None:
        return f"entered ({count_of_words(len(text_of(after).split()))}, not shown)"
    if after is None:
        return f"removed ({count_of_words(len(text_of(before).split()))}, not shown)"
    return "changed (not shown)"


def _measure(change: TellableChange) -> str | None:
    """`PHQ-9 entered: 11`; a list of items is told by what it comes to."""
    measure = MEASURES.get(change.path[0])
    if measure is None or len(change.path) > 1:
        return None

    def total(value: Any) -> str:
        result = read_score(measure, value)
        found = result.total if measure.sums else result.level
        return f"{found:g}" if found is not None else "incomplete"

    before, after = change.difference.before, change.difference.after
    if isinstance(before, str | bool | dict) or isinstance(after, str | bool | dict):
        return None
    if change.kind == "added":
        return f"{measure.name} entered: {total(after)}"
    if change.kind == "removed":
        return f"{measure.name} removed (was {total(before)})"
    return f"{measure.name} changed from {total(before)} to {total(after)}"
