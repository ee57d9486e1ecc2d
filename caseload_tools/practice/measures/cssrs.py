"""C-SSRS screener: yes-or-no questions on suicidal thoughts and behaviour. A level, never a sum."""

from __future__ import annotations

from collections.abc import Sequence

from caseload_tools.practice.measures import Band, Measure, Number

LIFETIME_BEHAVIOUR, RECENT_BEHAVIOUR = 6, 7


def severity(answers: Sequence[Number]) -> int:
    """The highest of the five thoughts said yes to; behaviour counts as at least 3, within three months 4."""
    level = max((n for n in range(1, 6) if answers[n - 1]), default=0)
    if answers[LIFETIME_BEHAVIOUR - 1]:
        level = max(level, 3)
    if answers[RECENT_BEHAVIOUR - 1]:
        level = max(level, 4)
    return level


MEASURE = Measure(
    id="cssrs",
    name="C-SSRS screener",
    items=7,
    item_min=0,
    item_max=1,
    level=severity,
    levels=(0, 5),
    bands=(Band(0, 0, "none"), Band(1, 2, "low"), Band(3, 3, "moderate"), Band(4, 5, "high")),
    cutoff=3,
    safety_level=3,
    safety_items=(3, 4, 5, 6, 7),
    skips=((2, (3, 4, 5)),),
    licence="free with attribution (Columbia Lighthouse Project)",
    sources=(
        "Posner et al. 2011, Am J Psychiatry 168:1266",
        "blueprint-health.com, C-SSRS (Screen): risk levels; C-SSRS triage guidelines",
    ),
    loinc="93246-1",
    note=(
        "Items 1 to 5: thoughts in the past month. Item 6: behaviour ever. Item 7: behaviour in the past "
        "three months. With item 2 answered no, items 3 to 5 are not asked. A single number is the level."
    ),
    unverified=("loinc",),
)
