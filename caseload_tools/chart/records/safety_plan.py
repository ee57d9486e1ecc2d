"""The safety plan: what to do when it gets bad again, in the client's own terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day

from caseload_tools.chart.records.base import Record, record_type
from caseload_tools.text.language.patterns import late_pattern

# The six steps of Stanley and Brown (2012), Cogn Behav Pract 19:256.
SECTIONS = (
    "Warning signs",
    "Coping",
    "People and places that distract",
    "People to ask for help",
    "Professionals and crisis lines",
    "Making the place safe",
)
OF_PEOPLE = "People"
"""The one heading that plans before 2026-12 had for two of the steps: what stands there answers both."""
_SHARING = SECTIONS[2:4]
_WORD = late_pattern(r"[^\W\d_]{2,}|\d{3,}")
# `None.`, `- n/a`, `See above`: that there is nothing, and not why. Whoever says why needs more words than these.
_WORDS_OF_NOTHING = (
    "none no not nil nothing nobody na tbd tba todo unknown same see above below continue before as applicable"
    " identified report reported known yet at this time discussed client any one to be done stated given listed the of"
    " has have does apply he she they"
)
_NOTHING = frozenset(_WORDS_OF_NOTHING.split())


@record_type(
    "safety-plan",
    folder="safety",
    smallest="""
---
type: safety-plan
client: C-0001
date: 2026-01-19
kind: crisis
clinician: dana.ruiz
client_has_copy: true
review_on: 2026-07-19
---

## Warning signs

- Lying awake past three for several nights

## Coping

- The choir recordings; a walk round the block

## People and places that distract

- The choir on Thursdays; the library, warm until eight

## People to ask for help

- Her brother (permission on file)

## Professionals and crisis lines

- Dana Ruiz, clinic number; 988, at any hour

## Making the place safe

- Sleeping tablets kept by her brother
""",
)
class SafetyPlan(Record):
    """A crisis or relapse-prevention plan: signs, coping, people, professionals, surroundings."""

    kind: str = ""
    clinician: str = ""
    client_has_copy: bool = False
    review_on: Day | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings it is asked for: those of the six steps, or of a plan that was written for five."""
        older = self.section(OF_PEOPLE) is not None and not any(self.section(each) for each in _SHARING)
        return (*SECTIONS[:2], OF_PEOPLE, *SECTIONS[4:]) if older else SECTIONS

    @property
    def steps_without_content(self) -> Iterator[str]:
        """The headings under which nothing stands, or no more than that there is nothing."""
        for title in self.headings:
            section = self.section(title)
            if section is None or not has_content(section.text):
                yield title


def has_content(text: str) -> bool:
    """It says something, or in words why there is nothing: `none` alone does neither."""
    return any(each.casefold() not in _NOTHING for each in _WORD.findall(text))
