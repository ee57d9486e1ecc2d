"""What changed below the front matter and in its comments: which section, and how many words of it.

Never tells a word of it. A heading is named only when it is one that records of this practice's kind have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from caseload_tools.audit.changes.event import Event
from caseload_tools.audit.changes.front_diff import common_prefix_length
from caseload_tools.audit.changes.showing import HIDDEN, count_of_words, how_text_changed
from caseload_tools.text import Document
from caseload_tools.text.sections import same_title, sections_of

# As `same_title` makes them.
_KNOWN = re.compile(
    "accomplished|aftercare|alerts|assessment|barriers|behaviou?r|challenges|client's (?:view|signature)|coping|data|"
    "discharge criteria|evaluation|formulation|goal|history|how frequency was decided|in the client's words|"
    "intervention|making the place safe|notes|objective|observations|people|plan|presenting concerns|problem|"
    "professionals and crisis lines|progress|purpose|response|risk|strengths|subjective|summary|supports|"
    "warning signs|why this decision"
)
_ALLOWANCE = re.compile(r"caseload:\s*allow\[([A-Z]{3}\d{3}(?:\s*,\s*[A-Z]{3}\d{3})*)\]")
# Where a section of level 2 or above begins, written in the ordinary way.
_HEAD = re.compile(r"(?<=\n)#{1,2} ")
Texts = dict[str, str]


def section_events(before: str, after: str, values: bool = False) -> Iterator[Event]:
    """From two bodies: one event for each section whose text differs, and one for what stands above the first."""
    old, new = map(_sections, _region(before, after))
    found = False
    for name in (*new, *(name for name in old if name not in new)):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        found = True
        title = name.partition("#")[0]
        known = title.capitalize() if _KNOWN.fullmatch(title) else ""
        where = f"section {known}" if known else "the text above the first heading" if not name else "a section"
        field = f"section/{known or (HIDDEN if name else '')}"
        shown = (was or "", now or "") if values else ("", "")
        yield Event("edited", field, _told(where, was, now), *shown)
    if not found:
        moved = list(old) != list(new)
        yield Event("edited", "section", "sections put in another order" if moved else "only the spacing changed")


def _region(old: str, new: str) -> tuple[str, str]:
    """Both bodies without the sections that they share at their beginning and their end."""
    if _is_fenced(old) or _is_fenced(new):
        return old, new
    shared = common_prefix_length(old, new)
    start = max(old.rfind("\n## ", 0, shared), old.rfind("\n# ", 0, shared)) + 1
    shared = common_prefix_length(old[start:][::-1], new[start:][::-1])
    tail = _HEAD.search(old, len(old) - shared) if shared else None
    end = len(old) - tail.start() if tail else 0
    return old[start : len(old) - end], new[start : len(new) - end]


def _is_fenced(text: str) -> bool:
    return "```" in text or "~~~" in text or "<!--" in text


def _told(where: str, was: str | None, now: str | None) -> str:
    if was is None:
        return f"{where} added ({count_of_words(len((now or '').split()))})"
    if now is None:
        return f"{where} removed ({count_of_words(len(was.split()))})"
    return f"{where}: {how_text_changed(was, now)}"


def _sections(body: str) -> Texts:
    """The text of each section of level 2 or above by its title; deeper headings belong to the one above."""
    first, _, text = body.partition("\n")
    marks, _, said = first.partition(" ")
    if marks in ("#", "##") and "#" not in text and "#" not in said:  # most often there is one
        return {"": "", same_title(said.strip()) or "untitled": text.strip("\n").rstrip()}
    lines = body.split("\n")
    heads = [each for each in sections_of(body, 0) if each.level <= 2]
    starts = [each.line for each in heads]
    found = {"": "\n".join(lines[: starts[0]] if starts else lines).strip("\n").rstrip()}
    counted: Counter[str] = Counter()
    for head, start, end in zip(heads, starts, [*starts[1:], len(lines)][: len(heads)], strict=True):
        title = same_title(head.title) or "untitled"
        counted[title] += 1
        name = title if counted[title] == 1 else f"{title}#{counted[title]}"
        found[name] = "\n".join(lines[start + 1 : end]).strip("\n").rstrip()
    return found


def comment_events(before: Document, after: Document, values: bool = False) -> Iterator[Event]:
    """Comments, which hold nothing of the record but may allow a finding."""
    old = Counter(each.text for each in before.comments)
    new = Counter(each.text for each in after.comments)
    for kind, texts in (("added", new - old), ("removed", old - new)):
        for text in texts.elements():
            allowance = _ALLOWANCE.search(text)
            what = f"allowance of {allowance[1]}" if allowance else "comment"
            shown = (("", text) if kind == "added" else (text, "")) if values else ("", "")
            yield Event("edited", "comment", f"{what} {kind}", *shown)
