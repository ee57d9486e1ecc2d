"""The charts of tests/fixtures/foreign, which no rule was made for, and what was thought of each finding in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from caseload_tools.lint.job import LintRequest
from caseload_tools.lint.run import lint_caseload
from caseload_tools.practice import load_practice

FOREIGN = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "foreign"
_CLIENTS = "records/clients/"


TEXT = """\
## On whole charts

Nine charts of a practice of our invention (`tests/fixtures/foreign/`), written as tired and honest people write,
and every finding judged as a supervisor would: is it acted upon? In the first six (71 records) lint said
{found_first} things at first sight, of which we would have acted on {acted_first}. After the rules were mended on
them it says {found}, and we would act on {acted} ({share}); there is no error among the rest. Three more charts,
sound ones, were written after that: {held} findings in 23 records, none of them an error, and **not one worth
acting upon**. Of their causes some were mended since, and unsigned notes of an intern are asked for: {left} are left.
On a sound chart expect about one piece of advice in five records that you will shrug at; if it is always the same one,
switch it off (`[lint] ignore`).
"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a supervisor acts on, what they shrug at with the reason, and how much of each there was at first sight."""

    act: tuple[str, ...]
    shrug: dict[str, str]
    found_first: int
    acted_first: int


@cache
def judged() -> dict[str, Judgement]:
    """judged.toml, by practice."""
    table = tomllib.loads((FOREIGN / "judged.toml").read_text(encoding="utf-8"))
    return {
        name: Judgement(tuple(each["act"]), dict(each["shrug"]), *each["first_sight"]) for name, each in table.items()
    }


def said(practice: str, level: str = "") -> list[str]:
    """What lint says, as judged.toml writes it."""
    root = FOREIGN / practice
    settings = load_practice(root)
    assert settings.today is not None
    found = lint_caseload(root, settings, LintRequest(today=settings.today, baseline={})).findings
    wanted = [each for each in found if level in ("", each.level)]
    return [f"{each.code} {each.path.removeprefix(_CLIENTS)}:{each.line}" for each in wanted]


def lines() -> Iterator[str]:
    """A section of docs/accuracy.md."""
    first, held = judged()["first"], judged()["held_back"]
    found, left = len(first.act) + len(first.shrug), len(held.act) + len(held.shrug)
    yield TEXT.format(
        found_first=first.found_first,
        acted_first=first.acted_first,
        found=found,
        acted=len(first.act),
        share=f"{len(first.act) / found:.0%}",
        held=held.found_first,
        left=left,
    )
    for name in ("first", "held_back"):
        for finding, why in judged()[name].shrug.items():
            yield f"- {finding.split()[0]}, shrugged at: {why}"
