"""The manual's page about the outcome measures, written from the measures themselves.

Never imported by a command: a test compares its text with docs/reference/measures.md. Must not hold figures
of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from caseload_tools.practice.measures import MEASURES, Measure
from caseload_tools.practice.measures.measure import say_cutoff, say_range

INTRODUCTION = """\
# Outcome measures

A result is a key of a session, assessment, measure or review: the total, or the answers in their order, with
`null` for an item nobody answered. The tool adds up the items, turns round those that count the other way,
and names the band. **A sheet with a missing answer has no total**: nothing is estimated.

```yaml
phq9: 11
gad7: [1, 2, 1, 1, null, 2, 1]
```

Only scores are kept here. The words of the items belong to their authors, and no measure here ships them.

| key | measure | items | total | closer look | reliable change |
|---|---|---|---|---|---|"""
OWN = """\
## Your own figures, and your own measures

A practice sets its own cut or reliable change for a shipped measure, says that it holds a licence, or
describes a measure of its own, in `caseload.toml`. Bands must cover the whole range without gap or overlap.

```toml
[measures.pcl5]
cutoff = 33

[measures.ors]
licence_held = true

[measures.mood]
name = "Daily mood"
items = 2
item_min = 0
item_max = 10
direction = "higher is better"
bands = [{from = 0, to = 9, label = "low"}, {from = 10, to = 20, label = "fair"}]
reliable_change = 3
```
"""


def measures_page() -> str:
    """The whole page as Markdown."""
    measures = [MEASURES[key] for key in sorted(MEASURES)]
    rows = (_row(measure) for measure in measures)
    sections = ("\n".join(_section(measure)) for measure in measures)
    return "\n".join([INTRODUCTION, *rows, "", *sections, OWN]).rstrip() + "\n"


def _row(measure: Measure) -> str:
    change = "" if measure.reliable_change is None else f"{measure.reliable_change} points"
    cells = (
        f"`{measure.id}`",
        measure.name,
        str(measure.items),
        say_range(measure),
        say_cutoff(measure),
        change,
    )
    return f"| {' | '.join(cells)} |"


def _section(measure: Measure) -> Iterator[str]:
    yield f"## {measure.name}\n"
    each = f"{measure.items} items, each {measure.item_min} to {measure.item_max}"
    yield f"`{measure.id}`: {each}; {measure.direction}."
    for item, values in measure.item_values:
        yield f"Item {item} is one of {', '.join(map(str, values))}."
    if measure.reversed_items:
        yield f"Counted the other way round: {_items(measure.reversed_items)}."
    if measure.safety_items:
        yield f"Above 0, a risk assessment is due the same day: {_items(measure.safety_items)}."
    if measure.note:
        yield measure.note
    yield ""
    if measure.bands:
        yield "| from | to | band |\n|---|---|---|"
        yield from (f"| {band.low} | {band.high} | {band.label} |" for band in measure.bands)
        yield ""
    yield f"- Licence: {measure.licence}."
    yield from (f"- Source: {source}." for source in measure.sources)
    if measure.loinc:
        yield f"- LOINC: {measure.loinc}."
    if measure.unverified:
        names = ", ".join(name.replace("_", " ") for name in measure.unverified)
        yield f"- **Unverified** (nobody has checked the source): {names}."
    yield ""


def _items(items: tuple[int, ...]) -> str:
    return f"item{'s' if len(items) > 1 else ''} {', '.join(map(str, items))}"
