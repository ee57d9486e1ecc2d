"""From which sides a row of docs/requirements.toml was tried: types, states, roles, keys left empty, halves.

A rule with one example proves that it speaks once. A row speaks of more: of each record type that can hold the fact,
of a chart in follow-up or closed, of who wrote it, of the key that a draft leaves empty, of both halves of its
sentence. Each row declares those sides, and here is found what tries them: the examples and cases of the rules that
name the row, marks on tests (`@pytest.mark.requirement("S0.7", side="follow-up")`), `tried` in the table, and the
scenes in tests/sides/:

    S0.7 | session; follow-up | finds FUP007 | the agreed day went by
        --- session 2026-01-19
        ...

`finds` names codes that lint has to say, `lists` a kind of duty that the ledger has to hold, `quiet` codes that would
be a false alarm. `missing` says what nobody notices yet, with the codes that are said of the scene all the same: it
fails on the day on which somebody does, so that no row stays open for longer than it is.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.lint.docstring import Example, page_of
from caseload_tools.lint.rule import Rule, load_rules
from devtools.examples.scenes import about
from tests.rule_cases import cases_of

SIDES = Path(__file__).resolve().parent / "sides"
STATES = ("active", "intake", "follow-up", "discharged", "deceased", "second episode")
KINDS = ("types", "states", "roles", "empty", "halves")
Verdict = Literal["finds", "lists", "quiet", "missing"]
_HEADER = re.compile(r"(S[0-4]\.\d+) \| ([^|]+) \| (finds|lists|quiet|missing)( [^|]+)? \| (\S.*)\Z")
_OPENED = re.compile(r"^--- (?:text )?([a-z-]+)", re.MULTILINE)
_STATUS = re.compile(r"^status: (\S+)$", re.MULTILINE)
_EMPTY = re.compile(r"^ *(?:- )?(\w+):$", re.MULTILINE)
_ROLES = re.compile(r"roles = \[([^\]]*)\]")


@dataclass(frozen=True)
class SideScene:
    """A practice told as an example, the sides of a row that it tries, and what has to be said of it."""

    row: str
    sides: tuple[str, ...]
    verdict: Verdict
    words: tuple[str, ...]
    what: str
    text: str
    file: str
    line: int

    @property
    def name(self) -> str:
        """What the tests call it."""
        return f"{self.row} {self.verdict}: {self.what}"


@cache
def all_scenes() -> tuple[SideScene, ...]:
    """Every scene of every file."""
    return tuple(each for file in sorted(SIDES.glob("*.txt")) for each in _read(file))


def scenes_of(row: str) -> tuple[SideScene, ...]:
    """The scenes of one row."""
    return tuple(each for each in all_scenes() if each.row == row)


def _read(file: Path) -> Iterator[SideScene]:
    lines = file.read_text(encoding="utf-8").split("\n")
    starts = [index for index, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = _HEADER.match(lines[start])
        if found is None:
            raise ValueError(f"{file.name}:{start + 1} is not a line such as `S0.7 | session | finds FUP007 | why`")
        row, sides, verdict, words, what = found.groups()
        text = textwrap.dedent("\n".join(line for line in lines[start + 1 : end] if not line.startswith("#")))
        said = tuple(each.strip() for each in (words or "").split(",") if each.strip())
        names = tuple(each.strip() for each in sides.split(";"))
        yield SideScene(row, names, cast(Verdict, verdict), said, what, text.strip("\n"), file.name, start + 1)


# --- what the examples of rules try --------------------------------------------------------


def examples_of(rule: Rule) -> Mapping[str, Example]:
    """The examples of a rule by the name that `tried` gives them: `FUP001 Bad 1`, `FUP001 Bad: what it shows`."""
    told = {f"{rule.code} {each.label}": each for each in page_of(rule).examples}
    return told | {case.name: case.example for case in cases_of(rule.code)}


def tried_by_rules(codes: tuple[str, ...]) -> Mapping[str, str]:
    """Each side that an example of these rules tries, with the rule: a type needs a Bad, a state either."""
    found: dict[str, str] = {}
    rules = load_rules()
    for code in codes:
        for example in examples_of(rules[code]).values():
            for side in _sides_in(rules[code], example):
                found.setdefault(side, code)
    return found


def _sides_in(rule: Rule, example: Example) -> Iterator[str]:
    states = [each for each in _STATUS.findall(example.text) if each in STATES]
    yield from states
    if "--- discharge" in example.text and re.search(r"^opened:", example.text, re.MULTILINE):
        yield "second episode"
    for listed in _ROLES.findall(example.text):
        yield from (f"as {each.strip(' ')}" for each in listed.replace('"', "").split(","))
    if example.kind != "Bad":
        return
    if not states:
        yield "active"
    folders = {known.folder: word for word, known in RECORD_TYPES.items() if known.folder}
    opened = {folders.get(each, each) for each in _OPENED.findall(example.text)}
    yield from opened & RECORD_TYPES.keys() or {about(rule)}
    if not example.text.startswith("---"):
        yield about(rule)
    yield from (f"empty {key}" for key in _EMPTY.findall(example.text))
