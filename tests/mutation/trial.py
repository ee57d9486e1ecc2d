"""One file of rules and its mutants: each is compiled in place of the file and asked on every stage.

In this process and one after the other, since two people's tests share the machine. A mutant that no
stage tells from the original has survived. Nothing is written to the package.
"""

from __future__ import annotations

import ast
import random
import signal
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Literal

from caseload_tools.lint.docstring import page_of
from caseload_tools.lint.rule import RULES, Rule, load_rules
from devtools.examples.trying import check_example
from tests.mutation.operators import Mutant, mutants_of
from tests.mutation.stages import Stage, stages_of

SECONDS = 5
Fate = Literal["killed", "survived", "hung"]


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant, and which stage told it from the original."""

    function: str
    line: int
    said: str
    fate: Fate
    by: str = ""


class _Hung(BaseException):
    """Raised by the alarm; no `except Exception` on the way may swallow it."""


def mutants_in(module: str) -> int:
    """How many mutants a file of rules has."""
    path = Path(str(import_module(module).__file__))
    return sum(1 for _ in mutants_of(ast.parse(path.read_text(encoding="utf-8"))))


def try_file(module: str, clean: Sequence[Stage], sample: int = 0, seed: int = 0) -> Iterator[Outcome]:
    """Make the mutants of a file of rules, or so many of them drawn with a seed, and tell what became of each."""
    rules = {code: rule for code, rule in load_rules().items() if rule.function.__module__ == module}
    if not rules:
        return
    path = Path(str(import_module(module).__file__))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    trial = _Trial(module, str(path), rules, [*stages_of(tuple(rules.values())), *clean])
    mutants = list(mutants_of(tree))
    if 0 < sample < len(mutants):
        drawn = random.Random(f"{seed} {module}").sample(range(len(mutants)), sample)
        mutants = [mutants[index] for index in sorted(drawn)]
    for mutant in mutants:
        mutant.make()
        try:
            fate, by = trial.of(tree, mutant)
        finally:
            mutant.unmake()
        yield Outcome(mutant.function, mutant.line, mutant.said, fate, by)


class _Trial:
    """The stages of one file with what the original says on each."""

    def __init__(self, module: str, file: str, rules: dict[str, Rule], stages: Sequence[Stage]) -> None:
        self.module, self.file, self.rules, self.stages = module, file, rules, stages
        self.of_function = {rule.function.__name__: rule.code for rule in rules.values()}
        # Allowances allow what all other rules find.
        self.everything = frozenset(load_rules()) if any(code.startswith("ALW") for code in rules) else None
        self._told: dict[tuple[int, frozenset[str]], object] = {}

    def of(self, tree: ast.Module, mutant: Mutant) -> tuple[Fate, str]:
        """What becomes of the mutant that stands in the tree."""
        own = self.of_function.get(mutant.function)
        codes = self.everything or (frozenset({own}) if own else frozenset(self.rules))
        order = self._order(own, codes)
        for place in order:
            self._original(place, codes)
        try:
            with self._in_place(tree):
                by = next((self._name(place) for place in order if self._differs(place, codes)), "")
                by = by or self._by_repair(own)
        except _Hung:
            return "hung", "time"
        except Exception as error:  # the file no longer loads
            return "killed", f"at import: {type(error).__name__}"
        return ("killed", by) if by else ("survived", "")

    def _order(self, own: str | None, codes: frozenset[str]) -> list[int]:
        """Stages of the rule itself first, since most mutants fall there; of slips, those that it speaks of."""
        asked = codes & self.rules.keys()
        places = (place for place, each in enumerate(self.stages) if each.kind != "slip" or each.speaking & asked)
        return sorted(places, key=lambda place: self.stages[place].code != own)

    def _name(self, place: int) -> str:
        return self.stages[place].name

    def _original(self, place: int, codes: frozenset[str]) -> object:
        key = (place, codes)
        if key not in self._told:
            self._told[key] = self.stages[place].told(codes)
        return self._told[key]

    def _differs(self, place: int, codes: frozenset[str]) -> bool:
        # The alarm is for one stage: there are hundreds, and a mutant that is merely tried on all is not hung.
        with _alarm():
            return self.stages[place].told(codes) != self._told[(place, codes)]

    def _by_repair(self, own: str | None) -> str:
        """Repairs are compared with the `Fixed` examples, as tests/test_rules.py does."""
        for code in [own] if own else self.rules:
            rule = RULES[code]
            for example in page_of(rule).of_kind("Fixed"):
                if check_example(rule, example).complaint:
                    return f"{code} {example.label}"
        return ""

    @contextmanager
    def _in_place(self, tree: ast.Module) -> Iterator[None]:
        """The registry with the mutant's rules in place of the file's own."""
        before = dict(RULES)
        try:
            for code in self.rules:
                del RULES[code]
            namespace = types.ModuleType(self.module)
            exec(compile(tree, self.file, "exec"), namespace.__dict__)  # noqa: S102 - our own file, changed by us
            made = dict(RULES)
            RULES.clear()
            RULES.update({code: made[code] for code in before})
            yield
        finally:
            RULES.clear()
            RULES.update(before)


@contextmanager
def _alarm() -> Iterator[None]:
    """A mutant may loop for ever."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _Hung

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
