"""A heading that was meant for a section: `## S`, `##Subjective`, `# Subjective`, `## Assesment`, `Plan:` on its line.

Asked only where the section is missing, so that any other heading stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from caseload_tools.text.nearest import is_slip, nearest
from caseload_tools.text.sections import same_title

_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_MARKED = re.compile(r" {0,3}(#{1,6})[ \t]*(.*?)[ \t#]*\Z")
_ALONE = re.compile(r"(?:\*\*|__)(.{1,60}?)(?:\*\*|__):?\Z|(\w[\w' ]{0,59}):\Z")


class NearHeading(NamedTuple):
    """The line of the file on which it stands, and whether it can mean nothing else."""

    line: int
    sure: bool


def near_heading(shown: str, first_line: int, title: str, titles: Collection[str]) -> NearHeading | None:
    """The heading that was meant for a section, of a body without its comments whose first line is `first_line`.

    `titles` are those of all sections that are asked for: one that has its own is meant for no other.
    """
    others = {same_title(each) for each in titles} - {same_title(title)}
    lines = _CODE.sub(lambda found: "\n" * found[0].count("\n"), shown).split("\n")
    perhaps = None
    for line, text in enumerate(lines, first_line):
        marked = _MARKED.match(text)
        alone = None if marked else _ALONE.match(text.strip())
        said = same_title(marked[2] if marked else (alone[1] or alone[2]) if alone else "")
        if not said or said in others:
            continue
        if said == same_title(title) or (marked and (_is_initial(said, title, titles) or is_slip(said, title))):
            return NearHeading(line, sure=True)
        if marked and len(marked[1]) == 2 and perhaps is None and _is_like(said, title, titles):
            perhaps = NearHeading(line, sure=False)
    return perhaps


def _is_initial(said: str, title: str, titles: Collection[str]) -> bool:
    begins = [each for each in titles if each.casefold().startswith(said)]
    return len(said) == 1 and begins == [title]


def _is_like(said: str, title: str, titles: Collection[str]) -> bool:
    if nearest(said, titles) == title:
        return True
    return len(said) > 2 and (said.startswith(same_title(title)) or same_title(title).startswith(said))
